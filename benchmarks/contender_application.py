"""The peer's whole application path with its defaults: trigger events on an aggregate, save it, get it back."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import JSONTranscoder, Notification, Transcoding
from eventsourcing.utils import get_topic
from typing_extensions import override

from benchmarks import facts
from benchmarks.contender_eventsourcing import Peer, opened
from benchmarks.place import Place
from benchmarks.workload import Act


class Acted(Aggregate.Event):
    """The base of its events: who acted."""

    by: facts.By


class Nomination(Aggregate):
    """A dossier in the peer's own style: events that apply themselves to it."""

    class Drafted(Acted, Aggregate.Created):
        subject: str
        subject_kind: str
        award: str
        stated_kind: str
        merit: str
        award_year: int
        unit: str
        achievement: str
        papers: Sequence[facts.Paper]

    def __init__(
        self, *, subject: str, award: str, unit: str, achievement: str, papers: Sequence[facts.Paper]
    ) -> None:
        self.stage = "draft"
        self.subject, self.award, self.unit, self.achievement = subject, award, unit, achievement
        self.papers = list(papers)
        self.submission = self.session = self.to_unit = self.decision = ""
        self.pin: facts.Pin | None = None
        self.reasons: tuple[facts.Reason, ...] = ()
        self.verified_by: list[str] = []
        self.published: tuple[date, date] | None = None
        self.tally: facts.Tally | None = None
        self.bonus: facts.Bonus | None = None
        self.presented: Nomination.Presented | None = None
        self.paid: Nomination.Paid | None = None

    class EvidenceAttached(Acted):
        paper: facts.Paper

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.papers.append(self.paper)

    class Submitted(Acted):
        submission: str
        pin: facts.Pin

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.stage = "submitted"
            aggregate.submission = self.submission
            aggregate.pin = self.pin

    class Assessed(Acted):
        reasons: Sequence[facts.Reason]
        facts_at: int

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.stage = "eligible"
            aggregate.reasons = tuple(self.reasons)

    class Verified(Acted):
        department: str
        on: date

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.verified_by.append(self.department)

    class Published(Acted):
        first_day: date
        last_day: date
        where: str

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.published = self.first_day, self.last_day

    class PutToCouncil(Acted):
        session: str

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.stage = "before_council"
            aggregate.session = self.session

    class Recommended(Acted):
        session: str
        tally: facts.Tally

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.stage = "recommended"
            aggregate.tally = self.tally

    class Forwarded(Acted):
        to_unit: str
        submission: str

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.stage = "forwarded"
            aggregate.to_unit = self.to_unit

    class Decided(Acted):
        decision: str
        authority: str
        on: date
        bonus: facts.Bonus

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.stage = "awarded"
            aggregate.decision = self.decision
            aggregate.bonus = self.bonus

    class Presented(Acted):
        ceremony: str
        how: str
        on: date

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.presented = self

    class Paid(Acted):
        amount: int
        payment_list: str
        on: date

        def apply(self, aggregate: "Nomination") -> None:
            aggregate.paid = self


EVENTS: dict[type[facts.Fact], Any] = {kind: getattr(Nomination, kind.__name__) for kind in facts.LIFE}

NAMES = {get_topic(event): facts.wire_name(kind) for kind, event in EVENTS.items()}
"""Topic → name on disk."""


class _ValueAsList(Transcoding):
    """A value object as the list of its fields."""

    def __init__(self, kind: type[msgspec.Struct]) -> None:
        self.type = kind
        self.name = kind.__name__.lower()

    def encode(self, obj: msgspec.Struct) -> list[object]:
        return [getattr(obj, name) for name in obj.__struct_fields__]

    def decode(self, data: list[object]) -> object:
        return self.type(*data)


class _DateAsText(Transcoding):
    type = date
    name = "date"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


VALUES = (
    facts.By,
    facts.Paper,
    facts.Basis,
    facts.UsedFact,
    facts.Reason,
    facts.Pin,
    facts.Tally,
    facts.Bonus,
)


class Nominations(Application[UUID]):
    """The application: the default transcoder, with the transcodings that its documentation asks for."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        super().register_transcodings(transcoder)
        transcoder.register(_DateAsText())
        for kind in VALUES:
            transcoder.register(_ValueAsList(kind))


Prepared = tuple[UUID, Any, dict[str, Any]]
"""aggregate's id, event class, what it says."""


class WholeApplication(Peer[Prepared]):
    """Its application path; aggregates are held between saves, as if each had just been loaded."""

    name = "eventsourcing-app"
    names = NAMES

    def __init__(self, place: Place, *, create: bool = False) -> None:
        self.application: Application[UUID] = opened(Nominations, place, create=create)
        self._held: dict[UUID, Nomination] = {}

    @override
    @classmethod
    def create(cls, place: Place) -> None:
        cls(place, create=True).close()

    @override
    @classmethod
    def prepare(cls, act: Act) -> Prepared:
        fact = act.fact
        said = {name: getattr(fact, name) for name in fact.__struct_fields__ if name != "at"}
        return act.stream, EVENTS[type(fact)], {"timestamp": fact.at, **said}

    @override
    def append(self, prepared: Prepared) -> None:
        self.application.save(self._triggered(prepared))

    @override
    def append_batch(self, prepared: Sequence[Prepared]) -> None:
        touched = {one[0]: self._triggered(one) for one in prepared}
        self.application.save(*touched.values())

    def _triggered(self, prepared: Prepared) -> Nomination:
        stream, event, said = prepared
        held = self._held.get(stream)
        if held is None:
            held = self._held[stream] = Nomination._create(event, id=stream, **said)
        else:
            held.trigger_event(event, **said)
        return held

    @override
    def load(self, stream: UUID) -> tuple[int, str]:
        aggregate: Nomination = self.application.repository.get(stream)
        return aggregate.version, aggregate.stage

    @override
    def _award(self, stored: Notification) -> str:
        drafted: Any = self.application.mapper.to_domain_event(stored)
        return str(drafted.award)
