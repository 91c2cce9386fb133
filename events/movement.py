"""A movement's life: launch, periods, registrations, progress, the two reviews, the pact of its cluster."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Event, Fact, MovementId, Number, PersonId, Text, UnitId
from events.personal import Personal
from events.plan import Milestone, Plan, Span, Target

Finding = Literal["met", "exceeded", "missed", "running", "not_measurable"]


class Figure(Fact):
    """A figure reported for an indicator, as a number and in the reporter's words ("gần", "hơn" are kept)."""

    target: Code
    value: Number | None = None
    done: bool | None = None
    as_written: Text | None = None
    evidence: Text | None = None


class Judged(Fact):
    """One assigned value held against the last figure."""

    target: Code
    assigned_by: Code
    finding: Finding
    figure: Number | None = None
    done: bool | None = None


class MovementLaunched(Event):
    """Phát động phong trào thi đua. Căn cứ: Luật 06/2022/QH15, Đ17-18."""

    type: Literal["movement.launched"] = "movement.launched"
    movement: MovementId
    organisation: UnitId
    plan: Plan
    """Without the names of officials, which stand sealed beside it."""
    participants: tuple[UnitId, ...]
    signer: Personal | None = None
    spokesperson: Personal | None = None


class PeriodScheduled(Event):
    """Ấn định đợt thi đua và các mốc thời hạn của đợt."""

    type: Literal["movement.period_scheduled"] = "movement.period_scheduled"
    movement: MovementId
    period: Code
    name: Text
    span: Span
    milestones: tuple[Milestone, ...] = ()


class PeriodRescheduled(Event):
    """Điều chỉnh thời hạn của đợt thi đua theo văn bản."""

    type: Literal["movement.period_rescheduled"] = "movement.period_rescheduled"
    movement: MovementId
    period: Code
    milestone: Code
    due: date
    document: Citation


class PeriodEnded(Event):
    """Kết thúc đợt thi đua."""

    type: Literal["movement.period_ended"] = "movement.period_ended"
    movement: MovementId
    period: Code
    on: date


class TargetAssigned(Event):
    """Giao chỉ tiêu thi đua."""

    type: Literal["movement.target_assigned"] = "movement.target_assigned"
    movement: MovementId
    target: Target


class UnitRegistered(Event):
    """Đơn vị đăng ký thi đua."""

    type: Literal["movement.unit_registered"] = "movement.unit_registered"
    movement: MovementId
    milestone: Code
    unit: UnitId
    titles: tuple[Code, ...] = ()
    """Award codes the unit strives for."""
    works: tuple[Text, ...] = ()
    arrived: date
    typed_by: PersonId | None = None
    """Who typed it for a unit without an account."""
    scan: Text | None = None


class ProgressReported(Event):
    """Báo cáo tiến độ thực hiện chỉ tiêu thi đua."""

    type: Literal["movement.progress_reported"] = "movement.progress_reported"
    movement: MovementId
    milestone: Code
    unit: UnitId
    arrived: date
    figures: tuple[Figure, ...] = ()
    typed_by: PersonId | None = None


class InterimReviewHeld(Event):
    """Tổ chức sơ kết phong trào thi đua. Căn cứ: Luật 06/2022/QH15, Đ17.5."""

    type: Literal["movement.interim_review_held"] = "movement.interim_review_held"
    movement: MovementId
    milestone: Code
    held_on: date
    findings: tuple[Judged, ...]
    praised: tuple[UnitId, ...] = ()


class FinalReviewHeld(Event):
    """Tổ chức tổng kết phong trào thi đua. Căn cứ: Luật 06/2022/QH15, Đ17.5."""

    type: Literal["movement.final_review_held"] = "movement.final_review_held"
    movement: MovementId
    milestone: Code
    held_on: date
    findings: tuple[Judged, ...]
    praised: tuple[UnitId, ...] = ()


class ResultsClosed(Event):
    """Chốt số liệu cuối kỳ: from here every assigned value is met, missed or not measurable."""

    type: Literal["movement.results_closed"] = "movement.results_closed"
    movement: MovementId
    on: date
    findings: tuple[Judged, ...]


class PactSigned(Event):
    """Ký giao ước thi đua trong cụm, khối."""

    type: Literal["movement.pact_signed"] = "movement.pact_signed"
    movement: MovementId
    cluster: Text
    on: date


MovementEvent = Annotated[
    MovementLaunched | PeriodScheduled | PeriodRescheduled | PeriodEnded | TargetAssigned | UnitRegistered | ProgressReported | InterimReviewHeld | FinalReviewHeld | ResultsClosed | PactSigned,
    Field(discriminator="type"),
]  # fmt: skip
