"""Verification: every stored byte against its hash, every hash against the signed heads, every column against its leaf."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from events.envelope import Envelope, decode, leaf_hash
from events.store.ballots import Ballots
from events.store.blobs import BlobStore, blob_names
from events.store.checkpoint import Kept
from events.store.faults import Fault
from events.store.holding import HeldCommands, HeldNodes, stored_commands, stored_nodes
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from events.store.note import BadNote, Checkpoint, Verifier
from events.store.sealing import NeededKeys
from events.store.snapshot import as_it_stands
from events.store.tree import EMPTY_ROOT, Frontier, root_of

_PAGE = 2_000
_NAMED = 50
"""So many keys are named; behind them it is enough to say how many more."""
_LOWEST = -(2**63)
FILE_FAULTS = {"missing": "không còn trong kho", "altered": "đã bị thay đổi"}
_COLUMNS = "seq, stream, version, type, at, recorded_at, leaf, hash"


@dataclass(slots=True)
class Report:
    """The outcome: how much was read, what was signed, and every fault."""

    events: int = 0
    checkpoints: int = 0
    files: int = 0
    kept: Checkpoint | None = None
    root: bytes = b""
    faults: list[Fault] = field(default_factory=list)

    @property
    def unsigned(self) -> int:
        """Count the events behind the kept checkpoint: only their own hashes speak for them."""
        return max(0, self.events - (self.kept.size if self.kept else 0))

    @property
    def ok(self) -> bool:
        """Say whether everything held."""
        return not self.faults


class Verifying:
    """One pass over the log with what it must remember.

    Nothing that stands in the database is trusted, not even that a column has the type it was made with.
    """

    def __init__(
        self, ledger: Ledger, verifier: Verifier, kept: Kept, blobs: BlobStore | None, keys: KeyFile | None
    ) -> None:
        self.ledger = ledger
        self.verifier = verifier
        self.report = Report()
        self._kept_files = kept
        self._blobs = blobs
        self._needed = NeededKeys(keys) if keys is not None else None
        self._files: set[str] = set()
        self._signed_leaves: list[bytes] = []
        self._sizes: list[int] = []
        self._ballots = Ballots()
        self._unkept = False
        self._versions: dict[str, int] = {}
        self._recorded_at = ""
        self._frontier = Frontier()
        self._lost = False
        """True behind a gap that nothing can fill: from there on no root can be computed."""
        self._last = 0
        self._roots: dict[int, bytes] = {0: EMPTY_ROOT}

    def run(self) -> Report:
        """Read everything once and give the report."""
        self._kept()  # before the log: what is signed meanwhile is then in the log that is read
        with as_it_stands(self.ledger.database) as connection:
            notes = self._signed(connection)
            expected = set(notes) | ({self.report.kept.size} if self.report.kept else set())
            with stored_nodes(connection) as stored, stored_commands(connection) as ran:
                nodes = HeldNodes(iter(stored), max(notes, default=0))
                commands = HeldCommands(iter(ran))
                for row in _rows(connection):
                    self.report.events += 1
                    envelope, told = self._look_at(row, nodes)
                    if envelope is not None:
                        commands.follow(row.seq, envelope)
                        self._ballots.follow(row.seq, envelope, told)
                        if self._needed is not None:
                            self._needed.follow(row.seq, envelope, told)
                    if self._frontier.size in expected and not self._lost:
                        self._roots[self._frontier.size] = self._frontier.root()
                tree_holds = nodes.held()
                unheard = commands.difference()
            for seq in self._ballots.lost(connection):
                self._fault(seq, "phiếu kín đã nhận không còn trong hòm, hoặc không còn như lúc nhận")
        self.report.root = self._frontier.root()
        if self._unkept and self.report.checkpoints:
            self._fault(0, "không còn thư mục giữ điểm chốt ngoài sổ; hãy lấy lại từ bản sao lưu")
        self._hold_against(notes)
        missing = [str(size) for size in self._sizes if size not in notes]
        if missing and not self.report.faults:
            self._fault(0, f"điểm chốt đã ký nay không còn trong sổ: {', '.join(missing[:5])}")
        if not tree_holds and not self.report.faults:
            self._fault(0, "cây băm trong sổ không khớp các sự kiện; `sovang db rebuild` dựng lại được")
        if unheard is not None and not self.report.faults:
            self._fault(unheard.first, unheard.what, unheard.last)
        if self._needed is not None and not self.report.faults:
            self._hold_keys(self._needed)
        return self.report

    def _hold_keys(self, needed: NeededKeys) -> None:
        """Tell the fields that were erased from those whose key was lost."""
        faults = list(needed.faults())
        self.report.faults += faults[:_NAMED]
        if len(faults) > _NAMED:
            self._fault(0, f"và {len(faults) - _NAMED} khoá nữa")

    def _signed(self, connection: Connection) -> dict[int, Checkpoint]:
        """Read the checkpoints in the ledger; a note whose signature fails is a fault of its own."""
        good: dict[int, Checkpoint] = {}
        for size, note in connection.execute(text("SELECT size, note FROM checkpoint ORDER BY size")).all():
            self.report.checkpoints += 1
            try:
                checkpoint = Checkpoint.parse(self.verifier.check(note))
            except BadNote as fault:
                self._fault(size, f"điểm chốt trong sổ: {fault}")
                continue
            if checkpoint.size != size:
                self._fault(size, f"điểm chốt trong sổ ở đây lại nói về {checkpoint.size} sự kiện")
            else:
                good[checkpoint.size] = checkpoint
        return good

    def _kept(self) -> None:
        """Read the kept files; the leaf hashes count only when their root is the signed one."""
        try:
            kept = self.report.kept = self._kept_files.checkpoint(self.verifier)
        except BadNote as fault:
            self._fault(0, f"điểm chốt giữ ngoài sổ: {fault}")
            return
        if kept is None:
            self._unkept = True
            return
        try:
            self._sizes = self._kept_files.sizes(kept.size)
        except BadNote as fault:
            self._fault(0, f"điểm chốt giữ ngoài sổ: {fault}")
        leaves = self._kept_files.leaves(kept.size)
        if root_of(leaves) == kept.root:
            self._signed_leaves = leaves
        else:
            self._fault(0, "danh sách mã băm giữ ngoài sổ không khớp điểm chốt đã ký")

    def _look_at(self, row: "_Row", nodes: HeldNodes) -> tuple[Envelope | None, Any]:
        """Hold one event against everything that is known of it; gives its envelope and data, if it can be read."""
        if row.seq != self._last + 1:
            self._gap(row.seq)
        self._last = max(self._last, row.seq)
        true_hash = leaf_hash(row.leaf)
        signed = self._signed_leaves[row.seq - 1] if 0 < row.seq <= len(self._signed_leaves) else None
        if not self._lost:
            nodes.follow(self._frontier.add(true_hash))
        at_fault = len(self.report.faults)
        if signed is not None and signed != true_hash:
            self._fault(row.seq, "nội dung khác với nội dung đã được ký")
        elif row.hash != true_hash:
            self._fault(row.seq, "mã băm không khớp nội dung")
        try:
            envelope = decode(row.leaf)
            told = msgspec.json.decode(envelope.data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            if len(self.report.faults) == at_fault:
                self._fault(row.seq, "nội dung không đọc được")
            return None, None
        self._hold_columns(row, envelope)
        self._hold_order(envelope)
        self._hold_files(row.seq, envelope)
        return envelope, told

    def _hold_files(self, seq: int, envelope: Envelope) -> None:
        """Hold every attached file against the hash that its event names; a file is read once."""
        if self._blobs is None:
            return
        for name in blob_names(bytes(envelope.data)):
            if name in self._files:
                continue
            self._files.add(name)
            self.report.files += 1
            state = self._blobs.state(name)
            if state != "held":
                self._fault(seq, f"tệp đính kèm {name[:12]}… {FILE_FAULTS[state]}")

    def _gap(self, seq: int) -> None:
        """Name what is missing before `seq`; the signed hashes fill it, so that later heads can still be held."""
        expected = self._last + 1
        if seq < expected:
            self._fault(seq, "vị trí không có trong thứ tự chung")
            return
        self._fault(expected, "thiếu sự kiện trong thứ tự chung", seq - 1)
        if seq - 1 > len(self._signed_leaves):
            self._lost = True
        else:
            for leaf in self._signed_leaves[expected - 1 : seq - 1]:
                self._frontier.add(leaf)

    def _hold_columns(self, row: "_Row", envelope: Envelope) -> None:
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

    def _hold_order(self, envelope: Envelope) -> None:
        """Hold version and time against what went before, as long as nothing before was at fault."""
        if self.report.faults:
            return
        if envelope.version != self._versions.get(envelope.stream, 0) + 1:
            self._fault(
                envelope.seq, f"phiên bản {envelope.version} không nối tiếp trong dòng {envelope.stream}"
            )
        self._versions[envelope.stream] = envelope.version
        if envelope.recorded_at < self._recorded_at:
            self._fault(envelope.seq, "thời điểm ghi lùi lại")
        self._recorded_at = envelope.recorded_at

    def _hold_against(self, notes: dict[int, Checkpoint]) -> None:
        """Hold every signed head against the recomputed roots; without kept hashes a range is all that can be named."""
        report = self.report
        heads = notes | ({report.kept.size: report.kept} if report.kept else {})
        if report.events and not any(heads) and not report.faults:
            self._fault(1, "sổ chưa có điểm chốt nào được ký", report.events)
        signed = max(heads, default=0)
        if signed > self._last:
            self._fault(self._last + 1, "sự kiện đã được ký nay không còn", signed)
        good = 0
        for size in sorted(size for size in heads if size <= self._last):
            if self._roots.get(size) == heads[size].root:
                good = size
            elif not any(fault.last > good and fault.first <= size for fault in report.faults):
                self._fault(good + 1, f"không khớp điểm chốt đã ký ở sự kiện {size}", size)

    def _fault(self, first: int, what: str, last: int | None = None) -> None:
        fault = Fault(first, first if last is None else last, what)
        if fault not in self.report.faults:
            self.report.faults.append(fault)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it was found; only its position is sure to be what it should."""

    seq: int
    stream: Any
    version: Any
    type: Any
    at: Any
    recorded_at: Any
    leaf: bytes
    hash: Any


def _rows(connection: Connection) -> Iterator[_Row]:
    asked = text(f"SELECT {_COLUMNS} FROM event WHERE seq > :after ORDER BY seq LIMIT {_PAGE}")
    after = _LOWEST
    while page := connection.execute(asked, {"after": after}).all():
        for seq, stream, version, type_, at, recorded_at, leaf, digest in page:
            yield _Row(seq, stream, version, type_, at, recorded_at, _bytes(leaf), digest)
        after = page[-1][0]


def verify(
    ledger: Ledger,
    verifier: Verifier,
    kept: Kept,
    blobs: BlobStore | None = None,
    keys: KeyFile | None = None,
) -> Report:
    """Verify a whole ledger against its kept checkpoint, and its attached files and its keys when they are given."""
    return Verifying(ledger, verifier, kept, blobs, keys).run()


def _bytes(leaf: object) -> bytes:
    """Give a leaf as bytes, even one that somebody stored again as text."""
    return leaf if isinstance(leaf, bytes) else str(leaf).encode(errors="surrogateescape")
