"""A list of nominations as commands: whom each line means, which dossier it begins, in which unit's set."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import col, select

from desk.intake import cells
from desk.intake.asked import Asked
from desk.intake.cells import BadCell
from desk.intake.people import People
from desk.intake.plan import Origin, Plan
from desk.intake.register import Register
from desk.intake.report import Findings
from desk.intake.row import Row
from desk.intake.sheets import Cell
from desk.intake.whom import Whom
from desk.intake.words import MERITS, Awards, one_of, paper_kinds
from domain.decider import Said
from domain.ids import derived
from domain.law.book import Rules
from domain.law.rows import Award
from domain.likeness import Named, doubles
from domain.nomination.commands import DraftNomination
from domain.reservations import nomination_key
from domain.submission.commands import ReceiveSubmission
from events.base import NominationId, SubjectId, SubmissionId, UnitId
from events.nomination import AwardKind, MeritType
from events.store.tables import ReservationRow
from events.submission import Line, Paper
from projections import tables as t

DOUBLE = "có vẻ trùng người và khen thưởng với hồ sơ {other} của {unit}; hãy đối chiếu trước khi trình"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A dossier that a row begins."""

    row: Row
    command: DraftNomination
    line: Line
    name: str


class NominationPlanner:
    """Turns rows into a plan; whatever it does not understand goes into the findings."""

    def __init__(
        self, register: Register, rules: Rules, asked: Asked, said: Said, findings: Findings
    ) -> None:
        self._register = register
        self._people = People(register, asked.day, said)
        self._findings = findings
        self._whom = Whom(register, self._people, asked)
        self._awards = Awards.on(rules, asked.day)
        self._for_all = self._named_for_all(asked.award)
        self._papers = paper_kinds(rules, asked.day)
        self._asked = asked
        self._said = said
        self._rows = {row.nomination: row for row in register.session.exec(select(t.NominationRow)).all()}
        taken = select(ReservationRow).where(col(ReservationRow.key).startswith("nomination/"))
        self._taken = {row.key: row.stream for row in register.session.exec(taken).all()}
        self._here: dict[str, Row] = {}

    def _named_for_all(self, award: str | None) -> tuple[Award, AwardKind] | None:
        try:
            return self._awards.named(award) if award else None
        except BadCell as bad:
            self._findings.fault(None, 0, None, f"--award: {bad}")
            return None

    def plan(self, rows: Iterable[Row]) -> Plan:
        """Go through every row; one with a fault leaves nothing in the plan."""
        plan = Plan()
        drafted = [found for row in rows for found in self._row(row, plan)]
        self._remark_doubles(drafted)
        by_unit: dict[UnitId, list[Drafted]] = defaultdict(list)
        for found in drafted:
            by_unit[found.command.unit].append(found)
        plan.origins += [self._set(unit, listed) for unit, listed in by_unit.items()]
        plan.makes += [found.command.nomination for found in drafted]
        plan.entered = self._people.entered
        return plan

    def _row(self, row: Row, plan: Plan) -> Iterable[Drafted]:
        before = len(self._findings.faults)
        written = self._whom.written(row)
        award, merit = self._award(row)
        kind = self._whom.kind(row, award[0] if award else None)
        votes, votes_of = row.told("votes_for", cells.share_of, (None, None))
        line = Line(
            nomination=NominationId("-"),
            votes_for=votes,
            votes_of=row.told("votes_of", cells.count_of, votes_of),
        )
        year, school = row.told(
            "year", cells.award_year_of, (self._asked.year or self._asked.day.year, False)
        )
        papers = row.told("papers", self._paper_list, ())
        happened = row.told("happened", cells.day_of, None)
        achievement = row.told("achievement", cells.text_of, None)
        if line.votes_for is not None and line.votes_of is not None and line.votes_for > line.votes_of:
            row.fault("votes_for", f"{line.votes_for} phiếu đồng ý nhiều hơn tổng số {line.votes_of} phiếu")
        meant = self._whom.meant(row, kind, written) if written and kind else None
        if len(self._findings.faults) > before or not (meant and written and kind and award and merit):
            return
        draft = DraftNomination(
            nomination=NominationId("-"), subject=SubjectId(meant.subject), subject_kind=kind, award=award[0].award,
            stated_kind=award[1], merit=merit, award_year=year, school_year=school, unit=written.unit, movement=self._asked.movement,
            achievement=achievement, happened=happened,
            papers=tuple(Paper(kind=paper) for paper in dict.fromkeys((*self._asked.papers, *papers))), **self._said,
        )  # fmt: skip
        dossier = self._dossier(row, draft, plan)
        if dossier is not None:
            plan.origins += [Origin(command, row) for command in meant.commands]
            command = replace(draft, nomination=dossier)
            plan.origins.append(Origin(command, row))
            yield Drafted(row, command, line.model_copy(update={"nomination": dossier}), written.name)

    def _award(self, row: Row) -> tuple[tuple[Award, AwardKind] | None, MeritType | None]:
        """Read the award, what the list calls it, and the type of commendation; a title's is công trạng."""
        found = row.told("award", lambda cell: self._awards.named(cells.text_of(cell)), self._for_all)
        if found is None and row.is_silent("award"):
            row.fault(
                "award",
                "thiếu danh hiệu, hình thức; hãy thêm cột “Danh hiệu, hình thức” hoặc chọn chung cho cả tệp",
            )
        title = found is not None and found[0].kind == "title"
        otherwise = self._asked.merit or ("cong_trang" if title else None)
        merit = row.told("merit", lambda cell: one_of(cells.text_of(cell), MERITS, "loại hình"), otherwise)
        if merit is None and found is not None and row.is_silent("merit"):
            row.fault(
                "merit", "thiếu loại hình khen thưởng; hãy thêm cột “Loại hình” hoặc chọn chung cho cả tệp"
            )
        return found, merit

    def _paper_list(self, cell: Cell) -> tuple[str, ...]:
        parts = [part.strip() for part in cells.text_of(cell).replace("\n", ";").split(";")]
        return tuple(one_of(part, self._papers, "giấy tờ của hồ sơ") for part in parts if part)

    def _dossier(self, row: Row, draft: DraftNomination, plan: Plan) -> NominationId | None:
        """Name the dossier; one that is on record already is not made again, one of another unit is a fault."""
        key = nomination_key(draft)
        if key in self._here:
            first = self._here[key]
            row.fault(
                "name",
                f"trùng với {first.sheet.address(first.line.row)}: cùng người, cùng khen thưởng, cùng kỳ",
            )
            return None
        self._here[key] = row
        known = self._rows.get(self._taken.get(key, ""))
        if known is None:
            return self._free_id(key)
        if known.unit == draft.unit:
            plan.already += 1
            row.remark("name", "đã có hồ sơ trong sổ, không ghi lại")
        else:
            unit = self._register.unit_names.get(known.unit, known.unit)
            row.fault(
                "name", f"đã có hồ sơ {known.nomination} của {unit} cho cùng người, cùng khen thưởng, cùng kỳ"
            )
        return None

    def _free_id(self, key: str) -> NominationId:
        """Give the id that follows from what the dossier is; the next one when an earlier dossier was withdrawn."""
        attempt = 0
        while True:
            dossier = NominationId(f"nomination-{derived('intake', self._asked.ledger, key, attempt)}")
            if dossier not in self._rows:
                return dossier
            attempt += 1

    def _set(self, unit: UnitId, listed: list[Drafted]) -> Origin:
        dossiers = sorted(found.command.nomination for found in listed)
        command = ReceiveSubmission(
            submission=SubmissionId(f"submission-{derived('intake', self._asked.ledger, unit, *dossiers)}"),
            unit=unit, lines=tuple(found.line for found in listed), movement=self._asked.movement,
            milestone=self._asked.milestone, papers=self._asked.set_papers, **self._said,
        )  # fmt: skip
        return Origin(command, rows=tuple(found.row for found in listed))

    def _remark_doubles(self, drafted: Iterable[Drafted]) -> None:
        """Remark on lines that seem to double the dossier of another entry of the same person."""
        new = {found.command.nomination: found for found in drafted}
        listed = [
            Named(found.command.nomination, found.command.subject, found.name, _about(found.command))
            for found in new.values()
        ]
        living, people = set(self._taken.values()), self._register.people
        listed += [
            Named(NominationId(row.nomination), SubjectId(row.subject), people[row.subject].name, _about(row))
            for row in self._rows.values()
            if row.nomination in living and row.subject in people
        ]
        units = {dossier: row.unit for dossier, row in self._rows.items()}
        units |= {dossier: found.command.unit for dossier, found in new.items()}
        for double in doubles(listed):
            for mine, other in ((double.one, double.other), (double.other, double.one)):
                if mine in new:
                    unit = self._register.unit_names.get(units[other], units[other])
                    new[mine].row.remark("name", DOUBLE.format(other=other, unit=unit))


def _about(told: DraftNomination | t.NominationRow) -> tuple[object, ...]:
    return told.award, told.merit, told.award_year
