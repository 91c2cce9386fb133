from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.cluster.commands import (
    AdoptScoring,
    ChangeMembers,
    DisqualifyUnit,
    FormCluster,
    NameHead,
    RankCluster,
    ScoreUnit,
    SignClusterPact,
    VerifyScores,
)
from domain.cluster.decider import DECIDER
from domain.cluster.states import Cluster
from domain.facts import Facts
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, WrongState
from events.base import Citation, ClusterId, UnitId
from events.cluster import (
    ClusterEvent,
    ClusterFormed,
    ClusterRanked,
    Criterion,
    HeadNamed,
    MembersChanged,
    PactSigned,
    Place,
    Score,
    ScoresVerified,
    ScoringAdopted,
    UnitDisqualified,
    UnitScored,
)
from events.plan import DutyKind, Milestone
from tests.spec import HOME, Given, by, every_role, given, standing

CLUSTER = ClusterId("cluster-1")
LAM, SON, MAI = UnitId("unit-lam"), UnitId("unit-son"), UnitId("unit-mai")
PAPER = Citation(number="15/QĐ-UBND", day=date(2024, 1, 15))
FORMED = ClusterFormed(
    cluster=CLUSTER, name="Cụm thi đua số 01", kind="cum", members=(LAM, SON, MAI), document=PAPER
)
CRITERIA = (
    Criterion(code="kt", name="Kinh tế", most=Decimal(60)),
    Criterion(code="vh", name="Văn hoá", most=Decimal(40)),
    Criterion(code="thuong", name="Điểm thưởng", most=Decimal(10), kind="bonus"),
    Criterion(code="tru", name="Điểm trừ", most=Decimal(20), kind="penalty"),
)
SCORING = ScoringAdopted(cluster=CLUSTER, year=2024, criteria=CRITERIA, ties=("thuong", "kt"), document=PAPER)
HEAD = HeadNamed(cluster=CLUSTER, year=2024, head=LAM, deputy=SON)
PACT = PactSigned(cluster=CLUSTER, year=2024, on=date(2024, 3, 20), signers=(LAM, SON, MAI))
FACTS = Facts(standing=every_role(LAM, SON, MAI), organisation=HOME)


def sheet(kt: int, vh: int, thuong: int = 0, tru: int = 0) -> tuple[Score, ...]:
    given = {"kt": kt, "vh": vh, "thuong": thuong, "tru": tru}
    return tuple(Score(criterion=code, points=Decimal(points)) for code, points in given.items() if points)


def scored(
    unit: UnitId, by_unit: UnitId, scores: tuple[Score, ...], total: int, *, all_: bool = False
) -> UnitScored:
    return UnitScored(
        cluster=CLUSTER, year=2024, unit=unit, by_unit=by_unit, scores=scores, total=Decimal(total),
        all_scored=True if all_ else None,
    )  # fmt: skip


def verified(unit: UnitId, scores: tuple[Score, ...], total: int, *, all_: bool = False) -> ScoresVerified:
    return ScoresVerified(
        cluster=CLUSTER,
        year=2024,
        unit=unit,
        scores=scores,
        total=Decimal(total),
        all_verified=True if all_ else None,
    )


SHEETS = {LAM: sheet(50, 35, 5), SON: sheet(52, 38), MAI: sheet(50, 30, 0, 4)}
SELF = [scored(unit, unit, SHEETS[unit], total) for unit, total in ((LAM, 90), (SON, 90), (MAI, 76))]
VERIFIED = [
    verified(LAM, SHEETS[LAM], 90),
    verified(SON, SHEETS[SON], 90),
    verified(MAI, SHEETS[MAI], 76, all_=True),
]
SET_ASIDE = UnitDisqualified(
    cluster=CLUSTER, year=2024, unit=LAM, reason="cán bộ chủ chốt bị kỷ luật", document=PAPER
)
RANKED = ClusterRanked(
    cluster=CLUSTER,
    year=2024,
    on=date(2024, 12, 20),
    places=(
        Place(rank=1, unit=LAM, points=Decimal(90), broken_by="thuong"),
        Place(rank=2, unit=SON, points=Decimal(90), broken_by="thuong"),
        Place(rank=3, unit=MAI, points=Decimal(76)),
    ),
)


def cluster(*past: ClusterEvent) -> Given:
    return given(DECIDER, FORMED, *past, facts=FACTS)


def form(name: str = FORMED.name) -> FormCluster:
    return FormCluster(
        cluster=CLUSTER,
        name=name,
        kind="cum",
        members=FORMED.members,
        document=PAPER,
        **by("standing_agency"),
    )


def change(*members: UnitId) -> ChangeMembers:
    return ChangeMembers(cluster=CLUSTER, members=members, document=PAPER, **by("authority"))


def name_head(
    head: UnitId = LAM, year: int = 2024, reason: str | None = None, since: date | None = None
) -> NameHead:
    return NameHead(
        cluster=CLUSTER, year=year, head=head, deputy=SON, reason=reason, since=since, **by("standing_agency")
    )


def sign(*signers: UnitId) -> SignClusterPact:
    return SignClusterPact(
        cluster=CLUSTER, year=2024, on=PACT.on, signers=signers or PACT.signers, **by("standing_agency")
    )


def adopt(*criteria: Criterion, ties: tuple[str, ...] = ("thuong", "kt")) -> AdoptScoring:
    return AdoptScoring(
        cluster=CLUSTER,
        year=2024,
        criteria=criteria or CRITERIA,
        ties=ties,
        document=PAPER,
        **by("authority"),
    )


def score(
    unit: UnitId = LAM, by_unit: UnitId = LAM, scores: tuple[Score, ...] | None = None, role: str = "clerk"
) -> ScoreUnit:
    return ScoreUnit(
        cluster=CLUSTER, year=2024, unit=unit, by_unit=by_unit, scores=scores or SHEETS[unit], **by(role)
    )


def verify(unit: UnitId = MAI) -> VerifyScores:
    return VerifyScores(cluster=CLUSTER, year=2024, unit=unit, scores=SHEETS[unit], **by("standing_agency"))


def disqualify(unit: UnitId = LAM) -> DisqualifyUnit:
    return DisqualifyUnit(
        cluster=CLUSTER, year=2024, unit=unit, reason=SET_ASIDE.reason, document=PAPER, **by("authority")
    )


def rank() -> RankCluster:
    return RankCluster(cluster=CLUSTER, year=2024, on=RANKED.on, **by("standing_agency"))


@pytest.mark.law("Luật 06/2022/QH15, Đ16.2.c")
def test_a_cluster_is_formed_once_and_its_members_change_by_a_document() -> None:
    given(DECIDER, facts=FACTS).when(form()).then(FORMED)
    cluster().when(form()).nothing()
    cluster().when(form("Cụm khác")).refused(AlreadyExists)
    changed = MembersChanged(cluster=CLUSTER, members=(LAM, SON), document=PAPER)
    cluster().when(change(LAM, SON)).then(changed)
    cluster(changed).when(change(LAM, SON)).nothing()
    given(DECIDER, facts=FACTS).when(name_head()).refused(NotFound)


def test_the_lead_goes_round_and_the_same_unit_leads_again_only_with_a_reason() -> None:
    cluster().when(name_head()).then(HEAD)
    cluster(HEAD).when(name_head()).nothing()
    cluster(HEAD).when(name_head(year=2025)).refused(WrongState)
    (again,) = cluster(HEAD).when(name_head(year=2025, reason="các đơn vị khác đã làm")).decides()
    assert isinstance(again, HeadNamed)
    assert again.reason == "các đơn vị khác đã làm"
    cluster().when(name_head(UnitId("unit-la"))).refused(NotFound)


def test_another_unit_takes_the_lead_within_a_year_with_its_reason_and_day_and_both_stay_on_record() -> None:
    since = date(2024, 7, 1)
    cluster(HEAD).when(name_head(MAI)).refused(WrongState)
    cluster(HEAD).when(name_head(MAI, reason="sáp nhập")).refused(WrongState)
    cluster(HEAD).when(name_head(MAI, reason="sáp nhập", since=date(2025, 1, 1))).refused(Malformed)
    (taken,) = cluster(HEAD).when(name_head(MAI, reason="sáp nhập", since=since)).decides()
    assert isinstance(taken, HeadNamed)
    cluster(HEAD, taken).when(name_head(LAM, reason="x", since=date(2024, 6, 30))).refused(Malformed)
    state = DECIDER.fold([FORMED, HEAD, taken])
    assert isinstance(state, Cluster)
    year = state.year(2024)
    assert (year.head, year.head_on(date(2024, 6, 30)), year.head_on(since)) == (MAI, LAM, MAI)
    assert year.head_on(date(2023, 12, 31)) is None


def test_the_unit_that_leads_the_year_has_the_pact_signed_and_the_cluster_ranked_and_no_other_member() -> (
    None
):
    theirs = Facts(standing=standing(("clerk", LAM)), organisation=HOME)
    by_lam = replace(sign(), **by("clerk"))
    cluster(HEAD).knowing(theirs).when(by_lam).then(PACT.model_copy(update={"head": LAM}))
    cluster().knowing(theirs).when(by_lam).refused(NotAuthorised)
    ranking = replace(rank(), **by("clerk"))
    ranked = RANKED.model_copy(update={"head": LAM})
    cluster(HEAD, SCORING, *SELF, *VERIFIED).knowing(theirs).when(ranking).then(ranked)
    others = Facts(standing=standing(("clerk", SON)), organisation=HOME)
    cluster(HEAD).knowing(others).when(by_lam).refused(NotAuthorised)
    cluster(HEAD).knowing(theirs).when(replace(adopt(), **by("clerk"))).refused(NotAuthorised)


def test_a_score_sheet_gives_the_lead_only_the_pact_and_the_ranking() -> None:
    def milestone(duty: DutyKind) -> Milestone:
        return Milestone(code="m", duty=duty, name="việc", due="2024-12-20", owed_by="cluster_head")

    cluster().when(replace(adopt(), milestones=(milestone("self_score"),))).refused(Malformed)
    (adopted,) = cluster().when(replace(adopt(), milestones=(milestone("rank_cluster"),))).decides()
    assert isinstance(adopted, ScoringAdopted)


def test_members_sign_the_pact_of_a_year_once() -> None:
    cluster().when(sign()).then(PACT)
    cluster(PACT).when(sign()).nothing()
    cluster().when(sign(LAM, UnitId("unit-la"))).refused(NotFound)


def test_a_score_sheet_has_criteria_of_its_own_and_parts_ties_only_by_them() -> None:
    cluster().when(adopt()).then(SCORING)
    cluster(SCORING).when(adopt()).nothing()
    cluster().when(adopt(CRITERIA[0], CRITERIA[0], ties=())).refused(Malformed)
    cluster().when(adopt(ties=("khong-co",))).refused(Malformed)
    cluster(SCORING, SELF[0]).when(adopt(CRITERIA[0], ties=())).refused(WrongState)


def test_a_unit_scores_itself_before_others_score_it() -> None:
    cluster(SCORING).when(score()).then(SELF[0])
    cluster(SCORING, SELF[0]).when(score()).nothing()
    cluster(SCORING).when(score(by_unit=SON)).refused(WrongState)
    cluster(SCORING, SELF[0]).when(score(by_unit=SON)).then(scored(LAM, SON, SHEETS[LAM], 90))


def test_the_last_of_the_others_ends_a_units_cross_scoring() -> None:
    by_mai = scored(LAM, MAI, SHEETS[LAM], 90)
    cluster(SCORING, *SELF, by_mai).when(score(SON, MAI)).then(scored(SON, MAI, SHEETS[SON], 90, all_=True))


@pytest.mark.parametrize(
    "wrong",
    [
        sheet(61, 35),
        sheet(50, 0),
        (*sheet(50, 35), Score(criterion="kt", points=Decimal(1))),
        (*sheet(50, 35), Score(criterion="la", points=Decimal(1))),
        (*sheet(50, 35), Score(criterion="tru", points=Decimal(-1))),
    ],
)
def test_a_sheet_is_whole_within_its_bounds_and_names_each_criterion_once(wrong: tuple[Score, ...]) -> None:
    cluster(SCORING).when(score(scores=wrong)).refused(Malformed)


def test_nobody_scores_without_a_sheet_or_from_outside_or_for_a_unit_that_is_not_theirs() -> None:
    cluster().when(score()).refused(WrongState)
    cluster(SCORING).when(replace(score(), by_unit=UnitId("unit-home"))).refused(NotFound)
    theirs = Facts(standing=standing(("clerk", SON)), organisation=HOME)
    cluster(SCORING).knowing(theirs).when(score()).refused(NotAuthorised)
    office = Facts(standing=standing(("clerk", HOME), ("head", HOME)), organisation=HOME)
    cluster(SCORING).knowing(office).when(score()).refused(NotAuthorised)


def test_what_a_unit_scored_itself_is_verified_and_then_stands() -> None:
    cluster(SCORING, *SELF, *VERIFIED[:2]).when(verify()).then(VERIFIED[2])
    cluster(SCORING, *SELF, *VERIFIED).when(verify()).nothing()
    cluster(SCORING).when(verify()).refused(WrongState)
    cluster(SCORING, *SELF, *VERIFIED).when(score(LAM, LAM, sheet(60, 40))).refused(WrongState)


def test_the_cluster_is_ranked_by_points_and_a_tie_is_parted_by_its_own_rule() -> None:
    cluster(SCORING, *SELF, *VERIFIED).when(rank()).then(RANKED)
    cluster(SCORING, *SELF, *VERIFIED, RANKED).when(rank()).nothing()
    cluster(SCORING, *SELF, *VERIFIED, RANKED).when(score(LAM, LAM, sheet(60, 40))).refused(WrongState)


def test_what_nothing_parts_shares_its_rank_and_the_next_rank_is_left_out() -> None:
    unparted = SCORING.model_copy(update={"ties": ()})
    (ranked,) = cluster(unparted, *SELF, *VERIFIED).when(rank()).decides()
    assert isinstance(ranked, ClusterRanked)
    assert [(place.rank, place.shared) for place in ranked.places] == [(1, True), (1, True), (3, None)]


def test_where_a_tie_is_parted_by_what_was_taken_away_the_unit_that_lost_less_goes_first() -> None:
    by_penalty = SCORING.model_copy(update={"ties": ("tru",)})
    sheets = {LAM: sheet(55, 35, 0, 5), SON: sheet(52, 35, 0, 2), MAI: sheet(50, 30)}
    checked = [verified(unit, sheets[unit], total) for unit, total in ((LAM, 85), (SON, 85), (MAI, 80))]
    own = [scored(unit, unit, sheets[unit], 85) for unit in sheets]
    (ranked,) = cluster(by_penalty, *own, *checked).when(rank()).decides()
    assert isinstance(ranked, ClusterRanked)
    assert [(place.rank, place.unit, place.broken_by) for place in ranked.places] == [
        (1, SON, "tru"), (2, LAM, "tru"), (3, MAI, None),
    ]  # fmt: skip


def test_a_disqualified_unit_keeps_its_scores_and_has_no_rank() -> None:
    cluster(SCORING, *SELF, *VERIFIED).when(disqualify()).then(SET_ASIDE)
    cluster(SCORING, SET_ASIDE).when(disqualify()).nothing()
    (ranked,) = cluster(SCORING, *SELF, *VERIFIED, SET_ASIDE).when(rank()).decides()
    assert isinstance(ranked, ClusterRanked)
    assert [(place.rank, place.unit) for place in ranked.places] == [(1, SON), (2, MAI)]
    state = DECIDER.fold([FORMED, SCORING, *SELF, *VERIFIED, SET_ASIDE])
    assert isinstance(state, Cluster)
    assert state.year(2024).scored[LAM, LAM] == SHEETS[LAM]


def test_nothing_is_ranked_before_every_sheet_is_verified() -> None:
    why = cluster(SCORING, *SELF, *VERIFIED[:2]).when(rank()).refused(WrongState)
    assert "còn 1 đơn vị" in why.message


def test_members_do_not_lead_the_cluster_by_themselves() -> None:
    clerk = Facts(standing=standing(("clerk", LAM)), organisation=HOME)
    for command in (name_head(), adopt(), rank()):
        cluster(SCORING).knowing(clerk).when(command).refused(NotAuthorised)


def test_nobody_waits_for_a_unit_that_is_not_ranked() -> None:
    both = [scored(unit, unit, SHEETS[unit], total) for unit, total in ((SON, 90), (MAI, 76))]
    last = scored(MAI, SON, SHEETS[MAI], 76, all_=True)
    cluster(SCORING, SET_ASIDE, *both).when(score(MAI, SON)).then(last)
    cluster(SCORING, SET_ASIDE, *both, VERIFIED[1]).when(verify(MAI)).then(VERIFIED[2])
    ranked = DECIDER.fold([FORMED, SCORING, SET_ASIDE, *both, last, *VERIFIED[1:]])
    assert isinstance(ranked, Cluster)
    year, members = ranked.year(2024), ranked.members
    done = [
        (duty, unit)
        for duty in ("self_score", "cross_score", "verify_scores", "sign_pact", "rank_cluster")
        for unit in (SON, MAI)
        if year.has_done(duty, unit, members)
    ]
    verified_by_all = [("verify_scores", SON), ("verify_scores", MAI)]
    assert done == [("self_score", SON), ("self_score", MAI), ("cross_score", SON), *verified_by_all]
