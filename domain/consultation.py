"""Hiệp y: an agency is asked with a clock; its answer, or its silence once the time is over, is recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from domain.calendar import WorkingCalendar
from domain.decider import Command, Decider, existing, said
from domain.facts import Facts
from domain.ids import obligation_id
from domain.law.book import Rules
from domain.law.rows import TimeLimit
from domain.obligation.commands import LapseObligation, MeetObligation, OpenObligation
from domain.refusal import AlreadyExists, Malformed, NotFound, WrongState
from domain.terms import from_limit, last_day
from events.base import ConsultationId, Event, NominationId, SubjectId, UnitId
from events.consultation import ConsultationEvent, OpinionAsked, OpinionReceived, SilenceRecorded
from events.unit import Level

MISSING = "Việc lấy ý kiến này chưa có trong sổ."
STEP, DUTY = "consult", "give_opinion"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationFacts(Facts):
    """The rules and the calendar of the day, and what a question is about."""

    rules: Rules = field(default_factory=Rules)
    level: Level | None = None
    """That of whoever asks."""
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    known: frozenset[str] = frozenset()
    """The agency and the dossiers of the question, those of them that the ledger has."""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Not asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Asked, and perhaps answered."""

    asked: OpinionAsked
    received: OpinionReceived | None = None
    silent_on: date | None = None


State = NotAsked | Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOpinion(Command):
    """Ask an agency, by a numbered letter; `answer_by` where no rule sets the time."""

    consultation: ConsultationId
    agency: UnitId
    nominations: tuple[NominationId, ...]
    number: str
    on: date
    answer_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOpinion(Command):
    """Record the agency's answer; a late one too."""

    consultation: ConsultationId
    number: str
    on: date
    against: tuple[NominationId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSilence(Command):
    """Record that the time is over and nothing came."""

    consultation: ConsultationId
    on: date


ConsultationCommand = AskOpinion | ReceiveOpinion | RecordSilence


def decide(
    state: State, command: ConsultationCommand, facts: ConsultationFacts
) -> Sequence[ConsultationEvent]:
    """Decide what happens to a consultation."""
    match command:
        case AskOpinion():
            return _ask(state, command, facts)
        case ReceiveOpinion():
            return _receive(existing(state, Asked, MISSING), command, facts)
        case RecordSilence():
            return _silent(existing(state, Asked, MISSING), command, facts)
        case _:
            assert_never(command)


def _ask(state: State, command: AskOpinion, facts: ConsultationFacts) -> Sequence[ConsultationEvent]:
    facts.require(command, ("standing_agency",))
    if isinstance(state, Asked):
        raise AlreadyExists("Việc lấy ý kiến này đã có trong sổ.", todo="Hãy mở việc lấy ý kiến đã có.")
    _about_what_is_there(command, facts)
    limit = facts.rules.one(TimeLimit, command.on, step=STEP, level=facts.level)
    term = from_limit(limit, command.on) if limit else None
    return (
        OpinionAsked(
            consultation=command.consultation,
            asked_by=UnitId(str(facts.organisation)),
            agency=command.agency,
            nominations=command.nominations,
            number=command.number,
            on=command.on,
            term=term,
            answer_by=None if term else command.answer_by,
            set_by=str(limit.basis) if limit else f"công văn số {command.number}",
        ),
    )


def _about_what_is_there(command: AskOpinion, facts: ConsultationFacts) -> None:
    if len(set(command.nominations)) != len(command.nominations) or not command.nominations:
        raise Malformed(
            "Công văn lấy ý kiến nêu mỗi hồ sơ một lần, ít nhất một hồ sơ.",
            todo="Hãy chọn hồ sơ cần hỏi, bỏ dòng trùng.",
        )
    if command.agency not in facts.known:
        raise NotFound("Cơ quan được hỏi chưa có trong sổ.", todo="Hãy ghi đơn vị này trước.")
    if not facts.known.issuperset(command.nominations):
        raise NotFound("Có hồ sơ chưa có trong sổ.")


def _receive(state: Asked, command: ReceiveOpinion, facts: ConsultationFacts) -> Sequence[ConsultationEvent]:
    facts.require(command, ("standing_agency", "archivist"), state.asked.asked_by)
    if state.received is not None:
        return ()
    if set(command.against) - set(state.asked.nominations):
        raise NotFound(
            "Có hồ sơ không nằm trong công văn lấy ý kiến.", todo="Hãy chọn hồ sơ có trong công văn đã gửi."
        )
    return (
        OpinionReceived(
            consultation=command.consultation,
            number=command.number,
            on=command.on,
            against=command.against,
        ),
    )


def _silent(state: Asked, command: RecordSilence, facts: ConsultationFacts) -> Sequence[ConsultationEvent]:
    facts.require(command, ("standing_agency",), state.asked.asked_by)
    if state.received is not None:
        raise WrongState(
            "Cơ quan được hỏi đã trả lời.",
            todo="Hãy xem ý kiến đã ghi; văn bản trả lời bổ sung thì ghi chú vào hồ sơ.",
        )
    if state.silent_on is not None:
        return ()
    due = state.asked.answer_by
    if state.asked.term is not None:
        due = last_day(state.asked.term, facts.calendar)
    if due is not None and command.on <= due:
        raise WrongState(f"Chưa hết hạn trả lời (hết ngày {due:%d/%m/%Y}).")
    return (SilenceRecorded(consultation=command.consultation, on=command.on),)


def evolve(state: State, event: ConsultationEvent) -> State:
    """Apply one event."""
    if isinstance(event, OpinionAsked):
        return Asked(event)
    if isinstance(state, NotAsked):
        return state
    match event:
        case OpinionReceived():
            return replace(state, received=event)
        case SilenceRecorded():
            return replace(state, silent_on=event.on)
        case _:
            assert_never(event)


def consulting(command: Command, event: Event, asked: OpinionAsked | None) -> Iterator[Command]:
    """Start the agency's clock with the question, and stop it with the answer, or with its silence."""
    match event:
        case OpinionAsked() if event.term is not None or event.answer_by is not None:
            yield OpenObligation(
                obligation=obligation_id(event.consultation, DUTY, None, event.agency),
                duty=DUTY,
                debtor=SubjectId(event.agency),
                about=event.consultation,
                title=f"Trả lời công văn lấy ý kiến số {event.number}",
                due_on=event.answer_by,
                counting=event.term,
                set_by=str(event.set_by),
                **said(command),
            )
        case OpinionReceived() if asked is not None:
            owed = obligation_id(event.consultation, DUTY, None, asked.agency)
            yield MeetObligation(obligation=owed, **said(command))
        case SilenceRecorded() if asked is not None:
            owed = obligation_id(event.consultation, DUTY, None, asked.agency)
            yield LapseObligation(obligation=owed, reason="Hết hạn, không có trả lời.", **said(command))
        case _:
            return


DECIDER: Decider[State, ConsultationCommand, ConsultationEvent, ConsultationFacts] = Decider(
    "consultation", NotAsked(), decide, evolve
)
