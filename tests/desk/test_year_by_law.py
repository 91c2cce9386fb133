"""The yearly deadlines that the law sets, and the duties of a school year: on both sides of a decree and of a first day."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desk.demo.data import examples_folder
from desk.plans.lawful import lawful
from desk.plans.yaml_tree import BadFile
from desk.plans.yearly import Debtors, openings, read_yearly
from domain.decider import Said
from events.base import UnitId
from events.envelope import By
from events.unit import Level
from tests.domain.rules import THE_LAW

HOME, SCHOOL, VILLAGE = UnitId("unit-home"), UnitId("unit-truong"), UnitId("unit-thon")
SAID = Said(
    at=datetime(2024, 1, 2, tzinfo=UTC),
    by=By("person-1", role="standing_agency", auth="test"),
    late_reason=None,
)
XA = examples_folder() / "viec-trong-nam" / "xa.yaml"


def by_law(year: int, level: Level = "province") -> dict[str, tuple[date | None, str]]:
    return {one.title: (one.due_on, one.set_by) for one in lawful(THE_LAW, year, HOME, level, SAID)}


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ48.1")
def test_before_2024_the_schools_hand_in_by_15_october_for_the_school_year_that_has_ended() -> None:
    opened = by_law(2023)
    flag = next(
        title for title in opened if title.startswith("Trình hồ sơ “Cờ thi đua") and "giáo dục" in title
    )
    assert flag.endswith("lên trung ương, ngành giáo dục, năm học 2022-2023")
    assert opened[flag][0] == date(2023, 10, 15)
    assert "NĐ 91/2017" in opened[flag][1]


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ32")
def test_in_2024_they_hand_in_by_31_december_and_from_july_2025_no_date_is_invented() -> None:
    opened = by_law(2024)
    flag = next(
        title for title in opened if title.startswith("Trình hồ sơ “Cờ thi đua") and "giáo dục" in title
    )
    assert flag.endswith("năm học 2023-2024")
    assert opened[flag][0] == date(2024, 12, 31)
    assert {due for due, _ in by_law(2025).values()} == {date(2025, 6, 30)}
    assert by_law(2026) == {}


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ32")
def test_a_deadline_of_the_year_after_is_the_one_in_force_on_its_own_day() -> None:
    last = next(title for title in by_law(2024) if "Chiến sĩ thi đua toàn quốc" in title)
    assert last.endswith("thành tích năm 2023")
    assert by_law(2024)[last][0] == date(2024, 12, 31), "31 October held until the end of 2023"
    assert next(due for title, (due, _) in by_law(2023).items() if "toàn quốc" in title) == date(2023, 10, 31)


def test_a_commune_has_no_yearly_date_of_the_law() -> None:
    assert by_law(2024, "commune") == {}


@pytest.mark.parametrize(
    ("month", "day", "named"), [(8, 10, "2023-2024"), (9, 4, "2023-2024"), (9, 5, "2024-2025")]
)
def test_schools_owe_the_duty_of_the_school_year_in_which_its_day_falls(
    month: int, day: int, named: str
) -> None:
    yearly = read_yearly(XA)
    moved = tuple(
        duty.model_copy(update={"month": month, "day": day}) for duty in yearly.duties if duty.school_year
    )
    commands = openings(
        yearly.model_copy(update={"duties": moved}), 2024, Debtors(HOME, (SCHOOL, VILLAGE), (SCHOOL,)), SAID
    )
    assert [(str(one.debtor), one.title) for one in commands] == [
        (SCHOOL, f"Nộp hồ sơ khen thưởng của trường, năm học {named}")
    ]


def test_a_file_with_a_duty_of_the_school_year_says_when_one_begins(tmp_path: Path) -> None:
    text = XA.read_text(encoding="utf-8")
    file = tmp_path / "nam.yaml"
    file.write_text(
        "\n".join(line for line in text.splitlines() if "school_year_begins" not in line), encoding="utf-8"
    )
    with pytest.raises(BadFile, match="school_year_begins"):
        read_yearly(file)
