"""What a file was called, made fit to be shown; no file of ours is ever called so."""

import re
import unicodedata

LONGEST = 120
NAMELESS = "tệp không tên"
_RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that mean a device on some systems, with or without an ending."""


def shown_name(raw: str) -> str:
    """Give the last part of a path without control, format and line characters, at most 120 characters long."""
    last = re.split(r"[/\\]", raw)[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in _HIDDEN)
    name = unicodedata.normalize("NFC", " ".join(kept.split())).strip(" .:")
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        ending = ending[:10] if dot and stem else ""
        name = f"{name[: LONGEST - len(ending) - 2].rstrip()}….{ending}" if ending else name[:LONGEST]
    if not name or _RESERVED.fullmatch(name):
        return f"{NAMELESS} ({name})" if name else NAMELESS
    return name


_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control, format (right-to-left override among them), half, private and unassigned characters, line ends."""
