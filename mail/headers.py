"""Headers that keep every space: the standard policy loses one where a long Vietnamese line is folded."""

from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy

WIDTH = 76
"""Longest line of a header, as RFC 2047 2 asks of a line with encoded words."""


class WholeWords(EmailPolicy):
    """Writes a subject, or a name before an address, as adjoining encoded words that hold the spaces between them."""

    def fold(self, name: str, value: str) -> str:
        """Give the header's lines; an ASCII header is folded as usual."""
        if str(value).isascii():
            return str(super().fold(name, value))
        addresses = getattr(value, "addresses", None)
        lines = _encoded(str(value), name) if addresses is None else _named(addresses)
        return f"{name}: {lines}\n".replace("\n", self.linesep)

    def fold_binary(self, name: str, value: str) -> bytes:
        """Give the same lines as bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


LETTER = WholeWords(linesep="\r\n", max_line_length=WIDTH, cte_type="7bit")


def _encoded(text: str, name: str) -> str:
    return Header(text, "utf-8", maxlinelen=WIDTH, header_name=name).encode()


def _named(addresses: tuple[Address, ...]) -> str:
    """Give each address a line of its own under its name."""
    return ",\n ".join(f"{_encoded(each.display_name, 'From')}\n <{each.addr_spec}>" for each in addresses)
