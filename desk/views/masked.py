"""The register of views that tell something of dossiers before a council: each is filled through the mask.

One test walks this register with a reader who is out for a dossier; a view that tells and is not here fails it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from desk.views import meetings, read, receipts
from desk.views.base import View
from desk.views.mask import Mask
from desk.views.meeting_views import InterestsView, MinutesView, SummaryView
from desk.views.names import Names
from desk.views.views import NominationDetail, NominationView, ReplayView, SessionDetail
from projections import tables as t
from workflows.wiring import House

TELLING = frozenset(
    {"votes_for", "votes_against", "passed", "outcome", "stage", "nominations", "achievement"}
)
"""Fields of a view that tell what was said, voted or counted of dossiers."""
OF_OTHER_THINGS = frozenset({"SessionView", "DecisionView", "CheckView", "SubmissionView"})
"""Views whose stage or outcome is of a meeting, of a decision, of a set, of the conditions asked anew: not of a council's vote."""


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, at what."""

    house: House
    session: Session
    viewer: str | None

    @property
    def mask(self) -> Mask:
        """The reader's mask."""
        return Mask(self.house.handler.reading(self.session, "system:reader"), self.viewer)

    @property
    def names(self) -> Names:
        """The names in words."""
        return Names(self.house.ledger, self.session)


Fill = Callable[[Look], Iterable[View | None]]


def _meetings(look: Look) -> list[str]:
    return [row.session for row in read.sessions(look.session)]


def _details(look: Look) -> Iterable[View | None]:
    found = look.session.exec(select(t.NominationRow.nomination).order_by(t.NominationRow.nomination)).all()
    return [read.nomination(look.house, look.session, name, look.viewer) for name in found]


def _minutes(look: Look) -> Iterable[View | None]:
    reading = look.house.handler.reading(look.session, "system:reader")
    return [meetings.minutes(reading, look.names, look.mask, meeting) for meeting in _meetings(look)]


def _summaries(look: Look) -> Iterable[View | None]:
    reading = look.house.handler.reading(look.session, "system:reader")
    return [
        meetings.summary(reading, look.names, look.mask, meeting, look.viewer) for meeting in _meetings(look)
    ]


def _interests(look: Look) -> Iterable[View | None]:
    reading = look.house.handler.reading(look.session, "system:reader")
    who = look.viewer or ""
    return [meetings.interests(reading, look.names, meeting, who) for meeting in _meetings(look)]


def _receipts(look: Look) -> Iterable[View | None]:
    found = look.session.exec(select(t.SubmissionRow.submission).order_by(t.SubmissionRow.submission)).all()
    return [receipts.receipt(look.house, look.session, name, look.viewer) for name in found]


MASKED: Mapping[type[View], Fill] = {
    NominationView: lambda look: read.nominations(look.session, look.names, look.mask),
    NominationDetail: _details,
    SessionDetail: lambda look: [
        read.session_detail(look.session, look.names, look.mask, meeting) for meeting in _meetings(look)
    ],
    SummaryView: _summaries,
    InterestsView: _interests,
    MinutesView: _minutes,
    receipts.ReceiptView: _receipts,
    ReplayView: lambda look: [read.replay(look.house, look.house.clock.now(), look.viewer)],
}
"""View → how all of them are filled for a reader."""
