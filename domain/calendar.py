"""Legal days in Asia/Ho_Chi_Minh: working days, holidays, days announced late; a frozen value that is passed in."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE_NAME = "Asia/Ho_Chi_Minh"
ZONE = ZoneInfo(ZONE_NAME)
_SATURDAY = 5
_DAY = timedelta(days=1)


def local_day(moment: datetime) -> date:
    """Give the legal date of an instant."""
    return moment.astimezone(ZONE).date()


def local_instant(day: date, at: time) -> datetime:
    """Give the instant of a local time on a legal date, in UTC."""
    return datetime.combine(day, at, ZONE).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """Give the first instant after `day`: a deadline "hết ngày" is met before it."""
    return local_instant(day + _DAY, time())


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Days off and working days beyond the weekly ones."""

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()
    """Saturdays and Sundays announced as working days; they win over `days_off`."""

    def is_working(self, day: date) -> bool:
        """Say whether offices work on `day`."""
        if day in self.working_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off

    def on_or_before(self, day: date) -> date:
        """Give `day`, or the last working day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def on_or_after(self, day: date) -> date:
        """Give `day`, or the next working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add(self, day: date, working_days: int, *, first_counts: bool = False) -> date:
        """Give the date of the n-th working day from `day`; the rule says whether `day` itself counts."""
        left = working_days - (1 if first_counts and self.is_working(day) else 0)
        while left > 0:
            day += _DAY
            left -= self.is_working(day)
        return day

    def back(self, day: date, working_days: int, *, first_counts: bool = False) -> date:
        """Give the date of the n-th working day before `day`; the rule says whether `day` itself counts."""
        left = working_days - (1 if first_counts and self.is_working(day) else 0)
        while left > 0:
            day -= _DAY
            left -= self.is_working(day)
        return day

    def count(self, first: date, last: date) -> int:
        """Count the working days from `first` to `last`, both included."""
        days = (last - first).days + 1
        return sum(self.is_working(first + _DAY * offset) for offset in range(max(days, 0)))

    @property
    def digest(self) -> str:
        """A short name of this calendar, recorded with every instant it made."""
        text = "\n".join(
            [*(f"-{day}" for day in sorted(self.days_off)), *(f"+{day}" for day in sorted(self.working_days))]
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]
