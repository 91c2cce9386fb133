"""Hostile words in every text that an event can hold: what the log itself would bring to a page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, NewType, TypeVar, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from desk.demo.data import Script
from domain.commands import DECIDERS
from events.base import Event, Text
from events.catalogue import CLASSES, wire_name
from events.envelope import By
from events.personal import Clear, Personal, Sealed
from events.store.ledger import Ledger, Meta, Write
from tests.desk.web.conftest import make
from tests.desk.web.later import later
from tests.events.samples import fields, sample

M = TypeVar("M", bound=BaseModel)
WORDS = (
    "javascript:ran('{0}')//<script>ran('{0}')</script><img src=x onerror=ran('{0}')><svg onload=ran('{0}')>"
    "</textarea></title></select></style><details open ontoggle=ran('{0}')><a href=javascript:ran('{0}')>x</a>"
    "<iframe srcdoc=\"<script>parent.ran('{0}')</script>\"></iframe><b>--><!--\"' autofocus onfocus=ran('{0}') x='{{{{7*7}}}}"
)
"""Markup, attributes, an address, a template: each would tell where it ran."""
READ = (".pin.on", "templates_adopted.templates")
"""Texts that are read: a day, and the office's own templates, which are meant to calculate. Hostile only where nothing follows."""


def texts(hint: Any) -> Iterator[str]:  # a typing construct
    """Name the free texts within an annotation, as the ends of paths."""
    if hint in (Text, Personal):
        yield ""
    elif isinstance(hint, type) and issubclass(hint, BaseModel):
        for name, inner in fields(hint).items():
            yield from (f".{name}{end}" for end in texts(inner))
    elif get_origin(hint) is Annotated:
        yield from texts(get_args(hint)[0])
    elif get_origin(hint) in {Union, UnionType, tuple, dict}:
        for inner in get_args(hint):
            yield from texts(inner)


EVERY = {f"{wire}{end}" for wire, model in CLASSES.items() for end in texts(model)}
"""Every text of every event there is."""


class Poison:
    """Puts hostile words where an event has a text, and remembers where."""

    def __init__(self) -> None:
        self.planted: set[str] = set()
        self._number = count(1)
        self._kept: tuple[str, ...] = ()

    def event(self, event: Event, *, lived: bool = False) -> Event:
        """Give the event with hostile words instead of its own; one that is lived with keeps what rules read."""
        self._kept = READ if lived else ()
        return self._model(event, wire_name(type(event)))

    def _model(self, model: M, where: str) -> M:
        said = {
            name: self._value(hint, getattr(model, name), f"{where}.{name}")
            for name, hint in fields(type(model)).items()
        }
        return model.model_copy(update=said)

    def _value(self, hint: Any, value: Any, where: str) -> Any:  # typing constructs, and values of any kind
        if value is None or isinstance(hint, NewType) or where.endswith(self._kept):
            return value
        if hint == Text:
            return self._words(where)
        if hint == Personal:
            return self._personal(value, where)
        if isinstance(value, BaseModel):
            return self._model(value, where)
        inner = [one for one in get_args(hint) if one is not type(None)]
        if get_origin(hint) is Annotated or (get_origin(hint) in {Union, UnionType} and len(inner) == 1):
            return self._value(inner[0], value, where)
        if get_origin(hint) is tuple:
            return tuple(self._value(inner[0], one, where) for one in value)
        if get_origin(hint) is dict:
            return {key: self._value(inner[1], one, where) for key, one in value.items()}
        return value

    def _personal(self, value: Clear | Sealed, where: str) -> Clear | Sealed:
        if isinstance(value, Clear):
            return value if value.of == "contact" else Clear(value.subject, value.of, self._words(where))
        return Clear("person-00000000-0000-4000-8000-000000000001", "identity", self._words(where))

    def _words(self, where: str) -> str:
        self.planted.add(where)
        return WORDS.format(f"{where} {next(self._number)}")


@contextmanager
def poisoned(poison: Poison) -> Iterator[None]:
    """Let whatever is decided meanwhile be written with hostile words."""

    def hostile(decide: Any) -> Any:
        def deciding(state: Any, command: Any, facts: Any) -> Sequence[Event]:
            return [poison.event(event, lived=True) for event in decide(state, command, facts)]

        return deciding

    with pytest.MonkeyPatch.context() as patch:
        for kind, decider in DECIDERS.items():
            patch.setitem(DECIDERS, kind, replace(decider, decide=hostile(decider.decide)))
        yield


def plant_the_rest(ledger: Ledger, poison: Poison) -> None:
    """Write one event of each kind that has a text which nothing has brought so far."""
    for wire, model in CLASSES.items():
        if any(f"{wire}{end}" not in poison.planted for end in texts(model)):
            stream = f"{wire.partition('.')[0]}-hostile-{wire.rpartition('.')[2]}"
            meta = Meta(
                at=ledger.clock.now(),
                by=By("system:test"),
                command=stream,
                digest="0" * 64,
                correlation=stream,
            )
            event = sample(model)
            lawless: dict[str, object] = {"tables": {}} if "tables" in model.model_fields else {}
            ledger.append([Write(stream, 0, [poison.event(event.model_copy(update=lawless))])], meta)


@pytest.fixture(scope="session")
def played_by_enemies(tmp_path_factory: pytest.TempPathFactory, script: Script) -> tuple[Path, Poison]:
    """The ledger some days after the meeting, where every text is hostile; made once, before Chromium starts."""
    poison = Poison()
    with poisoned(poison):
        return make(tmp_path_factory.mktemp("hostile") / "ledger", script, later()), poison
