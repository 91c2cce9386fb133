"""The duties of a cluster's year: members', the lead's, the house's; they follow whoever joins, leaves and leads."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.cluster.commands import (
    AdoptScoring,
    ChangeMembers,
    DisqualifyUnit,
    FormCluster,
    NameHead,
    ScoreUnit,
    SignClusterPact,
)
from events.base import Citation, ClusterId, UnitId
from events.cluster import Criterion, Score
from events.letter import LetterQueued
from events.obligation import ObligationOpened
from events.plan import Milestone
from projections import tables as t
from tests.workflows.handle.offices import HOME, Office
from tests.workflows.mailroom.rooms import events, tick
from tests.workflows.reactions.engine import react

CLUSTER = ClusterId("cluster-1")
EAST, WEST, SOUTH = UnitId("unit-dong"), UnitId("unit-tay"), UnitId("unit-nam")
PAPER = Citation(number="15/QĐ-UBND", day=date(2024, 1, 2))
RANK_ON = "2024-12-20"


def milestones(self_score: str = "2024-11-29") -> tuple[Milestone, ...]:
    return (
        Milestone(code="a", duty="sign_pact", name="Ký giao ước", due="2024-03-29", owed_by="cluster_head"),
        Milestone(code="b", duty="self_score", name="Tự chấm điểm", due=self_score),
        Milestone(
            code="c", duty="verify_scores", name="Thẩm tra", due="2024-12-10", owed_by="standing_agency"
        ),
        Milestone(code="d", duty="rank_cluster", name="Xếp hạng", due=RANK_ON, owed_by="cluster_head"),
    )


@pytest.fixture
def formed(office: Office) -> Office:
    """A cluster of two, its sheet adopted before anybody leads."""
    for key, name in (("dong", "Thôn Đông"), ("tay", "Thôn Tây"), ("nam", "Thôn Nam")):
        office.do(office.unit(key, name, email=f"{key}@vidu.example"))
    said = office.said("standing_agency")
    office.do(
        FormCluster(cluster=CLUSTER, name="Cụm 1", kind="cum", members=(EAST, WEST), document=PAPER, **said)
    )
    adopt(office, milestones())
    return office


def adopt(office: Office, dates: tuple[Milestone, ...]) -> None:
    sheet = (Criterion(code="kt", name="Kinh tế", most=Decimal(60)),)
    office.do(
        AdoptScoring(
            cluster=CLUSTER, year=2024, criteria=sheet, milestones=dates, document=PAPER,
            **office.said("standing_agency"),
        )
    )  # fmt: skip
    react(office)


def lead(office: Office, head: UnitId, reason: str | None = None, since: date | None = None) -> None:
    office.do(
        NameHead(
            cluster=CLUSTER,
            year=2024,
            head=head,
            reason=reason,
            since=since,
            **office.said("standing_agency"),
        )
    )
    react(office)


def owed(office: Office) -> Mapping[tuple[str, str], tuple[str, str]]:
    """(Duty, debtor) → (date, status)."""
    with office.ledger.database.session() as session:
        rows = session.exec(select(t.ObligationRow)).all()
    return {(row.duty, row.debtor): (row.due_on, row.status) for row in rows}


def test_what_the_lead_owes_arises_when_somebody_leads_and_goes_to_whoever_leads_now(formed: Office) -> None:
    assert {duty for duty, _ in owed(formed)} == {"self_score", "verify_scores"}
    lead(formed, EAST)
    assert owed(formed)["rank_cluster", EAST] == (RANK_ON, "open")
    lead(formed, WEST, "sáp nhập", date(2024, 1, 2))
    assert owed(formed)["rank_cluster", EAST] == (RANK_ON, "lapsed")
    assert owed(formed)["rank_cluster", WEST] == (RANK_ON, "open")
    assert owed(formed)["verify_scores", HOME][1] == "open"


def test_the_pact_that_the_lead_has_signed_meets_its_duty(formed: Office) -> None:
    lead(formed, EAST)
    formed.do(
        SignClusterPact(
            cluster=CLUSTER, year=2024, on=date(2024, 1, 2), signers=(WEST,), **formed.said("standing_agency")
        )
    )
    assert owed(formed)["sign_pact", EAST][1] == "met"


def test_who_joins_owes_what_is_to_come_and_who_leaves_owes_nothing_more(formed: Office) -> None:
    formed.do(
        ChangeMembers(
            cluster=CLUSTER, members=(EAST, SOUTH), document=PAPER, **formed.said("standing_agency")
        )
    )
    react(formed)
    assert owed(formed)["self_score", SOUTH] == ("2024-11-29", "open")
    assert owed(formed)["self_score", WEST][1] == "lapsed"
    assert owed(formed)["self_score", EAST][1] == "open"


def test_members_are_told_of_their_duties_as_they_arise_and_of_another_date(formed: Office) -> None:
    tick(formed)
    opening = [letter for letter in events(formed, LetterQueued) if letter.template == "digest"]
    assert {str(letter.recipient) for letter in opening} == {EAST, WEST}
    adopt(formed, milestones("2024-12-02"))
    moved = [letter for letter in events(formed, LetterQueued) if letter.template == "rescheduled"]
    assert {(str(letter.recipient), letter.facts["due_on"]) for letter in moved} == {
        (EAST, "2024-12-02"),
        (WEST, "2024-12-02"),
    }


def test_a_unit_that_is_not_ranked_owes_nothing_more_and_nobody_is_asked_for_its_points(
    formed: Office,
) -> None:
    adopt(
        formed, (*milestones(), Milestone(code="e", duty="cross_score", name="Chấm chéo", due="2024-12-05"))
    )
    out = DisqualifyUnit(
        cluster=CLUSTER, year=2024, unit=WEST, reason="bị kỷ luật", document=PAPER, **formed.said("authority")
    )
    formed.do(out)
    react(formed)
    assert {key: status for key, (_, status) in owed(formed).items()} == {
        ("self_score", EAST): "open",
        ("self_score", WEST): "lapsed",
        ("cross_score", EAST): "open",
        ("cross_score", WEST): "lapsed",
        ("verify_scores", HOME): "open",
    }


def test_who_has_scored_before_the_duty_arose_is_not_reminded_of_it(formed: Office) -> None:
    """The engine may be off for a day: the sheet is adopted, a unit scores itself, and then its duties are opened."""
    said = formed.said("standing_agency")
    sheet = (Criterion(code="kt", name="Kinh tế", most=Decimal(60)),)
    formed.do(
        AdoptScoring(
            cluster=CLUSTER, year=2025, criteria=sheet, milestones=milestones(), document=PAPER, **said
        )
    )
    points = (Score(criterion="kt", points=Decimal(50)),)
    formed.do(ScoreUnit(cluster=CLUSTER, year=2025, unit=EAST, by_unit=EAST, scores=points, **said))
    react(formed)
    opened = [one for one in events(formed, ObligationOpened) if one.milestone == "nam-2025"]
    assert {(one.duty, str(one.debtor)) for one in opened} == {("self_score", WEST), ("verify_scores", HOME)}
