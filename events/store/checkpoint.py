"""Signed checkpoints: rows in the ledger, and beside the key a kept note and the list of leaf hashes it speaks of.

The kept files are what a copy of the database cannot forge: the note is the last head this signer has signed, and
the leaf hashes, whose root it must be, tell which event differs.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlmodel import Session, col, insert, select

from events.store.database import Database
from events.store.errors import Tampered
from events.store.ledger import Ledger
from events.store.note import BadNote, Checkpoint, Signer, Verifier
from events.store.tables import CheckpointRow, EventRow, TreeNodeRow
from events.store.tree import EMPTY_ROOT, Frontier, peak_places, root_of

KEY_NAMED = "ledger.signing_key_named"
KEPT_GONE = "khoá kiểm tra và điểm chốt giữ riêng không còn"
_HASH_BYTES = 32
_PAGE = 5_000


def key_name(ledger: str) -> str:
    """Name the signing key of a ledger; also the origin line of its checkpoints."""
    return f"sovang/{ledger}"


def has_checkpoint(database: Database) -> bool:
    """Say whether a ledger holds a checkpoint."""
    with database.session() as session:
        return session.exec(select(CheckpointRow.size).limit(1)).first() is not None


def was_signed(database: Database) -> bool:
    """Say whether a ledger holds a checkpoint or names a key: its kept files must then be somewhere."""
    if has_checkpoint(database):
        return True
    with database.session() as session:
        return (
            session.exec(select(EventRow.seq).where(EventRow.type == KEY_NAMED).limit(1)).first() is not None
        )


class Kept:
    """The files outside the database: `checkpoint`, `leaves`, `sizes` and the public `vkey`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.note_file = folder / "checkpoint"
        self.leaves_file = folder / "leaves"
        self.verifier_file = folder / "vkey"
        self.sizes_file = folder / "sizes"

    def checkpoint(self, verifier: Verifier) -> Checkpoint | None:
        """Read the kept checkpoint; raises `BadNote` when its signature does not hold."""
        try:
            note = self.note_file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as fault:
            raise BadNote("không phải một bản ghi có chữ ký") from fault
        return Checkpoint.parse(verifier.check(note))

    def leaves(self, size: int) -> list[bytes]:
        """Read the first `size` leaf hashes, as many as there are."""
        try:
            data = self.leaves_file.read_bytes()[: size * _HASH_BYTES]
        except FileNotFoundError:
            return []
        return [data[at : at + _HASH_BYTES] for at in range(0, len(data), _HASH_BYTES)]

    def sizes(self, signed: int = 0) -> list[int]:
        """List the sizes of all checkpoints ever signed here.

        Raises `BadNote` when the list cannot be read or does not name `signed`, which the kept checkpoint does.
        """
        try:
            sizes = [int(line) for line in self.sizes_file.read_text(encoding="ascii").split()]
        except FileNotFoundError:
            sizes = []
        except ValueError as fault:
            raise BadNote("danh sách các điểm chốt đã ký không đọc được") from fault
        if signed and signed not in sizes:
            raise BadNote(f"danh sách các điểm chốt đã ký không còn điểm chốt {signed}")
        return sizes

    def signed(self) -> int:
        """Say how many events the kept checkpoint speaks of, 0 before the first; raises `BadNote`."""
        try:
            verifier = Verifier.read(self.verifier_file)
        except FileNotFoundError:
            return 0
        checkpoint = self.checkpoint(verifier)
        return checkpoint.size if checkpoint else 0

    def keep(
        self, checkpoint: Checkpoint, note: str, at: int, hashes: list[bytes], verifier: Verifier
    ) -> None:
        """Write the hashes from position `at` on, then the note, each durably before the next."""
        with self.leaves_file.open("r+b" if self.leaves_file.exists() else "w+b") as file:
            file.seek(at * _HASH_BYTES)
            file.write(b"".join(hashes))
            file.truncate()
            _settle(file)
        if checkpoint.size > max(self.sizes(), default=0):
            with self.sizes_file.open("a", encoding="ascii") as lines:
                lines.write(f"{checkpoint.size}\n")
                _settle(lines)
        self.name(verifier)
        fresh = self.note_file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as text:
            text.write(note)
            _settle(text)
        fresh.replace(self.note_file)

    def name(self, verifier: Verifier) -> None:
        """Put the public key in its place whole, before the first checkpoint; one that is there stays."""
        if self.verifier_file.exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.verifier_file.with_suffix(f".{os.getpid()}.new")
        with fresh.open("w", encoding="utf-8") as text:
            text.write(f"{verifier}\n")
            _settle(text)
        fresh.replace(self.verifier_file)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one notary at a time in, of all processes on this machine."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _settle(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


class Notary:
    """Signs the log's head when it has grown, and refuses to sign over a changed past."""

    def __init__(self, ledger: Ledger, signer: Signer, kept: Kept) -> None:
        self.ledger = ledger
        self.signer = signer
        self.kept = kept

    def sign(self) -> Checkpoint:
        """Sign the present head; the same head again gives the same checkpoint and nothing new.

        The ledger's row is written first and the kept files after it, so that a kill in between leaves kept files
        that are behind, never ahead; they are then brought up to what the ledger's row has signed.
        Raises `Tampered` when the log no longer contains what was signed.
        """
        with self.kept.alone():
            kept = self._kept()
            last, frontier = self._last()
            if kept is None:
                if last.size:
                    raise Tampered("không còn thư mục giữ điểm chốt ngoài sổ; hãy lấy lại từ bản sao lưu")
                self._keep(last, 0, [])
            elif last.size < kept.size:
                raise Tampered(f"sổ không còn điểm chốt đã ký ở sự kiện {kept.size}")
            elif last.size > kept.size:
                self._catch_up(kept, last)
            return self._go_on(frontier, last)

    def _go_on(self, frontier: Frontier, last: Checkpoint) -> Checkpoint:
        """Sign what has been appended since `last`."""
        size = self.ledger.head()
        if size < last.size:
            raise Tampered(f"sổ còn {size} sự kiện, điểm chốt đã ký có {last.size}")
        if size == last.size:
            return last
        hashes: list[bytes] = []
        nodes: list[dict[str, object]] = []
        for leaf in self._leaves(last.size, size):
            nodes += [{"level": level, "idx": idx, "hash": made} for level, idx, made in frontier.add(leaf)]
            hashes.append(leaf)
        checkpoint = Checkpoint(self.signer.name, size, frontier.root())
        self._store(checkpoint, nodes)
        self._keep(checkpoint, last.size, hashes)
        return checkpoint

    def _catch_up(self, kept: Checkpoint, last: Checkpoint) -> None:
        """Bring the kept files from their own checkpoint to the ledger's, if the log leads from one to the other."""
        further = list(self._leaves(kept.size, last.size))
        if root_of([*self.kept.leaves(kept.size), *further]) != last.root:
            raise Tampered(f"sổ không còn khớp điểm chốt đã ký ở sự kiện {kept.size}")
        self._keep(last, kept.size, further)

    def _keep(self, checkpoint: Checkpoint, at: int, hashes: list[bytes]) -> None:
        note = self.signer.sign(str(checkpoint))
        self.kept.keep(checkpoint, note, at, hashes, self.signer.verifier)

    def _kept(self) -> Checkpoint | None:
        try:
            kept = self.kept.checkpoint(self.signer.verifier)
            self.kept.sizes(kept.size if kept else 0)
        except BadNote as fault:
            raise Tampered(f"điểm chốt giữ ngoài cơ sở dữ liệu không hợp lệ: {fault}") from fault
        if kept is not None and root_of(self.kept.leaves(kept.size)) != kept.root:
            raise Tampered("danh sách mã băm giữ ngoài cơ sở dữ liệu không khớp điểm chốt đã ký")
        return kept

    def _last(self) -> tuple[Checkpoint, Frontier]:
        """Read the last checkpoint in the ledger, and rebuild its frontier from the stored nodes.

        Before the first one that is the empty tree.
        """
        with self.ledger.database.session() as session:
            row = session.exec(
                select(CheckpointRow).order_by(col(CheckpointRow.size).desc()).limit(1)
            ).first()
            if row is None:
                return Checkpoint(self.signer.name, 0, EMPTY_ROOT), Frontier()
            frontier = Frontier(row.size, [self._peak(session, *place) for place in peak_places(row.size)])
        try:
            signed = Checkpoint.parse(self.signer.verifier.check(row.note))
        except BadNote as fault:
            raise Tampered(f"điểm chốt trong sổ không hợp lệ: {fault}") from fault
        _same(frontier, signed)
        return signed, frontier

    def _peak(self, session: Session, level: int, index: int) -> tuple[int, int, bytes]:
        if level == 0:
            found = session.exec(select(EventRow.hash).where(EventRow.seq == index + 1)).first()
        else:
            found = session.exec(
                select(TreeNodeRow.hash).where(TreeNodeRow.level == level, TreeNodeRow.idx == index)
            ).first()
        return level, index, found or b""

    def _leaves(self, after: int, until: int) -> Iterator[bytes]:
        """Read the hashes in order; raises `Tampered` where one is missing."""
        with self.ledger.database.session() as session:
            while after < until:
                page = session.exec(
                    select(EventRow.seq, EventRow.hash)
                    .where(col(EventRow.seq) > after, col(EventRow.seq) <= until)
                    .order_by(col(EventRow.seq))
                    .limit(_PAGE)
                ).all()
                for seq, found in page or [(0, b"")]:
                    after += 1
                    if seq != after:
                        raise Tampered(f"thiếu sự kiện {after} trong thứ tự chung")
                    yield found

    def _store(self, checkpoint: Checkpoint, nodes: list[dict[str, object]]) -> None:
        note = self.signer.sign(str(checkpoint))
        with self.ledger.database.session() as session:
            if nodes:
                session.execute(insert(TreeNodeRow), nodes)
            session.add(CheckpointRow(size=checkpoint.size, note=note))
            session.commit()


def _same(frontier: Frontier, signed: Checkpoint) -> None:
    if frontier.size != signed.size or frontier.root() != signed.root:
        raise Tampered(f"sổ không còn khớp điểm chốt đã ký ở sự kiện {signed.size}")
