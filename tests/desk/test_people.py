"""Lists of people stand in Vietnamese order, and a name is found without its marks, on either database."""

from datetime import date

from desk.views.names import Names
from desk.views.people import people
from domain.person import EmployPerson
from events.base import PersonId, UnitId
from tests.desk.conftest import Sovang
from tests.workflows.handle.offices import Office

WRITTEN = (
    "Đặng Ví Dụ Ánh",
    "Lê Ví Dụ Hoà",
    "Dang Vi Du Anh",
    "Trần Ví Dụ Đào",
    "Âu Ví Dụ Ánh",
    "Đỗ Ví Dụ Dẻ",
)


def listed(office: Office, *, unit: str | None = None, find: str | None = None) -> list[str]:
    with office.ledger.database.session() as session:
        return [one.name for one in people(session, Names(office.ledger, session), unit=unit, find=find)]


def register(office: Office) -> None:
    for number, name in enumerate(WRITTEN):
        office.do(office.person(number, name))


def test_a_list_goes_by_given_name_family_and_middle_and_keeps_names_as_written(office: Office) -> None:
    register(office)
    assert listed(office) == [
        "Dang Vi Du Anh", "Âu Ví Dụ Ánh", "Đặng Ví Dụ Ánh", "Đỗ Ví Dụ Dẻ", "Trần Ví Dụ Đào", "Lê Ví Dụ Hoà",
        "Hoàng Thị Mai",
    ]  # fmt: skip


def test_without_marks_all_are_found_and_with_marks_only_those(office: Office) -> None:
    register(office)
    assert listed(office, find="dang anh") == ["Dang Vi Du Anh", "Đặng Ví Dụ Ánh"]
    assert listed(office, find="đặng ánh") == ["Đặng Ví Dụ Ánh"]
    assert listed(office, find="hòa") == ["Lê Ví Dụ Hoà", "Hoàng Thị Mai"]
    assert listed(office, find="xoan") == []


def test_only_the_people_of_a_unit_by_their_last_post(office: Office) -> None:
    register(office)
    for unit in ("dong", "tay"):
        office.do(office.unit(unit))
    for person, unit, since in (("0", "dong", 1), ("1", "dong", 1), ("1", "tay", 2)):
        post = EmployPerson(
            person=PersonId(f"person-{person}"), unit=UnitId(f"unit-{unit}"), since=date(2024, 1, since),
            **office.said(),
        )  # fmt: skip
        office.do(post)
    assert listed(office, unit="unit-dong") == ["Đặng Ví Dụ Ánh"]
    assert listed(office, unit="unit-tay") == ["Lê Ví Dụ Hoà"]


def test_the_command_line_finds_without_marks(opened: Sovang) -> None:
    assert [one["name"] for one in opened("person", "list", "--json").json] == [
        "Đinh Thử Lát", "Vũ Thử Mai", "Quách Thử Na",
    ]  # fmt: skip
    found = opened("person", "list", "--find", "dinh lat", "--json").json
    assert [one["name"] for one in found] == ["Đinh Thử Lát"]
