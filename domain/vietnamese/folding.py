"""What is the same word written differently: keys to compare and to look for names, never to show them."""

import re
import unicodedata
from functools import lru_cache

_LATIN = (
    "AАΑ BВΒ CСϹ EЕΕ FϜ GԌ HНΗ IІΙӀ JЈͿ KКΚ MМΜϺ NΝ OОΟՕ PРΡ SЅ TТΤ VѴ WԜ XХΧ YҮΥУϒ ZΖ"
    " aаɑα bЬ cсϲᴄ dԁ eеҽ gɡ hһհ iіɩɪıιꙇӏ jјϳ lⅼƖǀ mм nո oоοσᴏօ pрρϱ qԛ rгᴦ sѕꜱ uυսᴜ vνѵᴠʋ wѡԝᴡ xх yуүγʏ zᴢ"
    " Đ\u00d0\u0189 đ\u00f0\u0256"
)
"""Each Latin letter with its look-alikes in other alphabets (Unicode's confusables) and the three capitals drawn as Đ."""
_LOOKS = {ord(other): group[0] for group in _LATIN.split() for other in group[1:]}
_SIGNS = {
    **dict.fromkeys(map(ord, "‘’ʼʻ`´′ʹ"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "“”″"), '"'),
}
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SPACE = re.compile(r"(\s)")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
                     "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]")  # fmt: skip
"""Characters that leave no mark on paper: zero-width, direction, variation."""


def seen(text: str) -> str:
    """Give a text without the characters that leave no mark on paper."""
    return _UNSEEN.sub("", text)


def strangers(text: str) -> str:
    """Give the letters of a text that only look Latin: the А of Cyrillic, the Ο of Greek."""
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) in _LOOKS))


def comparison_key(text: str) -> str:
    """Give what two spellings of one name share: Hoà is Hòa, NFD is NFC, АN with a Cyrillic А is AN.

    Tone marks stand at the end of their word, wherever they were put; letters (ă, â, đ, ê, ô, ơ, ư) and the tones
    themselves still count.
    """
    return " ".join(_toned(word) for word in _decomposed(text).split())


def search_key(text: str) -> str:
    """Give what people type who leave out the marks: `dang van anh` for Đặng Văn Ánh."""
    return " ".join("".join(map(_bare, _SPACE.split(_decomposed(text)))).split())


def rank(query: str, text: str) -> int | None:
    """Say how well a text answers a query: 0 by whole words as typed, 1 by their beginnings, 2 without marks, or None.

    Every word of the query begins a word of the text, in the same order; a mark that is typed must be there.
    """
    worst = 0
    words = iter(comparison_key(text).split())
    for asked in comparison_key(query).split():
        found = next(
            (answer for answer in (_answers(asked, word) for word in words) if answer is not None), None
        )
        if found is None:
            return None
        worst = max(worst, found)
    return worst


def _answers(asked: str, word: str) -> int | None:
    """Hold one word of a query, without marks or with some, against one word of a text."""
    letters, tones = _split(asked)
    known, known_tones = _split(word)
    if asked == word:
        return 0
    if known.startswith(letters) and tones == known_tones:
        return 1
    untoned = not tones and known.startswith(letters)
    unmarked = asked == _bare(asked) and _bare(word).startswith(asked)
    return 2 if untoned or unmarked else None


def _split(toned: str) -> tuple[str, str]:
    letters = toned.rstrip("".join(_TONES))
    return letters, toned[len(letters) :]


@lru_cache(maxsize=8192)
def _decomposed(text: str) -> str:
    """Give the text in small Latin letters and their marks, without what cannot be seen."""
    told = (
        _UNSEEN.sub("", unicodedata.normalize("NFKD", text.translate(_LOOKS)))
        .translate(_LOOKS)
        .translate(_SIGNS)
    )
    return unicodedata.normalize("NFKD", told.casefold()).translate(_LOOKS)


@lru_cache(maxsize=8192)
def _toned(word: str) -> str:
    tones = sorted(mark for mark in word if mark in _TONES)
    return "".join([*(mark for mark in word if mark not in _TONES), *tones])


@lru_cache(maxsize=8192)
def _bare(word: str) -> str:
    return "".join(mark for mark in word if not unicodedata.combining(mark)).replace("đ", "d")
