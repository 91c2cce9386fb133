"""Administration: who there is, who holds what and until when, the rules in force and those missing, letters, health."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import case, func
from sqlmodel import col, select
from starlette.exceptions import HTTPException

from desk.checkup import check_up
from desk.views import letters as letter_views
from desk.views.names import lost_names
from desk.web.guard import Room, Sent, guarded
from desk.web.numbers import Number
from desk.web.policy import auditor, staff
from desk.web.visit import Visit
from domain.law.rows import Quorum, Row, VoteShare
from domain.law.telling import tell
from domain.refusal import Refusal
from events.store.ledger import Ledger
from projections import tables as t
from workflows.opening import RULESET

router = APIRouter(route_class=Room)
PAGE = 50
SCREEN = 180
"""So many units are on one screen: a province's communes, and some room."""


def sees_letters(visit: Visit) -> bool:
    """The standing agency, the administrators and the auditors."""
    return staff(visit) or auditor(visit)


@router.get("/quan-tri")
def first(visit: Visit = guarded(staff)) -> Response:
    """Show what an administrator looks after."""
    return visit.page(
        "admin.html",
        units=_count(visit, t.UnitRow),
        people=_count(visit, t.PersonRow),
        roles=_count(visit, t.RoleRow),
        accounts=len(visit.welcome.door.accounts()),
        letters=letter_views.by_state(visit.reading),
        parked=visit.session.exec(
            select(func.count()).select_from(t.PendingRow).where(col(t.PendingRow.parked).is_(True))
        ).one(),
    )


def _count(visit: Visit, table: type[t.ReadTable]) -> int:
    return visit.session.exec(select(func.count()).select_from(table)).one()


@router.get("/quan-tri/don-vi")
def units(trang: Number = 1, visit: Visit = guarded(staff)) -> Response:
    """List the units with their clerks."""
    number = min(max(trang, 1), 100_000)
    rows = visit.session.exec(
        select(t.UnitRow).order_by(t.UnitRow.name).offset((number - 1) * PAGE).limit(PAGE + 1)
    ).all()
    clerks = defaultdict(list)
    shown = [row.unit for row in rows]
    asked = select(t.RoleRow).where(
        col(t.RoleRow.role).in_(("clerk", "head")), col(t.RoleRow.scope).in_(shown)
    )
    for role in visit.session.exec(asked):
        if role.since <= visit.viewer.today.isoformat() and (
            not role.until or role.until >= visit.viewer.today.isoformat()
        ):
            clerks[role.scope].append(role.person)
    visit.names.know(
        [person for people in clerks.values() for person in people] + [row.parent for row in rows]
    )
    return visit.page(
        "admin_units.html", rows=rows[:PAGE], clerks=clerks, number=number, more=len(rows) > PAGE
    )


@router.get("/quan-tri/nguoi")
def people(sau: str = "", visit: Visit = guarded(staff)) -> Response:
    """List people with the roles they hold or have held, and whether they have an account."""
    rows = visit.session.exec(
        select(t.PersonRow).where(t.PersonRow.person > sau).order_by(t.PersonRow.person).limit(PAGE + 1)
    ).all()
    shown = [row.person for row in rows[:PAGE]]
    roles = defaultdict(list)
    found = visit.session.exec(
        select(t.RoleRow).where(col(t.RoleRow.person).in_(shown)).order_by(t.RoleRow.since)
    ).all()
    for role in found:
        roles[role.person].append(role)
    councils = {row.council: row.name for row in visit.session.exec(select(t.CouncilRow))}
    visit.names.know(shown + [role.scope for role in found])
    return visit.page(
        "admin_people.html",
        people=sorted(shown, key=visit.names.order),
        roles=roles,
        councils=councils,
        accounts=visit.welcome.door.with_account(shown),
        begun=bool(sau),
        after=shown[-1] if len(rows) > PAGE else None,
        today=visit.viewer.today.isoformat(),
    )


def person_there(visit: Visit) -> bool:
    """A person who is there, for the staff."""
    return staff(visit) and visit.session.get(t.PersonRow, visit.path["person"]) is not None


@router.get("/quan-tri/nguoi/{person}")
def person(visit: Visit = guarded(person_there)) -> Response:
    """Show one person's account and what opens it."""
    return _person(visit)


def _person(visit: Visit, *, status: int = 200, fault: Refusal | None = None, code: str = "") -> Response:
    who = visit.path["person"]
    door = visit.welcome.door
    councils = {row.council: row.name for row in visit.session.exec(select(t.CouncilRow))}
    return visit.page(
        "admin_person.html",
        status,
        person=who,
        name=visit.names.of(who),
        account=door.account(who),
        cards=door.passes(who, "card"),
        tokens=door.passes(who, "token"),
        sessions=door.sessions.of(who),
        roles=visit.session.exec(
            select(t.RoleRow).where(t.RoleRow.person == who).order_by(t.RoleRow.since)
        ).all(),
        councils=councils,
        today=visit.viewer.today.isoformat(),
        fault=fault,
        code=code,
    )


@router.post("/quan-tri/nguoi/{person}")
def change_account(person: str, form: Sent, visit: Visit = guarded(person_there)) -> Response:
    """Open or close the account, give a one-time code, end the sessions."""
    role = "administrator" if visit.viewer.at_home("administrator") else "standing_agency"
    said = visit.said(role)
    try:
        match form.get("lam"):
            case "mo":
                visit.welcome.open_account(person, str(form.get("ten", "")), said)
            case "dong":
                visit.welcome.close_account(person, str(form.get("ly_do", "")) or None, said)
            case "ma":
                given = visit.welcome.give_code(person, said)
                return _person(visit, code=given.digits)
            case "thu-hoi":
                visit.welcome.revoke_sessions(person)
            case _:
                raise HTTPException(422)
    except Refusal as fault:
        return _person(visit, status=409, fault=fault)
    return visit.go(f"/quan-tri/nguoi/{person}")


@dataclass(frozen=True, slots=True)
class LawTable:
    """A table of rules as a reader sees it."""

    code: str
    name: str
    rows: Sequence[Row]


@router.get("/quan-tri/quy-dinh")
def law(lop: Number = -1, bang: str = "", visit: Visit = guarded(sees_letters)) -> Response:
    """Show the rules in force, layer by layer, with their evidence, and what is missing."""
    book = visit.reading.law.book
    today = visit.viewer.today
    layers = [
        (
            layer,
            Counter(row.evidence for rows in layer.rows.values() for row in rows if row.holds_on(today)),
            [
                LawTable(
                    table.__name__,
                    TABLES.get(table.__name__, table.__name__),
                    [row for row in rows if row.holds_on(today)],
                )
                for table, rows in layer.rows.items()
            ],
        )
        for layer in book.layers
    ]
    visit.names.know(layer.scope for layer, _, _ in layers)
    tables = layers[lop][2] if 0 <= lop < len(layers) else []
    shown = next((table for table in tables if table.code == bang), None)
    return visit.page(
        "admin_law.html",
        layers=layers,
        shown=shown,
        said=tell,
        nation=RULESET,
        missing=_missing(visit),
        hash=book.hash,
    )


TABLES = {
    "AnnualDeadline": "Thời hạn hằng năm",
    "Authority": "Thẩm quyền quyết định",
    "Award": "Danh hiệu, hình thức khen thưởng",
    "BaseSalary": "Mức lương cơ sở",
    "BonusOverlap": "Thưởng trùng",
    "BonusRounding": "Làm tròn tiền thưởng",
    "CancellationGround": "Căn cứ huỷ bỏ quyết định",
    "Coefficient": "Hệ số tiền thưởng",
    "CouncilShape": "Thành phần Hội đồng",
    "CountedTime": "Thời gian được tính",
    "BallotMode": "Cách biểu quyết",
    "Criterion": "Tiêu chuẩn do người xét",
    "Delegation": "Việc giao cho bộ, tỉnh quy định",
    "DossierItem": "Thành phần hồ sơ",
    "DossierSets": "Số bộ hồ sơ",
    "FundShare": "Mức chi từ quỹ",
    "Instrument": "Văn bản pháp luật",
    "KnownGap": "Chỗ còn thiếu đã biết",
    "Multiplier": "Hệ số nhân",
    "FundRule": "Danh sách chi vượt dự toán",
    "NoNationalShare": "Không có tỷ lệ chung cả nước",
    "Payer": "Nơi chi thưởng",
    "Prerequisite": "Điều kiện, tiêu chuẩn",
    "Principle": "Nguyên tắc",
    "PrintedForm": "Mẫu giấy tờ",
    "Publication": "Công khai lấy ý kiến",
    "Quorum": "Số dự họp tối thiểu",
    "Quota": "Số lượng, tỷ lệ được xét",
    "Recusal": "Thành viên có liên quan",
    "Retention": "Thời hạn lưu trữ",
    "RetentionFrame": "Khung thời hạn lưu trữ",
    "SessionPay": "Chế độ họp Hội đồng",
    "SessionRule": "Nguyên tắc làm việc của Hội đồng",
    "Simplified": "Thủ tục đơn giản",
    "Situation": "Tình huống của người được đề nghị",
    "Support": "Tài liệu kèm theo",
    "TimeLimit": "Thời hạn giải quyết",
    "VoteShare": "Tỷ lệ phiếu",
}


def _missing(visit: Visit) -> list[str]:
    """Name what a council needs and no rule that decides says yet."""
    rules = visit.reading.rules(visit.viewer.organisation)
    today = visit.viewer.today
    found = []
    quorum = rules.one(Quorum, today)
    if quorum is None or not quorum.decides:
        found.append("Số thành viên tối thiểu dự họp: cần quy chế của Hội đồng (số, điều).")
    proposed = select(t.NominationRow.award).distinct()
    for award in visit.reading.recalled(
        "awards proposed", ["nomination"], lambda: sorted(visit.session.exec(proposed))
    ):
        share = rules.one(VoteShare, today, award=award)
        if share is None or not share.decides:
            found.append(f"Tỷ lệ phiếu cho {award}: cần quy chế của Hội đồng (số, điều).")
    return found


@router.get("/thu")
def letters(trang_thai: str = "", sau: str = "", visit: Visit = guarded(sees_letters)) -> Response:
    """List letters, the newest day first; those that did not arrive are what needs a person."""
    asked = letter_views.newest_first(visit.session, trang_thai, sau)
    rows = visit.session.exec(asked.limit(PAGE + 1)).all()
    visit.names.know(row.recipient for row in rows)
    return visit.page(
        "letters.html",
        rows=rows[:PAGE],
        counts=letter_views.by_state(visit.reading),
        state=trang_thai,
        begun=bool(sau),
        after=rows[PAGE - 1].letter if len(rows) > PAGE else None,
    )


def letter_there(visit: Visit) -> bool:
    """A letter that is there, for those who see letters."""
    return sees_letters(visit) and visit.reading.row(t.LetterRow, visit.path["letter"]) is not None


@router.get("/thu/{letter}")
def letter(letter: str, visit: Visit = guarded(letter_there)) -> Response:
    """Show a letter as it reads."""
    row = visit.reading.own_row(t.LetterRow, letter)
    found: Any = letter_views.letter(visit.house, visit.session, visit.reading, letter)
    return visit.page("letter.html", row=row, found=found)


@router.get("/quan-tri/suc-khoe")
def health(visit: Visit = guarded(staff, slow=True)) -> Response:
    """Show every check with its remedy, and work that was set aside."""
    flows = visit.session.exec(
        select(t.FlowRow).where(t.FlowRow.ended == "parked").order_by(t.FlowRow.run).limit(PAGE)
    ).all()
    return visit.page(
        "health.html", found=check_up(visit.house.settings, partial(_lost_names, visit)), flows=flows
    )


def _lost_names(visit: Visit, ledger: Ledger) -> list[str]:
    """Try the key of every name again only when somebody's events or the key file are others than at the last time."""
    return visit.reading.recalled(("lost names", ledger.keys.state), ["person"], lambda: lost_names(ledger))


@dataclass(frozen=True, slots=True)
class Commune:
    """A unit of the level below as a province looks at it."""

    unit: str
    name: str
    late: int
    open: int
    dossiers: dict[str, int]


Owed = Sequence[tuple[str, int, int]]
"""(Unit, how many of its duties are overdue, how many are open)."""


def _owed_below(visit: Visit, above: str | None, today: str, number: int) -> Owed:
    """Give a page of the units below and one more, the latest first."""
    late = func.coalesce(func.sum(case((col(t.ObligationRow.due_on) < today, 1), else_=0)), 0)
    found = visit.session.exec(
        select(t.UnitRow.unit, late, func.count(col(t.ObligationRow.obligation)))
        .join(
            t.ObligationRow,
            (col(t.ObligationRow.debtor) == t.UnitRow.unit) & (col(t.ObligationRow.status) == "open"),
            isouter=True,
        )
        .where(t.UnitRow.parent == above, col(t.UnitRow.closed_on).is_(None))
        .group_by(t.UnitRow.unit, t.UnitRow.name)
        .order_by(late.desc(), t.UnitRow.name, t.UnitRow.unit)
        .offset((number - 1) * SCREEN)
        .limit(SCREEN + 1)
    ).all()
    return [(unit, overdue, owed) for unit, overdue, owed in found]


def _stages_by_unit(visit: Visit, units: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Count the dossiers of some units at each stage."""
    stages: dict[str, dict[str, int]] = defaultdict(dict)
    for unit, stage, count in visit.session.exec(
        select(t.NominationRow.unit, t.NominationRow.stage, func.count())
        .where(col(t.NominationRow.unit).in_(units))
        .group_by(col(t.NominationRow.unit), col(t.NominationRow.stage))
    ):
        stages[unit][stage] = count
    return stages


@router.get("/cac-xa")
def communes(trang: Number = 1, visit: Visit = guarded(sees_letters)) -> Response:
    """Show the units below on one screen, the latest first: what each still owes, and where its dossiers stand."""
    number = min(max(trang, 1), 1_000)
    below, today = visit.viewer.organisation, visit.viewer.today.isoformat()
    rows = visit.reading.recalled(
        ("owed below", below, today, number),
        ["unit", "obligation"],
        lambda: _owed_below(visit, below, today, number),
    )
    shown = [unit for unit, _, _ in rows[:SCREEN]]
    visit.names.know(shown)
    stages = visit.reading.recalled(
        ("stages by unit", *shown), ["nomination"], lambda: _stages_by_unit(visit, shown)
    )
    return visit.page(
        "communes.html",
        rows=sorted(
            (
                Commune(unit, visit.names.of(unit), late, owed, visit.mask.counts(stages.get(unit, {})))
                for unit, late, owed in rows[:SCREEN]
            ),
            key=lambda one: (-one.late, visit.names.order(one.unit)),
        ),
        number=number,
        more=len(rows) > SCREEN,
    )
