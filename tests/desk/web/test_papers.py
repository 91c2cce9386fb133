from tests.desk.web.conftest import Browser, Desk

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def attach(browser: Browser, line: str, content: bytes, name: str = "báo cáo.pdf") -> int:
    path = f"/ho-so/{line}/giay-to"
    data = {"form_key": browser.key(path), "ma": "m1", "loai": "bao_cao", "ten": "Báo cáo <b>thành tích</b>"}
    return browser.client.post(path, data=data, files={"tep": (name, content, "text/html")}).status_code


def test_a_frozen_dossier_takes_no_paper_and_says_why(desk: Desk) -> None:
    assert attach(desk.as_("mai"), desk.lines[0], PDF) == 409


def test_a_page_in_disguise_is_no_paper(desk: Desk) -> None:
    before = desk.house.ledger.head()
    browser = desk.as_("mai")
    assert attach(browser, desk.lines[0], b"<script>alert(1)</script>", "a.pdf") == 409
    assert desk.house.ledger.head() == before + 1, "only the sign-in was written"
