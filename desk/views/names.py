"""Names for readers: of people, opened from their sealed fields, and of units; an erased one is called so."""

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, select

from domain.household import HOUSEHOLD
from domain.person import DECIDER, Person
from domain.vietnamese.collation import title_order
from domain.vietnamese.names import name_order
from events.personal import Sealed
from events.store.ledger import Ledger
from projections import tables as t
from projections.values import parse_sealed
from workflows.recall import Recalling

PERSON = "person-"
UNIT = "unit-"
NAME = "name"
ERASED = "(đã xoá thông tin)"


def lost_names(ledger: Ledger) -> list[str]:
    """List the people whose name does not open though no event has erased it, by the key file as it is now."""
    ledger.keys.look_anew()
    with ledger.database.session() as session:
        asked = session.exec(select(t.PersonRow.person, t.PersonRow.name)).all()
    names = {who: parse_sealed(name) for who, name in asked}
    ledger.keys.look_up(name.ref for name in names.values())
    closed = [who for who, name in names.items() if ledger.keys.open(name) is None]
    return [who for who in closed if not _is_erased(ledger, who)]


def _is_erased(ledger: Ledger, person: str) -> bool:
    state = DECIDER.fold(ledger.load(person))  # type: ignore[arg-type]  # a person's stream holds a person's events
    return isinstance(state, Person) and "identity" in state.erased


class Names:
    """Looks names up, each once; with a `recall` what others asked for before is not read again, but opened again."""

    def __init__(self, ledger: Ledger, session: Session, recall: Recalling | None = None) -> None:
        self._ledger = ledger
        self._session = session
        self._recall = recall
        self._known: dict[str, str] = {}

    def of(self, subject: str | None) -> str:
        """Give the name of a person or a unit; of anything else, its id."""
        if subject is None:
            return "-"
        known = self._known.get(subject)
        if known is None:
            known = self._known[subject] = self._look_up(subject)
        return known

    def of_row(self, person: t.PersonRow) -> str:
        """Give the name of a person whose row has been read."""
        known = self._known.get(person.person)
        if known is None:
            known = self._known[person.person] = self._open(parse_sealed(person.name))
        return known

    def order(self, subject: str) -> tuple[bool, tuple[object, ...]]:
        """Give a subject's place in a list: people by given name, before units by name and number."""
        name = self.of(subject)
        if subject.startswith(PERSON):
            return False, name_order(name)
        if self._recall is None or not subject.startswith(UNIT):
            return True, title_order(name)
        return True, self._recall.answer(("order", subject), [subject], lambda: title_order(name))

    def _open(self, name: Sealed | str) -> str:
        """Give a name in words; a person's is kept sealed, and who was erased is erased here, too."""
        return name if isinstance(name, str) else self._ledger.keys.open(name) or ERASED

    def _recalled(self, subject: str) -> Sealed | str | None:
        kept = self._recall.known((NAME, subject)) if self._recall is not None else None
        return kept[0] if kept is not None else None

    def _found(self, subject: str, name: Sealed | str) -> Sealed | str:
        if self._recall is not None:
            self._recall.keep((NAME, subject), name, [subject])
        return name

    def know(self, subjects: Iterable[str | None]) -> None:
        """Look many up at once: three questions, however many there are."""
        unknown = {subject for subject in subjects if subject} - self._known.keys()
        heads = self._heads({subject for subject in unknown if subject.startswith(HOUSEHOLD)})
        unknown |= {*heads.values()} - self._known.keys()
        recalled = {subject: self._recalled(subject) for subject in unknown}
        found = {subject: name for subject, name in recalled.items() if name is not None}
        found |= self._read(unknown - found.keys())
        self._ledger.keys.look_up(name.ref for name in found.values() if not isinstance(name, str))
        self._known |= {subject: self._open(name) for subject, name in found.items()}
        self._known |= {household: self._family(head) for household, head in heads.items()}

    def _read(self, asked: Collection[str]) -> dict[str, Sealed | str]:
        """Read the names of those of some subjects that are people or units."""
        found: dict[str, Sealed | str] = {}
        people = [subject for subject in asked if subject.startswith(PERSON)]
        units = [subject for subject in asked if subject.startswith(UNIT)]
        if people:
            named = select(t.PersonRow.person, t.PersonRow.name).where(col(t.PersonRow.person).in_(people))
            for who, sealed in self._session.exec(named):
                found[who] = self._found(who, parse_sealed(sealed))
        if units:
            called = select(t.UnitRow.unit, t.UnitRow.name).where(col(t.UnitRow.unit).in_(units))
            for unit, name in self._session.exec(called):
                found[unit] = self._found(unit, name)
        return found

    def _heads(self, households: Collection[str]) -> dict[str, str]:
        """Give who heads each household."""
        if not households:
            return {}
        asked = select(t.HouseholdRow.household, t.HouseholdRow.head)
        return dict(self._session.exec(asked.where(col(t.HouseholdRow.household).in_(households))).all())

    def _family(self, head: str) -> str:
        return f"Hộ {self.of(head)}"

    def _look_up(self, subject: str) -> str:
        recalled = self._recalled(subject)
        if recalled is not None:
            return self._open(recalled)
        if subject.startswith(HOUSEHOLD):
            household = self._session.get(t.HouseholdRow, subject)
            return self._family(household.head) if household else subject
        if subject.startswith(PERSON):
            person = self._session.get(t.PersonRow, subject)
            return self._open(self._found(subject, parse_sealed(person.name))) if person else subject
        unit = self._session.get(t.UnitRow, subject)
        return self._open(self._found(subject, unit.name)) if unit else subject
