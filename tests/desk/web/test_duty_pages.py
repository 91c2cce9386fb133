"""Duties with a date at the browser: every date with the text that set it, more time, who may look."""

import re
from datetime import date

from sqlmodel import select

from desk.views.duties import counted
from events.obligation import Counting
from projections import tables as t
from tests.desk.web.conftest import Desk
from tests.desk.web.later import later_desk, played_later

__all__ = ["later_desk", "played_later"]


def late_report(desk: Desk) -> t.ObligationRow:
    with desk.house.ledger.database.session() as session:
        asked = select(t.ObligationRow).where(
            t.ObligationRow.status == "open", t.ObligationRow.debtor == desk.script.cast.unit("thon-3")
        )
        row = session.exec(asked.order_by(t.ObligationRow.due_on)).first()
    assert row is not None
    return row


def test_more_time_is_given_from_the_page_of_a_duty_and_stands_there_with_its_reason(
    later_desk: Desk,
) -> None:
    office, row = later_desk.as_("mai"), late_report(later_desk)
    place = f"/nhiem-vu/{row.obligation}"
    assert place in office.text("/nhiem-vu")
    page = office.text(place)
    assert row.set_by in page
    assert "Vẫn nhận, ghi là chậm; văn bản không nói thôi nhận." in page
    [form] = [one for one in re.findall(r'href="(/lam/[^"]*)"', page) if "obligation.reschedule" in one]
    assert row.title in office.text(form)
    body = {
        "obligation": row.obligation,
        "extension": "yes",
        "due_on": "2025-12-31",
        "set_by": "đơn xin gia hạn",
    }
    refused = office.post("/lam/obligation.reschedule", body)
    assert refused.status_code == 422
    assert "Gia hạn cần nêu lý do" in refused.text
    told = office.post("/lam/obligation.reschedule", {**body, "reason": "mưa lũ", "ve": place})
    assert (told.status_code, told.headers["location"].partition("?")[0]) == (303, place)
    page = office.text(place)
    assert "hạn hết ngày 31/12/2025" in page
    assert (
        page.index("giao việc")
        < page.rindex(row.set_by)
        < page.rindex("đơn xin gia hạn")
        < page.index("mưa lũ")
    )


def test_a_unit_reads_its_own_duties_and_no_others(later_desk: Desk) -> None:
    row = late_report(later_desk)
    own, other = later_desk.as_("clerk-thon-3"), later_desk.as_("truc")
    place = f"/nhiem-vu/{row.obligation}"
    assert place in own.text("/nhiem-vu")
    page = own.text(place)
    assert "obligation.acknowledge" in page
    assert "obligation.reschedule" not in page
    assert place not in other.text("/nhiem-vu")
    assert other.get(place).status_code == other.get("/nhiem-vu/chua-gui").status_code == 404


def test_the_morning_list_stands_as_a_text_to_paste(later_desk: Desk) -> None:
    page = later_desk.as_("mai").text("/nhiem-vu/chua-gui")
    assert "DANH SÁCH CHƯA GỬI" in page
    assert "Thôn 3" in page


def test_how_a_date_was_counted_is_said_in_words() -> None:
    since = date(2024, 1, 10)
    backward = Counting(since=since, count=-10, unit="working_day", first_day_counts=True)
    assert counted(backward) == "10 ngày làm việc trước ngày 10/01/2024, tính cả ngày đầu"
    fixed = Counting(since=since, count=0, unit="day", when_off="previous")
    assert counted(fixed) == "ngày 10/01/2024; gặp ngày nghỉ thì lùi về ngày làm việc liền trước"


def test_a_letter_is_kept_back_and_let_go_from_its_page(later_desk: Desk) -> None:
    office = later_desk.as_("mai")
    [letter] = re.findall(r'href="/thu/(letter-[^"]+)"', office.text("/thu?trang_thai=queued"))[:1]
    place = f"/thu/{letter}"
    for act, then, more in (("hold", "release", {"reason": "chờ công văn"}), ("release", "hold", {})):
        assert f"/lam/letter.{act}?letter={letter}" in office.text(place)
        told = office.post(f"/lam/letter.{act}", {"letter": letter, "ve": place, **more})
        assert (told.status_code, told.headers["location"].partition("?")[0]) == (303, place)
        assert f"/lam/letter.{then}?letter={letter}" in office.text(place)
