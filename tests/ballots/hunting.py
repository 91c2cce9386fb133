"""What a slip would leave if anything wrote it down: runs of marks, and a dossier beside a choice, in any dress."""

import base64
import re
from collections.abc import Iterable, Mapping
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from domain.session.slip import encode
from events.base import NominationId
from events.session import Mark

MARKS: tuple[Mark, ...] = ("for", "against", "abstain", "invalid")
WINDOW = 24
"""So many marks in a row occur by chance in no other slip: four to the twenty-fourth."""
CLEAR = re.compile(rb"[\x01-\x04]{%d}" % WINDOW)
"""A run of marks as a slip has them in the clear."""
SAID = re.compile(rb"nomination-[a-z0-9-]{0,12}\d{3}\W{1,8}(?:for|against|abstain|invalid)\b")
"""A dossier and a choice side by side, in JSON, in a repr or in words."""

Slip = Mapping[NominationId, Mark]


def traces(choices: Slip) -> list[bytes]:
    """Give what a slip, whose lines are in the agenda's order, would leave in hexadecimal and in base64."""
    plain = encode(list(choices), choices)[1 : 1 + WINDOW]
    return [plain.hex().encode(), base64.b64encode(plain)]


def marks_in(content: bytes, slips: Iterable[Slip]) -> int:
    """Count the marks that were left in some bytes."""
    written = sum(trace in content for choices in slips for trace in traces(choices))
    return written + len(CLEAR.findall(content)) + len(SAID.findall(content))


def files_in(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder: databases with their journals, keys, logs, mails, whatever is there."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def mails_in(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Read every mail that a relay took: who it is to, and all of its parts decoded, its headers with them."""
    return {file.name: _decoded(file.read_bytes()) for file in folder.rglob("*.eml")}


def _decoded(raw: bytes) -> tuple[str, bytes]:
    mail = message_from_bytes(raw, policy=default)
    heads = [f"{name}: {value}".encode() for name, value in mail.items()]
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return str(mail["To"].addresses[0].addr_spec), b"\n".join([*heads, *filter(None, parts)])
