"""One act, one append: the commands that an act brings along on other streams, decided with it or not at all.

A duty is met by the very act that fulfils it; a set submits its lines; a paid list pays each award; a recorded
rung queues its letters.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.cancelling import cancelling
from domain.collection import DUTIES, TITLES
from domain.consultation import consulting
from domain.decider import Command, said
from domain.decision import ReceiveOutsideRefusal, RefuseLines
from domain.giving import giving
from domain.ids import letter_id, obligation_id, scoring_year
from domain.letter import QueueLetter
from domain.movement.commands import RegisterUnit
from domain.nomination.commands import (
    ForwardNomination,
    RecordBonusPaid,
    RefuseNomination,
    ResubmitNomination,
    ReturnNomination,
    SubmitNomination,
    TakeUpNomination,
    WithdrawNomination,
)
from domain.nomination.verification import duty_to_verify
from domain.obligation import (
    LapseObligation,
    MeetObligation,
    Obligation,
    OpenObligation,
    RecordDigest,
    RecordReminder,
)
from domain.submission.commands import WithdrawSubmission
from events.base import Citation, DecisionId, Event, ObligationId, SubjectId
from events.cancellation import CancellationOpened
from events.cluster import ClusterRanked, ScoresVerified, UnitScored
from events.cluster import PactSigned as ClusterPactSigned
from events.collection import CollectionCalled, CollectionHandedIn
from events.consultation import OpinionAsked
from events.decision import LinesRefused, OutsideRefusalReceived
from events.fund import PaymentListPaid
from events.letter import CalendarItem, LetterQueued, LetterQueuedAgain
from events.movement import (
    FinalReviewHeld,
    InterimReviewHeld,
    PactSigned,
    ParentAnswered,
    ProgressReported,
    RegistrationsConsolidated,
    UnitRegistered,
    WorkCompleted,
)
from events.nomination import DossierVerified, NominationReturned, NominationWithdrawn
from events.obligation import ObligationEscalated, ReminderRecorded
from events.submission import (
    ListForwarded,
    ReceiptAcknowledged,
    SubmissionHandedInAgain,
    SubmissionReceived,
    SubmissionReturned,
    SubmissionWithdrawn,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One letter over several duties, to one reader."""

    recipient: SubjectId
    template: str
    facts: Mapping[str, str]
    debtor: SubjectId | None = None
    """Whose duties they are, if they are all of one."""
    alone: Obligation | None = None
    """The duty, if there is only one: its date goes along for the calendar."""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What bringing along needs to know: who owes reviews, and the words of the letters."""

    organisation: str = ""
    obligation: Obligation | None = None
    letter_facts: Mapping[str, str] = field(default_factory=dict)
    letter: LetterQueued | None = None
    """The letter to be sent once more."""
    digests: tuple[Digest, ...] = ()
    """The letters over several duties."""
    told: QueueLetter | None = None
    """The letter that tells a unit what comes back to it."""
    archived_by: str = ""
    """Who archives the decision spoken of."""
    paid_off: tuple[DecisionId, ...] = ()
    """The decisions whose last bonus a list pays."""
    asked: OpinionAsked | None = None
    """The question that an agency answers, or does not."""
    cancellation: CancellationOpened | None = None
    """The case that the act on a decision answers, or that is proposed."""


def brought_along(command: Command, events: Sequence[Event], facts: ActFacts) -> Iterator[Command]:
    """Give the further commands of an act, in order."""
    for event in events:
        yield from _lines(command, event)
        yield from _met(command, event, facts)
        yield from giving(command, event, facts.archived_by, facts.paid_off)
        yield from consulting(command, event, facts.asked)
        yield from cancelling(command, event, facts.cancellation, facts.organisation)
        if isinstance(event, ReminderRecorded | ObligationEscalated):
            yield from _letters(command, event, facts)
        if isinstance(command, RecordDigest):
            yield from _gathered(command, facts)
        if isinstance(event, LetterQueuedAgain):
            yield from _once_more(command, event, facts)
        if facts.told is not None and _sends_back(command, event):
            yield replace(facts.told, **said(command))


def _sends_back(command: Command, event: Event) -> bool:
    """Say whether this act tells a unit that something comes back; of a whole set the unit is told once."""
    match command, event:
        case ReturnNomination(whole_set=False), NominationReturned():
            return True
        case _, SubmissionReturned():
            return True
        case _:
            return False


def _lines(command: Command, event: Event) -> Iterator[Command]:
    match event:
        case LinesRefused() | OutsideRefusalReceived() if isinstance(
            command, RefuseLines | ReceiveOutsideRefusal
        ):
            for nomination in event.nominations:
                yield RefuseNomination(
                    nomination=nomination,
                    decision=event.decision,
                    ground=event.ground,
                    basis=event.basis,
                    reason=command.reason,
                    on=event.on,
                    **said(command),
                )
        case SubmissionReturned():
            for nomination in event.nominations:
                yield ReturnNomination(
                    nomination=nomination, fields=event.fields, whole_set=True, **said(command)
                )
        case SubmissionHandedInAgain():
            for nomination in event.nominations:
                yield ResubmitNomination(nomination=nomination, **said(command))
        case SubmissionWithdrawn() if isinstance(command, WithdrawSubmission):
            for nomination in event.nominations:
                yield WithdrawNomination(nomination=nomination, reason=command.reason, **said(command))
        case SubmissionReceived():
            for line in event.lines:
                yield SubmitNomination(
                    nomination=line.nomination, submission=event.submission, **said(command)
                )
        case ListForwarded():
            for nomination in event.nominations:
                yield ForwardNomination(
                    nomination=nomination,
                    from_unit=event.from_unit,
                    to_unit=event.to_unit,
                    submission=event.submission,
                    **said(command),
                )
        case ReceiptAcknowledged() if event.unit is not None:
            for nomination in event.nominations or ():
                yield TakeUpNomination(
                    nomination=nomination,
                    unit=event.unit,
                    submission=event.submission,
                    on=event.on,
                    **said(command),
                )
        case RegistrationsConsolidated() if event.parent and event.parent_milestone:
            yield RegisterUnit(
                movement=event.parent,
                milestone=event.parent_milestone,
                unit=event.organisation,
                titles=tuple(event.titles),
                works=event.works,
                **said(command),
            )
        case CollectionCalled():
            for unit in event.units:
                yield OpenObligation(
                    obligation=obligation_id(event.collection, DUTIES[event.entries], None, unit),
                    duty=DUTIES[event.entries],
                    debtor=SubjectId(unit),
                    about=event.collection,
                    title=TITLES[event.entries].format(year=event.year),
                    due_on=event.due_on,
                    set_by=_cited(event.document),
                    **said(command),
                )
        case PaymentListPaid():
            for paid in event.lines:
                yield RecordBonusPaid(
                    nomination=paid.nomination,
                    amount=paid.amount,
                    payment_list=event.payment_list,
                    on=event.on,
                    **said(command),
                )
        case _:
            return


def _cited(document: Citation) -> str:
    issuer = f" của {document.issuer}" if document.issuer else ""
    return f"văn bản số {document.number} ngày {document.day:%d/%m/%Y}{issuer}"


def duties_met(event: Event, organisation: str) -> Iterator[ObligationId]:
    """Name the duties that an event fulfils; one that nobody owes is simply not there."""
    match event:
        case UnitRegistered():
            yield obligation_id(event.movement, "register", event.milestone, event.unit)
            yield obligation_id(event.movement, "correct_registration", event.milestone, event.unit)
        case ParentAnswered() if event.parent and event.milestone:
            yield obligation_id(event.parent, "answer_plan", event.milestone, event.organisation)
        case RegistrationsConsolidated():
            yield obligation_id(
                event.movement, "consolidate_registrations", event.milestone, event.organisation
            )
        case UnitScored() if event.unit == event.by_unit:
            yield obligation_id(event.cluster, "self_score", scoring_year(event.year), event.unit)
        case UnitScored() if event.all_scored:
            yield obligation_id(event.cluster, "cross_score", scoring_year(event.year), event.by_unit)
        case ScoresVerified() if event.all_verified:
            yield obligation_id(event.cluster, "verify_scores", scoring_year(event.year), organisation)
        case ClusterRanked():
            for debtor in filter(None, (organisation, event.head)):
                yield obligation_id(event.cluster, "rank_cluster", scoring_year(event.year), debtor)
        case ClusterPactSigned():
            for signer in dict.fromkeys(filter(None, (*event.signers, event.head))):
                yield obligation_id(event.cluster, "sign_pact", scoring_year(event.year), signer)
        case WorkCompleted() if event.milestone:
            yield obligation_id(event.movement, "complete_work", event.milestone, event.unit)
        case PactSigned() if event.milestone:
            yield obligation_id(event.movement, "sign_pact", event.milestone, organisation)
        case ProgressReported():
            yield obligation_id(event.movement, "report_progress", event.milestone, event.unit)
            yield obligation_id(event.movement, "report_final", event.milestone, event.unit)
        case InterimReviewHeld():
            yield obligation_id(event.movement, "hold_interim_review", event.milestone, organisation)
        case FinalReviewHeld():
            yield obligation_id(event.movement, "hold_final_review", event.milestone, organisation)
        case SubmissionReceived() if event.movement and event.milestone:
            yield obligation_id(event.movement, "submit_nominations", event.milestone, event.unit)
        case CollectionHandedIn():
            yield obligation_id(event.collection, DUTIES[event.entries], None, event.unit)
        case DossierVerified():
            turn = event.turn or 0
            alone = () if event.criteria else (organisation,)
            for department in dict.fromkeys((event.department, *alone)):
                yield duty_to_verify(event.nomination, turn, department)
        case _:
            return


def duties_ended(event: Event, organisation: str) -> Iterator[tuple[ObligationId, str]]:
    """Name the duties that an event makes void, with the reason."""
    match event:
        case NominationWithdrawn():
            reason = "Hồ sơ đã rút."
        case NominationReturned(department=str()):
            reason = "Hồ sơ đã trả đơn vị để bổ sung."
        case _:
            return
    for department in event.asked or (organisation,):
        yield duty_to_verify(event.nomination, event.turn or 0, department), reason


def _met(command: Command, event: Event, facts: ActFacts) -> Iterator[Command]:
    for obligation in duties_met(event, facts.organisation):
        yield MeetObligation(obligation=obligation, **said(command))
    for obligation, reason in duties_ended(event, facts.organisation):
        yield LapseObligation(obligation=obligation, reason=reason, **said(command))


def _letters(
    command: Command, event: ReminderRecorded | ObligationEscalated, facts: ActFacts
) -> Iterator[Command]:
    duty = facts.obligation
    if duty is None:
        return
    rung = next(rung for rung in duty.due.rungs if rung.name == event.rung)
    if rung.digest:
        return
    for recipient in event.recipients:
        yield QueueLetter(
            letter=letter_id(event.obligation, event.due_on, event.rung, recipient),
            recipient=recipient,
            template=rung.template,
            facts={**facts.letter_facts, **({"late": "1"} if event.late else {})},
            names={"debtor": duty.debtor},
            speaks_from=command.legal_day,
            obligation=event.obligation,
            rung=event.rung,
            item=calendar_item(duty),
            **said(command),
        )


def _gathered(command: RecordDigest, facts: ActFacts) -> Iterator[Command]:
    """Record the rungs of the other duties and queue the letters; an id follows from every duty and date it tells of."""
    for other in command.others:
        yield RecordReminder(obligation=other, **said(command))
    for one in facts.digests:
        duty = one.alone
        yield QueueLetter(
            letter=letter_id(one.template, one.recipient, one.facts["as_of"], one.facts["obligations"]),
            recipient=one.recipient,
            template=one.template,
            facts=one.facts,
            names={"debtor": one.debtor} if one.debtor else {},
            speaks_from=command.legal_day,
            obligation=duty.obligation if duty else None,
            item=calendar_item(duty) if duty else None,
            **said(command),
        )


def _once_more(command: Command, event: LetterQueuedAgain, facts: ActFacts) -> Iterator[Command]:
    old = facts.letter
    if old is None:
        return
    yield QueueLetter(
        letter=event.by_letter,
        recipient=old.recipient,
        template=old.template,
        facts={**old.facts, **facts.letter_facts},
        names=old.names,
        speaks_from=command.legal_day,
        obligation=old.obligation,
        rung=old.rung,
        item=old.item,
        replaces=old.letter,
        resent_from=old.day,
        **said(command),
    )


def calendar_item(duty: Obligation) -> CalendarItem:
    """Make the calendar entry of a duty: an all-day entry on the due date, renumbered at each change."""
    return CalendarItem(
        uid=duty.obligation,
        sequence=duty.sequence,
        method="PUBLISH",
        summary=duty.title,
        day=duty.due.on,
    )
