"""A sealed slip's plain form: one byte a line of the agenda, padded, so that every slip of a session is as long."""

from collections.abc import Mapping, Sequence

from events.base import NominationId
from events.session import Mark

VERSION = b"\x01"
CODES: Mapping[Mark, int] = {"for": 1, "against": 2, "abstain": 3, "invalid": 4}
MARKS: Mapping[int, Mark] = {code: mark for mark, code in CODES.items()}
SILENT = 0
"""The line is not on this slip."""
BLOCK = 64


def length(agenda: Sequence[NominationId]) -> int:
    """Give the length of every slip, in whole blocks: it follows from the agenda and from no choice."""
    return -(-(len(VERSION) + len(agenda)) // BLOCK) * BLOCK


def encode(agenda: Sequence[NominationId], choices: Mapping[NominationId, Mark]) -> bytes:
    """Write a slip."""
    marks = bytes(CODES[choices[line]] if line in choices else SILENT for line in agenda)
    return (VERSION + marks).ljust(length(agenda), b"\x00")


def decode(agenda: Sequence[NominationId], slip: bytes) -> dict[NominationId, Mark]:
    """Read a slip; what cannot be read is invalid, line by line, and a line that it passes over is not there.

    A slip from before the agenda was extended is shorter: its lines are the first ones.
    """
    if not slip.startswith(VERSION) or len(slip) > length(agenda):
        return dict.fromkeys(agenda, "invalid")
    return {
        line: MARKS.get(code, "invalid")
        for line, code in zip(agenda, slip[len(VERSION) :], strict=False)
        if code != SILENT
    }
