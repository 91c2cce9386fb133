"""What an act on a session in writing, or on its council's seats, is told of the slips that members owe."""

from domain.commands import BY_CLASS
from domain.council import Council, DissolveCouncil, ReplaceMember, ResignMember
from domain.decider import Command
from domain.session.commands import ConveneSession
from domain.session.owed import SLIP, Slips
from domain.session.states import NoSession, Session, State
from events.base import ObligationId, PersonId
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
    return Slips(session=state, facts=facts_of(session, reading), council=council.name)


def left_behind(command: Command, reading: Reading) -> tuple[ObligationId, ...]:
    """Give the slips that nobody owes any more once a member leaves a council, or the council ends."""
    leaving: PersonId | None
    match command:
        case ResignMember():
            leaving = command.person
        case ReplaceMember():
            leaving = command.old
        case DissolveCouncil():
            leaving = None
        case _:
            return ()
    return queries.owed_to_council(reading.session, SLIP, command.council, leaving)
