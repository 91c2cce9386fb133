"""The order of Vietnamese words, as ICU's collation `vi` has it: letters first, then tones, then small before capital."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

Order = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""A text's place: its letters, its marks, its capitals; each is looked at only when those before are equal."""

_LETTERS = " _-–—,;:!?.…'‘’\"“”()[]{}@*/\\&#%`^+<=>|~$0123456789aăâbƀcdđeêfghijklłmnoôơpqrstuưvwxyz"
"""Every character with a place of its own, in ICU's order (CLDR root, tailored for `vi`)."""
_PLACES = {letter: place for place, letter in enumerate(_LETTERS, 1)}
_MADE = {
    (letter_marks[0], letter_marks[1:]): letter
    for letter in _LETTERS
    if (letter_marks := unicodedata.normalize("NFD", letter)) != letter
}
"""(a, breve) → ă: marks that make another letter."""
_MARKS = (
    "\u0300\u0309\u0303\u0301\u0323"  # ngang, huyền, hỏi, ngã, sắc, nặng
    "\u0306\u0302\u030c\u030a\u0308\u030b\u0307\u0327\u0328\u0304\u031b\u032d\u0331"
)
"""The tones in the order of the dictionaries, then the marks of other peoples' names as ICU has them."""
_MARK_PLACES = {mark: place for place, mark in enumerate(_MARKS, 1)}
_NUMBER = re.compile(r"([0-9]{1,18})")
_SPACE = re.compile(r"(\s)")
_DIGIT = _PLACES["0"]
_ELSEWHERE = 1000
"""Characters that ICU knows and we do not come behind all others, in the order of their code points."""


def text_order(text: str) -> Order:
    """Give the place of a text as ICU's `vi` has it."""
    return _one(_word(word) for word in _SPACE.split(text))


def title_order(text: str) -> Order:
    """Give the place of a title or a unit's name, numbers by their value: Thôn 2 before Thôn 10 (ICU's `vi-u-kn`)."""
    return _one(
        ((_DIGIT, int(part)), (0, 0), (0, 0)) if _NUMBER.fullmatch(part) else text_order(part)
        for part in _NUMBER.split(text)
    )


def _one(parts: Iterable[Order]) -> Order:
    """Put the places of a text's parts together, level by level."""
    letters, marks, capitals = zip(*parts, strict=True)
    return tuple(chain(*letters)), tuple(chain(*marks)), tuple(chain(*capitals))


@lru_cache(maxsize=8192)
def _word(word: str) -> Order:
    """Give the place of one word; Vietnamese has fewer syllables than are remembered."""
    letters: list[int] = []
    marks: list[int] = []
    capitals: list[int] = []
    decomposed = unicodedata.normalize("NFD", word)
    at = 0
    while at < len(decomposed):
        after = at + 1
        while after < len(decomposed) and unicodedata.combining(decomposed[after]):
            after += 1
        place, left = _letter(decomposed[at], decomposed[at + 1 : after])
        if place:
            letters.append(place)
            marks += [0, *left]
            capitals += [int(decomposed[at].isupper()), *[0] * len(left)]
        at = after
    return tuple(letters), tuple(marks), tuple(capitals)


def _letter(base: str, combining: str) -> tuple[int, list[int]]:
    """Give a letter's place and those of the marks that do not belong to it; 0 for what has none."""
    lower = base.lower()
    for mark in combining:
        made = _MADE.get((lower, mark))
        if made is not None:
            lower, combining = made, combining.replace(mark, "", 1)
            break
    left = [_MARK_PLACES.get(mark, len(_MARKS) + 1) for mark in combining]
    if unicodedata.category(base)[0] == "C":
        return 0, []
    return _PLACES.get(" " if base.isspace() else lower, _ELSEWHERE + ord(base)), left
