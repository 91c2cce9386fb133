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
from domain import wording
from events.catalogue import CLASSES


def messages() -> dict[str, set[str]]:
    made = shown.environment()
    folder = Path(shown.HERE) / "templates"
    return {file.name: phrases(made, file.read_text("utf-8")) for file in folder.glob("*.html")}


def test_every_phrase_of_every_page_is_in_the_catalogue() -> None:
    known = {said for kind, said in catalogue() if kind is None}
    missing = {name: said - known for name, said in messages().items() if said - known}
    assert missing == {}


def test_why_a_condition_is_not_met_is_in_the_catalogue() -> None:
    known = {said for kind, said in catalogue() if kind is None}
    tables = (wording.SENTENCES, wording.BY_KIND, wording.REFUSALS, wording.FIELD_NAMES)
    assert {said for table in tables for said in table.values()} - known == set()


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
        (
            "10 ngày làm việc sau ngày 12/09/2024; gặp ngày nghỉ thì đến ngày làm việc kế tiếp",
            "10 working days after 12 Sep 2024; on a day off it becomes the next working day",
        ),
        (
            "Hội đồng đề nghị “GK”: 12 phiếu đồng ý trên 13 thành viên, cần ít nhất 11 (căn cứ Đ5.2 Luật 06/2022/QH15).",
            "The council recommends “GK”: 12 of 13 members in favour, 11 at least are needed (basis: Art. 5.2 of Law 06/2022/QH15).",
        ),
        (
            "thời gian công tác trong năm chưa đủ số tháng tối thiểu: 9 tháng, cần 10 tháng (căn cứ Đ24.1 Luật 06/2022/QH15)",
            "too few months of service in the year: 9 months, 10 needed (basis: Art. 24.1 of Law 06/2022/QH15)",
        ),
        ("Người nào đó viết", "Người nào đó viết"),
    ],
)
def test_what_the_moment_makes_is_said_in_english_too(said: str, english: str) -> None:
    assert sentence(said) == english


def test_what_a_rule_says_is_english_or_says_that_it_is_vietnamese() -> None:
    assert told("Việc này thuộc về: kế toán.") == "This is for: accountant."
    assert told("Lời của luật <b>") == '<span lang="vi">Lời của luật &lt;b&gt;</span>'
    assert told("48/BC-UBND") == "48/BC-UBND"
