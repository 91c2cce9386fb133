"""Two dossiers of two units for one person written in two ways are listed; two people of one name are not."""

import pytest

from desk.views.doubles import nomination_doubles
from domain.nomination.commands import DraftNomination, WithdrawNomination
from events.base import NominationId, SubjectId, UnitId
from tests.workflows.handle.offices import Office
from workflows.facts.doubles import all_doubles, doubles_of


def draft(office: Office, key: str, award: str = "GK", year: int = 2024) -> None:
    office.do(
        DraftNomination(
            nomination=NominationId(f"nomination-{key}-{award}-{year}"), subject=SubjectId(f"person-{key}"),
            subject_kind="person", award=award, stated_kind="form", merit="phong_trao", award_year=year,
            unit=UnitId("unit-dong"), **office.said("standing_agency"),
        )
    )  # fmt: skip


@pytest.fixture
def village(office: Office) -> Office:
    office.do(office.unit("dong", "Thôn Đông"))
    office.do(office.person("hnd", "Lê Ví Dụ Hoà", born="1970"))
    office.do(office.person("thon", "LÊ VÍ DỤ HÒA", born="01/02/1970"))
    office.do(office.person("con", "Lê Ví Dụ Hoà", born="1999"))
    for key in ("hnd", "thon", "con"):
        draft(office, key)
    return office


def pairs(office: Office, year: int | None = None) -> list[tuple[str, str]]:
    with office.ledger.database.session() as session:
        return [(pair.one, pair.other) for pair in all_doubles(office.ledger, session, year)]


def test_the_pair_is_found_and_the_namesake_born_later_is_not(village: Office) -> None:
    assert pairs(village) == [("nomination-hnd-GK-2024", "nomination-thon-GK-2024")]
    assert pairs(village, 2023) == []


def test_another_award_or_year_is_no_double(village: Office) -> None:
    draft(village, "thon", year=2023)
    assert len(pairs(village)) == 1


def test_a_withdrawn_dossier_doubles_nothing(village: Office) -> None:
    dossier = NominationId("nomination-hnd-GK-2024")
    village.do(WithdrawNomination(nomination=dossier, reason="trùng", **village.said("standing_agency")))
    assert pairs(village) == []


def test_a_dossier_is_told_its_own_doubles_by_id_only(village: Office) -> None:
    with village.ledger.database.session() as session:
        (found,) = doubles_of(village.ledger, session, "nomination-thon-GK-2024")
        assert {found.one, found.other} == {"nomination-hnd-GK-2024", "nomination-thon-GK-2024"}
        assert doubles_of(village.ledger, session, "nomination-con-GK-2024") == []
        assert doubles_of(village.ledger, session, "nomination-khong-co") == []


def test_readers_see_names_units_and_why(village: Office) -> None:
    with village.ledger.database.session() as session:
        (view,) = nomination_doubles(village.house, session, 2024)
    assert (view.one_name, view.other_name, view.one_unit) == ("Lê Ví Dụ Hoà", "LÊ VÍ DỤ HÒA", "Thôn Đông")
    assert view.how == "cùng tên (không kể vị trí dấu thanh)"
