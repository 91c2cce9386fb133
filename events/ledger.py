"""The ledger's own stream: its birth, outside anchors, key rotations."""

from typing import Annotated, Literal

from pydantic import Field

from events.base import Code, Event, Text, UnitId


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


LedgerEvent = Annotated[LedgerOpened | SigningKeyNamed, Field(discriminator="type")]
