"""What a session's decider is told, and the rules it can break."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.calendar import WorkingCalendar
from domain.decider import Command
from domain.facts import Facts
from domain.law.book import Rules
from domain.law.rows import BallotMode, Recusal, SessionRule, VoteShare
from domain.publication import Notice
from domain.refusal import Refusal, WrongState
from domain.session.states import Session
from events.base import NominationId, PersonId, SessionId, SubjectId, UnitId
from events.council import Seat
from events.session import Ground, Mode
from events.unit import Level

CHAIRS = ("chair", "vice_chair")
"""Who decides in a session what nobody keys for them."""
CHAIRING = (*CHAIRS, "secretary")
"""Who may lead a session; the secretary keys "theo điều hành của Chủ tịch"."""
COUNTING = (*CHAIRING, "teller")
"""Who has a part in what is counted and signed."""
SEATED = ("member", "chair", "vice_chair", "standing_member", "secretary")
"""Every role that a seat in the council brings."""


class QuorumNotMet(Refusal):
    """Không đủ số thành viên dự họp."""

    code = "quorum_not_met"


class ConflictOfInterest(Refusal):
    """Thành viên không biểu quyết hồ sơ của chính mình."""

    code = "conflict_of_interest"


class NotAMember(Refusal):
    """Không phải thành viên dự họp."""

    code = "not_a_member"


class WrongMode(Refusal):
    """Hình thức biểu quyết không phải hình thức mà quy định nêu."""

    code = "wrong_mode"


class BoxNotReady(Refusal):
    """Hòm phiếu kín chưa sẵn sàng."""

    code = "box_not_ready"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the session must know of a dossier: its award, whose it is, and the rules it is pinned to."""

    award: str
    subject: SubjectId
    judged_on: date
    rules: Rules
    units: frozenset[UnitId] = frozenset()
    """The units whose people are the subject's colleagues, or are part of it."""
    proposers: frozenset[PersonId] = frozenset()
    """Who signs or prepares for the unit that proposes."""
    moved: bool = False
    """True once another session has taken the line up."""


@dataclass(frozen=True, slots=True)
class NewBox:
    """A session's new public key; the shares of its secret stand beside, for the key file."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts(Facts):
    """The sitting members, the rules of the day, and the dossiers spoken of."""

    members: tuple[PersonId, ...] = ()
    level: Level | None = None
    """The level of the council's unit."""
    seats: Mapping[PersonId, Seat] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    lines: Mapping[NominationId, LineFacts] = field(default_factory=dict)
    posts: Mapping[PersonId, frozenset[UnitId]] = field(default_factory=dict)
    """The units that each member belongs to."""
    operators: frozenset[PersonId] = frozenset()
    """Who operates this ledger or leads the council's papers: no tellers."""
    elsewhere: Mapping[SessionId, frozenset[NominationId]] = field(default_factory=dict)
    """The unfinished lines of the session that this one supplements."""
    rounds_before: Mapping[NominationId, int] = field(default_factory=dict)
    """How many rounds of those lines were counted there and before."""
    notices: tuple[Notice, ...] = ()
    """Of the dossiers to be put on the agenda: when they were public."""
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    box: NewBox | None = None
    tracker: str | None = None
    """Of the slip just sealed."""


def lead(session: Session, command: Command, facts: SessionFacts) -> None:
    """Refuse whoever may not lead the session."""
    facts.require(command, CHAIRING, session.council)


def before_minutes(session: Session) -> None:
    """Refuse what would change a meeting whose minutes are signed, or whose slips were removed after it."""
    if session.minutes or session.removed:
        why = "Biên bản đã ký" if session.minutes else "Khoá hòm và phiếu kín của phiên đã huỷ"
        raise WrongState(
            f"{why} nên phiên họp đã kết thúc.", todo="Việc còn lại thì triệu tập phiên bổ sung."
        )


def seated(session: Session, command: Command, facts: SessionFacts) -> None:
    """Refuse whoever has no seat in the council."""
    facts.require(command, SEATED, session.council)


def ground_of(session: Session, member: PersonId, line: NominationId, facts: SessionFacts) -> Ground | None:
    """Give why a member is out for a line; None when the member may vote on it."""
    if line in facts.lines and facts.lines[line].subject == SubjectId(member):
        return "own"
    if (member, line) in session.stepped_out:
        return session.grounds.get((member, line), "other")
    return None


def may_vote(
    session: Session, member: PersonId, lines: Iterable[NominationId], facts: SessionFacts
) -> set[NominationId]:
    """Give the lines a member votes on: all but the own dossier and those stepped out of."""
    return {line for line in lines if ground_of(session, member, line, facts) is None}


def recusal(facts: SessionFacts, day: date, ground: Ground) -> Recusal | None:
    """Give what the council's rules say of a ground; without a rule nobody leaves the base."""
    return facts.rules.one(Recusal, day, ground=ground)


def session_rule(facts: SessionFacts, day: date, award: str) -> SessionRule | None:
    """Give what the council may do for an award besides one vote in a meeting; None when no rule says."""
    return facts.rules.one(SessionRule, day, award=award)


def binds(share: VoteShare, facts: SessionFacts) -> bool:
    """Say whether a share is one for councils of this level."""
    return not share.levels or facts.level is None or facts.level in share.levels


def mode_of(session: Session, line: NominationId, facts: SessionFacts) -> Mode | None:
    """Give how a line is voted on, by the rules of the session's day; None when no rule says so.

    The text that sets the share may also set the mode; where it leaves that open, the council's own rules choose.
    """
    told = facts.lines.get(line)
    if told is None:
        return None
    share = facts.rules.one(VoteShare, session.held_on, award=told.award)
    if share is not None and not binds(share, facts):
        share = None
    own = facts.rules.one(BallotMode, session.held_on, award=told.award)
    if share is not None and share.mode is not None:
        return share.mode
    return own.mode if own is not None else None
