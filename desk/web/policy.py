"""Who may open which page: one line each, over the roles of today; what may be done is the deciders' alone to say."""

from collections.abc import Callable

from sqlmodel import col, select

from desk.web.visit import Visit
from domain.session.states import Session as Meeting
from projections import tables as t

Policy = Callable[[Visit], bool]
"""Says whether a visit may open what its path names; where it may not, the page does not exist for it."""
COUNCIL = ("chair", "vice_chair", "standing_member", "secretary", "member", "teller")
PREPARE = (
    "administrator", "standing_agency", "authority", "archivist", "organiser", "accountant", "secretary",
)  # fmt: skip
"""Offices that prepare everybody's papers."""


def signed_in(visit: Visit) -> bool:
    """Whoever has signed in."""
    return bool(visit.viewer.person)


def staff(visit: Visit) -> bool:
    """The standing agency and the administrators."""
    return visit.viewer.at_home("administrator", "standing_agency")


def auditor(visit: Visit) -> bool:
    """Auditors, and the standing agency over its own book."""
    return visit.viewer.at_home("auditor", "standing_agency")


def knows_everybody(visit: Visit) -> bool:
    """The offices that prepare everybody's papers."""
    return visit.viewer.at_home(*PREPARE)


def reads_all_dossiers(visit: Visit) -> bool:
    """Those who prepare, decide and audit: every dossier of the ledger."""
    return visit.viewer.at_home("standing_agency", "authority", "auditor", "archivist")


def reads_some_dossiers(visit: Visit) -> bool:
    """Whoever has dossiers to read at all: all of them, a unit's, or those before a council."""
    return reads_all_dossiers(visit) or visit.viewer.holds("clerk", "head", *COUNCIL)


def reads_dossier(visit: Visit) -> bool:
    """All dossiers; those of the own unit; those on an agenda of the own council."""
    name = visit.path["nomination"]
    row = visit.reading.dossiers([name]).get(name)
    return row is not None and (
        reads_all_dossiers(visit)
        or row.unit in visit.viewer.scopes("clerk", "head")
        or _before_council(visit, row.nomination)
    )


def _before_council(visit: Visit, nomination: str) -> bool:
    councils = visit.viewer.scopes(*COUNCIL)
    return bool(councils) and (
        visit.session.exec(
            select(t.LineRow.session)
            .join(t.SessionRow, col(t.SessionRow.session) == t.LineRow.session)
            .where(t.LineRow.nomination == nomination, col(t.SessionRow.council).in_(councils))
        ).first()
        is not None
    )


def reads_sets(visit: Visit) -> bool:
    """Those who read all dossiers, and the units for their own sets."""
    return reads_all_dossiers(visit) or visit.viewer.holds("clerk", "head")


def reads_set(visit: Visit) -> bool:
    """All sets, or the own unit's."""
    row = visit.reading.row(t.SubmissionRow, visit.path["submission"])
    return row is not None and (reads_all_dossiers(visit) or row.unit in visit.viewer.scopes("clerk", "head"))


def sends_lists(visit: Visit) -> bool:
    """Whoever prepares papers for a unit, and the standing agency for all of them."""
    return visit.viewer.holds("clerk") or visit.viewer.at_home("standing_agency")


def at_home_office(visit: Visit) -> bool:
    """The standing agency alone."""
    return visit.viewer.at_home("standing_agency")


def reads_meetings(visit: Visit) -> bool:
    """The council, whoever prepares its meetings, and the auditors."""
    return visit.viewer.at_home("standing_agency", "authority", "auditor") or visit.viewer.holds(*COUNCIL)


def reads_meeting(visit: Visit) -> bool:
    """The meeting's own council, whoever prepares it, and the auditors."""
    row = visit.reading.row(t.SessionRow, visit.path["meeting"])
    return row is not None and (
        visit.viewer.at_home("standing_agency", "authority", "auditor")
        or visit.viewer.holds(*COUNCIL, at=row.council)
    )


def sits_in_meeting(visit: Visit) -> bool:
    """The members of the meeting's own council: they vote."""
    row = visit.reading.row(t.SessionRow, visit.path["meeting"])
    return row is not None and visit.viewer.holds("member", at=row.council)


def prepares_meeting(visit: Visit) -> bool:
    """Whoever leads or prepares the meeting: its secretary and chairs, the standing agency."""
    row = visit.reading.row(t.SessionRow, visit.path["meeting"])
    return row is not None and (
        visit.viewer.at_home("standing_agency")
        or visit.viewer.holds("chair", "vice_chair", "secretary", at=row.council)
    )


def tells_in_meeting(visit: Visit) -> bool:
    """The tellers of this very meeting, while they hold that role."""
    row = visit.reading.row(t.SessionRow, visit.path["meeting"])
    return (
        row is not None
        and visit.viewer.holds("teller", at=row.council)
        and visit.viewer.person in visit.reading.state(visit.path["meeting"], Meeting).tellers
    )


def reads_decisions(visit: Visit) -> bool:
    """The offices a decision passes through, the council that advised, and the auditors."""
    return visit.viewer.at_home(
        "standing_agency", "authority", "archivist", "accountant", "organiser", "auditor"
    ) or visit.viewer.holds(*COUNCIL)


def reads_funds(visit: Visit) -> bool:
    """Accountants, the authority, the standing agency and the auditors."""
    return visit.viewer.at_home("accountant", "authority", "standing_agency", "auditor")
