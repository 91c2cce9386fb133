"""The programs that may use the API: for whom each acts, what it may do, when it last did, and how it is stopped."""

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from desk.web.api import BY_PROGRAMS, SCOPES
from desk.web.guard import Room, Sent, guarded
from desk.web.policy import staff
from desk.web.visit import Visit
from domain.calendar import end_of_day
from domain.refusal import Malformed, Refusal
from events.store.errors import StoreError

router = APIRouter(route_class=Room)
PLACE = "/quan-tri/ma-truy-cap"
LONGEST_DAYS, USUAL_DAYS = 366, 90
LONGEST_LABEL = 120


@router.get(PLACE)
def tokens(visit: Visit = guarded(staff)) -> Response:
    """List the programs, and offer to let one more in."""
    return _page(visit)


def _page(
    visit: Visit, *, status: int = 200, key: str = "", fault: Refusal | StoreError | None = None
) -> Response:
    given = visit.welcome.door.tokens()
    visit.names.know(row.person for row in given)
    return visit.page(
        "tokens.html",
        status,
        tokens=given,
        at_the_door=visit.welcome.door.now(),
        key=key,
        fault=fault,
        scopes=SCOPES,
        said=lambda scope: SCOPES.get(scope, scope),
        days=USUAL_DAYS,
        commands=len(BY_PROGRAMS),
    )


@router.post(PLACE)
def change(form: Sent, visit: Visit = guarded(staff)) -> Response:
    """Let a program in, or stop one."""
    role = "administrator" if visit.viewer.at_home("administrator") else "standing_agency"
    try:
        match form.get("lam"):
            case "cap":
                return _page(visit, key=_given(visit, form, role))
            case "thu-hoi":
                visit.welcome.withdraw("token", str(form.get("ten", "")), visit.said(role))
            case _:
                raise HTTPException(422)
    except Refusal as fault:
        return _page(visit, status=409, fault=fault)
    return visit.go(PLACE)


def _given(visit: Visit, form: Sent, role: str) -> str:
    """Give the key, which is shown this once."""
    account = visit.welcome.door.account_named(str(form.get("tai_khoan", "")))
    label = " ".join(str(form.get("phan_mem", "")).split())[:LONGEST_LABEL]
    chosen = tuple(scope for scope in SCOPES if scope in form.getlist("quyen"))
    days = str(form.get("so_ngay", ""))
    if account is None:
        raise Malformed(
            "Không có tài khoản nào mang tên đăng nhập này.", todo="Hãy mở tài khoản cho người đó trước."
        )
    if not label or not chosen:
        raise Malformed("Cần tên phần mềm và ít nhất một quyền.", todo="Hãy điền rồi gửi lại.")
    if not days.isdecimal() or not 1 <= int(days[:4]) <= LONGEST_DAYS:
        raise Malformed(f"Mã truy cập dùng được từ 1 đến {LONGEST_DAYS} ngày.", todo="Hãy sửa số ngày.")
    until = end_of_day(visit.viewer.today + timedelta(days=int(days[:4])))
    return visit.welcome.give_token(account.person, label, chosen, until, visit.said(role)).key
