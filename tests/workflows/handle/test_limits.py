"""How long a department has to verify follows from the level it stands at and from the award."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from domain.lawbook import AdoptOverlay
from domain.nomination.commands import DraftNomination
from domain.submission.commands import ReceiveSubmission
from events.base import Citation, NominationId, SubjectId, SubmissionId, UnitId
from events.submission import Line, Paper
from projections import tables as t
from tests.workflows.handle.offices import HOME, Office
from tests.workflows.handle.test_verification import react

RULES = Citation(number="01/QC", day=date(2024, 1, 2))
DOSSIER = NominationId("nomination-lan")


def limit(days: int, **said: str) -> dict[str, Any]:
    row = {
        "step": "verify_dossier",
        "document": "01/QC",
        "evidence": "local",
        "source": "s",
        "from": "2024-01-01",
    }
    return {**row, "days": days, **said}


@pytest.mark.parametrize(
    ("limits", "due"),
    [
        ([limit(3)], "2024-01-05"),
        ([limit(3), limit(5, level="commune")], "2024-01-09"),
        ([limit(3), limit(5, level="province")], "2024-01-05"),
        ([limit(3), limit(5, award="GK")], "2024-01-09"),
        ([limit(3), limit(5, level="commune"), limit(7, level="commune", award="GK")], "2024-01-11"),
        ([limit(3, award="LDTT")], None),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_term_is_that_of_the_level_and_the_award(
    office: Office, limits: list[dict[str, Any]], due: str | None
) -> None:
    office.do(office.unit("a"))
    office.do(office.person("lan", born="1980-02-03"))
    office.do(
        AdoptOverlay(
            overlay="quy-che", scope=HOME, title="Quy chế", document=RULES, tables={"time_limit": limits},
            **office.said("standing_agency"),
        )
    )  # fmt: skip
    office.do(
        DraftNomination(
            nomination=DOSSIER, subject=SubjectId("person-lan"), subject_kind="person", award="GK",
            stated_kind="form", merit="phong_trao", award_year=2024, unit=UnitId("unit-a"),
            achievement="Hiến đất làm đường.", papers=(Paper(kind="bao_cao"),), **office.said("standing_agency"),
        )
    )  # fmt: skip
    office.do(
        ReceiveSubmission(
            submission=SubmissionId("submission-1"), unit=UnitId("unit-a"),
            papers=(Paper(kind="to_trinh"), Paper(kind="bien_ban")),
            lines=(Line(nomination=DOSSIER, votes_for=9, votes_of=10),), **office.said("standing_agency"),
        )
    )  # fmt: skip
    react(office)
    with office.ledger.database.session() as session:
        asked = select(t.ObligationRow.due_on).where(t.ObligationRow.duty == "verify_dossier")
        assert session.exec(asked).all() == ([due] if due else [])
