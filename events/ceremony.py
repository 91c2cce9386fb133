"""One handing-over."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import CeremonyId, Count, Event, Fact, Instant, NominationId, SubjectId, Text, UnitId
from events.personal import Personal


class Called(Fact):
    """A place in the programme: highest award first, in groups."""

    nomination: NominationId
    subject: SubjectId
    group: Count


class HandOver(Fact):
    """What happened when a recipient was called."""

    nomination: NominationId
    how: Literal["in_person", "proxy", "family", "absent"]
    """`family`: of a recipient who has died (truy tặng)."""


class CeremonyScheduled(Event):
    """Lên lịch lễ trao tặng."""

    type: Literal["ceremony.scheduled"] = "ceremony.scheduled"
    ceremony: CeremonyId
    unit: UnitId
    title: Text
    starts_at: Instant
    place: Text
    programme: Annotated[tuple[Called, ...], Field(min_length=1)]


class InvitationAnswered(Event):
    """Trả lời giấy mời."""

    type: Literal["ceremony.invitation_answered"] = "ceremony.invitation_answered"
    ceremony: CeremonyId
    subject: SubjectId
    answer: Literal["comes", "proxy", "absent"]
    proxy: Personal | None = None
    """Who comes in the recipient's place."""


class CeremonyHeld(Event):
    """Đã tổ chức trao tặng."""

    type: Literal["ceremony.held"] = "ceremony.held"
    ceremony: CeremonyId
    on: date
    hand_overs: tuple[HandOver, ...]


CeremonyEvent = Annotated[CeremonyScheduled | InvitationAnswered | CeremonyHeld, Field(discriminator="type")]
