"""A unit's list from a spreadsheet at the browser: every fault at its cell first, then one act, or nothing."""

import html
import os
import re
from pathlib import Path

import pytest
from httpx2 import Response

from desk.intake.read import sheets_of
from desk.uploads.waiting import LONGEST, MOST, Waiting
from tests.desk.intake.books import HEADING, book, forged, people, sheet_of
from tests.desk.web.conftest import Browser, Desk

LIST, HONOURS = "/nhap-de-nghi", "/nhap-khen-thuong"
KEY = re.compile(r'name="khoa" value="([0-9a-f]{64})"')
GOOD = people(
    ("Ngô Thử Kim", "1980", "Thôn 3", "GK", "phong trào", "Đào ao chống cháy"),
    ("Ngô Thử Ngân", "1981", "Thôn 3", "GK", "phong trào", "Hiến đất làm đường"),
)
MIXED = people(
    ("Ngô Thử Kim", "1980", "Thôn 3", "GK", "phong trào", "Đào ao chống cháy"),
    ("Ngô Thử Ngân", "32/13/1981", "Thôn 99", "GKX", "phong trào", "Hiến đất làm đường"),
)


def send(browser: Browser, file: Path, path: str = LIST, **said: str) -> Response:
    """Send a file to be looked at."""
    data = {"form_key": browser.key(path), "giay_to": ["to_trinh", "bien_ban"], **said}
    return browser.client.post(path, data=data, files={"tep": (file.name, file.read_bytes())})


def confirm(browser: Browser, looked: Response, path: str = LIST, **said: str) -> Response:
    key = KEY.search(looked.text)
    assert key, html.unescape(looked.text)
    carried = dict(re.findall(r'name="(don_vi|nam|bo_loi)" value="([^"]*)"', looked.text))
    data = {"khoa": key[1], **carried, "giay_to": ["to_trinh", "bien_ban"], **said}
    return browser.post(f"{path}/ghi", data)


def written(desk: Desk, type_: str) -> int:
    return desk.events().count(type_)


def test_a_list_is_looked_at_and_then_recorded_as_one_act(desk: Desk, tmp_path: Path) -> None:
    browser = desk.as_("mai")
    drafted = written(desk, "nomination.drafted")
    head = desk.house.ledger.head()
    looked = send(browser, book(tmp_path / "list.xlsx", GOOD))
    assert looked.status_code == 200, html.unescape(looked.text)
    assert "Tệp không có lỗi" in html.unescape(looked.text)
    assert desk.house.ledger.head() == head
    for _ in range(2):
        answer = confirm(browser, looked)
        assert answer.status_code in {303, 422}
    assert written(desk, "nomination.drafted") == drafted + 2
    assert written(desk, "submission.received") == 3
    assert "Ngô Thử Kim" in browser.text("/ho-so?buoc=submitted")
    assert not list((desk.house.settings.data / "waiting").iterdir())


def test_the_same_file_again_records_nothing_more(desk: Desk, tmp_path: Path) -> None:
    browser = desk.as_("mai")
    file = book(tmp_path / "list.xlsx", GOOD)
    assert confirm(browser, send(browser, file)).status_code == 303
    head = desk.house.ledger.head()
    again = send(browser, file)
    assert "Không có gì mới để ghi" in html.unescape(again.text)
    assert desk.house.ledger.head() == head


def test_every_fault_is_told_at_its_cell_and_the_good_lines_can_go(desk: Desk, tmp_path: Path) -> None:
    browser = desk.as_("mai")
    looked = send(browser, book(tmp_path / "list.xlsx", MIXED))
    words = html.unescape(looked.text)
    assert "Tệp có 3 lỗi" in words
    for cell in ("C3", "D3", "E3"):
        assert cell in words
    answer = confirm(browser, looked)
    assert answer.status_code == 303
    assert "Ngô Thử Kim" in browser.text("/ho-so?buoc=submitted")
    assert "Ngô Thử Ngân" not in browser.text("/ho-so?buoc=submitted")


def test_a_clerk_sends_a_list_for_the_own_unit_alone(desk: Desk, tmp_path: Path) -> None:
    browser = desk.as_("clerk-thon-3")
    cau = ("Trương Ví Dụ Cau", None, "", "GK", "phong trào", "ao cá", desk.person("cau"))
    file = book(tmp_path / "list.xlsx", [[*HEADING, "Mã người"], [1, *cau]])
    own, foreign = desk.script.cast.unit("thon-3"), desk.script.cast.unit("thon-6")
    assert send(browser, file).status_code == 422
    assert send(browser, file, don_vi=foreign).status_code == 422
    looked = send(browser, file, don_vi=own)
    assert looked.status_code == 200
    head = desk.house.ledger.head()
    answer = confirm(browser, looked, don_vi=own)
    assert answer.status_code == 303, html.unescape(answer.text)
    assert desk.house.ledger.head() > head
    assert "Trương Ví Dụ Cau" in browser.text("/ho-so")
    assert browser.get(HONOURS).status_code == 404
    assert desk.as_("truc").get(LIST).status_code == 404


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (sheet_of('<row r="1"><c r="A1" t="str"><v>' + "x" * 30_000_000 + "</v></c></row>"), "quá lớn"),
        (sheet_of("<row/>" * 20_001), "dòng"),
        (sheet_of('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "quá xa"),
        ({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}, "XML lạ"),
    ],
    ids=["bomb", "rows", "columns", "entities"],
)
def test_a_hostile_file_is_refused_in_words(
    desk: Desk, tmp_path: Path, parts: dict[str, bytes], words: str
) -> None:
    browser = desk.as_("mai")
    head = desk.house.ledger.head()
    answer = send(browser, forged(tmp_path / "evil.xlsx", parts))
    assert answer.status_code == 422
    assert words in html.unescape(answer.text)
    assert desk.house.ledger.head() == head
    assert browser.get("/viec").status_code == 200


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"a,b\n1,2\n"])
def test_what_is_no_spreadsheet_is_told_so(desk: Desk, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    assert send(desk.as_("mai"), tmp_path / "x.xlsx").status_code == 422


def test_a_waiting_file_opens_for_its_sender_alone_and_lies_here_locked(desk: Desk, tmp_path: Path) -> None:
    browser = desk.as_("mai")
    looked = send(browser, book(tmp_path / "list.xlsx", GOOD))
    (kept,) = (desk.house.settings.data / "waiting").iterdir()
    assert b"PK" not in kept.read_bytes()[:64]
    assert kept.stat().st_mode & 0o077 == 0
    foreign = confirm(desk.as_("clerk-thon-3"), looked, don_vi=desk.script.cast.unit("thon-3"))
    assert foreign.status_code == 422
    assert written(desk, "nomination.drafted") == 2


def test_a_file_waits_an_hour_and_the_oldest_makes_room(tmp_path: Path) -> None:
    waiting = Waiting(tmp_path)
    old = waiting.put(b"a", "person-a")
    (file,) = tmp_path.iterdir()
    past = file.stat().st_mtime - LONGEST - 1
    os.utime(file, (past, past))
    key = waiting.put(b"b", "person-a")
    assert waiting.get(old, "person-a") is None
    assert (waiting.get(key, "person-a"), waiting.get(key, "person-b")) == (b"b", None)
    assert waiting.get("../../etc/passwd", "person-a") is None
    for _ in range(MOST + 5):
        waiting.put(b"c", "person-a")
    assert len(list(tmp_path.iterdir())) == MOST


def test_past_awards_come_in_the_same_way(desk: Desk, tmp_path: Path) -> None:
    heading = (
        "Họ và tên",
        "Mã người",
        "Đơn vị",
        "Danh hiệu, hình thức",
        "Năm",
        "Số quyết định",
        "Ngày quyết định",
    )
    cau = ("Trương Ví Dụ Cau", desk.person("cau"), "Thôn 3", "LDTT", "2022", "12/QĐ-UBND", "05/01/2023")
    rows = [heading, cau]
    browser = desk.as_("mai")
    looked = send(browser, book(tmp_path / "old.xlsx", rows), HONOURS)
    assert "Tệp không có lỗi" in html.unescape(looked.text), html.unescape(looked.text)
    answer = confirm(browser, looked, HONOURS)
    assert answer.status_code == 303
    assert "Đã ghi vào sổ" in browser.text(answer.headers["location"])
    assert written(desk, "record.past_award_recorded") == 1


@pytest.mark.parametrize(("login", "path"), [("clerk-thon-3", LIST), ("mai", LIST), ("mai", HONOURS)])
def test_the_form_to_fill_in_is_a_workbook_that_reads_back(desk: Desk, login: str, path: str) -> None:
    answer = desk.as_(login).get(f"{path}/mau.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment")
    sheet = next(sheet for sheet in sheets_of(answer.content, "mau") if sheet.name == "Danh sách")
    headings = {str(cell) for row in sheet.rows for cell in row if cell}
    assert "Họ và tên" in headings
    assert ("Đơn vị" in headings) == (login == "mai")


def test_a_list_full_of_faults_stays_a_small_page(desk: Desk, tmp_path: Path) -> None:
    rows = people(*((f"Ngô Thử {place}", "32/13", "Thôn 99", f"X{place}", "gì", "x") for place in range(600)))
    answer = send(desk.as_("mai"), book(tmp_path / "list.xlsx", rows))
    assert "lỗi nữa" in html.unescape(answer.text)
    assert len(answer.content) <= 100 * 1024
