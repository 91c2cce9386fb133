"""Score sheets of a cluster: what a unit gives itself and the others, what the standing agency verifies, and the sheet itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from desk.requests import BadRequest
from desk.web.guard import Room, Sent, guarded
from desk.web.numbers import Number
from desk.web.visit import Visit
from domain.cluster.ranking import SIGN, total
from domain.cluster.states import Cluster, Year
from domain.refusal import Refusal
from events.base import UnitId
from events.cluster import Criterion, Score, ScoringAdopted
from events.plan import Debtor
from projections import tables as t

router = APIRouter(route_class=Room)
MOST_CRITERIA = 30
"""Rows of the form for a year's sheet."""
EMPTY_ROWS = 8
KINDS = {"base": "điểm chuẩn", "bonus": "điểm thưởng", "penalty": "điểm trừ"}
DATES: Mapping[str, tuple[str, Debtor]] = {
    "sign_pact": ("Ký giao ước thi đua", "cluster_head"),
    "self_score": ("Tự chấm điểm", "participants"),
    "cross_score": ("Chấm chéo", "participants"),
    "verify_scores": ("Thẩm tra điểm", "standing_agency"),
    "rank_cluster": ("Xếp hạng", "cluster_head"),
}
"""What a year of a cluster asks for: duty → its name and who owes it."""
Fault = Refusal | BadRequest


@dataclass(frozen=True, slots=True)
class Sheet:
    """Whose points are asked for: `by_unit` gives them; without it the standing agency verifies."""

    unit: UnitId
    by_unit: UnitId | None
    done: bool
    ready: bool = True
    """The unit has scored itself, which comes before all else."""


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion with what was given for it so far, and what is typed."""

    criterion: Criterion
    own: str | None
    cross: str | None
    points: str
    why: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What somebody sent that is not recorded: as typed, what is wrong with it, or what it comes to."""

    typed: Mapping[str, str] | None = None
    fault: Fault | None = None
    total: Decimal | None = None


def office(visit: Visit) -> bool:
    """The standing agency, which verifies and types for units without an account."""
    return visit.viewer.at_home("standing_agency")


def own_units(visit: Visit, cluster: Cluster) -> tuple[UnitId, ...]:
    """Give the members that the viewer speaks for."""
    mine = visit.viewer.scopes("clerk", "head")
    return tuple(unit for unit in cluster.members if unit in mine)


def scores_here(visit: Visit) -> bool:
    """The standing agency, and whoever speaks for a member of the cluster."""
    if visit.session.get(t.ClusterRow, visit.path["cluster"]) is None:
        return False
    return office(visit) or bool(own_units(visit, visit.reading.state(visit.path["cluster"], Cluster)))


def keeps_sheets(visit: Visit) -> bool:
    """The standing agency, of a cluster that is there."""
    return office(visit) and visit.session.get(t.ClusterRow, visit.path["cluster"]) is not None


def _year(visit: Visit, cluster: Cluster, asked: int | None) -> int:
    years = [year for year, known in cluster.years.items() if known.scoring]
    return asked if asked in years else max(years, default=visit.viewer.today.year)


def _sheets(visit: Visit, cluster: Cluster, known: Year) -> tuple[list[Sheet], list[Sheet]]:
    """Give the sheets that the viewer's own units owe, and those that the standing agency verifies."""
    owed = [
        Sheet(unit, scorer, (scorer, unit) in known.scored, unit == scorer or (unit, unit) in known.scored)
        for scorer in own_units(visit, cluster)
        for unit in (scorer, *(other for other in cluster.members if other != scorer))
    ]
    if not office(visit):
        return owed, []
    return owed, [
        Sheet(unit, None, unit in known.verified, (unit, unit) in known.scored) for unit in cluster.members
    ]


@router.get("/cum-khoi/{cluster}/cham-diem")
def ask(
    nam: Number | None = None, don_vi: str = "", boi: str = "", visit: Visit = guarded(scores_here)
) -> Response:
    """Show which sheets are owed; with a unit, the sheet for it."""
    cluster = visit.reading.state(visit.path["cluster"], Cluster)
    year = _year(visit, cluster, nam)
    visit.names.know(cluster.members)
    if not don_vi:
        owed, verified = _sheets(visit, cluster, cluster.year(year))
        return visit.page(
            "score_sheets.html", cluster=cluster, year=year, known=cluster.year(year), owed=owed,
            verified=verified, types_for=cluster.members if office(visit) else (),
        )  # fmt: skip
    return _sheet(visit, cluster, year, _wanted(visit, cluster, don_vi, boi))


def _wanted(visit: Visit, cluster: Cluster, unit: str, by_unit: str) -> Sheet:
    """Give the sheet that an address names, if it is the viewer's to fill in."""
    if unit not in cluster.members or by_unit not in {"", *cluster.members}:
        raise HTTPException(404)
    if not office(visit) and (not by_unit or by_unit not in own_units(visit, cluster)):
        raise HTTPException(404)
    return Sheet(UnitId(unit), UnitId(by_unit) if by_unit else None, done=False)


def _given(known: Year, sheet: Sheet) -> tuple[Score, ...]:
    if sheet.by_unit is None:
        return known.verified.get(sheet.unit, ())
    return known.scored.get((sheet.by_unit, sheet.unit), ())


def _sheet(visit: Visit, cluster: Cluster, year: int, sheet: Sheet, tried: Tried | None = None) -> Response:
    tried = tried or Tried()
    known = cluster.year(year)
    criteria = known.scoring.criteria if known.scoring else ()
    lines = _lines(known, criteria, sheet, tried.typed)
    most = sum((one.most for one in criteria if SIGN[one.kind] > 0), Decimal(0))
    return visit.page(
        "score_sheet.html", _status(tried.fault), cluster=cluster, year=year, sheet=sheet, lines=lines, kinds=KINDS,
        sum=tried.total, most=most, closed=bool(known.places), fault=tried.fault,
    )  # fmt: skip


def _status(fault: Fault | None) -> int:
    return 200 if fault is None else 422 if isinstance(fault, BadRequest) else 409


def _lines(
    known: Year, criteria: Sequence[Criterion], sheet: Sheet, typed: Mapping[str, str] | None
) -> list[Line]:
    """Put beside each criterion what others need to see: a unit's own points, and the others' on average."""
    own = {score.criterion: score for score in known.scored.get((sheet.unit, sheet.unit), ())}
    given = {score.criterion: score for score in _given(known, sheet)}
    cross = [
        {score.criterion: score.points for score in scores}
        for (scorer, unit), scores in known.scored.items()
        if unit == sheet.unit and scorer != unit
    ]
    beside = sheet.by_unit != sheet.unit
    found = []
    for one in criteria:
        others = [scores[one.code] for scores in cross if one.code in scores]
        score = given.get(one.code)
        found.append(
            Line(
                criterion=one,
                own=str(own[one.code].points) if beside and one.code in own else None,
                cross=str((sum(others, Decimal(0)) / len(others)).quantize(Decimal("0.01")))
                if sheet.by_unit is None and others
                else None,
                points=typed.get(f"diem.{one.code}", "") if typed else _plain(score),
                why=typed.get(f"vi_sao.{one.code}", "") if typed else (score.why or "" if score else ""),
            )
        )
    return found


def _plain(score: Score | None) -> str:
    return str(score.points).replace(".", ",") if score else ""


@router.post("/cum-khoi/{cluster}/cham-diem")
def give(form: Sent, visit: Visit = guarded(scores_here)) -> Response:
    """Add a sheet up and show it once more, or record it."""
    cluster = visit.reading.state(visit.path["cluster"], Cluster)
    asked = str(form.get("nam", ""))
    year = _year(visit, cluster, int(asked) if asked.isdecimal() and len(asked) < 5 else None)  # noqa: PLR2004  # a year
    visit.names.know(cluster.members)
    sheet = _wanted(visit, cluster, str(form.get("don_vi", "")), str(form.get("boi", "")))
    typed = {name: str(value).strip() for name, value in form.items() if isinstance(value, str)}
    known = cluster.year(year)
    criteria = known.scoring.criteria if known.scoring else ()
    try:
        scores = _scores(criteria, typed)
        if form.get("lam") != "ghi":
            read = [Score.model_validate(score) for score in scores]
            return _sheet(visit, cluster, year, sheet, Tried(typed, total=total(criteria, read)))
        body: dict[str, Any] = {
            "cluster": cluster.cluster, "year": year, "unit": sheet.unit, "scores": scores,
        }  # fmt: skip
        command = "cluster.verify_scores"
        if sheet.by_unit is not None:
            command, body["by_unit"] = "cluster.score", sheet.by_unit
        outcome = visit.send(command, body, key=str(form.get("ma")))
    except (Refusal, BadRequest) as fault:
        return _sheet(visit, cluster, year, sheet, Tried(typed, fault))
    return visit.go(f"/cum-khoi/{cluster.cluster}/cham-diem?nam={year}", outcome)


def _scores(criteria: Sequence[Criterion], typed: Mapping[str, str]) -> list[dict[str, str]]:
    """Read the points; a bonus or a penalty may stay empty, anything else that is no number is told by name."""
    scores, faults = [], []
    for one in criteria:
        said = typed.get(f"diem.{one.code}", "").replace(",", ".")
        if not said:
            if one.kind == "base":
                faults.append(f"{one.name}: chưa ghi điểm; không đạt thì ghi 0.")
            continue
        try:
            points = Decimal(said)
        except InvalidOperation:
            faults.append(f"{one.name}: “{said}” không phải là số.")
            continue
        if not points.is_finite() or not 0 <= points <= one.most:
            faults.append(f"{one.name}: điểm từ 0 đến {str(one.most).replace('.', ',')}.")
            continue
        why = typed.get(f"vi_sao.{one.code}", "")
        scores.append({"criterion": one.code, "points": said, **({"why": why} if why else {})})
    if faults:
        raise BadRequest(faults)
    return scores


@router.get("/cum-khoi/{cluster}/bang-diem")
def ask_criteria(nam: Number | None = None, visit: Visit = guarded(keeps_sheets)) -> Response:
    """Ask for the sheet of a year: its criteria, and which of them part equals."""
    year = nam if nam is not None and 2000 < nam < 2200 else visit.viewer.today.year  # noqa: PLR2004  # years that a form can mean
    return _criteria(visit, year)


def _criteria(visit: Visit, year: int, form: FormData | None = None, fault: Fault | None = None) -> Response:
    cluster = visit.reading.state(visit.path["cluster"], Cluster)
    known = cluster.year(year).scoring
    rows = _rows(form) if form is not None else _known_rows(known)
    empty = {"ten": "", "toi_da": "", "loai": "base", "bang_diem": ""}
    dated: dict[str, str] = {one.duty: one.due for one in known.milestones} if known else {}
    if form is not None:
        dated = {duty: str(form.get(f"han.{duty}", "")) for duty in DATES}
    return visit.page(
        "score_criteria.html", _status(fault),
        cluster=cluster, year=year, kinds=KINDS, rows=[*rows, *[empty] * EMPTY_ROWS][:MOST_CRITERIA],
        dates=[(duty, name, dated.get(duty, "")) for duty, (name, _) in DATES.items()],
        typed={name: str(form.get(name, "")) for name in ("so", "ngay", "noi")} if form else {}, fault=fault,
    )  # fmt: skip


def _known_rows(known: ScoringAdopted | None) -> list[dict[str, str]]:
    if known is None:
        return []
    place = {code: str(number) for number, code in enumerate(known.ties, 1)}
    return [
        {"ten": one.name, "toi_da": str(one.most).replace(".", ","), "loai": one.kind,
         "bang_diem": place.get(one.code, "")}
        for one in known.criteria
    ]  # fmt: skip


def _rows(form: FormData) -> list[dict[str, str]]:
    names = ("ten", "toi_da", "loai", "bang_diem")
    rows = [
        {name: str(form.get(f"{name}.{place}", "")).strip() for name in names}
        for place in range(MOST_CRITERIA)
    ]
    return [row for row in rows if row["ten"] or row["toi_da"]]


@router.post("/cum-khoi/{cluster}/bang-diem")
def adopt(cluster: str, form: Sent, visit: Visit = guarded(keeps_sheets)) -> Response:
    """Adopt the sheet of a year."""
    asked = str(form.get("nam", ""))
    year = int(asked) if asked.isdecimal() and len(asked) < 5 else visit.viewer.today.year  # noqa: PLR2004  # a year
    try:
        body = {"cluster": cluster, "year": year, **_adopted(_rows(form), form)}
        outcome = visit.send("cluster.adopt_scoring", body, key=str(form.get("ma")))
    except (Refusal, BadRequest) as fault:
        return _criteria(visit, year, form, fault)
    return visit.go(f"/cum-khoi/{cluster}?nam={year}", outcome)


def _adopted(rows: Sequence[Mapping[str, str]], form: FormData) -> dict[str, Any]:
    """Give the sheet that a form says; each criterion is named by its place."""
    faults = [
        f"Tiêu chí {place}: cần cả tên và điểm tối đa, là một số."
        for place, row in enumerate(rows, 1)
        if not row["ten"] or not row["toi_da"].replace(",", "", 1).isdecimal()
    ]
    order = [(row["bang_diem"], f"tc-{place}") for place, row in enumerate(rows, 1) if row["bang_diem"]]
    if any(not said.isdecimal() for said, _ in order):
        faults.append("Thứ tự xét khi bằng điểm là số 1, 2, 3…")
    if faults:
        raise BadRequest(faults)
    return {
        "criteria": [
            {"code": f"tc-{place}", "name": row["ten"], "most": row["toi_da"].replace(",", "."), "kind": row["loai"]}
            for place, row in enumerate(rows, 1)
        ],
        "milestones": [
            {"code": duty, "duty": duty, "name": f"{name} trong cụm, khối", "due": due, "owed_by": owed_by}
            for duty, (name, owed_by) in DATES.items()
            for due in (str(form.get(f"han.{duty}", "")).strip(),)
            if due
        ],
        "ties": [code for _, code in sorted(order, key=lambda one: int(one[0]))],
        "document": {
            name: said
            for name, said in (("number", form.get("so")), ("day", form.get("ngay")), ("issuer", form.get("noi")))
            if said
        },
    }  # fmt: skip
