"""The hands that work a page: a mouse or a finger, and the keyboard alone, which reaches everything by Tab as it comes."""

from typing import Protocol

from playwright.sync_api import ElementHandle, Locator, Page

from desk.demo.accounts import PASSWORD

FOCUSABLE = "e => e.closest('a,button,input,select,textarea,summary')"
HAS_FOCUS = "e => e === document.activeElement"
MOST_TABS = 600
MOST_STEPS = 500


class Hand(Protocol):
    """What a person does to a page."""

    page: Page

    def press(self, selector: str) -> None:
        """Follow a link or press a button."""
        ...

    def set_going(self, selector: str) -> None:
        """Press a button that gives a file and leaves the page where it is."""
        ...

    def check(self, selector: str) -> None:
        """Tick a box, or choose one of several."""
        ...

    def fill(self, selector: str, text: str) -> None:
        """Write into a field."""
        ...

    def choose(self, selector: str, value: str) -> None:
        """Choose from a list."""
        ...


class Mouse:
    """A mouse, or a finger on a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        self.page.click(selector)

    def set_going(self, selector: str) -> None:
        self.page.click(selector)

    def check(self, selector: str) -> None:
        self.page.check(selector)

    def fill(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)

    def choose(self, selector: str, value: str) -> None:
        self.page.select_option(selector, value)


class Keyboard:
    """The keyboard alone: Tab from where the page begins, then the keys that each element answers to."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        target = self._reach(self.page.locator(selector).first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        del target

    def set_going(self, selector: str) -> None:
        self._reach(self.page.locator(selector).first)
        self.page.keyboard.press("Enter")

    def check(self, selector: str) -> None:
        target = self._element(self.page.locator(selector).first)
        if target.get_attribute("type") != "radio":
            self._tab_to(target)
            self.page.keyboard.press("Space")
            return
        self._tab_to(target, "e => document.activeElement.name === e.name")
        for _ in range(MOST_STEPS):
            if target.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert target.is_checked(), selector

    def fill(self, selector: str, text: str) -> None:
        self._reach(self.page.locator(selector).first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def choose(self, selector: str, value: str) -> None:
        target = self._reach(self.page.locator(selector).first)
        for _ in range(MOST_STEPS):
            if target.evaluate("e => e.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} has no choice {value}")

    def _reach(self, locator: Locator) -> ElementHandle:
        target = self._element(locator)
        self._tab_to(target)
        return target

    def _element(self, locator: Locator) -> ElementHandle:
        found = locator.element_handle().evaluate_handle(FOCUSABLE).as_element()
        assert found is not None, "nothing there that a key reaches"
        return found

    def _tab_to(self, target: ElementHandle, there: str = HAS_FOCUS) -> None:
        for _ in range(MOST_TABS):
            if target.evaluate(there):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("Tab does not come there")


def sign_in(hand: Hand, login: str, shown: str = PASSWORD) -> None:
    """Sign in as a person does."""
    hand.page.goto("/dang-nhap")
    hand.fill("#ten", login)
    hand.fill("#ma", shown)
    hand.press("main button")
    hand.page.wait_for_url("**/viec")
