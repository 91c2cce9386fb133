"""Which person or unit a line means: one on record under any spelling, one to be entered, or a fault that names both."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from desk.intake.cells import BadCell
from desk.intake.register import Hearth, Known, Register
from desk.intake.words import head_of
from domain.decider import Command, Said
from domain.household import RegisterHousehold
from domain.likeness import Likeness
from domain.person import CompletePersonDetails, EmployPerson, RegisterPerson
from domain.unit import EstablishUnit
from domain.vietnamese.folding import comparison_key
from events.base import PersonId, SubjectId, UnitId

NEW = ("mới", "moi", "người mới", "nguoi moi")
"""What the column of the person's code says of somebody who only has a namesake on record."""


@dataclass(frozen=True, slots=True)
class Written:
    """A nominee as the list writes them."""

    name: str
    unit: UnitId
    born: str | None = None
    position: str | None = None
    code: str | None = None
    members: tuple[tuple[str, str | None], ...] = ()
    """Of a household, without the head: names and births."""
    resident: bool = False
    """Lives in the unit and does not serve there."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant, and what has to be entered for that."""

    subject: str
    commands: tuple[Command, ...] = ()
    remark: str | None = None


class People:
    """Finds whom lines mean; two lines of one list that mean one newcomer enter them once."""

    def __init__(self, register: Register, day: date, said: Said) -> None:
        self._register = register
        self._day = day
        self._said = said
        self._entered: set[str] = set()

    @property
    def entered(self) -> int:
        """How many newcomers the list has."""
        return len(self._entered)

    def person(self, written: Written) -> Meant:
        """Find the person; raises `BadCell` naming the candidates when a human must say."""
        if written.code is not None and written.code.lower() not in NEW:
            return self._by_code(written, written.code)
        new = PersonId(
            self._register.new_id("person", written.unit, comparison_key(written.name), written.born or "")
        )
        if new in self._register.people:
            return Meant(new)
        alike = [] if written.code is not None else self._register.like(written.name, written.born)
        here = [
            (how, known) for how, known in alike if known.unit == written.unit and how < Likeness.POSSIBLE
        ]
        sure = [(how, known) for how, known in alike if how is Likeness.SAME]
        for found in (sure, here):
            if len(found) == 1:
                return self._found(written, found[0][1])
        if alike:
            raise BadCell(self._doubt(written, [known for _, known in alike]))
        self._entered.add(new)
        self._register.add(Known(new, written.name, written.unit))
        self._register.note_birth(new, written.born)
        return Meant(new, tuple(self._enter(new, written)))

    def _by_code(self, written: Written, code: str) -> Meant:
        known = self._register.people.get(code)
        if known is None:
            raise BadCell(f"không có người nào mang mã “{code}”; hãy xem mã ở danh sách người")
        return self._found(written, known)

    def _found(self, written: Written, known: Known) -> Meant:
        """Take the person on record, with a birth date the record lacked and a remark when the spelling differs."""
        commands: tuple[Command, ...] = ()
        if written.born is not None and self._register.born(known.person) is None:
            self._register.note_birth(known.person, written.born)
            commands = (CompletePersonDetails(person=known.person, born=written.born, **self._said),)
        differs = known.name != written.name
        remark = f"“{written.name}” được hiểu là {self._register.told(known)}; tên trong sổ giữ nguyên"
        return Meant(known.person, commands, remark if differs else None)

    def _doubt(self, written: Written, people: list[Known]) -> str:
        return (
            f"“{written.name}” có thể là {self._register.told_all(people)}. Nếu đúng là người đó, hãy ghi mã ở cột"
            " “Mã người”; nếu là người khác trùng tên, hãy ghi “mới” ở cột đó, hoặc ghi đủ ngày sinh."
        )

    def _enter(self, person: PersonId, written: Written) -> Iterator[Command]:
        yield RegisterPerson(person=person, name=written.name, born=written.born, **self._said)
        if written.resident:
            return
        yield EmployPerson(
            person=person, unit=written.unit, since=self._day, position=written.position, **self._said
        )

    def household(self, written: Written) -> Meant:
        """Find the household by its head; one that is not on record is entered with its members."""
        known = self._register.households
        if written.code in {hearth.household for hearth in known.values()}:
            return Meant(written.code or "")
        head = self._head(replace(written, name=head_of(written.name), resident=True))
        if head.subject in known:
            kept = f"{written.name} đã có trong sổ, thành viên giữ nguyên" if written.members else None
            return Meant(known[head.subject].household, head.commands, head.remark or kept)
        members = [
            self.person(Written(name, written.unit, born, resident=True)) for name, born in written.members
        ]
        household = SubjectId(self._register.new_id("household", written.unit, head.subject))
        known[head.subject] = Hearth(household, written.unit)
        self._entered.add(household)
        command = RegisterHousehold(
            household=household, head=PersonId(head.subject), unit=written.unit,
            members=tuple(PersonId(one.subject) for one in members), **self._said,
        )  # fmt: skip
        entering = [one for meant in (head, *members) for one in meant.commands]
        told = [meant.remark for meant in (head, *members) if meant.remark]
        return Meant(household, (*entering, command), "; ".join(told) or None)

    def _head(self, written: Written) -> Meant:
        """Find the head: whoever of that name heads a household of the unit already, or a person like any other."""
        if written.code is None:
            here = [
                known
                for _how, known in self._register.like(written.name, written.born)
                if (hearth := self._register.households.get(known.person)) and hearth.unit == written.unit
            ]
            if len(here) == 1:
                return self._found(written, here[0])
        return self.person(written)

    def collective(self, written: Written) -> Meant:
        """Find the unit or group; one that is not on record is entered as a group of the proposing unit."""
        found = self._register.units_called(written.name)
        if len(found) > 1:
            told = "; ".join(f"mã {unit}" for unit in found)
            raise BadCell(
                f"có {len(found)} đơn vị tên “{written.name}” ({told}); hãy ghi mã ở cột “Mã người”"
            )
        if written.code is not None and written.code in self._register.unit_names:
            return Meant(written.code)
        if found:
            return Meant(found[0])
        group = UnitId(self._register.new_id("unit", written.unit, comparison_key(written.name)))
        if group in self._register.unit_names or group in self._entered:
            return Meant(group)
        self._entered.add(group)
        command = EstablishUnit(
            unit=group, name=written.name, kind="group", level="agency", parent=written.unit,
            managed_by=self._register.manager(written.unit), **self._said,
        )  # fmt: skip
        return Meant(group, (command,), f"tập thể “{written.name}” chưa có trong sổ, sẽ được ghi mới")
