"""One act, one append: the commands that an act brings along on other streams, decided with it or not at all.

A duty is met by the very act that fulfils it; a set submits its lines; a paid list pays each award; a recorded
rung queues its letters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.act_facts import ActFacts
from domain.act_letters import letters
from domain.act_lines import line_by_line
from domain.arrival import came_on_paper
from domain.cancelling import cancelling
from domain.collection import DUTIES, TITLES
from domain.consultation import consulting
from domain.decider import Command, said
from domain.giving import giving
from domain.ids import obligation_id, scoring_year
from domain.movement.commands import RegisterUnit
from domain.nomination.commands import (
    ReturnNomination,
)
from domain.nomination.verification import duty_to_verify
from domain.obligation.commands import LapseObligation, MeetObligation, OpenObligation
from domain.session.commands import CarryOverLines
from domain.session.owed import owing, reseated
from events.base import Citation, Event, ObligationId, SubjectId
from events.cluster import ClusterRanked, ScoresVerified, UnitScored
from events.cluster import PactSigned as ClusterPactSigned
from events.collection import CollectionCalled, CollectionHandedIn
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
from events.session import SessionConvened
from events.submission import (
    SubmissionReceived,
    SubmissionReturned,
)


def brought_along(command: Command, events: Sequence[Event], facts: ActFacts) -> Iterator[Command]:
    """Give the further commands of an act, in order."""
    for event in events:
        yield from line_by_line(command, event)
        yield from _opened(command, event)
        if isinstance(event, SessionConvened) and event.supplements is not None:
            yield CarryOverLines(
                session=event.supplements, lines=event.agenda, to=event.session, **said(command)
            )
        yield from _met(command, event, facts)
        yield from giving(command, event, facts.archived_by, facts.paid_off)
        yield from consulting(command, event, facts.asked)
        yield from cancelling(command, event, facts.cancellation, facts.organisation)
        yield from letters(command, event, facts)
        if _sends_back(command, event):
            yield from (replace(letter, **said(command)) for letter in facts.told)
    yield from owing(command, events, facts.slips)
    yield from reseated(command, events, facts.seats)


def _sends_back(command: Command, event: Event) -> bool:
    """Say whether this act tells a unit that something comes back; of a whole set the unit is told once."""
    match command, event:
        case ReturnNomination(whole_set=False), NominationReturned():
            return True
        case _, SubmissionReturned():
            return True
        case _:
            return False


def _opened(command: Command, event: Event) -> Iterator[Command]:
    """Answer a parent movement with what was consolidated; open the duty of each unit that a collection calls on."""
    match event:
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
            yield from _signed(event, event.milestone, organisation)
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


def _signed(event: PactSigned, milestone: str, organisation: str) -> Iterator[ObligationId]:
    for signer in event.signers or (organisation,):
        yield obligation_id(event.movement, "sign_pact", milestone, signer)


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
        yield MeetObligation(obligation=obligation, on=came_on_paper(command, event), **said(command))
    for obligation, reason in duties_ended(event, facts.organisation):
        yield LapseObligation(obligation=obligation, reason=reason, **said(command))
