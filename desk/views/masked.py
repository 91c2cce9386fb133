"""The register of views that tell something of dossiers before a council: each is filled through the mask.

One test walks this register with a reader who is out for a dossier; a view that tells and is not here fails it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from desk.views import lists, meetings, read, receipts
from desk.views.base import View
from desk.views.dossier import DossierView, dossier
from desk.views.mask import Mask
from desk.views.meeting_views import InterestsView, MinutesView, SummaryView
from desk.views.minutes import minutes
from desk.views.names import Names
from desk.views.sets import SetView, one_set
from desk.views.views import (
    DecisionView,
    NominationDetail,
    NominationView,
    ReplayView,
    SessionDetail,
    SubmissionView,
)
from projections import tables as t
from workflows.reading import Reading
from workflows.wiring import House

TELLING = frozenset(
    {"votes_for", "votes_against", "passed", "outcome", "stage", "nominations", "achievement"}
)
"""Fields of a view that tell what was said, voted or counted of dossiers."""
OF_OTHER_THINGS = frozenset({"SessionView", "CheckView"})
"""Views whose stage or outcome is of a meeting, of the conditions asked anew: not of a council's vote."""


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, at what."""

    house: House
    session: Session
    viewer: str | None

    @property
    def reading(self) -> Reading:
        """The streams, folded as they stand."""
        return self.house.handler.reading(self.session, "system:reader")

    @property
    def mask(self) -> Mask:
        """The reader's mask."""
        return Mask(self.reading, self.viewer)

    @property
    def names(self) -> Names:
        """The names in words."""
        return Names(self.house.ledger, self.session)


Fill = Callable[[Look], Iterable[View | None]]


def _meetings(look: Look) -> list[str]:
    return [row.session for row in read.sessions(look.session)]


def _dossiers(look: Look) -> list[str]:
    return list(
        look.session.exec(select(t.NominationRow.nomination).order_by(t.NominationRow.nomination)).all()
    )


def _sets(look: Look) -> list[str]:
    return list(
        look.session.exec(select(t.SubmissionRow.submission).order_by(t.SubmissionRow.submission)).all()
    )


def _minutes(look: Look) -> Iterable[View | None]:
    return [minutes(look.reading, look.names, look.mask, meeting) for meeting in _meetings(look)]


def _summaries(look: Look) -> Iterable[View | None]:
    return [
        meetings.summary(look.reading, look.names, look.mask, meeting, look.viewer)
        for meeting in _meetings(look)
    ]


def _interests(look: Look) -> Iterable[View | None]:
    who = look.viewer or ""
    return [meetings.interests(look.reading, look.names, meeting, who) for meeting in _meetings(look)]


MASKED: Mapping[type[View], Fill] = {
    NominationView: lambda look: read.nominations(look.session, look.names, look.mask),
    NominationDetail: lambda look: [
        read.nomination(look.house, look.session, name, look.viewer) for name in _dossiers(look)
    ],
    DossierView: lambda look: [
        dossier(look.reading, look.names, look.mask, name) for name in _dossiers(look)
    ],
    SubmissionView: lambda look: lists.submissions(look.reading, look.names, look.mask),
    SetView: lambda look: [one_set(look.reading, look.names, look.mask, name) for name in _sets(look)],
    receipts.ReceiptView: lambda look: [
        receipts.receipt(look.house, look.session, name, look.viewer) for name in _sets(look)
    ],
    DecisionView: lambda look: read.decisions(look.reading, look.names, look.mask),
    SessionDetail: lambda look: [
        read.session_detail(look.session, look.names, look.mask, meeting) for meeting in _meetings(look)
    ],
    SummaryView: _summaries,
    InterestsView: _interests,
    MinutesView: _minutes,
    ReplayView: lambda look: [read.replay(look.house, look.house.clock.now(), look.viewer)],
}
"""View → how all of them are filled for a reader."""
