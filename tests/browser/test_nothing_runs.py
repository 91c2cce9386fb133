"""What people write is shown and never run: hostile words in every text there is, every page opened in a real browser.

The content security policy is off here: what holds is that every page escapes what it shows. Three ways lead in: a log whose
every event bears hostile words, the forms of all commands filled with them, and addresses.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Dialog, Page
from sqlmodel import col, func, select

from desk.demo.data import Script
from desk.web.forms import Asked, Field, fields_of
from desk.web.titles import OFFERED
from events.store.tables import EventRow
from projections import tables as t
from tests.browser.afterwards import wound_up
from tests.browser.conftest import served
from tests.browser.hands import Mouse, sign_in
from tests.browser.hostile import EVERY, WORDS, Poison, plant_the_rest, poisoned
from tests.desk.web.conftest import Desk, opened
from tests.desk.web.places import filled, opened_by, pages

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(900)]
HOOK = """window.ran_here = [];
window.ran = where => { window.top.ran_here.push(String(where)); };
window.alert = window.confirm = window.prompt = window.ran;"""
GROWN = """() => [...document.querySelectorAll('*')]
  .filter(e => e.matches('img, iframe, object, embed, style, script:not([src]), [href^="javascript:"], [action^="javascript:"]')
            || [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'autofocus' || a.name === 'srcdoc'))
  .map(e => e.outerHTML.slice(0, 120))"""
"""What no page of ours has, and words that were taken for markup would have made."""
CALCULATED = "() => document.body.innerText.includes('x=\\'49')"


@dataclass
class Window:
    """A window that notes whatever runs in it."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    shown: int = 0
    """On how many pages hostile words stand, as words."""
    opened: int = 0

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 500, path
        self.judge(path)

    def judge(self, path: str) -> None:
        """Note what has run on the page as it stands, and what has grown out of words."""
        self.page.wait_for_load_state()
        self.opened += 1
        self.shown += "ran('" in self.page.content()
        self.wrong += [f"{path} grew {one}" for one in self.page.evaluate(GROWN)]
        self.wrong += [f"{path} ran {one}" for one in self.page.evaluate("() => window.ran_here")]
        self.wrong += [f"{path} calculated"] * self.page.evaluate(CALCULATED)


@contextmanager
def window(chromium: Chromium, address: str, language: str = "vi") -> Iterator[Window]:
    context = chromium.new_context(base_url=address, bypass_csp=True)
    context.set_default_timeout(20_000)
    context.add_init_script(HOOK)
    context.add_cookies([{"name": "sovang-tieng", "value": language, "url": address}])
    made = Window(context.new_page())

    def heard(dialog: Dialog) -> None:
        made.wrong.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    made.page.on("dialog", heard)
    yield made
    context.close()


@pytest.fixture
def hostile_desk(played_by_enemies: tuple[Path, Poison], tmp_path: Path, script: Script) -> Iterator[Desk]:
    """The desk over that ledger, wound up to the end, with the events that nothing has brought."""
    folder, poison = played_by_enemies
    for desk in opened(folder, tmp_path, script):
        with poisoned(poison):
            wound_up(desk)
        plant_the_rest(desk.house.ledger, poison)
        assert poison.planted >= EVERY
        yield desk


def made_here(desk: Desk) -> list[str]:
    """The pages of whatever is in the ledger: an event of each type, each stream of the first few of its kind, each dossier."""
    tables = (
        ("/ho-so/", t.NominationRow.nomination), ("/bo-ho-so/", t.SubmissionRow.submission), ("/thu/", t.LetterRow.letter),
        ("/quyet-dinh/", t.DecisionRow.decision), ("/quan-tri/nguoi/", t.PersonRow.person), ("/le-trao/", t.CeremonyRow.ceremony),
        ("/quy/", t.FundRow.fund), ("/cum-khoi/", t.ClusterRow.cluster), ("/phong-trao/", t.MovementRow.movement),
    )  # fmt: skip
    with desk.house.ledger.database.session() as session:
        last = session.exec(select(func.max(EventRow.seq)).group_by(EventRow.type)).all()
        found = [f"/kiem-toan/su-kien/{seq}" for seq in last]
        for place, column in tables:
            found += [f"{place}{name}" for name in session.exec(select(column).order_by(column).limit(8))]
        streams = session.exec(select(EventRow.stream).distinct().order_by(col(EventRow.stream))).all()
    kinds: dict[str, str] = {
        stream.partition("-")[0]: stream for stream in streams if "hostile" not in stream
    }
    return found + [f"/kiem-toan/dong/{stream}" for stream in kinds.values()]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_runs_what_the_log_says(chromium: Chromium, hostile_desk: Desk, language: str) -> None:
    wrong: list[str] = []
    with served(hostile_desk) as address:
        for login in ("mai", "truc", "khe"):
            with window(chromium, address, language) as seen:
                sign_in(Mouse(seen.page), login)
                paths = [
                    filled(hostile_desk, path)
                    for path in pages()
                    if path != "/" and opened_by(path) in {login, ""}
                ]
                paths += made_here(hostile_desk) if login == "mai" and language == "vi" else []
                for path in paths:
                    seen.open(path)
                wrong += seen.wrong
                assert seen.shown
    assert wrong == []


def test_the_words_do_run_where_a_page_takes_them_for_markup(chromium: Chromium) -> None:
    with window(chromium, "http://127.0.0.1") as seen:
        seen.page.set_content(f"<p>{WORDS.format('unescaped')}</p>")
        seen.page.wait_for_function("() => window.ran_here.length > 1")
        seen.judge("unescaped")
        assert {"unescaped ran unescaped"} < set(seen.wrong)
        assert any("grew <img" in one for one in seen.wrong)


def test_no_form_runs_what_is_typed_into_it(chromium: Chromium, later_desk: Desk) -> None:
    """Every field of every command's form, rows and groups included; the page that answers shows it again."""
    with served(later_desk) as address, window(chromium, address) as seen:
        sign_in(Mouse(seen.page), "mai")
        for command in [one for one in OFFERED if there(seen.page, f"/lam/{one}")]:
            said = {name: WORDS.format(f"{command}.{name}") for name in names(fields_of(Asked(command)))}
            seen.page.goto(f"/lam/{command}")
            with seen.page.expect_navigation():
                seen.page.evaluate(SEND, said)
            seen.judge(f"POST /lam/{command}")
        assert seen.shown > len(OFFERED) // 2
        assert seen.wrong == []


def there(page: Page, path: str) -> bool:
    """Whether a page is there for whoever is signed in."""
    answer = page.context.request.get(path)
    return answer.status == 200


def names(fields: list[Field]) -> Iterator[str]:
    """Name what a form sends."""
    for one in fields:
        if one.parts:
            yield from names([part.at(0) for part in one.parts])
        else:
            yield one.name


SEND = """said => {
  const form = document.querySelector('main form');
  for (const [name, value] of Object.entries(said)) {
    for (const old of form.querySelectorAll(`[name="${name}"]`)) old.disabled = true;
    form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}));
  }
  form.submit();
}"""
"""Sends a form with these values, without asking whether it is filled in."""


def test_no_page_runs_what_an_address_says(chromium: Chromium, later_desk: Desk) -> None:
    words = quote(WORDS.format("address"), safe="")
    asked = (
        "den",
        "buoc",
        "loai",
        "don_vi",
        "trang",
        "trang_thai",
        "truoc",
        "da_ghi",
        "nam",
        "toi",
        "ve",
        "q",
        "name",
        "ds",
        "sau",
    )
    with served(later_desk) as address, window(chromium, address) as seen:
        seen.open(f"/dang-nhap?toi={words}")
        sign_in(Mouse(seen.page), "mai")
        query = "&".join(f"{name}={words}" for name in asked)
        for path in pages():
            if path != "/" and opened_by(path) == "mai":
                seen.open(f"{filled(later_desk, path)}?{query}")
        for place in ("/ho-so/", "/lam/", "/the/", "/kiem-toan/dong/", "/"):
            seen.open(f"{place}{words}")
        assert seen.wrong == []
