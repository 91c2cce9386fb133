"""What calls a member: to a meeting its hour and place, in writing the day by which the slip must be back."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import icalendar
import pytest
from sqlmodel import select

from desk.views.names import Names
from desk.views.preflight import preflight
from domain.letter.states import Waiting
from domain.session.commands import ConveneSession
from events.base import SessionId
from projections import tables as t
from tests.ballots.chamber import COUNCIL, ORIGIN, RULES, Chamber, found_chamber, lines
from tests.ballots.worlds import settle
from tests.workflows.handle.offices import Office
from workflows.mailroom.office import letterhead
from workflows.mailroom.still_true import why_untrue
from workflows.mailroom.writing import written

LINES = lines(3)
IN_WRITING = {
    **RULES,
    "session_rule": [{"award": "GK", "written_session": True, **ORIGIN}],
    "council_shape": [{"level": "commune", "least_vice_chairs": 1, "odd": True, **ORIGIN, "article": "Đ2"}],
}
SESSION = SessionId("session-0001")


def asked(office: Office, *, in_writing: bool) -> Chamber:
    """Let a meeting be called for tomorrow, or ask for opinions that are due the day after."""
    chamber = found_chamber(office, 3, IN_WRITING)
    now = office.clock.now()
    chamber.dossiers(*LINES, session=SESSION)
    chamber.do(
        ConveneSession(
            session=SESSION, council=COUNCIL, starts_at=now + timedelta(days=1), place="Hội trường", agenda=tuple(LINES),
            in_writing=in_writing, due_at=now + timedelta(days=2) if in_writing else None, **chamber.said("secretary"),
        )
    )  # fmt: skip
    settle(office, office.house.settings.data)
    return chamber


SECRETARY = "thu-ky@vidu.example"


def letters(office: Office) -> list[EmailMessage]:
    """Write the letters as they leave, in both languages; questions about meetings go to the secretary."""
    with office.ledger.database.session() as db:
        reading = office.handler.reading(db, "system:test")
        settings = office.house.settings.model_copy(update={"mail_reply_council": SECRETARY})
        head = replace(letterhead(replace(office.house, settings=settings)), english=True)
        rows = db.exec(select(t.LetterRow).order_by(t.LetterRow.recipient)).all()
        waiting = [reading.state(row.letter, Waiting).queued for row in rows]
        sent = [written(reading, queued, office.clock.now(), head).content for queued in waiting]
    return [message_from_bytes(raw, policy=default) for raw in sent]


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def slip(office: Office) -> EmailMessage:
    asked(office, in_writing=True)
    return letters(office)[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_session_in_writing_asks_for_an_opinion_by_a_day_and_speaks_of_no_meeting(
    slip: EmailMessage,
) -> None:
    text = text_of(slip)
    assert "hạn 08 giờ 00 ngày 04/01/2024" in str(slip["Subject"])
    assert "Hạn gửi ý kiến: 08 giờ 00 ngày 04/01/2024. Phiếu đến sau hạn không được tính." in text
    assert "Nội dung: 3 hồ sơ đề nghị khen thưởng." in text
    assert "không tổ chức phiên họp" in text
    assert [word for word in ("Địa điểm", "giấy mời", "Hội trường", "dự phiên họp") if word in text] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_says_so_in_english_too(slip: EmailMessage) -> None:
    english = text_of(slip).partition("* * *")[2]
    assert "there is no meeting" in english
    assert "A slip that arrives later is not counted." in english
    assert "Place:" not in english


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_its_calendar_entry_stands_on_the_day_it_is_due(slip: EmailMessage) -> None:
    (part,) = [part for part in slip.walk() if part.get_content_type() == "text/calendar"]
    (entry,) = icalendar.Calendar.from_ical(str(part.get_content())).walk("VEVENT")
    assert entry["SUMMARY"] == "Hạn gửi ý kiến: Hội đồng"
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20240104T080000" in str(part.get_content())
    assert "LOCATION" not in entry


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_meeting_is_called_to_its_hour_and_place(office: Office) -> None:
    asked(office, in_writing=False)
    told = letters(office)
    assert len(told) == 3
    assert "Thời gian: 08 giờ 00 ngày 03/01/2024." in text_of(told[0])
    assert "Địa điểm: Hội trường." in text_of(told[0])
    assert {letter["Reply-To"].addresses[0].addr_spec for letter in told} == {SECRETARY}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_before_the_day_each_member_counts_as_asked_and_after_it_no_letter_goes(office: Office) -> None:
    asked(office, in_writing=True)
    with office.ledger.database.session() as db:
        reading = office.handler.reading(db, "system:test")
        found = preflight(db, Names(office.ledger, db), reading, SESSION)
        queued = reading.state(db.exec(select(t.LetterRow.letter)).all()[0], Waiting).queued
        now = office.clock.now()
        told = [why_untrue(queued, reading, now + timedelta(days=days)) for days in (1, 2)]
    assert found is not None
    assert found.by_mail == 3
    assert all(member.letter for member in found.members)
    assert found.shape == [
        "Hội đồng có 0 Phó Chủ tịch; quy định đòi ít nhất 1. Căn cứ: Đ2 Quy chế 01/QC-HĐTĐKT."
    ]
    assert told == [None, "begun"]
