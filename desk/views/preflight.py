"""Before a meeting: is every member reached, and how; what is not reached has to be told by phone or on paper."""

from typing import Literal

from sqlmodel import Session, col, select

from desk.views import letter_views as v
from desk.views.names import Names
from desk.views.shape import lacking
from domain.council import Council
from domain.letter.states import Ended, Waiting
from domain.session.states import Session as Meeting
from events.base import PersonId
from projections import queries
from projections import tables as t
from workflows.reading import Reading

INVITATIONS = ("session_invitation", "opinion_slip")
"""What calls a member to a meeting, or asks them in writing."""
ON_THE_WAY = frozenset({"sent", "queued", "deferred", "unknown", "held"})
TOLD = frozenset({"phone", "printed"})
LOST = frozenset({"failed", "bounced"})


def preflight(session: Session, names: Names, reading: Reading, meeting_id: str) -> v.PreflightView | None:
    """Say of each sitting member how the invitation reaches them."""
    meeting = reading.maybe(meeting_id, Meeting) if meeting_id.startswith("session-") else None
    if meeting is None:
        return None
    council = reading.state(meeting.council, Council)
    members = [
        _reached(session, names, reading, (meeting_id, member.person))
        for member in council.sitting(meeting.held_on)
    ]
    return v.PreflightView(
        session=meeting_id,
        members=members,
        by_mail=sum(member.how == "mail" for member in members),
        told=sum(member.how == "told" for member in members),
        not_reached=sum(member.how not in ("mail", "told") for member in members),
        shape=lacking(reading, council, meeting.starts_at),
    )


def _reached(session: Session, names: Names, reading: Reading, who: tuple[str, PersonId]) -> v.ReachView:
    meeting, person = who
    row = _invitation(session, reading, meeting, person)
    state = row.state if row else None
    how: Literal["mail", "told", "waiting", "lost", "none"]
    if state is None or state in ON_THE_WAY:
        how = "mail" if queries.has_mail(session, person) else "none"
    elif state in TOLD:
        how = "told"
    else:
        how = "lost" if state in LOST else "waiting"
    return v.ReachView(
        person=person, name=names.of(person), how=how, letter=row.letter if row else None, state=state
    )


def _invitation(session: Session, reading: Reading, meeting: str, person: str) -> t.LetterRow | None:
    """Find the last invitation of a member to this meeting."""
    rows = session.exec(
        select(t.LetterRow)
        .where(
            t.LetterRow.recipient == person,
            col(t.LetterRow.template).in_(INVITATIONS),
            t.LetterRow.state != "superseded",
        )
        .order_by(col(t.LetterRow.day).desc())
    ).all()
    for row in rows:
        state = reading.stream(row.letter).state
        item = state.queued.item if isinstance(state, Waiting | Ended) else None
        if item is not None and item.uid == meeting:
            return row
    return None
