"""One person written in two ways is found; two people with one name are kept apart by their births."""

import pytest

from domain.likeness import Double, Likeness, Named, doubles, likeness
from events.base import NominationId, SubjectId

HOA = "Lê Ví Dụ Hòa"


@pytest.mark.parametrize(
    ("other", "born", "other_born", "expected"),
    [
        ("Lê Ví Dụ Hoà", None, None, Likeness.LIKELY),
        ("LÊ VÍ DỤ HOÀ", "1970", None, Likeness.LIKELY),
        ("Lê Ví Dụ Hoà", "1970", "01/02/1970", Likeness.LIKELY),
        ("Lê Ví Dụ Hoà", "02/1970", "01/02/1970", Likeness.LIKELY),
        ("Lê Ví Dụ Hoà", "1/2/1970", "01/02/1970", Likeness.SAME),
        ("Lê Ví Dụ Hoà", "1970", "1971", None),
        ("Lê Ví Dụ Hoà", "03/1970", "01/02/1970", None),
        ("Lê Ví Dụ Hoà", "02/02/1970", "01/02/1970", None),
        ("Lê Ví Dụ Hoà", "không rõ", "01/02/1970", Likeness.LIKELY),
        ("Le Vi Du Hoa", None, None, Likeness.POSSIBLE),
        ("Le Vi Du Hoa", "1970", "1971", None),
        ("Lê Ví Dụ Hoá", None, None, None),
        ("Lê Ví Dụ Hoa", None, None, None),
        ("Lê Ví Dụ", None, None, None),
    ],
)
def test_how_like_two_entries_are(
    other: str, born: str | None, other_born: str | None, expected: Likeness | None
) -> None:
    assert likeness(HOA, other, born, other_born) is expected
    assert likeness(other, HOA, other_born, born) is expected


def named(
    dossier: str, name: str, award: str = "GK", born: str | None = None, subject: str | None = None
) -> Named:
    who = SubjectId(subject or f"person-{dossier}")
    return Named(NominationId(dossier), who, name, (award, 2024), born)


def test_doubles_are_two_subjects_of_one_award() -> None:
    listed = [
        named("a", HOA), named("b", "Lê Ví Dụ Hoà"), named("c", "Le Vi Du Hoa"), named("d", "Lê Ví Dụ Hoà", "LDTT"),
        named("e", "Lê Ví Dụ Hoá"), named("f", HOA, subject="person-a"),
    ]  # fmt: skip
    likely, possible = Likeness.LIKELY, Likeness.POSSIBLE
    assert [(pair.one, pair.other, pair.how) for pair in doubles(listed)] == [
        ("a", "b", likely), ("b", "f", likely), ("a", "c", possible), ("b", "c", possible), ("c", "e", possible), ("c", "f", possible),
    ]  # fmt: skip


def test_the_surest_pair_comes_first_and_births_tell_people_apart() -> None:
    listed = [
        named("a", HOA, born="1970"), named("b", HOA, born="01/02/1980"), named("c", HOA, born="1/2/1980"),
    ]  # fmt: skip
    assert doubles(listed) == [Double(NominationId("b"), NominationId("c"), Likeness.SAME)]
