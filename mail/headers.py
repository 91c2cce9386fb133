"""The lines of a header, with every space kept, worked out once: most are the same from letter to letter.

The standard policy loses a space where a long Vietnamese line is folded.
"""

from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy
from functools import lru_cache

WIDTH = 76
"""Longest line of a header, as RFC 2047 2 asks of a line with encoded words."""
KEPT = 4_000
_POLICY = EmailPolicy(linesep="\r\n", max_line_length=WIDTH)


@lru_cache(maxsize=KEPT)
def text_header(name: str, text: str) -> str:
    """Give a header that people read; raises ValueError or a `MessageError` when it cannot be one."""
    value = _POLICY.header_factory(name, text)
    if text.isascii():
        short = len(name) + 2 + len(text) <= WIDTH
        return f"{name}: {text}\r\n" if short else str(_POLICY.fold(name, value))
    return f"{name}: {_encoded(text, name)}\r\n"


@lru_cache(maxsize=KEPT)
def address_header(name: str, display_name: str, address: str) -> str:
    """Give a header with one address; raises ValueError, IndexError or a `MessageError` when it is not one."""
    value = _POLICY.header_factory(name, Address(display_name, addr_spec=address))
    if str(value).isascii():
        return str(_POLICY.fold(name, value))
    [read] = value.addresses
    return f"{name}: {_encoded(read.display_name, name)}\r\n <{read.addr_spec}>\r\n"


def _encoded(text: str, name: str) -> str:
    """Write a text as adjoining encoded words that hold the spaces between them."""
    return Header(text, "utf-8", maxlinelen=WIDTH, header_name=name).encode(linesep="\r\n")
