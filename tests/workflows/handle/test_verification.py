"""A dossier through the hands of several departments, and back, with the duties and letters that go along."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from domain.nomination.commands import (
    DraftNomination,
    ResubmitNomination,
    ReturnNomination,
    VerifyDossier,
)
from domain.nomination.states import Eligible, Returned
from domain.person import GrantRole, RegisterPerson
from domain.policy import AdoptVerification
from domain.refusal import Refusal, WrongState
from domain.submission.commands import HandInAgain, ReceiveSubmission, ReturnSubmission, WithdrawSubmission
from domain.unit import ChangeUnitContact
from events.base import Citation, NominationId, PersonId, SubjectId, SubmissionId, UnitId
from events.catalogue import event_of
from events.envelope import By
from events.letter import LetterQueued
from events.policy import Criterion, DepartmentCheck
from events.submission import Line, Paper
from projections import tables as t
from tests.workflows.handle.offices import EVER, HOME, Office
from tests.workflows.mailroom.rooms import tick
from workflows.batch import Workshop
from workflows.reactor import run_plainly

POLICE = UnitId("unit-cong-an")
CHIEF = PersonId("person-chief")
SET = SubmissionId("submission-1")
LAN, MINH = NominationId("nomination-lan"), NominationId("nomination-minh")
CHECKS = (
    DepartmentCheck(department=POLICE, criteria=(Criterion(code="an_ninh", name="không vi phạm"),), days=5),
    DepartmentCheck(department=HOME, criteria=(Criterion(code="giay_to", name="đủ giấy tờ"),), days=10),
)
PAPERS = (Paper(kind="to_trinh"), Paper(kind="bien_ban"))


def react(office: Office) -> None:
    """Let every flow that waits run, without Prefect."""
    with office.ledger.database.session() as session:
        waiting = session.exec(select(t.PendingRow).order_by(col(t.PendingRow.seq))).all()
        by_flow: dict[str, list[int]] = {}
        for row in waiting:
            by_flow.setdefault(row.flow, []).append(row.seq)
    for flow, positions in by_flow.items():
        asyncio.run(run_plainly(Workshop(office.handler), flow, positions))


def draft(office: Office, nomination: NominationId) -> DraftNomination:
    return DraftNomination(
        nomination=nomination, subject=SubjectId(f"person-{nomination.partition('-')[2]}"), subject_kind="person",
        award="GK", stated_kind="form", merit="phong_trao", award_year=2024, unit=UnitId("unit-a"),
        achievement="Hiến đất làm đường.", papers=(Paper(kind="bao_cao"),), **office.said("standing_agency"),
    )  # fmt: skip


@pytest.fixture
def handed_in(office: Office) -> Office:
    """A set of two dossiers that two departments are to verify."""
    for key in ("a", "cong-an"):
        office.do(office.unit(key))
    for who in ("lan", "minh"):
        office.do(office.person(who, born="1980-02-03"))
    office.do(
        RegisterPerson(person=CHIEF, name="Trần Văn Cương", email="cuong@vidu.example", **office.said())
    )
    office.do(GrantRole(person=CHIEF, role="head", scope=POLICE, since=EVER, **office.said()))
    paper = Citation(number="02/KH-UBND", day=date(2024, 1, 2))
    office.do(AdoptVerification(checks=CHECKS, document=paper, **office.said("standing_agency")))
    for nomination in (LAN, MINH):
        office.do(draft(office, nomination))
    office.do(
        ReceiveSubmission(
            submission=SET, unit=UnitId("unit-a"), papers=PAPERS, **office.said("standing_agency"),
            lines=tuple(Line(nomination=one, votes_for=9, votes_of=10) for one in (LAN, MINH)),
        )
    )  # fmt: skip
    react(office)
    return office


def state(office: Office, stream: str) -> Any:  # any state of a dossier or a set
    with office.ledger.database.session() as session:
        return office.handler.reading(session, "system:test").stream(stream).state


def duties(office: Office, nomination: str) -> set[tuple[str, str, str]]:
    with office.ledger.database.session() as session:
        rows = session.exec(select(t.ObligationRow).where(t.ObligationRow.about == nomination)).all()
    return {(row.debtor, row.due_on, row.status) for row in rows}


def yes(office: Office, nomination: NominationId = LAN) -> VerifyDossier:
    chief = office.said_by(By(CHIEF, role="head", auth="test"))
    return VerifyDossier(
        nomination=nomination, department=POLICE, on=date(2024, 1, 3), criteria=("an_ninh",), **chief
    )


def letters(office: Office, template: str) -> list[LetterQueued]:
    events = [event_of(row) for row in office.log() if row.type == "letter.queued"]
    return [event for event in events if isinstance(event, LetterQueued) and event.template == template]


def test_each_department_owes_its_own_answer_by_its_own_day(handed_in: Office) -> None:
    assert isinstance(state(handed_in, LAN), Eligible)
    expected = {(POLICE, "2024-01-09", "open"), (HOME, "2024-01-16", "open")}
    assert duties(handed_in, LAN) == expected
    handed_in.do(yes(handed_in))
    assert duties(handed_in, LAN) == {(POLICE, "2024-01-09", "met"), (HOME, "2024-01-16", "open")}
    with handed_in.ledger.database.session() as session:
        row = session.get(t.NominationRow, LAN)
    assert row is not None
    assert not row.verified


def test_a_department_gets_one_opening_letter_over_the_dossiers_it_is_asked_of(handed_in: Office) -> None:
    tick(handed_in)
    [told] = letters(handed_in, "digest")
    assert (str(told.recipient), told.facts["count"]) == (CHIEF, "2")
    assert told.names == {"debtor": SubjectId(POLICE)}
    title = "Thẩm định hồ sơ đề nghị “Giấy khen” của Thôn Đông"
    assert told.facts["soon_duties"].startswith(f"- {title} (2 việc); hết ngày 09/01/2024, theo phân công")
    assert not {"Hà Văn Anh", "Trần Văn Cương"} & set(told.facts.values())
    tick(handed_in)
    assert len(letters(handed_in, "digest")) == 1


def test_what_comes_back_reaches_whoever_is_clerk_of_the_unit_that_day_and_its_own_address(
    handed_in: Office,
) -> None:
    for who, until in (("thu", None), ("cu", handed_in.clock.now().date() - timedelta(days=1))):
        handed_in.do(handed_in.person(who, email=f"{who}@vidu.example"))
        handed_in.do(
            GrantRole(
                person=PersonId(f"person-{who}"), role="clerk", scope="unit-a", since=EVER, until=until,
                **handed_in.said(),
            )
        )  # fmt: skip
    handed_in.do(
        ReturnNomination(nomination=LAN, fields=("achievement",), **handed_in.said("standing_agency"))
    )
    assert [told.recipient for told in letters(handed_in, "returned")] == ["person-thu"]
    handed_in.do(ChangeUnitContact(unit=UnitId("unit-a"), email="don-vi@vidu.example", **handed_in.said()))
    handed_in.do(
        ReturnNomination(nomination=MINH, fields=("achievement",), **handed_in.said("standing_agency"))
    )
    told = [told.recipient for told in letters(handed_in, "returned")]
    assert told == ["person-thu", "unit-a", "person-thu"]


def test_one_department_sends_back_and_the_other_owes_nothing_until_it_comes_again(handed_in: Office) -> None:
    chief = handed_in.said_by(By(CHIEF, role="head", auth="test"))
    handed_in.do(
        ReturnNomination(
            nomination=LAN, fields=("achievement",), department=POLICE, note="Chưa rõ ngày.", **chief
        )
    )
    assert isinstance(state(handed_in, LAN), Returned)
    assert {status for _, _, status in duties(handed_in, LAN)} == {"lapsed"}
    (told,) = letters(handed_in, "returned")
    assert (told.recipient, told.facts["faults"]) == ("unit-a", "- thành tích.")
    assert "Chưa rõ ngày" not in str(told)
    handed_in.clock.move_to(handed_in.clock.now() + timedelta(days=1))
    handed_in.do(
        ResubmitNomination(nomination=LAN, achievement="Hiến 200 m².", **handed_in.said("standing_agency"))
    )
    react(handed_in)
    assert {(who, status) for who, _, status in duties(handed_in, LAN)} == {
        (POLICE, "lapsed"), (HOME, "lapsed"), (POLICE, "open"), (HOME, "open"),
    }  # fmt: skip
    handed_in.do(yes(handed_in))
    assert (POLICE, "2024-01-10", "met") in duties(handed_in, LAN)


def test_a_whole_set_goes_back_with_one_letter_and_comes_again_whole(handed_in: Office) -> None:
    staff = handed_in.said("standing_agency")
    handed_in.do(ReturnSubmission(submission=SET, fields=("bien_ban",), **staff))
    assert {type(state(handed_in, one)) for one in (LAN, MINH)} == {Returned}
    (told,) = letters(handed_in, "returned_set")
    assert told.facts["faults"] == "- biên bản bình xét."
    assert letters(handed_in, "returned") == []
    handed_in.do(HandInAgain(submission=SET, **staff))
    react(handed_in)
    assert {type(state(handed_in, one)) for one in (LAN, MINH)} == {Eligible}
    assert handed_in.do(HandInAgain(submission=SET, **staff)).status == "nothing"


def test_a_withdrawn_set_takes_every_line_and_every_duty_with_it(handed_in: Office) -> None:
    withdrawal = WithdrawSubmission(
        submission=SET, reason="Bình xét lại.", **handed_in.said("standing_agency")
    )
    handed_in.do(withdrawal, "withdrawn")
    assert {state(handed_in, one).how for one in (LAN, MINH)} == {"withdrawn"}
    assert {status for one in (LAN, MINH) for _, _, status in duties(handed_in, one)} == {"lapsed"}
    assert handed_in.do(withdrawal, "withdrawn").status == "repeated"
    assert handed_in.do(withdrawal, "clicked again").status == "nothing"
    assert handed_in.do(draft(handed_in, NominationId("nomination-lan.2"))).status == "recorded"


def test_a_yes_and_a_return_at_once_end_in_one_of_the_two(
    handed_in: Office, enter: Callable[[], Office]
) -> None:
    other = enter()
    acts: list[Callable[[], object]] = [
        lambda: handed_in.do(yes(handed_in), "yes"),
        lambda: other.do(
            ReturnNomination(nomination=LAN, fields=("achievement",), **other.said("standing_agency")), "no"
        ),
    ]

    def attempt(act: Callable[[], object]) -> str:
        try:
            act()
        except WrongState:
            return "refused"
        return "done"

    with ThreadPoolExecutor(2) as hands:
        told = list(hands.map(attempt, acts))
    assert isinstance(state(handed_in, LAN), Returned)
    assert told[1] == "done"
    assert {status for _, _, status in duties(handed_in, LAN)} <= {"lapsed", "met"}


def test_what_a_unit_hands_in_it_cannot_verify(handed_in: Office) -> None:
    clerk = PersonId("person-clerk")
    handed_in.do(RegisterPerson(person=clerk, name="Lê Thị Cúc", **handed_in.said()))
    handed_in.do(
        GrantRole(person=clerk, role="clerk", scope=UnitId("unit-a"), since=EVER, **handed_in.said())
    )
    said = handed_in.said_by(By(clerk, role="clerk", auth="test"))
    with pytest.raises(Refusal):
        handed_in.do(VerifyDossier(nomination=LAN, department=UnitId("unit-a"), on=date(2024, 1, 3), **said))
