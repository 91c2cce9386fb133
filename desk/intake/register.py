"""Who and what is on record, looked up by name: people with their units and births, units, by any spelling."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from desk.views.names import ERASED, Names
from domain.likeness import Likeness, likeness
from domain.person import Person
from domain.record import Record
from domain.vietnamese.folding import comparison_key, search_key
from events.base import PersonId, SubjectId, UnitId
from events.record import PastAwardRecorded
from projections import tables as t
from workflows.wiring import House

SEALED_BY = "ledger/intake"
"""The key under which newcomers are named."""


@dataclass(frozen=True, slots=True)
class Known:
    """A person on record: the name as written there, and the unit of the post begun last."""

    person: PersonId
    name: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Hearth:
    """A household on record, and the unit it lives in."""

    household: SubjectId
    unit: UnitId


class Register:
    """The people and units of a ledger, opened once for one list; births only of those whose names agree."""

    def __init__(self, house: House, session: Session) -> None:
        self.session = session
        self._ledger = house.ledger
        self._reading = house.handler.reading(session, "system:reader")
        self._names = Names(house.ledger, session)
        posts = session.exec(select(t.PostRow).order_by(col(t.PostRow.since), t.PostRow.unit)).all()
        last = {row.person: row.unit for row in posts}
        self.people: dict[str, Known] = {}
        self._births: dict[str, str | None] = {}
        self._by_name: dict[str, list[Known]] = defaultdict(list)
        for row in session.exec(select(t.PersonRow)).all():
            name = self._names.of_row(row)
            if name != ERASED:
                self.add(Known(PersonId(row.person), name, last.get(row.person)))
        heads = session.exec(select(t.HouseholdRow).order_by(t.HouseholdRow.household)).all()
        self.households = {row.head: Hearth(SubjectId(row.household), UnitId(row.unit)) for row in heads}
        """By the person who heads it."""
        self._units: dict[str, list[UnitId]] = defaultdict(list)
        self._managers: dict[str, str | None] = {}
        self.unit_names: dict[str, str] = {}
        for unit in session.exec(select(t.UnitRow).where(col(t.UnitRow.closed_on).is_(None))).all():
            self._units[comparison_key(unit.name)].append(UnitId(unit.unit))
            self.unit_names[unit.unit] = unit.name
            self._managers[unit.unit] = unit.managed_by

    def add(self, known: Known) -> None:
        """Count a person among those on record."""
        self.people[known.person] = known
        self._by_name[search_key(known.name)].append(known)

    def like(self, name: str, born: str | None) -> list[tuple[Likeness, Known]]:
        """Give the people who may be the one written, the likeliest first."""
        found = []
        for known in self._by_name.get(search_key(name), ()):
            how = likeness(name, known.name)
            how = likeness(name, known.name, born, self.born(known.person)) if how else None
            if how is not None:
                found.append((how, known))
        return sorted(found, key=lambda one: (one[0], one[1].person))

    def born(self, person: str) -> str | None:
        """Open a birth date."""
        if person not in self._births:
            state = self._reading.maybe(person, Person)
            self._births[person] = self._ledger.open_field(state.born) if state else None
        return self._births[person]

    def note_birth(self, person: str, born: str | None) -> None:
        """Count a birth among those on record."""
        self._births[person] = born

    def manager(self, unit: UnitId) -> UnitId | None:
        """Give the unit that manages the staff of a unit."""
        manager = self._managers.get(unit)
        return UnitId(manager) if manager else None

    def honours(self, subject: str) -> Sequence[PastAwardRecorded]:
        """Give the past awards on record of a person or a unit."""
        record: Record = self._reading.stream(f"record-{subject}").state
        return record.past_awards

    def units_called(self, name: str) -> Sequence[UnitId]:
        """Give the open units of that name, however its tones are placed."""
        return self._units.get(comparison_key(name), ())

    def new_id(self, kind: str, *parts: str) -> str:
        """Name a newcomer by what the list says, under a key: the same list twice, or by two at once, names one.

        Without the key file nobody can tell from an id whose it is, nor try names against it.
        """
        self._ledger.keys.ensure([SEALED_BY])
        secret = self._ledger.keys.secret(SEALED_BY) or b""
        said = "\x1f".join((kind, *parts)).encode()
        return f"{kind}-{UUID(bytes=hmac.new(secret, said, hashlib.sha256).digest()[:16])}"

    def told(self, known: Known) -> str:
        """Name a person so that nobody is confused with another."""
        born = self.born(known.person)
        unit = self.unit_names.get(known.unit or "")
        about = ", ".join(
            part for part in (f"sinh {born}" if born else None, unit, f"mã {known.person}") if part
        )
        return f"“{known.name}” ({about})"

    def told_all(self, people: Iterable[Known]) -> str:
        """Name several."""
        return "; ".join(map(self.told, people))
