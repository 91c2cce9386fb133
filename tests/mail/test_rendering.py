"""A letter says the same in text and HTML, keeps every space of its headers, and fails before it is sent."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.letter_preview import samples
from mail.headers import WIDTH
from mail.rendering import CannotRender, Stationery
from tests.mail.letters import STATIONERY, VIEW, decoded, received

WORDS = st.lists(
    st.sampled_from(
        [
            "Chiến",
            "sĩ",
            "thi",
            "đua",
            "cơ",
            "sở",
            "-",
            "Hà",
            "Ví",
            "Dụ",
            "Xoan,",
            "Báo",
            "cáo",
            "tiến",
            "độ",
            "6",
            "tháng",
        ]
    ),
    min_size=1,
)


@given(WORDS)
def test_a_long_subject_keeps_every_space(words: list[str]) -> None:
    subject = " ".join(words)
    message = received(Stationery({"vi/reminder.txt": f"{subject}\n\nx", "layout.html": "x"}).message(VIEW))
    assert decoded(message["Subject"]) == subject


@given(WORDS)
def test_a_long_name_keeps_every_space(words: list[str]) -> None:
    name = " ".join(words)
    message = received(STATIONERY.message(replace(VIEW, recipient=name, sender_name=name)))
    assert decoded(message["From"]).replace('"', "") == f"{name} <{VIEW.sender}>"
    assert decoded(message["To"]).replace('"', "") == f"{name} <{VIEW.address}>"


def test_every_line_of_a_header_is_short_and_ascii() -> None:
    name = "Thường trực Hội đồng Thi đua - Khen thưởng xã Quang Trung " * 3
    head, _, _ = STATIONERY.message(replace(VIEW, sender_name=name.strip())).partition(b"\r\n\r\n")
    assert max(len(line) for line in head.decode("ascii").split("\r\n")) <= WIDTH


def test_a_line_break_in_a_name_does_not_make_a_header() -> None:
    with pytest.raises(CannotRender):
        STATIONERY.message(replace(VIEW, recipient="Thôn 5\r\nBcc: ai@vidu.example"))


def test_text_and_html_say_the_same_and_a_tag_in_a_fact_stays_text() -> None:
    view = replace(VIEW, facts={**VIEW.facts, "debtor": "<b>Thôn 5</b>"})
    words = STATIONERY.words(view)
    assert "<b>Thôn 5</b>" in words.text
    assert "&lt;b&gt;Thôn 5&lt;/b&gt;" in words.html


def test_a_missing_fact_is_found_before_anything_leaves() -> None:
    with pytest.raises(CannotRender, match="due_on"):
        STATIONERY.message(
            replace(VIEW, facts={name: fact for name, fact in VIEW.facts.items() if name != "due_on"})
        )


def test_a_late_letter_says_from_which_day() -> None:
    words = STATIONERY.words(replace(VIEW, delayed_from=date(2024, 11, 29)))
    assert "lẽ ra gửi ngày 29/11/2024" in words.text


def test_the_same_letter_is_the_same_message() -> None:
    first, second = (received(STATIONERY.message(VIEW)) for _ in range(2))
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])
    assert first["Message-ID"] == "<letter-1@sovang.vidu.example>"
    assert STATIONERY.message(VIEW) == STATIONERY.message(VIEW)


def test_the_letter_is_made_of_short_lines_that_any_relay_takes() -> None:
    message = STATIONERY.message(
        replace(VIEW, calendar=b"BEGIN:VCALENDAR\r\nSUMMARY:" + b"x" * 200 + b"\r\n")
    )
    assert max(len(line) for line in message.split(b"\r\n")) <= WIDTH + 2


def test_of_a_date_that_shuts_no_letter_says_that_late_papers_are_still_taken() -> None:
    for side in ("before", "on", "after"):
        soft = {**VIEW.facts, "side": side}
        said = {
            hard: STATIONERY.words(replace(VIEW, facts=facts, english=True)).text
            for hard, facts in ((False, soft), (True, {**soft, "shuts_on": "2024-12-13"}))
        }
        assert "Hết ngày 13/12/2024 thì không nhận nữa" in said[True]
        assert "Nothing is accepted after 13/12/2024" in said[True]
        assert "vẫn nhận" not in said[True]
        assert "không nhận nữa" not in said[False]


def test_a_reason_that_ends_in_a_full_stop_gets_no_second_one() -> None:
    for template in ("cancelled", "rescheduled", "registration_refused"):
        facts = {**samples(), "reason": "Người phụ trách nghỉ ốm."}
        text = STATIONERY.words(replace(VIEW, template=template, facts=facts, english=True)).text
        assert text.count("Người phụ trách nghỉ ốm.") == 2
        assert ".." not in text
