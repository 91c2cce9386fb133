"""How letters may leave: over how many lines, how many a minute, and not in the quiet hours."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time

from domain.calendar import local_day, local_instant

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the local day in which nothing is sent; they may go over midnight."""

    begin: clock_time
    end: clock_time

    @classmethod
    def parse(cls, text: str) -> "Quiet":
        """Read `21:30-06:30`; raises ValueError."""
        found = _HOURS.fullmatch(text)
        if found is None:
            raise ValueError("giờ yên tĩnh có dạng 21:30-06:30")
        hours = [int(part) for part in found.groups()]
        return cls(clock_time(hours[0], hours[1]), clock_time(hours[2], hours[3]))

    def lifts(self, moment: datetime) -> datetime:
        """Give `moment`, or the end of the quiet hours that it falls into."""
        today = local_day(moment)
        for day in (today - timedelta(days=1), today):
            begin = local_instant(day, self.begin)
            end = local_instant(day if self.end > self.begin else day + timedelta(days=1), self.end)
            if begin <= moment < end:
                return end
        return moment


class Pace:
    """At most so many letters a minute, on the machine's steady clock; a minute's worth may go at once."""

    def __init__(self, per_minute: int, steady: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._steady = steady
        self._left = float(per_minute)
        self._looked_at = steady()

    def grant(self, wanted: int) -> int:
        """Give how many of `wanted` may go now."""
        now = self._steady()
        earned = (now - self._looked_at) * self._per_minute / 60
        self._left = min(self._per_minute, self._left + earned)
        self._looked_at = now
        granted = min(wanted, int(self._left))
        self._left -= granted
        return granted


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRules:
    """What a deployment sets for its mailroom."""

    connections: int = 1
    pace: Pace | None = None
    quiet: Quiet | None = None

    def lifts(self, moment: datetime) -> datetime:
        """Give the first instant from `moment` on at which letters may leave."""
        return self.quiet.lifts(moment) if self.quiet else moment

    def quiet_at(self, moment: datetime) -> bool:
        """Say whether nothing leaves at a moment."""
        return self.lifts(moment) > moment
