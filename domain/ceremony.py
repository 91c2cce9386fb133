"""Lễ trao tặng: a programme from the highest award to the lowest, answers, and who received what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Literal, assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, Malformed, NotFound
from domain.vietnamese.collation import Order
from events.base import CeremonyId, NominationId, SubjectId, UnitId
from events.ceremony import (
    Called,
    CeremonyEvent,
    CeremonyHeld,
    CeremonyScheduled,
    HandOver,
    InvitationAnswered,
)
from events.personal import Clear, Private, Sealed

MISSING = "Lễ trao tặng này chưa có trong sổ."
How = Literal["in_person", "proxy", "family", "absent"]
GROUP_SIZE = 10
"""Recipients are called in groups of ten."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An award to be handed over: whose, and where it stands in the order of awards."""

    nomination: NominationId
    subject: SubjectId
    rank: int
    order: tuple[bool, tuple[Order, ...]]
    """The place of the name within an award: people by tên, họ, đệm, then collectives by name and number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyFacts(Facts):
    """The decided awards named in the command, and which recipients have died."""

    recipients: tuple[Recipient, ...] = ()
    deceased: frozenset[SubjectId] = frozenset()


@dataclass(frozen=True, slots=True)
class NoCeremony:
    """Not scheduled."""


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A scheduled ceremony."""

    ceremony: CeremonyId
    unit: UnitId
    title: str
    starts_at: datetime
    place: str
    programme: tuple[Called, ...]
    answers: Mapping[SubjectId, str] = field(default_factory=dict)
    proxies: Mapping[SubjectId, Clear | Sealed] = field(default_factory=dict)
    """Who comes in a recipient's place, where it was said."""
    held_on: date | None = None
    hand_overs: tuple[HandOver, ...] = ()


State = NoCeremony | Ceremony


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleCeremony(Command):
    """Schedule, naming the awards to hand over; the programme follows from their rank."""

    ceremony: CeremonyId
    unit: UnitId
    title: str
    starts_at: datetime
    place: str
    nominations: tuple[NominationId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerInvitation(Command):
    """Record an answer."""

    ceremony: CeremonyId
    subject: SubjectId
    answer: str
    proxy: Annotated[str | None, Private()] = None
    """Who comes in the recipient's place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCeremony(Command):
    """Record the ceremony; who is not named received in person, and the family of whoever has died."""

    ceremony: CeremonyId
    on: date
    proxies: tuple[NominationId, ...] = ()
    families: tuple[NominationId, ...] = ()
    absent: tuple[NominationId, ...] = ()


CeremonyCommand = ScheduleCeremony | AnswerInvitation | HoldCeremony


def decide(state: State, command: CeremonyCommand, facts: CeremonyFacts) -> Sequence[CeremonyEvent]:
    """Decide what happens at a ceremony."""
    facts.require(command, ("standing_agency", "organiser"))
    match command:
        case ScheduleCeremony():
            return _schedule(state, command, facts)
        case AnswerInvitation():
            return _answer(existing(state, Ceremony, MISSING), command)
        case HoldCeremony():
            return _hold(existing(state, Ceremony, MISSING), command, facts)
        case _:
            assert_never(command)


def _schedule(state: State, command: ScheduleCeremony, facts: CeremonyFacts) -> Sequence[CeremonyEvent]:
    if isinstance(state, Ceremony):
        raise AlreadyExists("Lễ trao tặng này đã lên lịch.", todo="Hãy mở lễ đã có.")
    missing = set(command.nominations) - {recipient.nomination for recipient in facts.recipients}
    if missing or not command.nominations:
        raise NotFound(
            "Chương trình có hồ sơ chưa có quyết định khen thưởng.",
            todo="Hãy bỏ hồ sơ đó, hoặc chờ quyết định được phát hành.",
        )
    ordered = sorted(
        facts.recipients, key=lambda recipient: (recipient.rank, recipient.order, recipient.nomination)
    )
    programme = tuple(
        Called(nomination=recipient.nomination, subject=recipient.subject, group=index // GROUP_SIZE + 1)
        for index, recipient in enumerate(ordered)
    )
    return (
        CeremonyScheduled(
            ceremony=command.ceremony,
            unit=command.unit,
            title=command.title,
            starts_at=command.starts_at,
            place=command.place,
            programme=programme,
        ),
    )


def _answer(state: Ceremony, command: AnswerInvitation) -> Sequence[CeremonyEvent]:
    if command.subject not in {called.subject for called in state.programme}:
        raise NotFound(
            "Người này không có trong chương trình.",
            todo="Hãy chọn người, tập thể có tên trong chương trình lễ.",
        )
    answers = {"comes": "comes", "proxy": "proxy", "absent": "absent"}
    if command.answer not in answers:
        raise Malformed("Trả lời là: dự, cử người nhận thay, hoặc vắng.")
    if state.answers.get(command.subject) == command.answer:
        return ()
    said = InvitationAnswered.model_validate(
        {
            "ceremony": state.ceremony,
            "subject": command.subject,
            "answer": command.answer,
            "proxy": Clear(command.subject, "identity", command.proxy) if command.proxy else None,
        }
    )
    return (said,)


def _hold(state: Ceremony, command: HoldCeremony, facts: CeremonyFacts) -> Sequence[CeremonyEvent]:
    if state.held_on is not None:
        return ()
    called = {place.nomination for place in state.programme}
    if (set(command.proxies) | set(command.families) | set(command.absent)) - called:
        raise NotFound(
            "Có hồ sơ không nằm trong chương trình.", todo="Hãy bỏ hồ sơ đó, hoặc trao sau ở lễ khác."
        )
    hand_overs = tuple(
        HandOver(nomination=place.nomination, how=_how(place, command, facts)) for place in state.programme
    )
    return (CeremonyHeld(ceremony=state.ceremony, on=command.on, hand_overs=hand_overs),)


def _how(place: Called, command: HoldCeremony, facts: CeremonyFacts) -> How:
    """Say how a recipient received; nobody who has died received in person."""
    if place.nomination in command.absent:
        return "absent"
    if place.nomination in command.families or place.subject in facts.deceased:
        return "family"
    return "proxy" if place.nomination in command.proxies else "in_person"


def evolve(state: State, event: CeremonyEvent) -> State:
    """Apply one event."""
    if isinstance(event, CeremonyScheduled):
        return Ceremony(
            event.ceremony, event.unit, event.title, event.starts_at, event.place, event.programme
        )
    if isinstance(state, NoCeremony):
        return state
    match event:
        case InvitationAnswered():
            proxies = {who: proxy for who, proxy in state.proxies.items() if who != event.subject}
            if event.proxy is not None:
                proxies[event.subject] = event.proxy
            return replace(state, answers={**state.answers, event.subject: event.answer}, proxies=proxies)
        case CeremonyHeld():
            return replace(state, held_on=event.on, hand_overs=event.hand_overs)
        case _:
            assert_never(event)


DECIDER: Decider[State, CeremonyCommand, CeremonyEvent, CeremonyFacts] = Decider(
    "ceremony", NoCeremony(), decide, evolve
)
