"""Votes, quorum, sessions, councils, quotas: both sides of each date, and the councils' own figures."""

from datetime import date

import pytest

from domain.counting import needed
from domain.law.book import Rules
from domain.law.missing import required
from domain.law.rows import (
    Authority,
    BaseSalary,
    CancellationGround,
    CouncilShape,
    NoNationalShare,
    Quorum,
    Quota,
    Retention,
    SessionPay,
    SessionRule,
    VoteShare,
)
from domain.law.texts import FundShare, RetentionFrame
from domain.refusal import RuleMissing
from tests.domain.law.dates import (
    BEFORE_2026,
    LAST_OF_2014_RULES,
    LAST_OF_DISTRICT,
    LAST_OF_ND_91,
    LAW_2022,
    LAW_2026,
    ND_91,
    TWO_TIERS,
)
from tests.domain.rules import THE_LAW

NINETY = ("AHLLVTND", "AHLD", "CSTDTQ", "CSTDT")
EIGHTY = ("CSTDCS", "COBT", "COCP")
SILENT = ("LDTT", "TTLDTT", "TTLDXS", "BKT", "BKTTG", "GK", "HCLD3")


def share(award: str, on: date, rules: Rules = THE_LAW) -> VoteShare | None:
    return rules.one(VoteShare, on, award=award)


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ45.8")
def test_until_2023_ninety_percent_of_all_members_by_secret_ballot_at_a_meeting() -> None:
    for award in NINETY:
        for day in (ND_91, LAST_OF_ND_91):
            found = required(THE_LAW, VoteShare, day, award=award)
            assert (found.percent, found.strict, found.base, found.mode) == (
                90,
                False,
                "all_members",
                "sealed",
            )
            assert found.written_opinions_count
            assert not required(THE_LAW, SessionRule, day, award=award).written_session
    assert share("CSTDCS", LAST_OF_ND_91) is None
    assert THE_LAW.one(NoNationalShare, LAST_OF_ND_91, award="CSTDCS") is not None


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
@pytest.mark.parametrize("day", [LAW_2022, LAST_OF_DISTRICT])
def test_ninety_percent_for_four_awards_eighty_for_three_of_all_members(day: date) -> None:
    for awards, percent, levels in ((NINETY, 90, ("province", "ministry")), (EIGHTY, 80, ())):
        for award in awards:
            found = required(THE_LAW, VoteShare, day, award=award)
            assert (found.percent, found.strict, found.base) == (percent, False, "all_members")
            assert (found.mode, found.levels, found.written_opinions_count) == (None, levels, True)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
@pytest.mark.parametrize("award", SILENT)
def test_for_the_rest_there_is_no_national_share(award: str) -> None:
    assert share(award, LAW_2022) is None
    assert THE_LAW.one(NoNationalShare, LAW_2022, award=award) is not None


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
@pytest.mark.parametrize(
    ("percent", "members", "votes"), [(90, 22, 20), (90, 100, 90), (80, 13, 11), (80, 100, 80)]
)
def test_the_share_is_counted_in_whole_votes_of_all_members(percent: int, members: int, votes: int) -> None:
    assert needed(percent, members, strict=False) == votes


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ33")
@pytest.mark.parametrize("award", [*NINETY, *EIGHTY])
def test_the_share_since_july_2025_is_known_from_memory_and_decides_nothing(award: str) -> None:
    assert share(award, LAST_OF_DISTRICT) is not None
    assert share(award, TWO_TIERS) is share(award, BEFORE_2026) is share(award, LAW_2026) is None
    assert [row.percent for row in THE_LAW.all(VoteShare, TWO_TIERS, award=award)] == [
        90 if award in NINETY else 80
    ]


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ33")
def test_a_step_whose_rule_is_only_remembered_says_which_rule_to_adopt() -> None:
    with pytest.raises(RuleMissing) as refusal:
        required(THE_LAW, VoteShare, TWO_TIERS, award="CSTDCS")
    assert str(refusal.value) == (
        "Chưa có quy định được kiểm chứng về tỷ lệ phiếu cho “CSTDCS” vào ngày 01/07/2025. "
        "Mới chỉ có giá trị theo trí nhớ (Đ33 NĐ 152/2025/NĐ-CP), không dùng để quyết định. "
        "Hãy nạp quy định riêng có bảng [[vote_share]] cho “CSTDCS” (số, điều) bằng `sovang law adopt-overlay`."
    )


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_where_the_centre_sets_no_share_the_councils_own_rules_are_named() -> None:
    with pytest.raises(RuleMissing) as refusal:
        required(THE_LAW, VoteShare, LAW_2022, award="LDTT")
    assert "Trung ương không đặt tỷ lệ (Đ30.7 NĐ 98/2023/NĐ-CP): quy chế của Hội đồng quyết định." in str(
        refusal.value
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ80.5")
def test_what_the_law_leaves_to_a_ministry_names_the_ministry() -> None:
    with pytest.raises(
        RuleMissing, match=r"Việc này giao cho Bộ trưởng Bộ Quốc phòng.* \(Đ80\.5 Luật 06/2022"
    ):
        required(THE_LAW, Authority, LAW_2022, award="CSTT")


def test_a_missing_rule_of_nobodys_award_is_named_by_its_table() -> None:
    with pytest.raises(RuleMissing, match="mức lương cơ sở vào ngày 01/01/2010"):
        required(THE_LAW, BaseSalary, date(2010, 1, 1))


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ47.4")
def test_the_central_councils_quorum_binds_no_other_council() -> None:
    assert THE_LAW.one(Quorum, LAW_2022) is None
    assert THE_LAW.one(Quorum, LAW_2022, level="commune") is None
    central = required(THE_LAW, Quorum, LAW_2022, level="nation")
    assert (central.numerator, central.denominator) == (2, 3)
    heroes = required(THE_LAW, Quorum, LAW_2022, level="nation", award="AHLD")
    assert (heroes.numerator, heroes.denominator) == (90, 100)


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ63")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ47.4")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ48")
def test_how_councils_are_made_up() -> None:
    province = required(THE_LAW, CouncilShape, LAST_OF_ND_91, level="province")
    assert (province.least_vice_chairs, province.most_vice_chairs) == (3, 4)
    assert required(THE_LAW, CouncilShape, LAW_2022, level="ministry").most_vice_chairs == 4
    assert required(THE_LAW, CouncilShape, LAW_2022, level="nation").meets_every_months == 6
    assert THE_LAW.one(CouncilShape, TWO_TIERS, level="ministry") is None


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ9.3")
@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ11.1")
def test_the_quota_of_fifteen_percent_ended_with_2023() -> None:
    assert THE_LAW.one(Quota, LAST_OF_2014_RULES, award="CSTDCS") is None
    for day in (ND_91, LAST_OF_ND_91):
        quota = required(THE_LAW, Quota, day, award="CSTDCS")
        assert (quota.percent, quota.of_award, quota.rounding) == (15, "LDTT", "down")
        assert required(THE_LAW, Quota, day, award="COCP").percent == 20
    for day in (LAW_2022, TWO_TIERS, LAW_2026):
        assert THE_LAW.one(Quota, day, award="CSTDCS") is THE_LAW.one(Quota, day, award="COCP") is None


@pytest.mark.law("TT 28/2025/TT-BTC")
def test_a_session_is_paid_at_most_so_much_from_15_july_2025() -> None:
    paid = {row.role: row.at_most for row in THE_LAW.all(SessionPay, date(2025, 7, 15))}
    assert paid == {"chair": 1_000_000, "member": 500_000, "attendant": 300_000}
    assert THE_LAW.all(SessionPay, date(2025, 7, 14)) == []


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ52")
def test_a_fifth_of_the_fund_may_go_to_organising() -> None:
    assert [row.at_most_percent for row in THE_LAW.all(FundShare, LAW_2022)] == [20]


@pytest.mark.law("Luật Lưu trữ 2024, Đ15")
def test_keeping_has_a_frame_and_no_verified_default() -> None:
    (frame,) = THE_LAW.all(RetentionFrame, TWO_TIERS)
    assert (frame.at_least, frame.at_most) == (2, 70)
    assert [row.evidence for row in THE_LAW.all(Retention, TWO_TIERS)] == ["memory"] * 3


@pytest.mark.law("Luật 06/2022/QH15, Đ93.2.a")
@pytest.mark.law("Luật 06/2022/QH15, Đ93.2.b")
@pytest.mark.law("Luật 06/2022/QH15, Đ93.2.c")
@pytest.mark.law("Luật 06/2022/QH15, Đ93.2.d")
def test_a_decision_is_cancelled_on_four_grounds() -> None:
    assert [row.ground for row in THE_LAW.all(CancellationGround, LAW_2022)] == [
        "false_merit", "false_papers", "against_procedure", "later_conclusion",
    ]  # fmt: skip


@pytest.mark.parametrize("day", [LAW_2022, TWO_TIERS])
def test_what_other_places_do_informs_and_never_decides(day: date) -> None:
    places = {row.jurisdiction for row in THE_LAW.undecided(Quorum, day)}
    assert "Bộ Tài nguyên và Môi trường" in places
    assert THE_LAW.all(Quorum, day) == []
