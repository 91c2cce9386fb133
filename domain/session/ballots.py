"""Votes by name: opened on a quorum, cast once, closed, and counted in whole votes by the law's data."""

from collections.abc import Iterable, Sequence

from domain import counting
from domain.law.rows import Quorum, VoteShare
from domain.refusal import AlreadyExists, Malformed, NotFound, RuleMissing, WrongState
from domain.session.commands import CastVote, CloseBallot, OpenBallot, ReceiveWrittenOpinion, TallyBallot
from domain.session.facts import (
    CHAIRING,
    AlreadyVoted,
    ConflictOfInterest,
    NotAMember,
    QuorumNotMet,
    SessionFacts,
    lead,
    may_vote,
)
from domain.session.states import Ballot, Session
from events.base import NominationId
from events.judgement import Tally
from events.session import (
    BallotClosed,
    BallotOpened,
    BallotTallied,
    LineTallied,
    SessionEvent,
    VoteCast,
    WrittenOpinionReceived,
)


def open_ballot(session: Session, command: OpenBallot, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Open a vote when enough members attend; a line is voted on once."""
    lead(session, command, facts)
    if command.ballot in session.ballots:
        raise AlreadyExists("Lần biểu quyết này đã mở.")
    unknown = set(command.lines) - set(session.agenda)
    if unknown:
        raise NotFound("Có hồ sơ không nằm trong chương trình họp.")
    voted = {line for ballot in session.ballots.values() for line in ballot.lines}
    if voted & set(command.lines):
        raise AlreadyExists("Có hồ sơ đã được biểu quyết ở lần khác.")
    present, needed = len(session.present or ()), _quorum(session, facts)
    if present < needed:
        raise QuorumNotMet(
            f"Có {present} trên {len(facts.members)} thành viên dự họp, cần ít nhất {needed}.",
            todo="Hãy chờ đủ thành viên, hoặc hoãn phiên họp.",
        )
    return (
        BallotOpened(
            session=session.session,
            ballot=command.ballot,
            lines=command.lines,
            present=present,
            members=len(facts.members),
            quorum=needed,
        ),
    )


def _quorum(session: Session, facts: SessionFacts) -> int:
    rule = facts.rules.one(Quorum, session.held_on)
    if rule is None:
        raise RuleMissing(
            "Chưa có quy định về số thành viên tối thiểu dự họp.",
            todo="Hãy nạp quy chế của Hội đồng (số, điều) bằng `sovang law adopt`.",
        )
    return counting.quorum(rule.numerator, rule.denominator, len(facts.members))


def _choices(
    session: Session,
    command: CastVote | ReceiveWrittenOpinion,
    lines: Iterable[NominationId],
    facts: SessionFacts,
) -> None:
    """Refuse a ballot on one's own dossier, on a line that is not there, or with lines left out."""
    listed = set(lines)
    allowed = may_vote(session, command.member, listed, facts)
    if set(command.choices) - listed:
        raise NotFound("Có hồ sơ không thuộc lần biểu quyết này.")
    if set(command.choices) - allowed:
        raise ConflictOfInterest("Không biểu quyết hồ sơ của chính mình hoặc hồ sơ đã xin rút.")
    missing = allowed - set(command.choices)
    if missing:
        raise Malformed(
            f"Còn {len(missing)} hồ sơ chưa chọn ý kiến.", todo="Hãy chọn một ý kiến cho mỗi hồ sơ."
        )


def cast_vote(session: Session, command: CastVote, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Take a present member's vote on every line they may vote on, once."""
    if command.by.who == command.member:
        facts.require(
            command, ("member", "chair", "vice_chair", "standing_member", "secretary"), session.council
        )
    else:
        lead(session, command, facts)
    ballot = _ballot(session, command.ballot)
    if ballot.closed:
        raise WrongState("Biểu quyết đã đóng nên phiếu này không được tính.")
    if command.member not in (session.present or ()):
        raise NotAMember(
            "Chỉ thành viên có mặt biểu quyết tại phiên họp.",
            todo="Thành viên vắng mặt gửi ý kiến bằng văn bản.",
        )
    if command.member in ballot.votes:
        raise AlreadyVoted("Thành viên này đã biểu quyết.")
    _choices(session, command, ballot.lines, facts)
    return (
        VoteCast(
            session=session.session,
            ballot=command.ballot,
            member=command.member,
            choices=dict(command.choices),
        ),
    )


def _ballot(session: Session, code: str) -> Ballot:
    ballot = session.ballots.get(code)
    if ballot is None:
        raise NotFound("Chưa mở lần biểu quyết này.")
    return ballot


def receive_opinion(
    session: Session, command: ReceiveWrittenOpinion, facts: SessionFacts
) -> Sequence[SessionEvent]:
    """Take an absent member's written opinion on the whole agenda, until the count."""
    facts.require(command, (*CHAIRING, "member"), session.council)
    if command.member not in facts.members:
        raise NotAMember("Người gửi ý kiến không phải thành viên Hội đồng.")
    if command.member in (session.present or ()):
        raise WrongState("Thành viên có mặt thì biểu quyết tại phiên họp.")
    if any(ballot.tallied is not None for ballot in session.ballots.values()):
        raise WrongState("Đã kiểm phiếu nên ý kiến này không được tính.")
    _choices(session, command, session.agenda, facts)
    if session.opinions.get(command.member) == command.choices:
        return ()
    return (
        WrittenOpinionReceived(
            session=session.session,
            member=command.member,
            choices=dict(command.choices),
            arrived=command.arrived or command.legal_day,
        ),
    )


def close_ballot(session: Session, command: CloseBallot, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Close a vote; closing twice is closing once."""
    lead(session, command, facts)
    if _ballot(session, command.ballot).closed:
        return ()
    return (BallotClosed(session=session.session, ballot=command.ballot),)


def tally_ballot(session: Session, command: TallyBallot, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Count a closed vote, line by line."""
    if command.by.role == "teller":
        facts.require(command, ("teller",), session.council)
    else:
        lead(session, command, facts)
    ballot = _ballot(session, command.ballot)
    if not ballot.closed:
        raise WrongState("Chưa đóng biểu quyết nên chưa kiểm phiếu được.")
    if ballot.tallied is not None:
        return ()
    lines = tuple(
        LineTallied(nomination=line, tally=tally(session, ballot, line, facts)) for line in ballot.lines
    )
    return (BallotTallied(session=session.session, ballot=command.ballot, lines=lines),)


def tally(session: Session, ballot: Ballot, line: NominationId, facts: SessionFacts) -> Tally:
    """Count one line against the base its rule names, written opinions included where the rule says so."""
    told = facts.lines[line]
    rule = told.rules.one(VoteShare, told.judged_on, award=told.award)
    if rule is None:
        raise RuleMissing(
            f"Chưa có quy định về tỷ lệ phiếu cho “{told.award}”.",
            todo="Hãy nạp quy chế của Hội đồng (số, điều) bằng `sovang law adopt`.",
        )
    choices = [votes[line] for votes in ballot.votes.values() if line in votes]
    if rule.written_opinions_count:
        choices += [opinion[line] for opinion in session.opinions.values() if line in opinion]
    votes_for = choices.count("for")
    base = {
        "all_members": len(facts.members),
        "attending": len(session.present or ()),
        "cast": len(choices),
    }[rule.base]
    needed = counting.needed(rule.percent, base, strict=rule.strict)
    return Tally(
        votes_for=votes_for,
        votes_against=choices.count("against"),
        abstained=choices.count("abstain"),
        recused=sum(line not in may_vote(session, member, (line,), facts) for member in facts.members),
        base=base,
        needed=needed,
        passed=votes_for >= needed,
        basis=rule.basis,
        evidence=rule.evidence,
    )
