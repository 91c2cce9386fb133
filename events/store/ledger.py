"""The log itself: append, with everything that must hold, and read."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import msgspec
from sqlmodel import select

from events.base import Event, instant_text, parse_instant
from events.canonical import canonical
from events.catalogue import data_of, event_of, wire_name
from events.envelope import FORMAT, By, Envelope, Stored, encode, leaf_hash
from events.ledger import LedgerOpened
from events.personal import Clear, Json, Sealed, personal_fields, seal_fields
from events.store.clock import Clock
from events.store.database import Database
from events.store.errors import WRONG_CLOCK, ClockRefused, Conflict, NotOpened
from events.store.hot import CommandValues, EventValues, Head, Hot
from events.store.keys import KeyFile
from events.store.tables import CommandRow

_SALT_BYTES = 16

Projector = Callable[[Hot, Sequence[Stored]], None]
"""Writes the read tables of just-appended events, inside the same transaction."""


@dataclass(frozen=True, slots=True)
class Write:
    """Events for one stream, expected to be at `expected` (0: it does not exist yet)."""

    stream: str
    expected: int
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Meta:
    """What the envelopes of one append have in common."""

    at: datetime
    by: By
    command: str
    digest: str
    correlation: str
    causation: int | None = None
    flow_run: str | None = None
    rules: str | None = None
    backdated: str | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """A key that the stream takes."""

    key: str
    stream: str


@dataclass(frozen=True, slots=True)
class Act:
    """Everything that one command appends."""

    writes: Sequence[Write]
    meta: Meta
    reserve: Sequence[Reservation] = ()
    let_go: Sequence[str] = ()


Prepared = tuple[Write, list[bytes]]
"""A write and the canonical data of each of its events."""


@dataclass(frozen=True, slots=True)
class Appended:
    """Where an append ended up: its first and last position."""

    first: int
    last: int


class Ledger:
    """One ledger in one database, with its key file and its clock."""

    def __init__(self, database: Database, keys: KeyFile, clock: Clock) -> None:
        self.database = database
        self.keys = keys
        self.clock = clock
        self._genesis: LedgerOpened | None = None

    @property
    def genesis(self) -> LedgerOpened:
        """The first event; raises `NotOpened` without one and `ClockRefused` when the clock is of the other kind."""
        if self._genesis is None:
            first = self.database.hot().page(0, 1, 1)
            if not first:
                raise NotOpened("cơ sở dữ liệu này chưa có sổ; hãy chạy `sovang init`")
            genesis = event_of(first[0])
            if not isinstance(genesis, LedgerOpened) or genesis.format != FORMAT:
                raise NotOpened("sổ này không thuộc định dạng mà chương trình đọc được")
            if genesis.simulated != self.clock.simulated:
                raise ClockRefused(WRONG_CLOCK[genesis.simulated])
            self._genesis = genesis
        return self._genesis

    def append(
        self,
        writes: Sequence[Write],
        meta: Meta,
        *,
        guards: Sequence[tuple[str, int]] = (),
        reserve: Sequence[Reservation] = (),
        let_go: Sequence[str] = (),
        projector: Projector | None = None,
    ) -> Appended:
        """Append to all streams or to none, durably.

        Raises `Conflict` when a stream or a guard has moved, `KeyTaken` when a key is in use, `DuplicateCommand`
        when the command's id is taken, `Unavailable` when the database cannot write.
        """
        [appended] = self.append_all([Act(writes, meta, reserve, let_go)], guards=guards, projector=projector)
        return appended

    def append_all(
        self,
        acts: Sequence[Act],
        *,
        guards: Sequence[tuple[str, int]] = (),
        projector: Projector | None = None,
    ) -> list[Appended]:
        """Append the acts of several commands in one transaction, in order: all are durable at its end, or none.

        Raises what `append` raises; the acts concern different streams.
        """
        told = [(act, self._prepare([write for write in act.writes if write.events])) for act in acts]
        if not told or not all(prepared for _, prepared in told):
            raise ValueError("an append without events")
        writes = [write for _, prepared in told for write, _ in prepared]
        watched = {write.stream: write.expected for write in writes if write.expected} | dict(guards)
        hot = self.database.hot()
        with self.database.write_lock:
            try:
                head = hot.begin(list(watched))
                self._check(head, watched, writes[0].events[0])
                appended = self._insert(hot, told, head)
                if projector is not None:
                    projector(hot, [row for _, rows in appended for row in rows])
                hot.commit()
            except BaseException:
                hot.rollback()
                raise
        return [place for place, _ in appended]

    def _insert(
        self, hot: Hot, told: Sequence[tuple[Act, Sequence[Prepared]]], head: Head
    ) -> list[tuple[Appended, list[Stored]]]:
        """Insert the events of the acts and take their keys, within the open transaction."""
        appended: list[tuple[Appended, list[Stored]]] = []
        values: list[EventValues] = []
        commands: list[CommandValues] = []
        recorded_at = max(instant_text(self.clock.now()), head.recorded_at)
        seq = head.seq
        for act, prepared in told:
            stored, rows = self._leaves(prepared, act.meta, seq, recorded_at)
            place = Appended(seq + 1, seq + len(stored))
            seq = place.last
            appended.append((place, stored))
            values += rows
            commands.append((act.meta.command, act.meta.digest, place.first, place.last))
        hot.insert(values, commands)
        hot.reserve(
            [(taken.key, taken.stream) for act, _ in told for taken in act.reserve],
            [stream for act, _ in told for stream in act.let_go],
        )
        return appended

    def _prepare(self, writes: Sequence[Write]) -> list[Prepared]:
        """Make the canonical data of each event, sealing personal fields for their stream and version."""
        told = [(write, [data_of(event) for event in write.events]) for write in writes]
        personal = [
            (write, at, datas, fields)
            for write, datas in told
            for at, event in enumerate(write.events)
            if (fields := personal_fields(type(event)))
        ]
        self.keys.ensure(ref for _, at, datas, fields in personal for ref in _refs(datas[at], fields))
        for write, at, datas, fields in personal:
            version = write.expected + 1 + at
            datas[at] = seal_fields(datas[at], fields, write.stream, version, self.keys.seal)
        return [(write, [canonical(data) for data in datas]) for write, datas in told]

    def _check(self, head: Head, watched: dict[str, int], first: Event) -> None:
        genesis = self.genesis if head.seq else first
        if not isinstance(genesis, LedgerOpened):
            raise NotOpened("sự kiện đầu tiên của một sổ là sự kiện mở sổ")
        if genesis.simulated != self.clock.simulated:
            raise ClockRefused(WRONG_CLOCK[genesis.simulated])
        moved = [stream for stream, version in watched.items() if head.versions.get(stream, 0) != version]
        if moved:
            raise Conflict(f"đã thay đổi: {', '.join(sorted(moved)[:5])}")

    def _leaves(
        self, prepared: Sequence[Prepared], meta: Meta, before: int, recorded_at: str
    ) -> tuple[list[Stored], list[EventValues]]:
        """Put envelopes around the data, now that position and time are known under the lock."""
        at = instant_text(meta.at)
        salts = os.urandom(_SALT_BYTES * sum(len(data) for _, data in prepared)).hex()
        stored: list[Stored] = []
        rows: list[EventValues] = []
        seq = before
        for write, datas in prepared:
            for version, event, data in zip(count(write.expected + 1), write.events, datas, strict=False):
                start = _SALT_BYTES * 2 * (seq - before)
                seq += 1
                name = wire_name(type(event))
                leaf = encode(
                    Envelope(
                        at=at,
                        by=meta.by,
                        command=meta.command,
                        correlation=meta.correlation,
                        data=msgspec.Raw(data),
                        digest=meta.digest,
                        recorded_at=recorded_at,
                        salt=salts[start : start + _SALT_BYTES * 2],
                        schema=type(event).schema_version,
                        seq=seq,
                        stream=write.stream,
                        type=name,
                        version=version,
                        backdated=meta.backdated,
                        causation=meta.causation,
                        flow_run=meta.flow_run,
                        rules=meta.rules,
                    )
                )
                stored.append(Stored(seq, write.stream, version, name, leaf))
                rows.append((seq, write.stream, version, name, at, recorded_at, leaf, leaf_hash(leaf)))
        return stored, rows

    def load(self, stream: str, after: int = 0) -> list[Event]:
        """Read the events of one stream; personal fields stay sealed."""
        return [event_of(row) for row in self.database.hot().load(stream, after)]

    def load_all(self, streams: Sequence[str]) -> dict[str, list[Event]]:
        """Read the events of several streams with one question; a stream without any has an empty list."""
        stored = self.stored_all(streams)
        return {stream: [event_of(row) for row in rows] for stream, rows in stored.items()}

    def stored(self, stream: str) -> list[Stored]:
        """Read the rows of one stream."""
        return self.database.hot().load(stream)

    def stored_all(self, streams: Sequence[str]) -> dict[str, list[Stored]]:
        """Read the rows of several streams with one question; a stream without any has an empty list."""
        stored: dict[str, list[Stored]] = {stream: [] for stream in streams}
        for row in self.database.hot().load_all(streams):
            stored[row.stream].append(row)
        return stored

    def pages(self, after: int = 0, until: int = 2**62, size: int = 2000) -> Iterator[list[Stored]]:
        """Read the whole log in order, page by page."""
        return self.database.hot().pages(after, until, size)

    def at_positions(self, positions: Sequence[int]) -> list[Stored]:
        """Read events by their positions, in the order asked for; where there is none, none is given."""
        found = {row.seq: row for row in self.database.hot().at(positions)}
        return [found[seq] for seq in positions if seq in found]

    def at_position(self, seq: int) -> Stored | None:
        """Read one event by its position."""
        rows = self.database.hot().page(seq - 1, 1, seq)
        return rows[0] if rows else None

    def head(self) -> int:
        """Give the last position."""
        return self.database.hot().head_seq()

    def position_at(self, moment: datetime) -> int:
        """Give the length of the longest prefix that was recorded by `moment`: the log "as of" then."""
        low, high = 0, self.head()
        while low < high:
            middle = (low + high + 1) // 2
            row = self.at_position(middle)
            if row is not None and row.recorded_at <= moment:
                low = middle
            else:
                high = middle - 1
        return low

    def last_recorded_at(self) -> datetime | None:
        """Give the time of the last event."""
        row = self.at_position(self.head())
        return parse_instant(row.envelope.recorded_at) if row else None

    def recorded_command(self, command: str) -> CommandRow | None:
        """Look up a command that has produced events."""
        with self.database.session() as session:
            return session.exec(select(CommandRow).where(CommandRow.id == command)).first()

    def open_field(self, value: Clear | Sealed | None) -> str | None:
        """Read a personal field; None when it is absent or its key has been erased."""
        match value:
            case Sealed():
                return self.keys.open(value)
            case Clear():
                return value.text
            case None:
                return None


def _refs(data: Mapping[str, Json], fields: Sequence[str]) -> Iterator[str]:
    """List the keys that the clear values within `fields` will be sealed under."""
    for name in fields:
        yield from _keys(data.get(name))


def _keys(data: Json) -> Iterator[str]:
    match data:
        case {"$p": str(ref)}:
            yield ref
        case dict():
            for item in data.values():
                yield from _keys(item)
        case list():
            for item in data:
                yield from _keys(item)
