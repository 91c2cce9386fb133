"""The page on which programs are let in and stopped: shown once, for whom, for what, when it was last used, an event each."""

import re

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from desk.web.api import BY_PROGRAMS, SIGNED
from tests.desk.web.conftest import Desk

PAGE = "/quan-tri/ma-truy-cap"
ASKED = {
    "lam": "cap", "phan_mem": "phần mềm nhân sự", "tai_khoan": "mai", "quyen": ["read", "nomination"], "so_ngay": "30",
}  # fmt: skip
SHOWN = re.compile(r'<p class="digits">([^<]+)</p>')


def read(desk: Desk, key: str) -> Response:
    client = TestClient(desk.app, raise_server_exceptions=False)
    return client.get("/api/v1/dossiers", headers={"authorization": f"Bearer {key}"})


def test_a_token_is_shown_once_listed_with_its_use_and_stopped(desk: Desk) -> None:
    staff = desk.as_("mai")
    found = SHOWN.search(staff.post(PAGE, ASKED, page=PAGE).text)
    assert found is not None
    key = found[1]
    page = staff.text(PAGE)
    assert key not in page
    assert "phần mềm nhân sự" in page
    assert "Ghi hồ sơ đề nghị" in page
    assert "chưa dùng" in page
    assert read(desk, key).status_code == 200
    assert "chưa dùng" not in staff.text(PAGE)
    name = desk.door.tokens()[0].name
    assert staff.post(PAGE, {"lam": "thu-hoi", "ten": name}, page=PAGE).status_code == 303
    assert read(desk, key).status_code == 401
    assert "đã thu hồi" in staff.text(PAGE)
    assert [event for event in desk.events() if event.startswith("account.secret")][-2:] == [
        "account.secret_issued", "account.secret_withdrawn",
    ]  # fmt: skip
    assert key.encode() not in b"".join(row.leaf for page in desk.house.ledger.pages() for row in page)


@pytest.mark.parametrize(
    "wrong",
    [{"tai_khoan": "khong-co"}, {"so_ngay": "0"}, {"so_ngay": "400"}, {"so_ngay": "x"}, {"quyen": []}],
)
def test_what_is_wrong_in_the_form_makes_no_token(desk: Desk, wrong: dict[str, object]) -> None:
    answer = desk.as_("mai").post(PAGE, {**ASKED, **wrong}, page=PAGE)
    assert answer.status_code == 409
    assert SHOWN.search(answer.text) is None
    assert list(desk.door.tokens()) == []


@pytest.mark.parametrize("login", ["truc", "lim", "clerk-thon-3"])
def test_only_the_staff_lets_programs_in(desk: Desk, login: str) -> None:
    browser = desk.as_(login)
    assert browser.get(PAGE).status_code == 404
    assert browser.post(PAGE, ASKED).status_code == 404
    assert list(desk.door.tokens()) == []


def test_a_code_is_not_withdrawn_as_a_token(desk: Desk) -> None:
    staff = desk.as_("mai")
    given = desk.door.give_code(desk.person("truc"))
    staff.post(PAGE, {"lam": "thu-hoi", "ten": given.name}, page=PAGE)
    assert desk.door.recognise("truc", given.digits) is not None


def test_what_is_signed_stays_with_people() -> None:
    assert not SIGNED & set(BY_PROGRAMS)
