"""A household through the first half of its dossier's life, and how it is called and reached."""

from datetime import date
from typing import Any

import pytest

from desk.views.names import Names
from domain.household import ChangeHousehold, RegisterHousehold
from domain.nomination.commands import DraftNomination
from domain.nomination.states import Eligible
from domain.refusal import Malformed
from domain.submission.commands import ReceiveSubmission
from events.base import NominationId, PersonId, SubjectId, SubmissionId, UnitId
from events.submission import Line, Paper
from projections import queries
from tests.workflows.handle.offices import Office
from tests.workflows.handle.test_verification import react, state
from workflows.mailroom.writing import address_of, display_name

FAMILY, DOSSIER = SubjectId("household-1"), NominationId("nomination-ho-1")
LAN, MINH = PersonId("person-lan"), PersonId("person-minh")


def draft(office: Office) -> DraftNomination:
    return DraftNomination(
        nomination=DOSSIER, subject=FAMILY, subject_kind="household", award="GK", stated_kind="form",
        merit="phong_trao", award_year=2024, unit=UnitId("unit-a"), achievement="Hiến 300 m² đất.",
        papers=(Paper(kind="bao_cao"),), **office.said("standing_agency"),
    )  # fmt: skip


@pytest.fixture
def registered(office: Office) -> Office:
    office.do(office.unit("a"))
    office.do(office.person("lan", "Quách Thị Lan", email="lan@vidu.example"))
    office.do(office.person("minh", "Quách Văn Minh"))
    office.do(
        RegisterHousehold(
            household=FAMILY,
            head=LAN,
            members=(MINH,),
            unit=UnitId("unit-a"),
            **office.said("standing_agency"),
        )
    )
    return office


def seen(office: Office) -> tuple[str, str, str | None, bool]:
    """Give how lists call a household, how letters do, and where they go."""
    with office.ledger.database.session() as session:
        reading: Any = office.handler.reading(session, "system:test")
        return (
            Names(office.ledger, session).of(FAMILY),
            display_name(reading, FAMILY),
            address_of(reading, FAMILY),
            queries.has_mail(session, FAMILY),
        )


def test_a_household_is_called_after_its_head_and_reached_through_them(registered: Office) -> None:
    assert seen(registered) == ("Hộ Quách Thị Lan", "Hộ Quách Thị Lan", "lan@vidu.example", True)
    registered.do(
        ChangeHousehold(
            household=FAMILY,
            head=MINH,
            members=(LAN,),
            on=date(2024, 1, 2),
            **registered.said("standing_agency"),
        )
    )
    assert seen(registered) == ("Hộ Quách Văn Minh", "Hộ Quách Văn Minh", None, False)


def test_a_households_dossier_is_assessed_like_any_other(registered: Office) -> None:
    registered.do(draft(registered))
    registered.do(
        ReceiveSubmission(
            submission=SubmissionId("submission-1"), unit=UnitId("unit-a"),
            papers=(Paper(kind="to_trinh"), Paper(kind="bien_ban")),
            lines=(Line(nomination=DOSSIER, votes_for=30, votes_of=31),), **registered.said("standing_agency"),
        )
    )  # fmt: skip
    react(registered)
    assert isinstance(state(registered, DOSSIER), Eligible)


def test_a_household_that_nobody_registered_is_not_nominated(office: Office) -> None:
    office.do(office.unit("a"))
    with pytest.raises(Malformed):
        office.do(draft(office))
