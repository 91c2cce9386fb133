"""A letter as bytes: its headers, the same words as text and as HTML, and a calendar entry where it has one.

Every letter has this one shape, so it is put together as it goes over the line; the standard library's message, which
can take any shape, needs several times as long for each.
"""

from binascii import b2a_base64
from dataclasses import dataclass

from mail.headers import WIDTH

ALTERNATIVES, ATTACHED = "=_so-vang-1", "=_so-vang-2"
"""Between the parts of every letter, so that one sent again is the same byte for byte; in base64 `=_` cannot stand."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A calendar entry that goes with a letter, and what the reader's calendar does with it."""

    content: bytes
    method: str

    @property
    def part(self) -> bytes:
        """Give it as a part of a letter."""
        return _part(
            f'text/calendar; charset="utf-8"; method="{self.method}"',
            self.content,
            'Content-Disposition: attachment; filename="lich.ics"\r\n',
        )


def letter_bytes(headers: str, text: str, html: str, calendar: Attachment | None = None) -> bytes:
    """Put a letter together from the lines of its headers and what it says; raises ValueError for half a character."""
    words = _multipart(
        "alternative",
        ALTERNATIVES,
        _part('text/plain; charset="utf-8"', _lines(text)),
        _part('text/html; charset="utf-8"', _lines(html)),
    )
    body = words if calendar is None else _multipart("mixed", ATTACHED, words, calendar.part)
    return headers.encode("ascii") + b"MIME-Version: 1.0\r\n" + body


def _multipart(kind: str, boundary: str, *parts: bytes) -> bytes:
    mark = b"--" + boundary.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def _part(content_type: str, content: bytes, more: str = "") -> bytes:
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n{more}\r\n".encode()
    encoded = b2a_base64(content, newline=False)
    lines = [encoded[start : start + WIDTH] for start in range(0, len(encoded), WIDTH)]
    return head + b"\r\n".join(lines) + b"\r\n"


def _lines(text: str) -> bytes:
    """Give text with the line ends of mail."""
    return b"\r\n".join(text.encode().splitlines()) + b"\r\n"
