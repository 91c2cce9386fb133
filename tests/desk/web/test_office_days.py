"""The year's calendar at the browser: a day announced late is entered with its paper, and the file opens on a phone."""

from icalendar import Calendar

from tests.desk.web.conftest import Desk
from tests.desk.web.later import later_desk, played_later

__all__ = ["later_desk", "played_later"]


def test_a_day_announced_late_stands_in_the_calendar_with_its_paper(later_desk: Desk) -> None:
    office = later_desk.as_("mai")
    page = office.text("/lich?nam=2024")
    assert "thứ Hai): nghỉ" in page
    assert "Nộp hồ sơ đề nghị khen thưởng" in page
    [form] = {href for href in ("/lam/calendar.announce_day_off?ve=/lich",) if href in page}
    assert office.get(form).status_code == 200
    paper = {"document.number": "12729/VPCP-KGVX", "document.day": "2024-09-16", "document.about": "hoán đổi"}
    told = office.post("/lam/calendar.announce_day_off", {"day": "2024-11-18", "ve": "/lich", **paper})
    assert told.status_code == 303
    page = office.text("/lich?nam=2024")
    assert "12729/VPCP-KGVX, 16/09/2024" in page
    assert "(18)" in page
    assert "/lam/calendar" not in later_desk.as_("clerk-thon-3").text("/lich")


def test_a_unit_takes_its_own_dates_along_on_a_phone(later_desk: Desk) -> None:
    own = later_desk.as_("clerk-thon-3")
    assert "Việc của: Thôn 3." in own.text("/lich?nam=2024")
    file = Calendar.from_ical(own.get("/lich/viec.ics").content)
    everybody = Calendar.from_ical(later_desk.as_("mai").get("/lich/viec.ics").content)
    assert len(file.events) > 0
    assert "Báo cáo tiến độ 9 tháng (còn 20 nơi)" in {str(event["SUMMARY"]) for event in everybody.events}
    assert "việc của nhiều nơi ghi một mục" in later_desk.as_("mai").text("/lich?nam=2024")
    assert {str(event["SUMMARY"]) for event in file.events} >= {"Nộp hồ sơ đề nghị khen thưởng"}
    nothing = later_desk.as_("truc").get("/lich/viec.ics")
    assert nothing.status_code == 404
    assert "Hiện không có việc nào còn hạn" in nothing.text
