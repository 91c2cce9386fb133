"""The simplified procedure from the draft to the honour book: no council meets, and the five books agree."""

import pytest

from domain.law.book import parse_tables, plain_tables
from domain.lawbook import AdoptOverlay
from domain.nomination.states import Awarded, Eligible
from domain.reconcile import differences
from domain.refusal import RuleMissing, WrongState
from domain.submission.commands import ForwardList
from events.base import NominationId, SubmissionId
from events.submission import Paper
from tests.levels.world import INIT, ORIGIN, PAPER, World
from tests.workflows.handle.offices import HOME
from workflows.reconciling import read_books

pytestmark = pytest.mark.slow
SHORT = (Paper(kind="bao_cao_tom_tat"),)


def sudden(world: World, name: str) -> NominationId:
    return world.nominate(name, "GK", merit="dot_xuat", procedure="simplified", papers=SHORT)


def allow(world: World) -> None:
    """Adopt the house's own rule on who may go this way."""
    rows = {"simplified": [{**ORIGIN, "kind": "form", "merit": "dot_xuat"}]}
    world.do(
        AdoptOverlay(
            overlay="don-gian",
            scope=HOME,
            title="Quy định về thủ tục đơn giản",
            document=PAPER,
            tables=plain_tables(parse_tables(rows)),
            **world.office.said_by(INIT),
        )
    )
    world.settle()


def lay(world: World, *lines: NominationId) -> None:
    """Lay a list before the house's own authority."""
    world.do(
        ForwardList(
            submission=SubmissionId(f"submission-{lines[0]}"),
            from_unit=HOME,
            to_unit=HOME,
            signed_on=world.today,
            nominations=lines,
            **world.said("authority"),
        )
    )
    world.settle()


@pytest.mark.law("Luật 06/2022/QH15, Đ85")
def test_without_the_houses_own_rule_no_dossier_goes_the_simplified_way(world: World) -> None:
    with pytest.raises(RuleMissing, match="thủ tục đơn giản"):
        sudden(world, "lua")


@pytest.mark.law("Luật 06/2022/QH15, Đ85")
def test_a_sudden_merit_is_verified_decided_and_entered_without_a_council(world: World) -> None:
    allow(world)
    line = sudden(world, "lua")
    assert isinstance(world.state(line), Eligible)
    with pytest.raises(WrongState, match="chưa thẩm định xong"):
        lay(world, line)
    world.verify(HOME, line)
    lay(world, line)
    (draft,) = world.decisions("drafted", HOME)
    world.issue(draft, "12/QĐ-UBND")
    assert isinstance(world.state(line), Awarded)
    with world.office.ledger.database.session() as session:
        books = read_books(world.office.ledger, world.office.handler.reading(session, "system:test"))
    assert books.without_council == {line}
    assert [entry.nomination for entry in books.entries] == [line]
    assert differences(books) == []


def test_one_list_with_and_without_a_council_becomes_two_decisions(world: World) -> None:
    allow(world)
    simple, common = sudden(world, "lua"), world.nominate("ngo", "GK")
    world.verify(HOME, simple)
    world.verify(HOME, common)
    session = world.convene(HOME, "xa", [common])
    world.count(HOME, session, [common], [common])
    world.settle()
    lay(world, simple, common)
    orders = [world.state(one).order for one in world.decisions("drafted", HOME)]
    assert {(order.nominations, order.session) for order in orders} == {
        ((simple,), None),
        ((common,), session),
    }
