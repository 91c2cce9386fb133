"""Keys that only one stream may hold, read off the events themselves, so that the table can be rebuilt."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.decision.states import Signed
from domain.nomination.commands import DraftNomination
from events.base import Event
from events.decision import DecisionNumbered
from events.nomination import NominationDrafted, NominationRefused, NominationWithdrawn


@dataclass(frozen=True, slots=True)
class Claims:
    """The keys an event takes, and whether its stream lets go of all it holds."""

    taken: Sequence[str] = ()
    lets_go: bool = False


_NONE = Claims()
_CLAIMING = frozenset({NominationDrafted, NominationWithdrawn, NominationRefused, DecisionNumbered})


def claims(before: object, event: Event) -> Claims:
    """Give what `event` does to the keys of its stream; `before` is the stream's state before it."""
    if type(event) not in _CLAIMING:
        return _NONE
    match event:
        case NominationDrafted():
            return Claims(taken=(nomination_key(event),))
        case NominationWithdrawn() | NominationRefused():
            return Claims(lets_go=True)
        case DecisionNumbered() if isinstance(before, Signed):
            number = "".join(event.number.split())
            return Claims(taken=(f"decision-number/{before.order.authority}/{event.year}/{number}",))
        case _:
            return _NONE


def nomination_key(told: NominationDrafted | DraftNomination) -> str:
    """One nomination per subject, award and period; a sudden achievement is a period of its own."""
    period = told.happened.isoformat() if told.merit == "dot_xuat" and told.happened else told.movement or ""
    return f"nomination/{told.subject}/{told.award}/{told.merit}/{told.award_year}/{period}"
