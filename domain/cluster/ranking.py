"""Xếp hạng: totals of score sheets, and places by them, with the cluster's own rule for ties."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.refusal import Malformed
from events.base import UnitId
from events.cluster import Criterion, Place, Score, ScoringAdopted

SIGN = {"base": 1, "bonus": 1, "penalty": -1}


def total(criteria: Sequence[Criterion], scores: Sequence[Score]) -> Decimal:
    """Add a score sheet up; refuses one that is not whole, names a criterion twice, or gives more than there is."""
    known = {criterion.code: criterion for criterion in criteria}
    given = [score.criterion for score in scores]
    if len(given) != len(set(given)):
        raise Malformed("Bảng điểm có tiêu chí ghi hai lần.", todo="Hãy ghi mỗi tiêu chí một lần.")
    unknown = sorted({*given} - {*known})
    absent = sorted(code for code, one in known.items() if one.kind == "base" and code not in given)
    if unknown or absent:
        raise Malformed(
            f"Bảng điểm chưa khớp: thừa {', '.join(unknown) or 'không có'}; thiếu {', '.join(absent) or 'không có'}."
        )
    wrong = [score.criterion for score in scores if not 0 <= score.points <= known[score.criterion].most]
    if wrong:
        raise Malformed(
            f"Điểm vượt khung ở tiêu chí {', '.join(wrong)}.",
            todo="Điểm từ 0 đến mức tối đa của tiêu chí; điểm trừ cũng ghi số dương.",
        )
    return sum((SIGN[known[score.criterion].kind] * score.points for score in scores), Decimal(0))


def places(
    totals: Mapping[UnitId, Decimal], sheets: Mapping[UnitId, Sequence[Score]], scoring: ScoringAdopted
) -> tuple[Place, ...]:
    """Rank units by points, then by the criteria of the tie rule in order; what nothing parts shares its rank.

    Of a criterion that takes points away, fewer go first.
    """
    ties = scoring.ties
    signs = {criterion.code: SIGN[criterion.kind] for criterion in scoring.criteria}
    points = {
        unit: (totals[unit], *(signs[one] * _points(sheets[unit], one) for one in ties)) for unit in totals
    }
    ordered = sorted(points, key=lambda unit: (tuple(-value for value in points[unit]), unit))
    ranks = {unit: 1 + sum(other > points[unit] for other in points.values()) for unit in ordered}
    return tuple(
        Place(
            rank=ranks[unit],
            unit=unit,
            points=totals[unit],
            broken_by=_broken_by(unit, points, ties),
            shared=True if sum(rank == ranks[unit] for rank in ranks.values()) > 1 else None,
        )
        for unit in ordered
    )


def _points(sheet: Sequence[Score], criterion: str) -> Decimal:
    return next((score.points for score in sheet if score.criterion == criterion), Decimal(0))


def _broken_by(unit: UnitId, points: Mapping[UnitId, tuple[Decimal, ...]], ties: Sequence[str]) -> str | None:
    """Name the last criterion that was needed to part a unit from those with as many points."""
    mine = points[unit]
    depths = [
        next((depth for depth in range(len(ties)) if theirs[depth + 1] != mine[depth + 1]), None)
        for other, theirs in points.items()
        if other != unit and theirs[0] == mine[0]
    ]
    parted = [depth for depth in depths if depth is not None]
    return ties[max(parted)] if parted else None
