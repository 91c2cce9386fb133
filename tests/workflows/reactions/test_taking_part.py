from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.ids import obligation_id
from domain.movement.commands import (
    AddedTarget,
    AddTargets,
    JoinMovement,
    LaunchMovement,
    LeaveMovement,
    RefuseRegistration,
    RegisterUnit,
)
from domain.obligation.commands import OpenObligation, RescheduleObligation
from domain.obligation.states import Obligation
from domain.person import EndRole, GrantRole
from domain.refusal import DeadlinePassed
from domain.unit import CloseUnit
from events.base import Citation, PersonId, SubjectId, UnitId, instant_text
from events.catalogue import event_of
from events.letter import LetterQueued
from events.plan import Milestone
from projections import queries
from projections import tables as t
from tests.domain.movements import MOVEMENT, PLAN
from tests.workflows.handle.offices import HOME, Office
from tests.workflows.mailroom.rooms import at_hour
from tests.workflows.reactions.engine import react, remind

EAST, WEST = UnitId("unit-dong"), UnitId("unit-tay")


@pytest.fixture
def launched(office: Office) -> Office:
    office.do(office.unit("dong", email="dong@vidu.example"))
    office.do(office.unit("tay", "Thôn Tây", email="tay@vidu.example"))
    office.do(
        LaunchMovement(
            movement=MOVEMENT, organisation=HOME, plan=PLAN, participants=(EAST,), **office.said("authority")
        )
    )
    react(office)
    return office


def owed(office: Office, unit: str) -> dict[str, str]:
    """Milestone → status of what a unit owes."""
    with office.ledger.database.session() as session:
        rows = session.exec(select(t.ObligationRow).where(t.ObligationRow.debtor == unit)).all()
    return {f"{row.duty}": row.status for row in rows}


def by_subject(office: Office, who: str) -> dict[str, str]:
    """What a duty of a person is about → its status."""
    with office.ledger.database.session() as session:
        rows = session.exec(select(t.ObligationRow).where(t.ObligationRow.debtor == who)).all()
    return {row.about: row.status for row in rows}


def letters(office: Office, template: str) -> list[LetterQueued]:
    queued = [event_of(row) for row in office.log() if row.type == "letter.queued"]
    return [one for one in queued if isinstance(one, LetterQueued) and one.template == template]


def register(office: Office, unit: UnitId = EAST) -> None:
    office.do(
        RegisterUnit(movement=MOVEMENT, milestone="dang-ky", unit=unit, **office.said("standing_agency"))
    )


def test_whoever_joins_late_gets_the_opening_letter_and_only_the_duties_still_to_come(
    launched: Office,
) -> None:
    launched.do(
        JoinMovement(movement=MOVEMENT, unit=WEST, on=date(2024, 5, 2), **launched.said("standing_agency"))
    )
    react(launched)
    assert owed(launched, WEST) == {
        "report_progress": "open",
        "hold_interim_review": "open",
        "hold_final_review": "open",
    }
    opening = letters(launched, "launch")
    assert [str(letter.recipient) for letter in opening] == [EAST, WEST]
    assert "dang-ky" in opening[0].facts["milestones"]
    assert "dang-ky" not in opening[1].facts["milestones"]
    before = launched.ledger.head()
    assert react(launched) == 0
    assert launched.ledger.head() == before


def test_whoever_leaves_owes_nothing_more(launched: Office) -> None:
    register(launched)
    leave = LeaveMovement(
        movement=MOVEMENT, unit=EAST, on=date(2024, 6, 3), reason="sáp nhập", **launched.said("authority")
    )
    launched.do(leave)
    react(launched)
    assert owed(launched, EAST) == {
        "register": "met",
        "report_progress": "lapsed",
        "hold_interim_review": "lapsed",
        "hold_final_review": "lapsed",
    }


def test_whoever_comes_back_owes_again_what_had_lapsed_and_nothing_that_was_done(launched: Office) -> None:
    register(launched)
    said = launched.said("authority")
    launched.do(LeaveMovement(movement=MOVEMENT, unit=EAST, on=date(2024, 1, 2), reason="tạm dừng", **said))
    react(launched)
    launched.do(JoinMovement(movement=MOVEMENT, unit=EAST, on=date(2024, 1, 3), **said))
    react(launched)
    assert owed(launched, EAST) == {
        "register": "met",
        "report_progress": "open",
        "hold_interim_review": "open",
        "hold_final_review": "open",
    }


def add_water(office: Office) -> None:
    """Add an indicator on a paper, and let everybody be told."""
    water = AddedTarget(code="bs-nuoc", name="Hộ dùng nước sạch", value=Decimal(95), unit="%")
    paper = Citation(number="07/KH-UBND", day=date(2024, 1, 2))
    office.do(AddTargets(movement=MOVEMENT, targets=(water,), document=paper, **office.said("authority")))
    react(office)


def test_who_takes_part_is_told_once_of_indicators_added_later_with_their_paper(launched: Office) -> None:
    launched.do(JoinMovement(movement=MOVEMENT, unit=WEST, on=date(2024, 1, 2), **launched.said("authority")))
    add_water(launched)
    add_water(launched)
    told = letters(launched, "targets_added")
    assert [str(letter.recipient) for letter in told] == [EAST, WEST]
    assert told[0].facts == {
        "title": PLAN.title,
        "organisation": "UBND xã",
        "count": "1",
        "targets": "- Hộ dùng nước sạch: ít nhất 95 %.",
        "set_by": "văn bản số 07/KH-UBND ngày 02/01/2024",
        "report": "quy-2",
        "due_on": "2024-06-20",
    }
    assert react(launched) == 0


def refuse(office: Office, correct_by: date | None) -> None:
    office.do(
        RefuseRegistration(
            movement=MOVEMENT, milestone="dang-ky", unit=EAST, reason="thiếu chỉ tiêu", correct_by=correct_by,
            **office.said("authority"),
        )
    )  # fmt: skip
    react(office)


def test_a_refused_registration_is_told_with_its_reason_and_owed_again_by_the_date_set(
    launched: Office,
) -> None:
    register(launched)
    refuse(launched, date(2024, 1, 25))
    (letter,) = letters(launched, "registration_refused")
    assert (letter.facts["reason"], letter.facts["correct_by"]) == ("thiếu chỉ tiêu", "2024-01-25")
    assert owed(launched, EAST)["correct_registration"] == "open"
    register(launched)
    assert owed(launched, EAST)["correct_registration"] == "met"


def test_a_registration_refused_once_more_is_owed_once_more(launched: Office) -> None:
    register(launched)
    refuse(launched, date(2024, 1, 25))
    register(launched)
    refuse(launched, date(2024, 1, 30))
    assert owed(launched, EAST)["correct_registration"] == "open"
    register(launched)
    assert owed(launched, EAST)["correct_registration"] == "met"


def test_where_no_date_was_set_none_is_invented(launched: Office) -> None:
    register(launched)
    refuse(launched, None)
    assert len(letters(launched, "registration_refused")) == 1
    assert "correct_registration" not in owed(launched, EAST)


def test_a_new_clerk_is_told_what_is_open_and_nobody_is_told_of_nothing(launched: Office) -> None:
    clerk = PersonId("person-an")
    launched.do(launched.person("an", email="an@vidu.example"))
    for unit in (EAST, WEST):
        launched.do(
            GrantRole(person=clerk, role="clerk", scope=unit, since=date(2024, 1, 2), **launched.said())
        )
    react(launched)
    (letter,) = letters(launched, "handover")
    assert (str(letter.recipient), letter.facts["count"]) == (clerk, "4")
    assert "hết ngày 31/01/2024" in letter.facts["duties"]


def test_a_closed_units_duties_pass_to_its_successor_by_the_same_dates(launched: Office) -> None:
    launched.do(CloseUnit(unit=EAST, on=date(2024, 1, 2), successor=WEST, **launched.said()))
    react(launched)
    assert set(owed(launched, EAST).values()) == {"lapsed"}
    assert set(owed(launched, WEST).values()) == {"open"}
    with launched.ledger.database.session() as session:
        reading = launched.handler.reading(session, "system:test")
        before, after = (
            reading.state(obligation_id(MOVEMENT, "register", "dang-ky", unit), Obligation)
            for unit in (EAST, WEST)
        )
    assert (after.due.on, after.due.set_by) == (before.due.on, before.due.set_by)


def test_what_falls_due_before_a_unit_closes_stays_its_own(launched: Office) -> None:
    launched.do(CloseUnit(unit=EAST, on=date(2024, 5, 31), successor=WEST, **launched.said()))
    react(launched)
    assert owed(launched, EAST)["register"] == "open"
    assert "register" not in owed(launched, WEST)
    assert owed(launched, EAST)["hold_final_review"] == "lapsed"
    assert owed(launched, WEST)["hold_final_review"] == "open"


def test_a_unit_that_closes_without_a_successor_owes_nothing(launched: Office) -> None:
    launched.do(CloseUnit(unit=EAST, on=date(2024, 1, 2), **launched.said()))
    react(launched)
    assert set(owed(launched, EAST).values()) == {"lapsed"}
    assert owed(launched, WEST) == {}


def test_the_end_of_a_role_leaves_the_units_duties_with_the_unit(launched: Office) -> None:
    launched.do(launched.person("an"))
    who = PersonId("person-an")
    launched.do(GrantRole(person=who, role="clerk", scope=EAST, since=date(2024, 1, 2), **launched.said()))
    launched.do(EndRole(person=who, role="clerk", scope=EAST, on=date(2024, 1, 2), **launched.said()))
    react(launched)
    assert set(owed(launched, EAST).values()) == {"open"}


def test_a_hard_date_shuts_registration_after_its_grace_and_an_extension_opens_it(office: Office) -> None:
    office.do(office.unit("dong", email="dong@vidu.example"))
    hard = Milestone(
        code="dang-ky", duty="register", name="Đăng ký", due="2024-01-10", hard=True, grace=date(2024, 1, 12)
    )
    plan = PLAN.model_copy(update={"milestones": (hard,)})
    office.do(
        LaunchMovement(
            movement=MOVEMENT, organisation=HOME, plan=plan, participants=(EAST,), **office.said("authority")
        )
    )
    react(office)
    office.clock.move_to(datetime(2024, 1, 12, 17, tzinfo=UTC))
    with pytest.raises(DeadlinePassed):
        register(office)
    office.do(
        RescheduleObligation(
            obligation=obligation_id(MOVEMENT, "register", "dang-ky", EAST),
            due_on=date(2024, 1, 15),
            set_by="gia hạn",
            extension=True,
            reason="mưa lũ",
            **office.said("standing_agency"),
        )
    )
    register(office)
    assert owed(office, EAST) == {"register": "met"}


@pytest.mark.parametrize("again", [False, True], ids=["ended", "granted once more"])
def test_what_a_person_owed_in_a_role_ends_once_its_last_day_is_over(
    launched: Office, *, again: bool
) -> None:
    who = PersonId("person-an")
    launched.do(launched.person("an"))
    launched.do(GrantRole(person=who, role="member", scope=HOME, since=date(2024, 1, 2), **launched.said()))
    for about in (HOME, EAST):
        launched.do(
            OpenObligation(
                obligation=obligation_id(about, "follow_up", None, who),
                duty="follow_up",
                debtor=SubjectId(who),
                about=about,
                title="Cho ý kiến",
                due_on=date(2024, 1, 31),
                set_by="giấy mời",
                **launched.said("standing_agency"),
            )
        )
    launched.do(EndRole(person=who, role="member", scope=HOME, on=date(2024, 1, 5), **launched.said()))
    react(launched)
    remind(launched, at_hour(date(2024, 1, 5), 23, 59))
    assert by_subject(launched, who) == {HOME: "open", EAST: "open"}
    if again:
        launched.do(
            GrantRole(person=who, role="chair", scope=HOME, since=date(2024, 1, 6), **launched.said())
        )
    remind(launched, at_hour(date(2024, 1, 6), 0))
    assert by_subject(launched, who) == {HOME: "open" if again else "lapsed", EAST: "open"}
    with launched.ledger.database.session() as session:
        assert queries.due_obligations(session, instant_text(at_hour(date(2024, 1, 6), 1))) == []


def test_what_a_person_owed_ends_at_once_where_the_role_had_ended_before(launched: Office) -> None:
    who = PersonId("person-an")
    launched.do(launched.person("an"))
    launched.do(GrantRole(person=who, role="member", scope=HOME, since=date(2023, 1, 2), **launched.said()))
    launched.do(
        OpenObligation(
            obligation=obligation_id(HOME, "follow_up", None, who), duty="follow_up", debtor=SubjectId(who), about=HOME,
            title="Cho ý kiến", due_on=date(2024, 1, 31), set_by="giấy mời", **launched.said("standing_agency"),
        )
    )  # fmt: skip
    launched.do(EndRole(person=who, role="member", scope=HOME, on=date(2024, 1, 1), **launched.said()))
    react(launched)
    assert by_subject(launched, who) == {HOME: "lapsed"}
