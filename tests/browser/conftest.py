import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Dialog, sync_playwright

from tests.browser.hands import Hand, Keyboard, Mouse
from tests.browser.hostile import played_by_enemies
from tests.desk.web.conftest import (
    Desk,
    desk,
    paper_desk,
    played,
    played_in_secret,
    played_on_paper,
    quick_keys,
    script,
    sealed_desk,
)
from tests.desk.web.later import later_desk, played_later

__all__ = [
    "desk", "later_desk", "paper_desk", "played", "played_by_enemies", "played_in_secret", "played_later", "played_on_paper", "quick_keys",
    "script", "sealed_desk",
]  # fmt: skip
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium(
    played: Path, played_in_secret: Path, played_on_paper: Path, played_later: Path, played_by_enemies: object
) -> Iterator[Browser]:
    """Debian's Chromium, once for all; the ledgers are made before, since Playwright keeps a loop of its own."""
    del played, played_in_secret, played_on_paper, played_later, played_by_enemies
    if not Path(CHROMIUM).exists():
        pytest.fail("chromium is needed: apt-get install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium") or CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(made: Desk) -> Iterator[str]:
    """Serve the desk on a port of loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(made.app, host="127.0.0.1", port=port, log_level="error"))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        running.join(timeout=10)


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    """Where the desk of the day of the meeting is served."""
    with served(desk) as where:
        yield where


WAYS = ["with script", "without script", "by keyboard"]


@pytest.fixture(params=WAYS)
def hand(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Hand]:
    """The hands at the desk of the day of the meeting."""
    with hands(chromium, address, request.param) as made:
        yield made


@contextmanager
def hands(chromium: Browser, address: str, way: str) -> Iterator[Hand]:
    """A phone of 390 px, by touch with script and without, and by the keyboard alone."""
    context = chromium.new_context(
        base_url=address,
        viewport={"width": 390, "height": 800},
        java_script_enabled=way == "with script",
    )
    context.set_default_timeout(6000)
    opened = context.new_page()
    dialogs: list[str] = []

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", heard)
    yield Keyboard(opened) if way == "by keyboard" else Mouse(opened)
    context.close()
    assert dialogs == []
