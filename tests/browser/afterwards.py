"""The states that come after the days of the tests: handed over, paid, cancelled and to be cancelled, asked about, commented on."""

import re
from concurrent.futures import ThreadPoolExecutor

from sqlmodel import select

from desk.demo.accounts import PASSWORD
from desk.demo.reacting import react_now
from projections import tables as t
from tests.desk.web.conftest import Desk
from tests.desk.web.test_after_the_decision import DAY, act, awarded, links, only, paid


def reacted(desk: Desk) -> None:
    """Let the flows run, in a thread of their own: Playwright keeps a loop in this one."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(react_now, desk.house).result()


def wound_up(desk: Desk) -> list[str]:
    """Hand over, pay, cancel one award and begin to cancel another; give the pages that show it."""
    mai = desk.as_("mai")
    ceremony = f"/le-trao/{only(desk, t.CeremonyRow.ceremony)}"
    first, second = awarded(desk)
    held = {f"trao.{first}": "family", f"trao.{second}": "absent", "ngay": DAY, "ma": "k1"}
    assert mai.post(ceremony, held, page=ceremony).status_code == 303
    reacted(desk)
    fund = paid(desk, mai)
    (decision,) = set(re.findall(r'href="(/quyet-dinh/decision-[^"]+)"', mai.text(f"/ho-so/{first}")))
    draft = cancelled(desk, decision, first)
    opened(desk, decision, second)
    with desk.house.ledger.database.session() as session:
        letters = session.exec(select(t.LetterRow.letter).order_by(t.LetterRow.template)).all()
    return [
        ceremony, fund, f"{fund}?ds=DS-01", decision, draft, f"/ho-so/{first}", f"/ho-so/{second}",
        f"/kiem-toan/dong/{first}", *(f"/thu/{letter}" for letter in letters[::7]), "/viec", "/quyet-dinh",
    ]  # fmt: skip


def opened(desk: Desk, decision: str, line: str) -> None:
    """Begin to cancel an award."""
    mai = desk.as_("mai")
    cancel = next(link for link in links(mai, decision) if link.startswith("/lam/cancellation.open"))
    said = {"conclusion.number": "08/KL-TTr", "conclusion.day": "2024-09-18", "ground": "false_merit"}
    assert act(mai, cancel, nominations=line, cancellation=f"cancellation-{line}", **said) == 303


def cancelled(desk: Desk, decision: str, line: str) -> str:
    """Cancel an award to the end; the page of the decision that does it."""
    mai, lat = desk.as_("mai"), desk.as_("lat")
    opened(desk, decision, line)
    propose = next(link for link in links(mai, decision) if link.startswith("/lam/cancellation.propose"))
    assert act(mai, propose, number="40/TTr-UBND", on=DAY) == 303
    reacted(desk)
    draft = next(iter(re.findall(r'href="(/quyet-dinh/[^"]+)">quyết định huỷ bỏ', mai.text(decision))))
    sign = next(link for link in links(lat, draft) if link.startswith("/lam/decision.sign"))
    assert act(lat, sign, on=DAY, xac_nhan="1", chung_thuc=PASSWORD) == 303
    reacted(desk)
    return str(draft)


def asked_about(desk: Desk) -> list[str]:
    """Ask another agency about a dossier, and receive a comment on it."""
    mai, line = desk.as_("mai"), desk.lines[0]
    page = f"/ho-so/{line}"
    ask = next(link for link in links(mai, page) if link.startswith("/lam/consultation.ask"))
    said = {"agency": desk.script.cast.unit("cong-an"), "number": "77/UBND", "on": "2024-09-12"}
    assert act(mai, ask, consultation="consultation-1", answer_by="2024-09-20", **said) == 303
    comment = next(link for link in links(mai, page) if link.startswith("/lam/nomination.receive_comment"))
    told = {"name": "Lê Ví Dụ Na", "address": "Thôn 2", "text": "Tôi thấy đúng.", "arrived": "2024-09-13"}
    assert act(mai, comment, comment="c1", **told) == 303
    return [page, f"/kiem-toan/dong/{line}", "/viec"]
