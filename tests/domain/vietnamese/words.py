"""Vietnamese syllables and names, made by the rules of the spelling; and the names of the demonstration."""

import random  # noqa: TID251  # seeded: the same words every time
from functools import cache
from pathlib import Path

import yaml

INITIALS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
VOWELS = (
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "âu", "ay", "ây", "eo", "êu", "ia",
    "iê", "iu", "oa", "oă", "oe", "oi", "ôi", "ơi", "ua", "uâ", "uê", "ui", "uô", "uơ", "uy", "ưa", "ươ", "ưi", "ưu",
    "yê", "oai", "uya", "uyê", "ươi", "iêu",
)  # fmt: skip
FINALS = ("", "c", "ch", "m", "n", "ng", "nh", "p", "t")
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Đặng",
    "Đỗ",
    "Bùi",
    "Âu",
    "Ông",
    "Lý",
    "Dương",
    "Đinh",
    "Tạ",
)
DEMO = Path(__file__).parents[3] / "examples" / "demo-2024"


def spelt(initial: str, vowel: str, final: str, tone: str, at: int) -> str:
    """Spell a syllable with its tone on the vowel's letter `at`."""
    at %= len(vowel)
    return initial + vowel[: at + 1] + tone + vowel[at + 1 :] + final


@cache
def syllables(count: int) -> tuple[str, ...]:
    """Make different syllables, small and capital."""
    seeded = random.Random(20241122)
    made: dict[str, None] = {}
    while len(made) < count:
        initial, vowel, final, tone = (seeded.choice(kind) for kind in (INITIALS, VOWELS, FINALS, TONES))
        word = spelt(initial, vowel, final, tone, at=seeded.randrange(3))
        made[seeded.choice((word, word.capitalize(), word.upper()))] = None
    return tuple(made)


@cache
def names(count: int) -> tuple[str, ...]:
    """Make different names of two to five words, many of them with the same given name."""
    seeded = random.Random(20241123)
    given = [word.capitalize() for word in syllables(4000)][:300]
    made: dict[str, None] = {}
    while len(made) < count:
        middle = [seeded.choice(given) for _ in range(seeded.randrange(4))]
        made[" ".join([seeded.choice(FAMILIES), *middle, seeded.choice(given)])] = None
    return tuple(made)


@cache
def demo_names() -> tuple[str, ...]:
    """Give every name of the demonstration's people and units."""
    cast = yaml.safe_load((DEMO / "cast.yaml").read_text(encoding="utf-8"))
    return tuple(part["name"] for part in (*cast["people"], *cast["units"]))
