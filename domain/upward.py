"""Trình lên cấp trên: the levels above a unit on a day, who decides an award there, and how a list may travel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.law.book import Rules
from domain.law.rows import Authority
from domain.refusal import Refusal
from events.base import Basis, UnitId
from events.submission import Advice
from events.unit import Level

FROM_BELOW = Basis(document="Luật 06/2022/QH15", article="Đ83.1")


class NotTheNextLevel(Refusal):
    """Danh sách trình sai cấp."""

    code = "not_the_next_level"


@dataclass(frozen=True, slots=True)
class Station:
    """A unit on the way up: its level, and the day it ended, if it has."""

    unit: UnitId
    name: str
    level: Level
    closed_on: date | None = None

    def open_on(self, day: date) -> bool:
        """Say whether it still receives lists on `day`; the day of its end is its last one."""
        return self.closed_on is None or day <= self.closed_on


@dataclass(frozen=True, slots=True)
class Road:
    """What a list on its way up must be held against."""

    above: tuple[Station, ...] = ()
    """The units above the one that sends, nearest first."""
    decided_here: frozenset[str] = frozenset()
    """The awards on the list that the sending unit's own authority decides."""
    advice: tuple[Advice, ...] = ()
    """What the council that sends has said of each line."""


def decides(rules: Rules, award: str, level: Level, on: date) -> bool:
    """Say whether the head of a unit of `level` decides an award on a day; a row from memory decides nothing."""
    return any(row.decides and row.level == level for row in rules.all(Authority, on, award=award))


def next_station(above: Sequence[Station], on: date) -> Station | None:
    """Give the nearest unit above that is open on a day."""
    return next((station for station in above if station.open_on(on)), None)


def require_road(road: Road, to_unit: UnitId, on: date) -> None:
    """Refuse a list that leaves the house though it is decided there, or goes to a unit it cannot go to."""
    if road.decided_here:
        raise NotTheNextLevel(
            f"{', '.join(sorted(road.decided_here))} thuộc thẩm quyền của chính cơ quan này, không trình lên cấp trên.",
            basis=FROM_BELOW,
            todo="Hãy bỏ các dòng đó khỏi danh sách; hệ thống tự trình người có thẩm quyền.",
        )
    station = next((station for station in road.above if station.unit == to_unit), None)
    following = next_station(road.above, on)
    if station is not None and station == following:
        return
    if station is None:
        what = "Nơi nhận không phải cấp trên của cơ quan trình."
    elif not station.open_on(on):
        what = f"{station.name} đã kết thúc hoạt động từ sau ngày {station.closed_on:%d/%m/%Y}."
    else:
        what = f"{station.name} không phải cấp trên trực tiếp."
    raise NotTheNextLevel(
        what,
        basis=FROM_BELOW,
        todo=f"Hãy trình {following.name}." if following else "Hãy kiểm tra cơ quan cấp trên trong sổ.",
    )
