"""A council: its term, its members and their roles with validity."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, CouncilId, Event, PersonId, Text, UnitId
from events.blob import Blob

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
    until: date | None = None
    document: Citation | None = None
    replaces: PersonId | None = None
    """Whose seat it takes over."""


class MemberResigned(Event):
    """Thôi thành viên Hội đồng."""

    type: Literal["council.member_resigned"] = "council.member_resigned"
    council: CouncilId
    person: PersonId
    on: date
    reason: Text | None = None


class CouncilRulesAdopted(Event):
    """Ban hành quy chế làm việc: the paper, the overlay that holds its numbers, and its scan."""

    type: Literal["council.rules_adopted"] = "council.rules_adopted"
    council: CouncilId
    overlay: Code
    document: Citation
    scan: Code | None = None
    """A hash of a scan that is kept elsewhere."""
    blob: Blob | None = None
    """The scan itself, sealed."""


class TermExtended(Event):
    """Kéo dài nhiệm kỳ Hội đồng."""

    type: Literal["council.term_extended"] = "council.term_extended"
    council: CouncilId
    until: date
    document: Citation


class CouncilDissolved(Event):
    """Giải thể Hội đồng; `on` is its last day."""

    type: Literal["council.dissolved"] = "council.dissolved"
    council: CouncilId
    on: date
    document: Citation


CouncilEvent = Annotated[
    CouncilEstablished | MemberAppointed | MemberResigned | CouncilRulesAdopted | TermExtended | CouncilDissolved,
    Field(discriminator="type"),
]  # fmt: skip
