"""The auditors' buttons: verify, reconcile, take away; who signed in; from an event to its run; a kept folder that is gone."""

import html
import json
import re
import shutil

from sqlmodel import select

from desk.views.names import lost_names
from desk.web.rooms.audit_proof import FIGURES
from domain.calendar import local_day
from events.store.keys import KeyFile
from events.store.tables import EventRow
from projections import tables as t
from tests.desk.web.conftest import MEETING, MEETING_DAY, Desk
from tests.desk.web.later import later_desk, played_later

__all__ = ["later_desk", "played_later"]
TAG = re.compile(r"<[^>]+>")
PROOF, BOOKS = "/kiem-toan/kiem-chung", "/kiem-toan/doi-soat"


def test_a_ledger_is_verified_with_its_read_tables_and_files(desk: Desk) -> None:
    browser = desk.as_("thanh-tra")
    desk.house.notary().sign()
    answer = html.unescape(browser.post(PROOF, {}).text)
    assert "Nguyên vẹn" in answer
    assert "Bảng đọc khớp nhật ký" in answer


def test_a_kept_folder_that_is_gone_is_said_so_and_never_an_error(desk: Desk) -> None:
    browser = desk.as_("thanh-tra")
    desk.house.notary().sign()
    shutil.rmtree(desk.house.settings.kept_folder)
    assert "mất điểm chốt giữ riêng" in browser.text(PROOF)
    answer = browser.post(PROOF, {})
    assert answer.status_code == 409
    assert "mất điểm chốt giữ riêng" in html.unescape(answer.text)


def test_a_key_that_is_none_is_said_so(desk: Desk) -> None:
    browser = desk.as_("thanh-tra")
    desk.house.notary().sign()
    (desk.house.settings.kept_folder / "vkey").write_bytes(b"\xff\xfe rac")
    answer = browser.post(PROOF, {})
    assert answer.status_code == 409
    assert "không phải khoá kiểm tra" in html.unescape(answer.text)


def test_a_key_that_another_process_destroys_is_missed_at_once(desk: Desk) -> None:
    """The page keeps what it found until the key file changes: it must not keep what was already over."""
    health, ledger = desk.as_("mai"), desk.house.ledger
    assert lost_names(ledger) == []
    assert "mọi tên người đều mở được" in html.unescape(health.text("/quan-tri/suc-khoe"))
    who = desk.person("truc")
    other = KeyFile(ledger.keys.path)
    other.destroy(f"{who}/")
    other.close()
    assert lost_names(ledger) == [who]
    assert "1 người mất khoá" in html.unescape(health.text("/quan-tri/suc-khoe"))


def test_the_five_books_are_compared_and_their_figures_explained(later_desk: Desk) -> None:
    browser = later_desk.as_("thanh-tra")
    assert "so từng dòng" in browser.text(BOOKS)
    page = html.unescape(browser.post(BOOKS, {}).text)
    assert "Năm sổ khớp nhau" in page
    assert all(words in page for words in FIGURES.values())
    assert "Số vào sổ khen thưởng 2, dòng danh sách chi thưởng 0: lệch 2 dòng" in page


def test_a_fund_that_pages_show_otherwise_than_the_log_is_named(later_desk: Desk) -> None:
    """Whoever writes in the read table, or in a row of their own, is found without the log being verified byte by byte."""
    browser = later_desk.as_("thanh-tra")
    with later_desk.house.ledger.database.session() as session:
        row = session.exec(select(t.FundRow)).one()
        row.paid = 900_000
        session.add(t.FundRow(fund="fund-unit-la-2024", budget=5, paid=0, recovered=0))
        session.commit()
    page = html.unescape(browser.post(BOOKS, {}).text)
    assert "2 chỗ không khớp" in page
    assert "trang ghi dự toán 25.000.000 đ, đã chi 900.000 đ, đã thu hồi 0 đ" in page
    assert "nhật ký cho dự toán 25.000.000 đ, đã chi 0 đ" in page
    assert "nhật ký cho không có quỹ này" in page


def test_the_log_is_taken_away_whole_as_it_was_signed(desk: Desk) -> None:
    browser = desk.as_("thanh-tra")
    desk.house.notary().sign()
    lines = browser.post("/kiem-toan/tai/nhat-ky", {}).content.splitlines()
    stored = [row.leaf for page in desk.house.ledger.pages(0) for row in page]
    assert lines == stored
    assert all(json.loads(line)["seq"] == place for place, line in enumerate(lines, 1))
    for what in ("diem-chot", "khoa-kiem-tra"):
        assert browser.post(f"/kiem-toan/tai/{what}", {}).status_code == 200
    assert browser.post("/kiem-toan/tai/khoa-rieng", {}).status_code == 404


def test_who_carries_a_copy_away_is_on_record_and_in_the_copy(desk: Desk) -> None:
    head = desk.house.ledger.head() + 1  # the sign-in
    copy = desk.as_("thanh-tra").post("/kiem-toan/tai/nhat-ky", {}).content.splitlines()
    taken = desk.house.ledger.at_position(desk.house.ledger.head())
    assert taken is not None
    assert copy[-1] == taken.leaf
    said = json.loads(taken.leaf)
    assert (taken.type, said["data"]["what"], said["data"]["through"]) == ("ledger.export_taken", "log", head)
    assert taken.envelope.by.who == desk.person("thanh-tra")
    assert "Mang bản sao ra khỏi sổ" in desk.as_("mai").text("/kiem-toan?loai=ledger.export_taken")


def test_nobody_else_takes_the_log_away(desk: Desk) -> None:
    for login in ("truc", "lim", "khe", "clerk-thon-3"):
        browser = desk.as_(login)
        for path in (BOOKS, PROOF):
            assert browser.get(path).status_code == 404
        assert browser.post("/kiem-toan/tai/nhat-ky", {}).status_code == 404
    assert "ledger.export_taken" not in desk.events()


def test_who_signed_in_is_named_where_the_door_wrote(desk: Desk) -> None:
    desk.as_("truc")
    browser = desk.as_("thanh-tra")
    log = browser.text("/kiem-toan?loai=account.session_opened")
    assert "Hoàng Ví Dụ Trúc" in log
    assert "hệ thống<" not in log


def test_the_log_says_of_each_event_whom_or_what_it_is_about(desk: Desk) -> None:
    browser = desk.as_("thanh-tra")
    assert "Bùi Ví Dụ Bàng · Giấy khen" in browser.text("/kiem-toan?loai=nomination.drafted")
    assert f"phiên ngày {local_day(MEETING_DAY):%d/%m/%Y}" in browser.text("/kiem-toan?loai=session.convened")


def test_an_event_leads_to_the_run_that_wrote_it_and_back_to_its_cause(desk: Desk) -> None:
    browser = desk.as_("thanh-tra")
    put = next(
        row for page in desk.house.ledger.pages(0) for row in page if row.type == "nomination.put_to_council"
    )
    event = browser.text(f"/kiem-toan/su-kien/{put.seq}")
    run = f"/kiem-toan/luot/{put.envelope.flow_run}"
    assert run in event
    page = browser.text(run)
    assert f"/kiem-toan/su-kien/{put.seq}" in page
    assert "Triệu tập phiên họp" in page or "session.convened" not in page
    assert "đã xong" in page


def test_the_whole_ledger_goes_back_day_by_day_on_a_line(desk: Desk) -> None:
    browser = desk.as_("thanh-tra")
    page = browser.text("/kiem-toan/luc?buoc=0")
    assert 'type="range"' in page
    assert "?buoc=1" in page
    assert browser.get("/kiem-toan/luc?buoc=999999").status_code == 200
    assert browser.get("/kiem-toan/luc?buoc=-1").status_code == 200


def test_a_stream_is_told_in_words_and_local_times(later_desk: Desk) -> None:
    """Dossiers by whose they are, instants as on every other page, codes by their words; ids stay in the links."""
    browser = later_desk.as_("thanh-tra")
    pages = [html.unescape(browser.text(f"/kiem-toan/dong/{MEETING}"))]
    with later_desk.house.ledger.database.session() as session:
        tallied = session.exec(select(EventRow.seq).where(EventRow.type == "session.ballot_tallied")).first()
    pages.append(html.unescape(browser.text(f"/kiem-toan/su-kien/{tallied}")).partition("Nguyên văn")[0])
    for page in pages:
        read = TAG.sub(" ", page.partition("<main")[2])
        assert "nomination-" not in read
        assert "+00:00" not in read
        assert "count" not in read.split()
    assert "Hội trường UBND xã" in pages[0]
    assert "15:00 ngày 13/09/2024" in pages[0]
    assert "Giấy khen" in TAG.sub(" ", pages[0])


def test_dossiers_meetings_and_people_lead_the_auditor_to_their_line_of_time(desk: Desk) -> None:
    browser = desk.as_("mai")
    line = desk.lines[0]
    for path, stream in (
        (f"/ho-so/{line}", line),
        (f"/phien-hop/{MEETING}", MEETING),
        (f"/quan-tri/nguoi/{desk.person('truc')}", desk.person("truc")),
    ):
        assert f"/kiem-toan/dong/{stream}" in browser.text(path)
        assert browser.get(f"/kiem-toan/dong/{stream}?den=1").status_code == 200
    assert "/kiem-toan/dong/" not in desk.as_("truc").text(f"/phien-hop/{MEETING}")
