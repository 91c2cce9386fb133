"""A published decision is to be paid and archived in time; the acts themselves meet the duties."""

import pytest

from domain.decision.commands import ArchiveDecision
from domain.fund import BudgetFund, PayList
from domain.lawbook import AdoptOverlay
from events.base import NominationId
from events.fund import PaymentLine
from projections import tables as t
from tests.levels.world import INIT, ORIGIN, PAPER, World
from tests.workflows.handle.offices import HOME

pytestmark = pytest.mark.slow
LIMITS = [{**ORIGIN, "step": "pay_bonus", "days": 30}, {**ORIGIN, "step": "archive_file", "days": 60}]


def duties(world: World) -> dict[str, str]:
    return {row.duty: row.status for row in world.rows(t.ObligationRow) if row.duty != "verify_dossier"}


def pay(world: World, name: str, *lines: NominationId) -> None:
    paid = tuple(PaymentLine(nomination=line, amount=world.state(line).bonus.amount) for line in lines)
    world.do(
        PayList(
            unit=HOME, year=2024, payment_list=name, lines=paid, on=world.today, **world.said("accountant")
        )
    )


def test_the_list_that_pays_the_last_line_and_the_archiving_meet_their_duties(world: World) -> None:
    world.do(
        AdoptOverlay(
            overlay="thoi-han", scope=HOME, title="Thời hạn", document=PAPER, tables={"time_limit": LIMITS},
            **world.office.said_by(INIT),
        )
    )  # fmt: skip
    lines = [world.nominate("dong", "GK"), world.nominate("doai", "GK")]
    world.judge(HOME, "xa", lines)
    (decision,) = world.decisions("drafted", HOME)
    world.issue(decision, "1/QĐ-UBND")
    assert duties(world) == {"pay_bonus": "open", "archive_file": "open"}
    world.do(BudgetFund(unit=HOME, year=2024, amount=5_000_000, **world.said("accountant")))
    pay(world, "ds-1", lines[0])
    assert duties(world)["pay_bonus"] == "open"
    pay(world, "ds-2", lines[1])
    assert duties(world) == {"pay_bonus": "met", "archive_file": "open"}
    world.do(ArchiveDecision(decision=decision, file="KT-2024/01", on=world.today, **world.said("archivist")))
    assert duties(world) == {"pay_bonus": "met", "archive_file": "met"}


def test_without_a_rule_no_deadline_is_invented(world: World) -> None:
    line = world.nominate("dong", "GK")
    world.judge(HOME, "xa", [line])
    (decision,) = world.decisions("drafted", HOME)
    world.issue(decision, "1/QĐ-UBND")
    assert duties(world) == {}
