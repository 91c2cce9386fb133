"""Whom a field of a form can mean: people, households and units, as far as who fills it in may know of them."""

from collections.abc import Iterable, Mapping

from sqlmodel import col, select

from desk.web.belonging import called, colleagues, own_households, own_people, own_units
from desk.web.forms import Option
from desk.web.policy import knows_everybody
from desk.web.visit import Visit
from desk.web.words import SEATS
from domain.council import Council
from domain.session.facts import CHAIRING
from domain.session.states import Session as Meeting
from projections import tables as t
from projections.queries import held_on

SENT_BY_UNITS = frozenset(
    {
        "nomination.draft", "submission.receive", "movement.register_unit", "movement.report_progress",
        "household.register",
    }
)  # fmt: skip
MANY = 500
"""A list of more choices than this is typed and not chosen from."""


def of_people(visit: Visit, command: str, name: str, settled: Mapping[str, str]) -> Iterable[Option] | None:
    """Give the choices of a field that means only some people or households; None for every other."""
    match command, name:
        case "session.convene" | "session.name_tellers" | "session.replace_teller", "tellers" | "new":
            return tellers(visit)
        case "session.record_attendance", "represented":
            return sent_somebody(visit, settled)
        case "session.check_in", "member" if settled.get("by_proxy"):
            return sent_somebody(visit, settled)
        case "session.authorise_proxy", "proxy":
            known = knows_everybody(visit) or visit.viewer.holds(*CHAIRING)
            return everybody(visit) if known else named(visit, colleagues(visit))
        case "session.replace_teller", "old":
            return tellers_of(visit, settled)
        case "session.sign_minutes", "signers":
            return list(dict([*tellers_of(visit, settled), *members(visit, settled)]).items())
        case "household.change", "household":
            return named(visit, households(visit))
        case _:
            return None


def people(visit: Visit) -> list[Option] | None:
    """Everybody, or whom the viewer puts forward, by given name; None when they are too many to choose from."""
    if knows_everybody(visit):
        return everybody(visit)
    return named(visit, own_people(visit) | called(visit, visit.sought))


def everybody(visit: Visit) -> list[Option] | None:
    """Everybody in the ledger by given name; None when they are too many to choose from."""
    rows = visit.session.exec(select(t.PersonRow.person).limit(MANY + 1)).all()
    return named(visit, rows) if len(rows) <= MANY else None


def named(visit: Visit, subjects: Iterable[str]) -> list[Option]:
    """Give some people, households or units in the order of their names, each once."""
    listed = dict.fromkeys(subjects)
    visit.names.know(listed)
    return [(subject, visit.names.of(subject)) for subject in sorted(listed, key=visit.names.order)]


def subjects(visit: Visit) -> list[Option] | None:
    """People, households and units: all of them, or those whose papers the viewer prepares; None when they are too many."""
    found = people(visit)
    if found is None:
        return None
    own = None if knows_everybody(visit) else own_units(visit)
    return [
        *found,
        *named(visit, households(visit)),
        *(units(visit, "") if own is None else named(visit, own)),
    ]


def households(visit: Visit) -> list[str]:
    """All households, or those of the units whose papers the viewer prepares."""
    if not knows_everybody(visit):
        return own_households(visit)
    return list(visit.session.exec(select(t.HouseholdRow.household).limit(MANY)))


def members(visit: Visit, settled: Mapping[str, str]) -> list[Option]:
    """The members of the council that a form's meeting belongs to."""
    meeting = meeting_of(visit, settled)
    council = meeting.council if meeting else settled.get("council")
    known = visit.reading.maybe(council, Council) if council else None
    if known is None:
        return []
    day = meeting.held_on if meeting else visit.viewer.today
    sitting = known.sitting(day)
    visit.names.know(member.person for member in sitting)
    return [(member.person, f"{visit.names.of(member.person)} ({SEATS[member.seat]})") for member in sitting]


def meeting_of(visit: Visit, settled: Mapping[str, str]) -> Meeting | None:
    """Give the meeting that a form is about, if it is about one."""
    return visit.reading.maybe(settled.get("session", ""), Meeting)


def sent_somebody(visit: Visit, settled: Mapping[str, str]) -> list[Option]:
    """The absent members who have sent somebody to the meeting, each with whom."""
    meeting = meeting_of(visit, settled)
    if meeting is None:
        return []
    visit.names.know([*meeting.proxies, *meeting.proxies.values()])
    return [
        (member, f"{visit.names.of(member)}: {visit.names.of(proxy)} dự thay")
        for member, proxy in meeting.proxies.items()
    ]


def tellers(visit: Visit) -> list[Option]:
    """Whoever holds the role of a teller today."""
    day = visit.viewer.today.isoformat()
    return named(
        visit, visit.session.exec(select(t.RoleRow.person).where(t.RoleRow.role == "teller", *held_on(day)))
    )


def tellers_of(visit: Visit, settled: Mapping[str, str]) -> list[Option]:
    """The tellers of the meeting that a form is about."""
    meeting = meeting_of(visit, settled)
    return named(visit, meeting.tellers if meeting else ())


def units(visit: Visit, command: str) -> list[Option]:
    """The open units; for what a unit sends, only those the viewer prepares papers for."""
    asked = select(t.UnitRow).where(col(t.UnitRow.closed_on).is_(None)).order_by(t.UnitRow.name).limit(MANY)
    own = visit.viewer.scopes("clerk", "head")
    if own and command in SENT_BY_UNITS and not visit.viewer.at_home("standing_agency"):
        asked = asked.where(col(t.UnitRow.unit).in_(sorted(own)))
    return [(row.unit, row.name) for row in visit.session.exec(asked)]
