"""Names for readers: of people, opened from their sealed fields, and of units; an erased one is called so."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from domain.household import HOUSEHOLD
from domain.person import DECIDER, Person
from domain.vietnamese.collation import title_order
from domain.vietnamese.names import name_order
from events.store.ledger import Ledger
from projections import tables as t
from projections.values import parse_sealed

PERSON = "person-"
ERASED = "(đã xoá thông tin)"


def lost_names(ledger: Ledger) -> list[str]:
    """List the people whose name does not open though no event has erased it."""
    with ledger.database.session() as session:
        asked = select(t.PersonRow.person, t.PersonRow.name).execution_options(yield_per=1000)
        closed = [who for who, name in session.exec(asked) if ledger.keys.open(parse_sealed(name)) is None]
    return [who for who in closed if not _is_erased(ledger, who)]


def _is_erased(ledger: Ledger, person: str) -> bool:
    state = DECIDER.fold(ledger.load(person))  # type: ignore[arg-type]  # a person's stream holds a person's events
    return isinstance(state, Person) and "identity" in state.erased


class Names:
    """Looks names up, each once."""

    def __init__(self, ledger: Ledger, session: Session) -> None:
        self._ledger = ledger
        self._session = session
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
            known = self._known[person.person] = self._open(person)
        return known

    def order(self, subject: str) -> tuple[bool, tuple[object, ...]]:
        """Give a subject's place in a list: people by given name, before units by name and number."""
        name = self.of(subject)
        person = subject.startswith(PERSON)
        return not person, name_order(name) if person else title_order(name)

    def _open(self, person: t.PersonRow) -> str:
        return self._ledger.keys.open(parse_sealed(person.name)) or ERASED

    def know(self, subjects: Iterable[str | None]) -> None:
        """Look many up at once: two questions, however many there are."""
        asked = {subject for subject in subjects if subject} - self._known.keys()
        people = {subject for subject in asked if subject.startswith(PERSON)}
        units = {subject for subject in asked if subject.startswith("unit-")}
        if people:
            for person in self._session.exec(select(t.PersonRow).where(col(t.PersonRow.person).in_(people))):
                self.of_row(person)
        if units:
            for unit in self._session.exec(select(t.UnitRow).where(col(t.UnitRow.unit).in_(units))):
                self._known[unit.unit] = unit.name

    def _look_up(self, subject: str) -> str:
        if subject.startswith(HOUSEHOLD):
            household = self._session.get(t.HouseholdRow, subject)
            return f"Hộ {self.of(household.head)}" if household else subject
        if subject.startswith(PERSON):
            person = self._session.get(t.PersonRow, subject)
            return self._open(person) if person else subject
        unit = self._session.get(t.UnitRow, subject)
        return unit.name if unit else subject
