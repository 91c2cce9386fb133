import asyncio
from collections.abc import Sequence
from datetime import timedelta

from httpx2 import ASGITransport, AsyncClient, Response

from domain.decider import Said
from domain.person import EndRole
from events.envelope import By
from tests.desk.web.conftest import Browser, Desk


def said(desk: Desk) -> Said:
    by = By(desk.person("mai"), role="administrator")
    return Said(at=desk.house.clock.now(), by=by, late_reason=None)


def at_once(desk: Desk, path: str, cookies: str, *forms: dict[str, str] | None) -> Sequence[Response]:
    """Send one browser's requests without waiting for any answer."""

    async def sent() -> Sequence[Response]:
        door = ASGITransport(app=desk.app)
        async with AsyncClient(transport=door, base_url="http://testserver") as client:
            ways = ["GET" if form is None else "POST" for form in forms]
            return await asyncio.gather(
                *(
                    client.request(way, path, data=form, headers={"cookie": cookies})
                    for way, form in zip(ways, forms, strict=True)
                )
            )

    return asyncio.run(sent())


def cookies_of(browser: Browser) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())


def test_roles_that_change_shut_out_none_of_the_requests_sent_at_once(desk: Desk) -> None:
    """Each is answered, one of the answers brings the new key, and the browser goes on with it."""
    browser = desk.as_("khe")
    council, today = desk.script.cast.council_id, desk.house.clock.now().date()
    ended = EndRole(person=desk.person("khe"), role="teller", scope=council, on=today, **said(desk))
    desk.house.handler.handle("end-1", ended)
    desk.house.clock.move_to(desk.house.clock.now() + timedelta(days=1))  # type: ignore[attr-defined]
    answers = at_once(desk, "/viec", cookies_of(browser), *[None] * 8)
    assert [answer.status_code for answer in answers] == [200] * 8
    [new] = [answer.cookies["sovang"] for answer in answers if "sovang" in answer.cookies]
    browser.client.cookies.clear()
    browser.client.cookies.set("sovang", new)
    assert browser.get("/viec").status_code == 200


def test_a_code_opens_once_however_many_show_it_at_once(desk: Desk) -> None:
    given = desk.welcome.give_code(desk.person("truc"), said(desk))
    browser = Browser(desk.browser())
    form = {"form_key": browser.key("/dang-nhap"), "ten": "truc", "ma": given.digits}
    answers = at_once(desk, "/dang-nhap", cookies_of(browser), *[form] * 6)
    assert sorted(answer.status_code for answer in answers) == [303] + [401] * 5
    assert desk.events().count("account.session_opened") == 1
