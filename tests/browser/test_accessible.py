"""Every page at three widths, in light and dark: no violation that axe can find, nothing wider than the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import sign_in
from tests.desk.web.conftest import Desk
from tests.desk.web.places import filled, pages

pytestmark = [pytest.mark.slow, pytest.mark.browser]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PLACES = [
    (path, "truc" if "phieu" in path or "xung-dot" in path else "mai")
    for path in pages()
    if path not in {"/", "/dang-nhap"}
]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(
    chromium: Browser, address: str, desk: Desk, width: int, scheme: str
) -> None:
    found: list[str] = []
    for login in ("mai", "truc"):
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if scheme == "dark" else "light",
            bypass_csp=True,  # axe is put into the page from outside
        )
        page = context.new_page()
        places = [path for path, who in PLACES if who == login]
        if login == "mai":
            page.goto("/dang-nhap")
            found += _look(page, "/dang-nhap")
        sign_in(page, login)
        for path in places:
            page.goto(filled(desk, path))
            found += _look(page, path)
        context.close()
    assert found == []


def _look(page: Page, path: str) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    told = [f"{path}: {wide} px too wide"] if wide > 0 else []
    results = Axe().run(page, options=RULES)
    for violation in results.response["violations"]:
        nodes = [node["html"][:140] for node in violation["nodes"][:3]]
        told.append(f"{path}: {violation['id']}: {nodes}")
    return told
