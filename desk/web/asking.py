"""Whether a form is there for who asks: they are one of its command's senders, and may read what it names."""

from collections.abc import Iterable, Mapping

from sqlmodel import col, select

from desk.web.belonging import is_own, own_households
from desk.web.policy import COUNCIL, Policy, knows_everybody, reads_dossier, reads_meeting, reads_set
from desk.web.rooms.administration import letter_there
from desk.web.rooms.council_rules import reads_rules
from desk.web.rooms.decisions import exists as decision_there
from desk.web.rooms.duties import reads_duty
from desk.web.senders import may_send
from desk.web.visit import Visit
from events.envelope import stream_kind
from projections import tables as t

CHOSEN = ("household.", "nomination.draft")
"""Forms on which whoever sends for a unit chooses among its people."""
PAGES: Mapping[str, tuple[str, Policy]] = {
    "nomination": ("nomination", reads_dossier),
    "submission": ("submission", reads_set),
    "session": ("meeting", reads_meeting),
    "obligation": ("obligation", reads_duty),
    "decision": ("decision", decision_there),
    "letter": ("letter", letter_there),
    "council": ("council", reads_rules),
}
"""Kind of stream → what its page calls it in its path, and who may open that page."""


def may_ask(visit: Visit) -> bool:
    """Whoever may send the command that the path names, for what the address names."""
    command = visit.path["command"]
    return may_send(visit, command) and may_name(visit, command, visit.request.query_params.values())


def may_name(visit: Visit, command: str, named: Iterable[str]) -> bool:
    """Say whether the viewer may know of every stream among some texts; of one that is not there, nothing is told."""
    return all(
        _reads(visit, command, text) or not visit.reading.history(text) for text in named if _names(text)
    )


def _names(text: str) -> bool:
    return stream_kind(text) in {"person", "household", *PAGES}


def _reads(visit: Visit, command: str, text: str) -> bool:
    kind = stream_kind(text)
    if kind == "household":
        return knows_everybody(visit) or text in own_households(visit)
    if kind == "person":
        return (
            text == visit.viewer.person
            or knows_everybody(visit)
            or (command.startswith(CHOSEN) and is_own(visit, text))
            or _sits_along(visit, text)
        )
    name, policy = PAGES[kind]
    return policy(visit.at(**{name: text})) or _is_for(visit, command, text)


def _is_for(visit: Visit, command: str, text: str) -> bool:
    """Say whether a command that the viewer may send is about what has no page for them."""
    match stream_kind(text), command:
        case "nomination", "nomination.present" | "fund.recover":
            row = visit.reading.dossiers([text]).get(text)
            return row is not None and row.stage in {"awarded", "revoked"}
        case "obligation", "obligation.record_phone_call":
            return True
        case "letter", _:
            return command.startswith("letter.")
        case "council", _:
            return knows_everybody(visit)
        case _:
            return False


def _sits_along(visit: Visit, person: str) -> bool:
    """Say whether somebody holds a role in a council of the viewer's."""
    councils = visit.viewer.scopes(*COUNCIL)
    asked = select(t.RoleRow.person).where(t.RoleRow.person == person, col(t.RoleRow.scope).in_(councils))
    return bool(councils) and visit.session.exec(asked).first() is not None
