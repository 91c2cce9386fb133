"""Shows templates: one environment, every value escaped, every word from one place."""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from desk.ids import new_id
from desk.web import english, words
from desk.web.menu import menu
from desk.web.phrases import Rewritten
from desk.web.policy import auditor
from desk.web.senders import may_send
from desk.web.titles import title_of
from desk.web.told import marked, sentence, told
from desk.web.visit import Visit
from domain.wording import award_name

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "sovang-tieng"


def environment() -> Environment:
    """Make the environment of the templates; a missing value is an error and never an empty place."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.loopcontrols"],
        auto_reload=False,
    )
    made.filters.update(words.FILTERS)
    made.filters["word"] = words.word
    made.globals.update(new_id=new_id, _=str, foreign=lambda _words: "", language="vi")
    return made


class InEnglish(Rewritten):
    """Compiles templates in English."""

    def translate(self, message: str) -> str:
        """Give a phrase in English."""
        return english.phrase(message)


def in_english() -> Environment:
    """Make the environment whose templates are compiled in English."""
    made = environment()
    made.add_extension(InEnglish)
    made.filters.update(english.FILTERS, told=told, said=sentence, marked=marked)
    made.globals.update(_=sentence, foreign=english.foreign, language="en")
    return made


@cache
def environments() -> Mapping[str, Environment]:
    """Give the environment of each language; every application of a process fills the same compiled templates."""
    return {"vi": environment(), "en": in_english()}


class Pages:
    """Shows pages."""

    def __init__(self) -> None:
        self._environments = environments()

    def prepare(self) -> None:
        """Compile what most readers will ask for, so that the first of them need not wait for it."""
        made = self._environments["vi"]
        for name in made.list_templates():
            made.get_template(name)

    def show(
        self, request: Request, visit: Visit | None, template: str, status: int, values: Mapping[str, Any]
    ) -> HTMLResponse:
        """Fill a template for a visit, or for somebody who has not signed in."""
        language = "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "vi"
        given = {
            "visit": visit,
            "path": request.url.path,
            "form_key": visit.viewer.session.form_key if visit else request.state.device,
            "menu": menu(visit) if visit else (),
            "written": _written(request, visit),
            "award_name": _award_name(visit),
            "act_title": title_of,
            "fault": None,
            "may": partial(may_send, visit) if visit else None,
            "audits": visit is not None and auditor(visit),
            "simulated": request.app.state.welcome.house.settings.simulated,
            "now": request.app.state.welcome.house.clock.now(),
            **values,
        }
        return HTMLResponse(
            self._environments[language].get_template(template).render(given), status_code=status
        )


def _award_name(visit: Visit | None) -> Any:  # noqa: ANN401  # a function for templates
    if visit is None:
        return lambda award: award
    rules = visit.reading.rules(visit.reading.organisation)
    known: dict[str, str] = {}

    def name(award: str | None) -> str:
        if award is None:
            return "–"
        if award not in known:
            known[award] = award_name(rules, award)
        return known[award]

    return name


def _written(request: Request, visit: Visit | None) -> dict[str, str] | None:
    """Say what a form before this page came to: read from the log, never from the address alone."""
    said = request.query_params.get("da_ghi")
    if visit is None or not said:
        return None
    if said in {"nothing", "repeated", "luu"}:
        return {"kind": said}
    row = visit.house.ledger.at_position(int(said)) if said.isdecimal() and len(said) < 15 else None  # noqa: PLR2004  # below 2^53
    if row is None or row.envelope.by.who != visit.viewer.person:
        return None
    return {"kind": "recorded", "seq": said, "at": words.clock_time(row.recorded_at), "type": row.type}
