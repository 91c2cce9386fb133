"""The typed state that raw and eventsourcing's store rebuild: what a dossier holds after its events."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.facts import (
    Assessed,
    Bonus,
    Decided,
    Drafted,
    EvidenceAttached,
    Forwarded,
    Paid,
    Paper,
    Pin,
    Presented,
    Published,
    PutToCouncil,
    Reason,
    Recommended,
    Submitted,
    Tally,
    Verified,
)


@dataclass(slots=True)
class Dossier:
    """A dossier as it stands; events are folded into it in place."""

    version: int = 0
    stage: str = ""
    award: str = ""
    subject: str = ""
    unit: str = ""
    achievement: str = ""
    papers: list[Paper] = field(default_factory=list)
    submission: str = ""
    pin: Pin | None = None
    reasons: tuple[Reason, ...] = ()
    verified_by: list[str] = field(default_factory=list)
    published: tuple[object, object] | None = None
    session: str = ""
    tally: Tally | None = None
    to_unit: str = ""
    decision: str = ""
    bonus: Bonus | None = None
    presented: Any = None
    paid: Any = None


def _drafted(dossier: Dossier, event: Drafted) -> None:
    dossier.stage = "draft"
    dossier.award = event.award
    dossier.subject = event.subject
    dossier.unit = event.unit
    dossier.achievement = event.achievement
    dossier.papers += event.papers


def _attached(dossier: Dossier, event: EvidenceAttached) -> None:
    dossier.papers.append(event.paper)


def _submitted(dossier: Dossier, event: Submitted) -> None:
    dossier.stage = "submitted"
    dossier.submission = event.submission
    dossier.pin = event.pin


def _assessed(dossier: Dossier, event: Assessed) -> None:
    dossier.stage = "eligible"
    dossier.reasons = event.reasons


def _verified(dossier: Dossier, event: Verified) -> None:
    dossier.verified_by.append(event.department)


def _published(dossier: Dossier, event: Published) -> None:
    dossier.published = event.first_day, event.last_day


def _put(dossier: Dossier, event: PutToCouncil) -> None:
    dossier.stage = "before_council"
    dossier.session = event.session


def _recommended(dossier: Dossier, event: Recommended) -> None:
    dossier.stage = "recommended"
    dossier.tally = event.tally


def _forwarded(dossier: Dossier, event: Forwarded) -> None:
    dossier.stage = "forwarded"
    dossier.to_unit = event.to_unit


def _decided(dossier: Dossier, event: Decided) -> None:
    dossier.stage = "awarded"
    dossier.decision = event.decision
    dossier.bonus = event.bonus


def _presented(dossier: Dossier, event: Presented) -> None:
    dossier.presented = event


def _paid(dossier: Dossier, event: Paid) -> None:
    dossier.paid = event


_FOLDS: Mapping[str, Callable[[Dossier, Any], None]] = {
    "Drafted": _drafted,
    "EvidenceAttached": _attached,
    "Submitted": _submitted,
    "Assessed": _assessed,
    "Verified": _verified,
    "Published": _published,
    "PutToCouncil": _put,
    "Recommended": _recommended,
    "Forwarded": _forwarded,
    "Decided": _decided,
    "Presented": _presented,
    "Paid": _paid,
}
"""By the class's name: eventsourcing's classes have the same names and fields as the plain facts."""


def rebuild(events: Iterable[Any]) -> Dossier:
    """Fold the events of one stream."""
    dossier = Dossier()
    for event in events:
        _FOLDS[type(event).__name__](dossier, event)
        dossier.version += 1
    return dossier
