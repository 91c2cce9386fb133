"""The ledger's own stream: its birth, outside anchors, key rotations."""

from typing import Annotated, Literal

from pydantic import Field

from events.base import Code, Count, Event, Text, UnitId

Export = Literal["log", "checkpoint", "public_key"]
"""Toàn bộ nhật ký, điểm chốt đã ký, khoá kiểm tra công khai."""


class LedgerOpened(Event):
    """Mở sổ: the genesis, always the first event."""

    type: Literal["ledger.opened"] = "ledger.opened"
    ledger: Code
    format: Code
    simulated: bool
    """True when its clock is simulated; no other clock may then write to it, nor this clock elsewhere."""
    title: Text
    organisation: UnitId
    """The unit that keeps it."""


class SigningKeyNamed(Event):
    """Công bố khoá ký của sổ: the public key under which checkpoints are signed from here on."""

    type: Literal["ledger.signing_key_named"] = "ledger.signing_key_named"
    verifier: Text
    """The C2SP verifier key: `<name>+<hash>+<base64>`."""


class ClockJumped(Event):
    """Đồng hồ máy chủ nhảy: it moved by so much more (or less) than time has passed; the order of the log is not touched."""

    type: Literal["ledger.clock_jumped"] = "ledger.clock_jumped"
    seconds: int
    """Forward above zero, back below."""


class ExportTaken(Event):
    """Mang bản sao ra khỏi sổ: who took it, when and by which sign-in stands in the envelope."""

    type: Literal["ledger.export_taken"] = "ledger.export_taken"
    what: Export
    through: Count
    """The last event that the copy was taken over, before this one."""


LedgerEvent = Annotated[
    LedgerOpened | SigningKeyNamed | ClockJumped | ExportTaken, Field(discriminator="type")
]
