"""The reasons that a dossier was judged by, also once it has gone on and its state no longer holds them."""

from collections.abc import Sequence

from domain.nomination.evolution import merged
from events.catalogue import event_of
from events.envelope import Stored
from events.judgement import Reason
from events.nomination import (
    EligibilityAssessed,
    NominationIneligible,
    NominationRechecked,
    NominationReturned,
)

JUDGED = frozenset({
    "nomination.eligibility_assessed", "nomination.ineligible", "nomination.returned", "nomination.rechecked",
})  # fmt: skip


def reasons_on_record(history: Sequence[Stored]) -> tuple[Reason, ...]:
    """Give the reasons of the last judgement in a dossier's history, with what was asked again since."""
    reasons: tuple[Reason, ...] = ()
    for stored in history:
        event = event_of(stored) if stored.type in JUDGED else None
        match event:
            case EligibilityAssessed() | NominationIneligible() | NominationReturned():
                reasons = event.reasons
            case NominationRechecked():
                reasons = merged(reasons, event)
            case _:
                continue
    return reasons
