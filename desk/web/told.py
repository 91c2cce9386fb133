"""Sentences that only the moment makes, in English: what the desk says, and what a rule refuses, why and what to do.

Names, and what no catalogue has, stay Vietnamese and say so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache

from markupsafe import Markup, escape
from pydantic import BaseModel

from desk.web.english import EVENT, FOREIGN, catalogue, day, in_vietnamese, messages
from desk.web.phrases import LETTER, PLACES

MANY = 4096
"""So many sentences are kept in English."""
SAID_ON_A_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
MONEY = re.compile(r"[\d.,]+ đ")
MORE = re.compile(r" |; ")
ARTICLES = re.compile(r"(?P<articles>Đ\d[\w.-]*(?:, Đ\d[\w.-]*)*) (?P<document>.+)")
DOCUMENT = re.compile(r"(?P<kind>Luật|NĐ|TT|QĐ|HD|CV|Quy chế) (?P<number>\d\S*)")
KINDS = {
    "Luật": "Law",
    "NĐ": "Decree",
    "TT": "Circular",
    "QĐ": "Decision",
    "HD": "Guidance",
    "CV": "Official letter",
    "Quy chế": "Rules",
}
"""What a paper's number begins with, and what such a paper is."""
SEAM = re.compile(r"(?<=[.;:]) ")
"""Where one sentence ends and the next begins."""
QUOTED = re.compile(r"(?<=“)([^“”]*)(?=”)")
RUN = re.compile(r"((?:\{\d\})+)")
"""Places with nothing between them hold one value to the eye."""
VALUES = (r"(?:(?![,.;] ).)*?", r"(?:(?![.;] \w).)*?", r".*?")
"""What a value may be, the surest first: one thing, something within a sentence, whatever stands there."""
ONE_THING, WITHIN, WHATEVER = range(3)
ENOUGH = 10
"""So many letters of its own make a sentence known though it begins with a value."""
JOINS = (" · ", "; ", ", ")
"""What stands between things that a page says in one line."""
LONGEST, MOST_PARTS = 500, 30
"""What is longer, or has more parts, somebody wrote: it stays as it is."""


@dataclass(slots=True)
class Effort:
    """How much one text is looked at: whatever people write into it, its page is not kept waiting."""

    left: int = 400
    """So many times it is held against the catalogues."""
    depth: int = 4
    """So deep values within values are looked into."""


EFFORT: ContextVar[Effort] = ContextVar("effort")


@contextmanager
def _effort() -> Iterator[None]:
    before = EFFORT.set(Effort())
    try:
        yield
    finally:
        EFFORT.reset(before)


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence with places: what it is found by, and its English."""

    surest: str
    """The longest of its words; a text without them is another sentence."""
    own: int
    """How many letters are its own: of two that fit, the one with more is meant."""
    patterns: tuple[re.Pattern[str], ...]
    english: tuple[str | int, ...]
    """Words and, between them, the numbers of values."""

    @classmethod
    def of(cls, said: str, english: str, seam: re.Pattern[str], values: Iterable[str]) -> "Entry":
        """Make the entry of a message."""
        words, places = seam.split(said)[::2], seam.findall(said)
        patterns = tuple(re.compile(f"({one})".join(map(re.escape, words)), re.DOTALL) for one in values)
        parts = tuple(
            places.index(part) + 1 if place % 2 else part for place, part in enumerate(seam.split(english))
        )
        return cls(max(words, key=len), sum(map(len, words)), patterns, parts)

    def filled(self, found: re.Match[str]) -> Markup:
        """Give the English with the values that were found."""
        effort = EFFORT.get()
        effort.depth -= 1
        try:
            return Markup("").join(
                value(found[part], quoted=before.endswith("“")) if isinstance(part, int) else _english(part)
                for before, part in zip(("", *map(str, self.english)), self.english, strict=False)
            )
        finally:
            effort.depth += 1


def _english(text: str) -> Markup:
    """Give English words of ours; the name of a column or a field that they quote says that it is Vietnamese."""
    return Markup("").join(
        in_vietnamese(part) if place % 2 else escape(part) for place, part in enumerate(QUOTED.split(text))
    )


@cache
def refusals() -> Mapping[str, str]:
    """Read what people are told when something is refused: Vietnamese → English."""
    return {said: english for (_, said), english in messages("refusals.po").items()}


@cache
def _entries() -> tuple[Entry, ...]:
    made = [Entry.of(*one, RUN, VALUES) for one in refusals().items() if PLACES.search(one[0])]
    return tuple(sorted(made, key=lambda entry: -entry.own))


@cache
def _of_pages() -> tuple[Entry, ...]:
    """Give what pages say that has places, and words enough to be known by or one to begin with."""
    said = ((said, english) for (kind, said), english in catalogue().items() if kind is None)
    made = [(said, Entry.of(said, english, PLACES, (".+",))) for said, english in said if PLACES.search(said)]
    known = [
        (not LETTER.match(said), -entry.own, entry)
        for said, entry in made
        if LETTER.match(said) or entry.own >= ENOUGH
    ]
    return tuple(entry for *_, entry in sorted(known, key=lambda one: one[:2]))


@lru_cache(MANY)
def sentence(said: str) -> str:
    """Give in English what the desk said, also where names and numbers stand in it."""
    with _effort():
        return _sentence(said)


def _sentence(said: str) -> str:
    known = catalogue().get((None, said))
    if known is not None:
        return _english(known)
    found = next(_fitting(said, 0, _of_pages()), None) or _joined(said)
    return said if found is None else found


def _joined(said: str) -> Markup | None:
    """Give in English several things that are said in one line: beside a dot one that is known, in a sentence all of them."""
    join = next((one for one in JOINS if one in said), "")
    parts = said.split(join) if join else []
    made = [_sentence(part) for part in parts] if len(parts) <= MOST_PARTS else []
    unknown = [part for part in made if not isinstance(part, Markup)]
    if made == unknown or (join != JOINS[0] and any(map(FOREIGN.search, unknown))):
        return None
    return escape(join).join(part if isinstance(part, Markup) else value(part) for part in made)


@cache
def _words() -> Mapping[str, str]:
    """Give the words that stand in places: states, roles, kinds of things."""
    kinds = {said: english for (kind, said), english in catalogue().items() if kind not in {None, EVENT}}
    return {**kinds, **{said: english for (kind, said), english in catalogue().items() if kind is None}}


def told(said: object) -> str:
    """Give in English what a rule or a law says; what no catalogue has stays, and says that it is Vietnamese."""
    return _told(str(said))


def marked(value: object) -> object:
    """Give a value as a page shows it: what is Vietnamese says so, what was made English before says so itself."""
    if isinstance(value, BaseModel):
        return told(value)
    return in_vietnamese(value) if isinstance(value, str) else value


@lru_cache(MANY)
def _told(text: str) -> str:
    with _effort():
        return cited(text) or refusal(text) or in_vietnamese(_sentence(text))


def cited(text: str) -> Markup | None:
    """Give where a rule stands: Art. 30.7 of Decree 98/2023/NĐ-CP; None for what is no such place."""
    placed = ARTICLES.fullmatch(text)
    paper = DOCUMENT.fullmatch(placed["document"] if placed else text)
    if paper is None:
        return None
    named = Markup("{} {}").format(KINDS[paper["kind"]], in_vietnamese(paper["number"]))
    if placed is None:
        return named
    articles = placed["articles"].replace("Đ", "")
    return Markup("{} {} of {}").format("Arts." if re.search("[,-]", articles) else "Art.", articles, named)


def refusal(text: str) -> Markup | None:
    """Give in English what was refused, in one sentence or several; None for what no refusal says."""
    return _one(text) or _several(text, every=True) or _one(text, WHATEVER) or _several(text, every=False)


def _one(text: str, values: int = WITHIN) -> Markup | None:
    """Give one sentence; it may begin with a small letter in the code and with a large one here."""
    small = text[:1].lower() + text[1:]
    for said in (text,) if small == text else (text, small):
        known = refusals().get(said)
        found = next(_fitting(said, values, _entries()), None) if known is None else _english(known)
        if found is not None:
            return found if said == text else Markup(found[:1].upper() + found[1:])  # noqa: S704  # escaped above
    return None


def _fitting(text: str, values: int, entries: Iterable[Entry]) -> Iterator[Markup]:
    effort = EFFORT.get()
    effort.left -= 1
    if effort.left < 0 or len(text) > LONGEST:
        return
    for entry in entries:
        if entry.surest in text:
            found = entry.patterns[values].fullmatch(text)
            if found is not None:
                yield entry.filled(found)


def _several(text: str, *, every: bool) -> Markup | None:
    """Give several sentences, if each of them, or one, is known; each is as long as the catalogue has it."""
    parts = SEAM.split(text)
    if len(parts) > MOST_PARTS:
        return None
    made: list[str] = []
    known = False
    while parts:
        ends = range(len(parts) if made else len(parts) - 1, 0, -1)
        found, end = next(((one, end) for end in ends if (one := _one(" ".join(parts[:end])))), (None, 1))
        if found is None and every:
            return None
        made.append(in_vietnamese(parts[0]) if found is None else found)
        known = known or found is not None
        del parts[:end]
    return Markup(" ").join(made) if known else None


def value(text: str, *, quoted: bool = False) -> Markup:
    """Give what stands in a place: a day, an amount, words of ours; a name and what is quoted say that they are Vietnamese."""
    if quoted or not text:
        return escape(in_vietnamese(text))
    if written := SAID_ON_A_DAY.fullmatch(text):
        return escape(day(f"{written[3]}-{written[2]:0>2}-{written[1]:0>2}"))
    if MONEY.fullmatch(text):
        return escape(text.translate(str.maketrans(".,", ",.")))
    if EFFORT.get().depth < 0:
        return escape(_words().get(text) or in_vietnamese(text))
    known = cited(text) or _item(text) or _list(text)
    if known is None and isinstance(said := _sentence(text), Markup):
        known = said
    return known or _with_more(text) or refusal(text) or escape(in_vietnamese(text))


def _item(text: str) -> Markup | None:
    known = _words().get(text)
    return _one(text, ONE_THING) if known is None else escape(known)


def _with_more(text: str) -> Markup | None:
    """Give a value that words of ours come behind: a number, what is still waited for."""
    cuts = (found.start() for found in MORE.finditer(text, 1))
    return next((value(text[:cut]) + more for cut in cuts if (more := _one(text[cut:], ONE_THING))), None)


def _list(text: str) -> Markup | None:
    """Give several values, if all of them are words of ours; one may have a comma of its own."""
    parts = text.split(", ")
    if len(parts) > MOST_PARTS:
        return None
    made: list[Markup] = []
    while parts:
        ends = range(len(parts), 0, -1)
        found, end = next(((one, end) for end in ends if (one := _item(", ".join(parts[:end])))), (None, 1))
        if found is None and FOREIGN.search(parts[0]):
            return None
        made.append(escape(parts[0]) if found is None else found)
        del parts[:end]
    return Markup(", ").join(made)
