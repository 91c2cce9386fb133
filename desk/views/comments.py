"""Publication of a dossier and what was commented on it: who commented is for whoever prepares it, what was said for all who read it."""

from collections.abc import Iterable, Iterator
from datetime import date

from desk.views.base import View
from events.catalogue import event_of
from events.envelope import Stored
from events.nomination import CommentAnswered, CommentReceived, NominationPublished
from events.store.ledger import Ledger

TOLD = frozenset({"nomination.published", "nomination.comment_received", "nomination.comment_answered"})


class PublishedView(View):
    """When and where a dossier is public."""

    first_day: str
    last_day: str
    where: str

    def __str__(self) -> str:
        days = (f"{date.fromisoformat(day):%d/%m/%Y}" for day in (self.first_day, self.last_day))
        return f"{' – '.join(days)}, {self.where}"


class CommentView(View):
    """A comment and its answer; not who made it."""

    comment: str
    received_at: str
    text: str | None
    answer: str | None


def published(stored: Iterable[Stored]) -> list[PublishedView]:
    """Give when and where a dossier was made public, in order."""
    return [
        PublishedView(
            first_day=event.first_day.isoformat(), last_day=event.last_day.isoformat(), where=event.where
        )
        for _, event in _events(stored)
        if isinstance(event, NominationPublished)
    ]


def comments(ledger: Ledger, stored: Iterable[Stored]) -> list[CommentView]:
    """Give what was commented, in order, each with its answer."""
    told = list(_events(stored))
    answers = {event.comment: event for _, event in told if isinstance(event, CommentAnswered)}
    return [
        CommentView(
            comment=event.comment,
            received_at=row.envelope.at,
            text=ledger.open_field(event.text),
            answer=ledger.open_field(answers[event.comment].answer) if event.comment in answers else None,
        )
        for row, event in told
        if isinstance(event, CommentReceived)
    ]


def commenters(ledger: Ledger, stored: Iterable[Stored]) -> dict[str, str]:
    """Give name and address of whoever commented, by comment; for whoever prepares the dossier alone."""
    return {
        event.comment: ", ".join(
            filter(None, (ledger.open_field(event.name), ledger.open_field(event.address)))
        )
        for _, event in _events(stored)
        if isinstance(event, CommentReceived)
    }


def _events(stored: Iterable[Stored]) -> Iterator[tuple[Stored, object]]:
    return ((row, event_of(row)) for row in stored if row.type in TOLD)
