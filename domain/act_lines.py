"""What a set, a list or a paper does with each of its lines: the same act on every dossier in it."""

from collections.abc import Iterator

from domain.decider import Command, said
from domain.decision.commands import ReceiveOutsideRefusal, RefuseLines
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
from domain.submission.commands import WithdrawSubmission
from events.base import Event
from events.decision import LinesRefused, OutsideRefusalReceived
from events.fund import PaymentListPaid
from events.submission import (
    ListForwarded,
    ReceiptAcknowledged,
    SubmissionHandedInAgain,
    SubmissionReceived,
    SubmissionReturned,
    SubmissionWithdrawn,
)


def line_by_line(command: Command, event: Event) -> Iterator[Command]:
    """Give what an act on many lines does to each dossier."""
    yield from _on_the_way(command, event)
    yield from _at_the_end(command, event)


def _on_the_way(command: Command, event: Event) -> Iterator[Command]:
    """Take the lines along where a set comes in, goes back or away, and where a list goes up."""
    match event:
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
        case _:
            return


def _at_the_end(command: Command, event: Event) -> Iterator[Command]:
    """Tell each dossier that its award is refused, or its bonus paid."""
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
