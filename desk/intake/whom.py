"""What every list says of a nominee: the name, which unit proposes or employs them, and whom that means."""

from desk.intake import cells
from desk.intake.asked import Asked
from desk.intake.cells import BadCell
from desk.intake.people import Meant, People, Written
from desk.intake.register import Register
from desk.intake.row import Row
from desk.intake.words import RECIPIENTS, is_called_household, members_of, one_of
from domain.law.rows import Award
from domain.vietnamese.folding import strangers
from events.base import UnitId
from events.nomination import SubjectKind

NO_HOUSEHOLD = "dòng này không phải một hộ gia đình, cột thành viên phải để trống"


class Whom:
    """Finds the subject of a row."""

    def __init__(self, register: Register, people: People, asked: Asked) -> None:
        self._register = register
        self._people = people
        self._unit = asked.unit
        self._day = asked.day

    def written(self, row: Row) -> Written | None:
        """Read who is meant as the list writes it; None when a cell is at fault."""
        name = row.needed("name", cells.text_of, "thiếu họ và tên (hoặc tên tập thể)")
        unit = self._unit_of(row)
        born = row.told("born", lambda cell: cells.born_of(cell, self._day), None)
        position = row.told("position", cells.text_of, None)
        code = row.told("person", cells.text_of, None)
        members = row.told("members", lambda cell: members_of(cells.lines_of(cell)), ())
        if odd := strangers(name or ""):
            row.remark(
                "name", f"có chữ không phải chữ Việt, chỉ trông giống: {', '.join(odd)}; hãy gõ lại tên"
            )
        return (
            Written(name, unit, born, position, code, members)
            if name is not None and unit is not None
            else None
        )

    def kind(self, row: Row, award: Award | None) -> SubjectKind | None:
        """Say what kind of subject a row is about: its own cell, the title above, a name, or the only one the award has."""
        said = row.told("kind", lambda cell: one_of(cells.text_of(cell), RECIPIENTS, "đối tượng"), None)
        if said is not None:
            return said
        sections: dict[str, SubjectKind] = {
            "person": "person",
            "collective": "collective",
            "household": "household",
        }
        if row.line.section_kind is not None:
            return sections[row.line.section_kind]
        name = row.told("name", cells.text_of, "")
        if self._register.units_called(name):
            return "collective"
        only = award is not None and set(award.recipients) == {"household"}
        return "household" if only or is_called_household(name) else "person"

    def meant(self, row: Row, kind: SubjectKind, written: Written) -> Meant | None:
        """Find the subject, noting how it was understood; None when that cannot be."""
        if kind != "household" and written.members:
            row.fault("members", NO_HOUSEHOLD)
            return None
        find = {
            "person": self._people.person,
            "collective": self._people.collective,
            "household": self._people.household,
        }
        try:
            meant = find[kind](written)
        except BadCell as bad:
            row.fault("name", str(bad))
            return None
        if meant.remark is not None:
            row.remark("name", meant.remark)
        return meant

    def _unit_of(self, row: Row) -> UnitId | None:
        """Give the proposing unit: the one named for the whole list, the row's, or the section's."""
        if self._unit is not None:
            return self._unit
        if row.is_silent("unit") and row.line.section is not None:
            found = self._register.units_called(row.line.section.split(".", 1)[-1].strip())
            if len(found) == 1:
                return found[0]
        if row.is_silent("unit"):
            row.fault("unit", "thiếu đơn vị; hãy thêm cột “Đơn vị” hoặc chọn một đơn vị cho cả tệp")
            return None
        return row.told("unit", lambda cell: self._named(cells.text_of(cell)), None)

    def _named(self, name: str) -> UnitId:
        if name in self._register.unit_names:
            return UnitId(name)
        found = self._register.units_called(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise BadCell(f"có {len(found)} đơn vị tên “{name}”: {', '.join(found)}; hãy ghi mã đơn vị")
        raise BadCell(
            f"không có đơn vị nào tên “{name}” trong sổ; hãy ghi đúng tên đơn vị đề nghị, hoặc chọn một đơn vị cho cả tệp"
        )
