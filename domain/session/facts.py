"""What a session's decider is told, and the rules it can break."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.decider import Command
from domain.facts import Facts
from domain.law.book import Rules
from domain.refusal import Refusal
from domain.session.states import Session
from events.base import NominationId, PersonId, SubjectId

CHAIRING = ("chair", "vice_chair", "secretary")
"""Who may lead a session; the secretary keys "theo điều hành của Chủ tịch"."""


class QuorumNotMet(Refusal):
    """Không đủ số thành viên dự họp."""

    code = "quorum_not_met"


class AlreadyVoted(Refusal):
    """Thành viên đã biểu quyết."""

    code = "already_voted"


class ConflictOfInterest(Refusal):
    """Thành viên không biểu quyết hồ sơ của chính mình."""

    code = "conflict_of_interest"


class NotAMember(Refusal):
    """Không phải thành viên dự họp."""

    code = "not_a_member"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the session must know of a dossier: its award, whose it is, and the rules it is pinned to."""

    award: str
    subject: SubjectId
    judged_on: date
    rules: Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts(Facts):
    """The sitting members, the rules of the day, and the dossiers spoken of."""

    members: tuple[PersonId, ...] = ()
    rules: Rules = field(default_factory=Rules)
    lines: Mapping[NominationId, LineFacts] = field(default_factory=dict)


def lead(session: Session, command: Command, facts: SessionFacts) -> None:
    """Refuse whoever may not lead the session."""
    facts.require(command, CHAIRING, session.council)


def may_vote(
    session: Session, member: PersonId, lines: Iterable[NominationId], facts: SessionFacts
) -> set[NominationId]:
    """Give the lines a member votes on: all but the own dossier and those stepped out of."""
    return {
        line
        for line in lines
        if facts.lines[line].subject != SubjectId(member) and (member, line) not in session.stepped_out
    }
