from datetime import date

import pytest

from domain.council import Council, Member
from domain.council_shape import shortfalls
from domain.law.rows import CouncilShape
from events.base import CouncilId, PersonId
from events.council import Seat
from tests.domain.rules import row
from tests.spec import HOME

SINCE, DAY = date(2024, 1, 5), date(2024, 12, 24)


def council(*seats: Seat, term_from: date | None = SINCE) -> Council:
    members = tuple(
        Member(PersonId(f"member-{place}"), seat, secretary=False, since=SINCE)
        for place, seat in enumerate(seats)
    )
    return Council(CouncilId("council-1"), HOME, "Hội đồng TĐKT xã", members, term_from)


def told(of: Council, met: date | None = None, day: date = DAY, **rule: object) -> list[str]:
    shape = row(CouncilShape, **{"level": "commune", "article": "Đ2", **rule})
    return [str(one) for one in shortfalls(of, shape, day, met)]


@pytest.mark.law("TT 28/2020/TT-BGDĐT")
def test_a_council_that_shall_have_an_odd_number_of_members_and_has_four() -> None:
    four = council("chair", "vice_chair", "member", "member")
    assert told(four, odd=True) == [
        "Hội đồng có 4 thành viên; quy định đòi số lẻ. Căn cứ: Đ2 Quy chế 01/QC-HĐTĐKT."
    ]
    assert told(council("chair", "vice_chair", "member"), odd=True) == []
    assert told(four) == []


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ63")
def test_a_council_with_too_few_vice_chairs_or_too_many() -> None:
    two = council("chair", "vice_chair", "vice_chair")
    assert "đòi ít nhất 3" in "".join(told(two, least_vice_chairs=3, most_vice_chairs=4))
    assert "cho nhiều nhất 1" in "".join(told(two, most_vice_chairs=1))
    assert told(two, least_vice_chairs=2, most_vice_chairs=2) == []


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ47.4")
def test_a_council_that_has_not_met_for_longer_than_its_rule_allows() -> None:
    one = council("chair")
    assert told(one, date(2024, 6, 24), meets_every_months=6) == []
    assert "lẽ ra họp chậm nhất ngày 23/12/2024" in "".join(
        told(one, date(2024, 6, 23), meets_every_months=6)
    )
    assert "chưa họp phiên nào" in "".join(told(one, meets_every_months=6))
    assert told(council("chair", term_from=None), meets_every_months=6) == []
    assert (
        told(council("chair", term_from=date(2020, 1, 1)), day=date(2024, 7, 5), meets_every_months=6) == []
    )
