"""Awards held: in the same year, ever, or in years on end; lines of the same round count on condition."""

from collections.abc import Iterable, Sequence

from domain.eligibility.case import Answer, Case, Holding, used
from domain.law.book import Rules
from domain.law.rows import Prerequisite, Support
from events.base import NominationId
from events.judgement import UsedFact


def supporting(row: Prerequisite, case: Case, rules: Rules) -> list[Holding]:
    """Give the awards that may support this proposal: đột xuất and chuyên đề support no higher công trạng award."""
    barred = {said.merit for said in rules.every(Support, case.on, not_for=case.merit) if said.decides}
    return [
        holding
        for holding in case.holdings
        if holding.award in row.of_awards and (holding.merit is None or holding.merit not in barred)
    ]


def same_year(row: Prerequisite, case: Case) -> Answer:
    """Ask for one of the awards in the award year itself."""
    held = [
        holding
        for holding in case.holdings
        if holding.award in row.of_awards and holding.year == case.award_year
    ]
    if not held:
        return Answer("fail", (UsedFact(name="award_same_year", value=", ".join(row.of_awards) or "-"),))
    return Answer("pass", tuple(map(told, held)), pending_among(held))


def held_before(row: Prerequisite, case: Case, rules: Rules) -> Answer:
    """Ask for one of the awards, so many times, in an earlier year or (with `years`) in one of the last years."""
    since = case.award_year - row.years + 1 if row.years is not None else 0
    held = [holding for holding in supporting(row, case, rules) if since <= holding.year <= case.award_year]
    wanted = row.count or 1
    facts = tuple(map(told, held)) or (UsedFact(name="held", value="chưa có trong sổ"),)
    if len({holding.year for holding in held}) < wanted:
        return Answer("fail", facts)
    decided = {holding.year for holding in held if holding.pending is None}
    return Answer("pass", facts, () if len(decided) >= wanted else pending_among(held))


def streak(row: Prerequisite, case: Case, rules: Rules) -> Answer:
    """Ask for the award in `years` consecutive award years, the last of them the award year or the one before."""
    if row.years is None:
        return Answer("unknown")
    held = [holding for holding in supporting(row, case, rules) if holding.school_year == case.school_year]
    mixed = [holding for holding in supporting(row, case, rules) if holding.school_year != case.school_year]
    by_year = {holding.year: holding for holding in sorted(held, key=_decided_last)}
    runs = [run_of(last, row.years) for last in (case.award_year, case.award_year - 1)]
    whole = [run for run in runs if all(year in by_year for year in run)]
    if not whole:
        missing = [year for year in runs[0] if year not in by_year]
        return Answer(
            "unknown" if mixed else "fail",
            (
                *(told(by_year[year]) for year in runs[0] if year in by_year),
                UsedFact(name="years_missing", value=", ".join(map(str, missing))),
                *(UsedFact(name="other_year_kind", value=str(holding.year)) for holding in mixed),
            ),
        )
    runs_held = [[by_year[year] for year in run] for run in whole]
    firm = next((run for run in runs_held if not pending_among(run)), runs_held[0])
    return Answer("pass", tuple(map(told, firm)), pending_among(firm))


def run_of(last: int, years: int) -> range:
    """Give the award years of a run that ends with `last`."""
    return range(last - years + 1, last + 1)


def pending_among(held: Iterable[Holding]) -> tuple[NominationId, ...]:
    """Name the dossiers that a pass rests on when no decided award of the kind would do."""
    listed: Sequence[Holding] = tuple(held)
    decided_years = {holding.year for holding in listed if holding.pending is None}
    return tuple(
        holding.pending
        for holding in listed
        if holding.pending is not None and holding.year not in decided_years
    )


def _decided_last(holding: Holding) -> bool:
    return holding.pending is None


def told(holding: Holding) -> UsedFact:
    """Tell of an award held, or on its way."""
    what = f"{holding.award} {holding.year}"
    if holding.pending is not None:
        return UsedFact(name="held_on_condition", value=what, document=holding.pending)
    return used("held", what, holding.document, holding.checked_by)
