"""Lists of people and of units stand as ICU's `vi` puts them; PostgreSQL brings ICU."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vietnamese.collation import text_order, title_order
from domain.vietnamese.names import name_order, name_parts
from tests import postgres
from tests.domain.vietnamese.words import demo_names, names, syllables

NUMBERED = "vi_numbered"


def in_order(words: str) -> str:
    return " ".join(sorted(words.split(), key=text_order))


def test_tones_stand_as_in_the_dictionary() -> None:
    assert in_order("mạ má mã mả mà ma") == "ma mà mả mã má mạ"


def test_letters_with_a_mark_of_their_own_are_letters() -> None:
    assert in_order("Yến Ánh Ân Ăn Ảnh Anh An") == "An Anh Ảnh Ánh Ăn Ân Yến"
    assert in_order("Đức Dũng Đăng Dung Đung") == "Dung Dũng Đăng Đung Đức"


def test_a_list_of_people_goes_by_given_name_then_family_then_middle() -> None:
    listed = ["Trần Văn An", "Lê Thị Bình", "Đỗ An", "Nguyễn Ánh", "Lê Văn Bình", "Âu Văn An"]
    assert sorted(listed, key=name_order) == [
        "Âu Văn An", "Đỗ An", "Trần Văn An", "Nguyễn Ánh", "Lê Thị Bình", "Lê Văn Bình",
    ]  # fmt: skip


def test_thon_2_stands_before_thon_10() -> None:
    assert sorted(["Thôn 10", "Thôn 2", "Thôn 1"], key=title_order) == ["Thôn 1", "Thôn 2", "Thôn 10"]


def test_a_name_of_one_word_is_a_given_name() -> None:
    assert name_parts("Lát").given == "Lát"
    assert name_parts("  ").given == ""


@given(st.text())
def test_every_text_has_a_place_and_composing_it_moves_nothing(text: str) -> None:
    decomposed, composed = (unicodedata.normalize(form, text) for form in ("NFD", "NFC"))
    assert text_order(decomposed) == text_order(composed)
    assert title_order(decomposed) == title_order(composed)


@pytest.fixture(scope="module")
def icu(cluster: postgres.Cluster) -> Iterator[psycopg.Connection[Any]]:
    with cluster.connect() as connection:
        connection.execute("CREATE TEMPORARY TABLE word(a text, b text, c text, whole text)")
        connection.execute(f"CREATE COLLATION {NUMBERED} (provider = icu, locale = 'vi-u-kn-true')")
        yield connection
        connection.execute(f"DROP COLLATION {NUMBERED}")


Parts = Callable[[str], Sequence[str]]


def icu_sorted(
    icu: psycopg.Connection[Any], words: Sequence[str], collation: str, parts: Parts | None = None
) -> list[str]:
    """Sort by up to three parts; what ICU holds for equal keeps no order of its own."""
    icu.execute("TRUNCATE word")
    rows = [(*(parts(word) if parts else (word, "", "")), word) for word in words]
    icu.cursor().executemany("INSERT INTO word VALUES (%s, %s, %s, %s)", rows)
    order = ", ".join(f'{column} COLLATE "{collation}"' for column in "abc")
    return [row[0] for row in icu.execute(f"SELECT whole FROM word ORDER BY {order}").fetchall()]


def differences(listed: Sequence[str], order: Callable[[str], Any]) -> list[tuple[str, str]]:
    return [(one, next_) for one, next_ in pairwise(listed) if order(one) > order(next_)]


@pytest.mark.postgres
@pytest.mark.slow
class TestAgainstIcu:
    def test_ten_thousand_syllables(self, icu: psycopg.Connection[Any]) -> None:
        words = [unicodedata.normalize("NFC", word) for word in syllables(10_000)]
        assert differences(icu_sorted(icu, words, "vi-x-icu"), text_order) == []

    def test_ten_thousand_names_of_people(self, icu: psycopg.Connection[Any]) -> None:
        def parts(name: str) -> tuple[str, str, str]:
            apart = name_parts(name)
            return apart.given, apart.family, apart.middle

        assert differences(icu_sorted(icu, names(10_000), "vi-x-icu", parts), name_order) == []

    def test_whole_names_with_their_spaces(self, icu: psycopg.Connection[Any]) -> None:
        assert differences(icu_sorted(icu, names(10_000), "vi-x-icu"), text_order) == []

    def test_the_names_of_the_demonstration(self, icu: psycopg.Connection[Any]) -> None:
        assert len(demo_names()) > 60
        assert differences(icu_sorted(icu, demo_names(), "vi-x-icu"), text_order) == []
        assert differences(icu_sorted(icu, demo_names(), NUMBERED), title_order) == []

    def test_names_of_other_peoples_and_signs(self, icu: psycopg.Connection[Any]) -> None:
        words = [
            "H'Hen Niê",
            "H’Hen Niê",
            "Y Moan Ênuôl",
            "Niê KĐăm",
            "Čil",
            "Ƀun",
            "Rơ Ŏng",
            "Siu Ñă",
            "Rmah Ĭ",
        ]
        words += [f"x{chr(sign)}y" for sign in range(32, 127)]
        assert differences(icu_sorted(icu, words, "vi-x-icu"), text_order) == []

    def test_numbers_by_their_value(self, icu: psycopg.Connection[Any]) -> None:
        words = [f"{kind} {number}{rest}" for kind in ("Thôn", "Tổ dân phố") for number in (1, 2, 9, 10, 11, 100)
                 for rest in ("", "A", " xã Ví Dụ")]  # fmt: skip
        assert differences(icu_sorted(icu, words, NUMBERED), title_order) == []

    def test_the_comparison_would_see_a_wrong_order(self, icu: psycopg.Connection[Any]) -> None:
        words = [unicodedata.normalize("NFC", word) for word in syllables(1000)]
        assert differences(icu_sorted(icu, words, "C"), text_order)
