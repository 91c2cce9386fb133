"""English for whoever does not read Vietnamese: the words of every page from one catalogue, with days and numbers as English has them.

What people wrote, names, titles of awards and the sentences of the law stay as they are written; what rules say is in `told`.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po
from markupsafe import Markup

from desk.web import words
from domain.calendar import ZONE
from events.base import parse_instant

Message = tuple[str | None, str]
"""The kind of word, if it is one, and the Vietnamese."""
EVENT = "event"
FOREIGN = re.compile(r"(?!\bđ\b)[^\W\d_a-zA-Z]")
"""A letter that English does not have; the sign of our money is none."""


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


def phrase(said: str) -> str:
    """Give a phrase in English as it stands; one that the catalogue does not have stays Vietnamese."""
    return catalogue().get((None, said), said)


def in_vietnamese(text: str) -> str:
    """Mark what stays Vietnamese in an English page, so that it is read aloud as such; plain letters need no mark."""
    if isinstance(text, Markup) or not FOREIGN.search(text):
        return text
    return Markup('<span lang="vi">{}</span>').format(text)


def plain(value: object) -> object:
    """Give bare words where no markup can stand."""
    return value.striptags() if isinstance(value, Markup) else value


def foreign(words: object) -> Markup:
    """Say of an element that holds no markup that its words are Vietnamese."""
    return Markup(' lang="vi"') if FOREIGN.search(str(words)) else Markup("")


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
    "exact": phrase,
    "plain": plain,
}
