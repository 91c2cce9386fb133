"""Whether two entries are about one person: by name in any spelling, and by birth as far as it is known."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations

from domain.vietnamese.folding import comparison_key, search_key
from events.base import NominationId, SubjectId

_BORN = re.compile(r"(\d{1,2}/){0,2}\d{4}")
_FULL = 3


class Likeness(IntEnum):
    """How sure it is that two entries are about one person; the surest first."""

    SAME = 0
    """Same name, same full date of birth."""
    LIKELY = 1
    """Same name; nothing known of their births speaks against it."""
    POSSIBLE = 2
    """Same name but for the marks that one of them lacks."""


def likeness(
    one: str, other: str, one_born: str | None = None, other_born: str | None = None
) -> Likeness | None:
    """Compare two names, tone placement, case, form and look-alikes aside; None when they are two people.

    A birth is dd/mm/yyyy, mm/yyyy or a year; unequal ones, as far as both say, are two people's.
    """
    if _differ(one_born, other_born):
        return None
    if comparison_key(one) == comparison_key(other):
        full = all(born is not None and len(_from_year(born)) == _FULL for born in (one_born, other_born))
        return Likeness.SAME if full else Likeness.LIKELY
    bare = search_key(one)
    unmarked = bare == search_key(other) and bare in (comparison_key(one), comparison_key(other))
    return Likeness.POSSIBLE if unmarked else None


def _differ(one: str | None, other: str | None) -> bool:
    """Say whether two births contradict each other, as far as both say."""
    if one is None or other is None:
        return False
    parts = zip(_from_year(one), _from_year(other), strict=False)
    return any(told != said for told, said in parts)


def _from_year(born: str) -> list[int]:
    """Give year, month and day as far as they are told; an unreadable birth tells nothing."""
    return [int(part) for part in reversed(born.split("/"))] if _BORN.fullmatch(born) else []


@dataclass(frozen=True, slots=True)
class Named:
    """A dossier with its nominee's name opened, as comparing needs it; never stored."""

    nomination: NominationId
    subject: SubjectId
    name: str
    about: tuple[object, ...]
    """What two doubles agree in: award, merit, year."""
    born: str | None = None


@dataclass(frozen=True, slots=True)
class Double:
    """Two dossiers that seem to be about one person and one award."""

    one: NominationId
    other: NominationId
    how: Likeness


def doubles(listed: Iterable[Named]) -> list[Double]:
    """Find the dossiers of two subjects that seem to be one person, the surest first."""
    alike: dict[tuple[str, tuple[object, ...]], list[Named]] = defaultdict(list)
    for named in listed:
        alike[search_key(named.name), named.about].append(named)
    return sorted(_pairs(alike.values()), key=lambda double: (double.how, double.one, double.other))


def _pairs(groups: Iterable[Sequence[Named]]) -> Iterator[Double]:
    for group in groups:
        for one, other in combinations(sorted(group, key=lambda named: named.nomination), 2):
            how = (
                None if one.subject == other.subject else likeness(one.name, other.name, one.born, other.born)
            )
            if how is not None:
                yield Double(one.nomination, other.nomination, how)
