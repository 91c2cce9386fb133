"""English second: every word of the pages that is not somebody's own stands in one catalogue."""

from pathlib import Path

import pytest

from desk.views.asked import ASKS, BY_KIND
from desk.web import pages as shown
from desk.web import words
from desk.web.english import EVENT, Message, catalogue
from desk.web.fact_words import FACT_WORDS
from desk.web.labels import LABELS, OPTION_WORDS
from desk.web.phrases import PLACES, phrases
from desk.web.titles import TITLES
from desk.web.told import sentence, told
from events.catalogue import CLASSES


def messages() -> dict[str, set[str]]:
    made = shown.environment()
    folder = Path(shown.HERE) / "templates"
    return {file.name: phrases(made, file.read_text("utf-8")) for file in folder.glob("*.html")}


def test_every_phrase_of_every_page_is_in_the_catalogue() -> None:
    known = {said for kind, said in catalogue() if kind is None}
    missing = {name: said - known for name, said in messages().items() if said - known}
    assert missing == {}


def test_every_label_title_state_and_event_is_in_the_catalogue() -> None:
    plain = {*LABELS.values(), *FACT_WORDS.values(), *TITLES.values()}
    plain |= {word for table in OPTION_WORDS.values() for word in table.values()}
    asked: set[Message] = {(None, said) for said in plain}
    asked |= {(None, said) for said in (*ASKS.values(), *BY_KIND.values())}
    asked |= {(kind, said) for kind, table in words.WORDS.items() for said in table.values() if said}
    asked |= {(EVENT, words.event_name(type_)) for type_ in CLASSES}
    assert asked - set(catalogue()) == set()


def test_english_keeps_what_stands_in_a_phrase() -> None:
    for (_, said), english in catalogue().items():
        assert sorted(PLACES.findall(said)) == sorted(PLACES.findall(english)), said
        assert english


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("Bỏ phiếu 4 hồ sơ", "Vote on 4 dossiers"),
        ("Bổ sung hồ sơ Trần Ví Dụ Táu", 'Correct the dossier of <span lang="vi">Trần Ví Dụ Táu</span>'),
        ("Đã chi · Ngày", "Paid · Date"),
        ("Người nào đó viết", "Người nào đó viết"),
    ],
)
def test_what_the_moment_makes_is_said_in_english_too(said: str, english: str) -> None:
    assert sentence(said) == english


def test_what_a_rule_says_is_english_or_says_that_it_is_vietnamese() -> None:
    assert told("Việc này thuộc về: kế toán.") == "This is for: accountant."
    assert told("Lời của luật <b>") == '<span lang="vi">Lời của luật &lt;b&gt;</span>'
    assert told("48/BC-UBND") == "48/BC-UBND"
