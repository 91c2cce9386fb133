import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from desk.demo.accounts import PASSWORD
from desk.door.door import CODE_SETS_PASSWORD
from desk.door.limits import LONGEST, PER_ACCOUNT_AND_PLACE, PER_KNOWN_BROWSER, Guesses
from desk.door.tables import METADATA, AccountRow, GuessRow, SessionRow
from domain.decider import Said
from domain.person import EndRole
from domain.refusal import NotAuthorised
from events.base import PersonId
from events.envelope import By
from events.store.clock import SimulatedClock
from events.store.database import Database
from tests.desk.web.conftest import MEETING, Browser, Desk


def fresh(desk: Desk) -> Browser:
    return Browser(desk.browser())


def said(desk: Desk) -> Said:
    by = By(desk.person("mai"), role="administrator")
    return Said(at=desk.house.clock.now(), by=by, late_reason=None)


def test_a_password_opens_and_the_log_tells(desk: Desk) -> None:
    browser = desk.as_("truc")
    assert "Hoàng Ví Dụ Trúc" in browser.text("/viec")
    assert desk.events()[-1] == "account.session_opened"


def test_nobody_sees_a_page_without_signing_in(desk: Desk) -> None:
    answer = fresh(desk).get("/ho-so")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dang-nhap?toi=/ho-so")


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(desk: Desk) -> None:
    wrong = fresh(desk).sign_in("truc", "khong-phai-mat-khau")
    unknown = fresh(desk).sign_in("khong-co-ai", "khong-phai-mat-khau")
    assert wrong.status_code == unknown.status_code == 401
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", wrong.text) == strip.sub("", unknown.text)


def test_the_key_is_new_at_each_sign_in_and_dead_after_leaving(desk: Desk) -> None:
    browser = desk.as_("truc")
    old = browser.client.cookies["sovang"]
    assert browser.post("/dang-xuat", {}).status_code == 303
    assert desk.events()[-1] == "account.session_closed"
    thief = fresh(desk)
    thief.client.cookies.set("sovang", old)
    assert thief.get("/viec").status_code == 303
    again = desk.as_("truc")
    assert again.client.cookies["sovang"] != old


def test_a_key_that_was_planted_opens_nothing(desk: Desk) -> None:
    browser = fresh(desk)
    browser.client.cookies.set("sovang", "A" * 27)
    browser.sign_in("truc")
    assert browser.client.cookies.get("sovang", domain="testserver.local", default="") != "A" * 27


def test_too_many_wrong_tries_close_the_place_and_not_the_account(desk: Desk) -> None:
    stranger = fresh(desk)
    for _ in range(PER_ACCOUNT_AND_PLACE.amount):
        assert stranger.sign_in("lat", "sai-mat-khau-roi").status_code == 401
    assert stranger.sign_in("lat", PASSWORD).status_code == 429
    assert desk.events().count("account.sign_in_refused") == 1
    assert stranger.sign_in("lat", PASSWORD).status_code == 429
    assert desk.events().count("account.sign_in_refused") == 1


def test_every_process_counts_the_same_tries_until_they_are_long_ago(tmp_path: Path) -> None:
    clock = SimulatedClock(datetime(2024, 1, 2, tzinfo=UTC))
    books = [Database(f"sqlite:///{tmp_path / 'door.db'}") for _ in range(2)]
    METADATA.create_all(books[0].engine)
    ours, theirs = (Guesses(book, clock) for book in books)
    for at in range(PER_ACCOUNT_AND_PLACE.amount):
        assert (ours if at % 2 else theirs).begin("lat", "192.0.2.1", None)
    assert theirs.begin("lat", "192.0.2.1", None) is None
    for elsewhere in (theirs.begin("lat", "192.0.2.2", None), theirs.begin("lat", "192.0.2.1", "known")):
        assert elsewhere is not None
        theirs.strike_out(elsewhere)
    assert "lat" not in str([row.model_dump() for row in rows_of(books[0])])
    clock.move_to(clock.now() + PER_ACCOUNT_AND_PLACE.within)
    assert ours.begin("lat", "192.0.2.1", None)
    clock.move_to(clock.now() + LONGEST)
    assert ours.begin("truc", "192.0.2.3", None)
    assert len(rows_of(books[1])) == 3
    for book in books:
        book.close()


def test_many_tries_at_once_are_no_more_than_the_limit(tmp_path: Path) -> None:
    book = Database(f"sqlite:///{tmp_path / 'door.db'}")
    METADATA.create_all(book.engine)
    guesses = Guesses(book, SimulatedClock(datetime(2024, 1, 2, tzinfo=UTC)))
    with ThreadPoolExecutor(8) as hands:
        begun = list(
            hands.map(
                lambda _: guesses.begin("lat", "192.0.2.1", None), range(4 * PER_ACCOUNT_AND_PLACE.amount)
            )
        )
    assert sum(one is not None for one in begun) == PER_ACCOUNT_AND_PLACE.amount
    assert len(rows_of(book)) == 3 * PER_ACCOUNT_AND_PLACE.amount
    book.close()


def rows_of(book: Database) -> Sequence[GuessRow]:
    with book.session() as session:
        return session.exec(select(GuessRow)).all()


def test_a_browser_the_chair_has_used_before_is_never_shut_out_by_strangers(desk: Desk) -> None:
    chair = desk.as_("lat")
    chair.post("/dang-xuat", {})
    stranger = fresh(desk)
    for _ in range(PER_ACCOUNT_AND_PLACE.amount + 1):
        stranger.sign_in("lat", "sai-mat-khau-roi")
    assert chair.sign_in("lat").status_code == 303


def test_a_card_opens_by_its_code_although_the_place_is_closed(desk: Desk) -> None:
    given = desk.welcome.give_card(desk.person("lat"), MEETING, desk.house.clock.now(), said(desk))
    browser = fresh(desk)
    for _ in range(PER_ACCOUNT_AND_PLACE.amount + 1):
        browser.sign_in("lat", "sai-mat-khau-roi")
    path = f"/the/{given.key}"
    assert "Đúng thẻ của tôi" in browser.text(path)
    assert browser.get("/viec").status_code == 303
    entered = browser.post(path, {"toi": f"/phien-hop/{MEETING}"}, page=path)
    assert (entered.status_code, entered.headers["location"]) == (303, f"/phien-hop/{MEETING}")
    assert browser.get("/viec").status_code == 200


def test_the_six_digits_of_a_card_open_with_the_name(desk: Desk) -> None:
    given = desk.welcome.give_card(desk.person("lat"), MEETING, desk.house.clock.now(), said(desk))
    spaced = f"{given.digits[:3]} {given.digits[3:]}"
    assert fresh(desk).sign_in("lat", spaced).status_code == 303
    assert fresh(desk).sign_in("truc", given.digits).status_code == 401


def test_a_card_printed_again_withdraws_the_first(desk: Desk) -> None:
    first = desk.welcome.give_card(desk.person("lat"), MEETING, desk.house.clock.now(), said(desk))
    desk.welcome.give_card(desk.person("lat"), MEETING, desk.house.clock.now(), said(desk))
    assert fresh(desk).get(f"/the/{first.key}").status_code == 404


def test_no_card_is_made_for_a_meeting_long_past(desk: Desk) -> None:
    path = f"/phien-hop/{MEETING}/the"
    desk.house.clock.move_to(desk.house.clock.now() + timedelta(days=2))  # type: ignore[attr-defined]
    staff = desk.as_("mai")
    assert "đã qua" in staff.text(path)
    before = desk.events()
    answer = staff.post(path, {"nguoi": [desk.person("lat"), desk.person("dao")]})
    assert answer.status_code == 409
    assert "Phiên họp này đã qua" in answer.text
    assert desk.events() == before


def test_a_code_opens_once(desk: Desk) -> None:
    given = desk.welcome.give_code(desk.person("truc"), said(desk))
    assert fresh(desk).sign_in("truc", given.digits).status_code == 303
    assert fresh(desk).sign_in("truc", given.digits).status_code == 401


def test_neither_log_nor_door_holds_what_opens(desk: Desk) -> None:
    given = desk.welcome.give_card(desk.person("lat"), MEETING, desk.house.clock.now(), said(desk))
    leaves = b"".join(row.leaf for page in desk.house.ledger.pages() for row in page)
    kept = desk.door.database.engine.url.database
    assert kept is not None
    book = Path(kept).read_bytes()
    for secret in (given.key, PASSWORD):
        assert secret.encode() not in leaves + book


def test_a_closed_account_opens_no_more_and_its_sessions_end(desk: Desk) -> None:
    browser = desk.as_("truc")
    desk.welcome.close_account(desk.person("truc"), "Chuyển công tác", said(desk))
    assert browser.get("/viec").status_code == 303
    assert fresh(desk).sign_in("truc").status_code == 401


def test_a_new_password_ends_the_other_sessions(desk: Desk) -> None:
    here, there = desk.as_("truc"), desk.as_("truc")
    new = {"cu": PASSWORD, "moi": "một câu ngắn dễ nhớ", "lai": "một câu ngắn dễ nhớ"}
    assert here.post("/tai-khoan/mat-khau", new).status_code == 303
    assert here.get("/viec").status_code == 200
    assert there.get("/viec").status_code == 303
    assert fresh(desk).sign_in("truc", "một câu ngắn dễ nhớ").status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("sai-mat-khau", "một câu ngắn dễ nhớ", "một câu ngắn dễ nhớ"),
        (PASSWORD, "ngắn", "ngắn"),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"),
        (PASSWORD, "một câu ngắn dễ nhớ", "một câu khác"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(desk: Desk, old: str, new: str, again: str) -> None:
    browser = desk.as_("truc")
    answer = browser.post("/tai-khoan/mat-khau", {"cu": old, "moi": new, "lai": again})
    assert answer.status_code == 422
    assert fresh(desk).sign_in("truc").status_code == 303


NEW = {"moi": "một câu ngắn dễ nhớ", "lai": "một câu ngắn dễ nhớ"}


def test_what_the_rules_refuse_opens_nothing(desk: Desk) -> None:
    """The door is changed after the rules have been asked: an administrator's password is no agency's to set."""
    mai, clerk = desk.person("mai"), desk.person("clerk-thon-3")
    refused = By(clerk, role="standing_agency", auth="test")
    before = desk.events()
    with pytest.raises(NotAuthorised):
        desk.welcome.set_password(mai, "mot-mat-khau-rat-dai", {**said(desk), "by": refused})
    assert desk.events() == before
    assert fresh(desk).sign_in("mai").status_code == 303


def test_a_session_by_card_never_sets_a_password(desk: Desk) -> None:
    given = desk.welcome.give_card(desk.person("lat"), MEETING, desk.house.clock.now(), said(desk))
    browser = fresh(desk)
    assert browser.sign_in("lat", given.digits).status_code == 303
    assert 'name="moi"' not in browser.text("/tai-khoan")
    for shown in ("", given.digits, PASSWORD):
        assert browser.post("/tai-khoan/mat-khau", {"cu": shown, **NEW}).status_code == 422
    assert fresh(desk).sign_in("lat").status_code == 303


def test_the_digits_of_a_card_are_no_old_password(desk: Desk) -> None:
    given = desk.welcome.give_card(desk.person("lat"), MEETING, desk.house.clock.now(), said(desk))
    answer = desk.as_("lat").post("/tai-khoan/mat-khau", {"cu": given.digits, **NEW})
    assert answer.status_code == 422
    assert fresh(desk).sign_in("lat").status_code == 303


def by_code(desk: Desk, *, ago: timedelta) -> Browser:
    """A browser that came in with a one-time code some time ago."""
    given = desk.welcome.give_code(desk.person("truc"), said(desk))
    browser = fresh(desk)
    assert browser.sign_in("truc", given.digits).status_code == 303
    with desk.door.database.session() as session:
        [row] = session.exec(select(SessionRow).where(SessionRow.method == "code")).all()
        row.begun_at = desk.door.later(-ago)
        session.add(row)
        session.commit()
    return browser


def test_a_code_sets_a_password_in_its_first_minutes(desk: Desk) -> None:
    assert by_code(desk, ago=timedelta()).post("/tai-khoan/mat-khau", NEW).status_code == 303


def test_a_code_of_long_ago_sets_a_password_only_with_the_old_one(desk: Desk) -> None:
    browser = by_code(desk, ago=CODE_SETS_PASSWORD)
    assert browser.post("/tai-khoan/mat-khau", NEW).status_code == 422
    assert browser.post("/tai-khoan/mat-khau", {"cu": PASSWORD, **NEW}).status_code == 303


def test_a_code_of_long_ago_sets_a_first_password(desk: Desk) -> None:
    browser = by_code(desk, ago=CODE_SETS_PASSWORD)
    with desk.door.database.session() as session:
        account = session.get(AccountRow, desk.person("truc"))
        assert account is not None
        account.password = None
        session.add(account)
        session.commit()
    assert browser.post("/tai-khoan/mat-khau", NEW).status_code == 303


@pytest.mark.parametrize(
    ("path", "field", "refused"),
    [("/tai-khoan/mat-khau", "cu", 422), ("/lam/session.sign_minutes", "chung_thuc", 403)],
)
def test_wrong_tries_inside_a_session_count_as_at_the_door(
    desk: Desk, path: str, field: str, refused: int
) -> None:
    browser, chair = desk.as_("lat"), desk.as_("lat")
    form = {field: "sai-mat-khau-roi", **NEW, "session": MEETING, "kind": "meeting", "xac_nhan": "1"}
    for _ in range(PER_KNOWN_BROWSER.amount):
        assert browser.post(path, form).status_code == refused
    assert browser.post(path, {**form, field: PASSWORD}).status_code == 429
    assert chair.post(path, {**form, field: "van-sai-mat-khau"}).status_code == refused


def test_a_role_that_changes_gives_the_session_a_new_key(desk: Desk) -> None:
    browser = desk.as_("khe")
    old = browser.client.cookies["sovang"]
    today = desk.house.clock.now().date()
    end = EndRole(
        person=PersonId(desk.person("khe")),
        role="teller",
        scope=desk.script.cast.council_id,
        on=today,
        **said(desk),
    )
    desk.house.handler.handle("end-1", end)
    desk.house.clock.move_to(desk.house.clock.now() + timedelta(days=1))  # type: ignore[attr-defined]
    assert browser.get("/viec").status_code == 200
    assert browser.client.cookies["sovang"] != old
    assert browser.get("/phien-hop").status_code == 404


def test_after_signing_in_one_goes_only_to_pages_of_ours(desk: Desk) -> None:
    for foreign in ("https://la.example/", "//la.example", "/\\la.example"):
        answer = fresh(desk).post(
            "/dang-nhap", {"ten": "truc", "ma": PASSWORD, "toi": foreign}, page="/dang-nhap"
        )
        assert answer.headers["location"] == "/viec"
