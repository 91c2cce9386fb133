"""What a council's own rules allow, at the browser: who comes for an absent member, and another round in another session."""

import html
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest

from desk.demo.data import examples_folder
from desk.demo.reacting import react_now
from domain.decider import Said
from domain.law.book import parse_tables, plain_tables
from domain.lawbook import AdoptOverlay
from domain.session.commands import CloseBallot, LeaveSession, TallyBallot
from events.base import Citation
from events.catalogue import event_of
from events.envelope import By
from events.law import OverlayAdopted
from tests.desk.web.conftest import BALLOT, MEETING, Desk


def with_rules(desk: Desk, quorum: Mapping[str, object] = MappingProxyType({}), **session: object) -> None:
    """Let the council's rules say this of its sessions, and of the quorum what is given."""
    text = (examples_folder() / "demo-2024" / "rules.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)
    rules["session_rule"][0].update(session)
    rules["quorum"][0].update(quorum)
    said = Said(
        at=desk.house.clock.now(), by=By(desk.person("mai"), role="standing_agency"), late_reason=None
    )
    paper = Citation(number="02/QC-HĐTĐKT", day=date(2024, 1, 5))
    (overlay,) = {
        event.overlay
        for row in desk.house.ledger.stored("law")
        if isinstance(event := event_of(row), OverlayAdopted)
    }
    adopt = AdoptOverlay(
        overlay=overlay, scope=desk.script.cast.unit("ubnd"), title="Quy chế", document=paper,
        tables=plain_tables(parse_tables(rules)), **said,
    )  # fmt: skip
    desk.house.handler.handle("with-rules", adopt)


@pytest.mark.parametrize(
    ("quorum", "told"),
    [
        ({}, "không được tính vào số dự họp vì quy định không nêu"),
        ({"proxies_count": True}, "được tính vào số dự họp (Đ6 Quy chế 01/QC-HĐTĐKT)"),
    ],
)
def test_who_comes_for_an_absent_member_is_recorded_at_the_browser_and_the_page_says_whether_they_count(
    desk: Desk, quorum: dict[str, object], told: str
) -> None:
    with_rules(desk, quorum, proxies=True)
    mai, absent = desk.as_("mai"), desk.person("thong")
    page = f"/phien-hop/{MEETING}"
    left = {"session": MEETING, "member": absent, "co_san": "session"}
    desk.house.handler.handle("left", LeaveSession(session=MEETING, member=absent, **secretary(desk)))
    sent = {**left, "proxy": desk.person("cau")}
    answer = mai.post("/lam/session.authorise_proxy", sent)
    assert answer.status_code == 303, answer.text
    link = f"/lam/session.check_in?session={MEETING}&by_proxy=yes"
    assert html.escape(link) in mai.get(page).text
    assert "dự thay" in mai.text(link)
    came = {**left, "co_san": "session,by_proxy", "by_proxy": "yes"}
    assert mai.post("/lam/session.check_in", came).status_code == 303
    assert f"1 thành viên vắng mặt có người dự thay, {told}" in " ".join(mai.text(page).split())


def secretary(desk: Desk) -> Said:
    by = By(desk.person("mai"), role="secretary")
    return Said(at=desk.house.clock.now(), by=by, late_reason=None)


def test_lines_that_wait_for_another_round_are_taken_to_a_supplementary_session_from_the_meetings_page(
    desk: Desk,
) -> None:
    with_rules(desk, rounds=2)
    mai = desk.as_("mai")
    page, lead = f"/phien-hop/{MEETING}", secretary(desk)
    for command in (
        CloseBallot(session=MEETING, ballot=BALLOT, **lead),
        TallyBallot(session=MEETING, ballot=BALLOT, **lead),
    ):
        desk.house.handler.handle(f"counted-{type(command).__name__}", command)
    react_now(desk.house)
    shown = html.unescape(mai.text(page))
    assert f"Triệu tập phiên bổ sung ({len(desk.lines)} hồ sơ còn lại)" in shown
    (link,) = re.findall(r'href="(/lam/session\.convene\?[^"]+)"', shown)
    form = mai.text(link)
    assert [line for line in desk.lines if line not in form] == []
    council = link.partition("council=")[2].partition("&")[0]
    said = {"council": council, "supplements": MEETING, "session": "session-bo-sung", "starts_at": "2024-09-16T08:00",
            "place": "Phòng họp 2", "agenda": list(desk.lines), "co_san": "council,supplements,session"}  # fmt: skip
    assert mai.post("/lam/session.convene", said, page=link).status_code == 303
    react_now(desk.house)
    assert "Triệu tập phiên bổ sung" not in mai.text(page)
    auditor = desk.as_("thanh-tra")
    assert "chuyển phiên bổ sung" in auditor.text(page)
    assert "Chuyển phiên bổ sung" in auditor.text(f"{page}/bien-ban")
