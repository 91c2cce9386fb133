"""A council: its term, its members and their roles with validity."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, CouncilId, Event, PersonId, Text, UnitId

Seat = Literal["chair", "vice_chair", "standing_member", "member"]


class CouncilEstablished(Event):
    """Thành lập Hội đồng Thi đua - Khen thưởng."""

    type: Literal["council.established"] = "council.established"
    council: CouncilId
    unit: UnitId
    name: Text
    document: Citation
    term_from: date
    term_until: date | None = None


class MemberAppointed(Event):
    """Cử thành viên Hội đồng."""

    type: Literal["council.member_appointed"] = "council.member_appointed"
    council: CouncilId
    person: PersonId
    seat: Seat
    secretary: bool = False
    since: date


class MemberResigned(Event):
    """Thôi thành viên Hội đồng."""

    type: Literal["council.member_resigned"] = "council.member_resigned"
    council: CouncilId
    person: PersonId
    on: date
    reason: Text | None = None


CouncilEvent = Annotated[CouncilEstablished | MemberAppointed | MemberResigned, Field(discriminator="type")]
