"""The product: the append as its handler makes it, everything in one commit; its loads and its replays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from typing_extensions import override

from benchmarks.contender import PAGE, Contender
from benchmarks.facts import STAGES, wire_name
from benchmarks.place import Place
from benchmarks.readtable import Counts, ReadTable
from benchmarks.workload import Act
from domain.ids import derived
from domain.nomination.decider import DECIDER
from domain.nomination.states import NoNomination
from domain.reservations import claims
from events.base import Event, UnitId
from events.catalogue import CLASSES, event_of
from events.envelope import FORMAT
from events.envelope import By as Actor
from events.ledger import LedgerOpened
from events.personal import Clear
from events.store.clock import SystemClock
from events.store.database import Database
from events.store.keys import KeyFile
from events.store.ledger import Ledger, Meta, Reservation, Write
from events.store.upgrade import upgrade
from projections.dossier_rows import STAGES as STAGE_NAMES
from projections.projector import Change, projector
from projections.rebuild import create
from workflows.lifecycle import LIFECYCLE

OPENED = LedgerOpened(
    ledger="bench", format=FORMAT, simulated=False, title="Sổ đo", organisation=UnitId("unit-bench")
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a decider has decided, and what its command said."""

    stream: str
    version: int
    event: Any
    meta: Meta


def event_from(act: Act) -> Event:
    """Make the product's own event of a fact."""
    said = msgspec.to_builtins(act.fact)
    for envelope in ("type", "at", "by"):
        del said[envelope]
    if "achievement" in said:
        said["achievement"] = Clear(said["subject"], "evidence", said["achievement"])
    return CLASSES[wire_name(type(act.fact))].model_validate({"nomination": stream_name(act.stream), **said})


def stream_name(stream: UUID) -> str:
    """Name the product's stream."""
    return f"nomination-{stream}"


def meta_from(act: Act) -> Meta:
    """Say when, who and by which command."""
    by = act.fact.by
    command = str(derived("bench", act.stream, act.version))
    return Meta(
        at=act.fact.at,
        by=Actor(by.who, by.role, auth=by.auth),
        command=command,
        digest=f"{derived('digest', command).int:064x}",
        correlation=command,
        rules=f"{derived('rules').int:064x}",
    )


class _Moved(msgspec.Struct):
    stream: str


class _Award(msgspec.Struct):
    award: str


class _Drafted(msgspec.Struct):
    stream: str
    data: _Award


_MOVED = msgspec.json.Decoder(_Moved)
_DRAFTED = msgspec.json.Decoder(_Drafted)


@dataclass(slots=True)
class _Stream:
    """A stream within one act, as the handler keeps it: where it stood, and what the act adds."""

    version: int
    before: Any
    state: Any
    events: list[Any] = field(default_factory=list)


class Sovang(Contender[Prepared]):
    """A ledger with its key file; states are held between appends, as if each had just been loaded."""

    name = "sovang"

    def __init__(self, place: Place) -> None:
        self.ledger = Ledger(
            Database(place.url), KeyFile(place.folder / "keys" / "subjects.db"), SystemClock()
        )
        self._states: dict[str, Any] = {}

    @override
    @classmethod
    def create(cls, place: Place) -> None:
        database = Database(place.url)
        upgrade(database)
        create(database)
        database.close()
        made = cls(place)
        at = made.ledger.clock.now()
        meta = Meta(at=at, by=Actor("system:init"), command="open", digest="0" * 64, correlation="open")
        made.ledger.append([Write("ledger", 0, [OPENED])], meta)
        made.close()

    @override
    @classmethod
    def prepare(cls, act: Act) -> Prepared:
        return Prepared(stream_name(act.stream), act.version, event_from(act), meta_from(act))

    @override
    def append(self, prepared: Prepared) -> None:
        self.append_batch([prepared])

    @override
    def append_batch(self, prepared: Sequence[Prepared]) -> None:
        streams: dict[str, _Stream] = {}
        reserve: list[Reservation] = []
        let_go: list[str] = []
        for one in prepared:
            stream = streams.get(one.stream)
            if stream is None:
                before = self._states.get(one.stream, DECIDER.initial)
                stream = streams[one.stream] = _Stream(one.version - 1, before, before)
            claimed = claims(stream.state, one.event)
            if claimed.taken:
                reserve += [Reservation(key, one.stream) for key in claimed.taken]
            if claimed.lets_go:
                let_go.append(one.stream)
            stream.state = DECIDER.evolve(stream.state, one.event)
            stream.events.append(one.event)
        changes = [Change(name, each.before, each.state, each.events) for name, each in streams.items()]
        self.ledger.append(
            [Write(name, each.version, each.events) for name, each in streams.items()],
            prepared[0].meta,
            reserve=reserve,
            let_go=let_go,
            projector=projector(changes, LIFECYCLE),
        )
        for name, each in streams.items():
            self._states[name] = each.state

    @override
    def load(self, stream: UUID) -> tuple[int, str]:
        events: list[Any] = self.ledger.load(stream_name(stream))
        state = DECIDER.fold(events)
        assert not isinstance(state, NoNomination)
        return len(events), STAGE_NAMES[type(state)]

    @override
    def replay(self) -> Counts:
        table = ReadTable()
        for page in self._pages():
            for _seq, name, leaf in page:
                stage = STAGES.get(name)
                if stage == "draft":
                    draft = _DRAFTED.decode(leaf)
                    table.stages[draft.stream] = stage
                    table.awards[draft.stream] = draft.data.award
                elif stage is not None:
                    table.stages[_MOVED.decode(leaf).stream] = stage
        return table.counts()

    def _pages(self) -> Iterator[list[tuple[int, str, bytes]]]:
        hot = self.ledger.database.hot()
        after = 0
        while page := hot.page_bytes(after, PAGE, 2**62):
            yield page
            after = page[-1][0]

    @override
    def replay_typed(self) -> Counts:
        table = ReadTable()
        for page in self.ledger.pages(size=PAGE):
            for stored in page:
                table.take(stored.stream, stored.type, event_of(stored))
        return table.counts()

    @override
    def tail(self, after: int) -> list[int]:
        return [row[0] for row in self.ledger.database.hot().page_bytes(after, PAGE, 2**62)]

    @override
    def total(self) -> int:
        return self.ledger.head()

    @override
    def close(self) -> None:
        self.ledger.database.close()
        self.ledger.keys.close()
