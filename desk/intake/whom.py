"""What every list says of a nominee: the name, which unit proposes or employs them, and whom that means."""

from desk.intake import cells
from desk.intake.cells import BadCell
from desk.intake.people import Meant, People, Written
from desk.intake.register import Register
from desk.intake.row import Row
from desk.intake.words import RECIPIENTS, one_of
from events.base import UnitId
from events.nomination import SubjectKind

HOUSEHOLD = "hộ gia đình chưa nhập được bằng tệp; hãy lập riêng hồ sơ của hộ rồi bỏ dòng này"


class Whom:
    """Finds the subject of a row."""

    def __init__(self, register: Register, people: People, unit: UnitId | None) -> None:
        self._register = register
        self._people = people
        self._unit = unit

    def written(self, row: Row) -> Written | None:
        """Read who is meant as the list writes it; None when a cell is at fault."""
        name = row.needed("name", cells.text_of, "thiếu họ và tên (hoặc tên tập thể)")
        unit = self._unit_of(row)
        born = row.told("born", cells.born_of, None)
        position = row.told("position", cells.text_of, None)
        code = row.told("person", cells.text_of, None)
        return Written(name, unit, born, position, code) if name is not None and unit is not None else None

    def kind(self, row: Row) -> SubjectKind | None:
        """Say what kind of subject a row is about: its own cell, the section's title, or a unit's name."""
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
        return "collective" if self._register.units_called(name) else "person"

    def meant(self, row: Row, kind: SubjectKind, written: Written) -> Meant | None:
        """Find the subject, noting how it was understood; None when that cannot be."""
        if kind == "household":
            row.fault("name", HOUSEHOLD)
            return None
        try:
            meant = self._people.person(written) if kind == "person" else self._people.collective(written)
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
