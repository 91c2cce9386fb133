"""One duty with a date: who owes what by when, and every reminder of it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from events.base import (
    MAX_INT,
    Citation,
    Code,
    Count,
    Event,
    Fact,
    Instant,
    ObligationId,
    PersonId,
    SubjectId,
    Text,
)
from events.policy import Audience, Digest


class DatedRung(Fact):
    """A rung of the ladder with its instant, computed once through the legal calendar."""

    name: Code
    at: Instant
    audience: Audience
    template: Code
    last: bool = False
    unless_acknowledged: Literal[True] | None = None
    digest: Digest | None = None
    opens: Literal[True] | None = None


class Counting(Fact):
    """How a due date was counted from the text: so many units from a day, and what holds when it ends on a day off."""

    since: date
    count: Annotated[int, Field(ge=-MAX_INT, le=MAX_INT)]
    unit: Literal["working_day", "day", "month", "year"]
    first_day_counts: Literal[True] | None = None
    """Only where the text counts the first day; otherwise counting begins on the next."""
    when_off: Literal["stays", "next", "previous"] | None = None
    """Only where a text says so; otherwise the date stays where it falls."""


class Due(Fact):
    """A due date with everything that made it: local date, instant, zone, calendar and the text that set it."""

    on: date
    at: Instant
    """The first instant after that date in `zone` (hết ngày), or the hour where the text names one."""
    zone: Code = "Asia/Ho_Chi_Minh"
    calendar: Code
    hard: bool = False
    set_by: Text
    rungs: tuple[DatedRung, ...] = ()
    counting: Counting | None = None
    """Present when the date was counted: it is counted again when the calendar changes."""
    grace_on: date | None = None
    """The last day on which what comes after a hard date is still taken, as late."""

    @property
    def shuts_at(self) -> datetime | None:
        """The instant from which nothing more is taken; None where the rule does not say so."""
        if not self.hard:
            return None
        return self.at + (self.grace_on - self.on) if self.grace_on else self.at


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


class ObligationReopened(Event):
    """Nhiệm vụ đã kết thúc nay phải thực hiện lại."""

    type: Literal["obligation.reopened"] = "obligation.reopened"
    obligation: ObligationId
    due: Due
    sequence: Count
    """Above that of the entry which took the date out of calendars."""


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
    document: Citation | None = None
    """The paper that fulfils it, where no act in this ledger does."""


class ObligationLapsed(Event):
    """Nhiệm vụ không còn hiệu lực."""

    type: Literal["obligation.lapsed"] = "obligation.lapsed"
    obligation: ObligationId
    reason: Text


class ObligationLimited(Event):
    """Nhiệm vụ chỉ còn đến hết một ngày, vì vai trò của người có nhiệm vụ kết thúc ngày ấy; không ngày: thôi giới hạn."""

    type: Literal["obligation.limited"] = "obligation.limited"
    obligation: ObligationId
    until: date | None = None
    """The last day on which it is owed; absent: owed on, since the debtor holds a role there again."""


class ObligationAcknowledged(Event):
    """Đơn vị báo đã biết việc và thời hạn."""

    type: Literal["obligation.acknowledged"] = "obligation.acknowledged"
    obligation: ObligationId
    on: date
    note: Text | None = None


class DebtorToldByPhone(Event):
    """Báo qua điện thoại, có ghi lại."""

    type: Literal["obligation.debtor_told_by_phone"] = "obligation.debtor_told_by_phone"
    obligation: ObligationId
    by: PersonId
    on: date
    note: Text | None = None


ObligationEvent = Annotated[
    ObligationOpened | ObligationReopened | ObligationRescheduled | ReminderRecorded | ObligationEscalated | ObligationMet | ObligationLapsed | ObligationLimited | ObligationAcknowledged | DebtorToldByPhone,
    Field(discriminator="type"),
]  # fmt: skip
