from datetime import date

import pytest

from domain.calendar import WorkingCalendar
from domain.law.rows import Publication
from domain.publication import (
    Notice,
    PublicationNotOver,
    PublicationTooShort,
    enough_by,
    require_length,
    require_over,
)
from events.base import NominationId
from tests.domain.rules import THE_LAW, law_and, row

FIVE = row(Publication, award="LDTT", working_days=5, article="Đ5")
OURS = law_and(FIVE)
PLAIN = WorkingCalendar()
FROM, TO = date(2024, 12, 17), date(2024, 12, 23)
LAN = NominationId("nomination-lan")


def notice(first: date = FROM, last: date = TO, award: str = "LDTT") -> Notice:
    return Notice(LAN, award, (first, last))


def test_five_working_days_from_a_tuesday_end_on_the_monday_after() -> None:
    require_length(OURS, "LDTT", (FROM, TO), PLAIN)
    with pytest.raises(PublicationTooShort) as short:
        require_length(OURS, "LDTT", (FROM, date(2024, 12, 22)), PLAIN)
    assert "23/12/2024" in str(short.value)
    assert str(short.value.basis) == "Đ5 Quy chế 01/QC-HĐTĐKT"


def test_no_rule_asks_no_notice() -> None:
    require_length(THE_LAW, "LDTT", (FROM, FROM), PLAIN)
    require_over([Notice(LAN, "LDTT", None)], FROM, THE_LAW, PLAIN)


def test_a_meeting_is_held_after_the_notice_and_not_on_its_last_day() -> None:
    require_over([notice()], date(2024, 12, 24), OURS, PLAIN)
    for day in (TO, FROM):
        with pytest.raises(PublicationNotOver):
            require_over([notice()], day, OURS, PLAIN)


def test_a_dossier_that_was_never_public_is_not_brought_before_the_council() -> None:
    with pytest.raises(PublicationNotOver, match="chưa công khai"):
        require_over([Notice(LAN, "LDTT", None)], date(2024, 12, 24), OURS, PLAIN)
    require_over([Notice(LAN, "GK", None)], date(2024, 12, 24), OURS, PLAIN)


def test_a_day_off_announced_late_makes_the_notice_last_longer() -> None:
    late = WorkingCalendar(days_off=frozenset({date(2024, 12, 20)}))
    with pytest.raises(PublicationNotOver, match="24/12/2024"):
        require_over([notice()], date(2024, 12, 24), OURS, late)
    require_over([notice()], date(2024, 12, 25), OURS, late)


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ44.2")
def test_ten_working_days_over_the_national_day_of_2025_end_on_the_fourth_of_september() -> None:
    national_day = WorkingCalendar(days_off=frozenset({date(2025, 9, 1), date(2025, 9, 2)}))
    ten = THE_LAW.one(Publication, date(2025, 8, 20), award="HCLD3")
    assert ten is not None
    assert enough_by(ten, date(2025, 8, 20), national_day) == date(2025, 9, 4)
    with pytest.raises(PublicationTooShort):
        require_length(THE_LAW, "HCLD3", (date(2025, 8, 20), date(2025, 9, 3)), national_day)
