"""A decision cancelled: two clocks, a decision with a number, object and money back, and what rested on it flagged."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.cancellation import OpenCancellation, ProposeCancellation
from domain.decision.commands import RefuseLines
from domain.fund import BudgetFund, PayList, RecoverMoney
from domain.nomination.commands import PresentAward, RecordRejudgement, RecoverObject
from domain.nomination.states import Awarded, Revoked
from domain.person import EmployPerson, RegisterPerson
from domain.refusal import Malformed
from domain.upward import FROM_BELOW
from events.base import CancellationId, Citation, DecisionId, NominationId, PersonId, UnitId
from events.fund import PaymentLine
from projections import tables as t
from tests.levels.world import World
from tests.workflows.handle.offices import EVER, HOME

pytestmark = pytest.mark.slow
CASE = CancellationId("cancellation-1")


def awarded(world: World, name: str, award: str = "GK", **said: Any) -> tuple[NominationId, DecisionId]:
    """Take a dossier of this house from its draft to an issued decision."""
    line = world.nominate(name, award, **said)
    world.judge(HOME, f"xa-{name}-{award.lower()}", [line])
    (draft,) = world.decisions("drafted", HOME)
    world.issue(draft, f"{name}/QĐ-UBND")
    return line, draft


def hand_over_and_pay(world: World, line: NominationId) -> None:
    world.do(PresentAward(nomination=line, how="in_person", on=world.today, **world.said("organiser")))
    said = world.said("accountant")
    world.do(BudgetFund(unit=HOME, year=2024, amount=5_000_000, **said))
    state = world.state(line)
    world.do(
        PayList(
            unit=HOME,
            year=2024,
            payment_list="ds-1",
            lines=(PaymentLine(nomination=line, amount=state.bonus.amount, signed="recipient"),),
            on=world.today,
            **said,
        )
    )
    world.settle()


def conclude(world: World, decision: DecisionId, *lines: NominationId, name: CancellationId = CASE) -> None:
    world.do(
        OpenCancellation(
            cancellation=name,
            decision=decision,
            nominations=lines,
            ground="false_merit",
            conclusion=Citation(number="08/KL-TTr", day=world.today),
            **world.said("standing_agency"),
        )
    )
    world.settle()


def found(world: World, decision: DecisionId, line: NominationId, said: str) -> None:
    """Open a case on what the authority itself found."""
    world.do(
        OpenCancellation(
            cancellation=CASE, decision=decision, nominations=(line,), ground="false_papers", found_by_authority=True,
            finding=said, conclusion=Citation(number="12/BC-UBND", day=world.today, issuer="UBND xã"),
            **world.said("standing_agency"),
        )
    )  # fmt: skip
    world.settle()


def propose(world: World) -> DecisionId:
    world.do(
        ProposeCancellation(
            cancellation=CASE, number="40/TTr-UBND", on=world.today, **world.said("authority")
        )
    )
    world.settle()
    (draft,) = world.decisions("drafted")
    return draft


def duties(world: World) -> dict[str, str]:
    return {row.duty: row.status for row in world.rows(t.ObligationRow) if row.duty != "verify_dossier"}


@pytest.mark.law("Luật 06/2022/QH15, Đ93")
def test_a_decision_is_cancelled_by_a_decision_and_everything_given_comes_back(world: World) -> None:
    line, decision = awarded(world, "dong")
    hand_over_and_pay(world, line)
    world.wait(3)
    conclude(world, decision, line)
    (duty,) = [row for row in world.rows(t.ObligationRow) if row.duty == "propose_cancellation"]
    assert (duty.status, date.fromisoformat(duty.due_on) - world.today) == (
        "open",
        date(2024, 1, 8) - date(2024, 1, 1),
    )
    cancelling = propose(world)
    assert duties(world) == {"propose_cancellation": "met", "decide_cancellation": "open"}
    world.issue(cancelling, "45/QĐ-UBND")
    revoked = world.state(line)
    assert isinstance(revoked, Revoked)
    assert (revoked.decision, revoked.ground) == (cancelling, "false_merit")
    assert world.decisions("cancelled") == [decision]
    assert duties(world) == {
        "propose_cancellation": "met",
        "decide_cancellation": "met",
        "recover_object": "open",
        "recover_bonus": "open",
    }
    world.do(RecoverObject(nomination=line, on=world.today, **world.said("standing_agency")))
    said = world.said("accountant")
    back = RecoverMoney(unit=HOME, year=2024, nomination=line, amount=100_000, on=world.today, **said)
    world.do(back)
    assert duties(world)["recover_bonus"] == "open"
    world.do(replace(back, amount=440_000))
    (fund,) = world.rows(t.FundRow)
    assert (fund.budget, fund.paid, fund.recovered) == (5_000_000, 540_000, 540_000)
    assert duties(world)["recover_object"] == duties(world)["recover_bonus"] == "met"
    told = sorted(row.recipient for row in world.rows(t.LetterRow) if row.template == "revoked")
    assert told == ["person-mai", "unit-dong"]
    assert world.types(line)[-4:] == [
        "nomination.award_revoked",
        "nomination.object_recovered",
        "nomination.bonus_recovered",
        "nomination.bonus_recovered",
    ]


def test_the_authority_may_refuse_to_cancel_and_the_award_stands(world: World) -> None:
    line, decision = awarded(world, "dong")
    conclude(world, decision, line)
    cancelling = propose(world)
    world.do(
        RefuseLines(
            decision=cancelling, nominations=(line,), ground="standard", basis=FROM_BELOW, reason="Chưa rõ.",
            on=world.today, **world.said("authority"),
        )
    )  # fmt: skip
    world.settle()
    assert isinstance(world.state(line), Awarded)
    assert duties(world) == {"propose_cancellation": "met", "decide_cancellation": "met"}
    (case,) = world.rows(t.CancellationRow)
    assert case.stage == "refused"


def test_only_one_line_of_a_decision_is_cancelled_and_the_other_stands(world: World) -> None:
    lines = [world.nominate("dong", "GK"), world.nominate("doai", "GK")]
    world.judge(HOME, "xa", lines)
    (decision,) = world.decisions("drafted", HOME)
    world.issue(decision, "1/QĐ-UBND")
    conclude(world, decision, lines[0])
    world.sign(propose(world))
    assert [type(world.state(line)) for line in lines] == [Revoked, Awarded]
    assert decision in world.decisions("published")
    entries = world.rows(t.EntryRow)
    assert [entry.number for entry in entries] == [1, 2]


@pytest.mark.law("Luật 06/2022/QH15, Đ28.1")
def test_a_collective_that_rests_on_a_revoked_title_is_flagged_for_people_to_judge(world: World) -> None:
    who = PersonId("person-lan")
    world.do(world.office.unit("dong", "Thôn Đông"))
    world.do(RegisterPerson(person=who, name="Nguyễn Ví Dụ Lan", **world.office.said()))
    employed = EmployPerson(person=who, unit=UnitId("unit-dong"), since=EVER, **world.office.said())
    world.do(employed)
    line, decision = awarded(
        world, "nhan", "LDTT", subject=who, subject_kind="person", unit=UnitId("unit-dong")
    )
    village = world.nominate("tap-the", "TTLDTT", subject=UnitId("unit-dong"), unit=UnitId("unit-dong"))
    conclude(world, decision, line)
    before = world.state(village)
    world.sign(propose(world))
    (flagged,) = [row for row in world.rows(t.NominationRow) if row.doubted]
    assert flagged.nomination == village
    assert world.state(village).reasons == before.reasons
    world.do(
        RecordRejudgement(
            nomination=village, because=line, outcome="stands", reason="Vẫn đủ 70 %.",
            **world.said("standing_agency"),
        )
    )  # fmt: skip
    assert world.state(village) == before


def test_no_more_comes_back_than_was_paid(world: World) -> None:
    line, decision = awarded(world, "dong")
    hand_over_and_pay(world, line)
    conclude(world, decision, line)
    world.sign(propose(world))
    said = world.said("accountant")
    with pytest.raises(Malformed):
        world.do(RecoverMoney(unit=HOME, year=2024, nomination=line, amount=540_001, on=world.today, **said))


@pytest.mark.law("Luật 06/2022/QH15, Đ93.2.b")
def test_what_the_authority_itself_found_is_kept_sealed_and_told_as_its_own(world: World) -> None:
    line, decision = awarded(world, "dong")
    hand_over_and_pay(world, line)
    found(world, decision, line, "bảng điểm nộp kèm không có trong hồ sơ gốc")
    world.sign(propose(world))
    log = [row.leaf.decode() for row in world.office.log()]
    assert [leaf for leaf in log if "bảng điểm" in leaf] == []
    opened = next(leaf for leaf in log if '"type":"cancellation.opened"' in leaf)
    assert '"found_by_authority":true' in opened
    told = [leaf for leaf in log if '"template":"revoked"' in leaf]
    assert len(told) >= 2
    assert all("người có thẩm quyền tự phát hiện, ghi tại văn bản số 12/BC-UBND" in leaf for leaf in told)
