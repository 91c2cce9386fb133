"""Which rules apply: the national tables adopted with their content, and the overlays nearer to the council."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from events.base import Citation, Code, Event, Text, UnitId

Tables = dict[str, Any]
"""Canonical content: table name to rows; every scalar a string, an integer or a boolean."""


class RulesetAdopted(Event):
    """Áp dụng bộ quy tắc pháp luật, kèm nguyên văn nội dung."""

    type: Literal["law.ruleset_adopted"] = "law.ruleset_adopted"
    ruleset: Code
    sha256: Code
    tables: Tables


class OverlayAdopted(Event):
    """Áp dụng quy định riêng của một cơ quan hoặc hội đồng, có số và văn bản."""

    type: Literal["law.overlay_adopted"] = "law.overlay_adopted"
    overlay: Code
    scope: UnitId
    """The unit whose rules these are; they hold for it and below it."""
    title: Text
    document: Citation
    assumed: bool = False
    """True for the demo's own assumptions, which no paper may cite as law."""
    sha256: Code
    tables: Tables


class OverlayEnded(Event):
    """Quy định riêng hết hiệu lực."""

    type: Literal["law.overlay_ended"] = "law.overlay_ended"
    overlay: Code
    on: date
    document: Citation


LawEvent = Annotated[RulesetAdopted | OverlayAdopted | OverlayEnded, Field(discriminator="type")]
