import html
import re

from desk.web.middleware import LONGEST_FILE
from domain.decider import Said
from domain.nomination.commands import DraftNomination
from events.base import NominationId, SubjectId
from events.envelope import By
from tests.desk.web.conftest import Browser, Desk
from workflows.opening import ACCEPTED_FILES

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def attach(browser: Browser, line: str, content: bytes, name: str = "báo cáo.pdf") -> int:
    path = f"/ho-so/{line}/giay-to"
    data = {"form_key": browser.key(path), "ma": "m1", "loai": "bao_cao", "ten": "Báo cáo <b>thành tích</b>"}
    return browser.client.post(path, data=data, files={"tep": (name, content, "text/html")}).status_code


def test_a_frozen_dossier_takes_no_paper_and_says_why(desk: Desk) -> None:
    assert attach(desk.as_("mai"), desk.lines[0], PDF) == 409


def test_the_form_is_there_only_while_the_unit_has_the_dossier_in_hand(desk: Desk) -> None:
    staff = desk.as_("mai")
    assert 'name="tep"' not in staff.text(f"/ho-so/{desk.lines[0]}/giay-to")
    clerk = desk.as_("clerk-thon-3")
    said = Said(at=desk.house.clock.now(), by=By(desk.person("clerk-thon-3"), role="clerk"), late_reason=None)
    drafted = DraftNomination(
        nomination=NominationId("nomination-moi"), subject=SubjectId(desk.person("cau")), subject_kind="person",
        unit=desk.script.cast.unit("thon-3"), award="LDTT", stated_kind="title", merit="cong_trang", award_year=2024, **said,
    )  # fmt: skip
    desk.house.handler.handle("moi", drafted)
    assert "PDF 20 MB, JPEG 10 MB" in clerk.text("/ho-so/nomination-moi/giay-to")


def test_a_page_takes_the_largest_file_that_the_first_rules_allow() -> None:
    assert max(rule.most_bytes for rule in ACCEPTED_FILES) <= LONGEST_FILE


def test_a_page_in_disguise_is_no_paper(desk: Desk) -> None:
    before = desk.house.ledger.head()
    browser = desk.as_("mai")
    assert attach(browser, desk.lines[0], b"<script>alert(1)</script>", "a.pdf") == 409
    assert desk.house.ledger.head() == before + 1, "only the sign-in was written"


def test_the_councils_rules_are_brought_by_staff_and_opened_by_members_alone(desk: Desk) -> None:
    path = f"/hoi-dong/{desk.script.cast.council_id}/quy-che"
    staff, member, clerk = desk.as_("mai"), desk.as_("truc"), desk.as_("clerk-thon-3")
    sent = {
        "form_key": staff.key(path), "ma": "m1", "loai": "quy_che", "so": "01/QC-HĐTĐKT", "ngay": "2024-01-05",
        "quy_che": "quy-che-hoi-dong",
    }  # fmt: skip
    answer = staff.client.post(path, data=sent, files={"tep": ("quy chế.pdf", PDF, "application/pdf")})
    assert answer.status_code == 303, answer.text[:500]
    page = member.text(path)
    assert "Số 01/QC-HĐTĐKT ngày 05/01/2024" in page
    assert "Ghi quy chế, kèm bản quét" not in page
    again = {**sent, "form_key": staff.key(path)}
    same = staff.client.post(path, data=again, files={"tep": ("quy chế.pdf", PDF, "application/pdf")})
    assert same.headers["location"] == answer.headers["location"]
    other = staff.client.post(
        path, data=again, files={"tep": ("quy chế.pdf", PDF + b"\n", "application/pdf")}
    )
    assert other.status_code == 409
    assert "Biểu mẫu này đã được ghi một lần rồi" in html.unescape(other.text)
    found = re.search(rf'href="({path}/[0-9a-f]{{64}})"', page)
    assert found
    opened = member.get(found[1])
    assert (opened.content, opened.headers["content-type"]) == (PDF, "application/pdf")
    assert [clerk.get(address).status_code for address in (path, found[1])] == [404, 404]
    assert member.client.post(path, data={**sent, "form_key": member.key("/tai-khoan")}).status_code == 409
