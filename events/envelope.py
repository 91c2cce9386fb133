"""The envelope around every event, and the leaf: the exact bytes that are stored, hashed and proved.

The format is final. A leaf is one line of RFC 8785 JSON in UTF-8; its hash is SHA-256 over 0x00 and the line.
"""

import hashlib
from datetime import datetime
from functools import cached_property

import msgspec

from events.base import parse_instant

FORMAT = "sovang/1"


class By(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who acted: a person's id or `system:<room>`, in which role, on whose behalf, and how they were recognised."""

    who: str
    role: str | None = None
    behalf: str | None = None
    auth: str | None = None

    @property
    def is_system(self) -> bool:
        """Say whether the act is the engine's own."""
        return self.who.startswith("system:")


class Envelope(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One stored event; field order does not matter, the bytes are sorted by name."""

    at: str
    by: By
    command: str
    correlation: str
    data: msgspec.Raw
    digest: str
    recorded_at: str
    salt: str
    schema: int
    seq: int
    stream: str
    type: str
    version: int
    backdated: str | None = None
    causation: int | None = None
    flow_run: str | None = None
    rules: str | None = None


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Envelope)


def encode(envelope: Envelope) -> bytes:
    """Write the leaf; `data` must already be canonical."""
    return _ENCODER.encode(envelope)


def decode(leaf: bytes) -> Envelope:
    """Read a leaf; raises `msgspec.MsgspecError` when the bytes are not one."""
    return _DECODER.decode(leaf)


def leaf_hash(leaf: bytes) -> bytes:
    """Hash a leaf as RFC 6962 does, with a prefix that no inner node has."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def stream_kind(stream: str) -> str:
    """Give the kind of a stream from its name: `nomination-0f…` is a nomination, `law` is the law."""
    return stream.partition("-")[0]


class Stored(msgspec.Struct, frozen=True, dict=True):
    """One row of the log; the leaf is decoded only when somebody asks."""

    seq: int
    stream: str
    version: int
    type: str
    leaf: bytes

    @cached_property
    def envelope(self) -> Envelope:
        """The decoded leaf."""
        return decode(self.leaf)

    @property
    def recorded_at(self) -> datetime:
        """When the log took it in."""
        return parse_instant(self.envelope.recorded_at)

    @property
    def at(self) -> datetime:
        """When it happened, as the caller said."""
        return parse_instant(self.envelope.at)
