"""House policy that is not law: reminder ladders and letter templates."""

from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Count, Event, Fact, Text, UnitId

Audience = Literal["debtor", "head", "chair", "standing_agency"]


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


PolicyEvent = Annotated[
    LadderAdopted | TemplatesAdopted | AttachmentRulesAdopted, Field(discriminator="type")
]
