"""A movement's life: launch, periods, registrations, progress, the two reviews, the pact of its cluster."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import (
    Citation,
    Code,
    Count,
    Event,
    Fact,
    MovementId,
    Number,
    PersonId,
    SubjectId,
    Text,
    UnitId,
)
from events.blob import Blob
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
    said: Literal["nearly", "over", "about"] | None = None
    """The words "gần", "hơn" (trên), "khoảng" before the value: what lies beyond it is then not known exactly."""
    partial: Literal[True] | None = None
    """A part that one unit contributes: kept in the series, and never taken for the whole."""


class Judged(Fact):
    """One assigned value held against the last figure."""

    target: Code
    assigned_by: Code
    finding: Finding
    figure: Number | None = None
    done: bool | None = None


class OutsideMovement(Fact):
    """A movement launched elsewhere, under every name by which papers call it."""

    names: Annotated[tuple[Text, ...], Field(min_length=1)]
    issuer: Text | None = None
    document: Citation | None = None


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
    grace: date | None = None
    """The last day on which what comes after the new hard date is still taken, as late."""


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


class TargetsAdded(Event):
    """Bổ sung chỉ tiêu thi đua sau khi phát động, theo công văn hoặc kế hoạch bổ sung."""

    type: Literal["movement.targets_added"] = "movement.targets_added"
    movement: MovementId
    targets: Annotated[tuple[Target, ...], Field(min_length=1)]
    """Each with what is new: an indicator, or a further assigner's value for one that is there."""
    document: Citation
    on: date


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


class ProgressEvidenceAttached(Event):
    """Đính kèm tài liệu chứng minh của báo cáo tiến độ."""

    type: Literal["movement.evidence_attached"] = "movement.evidence_attached"
    movement: MovementId
    milestone: Code
    unit: UnitId
    blob: Blob
    target: Code | None = None
    """The indicator it proves; absent: the whole report."""
    title: Personal | None = None
    name: Personal | None = None
    """What the file was called where it came from."""
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
    term: Literal[True] | None = None
    """The term's goals are closed as well, not only the year's."""


class ResultsClosed(Event):
    """Chốt số liệu cuối kỳ: from here every assigned value is met, missed or not measurable."""

    type: Literal["movement.results_closed"] = "movement.results_closed"
    movement: MovementId
    on: date
    findings: tuple[Judged, ...]
    term: Literal[True] | None = None
    """The term's goals are closed as well, not only the year's."""


class PactSigned(Event):
    """Ký giao ước thi đua trong cụm, khối."""

    type: Literal["movement.pact_signed"] = "movement.pact_signed"
    movement: MovementId
    cluster: Text
    on: date
    milestone: Code | None = None
    signers: tuple[UnitId, ...] | None = None
    """Who has signed, where each that takes part owes it; absent: whoever leads the movement."""


class ParentAnswered(Event):
    """Hưởng ứng phong trào do cấp trên phát động. Căn cứ: Luật 06/2022/QH15, Đ17-18."""

    type: Literal["movement.parent_answered"] = "movement.parent_answered"
    movement: MovementId
    organisation: UnitId
    parent: MovementId | None = None
    """The movement answered, where this ledger holds it."""
    milestone: Code | None = None
    """The parent's milestone that asks for the answer."""
    outside: OutsideMovement | None = None
    """The movement answered, where it was launched elsewhere; known already, the names are further ones."""


class UnitJoined(Event):
    """Đơn vị tham gia phong trào sau khi phát động."""

    type: Literal["movement.unit_joined"] = "movement.unit_joined"
    movement: MovementId
    unit: UnitId
    on: date
    document: Citation | None = None


class UnitDeparted(Event):
    """Đơn vị thôi tham gia phong trào."""

    type: Literal["movement.unit_departed"] = "movement.unit_departed"
    movement: MovementId
    unit: UnitId
    on: date
    reason: Text


class RegistrationApproved(Event):
    """Duyệt đăng ký thi đua."""

    type: Literal["movement.registration_approved"] = "movement.registration_approved"
    movement: MovementId
    milestone: Code
    unit: UnitId
    on: date
    document: Citation | None = None


class RegistrationRefused(Event):
    """Không duyệt đăng ký thi đua, có nêu lý do; đơn vị đăng ký lại."""

    type: Literal["movement.registration_refused"] = "movement.registration_refused"
    movement: MovementId
    milestone: Code
    unit: UnitId
    on: date
    reason: Text
    correct_by: date | None = None


class RegistrationsConsolidated(Event):
    """Tổng hợp đăng ký thi đua gửi cấp trên."""

    type: Literal["movement.registrations_consolidated"] = "movement.registrations_consolidated"
    movement: MovementId
    organisation: UnitId
    milestone: Code
    on: date
    units: tuple[UnitId, ...]
    titles: dict[Code, Count]
    """Award code → how many units strive for it."""
    works: tuple[Text, ...] = ()
    document: Citation | None = None
    parent: MovementId | None = None
    parent_milestone: Code | None = None


class WorkCompleted(Event):
    """Hoàn thành công trình, phần việc đã đăng ký."""

    type: Literal["movement.work_completed"] = "movement.work_completed"
    movement: MovementId
    unit: UnitId
    work: Text
    on: date
    evidence: Text | None = None
    milestone: Code | None = None


class TargetEntrusted(Event):
    """Giao người, đơn vị phụ trách một chỉ tiêu."""

    type: Literal["movement.target_entrusted"] = "movement.target_entrusted"
    movement: MovementId
    target: Code
    to: SubjectId
    since: date


class ExampleNoted(Event):
    """Phát hiện điển hình tiên tiến."""

    type: Literal["movement.example_noted"] = "movement.example_noted"
    movement: MovementId
    example: Code
    subject: SubjectId
    what: Text
    on: date


class ExamplePublished(Event):
    """Tuyên truyền, nhân rộng điển hình tiên tiến."""

    type: Literal["movement.example_published"] = "movement.example_published"
    movement: MovementId
    example: Code
    where: Text
    on: date


MovementEvent = Annotated[
    MovementLaunched | PeriodScheduled | PeriodRescheduled | PeriodEnded | TargetAssigned | UnitRegistered | ProgressReported | InterimReviewHeld | FinalReviewHeld | ResultsClosed | PactSigned
    | ParentAnswered | UnitJoined | UnitDeparted | RegistrationApproved | RegistrationRefused | RegistrationsConsolidated
    | WorkCompleted | TargetEntrusted | TargetsAdded | ProgressEvidenceAttached | ExampleNoted | ExamplePublished,
    Field(discriminator="type"),
]  # fmt: skip
