"""Where a council's make-up or its meetings fall short of the rule of its level: warnings, since no text makes its acts void."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.council import Council
from domain.law.rows import CouncilShape
from domain.terms import months_after
from events.base import Basis


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that the rule asks and the council is not."""

    message: str
    basis: Basis

    def __str__(self) -> str:
        return f"{self.message} Căn cứ: {self.basis}."


def shortfalls(council: Council, shape: CouncilShape, day: date, met: date | None) -> Iterator[Shortfall]:
    """Give what a council of a day lacks; `met` is the day of its last meeting before, if there was one."""
    sitting = council.sitting(day)
    deputies = sum(member.seat == "vice_chair" for member in sitting)
    if shape.odd and len(sitting) % 2 == 0:
        yield Shortfall(f"Hội đồng có {len(sitting)} thành viên; quy định đòi số lẻ.", shape.basis)
    if shape.least_vice_chairs is not None and deputies < shape.least_vice_chairs:
        yield Shortfall(
            f"Hội đồng có {deputies} Phó Chủ tịch; quy định đòi ít nhất {shape.least_vice_chairs}.",
            shape.basis,
        )
    if shape.most_vice_chairs is not None and deputies > shape.most_vice_chairs:
        yield Shortfall(
            f"Hội đồng có {deputies} Phó Chủ tịch; quy định cho nhiều nhất {shape.most_vice_chairs}.",
            shape.basis,
        )
    yield from _meetings(council, shape, day, met)


def _meetings(council: Council, shape: CouncilShape, day: date, met: date | None) -> Iterator[Shortfall]:
    """Say when the council has not met for longer than its rule allows, counted from its term or the rule at the latest."""
    every, begun = shape.meets_every_months, met or council.term_from
    if every is None or begun is None:
        return
    last = months_after(max(begun, shape.since), every)
    if day > last:
        since = f"phiên gần nhất ngày {met:%d/%m/%Y}" if met else "chưa họp phiên nào trong nhiệm kỳ"
        yield Shortfall(
            f"Hội đồng họp {every} tháng một lần; {since}, lẽ ra họp chậm nhất ngày {last:%d/%m/%Y}.",
            shape.basis,
        )
