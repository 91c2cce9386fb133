"""Keys that only one stream may hold, read off the events themselves, so that the table can be rebuilt."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.decision import Signed
from events.base import Event
from events.decision import DecisionNumbered
from events.nomination import NominationDrafted, NominationRefused, NominationWithdrawn


@dataclass(frozen=True, slots=True)
class Claims:
    """The keys an event takes, and whether its stream lets go of all it holds."""

    taken: Sequence[str] = ()
    lets_go: bool = False


def claims(before: object, event: Event) -> Claims:
    """Give what `event` does to the keys of its stream; `before` is the stream's state before it."""
    match event:
        case NominationDrafted():
            return Claims(taken=(_one_nomination(event),))
        case NominationWithdrawn() | NominationRefused():
            return Claims(lets_go=True)
        case DecisionNumbered() if isinstance(before, Signed):
            number = "".join(event.number.split())
            return Claims(taken=(f"decision-number/{before.order.authority}/{event.year}/{number}",))
        case _:
            return Claims()


def _one_nomination(event: NominationDrafted) -> str:
    """One nomination per subject, award and period; a sudden achievement is a period of its own."""
    period = (
        event.happened.isoformat() if event.merit == "dot_xuat" and event.happened else event.movement or ""
    )
    return f"nomination/{event.subject}/{event.award}/{event.merit}/{event.award_year}/{period}"
