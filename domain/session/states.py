"""The states of a meeting and how events move it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from domain.calendar import local_day
from events.base import CouncilId, NominationId, PersonId, SessionId
from events.session import (
    AgendaExtended,
    AttendanceRecorded,
    BallotClosed,
    BallotOpened,
    BallotReceived,
    BallotsRemoved,
    BallotTallied,
    BoxOpened,
    BoxOpenedAgain,
    BoxPrepared,
    BoxRewrapped,
    Choice,
    ConflictDeclared,
    Ground,
    InterestsConfirmed,
    LineOpinionNoted,
    LinesCarriedOver,
    LineTallied,
    MemberCheckedIn,
    MemberDeparted,
    MinutesSigned,
    Mode,
    PaperBallotsCounted,
    ProxyAuthorised,
    RoundsEnded,
    SessionAdjourned,
    SessionConvened,
    SessionEvent,
    SessionResumed,
    TellerKeyRegistered,
    TellerReplaced,
    TellersNamed,
    TieDecided,
    VoteCast,
    WrittenOpinionReceived,
)


@dataclass(frozen=True, slots=True)
class Early:
    """A sealed slip from afar, and the lines that were still to be counted then."""

    tracker: str
    lines: frozenset[NominationId]


@dataclass(frozen=True, slots=True)
class Box:
    """The box of a session: its public key, and the tellers who share the secret one."""

    key: str
    tellers: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote on some lines."""

    lines: tuple[NominationId, ...]
    mode: Mode = "named"
    presiding: PersonId | None = None
    votes: Mapping[PersonId, Mapping[NominationId, Choice]] = field(default_factory=dict)
    received: Mapping[PersonId, str] = field(default_factory=dict)
    """Member → the tracker of the last sealed slip."""
    paper: PaperBallotsCounted | None = None
    closed: bool = False
    opened: BoxOpened | None = None
    checks: tuple[BoxOpenedAgain, ...] = ()
    tallied: tuple[LineTallied, ...] | None = None
    round: int = 1
    opinions: Mapping[PersonId, Mapping[NominationId, Choice]] | None = None
    """The written opinions that were there at the count; None before it."""
    early: Mapping[PersonId, Early] | None = None
    """The sealed slips from afar that were there at the count; None before it."""


@dataclass(frozen=True, slots=True)
class NoSession:
    """Not convened."""


@dataclass(frozen=True, slots=True)
class Session:
    """A convened meeting."""

    session: SessionId
    council: CouncilId
    starts_at: datetime
    place: str
    agenda: tuple[NominationId, ...]
    tellers: tuple[PersonId, ...] = ()
    in_writing: bool = False
    due_at: datetime | None = None
    supplements: SessionId | None = None
    rounds_before: Mapping[NominationId, int] = field(default_factory=dict)
    """How many rounds of a line were counted in the sessions that this one supplements."""
    carried: Mapping[NominationId, SessionId] = field(default_factory=dict)
    """The lines that went on to a supplementary session."""
    confirmed_tellers: bool = False
    present: frozenset[PersonId] | None = None
    represented: frozenset[PersonId] = frozenset()
    """The absent members whose proxy is there."""
    attended: frozenset[PersonId] = frozenset()
    """Everybody who was there at some time."""
    adjourned: bool = False
    extended: tuple[AgendaExtended, ...] = ()
    interruptions: tuple[SessionAdjourned, ...] = ()
    standing_opinions: Mapping[NominationId, LineOpinionNoted] = field(default_factory=dict)
    confirmed: frozenset[PersonId] = frozenset()
    """The members who have confirmed their interests."""
    grounds: Mapping[tuple[PersonId, NominationId], Ground] = field(default_factory=dict)
    stepped_out: frozenset[tuple[PersonId, NominationId]] = frozenset()
    opinions: Mapping[PersonId, Mapping[NominationId, Choice]] = field(default_factory=dict)
    early: Mapping[PersonId, Early] = field(default_factory=dict)
    teller_keys: Mapping[PersonId, str] = field(default_factory=dict)
    box: Box | None = None
    slips: frozenset[str] = frozenset()
    """The trackers of every slip ever received, replaced ones included."""
    removed: bool = False
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    standing: Mapping[NominationId, LineTallied] = field(default_factory=dict)
    """Each line's last count."""
    counted_in: Mapping[NominationId, str] = field(default_factory=dict)
    """Each line's last vote that was counted."""
    proxies: Mapping[PersonId, PersonId] = field(default_factory=dict)
    """Absent member → who attends for them."""
    minutes: tuple[MinutesSigned, ...] = ()

    @property
    def held_on(self) -> date:
        """The legal day of the meeting: quorum and mode are those of this day."""
        return local_day(self.starts_at)

    @property
    def settled(self) -> frozenset[NominationId]:
        """The lines whose count is final."""
        return frozenset(line for line, known in self.standing.items() if known.awaits is None)

    @property
    def counted(self) -> bool:
        """Whether every vote is counted, and nothing may change a count any more."""
        return (
            bool(self.ballots)
            and all(ballot.tallied is not None for ballot in self.ballots.values())
            and all(known.awaits is None for known in self.standing.values() if self._here(known))
        )

    def _here(self, known: LineTallied) -> bool:
        return known.nomination not in self.carried

    @property
    def ties(self) -> tuple[NominationId, ...]:
        """The lines on which votes were equal and whoever led the vote decides, in order."""
        return tuple(
            line
            for line in self.agenda
            if line in self.standing and self.standing[line].awaits == "casting_vote"
        )

    @property
    def again(self) -> tuple[NominationId, ...]:
        """The lines that may be put to a vote once more, in order."""
        running = {
            line for ballot in self.ballots.values() if ballot.tallied is None for line in ballot.lines
        }
        waiting = {line for line, known in self.standing.items() if known.awaits == "another_round"}
        return tuple(line for line in self.agenda if line in waiting - running and line not in self.carried)

    @property
    def unsettled(self) -> tuple[NominationId, ...]:
        """The lines of the agenda that have not been put to a vote, in order."""
        put = {line for ballot in self.ballots.values() for line in ballot.lines}
        return tuple(line for line in self.agenda if line not in put and line not in self.carried)

    @property
    def to_be_counted(self) -> tuple[NominationId, ...]:
        """The lines that a slip or an opinion from afar still speaks of: not counted yet, or once more."""
        waiting = {line for line, known in self.standing.items() if known.awaits == "another_round"}
        return tuple(
            line
            for line in self.agenda
            if line not in self.carried and (line not in self.standing or line in waiting)
        )

    @property
    def open_to_vote(self) -> tuple[NominationId, ...]:
        """The lines that a vote may be opened on: not put to one yet, or once more."""
        return (*self.unsettled, *self.again)

    @property
    def gone_on(self) -> bool:
        """Whether the session ended without a count: every line went on to another one, so there are no minutes to sign."""
        return bool(self.carried) and not self.ballots and not self.unsettled

    @property
    def asking(self) -> Mapping[str, Ballot]:
        """The votes in writing whose slips are not closed."""
        return {code: one for code, one in self.ballots.items() if self.in_writing and not one.closed}


State = NoSession | Session
_Sealed = TellerKeyRegistered | BoxPrepared | BoxRewrapped | BallotsRemoved
_Around = (
    AgendaExtended | LinesCarriedOver | LineOpinionNoted | AttendanceRecorded | MemberCheckedIn | MemberDeparted
    | SessionAdjourned | SessionResumed | ProxyAuthorised
)  # fmt: skip
_Voting = (
    BallotOpened | VoteCast | BallotReceived | PaperBallotsCounted | BallotClosed | BoxOpened | BoxOpenedAgain
    | BallotTallied
)  # fmt: skip


def evolve(state: State, event: SessionEvent) -> State:
    """Apply one event."""
    if isinstance(event, SessionConvened):
        return Session(
            event.session,
            event.council,
            event.starts_at,
            event.place,
            event.agenda,
            event.tellers,
            bool(event.in_writing),
            event.due_at,
            event.supplements,
            event.rounds or {},
        )
    if isinstance(state, NoSession):
        return state
    match event:
        case ConflictDeclared() | InterestsConfirmed():
            return _interests(state, event)
        case TellersNamed():
            return replace(state, tellers=event.tellers, confirmed_tellers=True)
        case TellerReplaced():
            now = tuple(event.new if teller == event.old else teller for teller in state.tellers)
            return replace(state, tellers=now)
        case TellerKeyRegistered() | BoxPrepared() | BoxRewrapped() | BallotsRemoved():
            return _box(state, event)
        case WrittenOpinionReceived():
            return replace(state, opinions={**state.opinions, event.member: event.choices})
        case TieDecided():
            return _standing(state, (LineTallied(nomination=event.nomination, tally=event.tally),))
        case RoundsEnded():
            return _standing(state, event.lines)
        case MinutesSigned():
            return replace(state, minutes=(*state.minutes, event))
        case (
            AgendaExtended() | LinesCarriedOver() | LineOpinionNoted() | AttendanceRecorded() | MemberCheckedIn()
            | MemberDeparted() | SessionAdjourned() | SessionResumed() | ProxyAuthorised()
        ):  # fmt: skip
            return _around(state, event)
        case (
            BallotOpened() | VoteCast() | BallotReceived() | PaperBallotsCounted() | BallotClosed() | BoxOpened()
            | BoxOpenedAgain() | BallotTallied()
        ):  # fmt: skip
            return _in_ballot(state, event)
        case _:
            assert_never(event)


def _around(state: Session, event: _Around) -> Session:
    match event:
        case AgendaExtended():
            return replace(
                state,
                agenda=(*state.agenda, *event.lines),
                extended=(*state.extended, event),
                confirmed=frozenset(),
            )
        case LinesCarriedOver():
            return _carried(state, event)
        case LineOpinionNoted():
            return replace(state, standing_opinions={**state.standing_opinions, event.nomination: event})
        case AttendanceRecorded():
            return _attending(state, frozenset(event.present), frozenset(event.represented or ()))
        case MemberCheckedIn(member=member, proxy=proxy):
            if proxy is not None:
                return replace(state, represented=state.represented | {member})
            return _attending(state, (state.present or frozenset()) | {member}, state.represented - {member})
        case MemberDeparted(member=member):
            if member in state.represented:
                return replace(state, represented=state.represented - {member})
            return _attending(state, (state.present or frozenset()) - {member}, state.represented)
        case SessionAdjourned():
            return replace(state, adjourned=True, interruptions=(*state.interruptions, event))
        case SessionResumed():
            return replace(state, adjourned=False, present=None, represented=frozenset())
        case ProxyAuthorised(member=member):  # whoever came before comes for nobody now
            return replace(
                state,
                proxies={**state.proxies, member: event.proxy},
                represented=state.represented - {member},
            )
        case _:
            assert_never(event)


def _carried(state: Session, event: LinesCarriedOver) -> Session:
    """Let lines go on; a vote in writing that was asking for them asks no more, and without any line there was none."""
    asking, ballots = state.asking, dict[str, Ballot]()
    for code, one in state.ballots.items():
        left = tuple(line for line in one.lines if code not in asking or line not in event.lines)
        if left:
            ballots[code] = replace(one, lines=left)
    carried = {**state.carried, **dict.fromkeys(event.lines, event.to)}
    return replace(state, carried=carried, ballots=ballots)


def _attending(state: Session, present: frozenset[PersonId], represented: frozenset[PersonId]) -> Session:
    return replace(state, present=present, represented=represented, attended=state.attended | present)


def _interests(state: Session, event: ConflictDeclared | InterestsConfirmed) -> Session:
    told = (event,) if isinstance(event, ConflictDeclared) else event.interests
    confirmed = {event.member} if isinstance(event, InterestsConfirmed) else set()
    return replace(
        state,
        confirmed=state.confirmed | confirmed,
        grounds={**state.grounds, **{(event.member, one.nomination): one.ground for one in told}},
        stepped_out=state.stepped_out | {(event.member, one.nomination) for one in told if one.steps_out},
    )


def _box(state: Session, event: _Sealed) -> Session:
    match event:
        case TellerKeyRegistered():
            return replace(state, teller_keys={**state.teller_keys, event.teller: event.key})
        case BoxPrepared():
            return replace(state, box=Box(event.key, event.tellers))
        case BoxRewrapped():
            return replace(state, box=replace(state.box, tellers=event.tellers) if state.box else None)
        case BallotsRemoved():
            return replace(state, removed=True)
        case _:
            assert_never(event)


def _in_ballot(state: Session, event: _Voting) -> Session:
    if isinstance(event, BallotReceived):
        state = replace(state, slips=state.slips | {event.tracker})
        if event.ballot is None:
            early = Early(event.tracker, frozenset(state.to_be_counted))
            return replace(state, early={**state.early, event.member: early})
    code = event.ballot or ""
    ballot = _changed(state.ballots.get(code, Ballot(())), event)
    if isinstance(event, BallotTallied):
        ballot = replace(ballot, opinions=state.opinions, early=state.early)
        latest = dict.fromkeys((line.nomination for line in event.lines), event.ballot)
        state = replace(_standing(state, event.lines), counted_in={**state.counted_in, **latest})
        state = _spent(state, {line.nomination for line in event.lines if line.awaits == "another_round"})
    return replace(state, ballots={**state.ballots, code: ballot})


def _spent(state: Session, again: set[NominationId]) -> Session:
    """Let what was said from afar of these lines count for the round it was sent for, and for no other."""
    if not again:
        return state
    opinions = {
        member: {line: choice for line, choice in said.items() if line not in again}
        for member, said in state.opinions.items()
    }
    early = {member: replace(slip, lines=slip.lines - again) for member, slip in state.early.items()}
    return replace(
        state,
        opinions={member: said for member, said in opinions.items() if said},
        early={member: slip for member, slip in early.items() if slip.lines},
    )


def _standing(state: Session, lines: tuple[LineTallied, ...]) -> Session:
    return replace(state, standing={**state.standing, **{line.nomination: line for line in lines}})


def _changed(ballot: Ballot, event: _Voting) -> Ballot:
    match event:
        case BallotOpened():
            return Ballot(event.lines, event.mode or "named", event.presiding, round=event.round or 1)
        case VoteCast():
            return replace(ballot, votes={**ballot.votes, event.member: event.choices})
        case BallotReceived():
            return replace(ballot, received={**ballot.received, event.member: event.tracker})
        case PaperBallotsCounted():
            return replace(ballot, paper=event)
        case BallotClosed():
            return replace(ballot, closed=True)
        case BoxOpened():
            return replace(ballot, opened=event)
        case BoxOpenedAgain():
            return replace(ballot, checks=(*ballot.checks, event))
        case BallotTallied():
            return replace(ballot, tallied=event.lines)
        case _:
            assert_never(event)
