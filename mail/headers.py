"""Headers that keep every space, and that are worked out once: most are the same from letter to letter.

The standard policy loses a space where a long Vietnamese line is folded, and parses, and makes a class for, every
header of every message anew.
"""

from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy
from functools import lru_cache

WIDTH = 76
"""Longest line of a header, as RFC 2047 2 asks of a line with encoded words."""
KEPT = 4_000


class WholeWords(EmailPolicy):
    """Writes a subject, or a name before an address, as adjoining encoded words that hold the spaces between them."""

    def header_max_count(self, name: str) -> int | None:
        """Say how often a header may stand in a message."""
        return _max_count(name.lower())

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        """Parse a header."""
        return _parsed(name, value) if type(value) is str else super().header_store_parse(name, value)

    def fold(self, name: str, value: str) -> str:
        """Give the header's lines; an ASCII header is folded as usual."""
        text = str(value)
        if text.isascii():
            short = len(name) + 2 + len(text) <= WIDTH
            return f"{name}: {text}{self.linesep}" if short else str(super().fold(name, value))
        addresses = getattr(value, "addresses", None)
        lines = _encoded(text, name) if addresses is None else _named(addresses)
        return f"{name}: {lines}\n".replace("\n", self.linesep)

    def fold_binary(self, name: str, value: str) -> bytes:
        """Give the same lines as bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


LETTER = WholeWords(linesep="\r\n", max_line_length=WIDTH, cte_type="7bit")


@lru_cache(maxsize=KEPT)
def address_header(name: str, display_name: str, address: str) -> str:
    """Make a header with one address; raises ValueError or a `MessageError` when it is not one."""
    header: str = LETTER.header_factory(name, Address(display_name, addr_spec=address))
    return header


@lru_cache(maxsize=KEPT)
def _max_count(name: str) -> int | None:
    return EmailPolicy.header_max_count(LETTER, name)


@lru_cache(maxsize=KEPT)
def _parsed(name: str, value: str) -> tuple[str, str]:
    return EmailPolicy.header_store_parse(LETTER, name, value)


@lru_cache(maxsize=KEPT)
def _encoded(text: str, name: str) -> str:
    return Header(text, "utf-8", maxlinelen=WIDTH, header_name=name).encode()


def _named(addresses: tuple[Address, ...]) -> str:
    """Give each address a line of its own under its name."""
    return ",\n ".join(f"{_encoded(each.display_name, 'From')}\n <{each.addr_spec}>" for each in addresses)
