"""Delivery reports (RFC 3464) as relays write them: which letter, and whether it is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

_MARK = re.compile(r"letter-[0-9A-Za-z-]{1,100}")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says of one letter."""

    letter: str
    failed: bool
    """False: delayed, relayed or delivered, about which nothing has to be done."""
    status: str | None
    reply: str | None


def read_report(raw: bytes, message_domain: str) -> Report | None:
    """Read a report about one of our letters; None for any other mail, however broken it is."""
    message = message_from_bytes(raw, policy=default)
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())
    fields = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not fields or not isinstance(fields[0].get_payload(), list):
        return None
    blocks: list[Message] = [block for block in fields[0].get_payload() if isinstance(block, Message)]
    letter = _envelope_id(blocks) or _message_id(parts, message_domain)
    recipients = [block for block in blocks if block.get("Action")]
    if letter is None or not recipients:
        return None
    lost = next((block for block in recipients if _text(block, "Action").lower() == "failed"), None)
    told = lost if lost is not None else recipients[0]
    status = _STATUS.search(_text(told, "Status"))
    reply = _text(told, "Diagnostic-Code").partition(";")[2].strip()
    return Report(letter, lost is not None, status.group() if status else None, reply or None)


def _text(block: Message, name: str) -> str:
    """Give a field on one line; a field that cannot be read is empty."""
    return " ".join(str(block.get(name, "")).split())


def _envelope_id(blocks: list[Message]) -> str | None:
    """Find the mark that we gave the envelope."""
    for block in blocks:
        found = _MARK.fullmatch(_text(block, "Original-Envelope-Id"))
        if found:
            return found.group()
    return None


def _message_id(parts: list[EmailMessage], domain: str) -> str | None:
    """Find the Message-ID of the letter that came back, whole or as headers."""
    for part in _returned(parts):
        name, _, of = str(part.get("Message-ID", "")).strip().strip("<>").partition("@")
        if of == domain and _MARK.fullmatch(name):
            return name
    return None


def _returned(parts: list[EmailMessage]) -> Iterator[Message]:
    for part in parts:
        match part.get_content_type():
            case "message/rfc822":
                yield from (inner for inner in part.get_payload() if isinstance(inner, Message))
            case "text/rfc822-headers":
                raw = part.get_payload(decode=True)
                yield message_from_bytes(raw if isinstance(raw, bytes) else b"", policy=default)
            case _:
                continue
