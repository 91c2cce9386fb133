"""What follows a published decision: the bonuses are paid and the papers archived, each within its time."""

from collections.abc import Iterator, Sequence

from domain.decider import Command, said
from domain.ids import obligation_id
from domain.obligation.commands import MeetObligation
from events.base import DecisionId, Event
from events.decision import DecisionArchived
from events.fund import PaymentListPaid

PAY, ARCHIVE = "pay_bonus", "archive_file"
TITLES = {PAY: "Chi tiền thưởng theo quyết định", ARCHIVE: "Nộp lưu hồ sơ khen thưởng"}
"""The duties that a published decision opens, where a rule says by when."""


def giving(
    command: Command, event: Event, archived_by: str, paid_off: Sequence[DecisionId]
) -> Iterator[Command]:
    """Meet the duty to archive with the archiving, and that to pay with the list that pays the last line."""
    match event:
        case DecisionArchived():
            owed = obligation_id(event.decision, ARCHIVE, None, archived_by)
            yield MeetObligation(obligation=owed, **said(command))
        case PaymentListPaid():
            for decision in paid_off:
                owed = obligation_id(decision, PAY, None, event.unit)
                yield MeetObligation(obligation=owed, **said(command))
        case _:
            return
