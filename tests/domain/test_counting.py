import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.counting import needed, quorum, reachable
from tests.domain.often import often

many = often(60)
percents = st.integers(0, 100)
bases = st.integers(0, 500)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_twenty_two_members_at_ninety_percent_need_twenty() -> None:
    assert needed(90, 22, strict=False) == 20


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_thirteen_members_at_eighty_percent_need_eleven() -> None:
    assert needed(80, 13, strict=False) == 11


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ7")
def test_more_than_half_of_thirteen_is_seven() -> None:
    assert needed(50, 13, strict=True) == 7


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ7")
def test_half_of_fourteen_is_not_more_than_half() -> None:
    assert needed(50, 14, strict=True) == 8
    assert needed(50, 14, strict=False) == 7


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ6")
def test_two_thirds_of_thirteen_members_are_nine_and_of_twelve_eight() -> None:
    assert quorum(2, 3, 13) == 9
    assert quorum(2, 3, 12) == 8


@many
@for_all(percent=percents, base=bases)
def test_at_least_a_share_is_the_fewest_votes_that_reach_it(percent: int, base: int) -> None:
    votes = needed(percent, base, strict=False)
    assert votes * 100 >= percent * base
    assert votes == 0 or (votes - 1) * 100 < percent * base


@many
@for_all(percent=percents, base=bases)
def test_more_than_a_share_is_the_fewest_votes_that_pass_it(percent: int, base: int) -> None:
    votes = needed(percent, base, strict=True)
    assert votes * 100 > percent * base
    assert (votes - 1) * 100 <= percent * base


@many
@for_all(numerator=st.integers(0, 20), denominator=st.integers(1, 20), members=bases)
def test_a_quorum_is_the_fewest_members_that_are_that_part(
    numerator: int, denominator: int, members: int
) -> None:
    present = quorum(numerator, denominator, members)
    assert present * denominator >= numerator * members
    assert present == 0 or (present - 1) * denominator < numerator * members


def test_a_share_is_out_of_reach_once_too_few_may_still_vote() -> None:
    assert reachable(11, may_still_vote=11)
    assert not reachable(11, may_still_vote=10)
    assert reachable(11, may_still_vote=4, votes_for=7)
    assert not reachable(11, may_still_vote=3, votes_for=7)
