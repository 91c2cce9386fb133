"""One decision, from draft to published; and decisions of other levels, recorded as received."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import (
    Basis,
    CancellationId,
    Code,
    Count,
    DecisionId,
    Event,
    NominationId,
    PersonId,
    SessionId,
    Text,
    UnitId,
)

RefusalGround = Literal["subject", "standard", "dossier", "violation"]
"""Why an award is refused: wrong subject, standard not met, dossier incomplete, a violation."""


class DecisionDrafted(Event):
    """Trình ký dự thảo quyết định khen thưởng, hoặc quyết định huỷ bỏ một quyết định khen thưởng."""

    type: Literal["decision.drafted"] = "decision.drafted"
    decision: DecisionId
    authority: UnitId
    award: Code
    session: SessionId | None = None
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    cancels: DecisionId | None = None
    """The decision whose lines this one cancels; absent for a decision that awards."""
    cancellation: CancellationId | None = None
    ground: Code | None = None


class LinesRefused(Event):
    """Người có thẩm quyền không đồng ý khen thưởng một số trường hợp; phần còn lại vẫn trình ký."""

    type: Literal["decision.lines_refused"] = "decision.lines_refused"
    decision: DecisionId
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    ground: RefusalGround
    basis: Basis
    on: date


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


class DecisionArchived(Event):
    """Nộp lưu hồ sơ khen thưởng."""

    type: Literal["decision.archived"] = "decision.archived"
    decision: DecisionId
    file: Text
    """The archive's own name of the file."""
    on: date
    years: Count | None = None
    """How long it is kept; absent while no rule that may decide says so."""
    basis: Basis | None = None


class DecisionCancelled(Event):
    """Quyết định khen thưởng bị huỷ bỏ, toàn bộ hoặc một phần, bằng một quyết định khác. Luật 06/2022/QH15, Đ93."""

    type: Literal["decision.cancelled"] = "decision.cancelled"
    decision: DecisionId
    by_decision: DecisionId
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    ground: Code
    on: date


class OutsideDecisionReceived(Event):
    """Nhận quyết định của cấp ngoài sổ này."""

    type: Literal["decision.outside_received"] = "decision.outside_received"
    decision: DecisionId
    authority: UnitId
    number: Text | None = None
    decided_on: date
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    cancels: DecisionId | None = None
    ground: Code | None = None


class OutsideRefusalReceived(Event):
    """Nhận trả lời không khen thưởng của cấp ngoài sổ này."""

    type: Literal["decision.outside_refusal_received"] = "decision.outside_refusal_received"
    decision: DecisionId
    authority: UnitId
    number: Text | None = None
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    ground: RefusalGround
    basis: Basis
    on: date


DecisionEvent = Annotated[
    DecisionDrafted | LinesRefused | DecisionSigned | DecisionNumbered | DecisionPublished | DecisionArchived
    | DecisionCancelled | OutsideDecisionReceived | OutsideRefusalReceived,
    Field(discriminator="type"),
]  # fmt: skip
