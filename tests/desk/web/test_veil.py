from sqlmodel import col, select

from desk.demo.accounts import PASSWORD
from domain.decider import Said
from events.base import PersonId
from events.envelope import By
from projections import tables as t
from tests.desk.web.conftest import Browser, Desk


def advised(desk: Desk) -> tuple[t.NominationRow, PersonId]:
    """Let a council have proposed its dossiers; gives one of them, and the clerk of the unit that sent it."""
    with desk.house.ledger.database.session() as session:
        clerks = dict(
            session.exec(select(t.RoleRow.scope, t.RoleRow.person).where(t.RoleRow.role == "clerk")).all()
        )
        asked = select(t.NominationRow).where(col(t.NominationRow.nomination).in_(desk.lines))
        rows = session.exec(asked).all()
        for row in rows:
            row.stage = "recommended"
            session.add(row)
        session.commit()
        found = next(row for row in rows if row.unit in clerks)
        session.refresh(found)
        session.expunge(found)
        return found, PersonId(clerks[found.unit])


def signed_in(desk: Desk, person: PersonId) -> Browser:
    now, by = desk.house.clock.now(), By(desk.person("mai"), role="administrator")
    said = Said(at=now, by=by, late_reason=None)
    desk.welcome.open_account(person, "can-bo", said)
    desk.welcome.set_password(person, PASSWORD, said)
    return desk.as_("can-bo")


def test_no_page_tells_a_unit_what_the_council_advised_before_the_outcome_is_told(desk: Desk) -> None:
    row, clerk = advised(desk)
    browser = signed_in(desk, clerk)
    for page in ("/ho-so", f"/ho-so/{row.nomination}", f"/bo-ho-so/{row.submission}"):
        text = browser.text(page)
        assert "đang trước hội đồng" in text.lower(), page
        assert "hội đồng đề nghị" not in text.lower(), page
