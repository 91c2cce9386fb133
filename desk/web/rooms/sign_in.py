"""Coming in and going out: a password, a one-time code, or the card of a meeting; and one's own account."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from desk.door.welcome import Entered, SignInFailed, TooManyTries, Welcome
from desk.web.faults import status_of
from desk.web.guard import Room, Sent, guarded, public
from desk.web.middleware import SESSION_COOKIE, cookie
from desk.web.pages import LANGUAGE_COOKIE
from desk.web.policy import signed_in
from desk.web.recognition import recognised
from desk.web.visit import Visit, local, place_of
from domain.refusal import NotAuthorised, Refusal

router = APIRouter(route_class=Room)


def welcome_of(request: Request) -> Welcome:
    """Give the one who lets people in."""
    welcome: Welcome = request.app.state.welcome
    return welcome


def _show(request: Request, status: int, template: str, **values: object) -> Response:
    return request.app.state.pages.show(request, None, template, status, values)  # type: ignore[no-any-return]


@router.get("/", dependencies=[public()])
def first(request: Request) -> Response:
    """Lead to one's work, or to the door."""
    return RedirectResponse("/viec" if recognised(request) else "/dang-nhap", status_code=303)


@router.get("/dang-nhap", dependencies=[public()])
def ask(request: Request, toi: str = "/viec") -> Response:
    """Ask who it is."""
    if recognised(request):
        return RedirectResponse(local(toi), status_code=303)
    return _show(request, 200, "sign_in.html", to=local(toi), login="")


@router.post("/dang-nhap", dependencies=[public()])
def enter(request: Request, form: Sent) -> Response:
    """Let somebody in; a wrong try keeps the name that was typed."""
    login, to = str(form.get("ten", ""))[:200], local(str(form.get("toi", "/viec")))
    try:
        entered = welcome_of(request).sign_in(login, str(form.get("ma", ""))[:300], place_of(request))
    except (SignInFailed, TooManyTries) as fault:
        return _show(request, status_of(fault), "sign_in.html", to=to, login=login, fault=fault)
    return _entered(request, entered, to)


@router.get("/the/{key}", dependencies=[public()])
def card(request: Request, key: str) -> Response:
    """Show whose card a QR code is; nothing is opened by looking."""
    welcome = welcome_of(request)
    row = welcome.door.card(key)
    if row is None:
        return _show(request, 404, "fault.html", title="Thẻ không còn dùng được",
                     sentences=["Thẻ này đã hết hạn hoặc đã được thu hồi."],
                     todo="Hãy nhờ thư ký Hội đồng in thẻ mới.")  # fmt: skip
    return _show(request, 200, "card_sign_in.html", key=key, to=f"/phien-hop/{row.meeting}")


@router.post("/the/{key}", dependencies=[public()])
def enter_by_card(request: Request, key: str, form: Sent) -> Response:
    """Let somebody in by the card."""
    try:
        entered = welcome_of(request).sign_in_by_card(key, place_of(request))
    except SignInFailed as fault:
        return _show(request, 401, "fault.html", title="Thẻ không còn dùng được", sentences=[fault.message],
                     todo=fault.todo or "")  # fmt: skip
    return _entered(request, entered, local(str(form.get("toi", "/viec"))))


def _entered(request: Request, entered: Entered, to: str) -> Response:
    answer = RedirectResponse(to, status_code=303)
    answer.headers.append("set-cookie", cookie(SESSION_COOKIE, entered.key, secure=request.state.secure))
    return answer


@router.post("/dang-xuat")
def leave(request: Request, form: Sent, visit: Visit = guarded(signed_in)) -> Response:
    """End the session; the key opens nothing from then on."""
    del form
    visit.welcome.sign_out(visit.viewer.session)
    answer = RedirectResponse("/dang-nhap", status_code=303)
    answer.headers.append("set-cookie", cookie(SESSION_COOKIE, "", secure=request.state.secure, lasts=0))
    return answer


@router.post("/tieng", dependencies=[public()])
def language(request: Request, form: Sent) -> Response:
    """Choose the language of the pages."""
    chosen = "en" if form.get("tieng") == "en" else "vi"
    answer = RedirectResponse(local(str(form.get("ve", "/viec"))), status_code=303)
    answer.headers.append(
        "set-cookie", cookie(LANGUAGE_COOKIE, chosen, secure=request.state.secure, lasts=365 * 24 * 3600)
    )
    return answer


@router.get("/tai-khoan")
def account(visit: Visit = guarded(signed_in)) -> Response:
    """Show one's own account: roles, sessions, password."""
    return _account(visit)


def _account(visit: Visit, *, status: int = 200, fault: Refusal | None = None) -> Response:
    door = visit.welcome.door
    roles = sorted(visit.viewer.standing.held, key=lambda held: (held.since, held.role))
    councils = {held.scope: _scope(visit, held.scope) for held in roles}
    return visit.page(
        "account.html",
        status,
        fault=fault,
        account=door.account(visit.viewer.person),
        name=visit.names.of(visit.viewer.person),
        roles=roles,
        scopes=councils,
        sessions=door.sessions.of(visit.viewer.person),
        setting=door.may_set_password(visit.viewer.session),
    )


def _scope(visit: Visit, scope: str) -> str:
    from projections import tables as t  # noqa: PLC0415  # beside the one use

    council = visit.session.get(t.CouncilRow, scope) if scope.startswith("council-") else None
    return council.name if council else visit.names.of(scope)


@router.post("/tai-khoan/mat-khau")
def change_password(form: Sent, visit: Visit = guarded(signed_in)) -> Response:
    """Set a new password, showing the old one, or soon after one came in with a code."""
    own = visit.viewer
    try:
        _may_set(visit, str(form.get("cu", ""))[:300])
        if form.get("moi") != form.get("lai"):
            raise SignInFailed("Hai lần nhập mật khẩu mới không giống nhau.", todo="Hãy nhập lại.")
        role = next((held.role for held in own.roles), None)
        visit.welcome.set_password(
            own.person, str(form.get("moi", "")), visit.said(role), but=own.session.name
        )
    except Refusal as fault:
        status = status_of(fault) if isinstance(fault, TooManyTries) else 422
        return _account(visit, status=status, fault=fault)
    return visit.go("/tai-khoan?da_doi=1")


def _may_set(visit: Visit, old: str) -> None:
    """Refuse a session that may set no password, and one that shows something else than the old one."""
    setting = visit.welcome.door.may_set_password(visit.viewer.session)
    if setting == "never":
        raise NotAuthorised(
            "Vào bằng thẻ phiên họp thì không đặt được mật khẩu.",
            todo="Hãy nhờ cơ quan thường trực cấp mã dùng một lần, rồi đăng nhập bằng mã đó.",
        )
    if setting == "with_old":
        known = visit.welcome.recognise_again(visit.viewer.person, old, place_of(visit.request))
        if known.method == "card":
            raise SignInFailed(
                "Sáu số trên thẻ phiên họp không thay được mật khẩu hiện tại.", todo="Hãy nhập lại."
            )


@router.post("/tai-khoan/thu-hoi")
def revoke(form: Sent, visit: Visit = guarded(signed_in)) -> Response:
    """End one's sessions on all other machines."""
    del form
    visit.welcome.revoke_sessions(visit.viewer.person, but=visit.viewer.session.name)
    return visit.go("/tai-khoan")
