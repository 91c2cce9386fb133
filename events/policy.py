"""House policy that is not law: reminder ladders and letter templates."""

from typing import Annotated, Literal

from pydantic import Field

from events.base import Code, Event, Fact, Text

Audience = Literal["debtor", "head", "chair", "standing_agency"]


class Rung(Fact):
    """One rung of a ladder: so many days before (negative) or after the due date, to whom, with which letter."""

    name: Code
    days: int
    audience: Audience
    template: Code
    last: bool = False
    """The rung that says that no more will be sent."""


class LadderAdopted(Event):
    """Ban hành bậc thang nhắc việc cho một loại nhiệm vụ."""

    type: Literal["policy.ladder_adopted"] = "policy.ladder_adopted"
    ladder: Code
    duties: tuple[Code, ...]
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]


class TemplatesAdopted(Event):
    """Ban hành mẫu thư, kèm nguyên văn."""

    type: Literal["policy.templates_adopted"] = "policy.templates_adopted"
    sha256: Code
    templates: dict[str, Text]


PolicyEvent = Annotated[LadderAdopted | TemplatesAdopted, Field(discriminator="type")]
