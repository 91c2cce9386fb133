"""Verification: every stored byte against its hash, every hash against the signed heads, every column against its leaf."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec
from sqlmodel import col, select

from events.envelope import Envelope, decode, leaf_hash
from events.store.checkpoint import Kept
from events.store.ledger import Ledger
from events.store.note import BadNote, Checkpoint, Verifier
from events.store.tables import CheckpointRow, EventRow
from events.store.tree import Frontier, root_of

_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and from which event to which."""

    first: int
    last: int
    what: str

    def __str__(self) -> str:
        where = f"sự kiện {self.first}" if self.first == self.last else f"sự kiện {self.first}-{self.last}"
        return f"{where}: {self.what}"


@dataclass(slots=True)
class Report:
    """The outcome: how much was read, what was signed, and every fault."""

    events: int = 0
    checkpoints: int = 0
    kept: Checkpoint | None = None
    root: bytes = b""
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Say whether everything held."""
        return not self.faults


class Verifying:
    """One pass over the log with what it must remember."""

    def __init__(self, ledger: Ledger, verifier: Verifier, kept: Kept) -> None:
        self.ledger = ledger
        self.verifier = verifier
        self.report = Report()
        self._kept_files = kept
        self._versions: dict[str, int] = {}
        self._recorded_at = ""
        self._frontier = Frontier()
        self._roots: dict[int, bytes] = {}
        self._suspects: list[Fault] = []

    def run(self) -> Report:
        """Read everything once and give the report."""
        report = self.report
        notes = self._signed()
        kept_leaves = self._kept()
        expected = {checkpoint.size for checkpoint in notes}
        if report.kept is not None:
            expected.add(report.kept.size)
        for row in self._rows():
            report.events += 1
            self._look_at(row, kept_leaves)
            if self._frontier.size in expected:
                self._roots[self._frontier.size] = self._frontier.root()
        report.root = self._frontier.root()
        self._hold_against(notes)
        return report

    def _rows(self) -> Iterator[EventRow]:
        after = 0
        with self.ledger.database.session() as session:
            while page := session.exec(
                select(EventRow).where(col(EventRow.seq) > after).order_by(col(EventRow.seq)).limit(_PAGE)
            ).all():
                after = page[-1].seq
                yield from page
                session.expunge_all()

    def _signed(self) -> list[Checkpoint]:
        """Read the checkpoints in the ledger; a note whose signature fails is a fault of its own."""
        good: list[Checkpoint] = []
        with self.ledger.database.session() as session:
            for row in session.exec(select(CheckpointRow).order_by(col(CheckpointRow.size))).all():
                self.report.checkpoints += 1
                try:
                    good.append(Checkpoint.parse(self.verifier.check(row.note)))
                except BadNote as fault:
                    self._fault(row.size, f"điểm chốt trong sổ: {fault}")
        return good

    def _kept(self) -> list[bytes]:
        """Read the kept files; the leaf hashes count only when their root is the signed one."""
        try:
            self.report.kept = self._kept_files.checkpoint(self.verifier)
        except BadNote as fault:
            self._fault(0, f"điểm chốt giữ ngoài sổ: {fault}")
        if self.report.kept is None:
            return []
        leaves = self._kept_files.leaves(self.report.kept.size)
        return leaves if root_of(leaves) == self.report.kept.root else []

    def _look_at(self, row: EventRow, kept: list[bytes]) -> None:
        expected = self._frontier.size + 1
        if row.seq != expected:
            self._fault(expected, "thiếu sự kiện trong thứ tự chung", row.seq - 1)
            while self._frontier.size + 1 < row.seq:
                self._frontier.add(b"")
        leaf = _bytes(row.leaf)
        true_hash = leaf_hash(leaf)
        self._frontier.add(true_hash)
        if kept and row.seq <= len(kept) and kept[row.seq - 1] != true_hash:
            self._fault(row.seq, "nội dung khác với nội dung đã được ký")
        elif row.hash != true_hash:
            self._fault(row.seq, "mã băm không khớp nội dung")
        try:
            envelope = decode(leaf)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self._fault(row.seq, "nội dung không đọc được")
            return
        self._hold_columns(row, envelope)

    def _hold_columns(self, row: EventRow, envelope: Envelope) -> None:
        columns = (row.seq, row.stream, row.version, row.type, row.at, row.recorded_at)
        leaf = (
            envelope.seq,
            envelope.stream,
            envelope.version,
            envelope.type,
            envelope.at,
            envelope.recorded_at,
        )
        if columns != leaf:
            self._fault(row.seq, "cột ghi bên ngoài không khớp nội dung")
        if row.version != self._versions.get(row.stream, 0) + 1:
            self._fault(row.seq, f"phiên bản {row.version} không nối tiếp trong dòng {row.stream}")
        self._versions[row.stream] = row.version
        if envelope.recorded_at < self._recorded_at:
            self._fault(row.seq, "thời điểm ghi lùi lại")
        self._recorded_at = max(self._recorded_at, envelope.recorded_at)

    def _hold_against(self, notes: list[Checkpoint]) -> None:
        """Hold every signed head against the recomputed roots; without kept hashes a range is all that can be named."""
        report = self.report
        heads = {note.size: note for note in notes}
        if report.kept is not None:
            heads[report.kept.size] = report.kept
        elif report.events and not notes:
            self._fault(1, "sổ chưa có điểm chốt nào được ký", report.events)
        good = 0
        for size in sorted(heads):
            if size > report.events:
                self._fault(report.events + 1, "sự kiện đã được ký nay không còn", size)
            elif self._roots.get(size) == heads[size].root:
                good = size
            elif not any(fault.last > good and fault.first <= size for fault in report.faults):
                self._fault(good + 1, f"không khớp điểm chốt đã ký ở sự kiện {size}", size)

    def _fault(self, first: int, what: str, last: int | None = None) -> None:
        self.report.faults.append(Fault(first, first if last is None else last, what))


def verify(ledger: Ledger, verifier: Verifier, kept: Kept) -> Report:
    """Verify a whole ledger against its kept checkpoint."""
    return Verifying(ledger, verifier, kept).run()


def _bytes(leaf: object) -> bytes:
    """Give a leaf as bytes, even one that somebody stored again as text."""
    return leaf if isinstance(leaf, bytes) else str(leaf).encode(errors="surrogatepass")
