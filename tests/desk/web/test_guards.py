"""What stands before the routes: policies, forms of the own session, headers."""

import asyncio
import re
import threading
from datetime import datetime

import pytest
from fastapi.routing import APIRoute
from httpx2 import ASGITransport, AsyncClient

from desk.views import read
from desk.views.views import ReplayView
from desk.web.guard import Guard, Public, Room
from desk.web.middleware import LONGEST_BODY
from desk.web.routes import ROUTERS
from tests.desk.web.conftest import MEETING, Browser, Desk
from workflows.wiring import House


def guards(route: APIRoute) -> list[object]:
    return [need.call for need in route.dependant.dependencies if isinstance(need.call, Guard | Public)]


def test_every_route_has_one_policy() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert {type(route) for router in ROUTERS for route in router.routes} == {Room}
    assert len(routes) > 20
    assert {f"{route.path}": len(guards(route)) for route in routes if len(guards(route)) != 1} == {}


def test_what_is_sent_comes_from_a_form_of_the_session(desk: Desk) -> None:
    browser = desk.as_("lat")
    before = desk.events()
    close = {"session": MEETING, "ballot": "GK", "xac_nhan": "1"}
    stranger = desk.as_("truc").key("/tai-khoan")
    for key in ("", "x", stranger):
        answer = browser.client.post("/lam/session.close_ballot", data={**close, "form_key": key})
        assert answer.status_code == 403
    assert [event for event in desk.events()[len(before) :] if event.startswith("session.")] == []


@pytest.mark.parametrize(
    "headers", [{"origin": "https://la.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_another_site_makes_a_browser_send_nothing(desk: Desk, headers: dict[str, str]) -> None:
    browser = desk.as_("lat")
    data = {"form_key": browser.key("/tai-khoan")}
    assert browser.client.post("/dang-xuat", data=data, headers=headers).status_code == 403
    assert browser.get("/viec").status_code == 200


def test_every_answer_says_what_a_browser_may_do(desk: Desk) -> None:
    browser = desk.as_("lat")
    for path in ("/viec", "/khong-co", "/tep/desk.css", "/dang-nhap"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_cookies_are_for_the_server_alone(desk: Desk) -> None:
    browser = Browser(desk.browser())
    answer = browser.sign_in("lat")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=Lax" in answer.headers["set-cookie"]


def test_a_page_holds_no_inline_script_or_style(desk: Desk) -> None:
    browser = desk.as_("mai")
    for path in ("/viec", "/ho-so", f"/phien-hop/{MEETING}", "/lam/nomination.draft"):
        page = browser.text(path)
        for inline in (" style=", "<style", "onclick", "<script>"):
            assert inline not in page, path


def test_a_body_without_end_is_refused(desk: Desk) -> None:
    browser = desk.as_("lat")
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.client.post("/dang-xuat", content=b"x" * (LONGEST_BODY + 1), headers=form)
    assert answer.status_code == 413


def test_a_page_that_is_not_there_says_where_to_go(desk: Desk) -> None:
    answer = desk.as_("lat").get("/khong-co")
    assert answer.status_code == 404
    assert "Việc của tôi" in answer.text


def test_who_replays_the_ledger_keeps_nobody_from_the_pages_of_the_day(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six replays that do not end: a member's page is answered none the less, and then they are done one by one."""
    auditor, member = (dict(desk.as_(login).client.cookies) for login in ("thanh-tra", "truc"))
    begun, go_on, replay = threading.Event(), threading.Event(), read.replay

    def held(house: House, moment: datetime) -> ReplayView:
        begun.set()
        go_on.wait(20)
        return replay(house, moment)

    monkeypatch.setattr(read, "replay", held)

    async def ask() -> tuple[int, list[int]]:
        transport = ASGITransport(app=desk.app)
        async with (
            AsyncClient(transport=transport, base_url="http://testserver", cookies=auditor) as slow,
            AsyncClient(transport=transport, base_url="http://testserver", cookies=member) as quick,
        ):
            waiting = [asyncio.create_task(slow.get("/kiem-toan/luc")) for _ in range(6)]
            await asyncio.to_thread(begun.wait, 20)
            try:
                answer = await asyncio.wait_for(quick.get("/viec"), 10)
            finally:
                go_on.set()
            return answer.status_code, [(await task).status_code for task in waiting]

    assert asyncio.run(ask()) == (200, [200] * 6)


def test_forty_readers_at_once_are_all_answered(desk: Desk) -> None:
    """Each in one go: more readers than connections wait for each other, and nobody for ever."""
    cookies = dict(desk.as_("mai").client.cookies)

    async def read() -> list[int]:
        transport = ASGITransport(app=desk.app)
        async with AsyncClient(transport=transport, base_url="http://testserver", cookies=cookies) as client:
            answers = await asyncio.gather(*(client.get("/ho-so") for _ in range(40)))
        return [answer.status_code for answer in answers]

    assert asyncio.run(asyncio.wait_for(read(), 25)) == [200] * 40


BEYOND = "9" * 20


def whole_numbers(route: APIRoute) -> list[str]:
    """List what a route takes as a whole number, in its path or behind it."""
    fields = (*route.dependant.query_params, *route.dependant.path_params)
    return [field.name for field in fields if re.search(r"\bint\b", str(field.field_info.annotation))]


def test_a_number_beyond_every_database_is_no_fault_of_ours(desk: Desk) -> None:
    browser = desk.as_("mai")
    answers = {}
    for route in (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)):
        names = whole_numbers(route)
        if "GET" in (route.methods or ()) and names:
            path = re.sub(r"\{[^}]*\}", BEYOND, route.path)
            asked = "&".join(f"{name}={BEYOND}" for name in names)
            answers[route.path] = browser.get(f"{path}?{asked}").status_code
    assert len(answers) > 8
    assert {path: status for path, status in answers.items() if status not in (200, 404, 422)} == {}
