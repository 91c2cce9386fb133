"""What is asked of a relay and what it answers, in plain words."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

Kind = Literal["sent", "deferred", "failed", "unknown", "halt"]
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one letter: taken, put off, refused for good, unclear, or the relay itself is out of order."""

    kind: Kind
    code: int | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One letter as bytes, for one recipient; reports of its fate go to `sender` and name it by `mark`."""

    sender: str
    recipient: str
    content: bytes
    mark: str | None = None
    """What a delivery report gives back as Original-Envelope-Id (RFC 3461): letters, digits and hyphens."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Where letters leave: `smtp://`, `smtps://` (TLS from the start) or `smtp+starttls://`, with user and password."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    tls: bool = False
    starttls: bool = False

    @classmethod
    def parse(cls, url: str) -> "Relay":
        """Read a relay's URL; raises ValueError when it is not one."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps", "smtp+starttls") or not parts.hostname:
            raise ValueError(f"địa chỉ máy chủ thư không đúng dạng: {parts.scheme}://{parts.hostname or ''}")
        ports = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
        return cls(
            parts.hostname,
            parts.port or ports[parts.scheme],
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
            tls=parts.scheme == "smtps",
            starttls=parts.scheme == "smtp+starttls",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many seconds a relay may take over each answer; RFC 5321, 4.5.3.2 sets the defaults.

    A shorter wait after the data would send again what a slow relay has already taken.
    """

    connect: float = 60
    command: float = 300
    data: float = 600


def scrubbed(reply: str | None) -> str | None:
    """Give a server's reply without addresses: it is kept for ever, and an address is personal."""
    return _ADDRESS.sub("‹địa chỉ›", reply)[:200] if reply else None
