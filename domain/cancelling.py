"""What a case of cancellation brings along: its two clocks, its decision, and the authority's answer."""

from collections.abc import Iterator
from typing import Literal

from domain.cancellation import DECIDE, PROPOSE, RecordCancellationDecided, cancelling_decision
from domain.decider import Command, said
from domain.decision.commands import DraftDecision
from domain.ids import obligation_id
from domain.nomination.commands import RecordBonusRecovered
from domain.obligation.commands import MeetObligation, OpenObligation
from events.base import Event, SubjectId, UnitId
from events.cancellation import CancellationOpened, CancellationProposed
from events.decision import DecisionSigned, LinesRefused
from events.fund import MoneyRecovered
from events.nomination import ObjectRecovered
from events.obligation import Counting

CANCELLATION_TITLES = {
    PROPOSE: "Đề nghị huỷ bỏ quyết định khen thưởng",
    DECIDE: "Quyết định việc huỷ bỏ quyết định khen thưởng",
}


def cancelling(
    command: Command, event: Event, case: CancellationOpened | None, organisation: str
) -> Iterator[Command]:
    """Give the further commands of an act that cancels, or that takes back what a cancelled award gave."""
    match event:
        case ObjectRecovered():
            owed = obligation_id(event.nomination, "recover_object", None, organisation)
            yield MeetObligation(obligation=owed, **said(command))
        case MoneyRecovered():
            yield RecordBonusRecovered(
                nomination=event.nomination, amount=event.amount, on=event.on, **said(command)
            )
            if event.left == 0:
                owed = obligation_id(event.nomination, "recover_bonus", None, event.unit)
                yield MeetObligation(obligation=owed, **said(command))
        case CancellationOpened():
            yield from _owed(command, PROPOSE, event, (event.proposer, event.term, event.limit))
        case _ if case is not None:
            yield from _answering(command, event, case)


def _answering(command: Command, event: Event, case: CancellationOpened) -> Iterator[Command]:
    """Keep a case's two clocks, lay its decision before the authority, and close it with the authority's answer."""
    proposing = obligation_id(case.cancellation, PROPOSE, None, case.proposer)
    deciding = obligation_id(case.cancellation, DECIDE, None, case.authority)
    match event:
        case CancellationProposed():
            yield MeetObligation(obligation=proposing, **said(command))
            yield from _owed(command, DECIDE, case, (case.authority, event.term, event.limit))
            yield DraftDecision(
                decision=cancelling_decision(case),
                authority=case.authority,
                award=case.award,
                nominations=case.nominations,
                cancels=case.decision,
                cancellation=case.cancellation,
                ground=case.ground,
                **said(command),
            )
        case DecisionSigned() | LinesRefused():
            outcome: Literal["cancelled", "refused"] = (
                "cancelled" if isinstance(event, DecisionSigned) else "refused"
            )
            yield RecordCancellationDecided(
                cancellation=case.cancellation, outcome=outcome, on=event.on, **said(command)
            )
            yield MeetObligation(obligation=deciding, **said(command))
        case _:
            return


def _owed(
    command: Command,
    duty: str,
    case: CancellationOpened,
    due: tuple[UnitId, Counting | None, str | None],
) -> Iterator[Command]:
    """Open a duty of a case, where a rule says by when."""
    debtor, term, set_by = due
    if term is None or set_by is None:
        return
    yield OpenObligation(
        obligation=obligation_id(case.cancellation, duty, None, debtor),
        duty=duty,
        debtor=SubjectId(debtor),
        about=case.cancellation,
        title=CANCELLATION_TITLES[duty],
        counting=term,
        set_by=set_by,
        **said(command),
    )
