"""One look at a page as it stands: axe at three widths, in light and dark, and nothing wider than the screen."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
AXE = """async rules => (await axe.run(rules)).violations.map(
  one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(' | ')}`)"""
HEADER = "() => document.querySelector('header.top').offsetHeight"
SLIM = 110
"""What the header may take of a page: on a phone its own content stands above the fold."""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def opened(chromium: Browser, address: str) -> Iterator[Page]:
    """A new window, into which axe may be put from outside."""
    context = chromium.new_context(base_url=address, bypass_csp=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def look(page: Page, name: str) -> list[str]:
    """Name what axe finds at each width in each scheme, and by how much the page is too wide."""
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate(TOO_WIDE)
        told = [f"{wide} px too wide"] if wide > 0 else []
        tall = page.evaluate(HEADER)
        told += [f"header of {tall} px"] if tall > SLIM else []
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
            told += [f"{scheme}: {violation}" for violation in page.evaluate(AXE, RULES)]
        found += [f"{name} at {width}: {fault}" for fault in told]
    return found
