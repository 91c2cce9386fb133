"""One decision, from draft to published; and decisions of other levels, recorded as received."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Code, Count, DecisionId, Event, NominationId, PersonId, SessionId, Text, UnitId


class DecisionDrafted(Event):
    """Dự thảo quyết định khen thưởng (trình ký)."""

    type: Literal["decision.drafted"] = "decision.drafted"
    decision: DecisionId
    authority: UnitId
    award: Code
    session: SessionId | None = None
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]


class DecisionSigned(Event):
    """Ký quyết định."""

    type: Literal["decision.signed"] = "decision.signed"
    decision: DecisionId
    signer: PersonId
    on: date


class DecisionNumbered(Event):
    """Văn thư vào số quyết định; số của sổ văn thư, có thể cách quãng."""

    type: Literal["decision.numbered"] = "decision.numbered"
    decision: DecisionId
    number: Text
    year: Count


class DecisionPublished(Event):
    """Phát hành, công bố quyết định."""

    type: Literal["decision.published"] = "decision.published"
    decision: DecisionId
    on: date


class OutsideDecisionReceived(Event):
    """Nhận quyết định của cấp ngoài sổ này."""

    type: Literal["decision.outside_received"] = "decision.outside_received"
    decision: DecisionId
    authority: UnitId
    number: Text | None = None
    decided_on: date
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]


DecisionEvent = Annotated[
    DecisionDrafted | DecisionSigned | DecisionNumbered | DecisionPublished | OutsideDecisionReceived,
    Field(discriminator="type"),
]
