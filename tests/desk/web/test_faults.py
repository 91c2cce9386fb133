"""What is sent wrongly and what we do wrongly: an answer in words, in the form that the asker reads, and no value in the log."""

from collections.abc import Iterator

import pytest
import structlog
from fastapi.testclient import TestClient
from httpx2 import Response

from desk.web.api_caller import Problem
from desk.web.middleware import LONGEST_BODY
from tests.desk.web.conftest import Desk
from tests.desk.web.test_api import draft, token
from workflows.logs import configure_logs

SECRET = "Nguyễn Ví Dụ Lan"
DRAFT = "/api/v1/commands/nomination.draft"


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return TestClient(desk.app, raise_server_exceptions=False)


@pytest.fixture
def headers(desk: Desk) -> dict[str, str]:
    return {
        "authorization": f"Bearer {token(desk, 'clerk-thon-3', 'nomination')}", "idempotency-key": "k1",
        "content-type": "application/json",
    }  # fmt: skip


def problem(answer: Response) -> Problem:
    """A fault of the API, of the form that its description promises."""
    assert answer.headers["content-type"] == "application/json"
    return Problem.model_validate(answer.json())


@pytest.mark.parametrize("foreign", ["a/b=1", "=", "x", 'a="', "ü=1; ;;", "sovang-may"])
def test_cookies_of_others_are_no_fault(client: TestClient, foreign: str) -> None:
    answer = client.get("/dang-nhap", headers={b"cookie": foreign.encode()})
    assert answer.status_code == 200


def test_our_cookie_is_found_behind_those_of_others(desk: Desk) -> None:
    browser = desk.as_("truc")
    ours = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    answer = desk.browser().get("/tai-khoan", headers={"cookie": f"a/b=1; {'x' * 5000}=1; {ours}"})
    assert "Hoàng Ví Dụ Trúc" in answer.text


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2024-01-01T00:00:00", "x"]
)
def test_a_moment_that_no_calendar_has_is_refused_in_words(
    desk: Desk, client: TestClient, headers: dict[str, str], moment: str
) -> None:
    answer = client.post(DRAFT, params={"at": moment}, json=draft(desk), headers=headers)
    assert (answer.status_code, problem(answer).code) == (422, "malformed")


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_meeting_at_the_end_of_all_calendars_is_refused_in_words(
    desk: Desk, client: TestClient, moment: str
) -> None:
    meeting = {
        "session": "session-moi", "council": desk.script.cast.council_id, "starts_at": moment, "place": "x",
        "agenda": [desk.lines[0]],
    }  # fmt: skip
    headers = {"authorization": f"Bearer {token(desk, 'mai', 'session')}", "idempotency-key": "k1"}
    answer = client.post("/api/v1/commands/session.convene", json=meeting, headers=headers)
    assert (answer.status_code, problem(answer).sentences) == (422, ["“starts_at” không hợp lệ"])


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b'{"unit": 5}', b"[" * 200_000, b"\xff\xfe", b'{"award_year": "' + b"9" * 9999 + b'"}']
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_told_in_vietnamese(
    client: TestClient, headers: dict[str, str], body: bytes
) -> None:
    answer = client.post(DRAFT, content=body, headers=headers)
    told = problem(answer)
    assert (answer.status_code, told.code) == (422, "malformed")
    assert all(not sentence.isascii() for sentence in told.sentences)


def pieces() -> Iterator[bytes]:
    for _ in range(LONGEST_BODY // 2**20 + 1):
        yield b" " * 2**20


@pytest.mark.parametrize("whole", [True, False])
def test_a_body_that_does_not_end_is_too_large_for_pages_and_programs(
    client: TestClient, headers: dict[str, str], *, whole: bool
) -> None:
    answer = client.post(DRAFT, content=b"".join(pieces()) if whole else pieces(), headers=headers)
    assert (answer.status_code, problem(answer).code) == (413, "too_large")
    page = client.post("/dang-nhap", content=b"".join(pieces()) if whole else pieces(),
                       headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert page.status_code == 413
    assert "Nội dung quá lớn" in page.text


def test_an_address_that_is_not_there_is_told_as_the_api_tells_everything(client: TestClient) -> None:
    assert problem(client.get("/api/v1/khong-co")).code == "not_found"


def test_every_answer_that_the_api_describes_has_one_form(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"]
    forms = {
        (status, answer["content"]["application/json"]["schema"].get("$ref"))
        for path in described.values()
        for act in path.values()
        for status, answer in act["responses"].items()
        if status != "200"
    }
    assert forms == {
        (str(status), "#/components/schemas/Problem") for status in (401, 403, 404, 409, 413, 422, 500, 503)
    }


def breaks(*_: object, **__: object) -> object:
    raise ValueError(SECRET)


@pytest.mark.parametrize("path", ["/dang-nhap", "/api/v1/dossiers"])
def test_a_fault_of_ours_is_told_where_it_happened_and_without_its_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    """Nothing is raised to the server, which would print the values."""
    key = token(desk, "mai", "read")
    monkeypatch.setattr("desk.web.rooms.sign_in.recognised", breaks)
    monkeypatch.setattr("desk.web.api_caller.Caller.reads", breaks)
    configure_logs()
    try:
        answer = TestClient(desk.app).get(path, headers={"authorization": f"Bearer {key}"})
    finally:
        structlog.reset_defaults()
    assert answer.status_code == 500
    assert "Lỗi của chương trình" in answer.text
    if path.startswith("/api"):
        assert problem(answer).code == "fault"
    said = capsys.readouterr()
    assert SECRET not in answer.text + said.out + said.err
    assert '"fault": "ValueError"' in said.err
    assert answer.headers["x-frame-options"] == "DENY"
