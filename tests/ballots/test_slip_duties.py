"""Lấy ý kiến bằng văn bản, through the house: each member's duty, its letters, and where it stands on their page."""

from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlmodel import select

from desk.views import deadlines
from desk.views.calendar_days import CalendarDays
from desk.views.names import Names
from desk.views.tasks import Asked, Task, tasks
from domain.council import ReplaceMember, ResignMember
from domain.obligation.commands import LapseObligation
from domain.policy import AdoptLadder
from domain.refusal import DeadlinePassed, NotFound, WrongState
from domain.session.commands import ConveneSession, ExtendAgenda, ReceiveWrittenOpinion
from domain.session.facts import QuorumNotMet
from domain.session.owed import slip_duty
from events.base import ObligationId, PersonId, SessionId
from events.letter import LetterQueued
from events.obligation import ObligationMet, ReminderRecorded
from events.policy import Rung
from projections import tables as t
from tests.ballots.chamber import COUNCIL, DAY, ORIGIN, RULES, Chamber, found_chamber, lines, registered
from tests.workflows.handle.offices import HOME, MAI, Office
from tests.workflows.mailroom.rooms import at_hour, engine_said, events, reactor_runs, tick
from workflows.mailroom.office import letterhead
from workflows.mailroom.still_true import why_untrue
from workflows.mailroom.writing import written

LINES = lines(3)
OPENLY = {
    **RULES,
    "vote_share": [
        {"award": "GK", "percent": 50, "strict": True, "base": "all_members", "mode": "named", **ORIGIN}
    ],
    "session_rule": [{"award": "GK", "written_session": True, **ORIGIN}],
}
SESSION = SessionId("session-0001")
THURSDAY = at_hour(DAY + timedelta(days=2), 15)
"""Two days after the call, at three."""

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def asked(office: Office) -> Chamber:
    """Ask six members."""
    chamber = found_chamber(office, 6, OPENLY)
    ask(chamber)
    return chamber


def ask(chamber: Chamber) -> None:
    """Ask every member, today, for slips that are due on Thursday at three."""
    office = chamber.office
    chamber.dossiers(*LINES, session=SESSION)
    chamber.do(
        ConveneSession(
            session=SESSION, council=COUNCIL, starts_at=office.clock.now(), place="bằng văn bản", agenda=tuple(LINES),
            in_writing=True, due_at=THURSDAY, **chamber.said("secretary"),
        )
    )  # fmt: skip
    reactor_runs(office)


def stands(chamber: Chamber) -> dict[str, str]:
    with chamber.office.ledger.database.session() as db:
        rows = db.exec(select(t.ObligationRow).where(t.ObligationRow.about == SESSION)).all()
    by_duty = {slip_duty(SESSION, member): member for member in chamber.members}
    return {by_duty[ObligationId(row.obligation)]: row.status for row in rows}


def page(chamber: Chamber, who: str, on: date = DAY) -> list[Task]:
    """Give what waits for somebody, as their page lists it."""
    office = chamber.office
    with office.ledger.database.session() as db:
        reading = office.handler.reading(db, who)
        seen = Asked(who, reading.standing, on, HOME)
        return tasks(db, Names(office.ledger, db), reading, seen)


def pasted_for(chamber: Chamber) -> str:
    """Give the morning list of who has not sent."""
    office = chamber.office
    with office.ledger.database.session() as db:
        now = office.clock.now()
        return deadlines.pasted(deadlines.missing(db, Names(office.ledger, db), now, 7), now)


def answers(chamber: Chamber, member: PersonId, *, typed_by: str) -> None:
    """Send the signed slip: oneself, or on paper that the secretary types in."""
    role = "member" if typed_by == member else "secretary"
    chamber.confirm(SESSION, member)
    chamber.do(
        ReceiveWrittenOpinion(
            session=SESSION, member=member, choices={}, rest="for", **chamber.said(role, typed_by)
        )
    )


def letters(chamber: Chamber, template: str) -> list[LetterQueued]:
    return [queued for queued in events(chamber.office, LetterQueued) if queued.template == template]


def read(chamber: Chamber, queued: LetterQueued) -> tuple[str, str, EmailMessage]:
    """Give the subject and the words of a letter as it leaves."""
    office = chamber.office
    with office.ledger.database.session() as db:
        reading = office.handler.reading(db, "system:test")
        raw = written(reading, queued, office.clock.now(), letterhead(office.house)).content
    message = message_from_bytes(raw, policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(message["Subject"]), str(body.get_content()), message


def test_each_member_owes_their_slip_and_sees_it_once_on_their_page(asked: Chamber) -> None:
    assert stands(asked) == dict.fromkeys(asked.members, "open")
    [task] = page(asked, asked.members[1])
    assert task.title == "Gửi phiếu lấy ý kiến"
    assert task.path == f"/phien-hop/{SESSION}"
    assert (task.due_on, task.group) == (THURSDAY.date().isoformat(), "soon")
    assert task.note == "trước 15 giờ 00 · căn cứ giấy lấy ý kiến ngày 02/01/2024 của Hội đồng"
    answers(asked, asked.members[1], typed_by=asked.members[1])
    assert page(asked, asked.members[1]) == []


def test_a_slip_by_oneself_or_on_paper_meets_it_and_the_others_are_reminded_and_named_to_the_office(
    asked: Chamber,
) -> None:
    first, second, *others = asked.members
    answers(asked, first, typed_by=first)
    answers(asked, second, typed_by=MAI)
    assert len(events(asked.office, ObligationMet)) == 2
    asked.office.clock.move_to(at_hour(DAY + timedelta(days=1), 8))
    assert tick(asked.office) == 1
    [listed] = letters(asked, "digest")
    assert str(listed.recipient) == MAI
    assert not any(who in str(listed.facts) for who in (first, second))
    subject, text, _ = read(asked, listed)
    assert subject == "4 việc chưa xong, 4 việc đến hạn trong 7 ngày tới"
    for member in others:
        assert f"- Ví Dụ {member}: Gửi phiếu lấy ý kiến; 15 giờ 00 ngày 04/01/2024" in text
    assert pasted_for(asked).splitlines()[2:5] == [
        (
            "Gửi phiếu lấy ý kiến: hạn 15 giờ 00 ngày 04/01/2024 (còn 1 ngày),"
            " theo giấy lấy ý kiến ngày 02/01/2024 của Hội đồng."
        ),
        "Đã gửi 2/6; chưa gửi 4:",
        f"1. Ví Dụ {others[0]}",
    ]
    asked.office.clock.move_to(at_hour(DAY + timedelta(days=2), 8))
    assert tick(asked.office) == 1
    last = letters(asked, "slip_reminder")
    assert {str(queued.recipient) for queued in last} == set(others)
    subject, text, message = read(asked, last[0])
    assert subject == "Nhắc lần cuối: gửi phiếu lấy ý kiến, hạn 15 giờ 00 ngày 04/01/2024"
    assert "Phiếu đến sau hạn không được tính." in text
    assert "hệ thống sẽ không gửi thêm" in text
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20240104T150000" in str(list(message.walk())[-1].get_content())
    asked.office.clock.move_to(at_hour(DAY + timedelta(days=30), 8))
    assert tick(asked.office) == 0


def test_the_calendar_file_has_the_hour_once_under_the_name_that_the_letters_give_it(asked: Chamber) -> None:
    office, head = asked.office, letterhead(asked.office.house)
    with office.ledger.database.session() as db:
        names = Names(office.ledger, db)
        [entry] = CalendarDays(db, names, head, office.clock.now()).of_all({HOME}).entries
    [told, *_] = letters(asked, "opinion_slip")
    assert told.item is not None
    assert entry.uid == f"{told.item.uid}@{head.message_domain}"
    assert (entry.starts_at, entry.day) == (told.item.starts_at, None) == (THURSDAY, None)
    assert (
        entry.description == "15 giờ 00 ngày 04/01/2024, theo giấy lấy ý kiến ngày 02/01/2024 của Hội đồng."
    )


def test_a_council_sets_its_own_ladder_for_slips_and_the_letter_still_names_the_hour(office: Office) -> None:
    chamber = found_chamber(office, 3, OPENLY)
    own = Rung(name="truoc-1", days=-1, audience="debtor", template="reminder", last=True)
    chamber.do(
        AdoptLadder(
            ladder="cua-xa", duties=("send_slip",), rungs=(own,), scope=HOME, **chamber.said("administrator")
        )
    )
    ask(chamber)
    office.clock.move_to(at_hour(DAY + timedelta(days=1), 8))
    assert tick(office) == 1
    told = letters(chamber, "reminder")
    assert {str(queued.recipient) for queued in told} == set(chamber.members)
    assert "Thời hạn: 15 giờ 00 ngày 04/01/2024, theo giấy lấy ý kiến" in read(chamber, told[0])[1]


def test_a_reminder_that_waits_is_not_sent_once_the_slip_is_there_or_the_hour_is_over(asked: Chamber) -> None:
    asked.office.clock.move_to(at_hour(DAY + timedelta(days=2), 8))
    tick(asked.office)
    waiting = letters(asked, "slip_reminder")
    answers(asked, asked.members[0], typed_by=MAI)
    now = asked.office.clock.now()
    with asked.office.ledger.database.session() as db:
        reading = asked.office.handler.reading(db, "system:test")
        told = {PersonId(queued.recipient): why_untrue(queued, reading, now) for queued in waiting}
        late = {
            why_untrue(queued, reading, THURSDAY)
            for queued in waiting
            if told[PersonId(queued.recipient)] is None
        }
    assert {who for who, why in told.items() if why == "duty_over"} == {asked.members[0]}
    assert late == {"begun"}


def resigns(chamber: Chamber, member: PersonId, on: date) -> None:
    said = chamber.said("authority")
    chamber.do(ResignMember(council=COUNCIL, person=member, on=on, reason="chuyển công tác", **said))


def test_nobody_ends_one_members_duty_by_hand_and_their_page_goes_on_asking(asked: Chamber) -> None:
    duty = slip_duty(SESSION, asked.members[1])
    with pytest.raises(WrongState, match="không cho thôi riêng từng thành viên"):
        asked.do(LapseObligation(obligation=duty, reason="đã gọi điện", **asked.said("standing_agency")))
    assert len(page(asked, asked.members[1])) == 1
    asked.office.do(LapseObligation(obligation=duty, reason="từ trước", **engine_said(asked.office)))
    [task] = page(asked, asked.members[1])
    assert (task.title, task.path) == ("Gửi phiếu lấy ý kiến", f"/phien-hop/{SESSION}")
    assert task.note == "3 hồ sơ, lấy ý kiến bằng văn bản"
    answers(asked, asked.members[1], typed_by=asked.members[1])
    assert page(asked, asked.members[1]) == []


def test_a_seat_that_ends_later_is_asked_until_then_and_no_reminder_speaks_after(asked: Chamber) -> None:
    *others, tomorrow, far = asked.members
    resigns(asked, far, DAY + timedelta(days=30))
    resigns(asked, tomorrow, DAY + timedelta(days=1))
    assert stands(asked) == dict.fromkeys(asked.members, "open")
    assert len(page(asked, far)) == len(page(asked, tomorrow)) == 1
    asked.office.clock.move_to(at_hour(THURSDAY.date(), 8))
    tick(asked.office)
    assert {str(queued.recipient) for queued in letters(asked, "slip_reminder")} == {*others, far}
    assert stands(asked) == {**dict.fromkeys((*others, far), "open"), tomorrow: "lapsed"}
    assert tick(asked.office) == 0


def test_whoever_takes_a_seat_on_the_day_of_the_call_owes_the_slip_and_may_send_it(asked: Chamber) -> None:
    office, new = asked.office, PersonId("person-new")
    asked.do(registered(new, asked.said("administrator")))
    asked.do(
        ReplaceMember(council=COUNCIL, old=asked.members[-1], new=new, since=DAY, **asked.said("authority"))
    )
    asked.members.append(new)
    assert stands(asked) == {**dict.fromkeys(asked.members, "open"), asked.members[-2]: "lapsed"}
    tick(office)
    assert [str(queued.recipient) for queued in letters(asked, "slip_reminder")] == [str(new)]
    assert [task.title for task in page(asked, new)] == ["Gửi phiếu lấy ý kiến"]
    answers(asked, new, typed_by=new)
    assert stands(asked)[new] == "met"


def test_a_replacement_entered_after_the_hour_with_an_earlier_date_asks_for_no_slip(asked: Chamber) -> None:
    new = PersonId("person-new")
    asked.do(registered(new, asked.said("administrator")))
    said = asked.said("standing_agency") | {"late_reason": "quyết định thay thế đến sau"}
    asked.office.clock.move_to(THURSDAY)
    asked.do(ReplaceMember(council=COUNCIL, old=asked.members[-1], new=new, since=DAY, **said))
    assert stands(asked)[asked.members[-1]] == "lapsed"
    with pytest.raises(DeadlinePassed):
        answers(asked, new, typed_by=new)
    asked.members.append(new)
    assert new not in stands(asked)


def test_what_is_asked_has_no_number_that_added_dossiers_would_make_wrong(asked: Chamber) -> None:
    more = lines(2, of="more")
    asked.dossiers(*more, session=SESSION)
    chair = asked.members[0]
    asked.do(
        ExtendAgenda(session=SESSION, lines=tuple(more), reason="đột xuất", **asked.said("chair", chair))
    )
    [task] = page(asked, asked.members[1])
    assert task.title == "Gửi phiếu lấy ý kiến"


def test_the_end_of_the_seat_and_the_close_of_the_slips_end_it_without_a_further_letter(
    asked: Chamber,
) -> None:
    *answering, silent, leaving = asked.members
    resigns(asked, leaving, DAY)
    assert stands(asked)[leaving] == "lapsed"
    for member in answering:
        answers(asked, member, typed_by=MAI)
    asked.office.clock.move_to(THURSDAY)
    asked.open(SESSION, "b1", LINES)
    asked.close(SESSION, "b1")
    assert stands(asked) == {**dict.fromkeys(answering, "met"), silent: "lapsed", leaving: "lapsed"}
    reactor_runs(asked.office)
    tick(asked.office)
    assert events(asked.office, ReminderRecorded) == []
    assert letters(asked, "cancelled") == []


def test_without_enough_slips_the_lines_go_on_to_a_meeting_and_the_duties_end_with_them(
    asked: Chamber,
) -> None:
    office, (first, second, *silent) = asked.office, asked.members
    for member in (first, second):
        answers(asked, member, typed_by=MAI)
    asked.open(SESSION, "b1", LINES)
    with pytest.raises(WrongState, match="Chưa đến hạn"):
        goes_on(asked)
    office.clock.move_to(at_hour(THURSDAY.date(), 16))
    with pytest.raises(QuorumNotMet, match="Có 2 trên 6 phiếu") as short:
        asked.close(SESSION, "b1")
    assert "triệu tập phiên bổ sung" in str(short.value.todo)
    assert "Kết thúc lấy ý kiến bằng văn bản" in {task.title for task in page(asked, MAI, THURSDAY.date())}
    following = THURSDAY.date() + timedelta(days=1)
    assert page(asked, silent[0], following) == []
    meeting = goes_on(asked)
    assert stands(asked) == {**dict.fromkeys((first, second), "met"), **dict.fromkeys(silent, "lapsed")}
    assert page(asked, MAI, following) == []
    asked.gather(meeting)
    asked.confirm(meeting)
    asked.open(meeting, "b1", LINES)
    assert asked.state(SESSION).ballots == {}
    with pytest.raises(NotFound):
        asked.close(SESSION, "b1")


def test_with_enough_slips_the_lines_stay_and_are_counted(asked: Chamber) -> None:
    for member in asked.members[:4]:
        answers(asked, member, typed_by=MAI)
    asked.open(SESSION, "b1", LINES)
    asked.office.clock.move_to(at_hour(THURSDAY.date(), 16))
    with pytest.raises(WrongState, match="đủ số cần là 4"):
        goes_on(asked)
    asked.close(SESSION, "b1")


def goes_on(chamber: Chamber) -> SessionId:
    """Call a meeting for the lines of the session in writing."""
    meeting = SessionId("session-0002")
    chamber.do(
        ConveneSession(
            session=meeting, council=COUNCIL, starts_at=chamber.office.clock.now(), place="Hội trường",
            agenda=tuple(LINES), supplements=SESSION, **chamber.said("secretary"),
        )
    )  # fmt: skip
    reactor_runs(chamber.office)
    return meeting
