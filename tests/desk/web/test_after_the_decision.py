"""What comes after a decision, at the browser: handing over, paying, taking back; and asking other agencies before it."""

import html
import re

from sqlmodel import select

from desk.demo.accounts import PASSWORD
from desk.demo.reacting import react_now
from desk.views.mask import Mask
from desk.views.meetings import summary
from desk.views.names import Names
from desk.web.rooms.decisions import NEXT_STEPS
from domain.nomination.states import Revoked
from projections import tables as t
from tests.desk.web.conftest import MEETING, Browser, Desk
from tests.desk.web.later import later_desk, played_later

__all__ = ["later_desk", "played_later"]
LINK = re.compile(r'href="(/lam/[^"]+)"')
DAY = "2024-09-20"


def only(desk: Desk, column: object) -> str:
    with desk.house.ledger.database.session() as session:
        return str(session.exec(select(column)).one())  # type: ignore[call-overload]  # a column


def awarded(desk: Desk) -> list[str]:
    with desk.house.ledger.database.session() as session:
        rows = session.exec(select(t.NominationRow).where(t.NominationRow.stage == "awarded")).all()
        return sorted(row.nomination for row in rows)


def links(browser: Browser, page: str) -> list[str]:
    return [html.unescape(found) for found in LINK.findall(browser.get(page).text)]


def state(desk: Desk, line: str) -> object:
    with desk.house.ledger.database.session() as session:
        return desk.house.handler.reading(session, "system:test").stream(line).state


def settled(link: str) -> dict[str, str]:
    """Give what the address of a form says, as the form itself sends it along."""
    query = link.partition("?")[2]
    pairs = [part.partition("=") for part in query.split("&")]
    said = {name: value for name, _, value in pairs}
    return {**said, "co_san": ",".join(name for name in said if name != "ve")}


def act(browser: Browser, link: str, **said: object) -> int:
    """Open a form by its link, and send it with what is typed."""
    assert browser.get(link).status_code == 200, link
    return browser.post(link.partition("?")[0], {**settled(link), **said}, page=link).status_code


def test_an_answer_is_recorded_the_family_receives_and_who_was_absent_receives_later(
    later_desk: Desk,
) -> None:
    mai = later_desk.as_("mai")
    page = f"/le-trao/{only(later_desk, t.CeremonyRow.ceremony)}"
    first, second = awarded(later_desk)
    answer = next(link for link in links(mai, page) if link.startswith("/lam/ceremony.answer"))
    assert act(mai, answer, answer="proxy", proxy="Hà Ví Dụ Cậy") == 303
    assert "cử người nhận thay (Hà Ví Dụ Cậy)" in mai.text(page)
    held = {f"trao.{first}": "family", f"trao.{second}": "absent", "ngay": DAY, "ma": "k1"}
    assert mai.post(page, held, page=page).status_code == 303
    react_now(later_desk.house)
    assert "gia đình nhận" in mai.text(page)
    later = next(link for link in links(mai, page) if link.startswith("/lam/nomination.present"))
    assert act(mai, later, how="later", on="2024-09-24") == 303
    assert "vắng, nhận sau ngày 24/09/2024" in mai.text(page)
    assert [link for link in links(mai, page) if link.startswith("/lam/nomination.present")] == []


def test_who_comes_in_a_recipients_place_is_for_whoever_runs_the_ceremony(later_desk: Desk) -> None:
    mai = later_desk.as_("mai")
    page = f"/le-trao/{only(later_desk, t.CeremonyRow.ceremony)}"
    answer = next(link for link in links(mai, page) if link.startswith("/lam/ceremony.answer"))
    assert act(mai, answer, answer="proxy", proxy="Hà Ví Dụ Cậy") == 303
    assert "Hà Ví Dụ Cậy" not in later_desk.as_("clerk-thon-3").text(page)


def paid(desk: Desk, browser: Browser) -> str:
    """Give the fund a budget and pay what is owed; the page of the fund."""
    budget = next(link for link in links(browser, "/quy") if link.startswith("/lam/fund.budget"))
    assert act(browser, budget, year="2024", amount="25000000") == 303
    lines = awarded(desk)
    said = {"ho_so": lines, "danh_sach": "DS-01", "nam": "2024", "ngay": DAY, "ma": "k2", "chung_tu": "01/KN",
            "ky": "recipient", f"ky.{lines[1]}": "transfer"}  # fmt: skip
    assert browser.post("/quy", said, page="/quy").status_code == 303
    return f"/quy/{only(desk, t.FundRow.fund)}"


def test_a_list_is_paid_with_who_signed_for_what_and_the_paper(later_desk: Desk) -> None:
    mai = later_desk.as_("mai")
    page = paid(later_desk, mai)
    told = mai.text(f"{page}?ds=DS-01")
    assert "danh sách đã ký số 01/KN" in told
    assert re.findall(r'data-label="Ký nhận">([^<]+)<', told) == ["người được khen", "chuyển khoản"]


def test_an_award_is_cancelled_from_the_decisions_page_and_what_was_given_is_taken_back(
    later_desk: Desk,
) -> None:
    mai, lat = later_desk.as_("mai"), later_desk.as_("lat")
    fund = paid(later_desk, mai)
    line = awarded(later_desk)[0]
    shown = later_desk.as_("mai").text(f"/ho-so/{line}")
    (decision,) = set(re.findall(r'href="(/quyet-dinh/decision-[^"]+)"', shown))
    (cancel,) = [link for link in links(mai, decision) if link.startswith("/lam/cancellation.open")]
    assert act(
        mai, cancel, nominations=line, ground="false_merit", cancellation="cancellation-1",
        **{"conclusion.number": "08/KL-TTr", "conclusion.day": "2024-09-18"},
    ) == 303  # fmt: skip
    (propose,) = [link for link in links(mai, decision) if link.startswith("/lam/cancellation.propose")]
    assert act(mai, propose, number="40/TTr-UBND", on=DAY) == 303
    react_now(later_desk.house)
    told = mai.text(decision)
    assert "đã trình, chờ người có thẩm quyền" in told
    draft = next(found for found in re.findall(r'href="(/quyet-dinh/[^"]+)">quyết định huỷ bỏ', told))
    assert "Quyết định này huỷ bỏ khen thưởng" in lat.text(draft)
    sign = next(link for link in links(lat, draft) if link.startswith("/lam/decision.sign"))
    assert act(lat, sign, on=DAY, xac_nhan="1", chung_thuc=PASSWORD) == 303
    react_now(later_desk.house)
    assert isinstance(state(later_desk, line), Revoked)
    take_back(later_desk, mai, line, fund)


def take_back(desk: Desk, mai: Browser, line: str, fund: str) -> None:
    """Record that the money came back, as the dossier's page offers it; the fund has it again."""
    page = f"/ho-so/{line}"
    assert "chưa trao nên không phải thu" in mai.text(page)
    (back,) = [link for link in links(mai, page) if link.startswith("/lam/fund.recover")]
    amount = state(desk, line).money_back  # type: ignore[attr-defined]  # a revoked one
    assert amount == 0
    with desk.house.ledger.database.session() as session:
        bonus = session.get_one(t.NominationRow, line).bonus
    assert act(mai, back, year="2024", amount=str(bonus), on=DAY) == 303
    assert [link for link in links(mai, page) if link.startswith("/lam/fund.recover")] == []
    with desk.house.ledger.database.session() as session:
        row = session.exec(select(t.FundRow)).one()
    left = f"{row.budget - row.paid + (bonus or 0):,} đ".replace(",", ".")
    assert left in mai.text(fund)
    assert left in mai.text("/quy")


def test_every_step_that_a_decisions_page_offers_is_a_form(later_desk: Desk) -> None:
    browsers = [later_desk.as_(login) for login in ("mai", "lat")]
    steps = {step for steps, _ in NEXT_STEPS.values() for step in steps}
    opened = {step: min(browser.get(f"/lam/{step}").status_code for browser in browsers) for step in steps}
    assert opened == dict.fromkeys(steps, 200)


def test_another_agency_is_asked_about_a_dossier_and_its_answer_stands_there(desk: Desk) -> None:
    mai = desk.as_("mai")
    line = desk.lines[0]
    page = f"/ho-so/{line}"
    (ask,) = [link for link in links(mai, page) if link.startswith("/lam/consultation.ask")]
    agency = desk.script.cast.unit("cong-an")
    said = {"agency": agency, "number": "77/UBND", "on": "2024-09-12", "answer_by": "2024-09-20"}
    assert act(mai, ask, consultation="consultation-1", **said) == 303
    assert "chờ trả lời, hạn 20/09/2024 (công văn hỏi số 77/UBND ngày 12/09/2024)" in mai.text(page)
    (answer,) = [link for link in links(mai, page) if link.startswith("/lam/consultation.receive")]
    assert line in mai.get(answer).text
    assert act(mai, answer, number="12/CA", on="2024-09-13", against=line) == 303
    assert "không đồng ý (công văn hỏi số 77/UBND ngày 12/09/2024, trả lời số 12/CA" in mai.text(page)
    assert [link for link in links(mai, page) if link.startswith("/lam/consultation.receive")] == []
    assert "Hiệp y: Công an xã: không đồng ý" in read_summary(desk)


def read_summary(desk: Desk) -> str:
    """Read the table that the council reads, as a member who has confirmed their interests."""
    with desk.house.ledger.database.session() as session:
        reading = desk.house.handler.reading(session, "system:test")
        truc = desk.person("truc")
        found = summary(reading, Names(desk.house.ledger, session), Mask(reading, truc), MEETING, truc)
    assert found is not None
    return "\n".join(map(str, found.lines))
