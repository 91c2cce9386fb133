"""What an act on a session in writing, or on its council's seats, is told of the slips that members owe."""

from datetime import date

from domain.commands import BY_CLASS
from domain.council import AppointMember, Council, DissolveCouncil, ReplaceMember, ResignMember
from domain.decider import Command
from domain.obligation.states import Obligation
from domain.session.commands import ConveneSession
from domain.session.owed import SLIP, Seats, Slips
from domain.session.states import NoSession, Session, State
from events.base import PersonId
from projections import queries
from workflows.facts.session import facts_of
from workflows.reading import Reading


def slips(command: Command, reading: Reading) -> Slips | None:
    """Load a session in writing as the act finds it; None for every other act."""
    if BY_CLASS[type(command)].kind != "session":
        return None
    state: State
    if isinstance(command, ConveneSession):
        if not command.in_writing:
            return None
        state = NoSession()
        session = Session(
            command.session, command.council, command.starts_at, command.place, tuple(command.agenda)
        )
    else:
        known = reading.maybe(str(getattr(command, "session", "")), Session)
        if known is None or not known.in_writing:
            return None
        state = session = known
    council = reading.state(session.council, Council)
    return _asked(state, session, council.name, reading)


def seats(command: Command, reading: Reading) -> Seats | None:
    """Load a council and its sessions in writing, for an act on its seats; None for every other act."""
    if not isinstance(command, AppointMember | ResignMember | ReplaceMember | DissolveCouncil):
        return None
    council = reading.maybe(command.council, Council)
    if council is None:
        return None
    names = queries.uncounted_sessions(reading.session, command.council)
    reading.preload(names)
    known = [reading.maybe(name, Session) for name in names]
    asking = [
        _asked(session, session, council.name, reading)
        for session in known
        if session is not None and session.in_writing
    ]
    return Seats(council=council, asking=tuple(asking))


def _asked(state: State, session: Session, council: str, reading: Reading) -> Slips:
    now = reading.ledger.clock.now()
    return Slips(session=state, facts=facts_of(session, reading), council=council, entered_at=now)


def has_left(duty: Obligation, today: date, reading: Reading) -> bool:
    """Say whether a duty is that of a slip whose debtor has no seat in the council any more."""
    session = reading.maybe(duty.about, Session) if duty.duty == SLIP else None
    if session is None:
        return False
    council = reading.state(session.council, Council)
    return not any(
        held.role == "member" and held.on(today) for held in council.roles_of(PersonId(duty.debtor))
    )
