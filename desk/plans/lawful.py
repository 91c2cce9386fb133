"""The yearly deadlines that the law sets for a house, opened for a year: each by the row in force on its own day."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.decider import Said
from domain.ids import obligation_id
from domain.law.book import Rules
from domain.law.rows import AnnualDeadline
from domain.obligation.commands import OpenObligation
from domain.terms import annual, school_years
from domain.wording import award_name
from events.base import SubjectId, UnitId
from events.unit import Level

DUTY = "submit_to_level_above"
ABOVE: dict[Level, tuple[Level, ...]] = {
    "commune": ("district", "province"),
    "district": ("province",),
    "agency": ("province", "ministry"),
    "province": ("nation",),
    "ministry": ("nation",),
}
"""The levels to which a house of each level hands in dossiers."""
PLACES = {"nation": "trung ương", "province": "tỉnh", "district": "huyện", "ministry": "bộ"}


def lawful(rules: Rules, year: int, home: UnitId, level: Level, said: Said) -> Iterator[OpenObligation]:
    """Give the commands that open a house's duties of a calendar year to hand in dossiers to the level above.

    A deadline whose row no longer holds on its day, or does not hold yet, opens nothing; neither does one from memory.
    """
    day = date(year, 1, 1)
    while day.year == year:
        for row in _falling_on(rules, day, level):
            yield _opening(rules, row, day, home, said)
        day += timedelta(days=1)


def _falling_on(rules: Rules, day: date, level: Level) -> list[AnnualDeadline]:
    """Give the deadlines on a day, the nearest layer's before another's of the same award and sector."""
    found: dict[tuple[str, str | None], AnnualDeadline] = {}
    for above in ABOVE.get(level, ()):
        for row in rules.every(AnnualDeadline, day, to_level=above, sector="education"):
            if row.decides:
                found.setdefault((row.award, row.sector), row)
    return [row for row in found.values() if annual(row, day.year - row.year_after) == day]


def _opening(rules: Rules, row: AnnualDeadline, day: date, home: UnitId, said: Said) -> OpenObligation:
    award_year = day.year - row.year_after
    about = f"year-{day.year}"
    return OpenObligation(
        obligation=obligation_id(
            about, DUTY, "-".join(filter(None, (row.award, row.to_level, row.sector))), home
        ),
        duty=DUTY,
        debtor=SubjectId(home),
        about=about,
        milestone=row.award,
        title=f"Trình hồ sơ “{award_name(rules, row.award)}” lên {PLACES[row.to_level]}, {_of(row, award_year)}",
        due_on=day,
        set_by=str(row.basis),
        **said,
    )


def _of(row: AnnualDeadline, award_year: int) -> str:
    """Say of which year: of a school year for schools, of a round where the text only says each year."""
    if row.sector == "education":
        return f"ngành giáo dục, {school_years(award_year)}"
    return f"thành tích năm {award_year}" if row.year_after else f"đợt năm {award_year}"
