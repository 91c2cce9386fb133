"""What the program says of dossiers without recording anything: now, under other rules, and who comes next."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session

from desk.demo.data import nomination_id
from desk.views import judgements, read
from domain.assessment import assess
from domain.commands import DECIDERS
from domain.law.book import Layer
from domain.law.rows import DossierItem
from domain.nomination.states import Awarded
from events.base import Citation, UnitId
from events.catalogue import event_of
from events.nomination import (
    DoubleFlagged,
    EligibilityAssessed,
    NominationExempted,
    NominationRechecked,
)
from events.personal import Clear
from tests.domain.rules import row
from workflows.facts.case import case_of
from workflows.prospects import with_overlay
from workflows.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
PROVINCES = "n40"
BEFORE_THE_COUNCIL = ("nomination.drafted", "nomination.submitted", "nomination.eligibility_assessed")


@pytest.fixture
def session(house: House) -> Iterator[Session]:
    with house.ledger.database.session() as session:
        yield session


def test_an_open_dossier_is_judged_again_without_a_trace(house: House, session: Session) -> None:
    before = house.ledger.head()
    found = judgements.check(house, session, nomination_id(PROVINCES), date(2025, 3, 1))
    assert found is not None
    assert (found.outcome, found.rules_of) == ("đủ điều kiện, tiêu chuẩn", "2024-12-06")
    assert all(rule.verdict in {"pass", "unknown"} for rule in found.rules)
    assert all(rule.basis for rule in found.rules if rule.rule.startswith("dossier."))
    assert house.ledger.head() == before


def test_a_decided_dossier_is_judged_no_more(house: House, session: Session) -> None:
    assert house.handler.reading(session, "system:test").state(nomination_id("n01"), Awarded).decision
    assert judgements.check(house, session, nomination_id("n01"), date(2025, 3, 1)) is None


def test_a_decided_dossier_tells_the_rules_in_the_words_of_the_check(house: House, session: Session) -> None:
    decided, open_one = (
        read.nomination(house, session, nomination_id(which)) for which in ("n01", PROVINCES)
    )
    checked = judgements.check(house, session, nomination_id(PROVINCES), date(2025, 3, 1))
    assert decided is not None
    assert decided.stage == "awarded"
    assert str(decided.reasons[0]).startswith("đạt: ghi đúng danh hiệu hay hình thức – căn cứ Đ")
    assert open_one is not None
    assert checked is not None
    assert open_one.reasons == checked.rules


def test_whom_the_council_declined_could_be_proposed_again(house: House, session: Session) -> None:
    found = judgements.suggest(house, session, 2024, date(2024, 12, 20), None)
    sure = [(one.code, one.subject) for one in found if one.sure]
    assert ("CSTDCS", "Hà Ví Dụ Xoan") in sure
    assert not [one for one in found if one.sure and one.missing]
    assert not [one for one in found if one.code == "CSTDCS" and one.subject.endswith("Lim")]


def test_a_new_rule_shows_whom_it_would_touch_and_by_which_article(house: House, session: Session) -> None:
    asked = row(
        DossierItem, award="BKT", item="xac_nhan", name="xác nhận của thuế", place="nomination", article="Đ9a"
    )
    book = house.handler.reading(session, "system:reader").law.book
    home = UnitId(str(house.handler.reading(session, "system:reader").organisation))
    stricter = with_overlay(book, Layer("du-thao", home, "", {DossierItem: (asked,)}))
    (touched,) = judgements.impact(house, session, stricter, None)
    assert (touched.nomination, touched.before, touched.after) == (
        nomination_id(PROVINCES),
        "đủ điều kiện, tiêu chuẩn",
        "trả lại để bổ sung",
    )
    assert touched.because == ["dossier.xac_nhan: không hỏi → không đạt (căn cứ Đ9a Quy chế 01/QC-HĐTĐKT)"]
    assert judgements.impact(house, session, book, None) == []


@pytest.mark.law("Luật 06/2022/QH15, Đ23, Đ28.1")
def test_what_rested_on_lines_of_the_round_is_firm_once_they_are_decided(house: House) -> None:
    rechecked = [
        event_of(stored)
        for page in house.ledger.pages()
        for stored in page
        if stored.type == "nomination.rechecked"
    ]
    assert {event.nomination for event in rechecked if isinstance(event, NominationRechecked)} == {
        nomination_id(number) for number in ("n17", "n18", "n20", "n21")
    }
    assert all(
        reason.verdict == "pass" and not reason.conditional
        for event in rechecked
        if isinstance(event, NominationRechecked)
        for reason in event.reasons
    )


def test_one_man_under_two_spellings_is_found_by_the_program(house: House) -> None:
    (found,) = [
        event_of(stored)
        for page in house.ledger.pages()
        for stored in page
        if stored.type == "nomination.double_flagged"
    ]
    assert isinstance(found, DoubleFlagged)
    assert {found.nomination, found.other} == {nomination_id("n25"), nomination_id("n28")}
    assert found.likeness == "likely"


def test_the_quota_of_the_councils_own_is_a_warning_in_the_dossier(house: House, session: Session) -> None:
    reading = house.handler.reading(session, "system:reader")
    warned = [
        reason
        for number in ("n17", "n18", "n19")
        for stored in reading.ledger.stored(nomination_id(number))
        if isinstance(event := event_of(stored), EligibilityAssessed)
        for reason in event.reasons
        if reason.verdict == "warning"
    ]
    assert {reason.rule for reason in warned} == {"quota.CSTDCS"}


def test_a_warning_that_was_set_aside_says_by_which_paper(house: House, session: Session) -> None:
    reading = house.handler.reading(session, "system:reader")
    state = DECIDERS["nomination"].fold(
        [event for event in house.ledger.load(nomination_id("n17")) if event.type in BEFORE_THE_COUNCIL]
    )
    exempted = NominationExempted(
        nomination=state.dossier.nomination,
        rule="quota.CSTDCS",
        document=Citation(number="15/CV-UBND", day=date(2024, 12, 20)),
        reason=Clear(state.dossier.subject, "evidence", "Thành tích nổi trội."),
    )
    dossier = DECIDERS["nomination"].evolve(state, exempted).dossier
    rules = reading.pinned(state.pin.rules, reading.organisation)
    case = case_of(dossier, state.submission, date.fromisoformat(state.pin.on), rules, reading)
    (quota,) = [reason for reason in assess(case, rules) if reason.rule == "quota.CSTDCS"]
    assert [fact.document for fact in quota.facts if fact.name == "set_aside"] == ["15/CV-UBND"]


def test_a_flagged_double_stays_a_warning_in_every_judgement(house: House, session: Session) -> None:
    reading = house.handler.reading(session, "system:reader")
    (flagged,) = [
        event
        for number in ("n25", "n28")
        for event in reading.ledger.load(nomination_id(number))
        if isinstance(event, DoubleFlagged)
    ]
    dossier = reading.stream(flagged.nomination).state.dossier
    rules = reading.rules(reading.organisation)
    case = case_of(dossier, None, date(2024, 12, 10), rules, reading)
    warned = [reason for reason in assess(case, rules) if reason.rule == "subject.double"]
    assert [(reason.verdict, [fact.value for fact in reason.facts]) for reason in warned] == [
        ("warning", [flagged.other])
    ]
