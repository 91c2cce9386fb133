"""An award decided above goes up: sent, received, verified and voted at each level until the authority that decides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.decision.commands import ReceiveOutsideRefusal
from domain.lawbook import AdoptOverlay
from domain.nomination.commands import PublishNomination
from domain.nomination.states import Awarded, Eligible, Ended, Forwarded
from domain.publication import PublicationNotOver, PublicationTooShort
from domain.refusal import NotAuthorised, WrongState
from domain.submission.commands import AcknowledgeReceipt
from domain.unit import CloseUnit
from domain.upward import FROM_BELOW, NotTheNextLevel
from events.base import DecisionId, UnitId
from events.catalogue import event_of
from events.submission import ListForwarded
from projections import tables as t
from tests.levels.world import DISTRICT, INIT, ORIGIN, PAPER, PROVINCE, World, seat
from tests.workflows.handle.offices import HOME

pytestmark = pytest.mark.slow


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_a_provincial_certificate_passes_three_councils_and_the_province_decides(world: World) -> None:
    line = world.nominate("dong", "BKT")
    world.judge(HOME, "xa", [line])
    assert world.decisions("drafted") == []
    world.receive(world.forward(HOME, [line]))
    world.judge(DISTRICT, "huyen", [line])
    world.receive(world.forward(DISTRICT, [line]))
    world.judge(PROVINCE, "tinh", [line])
    (draft,) = world.decisions("drafted", PROVINCE)
    world.issue(draft, "12/QĐ-UBND")
    awarded = world.state(line)
    assert isinstance(awarded, Awarded)
    assert awarded.authority == PROVINCE
    (entry,) = world.rows(t.EntryRow)
    assert (entry.book, entry.number) == (f"registry-{PROVINCE}-2024", 1)
    assert world.types(line).count("nomination.recommended") == 3
    assert world.types(line).count("nomination.taken_up") == 2


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_what_each_council_below_has_counted_goes_up_with_the_list(world: World) -> None:
    line = world.nominate("dong", "TTLDTT")
    world.judge(HOME, "xa", [line])
    sent = world.forward(HOME, [line])
    (forwarded,) = (event_of(row) for row in world.office.ledger.stored(sent))
    assert isinstance(forwarded, ListForwarded)
    assert [(advice.nomination, advice.tally.votes_for) for advice in forwarded.advice or ()] == [(line, 2)]
    world.receive(sent)
    state = world.state(line)
    assert isinstance(state, Eligible)
    assert (state.at, state.verified_by) == (DISTRICT, ())
    assert [(earlier.unit, earlier.tally.votes_for) for earlier in state.earlier] == [(None, 2)]


def test_a_level_receives_for_itself_and_has_its_own_clock(world: World) -> None:
    line = world.nominate("dong", "TTLDTT")
    world.judge(HOME, "xa", [line])
    sent = world.forward(HOME, [line])
    stranger = AcknowledgeReceipt(
        submission=sent, on=world.today, **world.said("standing_agency", seat(HOME, "a"))
    )
    with pytest.raises(NotAuthorised):
        world.do(stranger)
    world.receive(sent)
    owed = [row for row in world.rows(t.ObligationRow) if row.status == "open"]
    assert [(row.duty, row.debtor) for row in owed] == [("verify_dossier", DISTRICT)]
    world.verify(DISTRICT, line)
    assert [row.status for row in world.rows(t.ObligationRow)] == ["met", "met"]


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ46.2")
def test_a_council_that_would_meet_before_the_notice_ends_is_not_called(world: World) -> None:
    tables = {"publication": [{**ORIGIN, "award": "GK", "working_days": 5}]}
    adopted = AdoptOverlay(
        overlay="cong-khai", scope=HOME, title="Công khai", document=PAPER, tables=tables,
        **world.office.said_by(INIT),
    )  # fmt: skip
    world.do(adopted)
    line = world.nominate("dong", "GK")
    world.verify(HOME, line)
    with pytest.raises(PublicationNotOver, match="chưa công khai"):
        world.convene(HOME, "som", [line])
    notice = PublishNomination(
        nomination=line, first_day=world.today, last_day=world.today, where="bảng tin",
        **world.said("standing_agency"),
    )  # fmt: skip
    with pytest.raises(PublicationTooShort):
        world.do(notice)
    world.do(replace(notice, last_day=world.today + timedelta(days=6)))
    with pytest.raises(PublicationNotOver, match="còn công khai"):
        world.convene(HOME, "som", [line])
    world.wait(7)
    world.vote(HOME, world.convene(HOME, "dung", [line]), [line], [line])
    assert len(world.decisions("drafted", HOME)) == 1


def test_a_council_judges_only_what_is_at_its_own_level(world: World) -> None:
    line = world.nominate("dong", "TTLDTT")
    world.verify(HOME, line)
    world.convene(PROVINCE, "tinh", [line])
    assert isinstance(world.state(line), Eligible)


def test_a_council_above_may_decline_what_the_one_below_proposed(world: World) -> None:
    line = world.nominate("dong", "TTLDTT")
    world.judge(HOME, "xa", [line])
    world.receive(world.forward(HOME, [line]))
    world.judge(DISTRICT, "huyen", [line], passed=[])
    ended = world.state(line)
    assert isinstance(ended, Ended)
    assert ended.tally is not None
    assert (ended.how, ended.tally.votes_for, ended.tally.needed) == ("declined", 1, 2)


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
def test_what_is_decided_here_is_not_sent_up(world: World) -> None:
    line = world.nominate("dong", "GK")
    world.judge(HOME, "xa", [line])
    assert len(world.decisions("drafted", HOME)) == 1
    with pytest.raises(NotTheNextLevel, match="thuộc thẩm quyền"):
        world.forward(HOME, [line])


def test_no_level_is_skipped_while_it_is_there_and_none_gets_a_list_after_its_end(world: World) -> None:
    line = world.nominate("dong", "BKT")
    world.judge(HOME, "xa", [line])
    with pytest.raises(NotTheNextLevel, match="không phải cấp trên trực tiếp"):
        world.forward(HOME, [line], PROVINCE)
    with pytest.raises(NotTheNextLevel, match="không phải cấp trên của cơ quan trình"):
        world.forward(HOME, [line], UnitId("unit-khac"))
    closed = CloseUnit(unit=DISTRICT, on=date(2024, 1, 1), successor=HOME, **world.office.said())
    world.do(closed)
    with pytest.raises(NotTheNextLevel, match="kết thúc hoạt động"):
        world.forward(HOME, [line], DISTRICT)
    world.receive(world.forward(HOME, [line], PROVINCE))
    world.judge(PROVINCE, "tinh", [line])
    assert len(world.decisions("drafted", PROVINCE)) == 1


def test_only_the_level_that_holds_a_dossier_sends_it_on(world: World) -> None:
    line = world.nominate("dong", "BKT")
    world.judge(HOME, "xa", [line])
    with pytest.raises(WrongState, match="đang ở cấp khác"):
        world.forward(DISTRICT, [line])


def test_a_level_outside_answers_no_and_the_dossier_goes_back_with_the_article(world: World) -> None:
    outside = UnitId("unit-bo")
    line = world.nominate("dong", "BKT")
    world.judge(HOME, "xa", [line])
    world.forward(HOME, [line])
    refused = ReceiveOutsideRefusal(
        decision=DecisionId("decision-ngoai"), authority=outside, nominations=(line,), ground="standard",
        basis=FROM_BELOW, reason="Chưa đủ hai năm.", on=world.today, number="5/TB", **world.said("standing_agency"),
    )  # fmt: skip
    assert isinstance(world.state(line), Forwarded)
    world.do(refused)
    world.settle()
    ended = world.state(line)
    assert isinstance(ended, Ended)
    assert ended.how == "refused"
    told = [row.recipient for row in world.rows(t.LetterRow) if row.template == "refused"]
    assert told == ["unit-dong"]
