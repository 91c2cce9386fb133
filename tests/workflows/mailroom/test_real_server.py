"""A real mail server takes our letters and delivers them; its delivery report comes back to the letter."""

import asyncio
import os
from collections.abc import Iterator
from datetime import date, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from domain.letter.commands import QueueLetter
from domain.obligation.commands import LapseObligation, RescheduleObligation
from events.base import LetterId, SubjectId
from events.letter import CalendarItem, LetterBounced, LetterQueued
from mail.post import Post
from mail.relay import Relay
from tests.postfix import DOMAIN, LOST, Postfix, available, postfix
from tests.workflows.handle.offices import Office
from tests.workflows.mailroom.rooms import (
    Alone,
    at_hour,
    engine_said,
    events,
    open_duties,
    reactor_runs,
    states,
    tick,
    until,
)
from workflows.mailroom.bounces import Postmaster
from workflows.mailroom.office import Letterhead
from workflows.mailroom.room import Mailroom
from workflows.mailroom.rules import MailRules

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
REQUIRE = "SOVANG_TEST_REQUIRE_POSTFIX"
HEAD = Letterhead(f"so-vang@{DOMAIN}", "Sổ Vàng", DOMAIN, bounces_to=f"thu-tra-lai@{DOMAIN}")
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    if not available():
        if os.environ.get(REQUIRE):
            pytest.fail("Postfix is required here and cannot be run")
        pytest.skip("Postfix is not installed, or this is not root")
    with postfix() as running:
        yield running


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.db'}"


def deliver(office: Office, server: Postfix) -> None:
    async def run() -> None:
        post = Post(Relay("127.0.0.1", server.port), connections=2)
        room = Mailroom(office.handler, post, HEAD, Alone(), MailRules(connections=2))
        await room.deliver()
        await post.close()

    asyncio.run(run())


def arrived(folder: Path, count: int) -> list[EmailMessage]:
    """Wait until so many letters lie in a mailbox; gives them by their time."""

    def there() -> list[Path]:
        return sorted((folder / "new").glob("*"), key=lambda file: file.stat().st_mtime_ns)

    asyncio.run(until(lambda: len(there()) >= count))
    return [message_from_bytes(file.read_bytes(), policy=default) for file in there()]


def entry(message: EmailMessage) -> Any:  # an icalendar event
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    read = icalendar.Calendar.from_ical(
        bytes(part.get_content()) if isinstance(part.get_content(), bytes) else str(part.get_content())
    )
    assert part.get_param("method") == str(read["METHOD"])
    [found] = read.walk("VEVENT")
    return found


def test_a_deadline_comes_into_the_calendar_moves_in_it_and_leaves_it(
    office: Office, server: Postfix
) -> None:
    [duty] = open_duties(office, date(2024, 3, 29), 1)
    office.clock.move_to(at_hour(date(2024, 3, 15), 8))
    tick(office)
    deliver(office, server)
    moved = RescheduleObligation(
        obligation=duty, due_on=date(2024, 4, 12), set_by="công văn số 9", **office.said("standing_agency")
    )
    office.do(moved)
    office.clock.move_to(at_hour(date(2024, 3, 29), 8))
    tick(office)
    deliver(office, server)
    office.do(LapseObligation(obligation=duty, reason="Đợt đã kết thúc.", **engine_said(office)))
    reactor_runs(office)
    deliver(office, server)
    entries = [entry(message) for message in arrived(server.maildir("thon0"), 4)]
    assert {str(one["UID"]) for one in entries} == {f"{duty}@{DOMAIN}"}
    assert [(one["SEQUENCE"], one["DTSTART"].dt, str(one["STATUS"])) for one in entries] == [
        (0, date(2024, 3, 29), "CONFIRMED"),
        (1, date(2024, 4, 12), "CONFIRMED"),  # told at once that it moved
        (1, date(2024, 4, 12), "CONFIRMED"),
        (2, date(2024, 4, 12), "CANCELLED"),
    ]
    assert {str(one["ORGANIZER"]) for one in entries} == {f"mailto:so-vang@{DOMAIN}"}


def test_a_meeting_stands_in_the_calendar_at_its_local_time(office: Office, server: Postfix) -> None:
    office.do(office.person("hop", "Lê Thị Họp", email=f"hop@{DOMAIN}"))
    starts_at = at_hour(date(2024, 1, 24), 14)
    office.do(invitation(office, starts_at))
    deliver(office, server)
    [message] = arrived(server.maildir("hop"), 1)
    found = entry(message)
    assert found["DTSTART"].dt == datetime.combine(date(2024, 1, 24), time(14), HERE)
    assert found["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert "họp" in str(message["Subject"])
    assert "14 giờ 00 ngày 24/01/2024" in str(message["Subject"])
    assert str(message["To"]) == f"Lê Thị Họp <hop@{DOMAIN}>"
    text = message.get_body(("plain",))
    assert text is not None
    assert "Trân trọng mời đồng chí" in text.get_content()


def invitation(office: Office, starts_at: datetime) -> QueueLetter:
    said = engine_said(office)
    return QueueLetter(
        letter=LetterId("letter-hop"),
        recipient=SubjectId("person-hop"),
        template="session_invitation",
        facts={"starts_at": starts_at.isoformat(), "place": "Hội trường", "lines": "35"},
        speaks_from=date(2024, 1, 2),
        item=CalendarItem(
            uid="meeting-1", sequence=0, method="PUBLISH", summary="Họp Hội đồng", starts_at=starts_at, place="Hội trường"
        ),
        **said,
    )  # fmt: skip


def test_a_letter_that_the_server_took_and_could_not_deliver_is_found_by_its_report(
    office: Office, server: Postfix
) -> None:
    office.do(office.person("mat", "Lê Thị Mất", email=LOST))
    office.do(
        QueueLetter(
            letter=LetterId("letter-mat"), recipient=SubjectId("person-mat"), template="cancelled",
            facts={"title": "Nộp báo cáo", "reason": "đã có công văn mới"}, speaks_from=date(2024, 1, 2),
            **engine_said(office),
        )
    )  # fmt: skip
    deliver(office, server)
    assert states(office)["letter-mat"] == "sent"
    folder = server.maildir("thu-tra-lai")
    arrived(folder, 1)
    postmaster = Postmaster(office.handler, folder, DOMAIN)
    assert postmaster.collect().reports == 1
    assert postmaster.collect().reports == 0
    assert states(office)["letter-mat"] == "bounced"
    [bounced] = events(office, LetterBounced)
    assert bounced.status == "5.1.1"
    reactor_runs(office)
    assert [event.template for event in events(office, LetterQueued)] == ["cancelled", "undelivered"]
