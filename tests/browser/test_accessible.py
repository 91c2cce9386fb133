"""Every page at three widths, in light and dark: no violation that axe can find, nothing wider than the screen.

The pages are those of the routes, so a later page joins by itself; each is looked at on every day that has it.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import served
from tests.browser.hands import Mouse, sign_in
from tests.desk.web.conftest import Desk
from tests.desk.web.places import filled, opened_by, pages

pytestmark = [pytest.mark.slow, pytest.mark.browser]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
DAYS = ["desk", "sealed_desk", "paper_desk", "later_desk"]
PAGES = [path for path in pages() if path not in {"/", "/dang-nhap"}]


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(
    chromium: Browser, request: pytest.FixtureRequest, width: int, scheme: str
) -> None:
    found: list[str] = []
    seen: set[str] = set()
    for day in DAYS:
        desk: Desk = request.getfixturevalue(day)
        left = [path for path in PAGES if path not in seen]
        with served(desk) as address:
            for login in ("mai", "truc", "khe"):
                context = chromium.new_context(
                    base_url=address,
                    viewport={"width": width, "height": 800},
                    color_scheme="dark" if scheme == "dark" else "light",
                    bypass_csp=True,  # axe is put into the page from outside
                )
                page = context.new_page()
                if not seen:
                    page.goto("/dang-nhap")
                    found += look(page, "/dang-nhap")
                sign_in(Mouse(page), login)
                for path in left:
                    if opened_by(path) == login and _is_there(page, desk, path):
                        seen.add(path)
                        found += look(page, path)
                context.close()
    assert found == []
    assert seen == set(PAGES)


def _is_there(page: Page, desk: Desk, path: str) -> bool:
    answer = page.goto(filled(desk, path))
    return answer is not None and answer.status == 200


def look(page: Page, path: str) -> list[str]:
    """Name what axe finds on a page, and by how much it is too wide."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    told = [f"{path}: {wide} px too wide"] if wide > 0 else []
    results = Axe().run(page, options=RULES)
    for violation in results.response["violations"]:
        nodes = [node["html"][:140] for node in violation["nodes"][:3]]
        told.append(f"{path}: {violation['id']}: {nodes}")
    return told
