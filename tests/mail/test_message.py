"""A letter put together here reads on the other side as the standard library reads any letter."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.rendering import CannotRender, Stationery
from tests.mail.letters import STATIONERY, VIEW

LINES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=200)
CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:Nộp hồ sơ\r\nEND:VCALENDAR\r\n".encode()


def read(message: bytes) -> EmailMessage:
    found = message_from_bytes(message, policy=default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


def part(message: EmailMessage, kind: str) -> EmailMessage:
    [found] = [each for each in message.walk() if each.get_content_type() == kind]
    assert isinstance(found, EmailMessage)
    return found


@given(LINES)
def test_every_word_of_text_and_html_arrives(title: str) -> None:
    view = replace(VIEW, facts={**VIEW.facts, "title": f"a{title}"})
    words, message = STATIONERY.words(view), read(STATIONERY.message(view))
    for kind, sent in (("text/plain", words.text), ("text/html", words.html)):
        assert part(message, kind).get_content().split() == sent.split()


def test_a_reader_may_choose_between_text_and_html_and_has_the_entry_beside_them() -> None:
    message = read(STATIONERY.message(replace(VIEW, calendar=CALENDAR, calendar_method="REQUEST")))
    assert [each.get_content_type() for each in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    entry = part(message, "text/calendar")
    assert entry.get_payload(decode=True) == CALENDAR
    assert (entry.get_param("method"), entry.get_filename()) == ("REQUEST", "lich.ics")


def test_a_letter_without_an_entry_is_text_and_html_only() -> None:
    assert [each.get_content_type() for each in read(STATIONERY.message(VIEW)).walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip


def test_half_a_character_is_told_and_nothing_is_made() -> None:
    with pytest.raises(CannotRender):
        Stationery({"vi/reminder.txt": "Nhắc\n\n\ud800", "layout.html": "x"}).message(VIEW)
