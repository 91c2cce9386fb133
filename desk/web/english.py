"""English for whoever does not read Vietnamese: the words of every page from one catalogue, with days and numbers as English has them.

What people wrote, names, titles of awards and the sentences of the law stay as they are written; what rules say is in `told`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache, partial
from importlib.resources import files

from babel.messages.pofile import read_po
from markupsafe import Markup

from desk.web import words
from desk.web.phrases import LETTER, PLACES, VIETNAMESE
from domain.calendar import ZONE
from events.base import parse_instant

Message = tuple[str | None, str]
"""The kind of word, if it is one, and the Vietnamese."""
EVENT = "event"
MANY = 4096
"""So many sentences that only the moment makes are kept in English."""


@cache
def catalogue() -> Mapping[Message, str]:
    """Read the catalogue of the pages: Vietnamese → English."""
    return messages("english.po")


def messages(name: str) -> Mapping[Message, str]:
    """Read a catalogue of ours."""
    with files("desk.web").joinpath(name).open("rb") as file:
        return {
            (message.context, str(message.id)): str(message.string)
            for message in read_po(file, locale="en")
            if message.id
        }


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Give the messages that begin with a word and have places: what a sentence made elsewhere is held against."""
    found = []
    for (kind, said), english in catalogue().items():
        if kind is None and PLACES.search(said) and LETTER.match(said):
            parts = PLACES.split(said)
            made = "".join(
                f"(?P<p{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
            )
            found.append((re.compile(made), english))
    return sorted(found, key=lambda one: -len(one[0].pattern))


def phrase(said: str) -> str:
    """Give a phrase in English as it stands; one that the catalogue does not have stays Vietnamese."""
    return catalogue().get((None, said), said)


@lru_cache(MANY)
def sentence(said: str) -> str:
    """Give in English what the desk said, also where names and numbers stand in it."""
    known = catalogue().get((None, said))
    if known is not None:
        return known
    for pattern, english in _patterns():
        found = pattern.fullmatch(said)
        if found is not None:
            return PLACES.sub(partial(_place, found), english)
    if " · " in said:
        return " · ".join(map(sentence, said.split(" · ")))
    return said


def _place(found: re.Match[str], place: re.Match[str]) -> str:
    return phrase(found[f"p{place[1]}"])


def in_vietnamese(text: str) -> str:
    """Mark what stays Vietnamese in an English page, so that it is read aloud as such; plain letters need no mark."""
    return Markup('<span lang="vi">{}</span>').format(text) if VIETNAMESE.search(text) else text


def word(code: str | None, kind: str) -> str:
    """Give the word of a code; a code without one is shown as it is."""
    said = words.word(code, kind)
    return catalogue().get((kind, said), said)


def event_name(type_: str) -> str:
    """Give an event's name."""
    said = words.event_name(type_)
    return catalogue().get((EVENT, said), said)


def day(value: date | str | None) -> str:
    """Write a day: 24 Dec 2024; a month stays a month."""
    if value is None or value == "":
        return "–"
    text = str(value)[:10]
    if words.DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%-d %b %Y}"
    return words.day(value)


def moment(value: datetime | str | None) -> str:
    """Write an instant in local time: 14:05, 24 Dec 2024."""
    if not value:
        return "–"
    at = parse_instant(value) if isinstance(value, str) else value
    return at.astimezone(ZONE).strftime("%H:%M, %-d %b %Y")


def number(value: object) -> str:
    """Write a number: 1,234.5."""
    return words.number(value).translate(str.maketrans(".,", ",."))


def money(value: int | None) -> str:
    """Write an amount: 18,870,000 đ."""
    return words.money(value).translate(str.maketrans(".,", ",."))


def fact(value: str) -> str:
    """Write a fact that a rule's answer rests on."""
    return " ".join(
        day(part) if words.DAY.fullmatch(part) else word(part, "fact") for part in value.split(" ")
    )


FILTERS: Mapping[str, object] = {
    **words.FILTERS,
    "day": day,
    "moment": moment,
    "number": number,
    "money": money,
    "fact": fact,
    "event_name": event_name,
    "word": word,
    "said": sentence,
    "exact": phrase,
}
