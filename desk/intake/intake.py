"""One list, from the sheets to the log: read whole, every fault told, recorded as one act or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desk.intake.asked import Asked
from desk.intake.fields import HONOUR, NOMINATION
from desk.intake.honours import HonourPlanner
from desk.intake.nominations import NominationPlanner
from desk.intake.plan import Plan
from desk.intake.register import Register
from desk.intake.report import Findings, sentences
from desk.intake.row import Row
from desk.intake.sheets import Sheet
from desk.intake.table import NAME, Titles, find_table
from desk.views.intake_views import IntakeView
from domain.decider import Said
from domain.ids import derived
from domain.law.book import Rules
from domain.refusal import Refusal
from workflows.decided import SeveralRefused
from workflows.wiring import House

Planning = Callable[[Register, Rules, Findings, Sequence[Row]], Plan]


class Import(Protocol):
    """What takes in the sheets of a list."""

    def __call__(
        self, house: House, sheets: Sequence[Sheet], asked: Asked, said: Said, sending: "Sending", /
    ) -> IntakeView:
        """Give what it came to."""
        ...


@dataclass(frozen=True, slots=True)
class Sending:
    """How a list is sent: only tried, or also with the good lines of a list that has bad ones."""

    dry_run: bool = False
    good_lines: bool = False


def import_nominations(
    house: House, sheets: Sequence[Sheet], asked: Asked, said: Said, sending: Sending
) -> IntakeView:
    """Draft and hand in the dossiers of a list, each unit's as one set."""

    def planning(register: Register, rules: Rules, findings: Findings, rows: Sequence[Row]) -> Plan:
        return NominationPlanner(register, rules, asked, said, findings).plan(rows)

    return _taken_in(house, sheets, NOMINATION, planning, sending)


def import_honours(
    house: House, sheets: Sequence[Sheet], asked: Asked, said: Said, sending: Sending
) -> IntakeView:
    """Record the past awards of a list."""

    def planning(register: Register, rules: Rules, findings: Findings, rows: Sequence[Row]) -> Plan:
        return HonourPlanner(register, rules, asked, said, findings).plan(rows)

    return _taken_in(house, sheets, HONOUR, planning, sending)


def _taken_in(
    house: House, sheets: Sequence[Sheet], titles: Titles, planning: Planning, sending: Sending
) -> IntakeView:
    findings = Findings()
    rows = _rows(sheets, titles, findings)
    plan = _planned(house, planning, findings, rows)
    unreadable = bool(findings.faults)
    events = _tried(house, plan, findings, dry_run=sending.dry_run or unreadable)
    good = [row for row in rows if row.place not in findings.bad_rows]
    faulty = bool(findings.faults)
    if faulty and sending.good_lines and good:
        plan = _planned(house, planning, Findings(), good)
        events = _record(house, plan, dry_run=sending.dry_run)
        faulty = False
    return IntakeView(
        lines=len(rows),
        made=0 if faulty else len(plan.makes),
        already=plan.already,
        entered=0 if faulty else plan.entered,
        events=0 if faulty else events,
        recorded=bool(events) and not faulty and not sending.dry_run,
        against_rules=bool(findings.faults) and not unreadable,
        remarks=sentences(findings.remarks),
        faults=sentences(findings.faults),
    )


def _rows(sheets: Sequence[Sheet], titles: Titles, findings: Findings) -> list[Row]:
    """Give the lines of every sheet that has a list."""
    rows: list[Row] = []
    tables = [table for sheet in sheets if (table := find_table(sheet, titles, (NAME,))) is not None]
    for table in tables:
        rows += [Row(table.sheet, line, findings) for line in table.lines()]
        if table.foot is not None:
            findings.remark(
                table.sheet, table.end, None, f"từ đây là phần cuối văn bản (“{table.foot}”), không đọc"
            )
    if not tables:
        called = ", ".join(f"“{names[0]}”" for names in titles.values())
        findings.fault(
            None, 0, None, f"không thấy dòng tiêu đề nào có cột “Họ và tên”; các cột được đọc: {called}"
        )
    elif not rows:
        findings.fault(None, 0, None, "dưới dòng tiêu đề không có dòng nào")
    return rows


def _planned(house: House, planning: Planning, findings: Findings, rows: Sequence[Row]) -> Plan:
    with house.ledger.database.session() as session:
        reading = house.handler.reading(session, "system:reader")
        rules = reading.rules(reading.organisation)
        return planning(Register(house, session), rules, findings, [row.noting(findings) for row in rows])


def _tried(house: House, plan: Plan, findings: Findings, *, dry_run: bool) -> int:
    """Record everything, or only decide it, and note each refusal at its row; gives the number of events."""
    try:
        return _record(house, plan, dry_run=dry_run)
    except SeveralRefused as several:
        _note(several, plan, findings)
    except Refusal as refusal:
        findings.fault(None, 0, None, str(refusal))
    return 0


def _note(several: SeveralRefused, plan: Plan, findings: Findings) -> None:
    """Note one refusal a row; a set that is refused only for its refused lines is not told again."""
    told: set[tuple[str, int]] = set()
    for place, refusal in several.refused.items():
        origin = plan.origins[place]
        if origin.row is not None and origin.row.place not in told:
            told.add(origin.row.place)
            findings.fault(origin.row.sheet, origin.row.line.row, None, str(refusal))
        elif origin.row is None and not told & {row.place for row in origin.rows}:
            findings.spoiled |= {row.place for row in origin.rows}
            findings.fault(None, 0, None, f"bộ hồ sơ có {len(origin.rows)} dòng: {refusal}")


def _record(house: House, plan: Plan, *, dry_run: bool) -> int:
    """Record everything as one act whose id follows from what it makes; gives the number of events."""
    if not plan.origins:
        return 0
    act = f"intake-{derived('intake', house.ledger.genesis.ledger, *sorted(plan.makes))}"
    outcome = house.handler.handle_together(act, [origin.command for origin in plan.origins], dry_run=dry_run)
    return len(outcome.events)
