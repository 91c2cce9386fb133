"""The peer's event store at its fastest: eventsourcing's EventStore with msgspec events, as in its ninth example."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, Notification, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder
from eventsourcing.utils import get_topic, register_topic, resolve_topic
from typing_extensions import override

from benchmarks.contender import PAGE, Contender, P
from benchmarks.dossier import rebuild
from benchmarks.facts import LIFE, STAGES, By, wire_name
from benchmarks.place import Place
from benchmarks.readtable import Counts, ReadTable
from benchmarks.workload import Act


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """The base of its events: its own three fields, and who acted."""

    originator_id: UUID
    originator_version: int
    timestamp: datetime
    by: By


def _recorded(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """Make the event class with the name and the fields of a plain fact."""
    fields = [
        (field.name, field.type)
        for field in msgspec.structs.fields(kind)
        if field.name not in {"at", *Recorded.__struct_fields__}
    ]
    made = msgspec.defstruct(
        kind.__name__, fields, bases=(Recorded,), module=__name__, frozen=True, kw_only=True
    )
    register_topic(f"{__name__}:{kind.__name__}", made)
    return made


EVENTS = {kind: _recorded(kind) for kind in LIFE}
NAMES = {get_topic(event): wire_name(kind) for kind, event in EVENTS.items()}
"""Topic → name on disk."""


class MsgspecMapper(Mapper[UUID]):
    """Events to bytes and back by msgspec alone."""

    @override
    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=get_topic(type(domain_event)),
            state=msgspec.json.encode(domain_event),
        )

    @override
    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        return msgspec.json.decode(stored_event.state, type=resolve_topic(stored_event.topic))


class _Award(msgspec.Struct):
    award: str


_AWARD = msgspec.json.Decoder(_Award)
_A = TypeVar("_A", bound=Application[UUID])


def opened(application: type[_A], place: Place, *, create: bool, **more: str) -> _A:
    """Open an application of the peer on a place, with its own settings; `create` makes its tables."""
    if place.backend == "sqlite":
        env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": os.fspath(place.file)}
    else:
        env = {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": place.database,
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_PORT": str(place.port),
            "POSTGRES_USER": place.user,
            "POSTGRES_PASSWORD": "unused",
        }
    made = application(env={**env, "CREATE_TABLE": "y" if create else "n", **more})
    if isinstance(made.recorder, SQLiteApplicationRecorder):
        with made.recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2, "synchronous is not FULL"
    return made


class Peer(Contender[P]):
    """What the two contenders of eventsourcing share: its recorder, its notifications, its mapper."""

    application: Application[UUID]
    names: ClassVar[Mapping[str, str]]
    """Topic → name on disk."""

    def _pages(self) -> Iterator[Sequence[Notification]]:
        after = 0
        while page := self._page(after):
            yield page
            after = page[-1].id

    def _page(self, after: int) -> Sequence[Notification]:
        return self.application.recorder.select_notifications(
            start=after, limit=PAGE, inclusive_of_start=False
        )

    def _award(self, stored: Notification) -> str:
        """Read the one field a replay needs of a drafted dossier."""
        return _AWARD.decode(stored.state).award

    @override
    def replay(self) -> Counts:
        table = ReadTable()
        stages = {topic: STAGES.get(name) for topic, name in self.names.items()}
        for page in self._pages():
            for stored in page:
                stage = stages[stored.topic]
                if stage is not None:
                    table.stages[stored.originator_id] = stage
                    if stage == "draft":
                        table.awards[stored.originator_id] = self._award(stored)
        return table.counts()

    @override
    def replay_typed(self) -> Counts:
        table = ReadTable()
        decode: Any = self.application.mapper.to_domain_event
        for page in self._pages():
            for stored in page:
                table.take(stored.originator_id, self.names[stored.topic], decode(stored))
        return table.counts()

    @override
    def tail(self, after: int) -> list[int]:
        return [stored.id for stored in self._page(after)]

    @override
    def total(self) -> int:
        return sum(map(len, self._pages()))

    @override
    def close(self) -> None:
        self.application.close()


class EventStore(Peer[Any]):
    """Its store, driven directly."""

    name = "eventsourcing"
    names = NAMES

    def __init__(self, place: Place, *, create: bool = False) -> None:
        self.application = opened(
            Application[UUID], place, create=create, MAPPER_TOPIC=get_topic(MsgspecMapper)
        )
        self._store = self.application.events

    @override
    @classmethod
    def create(cls, place: Place) -> None:
        cls(place, create=True).close()

    @override
    @classmethod
    def prepare(cls, act: Act) -> Any:
        fact = act.fact
        said = {name: getattr(fact, name) for name in fact.__struct_fields__ if name != "at"}
        return EVENTS[type(fact)](
            originator_id=act.stream, originator_version=act.version, timestamp=fact.at, **said
        )

    @override
    def append(self, prepared: Any) -> None:
        self._store.put([prepared])

    @override
    def append_batch(self, prepared: Sequence[Any]) -> None:
        self._store.put(prepared)

    @override
    def load(self, stream: UUID) -> tuple[int, str]:
        dossier = rebuild(self._store.get(stream))
        return dossier.version, dossier.stage
