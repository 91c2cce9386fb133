from datetime import date

import pytest

from domain.law.rows import BonusOverlap, Payer
from domain.payment import OtherAward, Proposer, net, overlaps, payer
from events.base import NominationId, UnitId
from events.judgement import Overlap
from tests.domain.rules import THE_LAW, law_and, row
from tests.domain.test_nomination_award import BONUS
from tests.spec import HOME

PROVINCE, NATION = UnitId("unit-tinh"), UnitId("unit-thu-tuong")
ON = date(2024, 12, 30)
LDTT = OtherAward(NominationId("nomination-1"), "LDTT", 710_000)
GK = OtherAward(NominationId("nomination-2"), "GK", 360_000)
ELSEWHERE = OtherAward(NominationId("nomination-3"), "LDTT", None)
HIGHEST = row(BonusOverlap, case="titles_of_one_period", paid="highest", article="Đ49")
REMEMBERED = row(BonusOverlap, case="titles_of_one_period", paid="highest", evidence="memory")
ABOVE = (Proposer(HOME, "commune"), Proposer(PROVINCE, "province"))


def test_whoever_decides_pays_unless_a_rule_lays_it_on_the_province_that_proposed() -> None:
    assert payer(THE_LAW, HOME, "commune", ABOVE, ON) == HOME
    above = law_and(row(Payer, level="nation", payer="proposing_ministry_or_province"))
    assert payer(above, NATION, "nation", ABOVE, ON) == PROVINCE
    assert payer(above, NATION, "nation", ABOVE[:1], ON) == NATION
    assert payer(above, HOME, "commune", ABOVE, ON) == HOME
    own = law_and(row(Payer, level="commune", payer="decider"))
    assert payer(own, HOME, "commune", ABOVE, ON) == HOME


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ49")
def test_of_the_titles_of_one_period_only_the_highest_is_paid_where_the_rule_decides() -> None:
    (found,) = overlaps(law_and(HIGHEST), "CSTDCS", [LDTT, GK], ON)
    assert found == Overlap(
        nomination=LDTT.nomination, award="LDTT", amount=710_000, deducted=True, basis=HIGHEST.basis,
        evidence="local",
    )  # fmt: skip
    higher = BONUS.model_copy(update={"amount": 2_340_000})
    paid = net(higher, [found])
    assert (paid.amount, paid.full) == (1_630_000, 2_340_000)
    lower = net(BONUS, [found.model_copy(update={"amount": 2_340_000})])
    assert (lower.amount, lower.full) == (0, 710_000)


def test_a_rule_from_memory_is_a_note_and_takes_nothing_off() -> None:
    (found,) = overlaps(law_and(REMEMBERED), "CSTDCS", [LDTT], ON)
    assert (found.deducted, found.evidence) == (False, "memory")
    assert net(BONUS, [found]) == BONUS


def test_a_title_that_another_payer_owes_is_named_and_not_taken_off() -> None:
    (found,) = overlaps(law_and(HIGHEST), "CSTDCS", [ELSEWHERE], ON)
    assert (found.amount, found.deducted) == (None, False)


def test_forms_stand_beside_titles_and_without_a_rule_nothing_is_said() -> None:
    assert overlaps(law_and(HIGHEST), "GK", [LDTT], ON) == ()
    assert overlaps(law_and(HIGHEST), "LDTT", [GK], ON) == ()
    all_paid = row(BonusOverlap, case="titles_of_one_period", paid="all")
    assert overlaps(law_and(all_paid), "CSTDCS", [LDTT], ON) == ()
    assert overlaps(law_and(), "KHONG-CO", [LDTT], date(2000, 1, 1)) == ()
