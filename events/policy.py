"""House policy that is not law: reminder ladders and letter templates."""

from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Count, Event, Fact, Text, UnitId
from events.nomination import MeritType, SubjectKind

Audience = Literal["debtor", "head", "chair", "standing_agency"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Digest = Weekday | Literal["day"]


class Rung(Fact):
    """One rung of a ladder: so many days before (negative) or after the due date, to whom, with which letter."""

    name: Code
    days: int
    audience: Audience
    template: Code
    last: bool = False
    """The rung that says that no more will be sent."""
    unless_acknowledged: Literal[True] | None = None
    """Not sent to whoever has said that they know of the duty."""
    digest: Digest | None = None
    """Speaks on its day (`day`), or on the next such weekday, in one letter over every duty that then speaks to the reader."""
    opens: Literal[True] | None = None
    """Speaks when the duty arises, and counts no days: the opening letter, where no other letter tells of the duty."""


class LadderAdopted(Event):
    """Ban hành bậc thang nhắc việc cho một loại nhiệm vụ."""

    type: Literal["policy.ladder_adopted"] = "policy.ladder_adopted"
    ladder: Code
    duties: tuple[Code, ...]
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    scope: UnitId | None = None
    """The organisation whose own ladder it is, for debtors in it and below it; absent: everybody's."""


class TemplatesAdopted(Event):
    """Ban hành mẫu thư, kèm nguyên văn."""

    type: Literal["policy.templates_adopted"] = "policy.templates_adopted"
    sha256: Code
    templates: dict[str, Text]


class AcceptedFile(Fact):
    """A type of file that is accepted as an attachment, up to so many bytes."""

    media: Code
    most_bytes: Count


class AttachmentRulesAdopted(Event):
    """Quy định loại tệp, dung lượng tệp đính kèm hồ sơ."""

    type: Literal["policy.attachment_rules_adopted"] = "policy.attachment_rules_adopted"
    accepted: Annotated[tuple[AcceptedFile, ...], Field(min_length=1)]
    document: Citation | None = None
    """Absent: as shipped with the program."""


class Criterion(Fact):
    """One thing that a department looks at."""

    code: Code
    name: Text


class DepartmentCheck(Fact):
    """What one department verifies, and of which dossiers: of all, where nothing narrower is said."""

    department: UnitId
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    award: Code | None = None
    merit: MeritType | None = None
    recipient: SubjectKind | None = None
    at: UnitId | None = None
    """The level above at which it looks; absent: at home."""
    days: Count | None = None
    """Working days it has; absent: as the law's own limit for verification says."""


class VerificationAdopted(Event):
    """Phân công các cơ quan cùng thẩm định hồ sơ, mỗi cơ quan theo tiêu chí riêng."""

    type: Literal["policy.verification_adopted"] = "policy.verification_adopted"
    checks: tuple[DepartmentCheck, ...]
    """Empty: the standing agency verifies alone again."""
    document: Citation


PolicyEvent = Annotated[
    LadderAdopted | TemplatesAdopted | AttachmentRulesAdopted | VerificationAdopted,
    Field(discriminator="type"),
]
