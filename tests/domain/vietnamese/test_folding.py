"""Two spellings of one name are found to be one; two names never are."""

import json
import string
import unicodedata
from pathlib import Path
from typing import Literal

import confusable_homoglyphs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.vietnamese.folding import comparison_key, rank, search_key
from tests.domain.vietnamese.words import FINALS, INITIALS, TONES, VOWELS, names, spelt

LISTS = Path(confusable_homoglyphs.__file__).parent / "confusables.json"
SYLLABLES = st.tuples(*map(st.sampled_from, (INITIALS, VOWELS, FINALS, TONES)))


def same(one: str, other: str) -> bool:
    return comparison_key(one) == comparison_key(other)


@given(SYLLABLES, st.integers(0, 2), st.integers(0, 2))
def test_where_the_tone_stands_makes_no_difference(
    parts: tuple[str, str, str, str], one: int, other: int
) -> None:
    assert same(spelt(*parts, at=one), spelt(*parts, at=other))


@given(SYLLABLES, SYLLABLES)
def test_another_letter_or_another_tone_does(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str]
) -> None:
    toneless = ["".join(parts[:3]) for parts in (one, other)]
    assume(toneless[0] != toneless[1] or one[3] != other[3])
    assert not same(spelt(*one, at=0), spelt(*other, at=0))


@given(st.sampled_from(names(200)), st.data())
def test_form_case_spaces_and_what_cannot_be_seen_make_no_difference(name: str, data: st.DataObject) -> None:
    form: Literal["NFC", "NFD"] = data.draw(st.sampled_from(("NFC", "NFD")))
    unseen = data.draw(st.sampled_from(("", "\u200b", "\ufeff", "\u200d", "\u00ad", "\u202e")))
    space = data.draw(st.sampled_from((" ", "  ", "\u00a0", "\t", "\u3000")))
    case = data.draw(st.sampled_from((str.upper, str.lower, str.title)))
    written = unseen.join(unicodedata.normalize(form, case(name))).replace(" ", space)
    assert same(f" {written} ", name)
    assert search_key(written) == search_key(name)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Lê Ví Dụ Hoà", "Lê Ví Dụ Hòa"),
        ("Nguyễn Ví Dụ Thuý", "Nguyễn Ví Dụ Thúy"),
        ("\u0410n", "An"),
        ("𝐍𝐠𝐮𝐲ễ𝐧 𝔙ă𝔫 𝖠", "Nguyễn Văn A"),
        ("ＬＥ", "Le"),
        ("\u00d0ặng", "Đặng"),
        ("\u0189ặng", "Đặng"),
        ("H’Hen Niê", "H'Hen Niê"),
    ],
)
def test_spellings_of_one_name(written: str, name: str) -> None:
    assert same(written, name)


def test_d_with_and_without_its_bar_are_two_letters_to_compare_and_one_to_look_for() -> None:
    assert not same("Dung", "Đung")
    assert search_key("Đặng Văn Ánh") == search_key("Dang Van Anh") == "dang van anh"


def test_every_cyrillic_and_greek_look_alike_that_unicode_lists_is_folded() -> None:
    listed = json.loads(LISTS.read_text(encoding="utf-8"))
    missed = [
        (other["c"], letter)
        for letter in string.ascii_letters
        for other in listed[letter]
        if len(other["c"]) == 1
        and other["n"].startswith(("CYRILLIC", "GREEK", "MATHEMATICAL", "FULLWIDTH"))
        and not {"DIGIT", "NOTATION"} & set(other["n"].split())
        and not {comparison_key(other["c"])} & ({"i", "l"} if letter in "Il" else {letter.lower()})
    ]
    assert missed == []


@given(st.text())
def test_every_text_has_keys_and_folding_twice_is_folding_once(text: str) -> None:
    assert comparison_key(comparison_key(text)) == comparison_key(text)
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("dang van anh", "Đặng Văn Ánh", 2),
        ("Đặng Văn Ánh", "Đặng Văn Ánh", 0),
        ("hoa", "Lê Ví Dụ Hòa", 2),
        ("hoà", "Lê Ví Dụ Hòa", 0),
        ("hoá", "Lê Ví Dụ Hòa", None),
        ("le hoa", "Lê Ví Dụ Hòa", 2),
        ("hoa le", "Lê Ví Dụ Hòa", None),
        ("nguyê", "Nguyễn Văn A", 2),
        ("nguyễ", "Nguyễn Văn A", 1),
        ("hoà", "Hoàng", 1),
        ("ươc", "Ước", 2),
        ("uoc", "Ước", 2),
        ("dang", "Đặng", 2),
        ("đang", "Dặng", None),
        ("", "An", 0),
    ],
)
def test_search_without_marks_finds_marks_and_with_marks_only_those(
    query: str, text: str, expected: int | None
) -> None:
    assert rank(query, text) == expected


@given(st.sampled_from(names(500)))
def test_every_name_is_found_by_its_own_bare_words(name: str) -> None:
    assert rank(search_key(name), name) is not None
    assert rank(name, name) == 0
