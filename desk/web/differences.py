"""Two texts side by side, word by word: what was taken out of the first, what was put into the second."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 1500
"""Words of a text that is compared word by word; a longer one is shown whole."""
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether only this text has them."""

    text: str
    changed: bool


def marked(before: str | None, after: str | None) -> tuple[list[Piece], list[Piece]]:
    """Mark in both texts what the other does not have."""
    if before is None or after is None:
        return _whole(before), _whole(after)
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST:
        return _whole(before), _whole(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if j > i:
            left.append(Piece("".join(old[i:j]), tag != "equal"))
        if m > k:
            right.append(Piece("".join(new[k:m]), tag != "equal"))
    return left, right


def _whole(text: str | None) -> list[Piece]:
    return [] if text is None else [Piece(text, changed=True)]
