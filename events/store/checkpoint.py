"""Signed checkpoints: rows in the ledger, and beside the key a kept note and the list of leaf hashes it speaks of.

The kept files are what a copy of the database cannot forge: the note is the last head this signer has signed, and
the leaf hashes, whose root it must be, tell which event differs.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import Session, col, insert, select

from events.store.errors import Tampered
from events.store.ledger import Ledger
from events.store.note import BadNote, Checkpoint, Signer, Verifier
from events.store.tables import CheckpointRow, EventRow, TreeNodeRow
from events.store.tree import Frontier, peak_places, root_of

_HASH_BYTES = 32
_PAGE = 5_000


def key_name(ledger: str) -> str:
    """Name the signing key of a ledger; also the origin line of its checkpoints."""
    return f"sovang/{ledger}"


class Kept:
    """The files outside the database: `checkpoint`, `leaves` and the public `vkey`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.note_file = folder / "checkpoint"
        self.leaves_file = folder / "leaves"
        self.verifier_file = folder / "vkey"

    def checkpoint(self, verifier: Verifier) -> Checkpoint | None:
        """Read the kept checkpoint; raises `BadNote` when its signature does not hold."""
        try:
            note = self.note_file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return Checkpoint.parse(verifier.check(note))

    def leaves(self, size: int) -> list[bytes]:
        """Read the first `size` leaf hashes, as many as there are."""
        try:
            data = self.leaves_file.read_bytes()[: size * _HASH_BYTES]
        except FileNotFoundError:
            return []
        return [data[at : at + _HASH_BYTES] for at in range(0, len(data), _HASH_BYTES)]

    def keep(self, note: str, at: int, hashes: list[bytes], verifier: Verifier) -> None:
        """Write the hashes from position `at` on, then the note, each durably before the next."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.leaves_file, os.O_RDWR | os.O_CREAT, 0o644)
        with os.fdopen(handle, "r+b") as file:
            file.seek(at * _HASH_BYTES)
            file.write(b"".join(hashes))
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        if not self.verifier_file.exists():
            self.verifier_file.write_text(f"{verifier}\n", encoding="utf-8")
        fresh = self.note_file.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file_:
            file_.write(note)
            file_.flush()
            os.fsync(file_.fileno())
        fresh.replace(self.note_file)


class Notary:
    """Signs the log's head when it has grown, and refuses to sign over a changed past."""

    def __init__(self, ledger: Ledger, signer: Signer, kept: Kept) -> None:
        self.ledger = ledger
        self.signer = signer
        self.kept = kept

    def sign(self) -> Checkpoint:
        """Sign the present head; the same head again gives the same checkpoint and nothing new.

        Raises `Tampered` when the log no longer contains what the last checkpoint signed.
        """
        kept = self._kept()
        frontier = self._frontier()
        hashes: list[bytes] = []
        nodes: list[dict[str, object]] = []
        start = frontier.size
        size = self.ledger.head()
        if kept is not None and size < kept.size:
            raise Tampered(f"sổ còn {size} sự kiện, điểm chốt đã ký có {kept.size}")
        if kept is not None and size == kept.size == start:
            return kept
        for leaf in self._leaves(start, size):
            if kept is not None and frontier.size == kept.size:
                _same(frontier, kept)
            nodes += [{"level": level, "idx": idx, "hash": made} for level, idx, made in frontier.add(leaf)]
            hashes.append(leaf)
        if kept is not None and size == kept.size:
            _same(frontier, kept)
        checkpoint = Checkpoint(self.signer.name, size, frontier.root())
        note = self.signer.sign(str(checkpoint))
        known = kept.size if kept is not None else 0
        self.kept.keep(note, known, hashes[known - start :], self.signer.verifier)
        self._store(checkpoint, note, nodes)
        return checkpoint

    def _kept(self) -> Checkpoint | None:
        try:
            kept = self.kept.checkpoint(self.signer.verifier)
        except BadNote as fault:
            raise Tampered(f"điểm chốt giữ ngoài cơ sở dữ liệu không hợp lệ: {fault}") from fault
        if kept is not None and root_of(self.kept.leaves(kept.size)) != kept.root:
            raise Tampered("danh sách mã băm giữ ngoài cơ sở dữ liệu không khớp điểm chốt đã ký")
        return kept

    def _frontier(self) -> Frontier:
        """Rebuild the frontier of the last checkpoint in the ledger from its stored nodes."""
        with self.ledger.database.session() as session:
            row = session.exec(
                select(CheckpointRow).order_by(col(CheckpointRow.size).desc()).limit(1)
            ).first()
            if row is None:
                return Frontier()
            frontier = Frontier(row.size, [self._peak(session, *place) for place in peak_places(row.size)])
        try:
            signed = Checkpoint.parse(self.signer.verifier.check(row.note))
        except BadNote as fault:
            raise Tampered(f"điểm chốt trong sổ không hợp lệ: {fault}") from fault
        _same(frontier, signed)
        return frontier

    def _peak(self, session: Session, level: int, index: int) -> tuple[int, int, bytes]:
        if level == 0:
            found = session.exec(select(EventRow.hash).where(EventRow.seq == index + 1)).first()
        else:
            found = session.exec(
                select(TreeNodeRow.hash).where(TreeNodeRow.level == level, TreeNodeRow.idx == index)
            ).first()
        return level, index, found or b""

    def _leaves(self, after: int, until: int) -> Iterator[bytes]:
        with self.ledger.database.session() as session:
            while after < until:
                page = session.exec(
                    select(EventRow.hash)
                    .where(col(EventRow.seq) > after, col(EventRow.seq) <= until)
                    .order_by(col(EventRow.seq))
                    .limit(_PAGE)
                ).all()
                yield from page
                after += len(page)

    def _store(self, checkpoint: Checkpoint, note: str, nodes: list[dict[str, object]]) -> None:
        with self.ledger.database.session() as session:
            if nodes:
                session.execute(insert(TreeNodeRow), nodes)
            session.add(CheckpointRow(size=checkpoint.size, note=note))
            session.commit()


def _same(frontier: Frontier, signed: Checkpoint) -> None:
    if frontier.size != signed.size or frontier.root() != signed.root:
        raise Tampered(f"sổ không còn khớp điểm chốt đã ký ở sự kiện {signed.size}")
