"""One duty with a date: who owes what by when, and every reminder of it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Count, Event, Fact, Instant, ObligationId, PersonId, SubjectId, Text
from events.policy import Audience


class DatedRung(Fact):
    """A rung of the ladder with its instant, computed once through the legal calendar."""

    name: Code
    at: Instant
    audience: Audience
    template: Code
    last: bool = False


class Due(Fact):
    """A due date with everything that made it: local date, instant, zone, calendar and the text that set it."""

    on: date
    at: Instant
    """The last instant of that date in `zone` (hết ngày)."""
    zone: Code = "Asia/Ho_Chi_Minh"
    calendar: Code
    hard: bool = False
    set_by: Text
    rungs: tuple[DatedRung, ...] = ()


class ObligationOpened(Event):
    """Phát sinh nhiệm vụ có thời hạn."""

    type: Literal["obligation.opened"] = "obligation.opened"
    obligation: ObligationId
    duty: Code
    debtor: SubjectId
    about: Code
    """The stream the duty belongs to: a movement, a nomination, a decision."""
    milestone: Code | None = None
    title: Text
    due: Due


class ObligationRescheduled(Event):
    """Điều chỉnh hoặc gia hạn thời hạn."""

    type: Literal["obligation.rescheduled"] = "obligation.rescheduled"
    obligation: ObligationId
    due: Due
    sequence: Count
    """Raised at each change; the calendar entry carries it."""
    extension: bool = False
    reason: Text | None = None
    document: Citation | None = None


class ReminderRecorded(Event):
    """Nhắc việc theo bậc thang; recorded before it is mailed."""

    type: Literal["obligation.reminder_recorded"] = "obligation.reminder_recorded"
    obligation: ObligationId
    rung: Code
    due_on: date
    audience: Audience
    recipients: tuple[SubjectId, ...]
    skipped: tuple[Code, ...] = ()
    """Earlier rungs that an outage left unsent and that are no longer true."""
    late: bool = False


class ObligationEscalated(Event):
    """Báo cáo việc quá hạn lên người phụ trách."""

    type: Literal["obligation.escalated"] = "obligation.escalated"
    obligation: ObligationId
    rung: Code
    due_on: date
    audience: Audience
    recipients: tuple[SubjectId, ...]
    skipped: tuple[Code, ...] = ()
    late: bool = False


class ObligationMet(Event):
    """Hoàn thành nhiệm vụ, bằng chính việc đã làm."""

    type: Literal["obligation.met"] = "obligation.met"
    obligation: ObligationId
    on: date
    late: bool


class ObligationLapsed(Event):
    """Nhiệm vụ không còn hiệu lực."""

    type: Literal["obligation.lapsed"] = "obligation.lapsed"
    obligation: ObligationId
    reason: Text


class DebtorToldByPhone(Event):
    """Báo qua điện thoại, có ghi lại."""

    type: Literal["obligation.debtor_told_by_phone"] = "obligation.debtor_told_by_phone"
    obligation: ObligationId
    by: PersonId
    on: date
    note: Text | None = None


ObligationEvent = Annotated[
    ObligationOpened | ObligationRescheduled | ReminderRecorded | ObligationEscalated | ObligationMet | ObligationLapsed | DebtorToldByPhone,
    Field(discriminator="type"),
]  # fmt: skip
