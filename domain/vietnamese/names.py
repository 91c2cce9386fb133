"""Personal names: family name, middle names, given name (họ, đệm, tên), and the order of lists of people."""

from dataclasses import dataclass

from domain.vietnamese.collation import Order, text_order


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name in its parts, as written: the first word is the family name, the last the given name."""

    family: str
    middle: str
    given: str


def name_parts(name: str) -> NameParts:
    """Take a name apart; a name of one word is a given name."""
    match name.split():
        case [family, *middle, given]:
            return NameParts(family, " ".join(middle), given)
        case [given]:
            return NameParts("", "", given)
        case _:
            return NameParts("", "", "")


def name_order(name: str) -> tuple[Order, Order, Order]:
    """Give a person's place in a list: by given name, then family name, then middle names."""
    parts = name_parts(name)
    return text_order(parts.given), text_order(parts.family), text_order(parts.middle)
