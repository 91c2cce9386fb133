"""The believable year, played in plain parts: what it comes to is the script's, and nothing of it stands in the driver."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlmodel import col, select

from desk.demo.data import nomination_id
from desk.demo.play import Played
from desk.demo.scenes_meetings import session_id
from desk.demo.telling import tell
from desk.setup.file import Setup
from desk.views import read
from desk.views.names import Names
from desk.views.preflight import preflight
from domain.ids import obligation_id
from domain.nomination.states import Awarded, Ended
from domain.obligation.states import Obligation
from events.base import SubjectId
from events.catalogue import event_of
from events.letter import LetterDeferred, LetterQueued, LetterSuperseded
from events.obligation import ObligationRescheduled, ReminderRecorded
from projections import tables as t
from workflows.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def test_thirty_six_are_awarded_and_one_each_refused_declined_withdrawn_open(year: Played) -> None:
    assert year.summary["nominations"] == {
        "awarded": 36,
        "ineligible": 1,
        "declined": 1,
        "withdrawn": 1,
        "forwarded": 1,
    }


def test_the_bonus_is_the_scripts_to_the_dong(year: Played) -> None:
    assert (year.summary["bonus_paid"], year.summary["fund_balance"]) == (18_870_000, 6_130_000)


def test_the_lower_title_of_the_year_is_a_note_beside_the_towns_and_is_not_taken_off(house: House) -> None:
    with house.ledger.database.session() as session:
        details = [read.nomination(house, session, nomination_id(key)) for key in ("n17", "n18")]
    notes = [detail.notes for detail in details if detail is not None]
    said = (
        "cùng kỳ đã có “Lao động tiên tiến” (710.000 đ); nhiều danh hiệu một kỳ chỉ thưởng mức cao nhất"
        " (căn cứ NĐ 98/2023/NĐ-CP; memory): chỉ ghi chú, chưa trừ"
    )
    assert notes == [[said], [said]]


def test_forty_targets_are_met_five_missed_three_not_measurable(year: Played) -> None:
    targets = year.summary["targets"]
    assert (year.summary["targets_met"], targets["missed"], targets["not_measurable"]) == (40, 5, 3)


def test_as_of_the_end_of_june_six_of_forty_eight_are_met(year: Played) -> None:
    assert year.interim == {
        "events": year.interim["events"],
        "targets": 48,
        "targets_met": 6,
        "targets_running": 42,
        "late_reports": 2,
        "nominations": 0,
    }


def test_the_honour_book_has_no_gap_and_only_awards_with_a_certificate(house: House) -> None:
    with house.ledger.database.session() as session:
        entries = session.exec(select(t.EntryRow).order_by(col(t.EntryRow.number))).all()
    assert [entry.number for entry in entries] == list(range(1, 18))
    assert {entry.award for entry in entries} == {"GK"}


@pytest.mark.law("TT 01/2024/TT-BNV")
def test_the_late_recruit_is_told_the_article(house: House) -> None:
    with house.ledger.database.session() as session:
        detail = read.nomination(house, session, nomination_id("n16"))
    assert detail is not None
    assert detail.outcome == (
        "Không đủ điều kiện “Lao động tiên tiến”: thời gian công tác trong năm chưa đủ số tháng tối thiểu:"
        " 5 tháng, cần 6 tháng (căn cứ TT 01/2024/TT-BNV)."
    )


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_ten_of_thirteen_is_one_vote_short_of_eighty_percent_of_all_members(house: House) -> None:
    with house.ledger.database.session() as session:
        state = house.handler.reading(session, "system:test").state(nomination_id("n19"), Ended)
    assert state.tally is not None
    assert (state.tally.votes_for, state.tally.votes_against, state.tally.base, state.tally.needed) == (
        10,
        2,
        13,
        11,
    )


def test_a_member_is_out_for_the_own_dossier_and_eleven_are_still_enough(house: House) -> None:
    with house.ledger.database.session() as session:
        state = house.handler.reading(session, "system:test").state(nomination_id("n17"), Awarded)
    assert state.tally is not None
    assert (state.tally.votes_for, state.tally.recused, state.tally.needed) == (11, 1, 11)


def test_what_was_turned_down_at_the_door_left_nothing_in_the_log(year: Played, house: House) -> None:
    assert [refused.what for refused in year.stage.refused] == [
        "phát động theo văn bản chưa có số, ngày",
        "Trường Tiểu học đề nghị LĐTT cho giáo viên",
    ]
    assert house.ledger.stored(nomination_id("tieu-hoc")) == []


def test_the_rung_fourteen_days_before_falls_before_tet(house: House, year: Played, cast: Setup) -> None:
    duty = obligation_id(year.stage.movement, "register", "dang-ky", cast.unit("cong-an"))
    reminded = [row for row in house.ledger.stored(duty) if isinstance(event_of(row), ReminderRecorded)]
    assert reminded[0].at == datetime(2024, 2, 7, 1, tzinfo=UTC)


def test_nothing_is_sent_in_tet(house: House) -> None:
    sent = [
        row.recorded_at
        for page in house.ledger.pages()
        for row in page
        if row.type in ("letter.queued", "letter.sent")
    ]
    tet = datetime(2024, 2, 7, 17, tzinfo=UTC), datetime(2024, 2, 14, 17, tzinfo=UTC)
    assert not [moment for moment in sent if tet[0] <= moment < tet[1]]


def test_thon_1_was_told_by_phone_and_by_whom(house: House, cast: Setup) -> None:
    told = [
        row.envelope
        for page in house.ledger.pages()
        for row in page
        if row.type == "letter.notice_delivered" and '"how":"phone"' in row.leaf.decode()
    ]
    assert [(envelope.by.who, envelope.at[:10]) for envelope in told] == [
        (cast.person("mai"), "2024-01-10"),
        (cast.person("mai"), "2024-12-18"),
    ]


def test_before_the_meeting_twelve_of_thirteen_are_reached_by_mail_and_sau_by_phone(
    house: House, cast: Setup
) -> None:
    with house.ledger.database.session() as session:
        reading = house.handler.reading(session, "system:test")
        found = preflight(session, Names(house.ledger, session), reading, session_id("december"))
    assert found is not None
    assert (found.by_mail, found.told, found.not_reached) == (12, 1, 0)
    assert [member.person for member in found.members if member.how == "told"] == [cast.person("sau")]
    assert "qua điện thoại" in str(next(member for member in found.members if member.how == "told"))


def test_the_standing_agency_was_told_what_did_not_arrive(house: House, cast: Setup) -> None:
    told = [
        event
        for page in house.ledger.pages()
        for row in page
        if row.type == "letter.queued"
        for event in (event_of(row),)
        if isinstance(event, LetterQueued) and event.template == "undelivered"
    ]
    assert [(str(event.recipient), event.facts["count"]) for event in told] == [(cast.person("mai"), "1")]
    assert "550" in told[0].facts["letters"]


def test_the_bounced_letter_failed_and_went_again_to_the_right_address(house: House, cast: Setup) -> None:
    with house.ledger.database.session() as session:
        letters = session.exec(
            select(t.LetterRow).where(
                t.LetterRow.recipient == cast.unit("thcs"), t.LetterRow.template == "launch"
            )
        ).all()
    assert sorted(letter.state for letter in letters) == ["failed", "sent"]


def moved_letters(house: House) -> list[LetterQueued]:
    rows = (row for page in house.ledger.pages() for row in page if row.type == "letter.queued")
    events = (event_of(row) for row in rows)
    return [event for event in events if isinstance(event, LetterQueued) and event.template == "rescheduled"]


def test_the_moved_date_reaches_twenty_by_mail_with_sequence_1_and_thon_1_on_paper(house: House) -> None:
    queued = [letter for letter in moved_letters(house) if "reason" not in letter.facts]
    assert sorted(letter.channel for letter in queued) == ["mail"] * 20 + ["paper"]
    assert {letter.item.sequence for letter in queued if letter.item} == {1}


def test_an_outage_leaves_one_truthful_late_letter_per_duty(house: House) -> None:
    events = [
        event_of(row) for page in house.ledger.pages() for row in page if row.type.startswith("letter.")
    ]
    delayed = {
        event.letter for event in events if isinstance(event, LetterSuperseded) and event.reason == "delayed"
    }
    replacing = [event for event in events if isinstance(event, LetterQueued) and event.delayed_from]
    assert {event.replaces for event in replacing} == delayed
    assert {(event.day.isoformat(), str(event.delayed_from)) for event in replacing} == {
        ("2024-11-25", "2024-11-22")
    }
    assert len({(event.obligation, event.recipient) for event in replacing}) == len(replacing) == 20
    assert any(isinstance(event, LetterDeferred) for event in events)


def test_an_extension_after_expiry_gives_its_reason(house: House, year: Played, cast: Setup) -> None:
    duty = obligation_id(year.stage.movement, "submit_nominations", "ho-so", cast.unit("thon-3"))
    moved = [event for event in house.ledger.load(duty) if isinstance(event, ObligationRescheduled)]
    assert [(event.extension, event.reason) for event in moved] == [
        (False, None),
        (True, "Trưởng thôn đi viện."),
    ]
    told = [
        letter for letter in moved_letters(house) if letter.obligation == duty and "reason" in letter.facts
    ]
    assert str(cast.unit("thon-3")) in {str(letter.recipient) for letter in told}
    assert {letter.item.sequence for letter in told if letter.item} == {2}
    assert {letter.facts["reason"] for letter in told} == {"Trưởng thôn đi viện."}


def test_no_duty_of_the_year_stays_open_but_the_question_to_the_province(house: House, cast: Setup) -> None:
    with house.ledger.database.session() as session:
        still = session.exec(select(t.ObligationRow).where(t.ObligationRow.status == "open")).all()
        reading = house.handler.reading(session, "system:test")
        assert [row.duty for row in still] == ["follow_up"]
        assert reading.state(still[0].obligation, Obligation).debtor == SubjectId(cast.unit("ubnd"))


def test_every_message_was_received_once(year: Played) -> None:
    log = (year.stage.house.settings.data / "mail" / "received.log").read_text(encoding="utf-8").splitlines()
    assert len(log) == len(set(log)) == year.summary["letters"]["sent"]


def test_every_letter_says_that_its_data_are_invented(year: Played) -> None:
    folder: Path = year.stage.house.settings.data / "mail"
    for file in folder.glob("*.eml"):
        body = message_from_bytes(file.read_bytes(), policy=default).get_body(("plain",))
        assert body is not None
        assert "Dữ liệu minh hoạ" in body.get_content()


def test_who_gives_an_opinion_in_writing_is_asked_for_it_by_letter(house: House) -> None:
    with house.ledger.database.session() as session:
        letters = session.exec(select(t.LetterRow).where(t.LetterRow.template == "opinion_slip")).all()
    assert len(letters) == 13
    assert {letter.state for letter in letters} <= {"sent", "printed", "phone"}


def test_whose_slip_was_out_was_reminded_once_on_its_morning_and_the_close_ended_the_last_ones_duty(
    house: House,
) -> None:
    with house.ledger.database.session() as session:
        duties = session.exec(select(t.ObligationRow).where(t.ObligationRow.duty == "send_slip")).all()
        letters = session.exec(select(t.LetterRow).where(t.LetterRow.template == "slip_reminder")).all()
    assert Counter(duty.status for duty in duties) == {"met": 12, "lapsed": 1}
    assert {duty.due_at for duty in duties} == {"2024-09-13T08:00:00.000000Z"}
    assert {letter.day for letter in letters} == {"2024-09-13"}
    assert Counter(letter.state for letter in letters) == {"sent": 6, "printed": 1}


def test_what_the_year_came_to_is_told_to_the_end(year: Played, capsys: pytest.CaptureFixture[str]) -> None:
    tell(year.stage.house.settings.data, year)
    told = capsys.readouterr().out
    assert "KIỂM CHỨNG" in told
    assert "nguyên vẹn" in told
    assert "0 sai lệch" in told
    assert "sovang audit verify" in told


def test_one_refusal_flipped_changes_the_outcome_with_no_code_touched(
    play_with: Callable[..., Played],
) -> None:
    flipped = play_with("votes.yaml", lambda text: text.replace("n19: [tau, sau]", "n19: [tau]"))
    assert flipped.summary["nominations"] == {"awarded": 37, "ineligible": 1, "withdrawn": 1, "forwarded": 1}


def test_the_recruit_hired_in_june_is_recognised_and_paid(play_with: Callable[..., Played]) -> None:
    hired = play_with("cast.yaml", lambda text: text.replace("since: 2024-07-15", "since: 2024-06-01"))
    assert hired.summary["nominations"] == {"awarded": 37, "declined": 1, "withdrawn": 1, "forwarded": 1}
    assert hired.summary["bonus_paid"] == 18_870_000 + 710_000
