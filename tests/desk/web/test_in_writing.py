"""The page of a session in writing: after the hour its leaders are told how it ends, and nobody else is."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desk.demo import scenes_dossiers as dossiers
from desk.demo.data import Script
from desk.demo.stage import Stage
from domain.session.commands import ConveneSession
from events.base import SessionId
from tests.desk.web.conftest import MEETING_DAY, Desk, make, opened, scenes

ASKED = SessionId("session-van-ban")
DUE = MEETING_DAY + timedelta(days=2)
OVER = "Đã hết hạn gửi phiếu. Đủ số phiếu thu về"
SLIP = "Gửi phiếu lấy ý kiến"
ANOTHER = re.compile(r'href="(/lam/session\.convene\?[^"]+)">Triệu tập phiên bổ sung')


def ask(stage: Stage) -> None:
    """Ask the council for slips in writing on everything that is ready for it."""
    agenda = tuple(dossiers.eligible(stage))
    stage.do(
        ConveneSession(
            session=ASKED, council=stage.council, starts_at=MEETING_DAY, place="bằng văn bản", agenda=agenda,
            in_writing=True, due_at=DUE, **stage.said("mai", "secretary"),
        )
    )  # fmt: skip


@pytest.fixture
def asked(tmp_path: Path, script: Script) -> Iterator[Desk]:
    """The desk while slips are asked for."""
    told = [*scenes()[:3], (MEETING_DAY, ask)]
    yield from opened(make(tmp_path / "ledger", script, told), tmp_path / "opened", script)


def test_after_the_hour_whoever_leads_is_told_how_the_session_ends(asked: Desk) -> None:
    secretary, member = asked.as_("mai"), asked.as_("truc")
    place = f"/phien-hop/{ASKED}"
    assert SLIP in member.text(place)
    assert OVER not in secretary.text(place)
    assert not ANOTHER.search(secretary.text(place))

    asked.house.clock.move_to(DUE)  # type: ignore[attr-defined]  # it is simulated
    told = member.text(place)
    assert "Đã hết hạn gửi phiếu" in told
    assert SLIP not in told
    assert OVER not in told
    page = secretary.text(place)
    assert OVER in page
    assert "phiếu thu về, hỏi 13 thành viên" in page
    assert "Điểm danh" not in page
    assert "Kết thúc lấy ý kiến bằng văn bản" in secretary.text("/viec")
    form = ANOTHER.search(page)
    assert form
    lines = re.findall(r'type="checkbox"[^>]* name="agenda" value="([^"]+)"', secretary.text(form[1]))
    assert lines, "every line is offered to the meeting that follows"
    sent = {
        "session": "session-sau", "council": asked.script.cast.council_id, "supplements": ASKED, "agenda": lines,
        "starts_at": "2024-09-16T08:00", "place": "Hội trường",
    }  # fmt: skip
    assert secretary.post("/lam/session.convene", sent).status_code == 303
    page = secretary.text(place)
    assert OVER not in page
    assert not ANOTHER.search(page)
    assert "Kết thúc lấy ý kiến bằng văn bản" not in secretary.text("/viec")
    assert SLIP not in member.text(place)
