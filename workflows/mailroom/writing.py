"""Makes the message of a letter from its template and facts; the same letter gives the same message."""

import re
from collections.abc import Sequence
from datetime import datetime

from domain.household import HOUSEHOLD, Household
from domain.letter.states import Waiting
from domain.person import Person
from domain.unit import Unit
from events.base import SubjectId
from events.letter import CalendarItem, LetterQueued
from mail.ics import Entry, calendar_bytes
from mail.relay import Envelope
from mail.rendering import LetterView, Stationery
from workflows.mailroom.office import Letterhead
from workflows.reading import Reading

PERSON = "person-"
_PERSON = re.compile(rf"\b{PERSON}[0-9A-Za-z-]+")


def written(reading: Reading, queued: LetterQueued, written_at: datetime, head: Letterhead) -> Envelope:
    """Make the message of a letter, in its envelope; raises `CannotRender`."""
    view = letter_view(reading, queued, written_at, head)
    return Envelope(
        sender=head.bounces_to or head.sender,
        recipient=view.address,
        content=stationery(reading, queued).message(view),
        mark=queued.letter,
    )


def stationery(reading: Reading, queued: LetterQueued) -> Stationery:
    """Give the templates that a letter was queued with."""
    return Stationery(reading.policy.templates[queued.templates])


def letter_view(reading: Reading, queued: LetterQueued, written_at: datetime, head: Letterhead) -> LetterView:
    """Give what a letter is made from."""
    facts = {name: _named(text, reading) for name, text in queued.facts.items()}
    facts |= {name: display_name(reading, who) for name, who in queued.names.items()}
    return LetterView(
        letter=queued.letter,
        template=queued.template,
        facts=facts,
        recipient=display_name(reading, queued.recipient),
        address=address_of(reading, queued.recipient) or "",
        sender=head.sender,
        sender_name=head.sender_name,
        written_at=written_at,
        message_domain=head.message_domain,
        english=head.english,
        banner=head.banner,
        reply_to=head.replies.get(queued.template),
        delayed_from=queued.delayed_from,
        resent_from=queued.resent_from,
        calendar=_calendar(queued.every_entry, written_at, head),
        calendar_method=queued.every_entry[0].method if queued.every_entry else "PUBLISH",
    )


def _named(text: str, reading: Reading) -> str:
    """Put names in the place of the people whom a list in a letter names by their ids."""
    if PERSON not in text:
        return text
    return _PERSON.sub(lambda found: display_name(reading, SubjectId(found.group())), text)


def _calendar(items: Sequence[CalendarItem], written_at: datetime, head: Letterhead) -> bytes | None:
    if not items:
        return None
    return calendar_bytes(items[0].method, (entry(item, written_at, head) for item in items))


def entry(item: CalendarItem, written_at: datetime, head: Letterhead) -> Entry:
    """Make the calendar entry that goes with a letter."""
    return Entry(
        uid=f"{item.uid}@{head.message_domain}",
        sequence=item.sequence,
        method=item.method,
        summary=item.summary,
        written_at=written_at,
        organizer=head.sender,
        organizer_name=head.sender_name,
        day=item.day,
        starts_at=item.starts_at,
        place=item.place,
    )


def display_name(reading: Reading, subject: SubjectId) -> str:
    """Give the name of a person or unit as it stands; an erased one is called so."""
    household = reading.maybe(subject, Household) if subject.startswith(HOUSEHOLD) else None
    if household is not None:
        return f"Hộ {display_name(reading, SubjectId(household.head))}"
    if subject.startswith("person-"):
        person = reading.maybe(subject, Person)
        return (reading.ledger.open_field(person.name) if person else None) or "(đã xoá thông tin)"
    unit = reading.maybe(subject, Unit)
    return unit.name if unit else "(không rõ)"


def address_of(reading: Reading, subject: SubjectId) -> str | None:
    """Give the mail address of a person or unit, if there is one."""
    household = reading.maybe(subject, Household) if subject.startswith(HOUSEHOLD) else None
    reached = household.head if household else subject
    holder = reading.maybe(reached, Person) or reading.maybe(reached, Unit)
    return reading.ledger.open_field(holder.email) if holder else None


def sendable(state: object) -> Waiting | None:
    """Give a letter's state if it may be sent."""
    return state if isinstance(state, Waiting) and not state.held and state.queued.channel == "mail" else None


def spoken_of(queued: LetterQueued) -> tuple[SubjectId, ...]:
    """Give whose name or address a letter is written with."""
    listed = [name for text in queued.facts.values() if PERSON in text for name in _PERSON.findall(text)]
    return (queued.recipient, *queued.names.values(), *map(SubjectId, listed))
