"""A list of past awards as commands: whom each line means, which award of which year, by which decision."""

from collections.abc import Iterable

from desk.intake import cells
from desk.intake.asked import Asked
from desk.intake.people import People
from desk.intake.plan import Origin, Plan
from desk.intake.register import Register
from desk.intake.report import Findings
from desk.intake.row import Row
from desk.intake.whom import Whom
from desk.intake.words import Awards
from domain.decider import Said
from domain.law.book import Rules
from domain.record import RecordPastAward
from domain.vietnamese.folding import comparison_key
from events.base import Citation, SubjectId

Key = tuple[str, str, int, str]


class HonourPlanner:
    """Turns rows into a plan; whatever it does not understand goes into the findings."""

    def __init__(
        self, register: Register, rules: Rules, asked: Asked, said: Said, findings: Findings
    ) -> None:
        self._register = register
        self._people = People(register, asked.day, said)
        self._whom = Whom(register, self._people, asked)
        self._awards = Awards.ever(rules)
        self._said = said
        self._findings = findings
        self._known: dict[Key, Row | None] = {}

    def plan(self, rows: Iterable[Row]) -> Plan:
        """Go through every row; one with a fault leaves nothing in the plan."""
        plan = Plan()
        for row in rows:
            self._row(row, plan)
        plan.entered = self._people.entered
        return plan

    def _row(self, row: Row, plan: Plan) -> None:
        before = len(self._findings.faults)
        written = self._whom.written(row)
        award = row.needed(
            "award", lambda cell: self._awards.named(cells.text_of(cell))[0], "thiếu danh hiệu, hình thức"
        )
        kind = self._whom.kind(row, award)
        year, school = row.needed("year", cells.award_year_of, "thiếu năm khen thưởng") or (None, False)
        number = row.needed("number", cells.text_of, "thiếu số quyết định")
        day = row.needed("day", cells.day_of, "thiếu ngày quyết định")
        issuer = row.told("issuer", cells.text_of, None)
        checked_by = row.told("checked_by", cells.text_of, None)
        meant = self._whom.meant(row, kind, written) if written and kind else None
        if len(self._findings.faults) > before or not (meant and award and year and number and day):
            return
        if not self._is_new((meant.subject, award.award, year, comparison_key(number)), row, plan):
            return
        command = RecordPastAward(
            subject=SubjectId(meant.subject), award=award.award, award_year=year, school_year=school or None,
            document=Citation(number=number, day=day, issuer=issuer), checked_by=checked_by, **self._said,
        )  # fmt: skip
        plan.origins += [*(Origin(entering, row) for entering in meant.commands), Origin(command, row)]
        plan.makes.append(f"{meant.subject}/{award.award}/{year}/{number}")

    def _is_new(self, key: Key, row: Row, plan: Plan) -> bool:
        """Say whether an award is neither on record nor in a line before."""
        subject = key[0]
        for honour in self._register.honours(subject):
            self._known.setdefault(
                (subject, honour.award, honour.award_year, comparison_key(honour.document.number))
            )
        if key not in self._known:
            self._known[key] = row
            return True
        first = self._known[key]
        if first is None:
            plan.already += 1
            row.remark("award", "đã có trong sổ theo cùng quyết định, không ghi lại")
        else:
            row.fault(
                "award",
                f"trùng với {first.sheet.address(first.line.row)}: cùng người, cùng khen thưởng, cùng quyết định",
            )
        return False
