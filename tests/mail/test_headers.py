"""Nobody gets a letter they were not meant to, whatever stands in a name, an address or a fact."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.rendering import CannotRender, LetterView
from tests.mail.letters import STATIONERY, VIEW, received

INJECTIONS = st.sampled_from(
    ["\r\nBcc: ai@vidu.example", "\nTo: ai@vidu.example", "\r", "\x00", "\x85Bcc: ai@vidu.example",
     "\u2028Bcc: ai@vidu.example", "\r\n\r\n<html>", " <ai@vidu.example>, ", "=?utf-8?q?=0d=0aBcc:?=", ",", '"', "\\"]
)  # fmt: skip
TEXTS = st.lists(st.text(max_size=12) | INJECTIONS, min_size=1, max_size=4).map("".join)
ADDRESSES = st.just(VIEW.address) | TEXTS | TEXTS.map(lambda text: f"{text}@vidu.example")
HEADERS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type",
}  # fmt: skip


@given(name=TEXTS, sender=TEXTS, title=TEXTS, address=ADDRESSES)
def test_what_people_wrote_never_becomes_a_header_or_a_reader(
    name: str, sender: str, title: str, address: str
) -> None:
    view = replace(
        VIEW, recipient=name, sender_name=sender, address=address, facts={**VIEW.facts, "title": title}
    )
    try:
        raw = STATIONERY.message(view)
    except CannotRender:
        return
    read = message_from_bytes(raw, policy=default)
    assert {header.lower() for header in read.keys()} <= HEADERS  # noqa: SIM118  # a message is not a mapping
    assert len(read.keys()) == len(set(read.keys()))
    assert [reader.addr_spec for reader in read["To"].addresses] == [address]
    assert not read.defects


@pytest.mark.parametrize(
    "field", ["recipient", "sender_name", "address", "sender", "message_domain", "letter"]
)
@pytest.mark.parametrize(
    "broken",
    [
        "a\r\nBcc: b@vidu.example",
        "=?utf-8?q?=0d=0aBcc:_b@vidu.example?=",
        "a\nb",
        "a\rb",
        "a\x00b",
        "a\u2028b",
    ],
)
def test_a_line_break_however_hidden_is_told_and_nothing_is_made(field: str, broken: str) -> None:
    changed: Any = {field: broken}
    view: LetterView = replace(VIEW, **changed)
    with pytest.raises(CannotRender):
        STATIONERY.message(view)


@pytest.mark.parametrize(
    "address", ["@vidu.example", ",@vidu.example", "(@vidu.example", "x@", "", "\\@vidu.example"]
)
def test_what_is_no_address_is_told_and_nothing_is_made(address: str) -> None:
    with pytest.raises(CannotRender):
        STATIONERY.message(replace(VIEW, address=address))
    if address:
        with pytest.raises(CannotRender):
            STATIONERY.message(replace(VIEW, reply_to=address))


def test_a_question_about_a_meeting_goes_to_who_answers_for_it() -> None:
    asked = received(STATIONERY.message(replace(VIEW, reply_to="thuky@vidu.example")))
    assert parseaddr(asked["Reply-To"])[1] == "thuky@vidu.example"
    assert received(STATIONERY.message(VIEW))["Reply-To"] is None
