"""After a count: another round where the council's rules allow one, and the chair's word where votes are equal."""

from collections.abc import Mapping, Sequence

from domain.law.rows import SessionRule
from domain.refusal import NotAuthorised, NotFound, WrongState
from domain.session.commands import DecideTie, EndRounds
from domain.session.facts import CHAIRS, SessionFacts, ground_of, lead, session_rule
from domain.session.states import Ballot, Session
from events.base import NominationId, PersonId
from events.judgement import Tally
from events.session import Awaits, LineTallied, Mark, RoundsEnded, SessionEvent, TieDecided


def round_of(session: Session, line: NominationId) -> int:
    """Give which round a vote on a line would be: the first, or the one after those that were counted."""
    here = sum(ballot.tallied is not None and line in ballot.lines for ballot in session.ballots.values())
    return 1 + session.rounds_before.get(line, 0) + here


def chairing(session: Session, ballot: Ballot, line: NominationId, facts: SessionFacts) -> PersonId | None:
    """Give whose word decides a tie: whoever led the vote, else the chair or a vice-chair; nobody who is out for the line."""
    seats = [
        person for seat in ("chair", "vice_chair") for person, held in facts.seats.items() if held == seat
    ]
    known = [*([ballot.presiding] if ballot.presiding else []), *seats]
    return next((person for person in known if ground_of(session, person, line, facts) is None), None)


def tie_rule(session: Session, line: NominationId, tally: Tally, facts: SessionFacts) -> SessionRule | None:
    """Give the rule that lets whoever leads decide a line; None unless votes are equal and one more reaches the share.

    A share that asks more than one vote beyond a tie is the law's, and no casting vote stands in for it.
    """
    rule = session_rule(facts, session.held_on, facts.lines[line].award)
    if rule is None or not rule.casting_vote or tally.passed:
        return None
    equal = tally.votes_for == tally.votes_against and tally.votes_for > 0
    return rule if equal and tally.needed - tally.votes_for == 1 else None


def decided(tally: Tally, mark: Mark | None, rule: SessionRule) -> Tally:
    """Let the chair's word decide a tie; a chair who has not said for or against leaves it open."""
    if mark not in {"for", "against"}:
        return tally
    return tally.model_copy(
        update={"casting": mark, "casting_basis": rule.basis, "passed": tally.passed or mark == "for"}
    )


def by_chairs_vote(
    session: Session, ballot: Ballot, line: NominationId, tally: Tally, facts: SessionFacts
) -> Tally:
    """Let a tie of a vote by name be decided by the vote that the chair has cast in it."""
    rule = tie_rule(session, line, tally, facts)
    chair = chairing(session, ballot, line, facts)
    if rule is None or chair is None:
        return tally
    said: Mapping[NominationId, Mark] = ballot.votes.get(chair) or session.opinions.get(chair) or {}
    return decided(tally, said.get(line), rule)


def awaits(
    session: Session, ballot: Ballot, line: NominationId, tally: Tally, facts: SessionFacts
) -> Awaits | None:
    """Say what may still change a count that did not pass."""
    if tally.passed or tally.casting is not None:
        return None
    if tie_rule(session, line, tally, facts) and chairing(session, ballot, line, facts):
        return "casting_vote"
    rule = session_rule(facts, session.held_on, facts.lines[line].award)
    return "another_round" if rule is not None and rule.rounds > round_of(session, line) else None


def decide_tie(session: Session, command: DecideTie, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Let whoever led a vote decide a line on which votes were equal, by name and once."""
    facts.require(command, CHAIRS, session.council)
    line = command.nomination
    known = session.standing.get(line)
    if known is None:
        raise NotFound("Hồ sơ này chưa được kiểm phiếu.", todo="Hãy kiểm phiếu trước.")
    if known.tally.casting == command.choice:
        return ()
    if known.awaits != "casting_vote":
        raise WrongState("Hồ sơ này không chờ ý kiến quyết định của người chủ trì.")
    code = session.counted_in[line]
    who = PersonId(command.by.who)
    if who != chairing(session, session.ballots[code], line, facts):
        raise NotAuthorised(
            "Chỉ người chủ trì lần biểu quyết này cho ý kiến quyết định khi số phiếu bằng nhau."
        )
    rule = tie_rule(session, line, known.tally, facts)
    if rule is None:
        raise WrongState("Quy chế không giao người chủ trì quyết định khi số phiếu bằng nhau.")
    return (
        TieDecided(
            session=session.session,
            ballot=code,
            nomination=line,
            decided_by=who,
            tally=decided(known.tally, command.choice, rule),
        ),
    )


def end_rounds(session: Session, command: EndRounds, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Let the count of the last round stand, for lines that could have been voted on again."""
    lead(session, command, facts)
    asked = tuple(dict.fromkeys(command.lines or session.again))
    if set(asked) - set(session.standing):
        raise NotFound("Có hồ sơ chưa được kiểm phiếu.", todo="Hãy kiểm phiếu trước.")
    waiting = [line for line in asked if line in session.again]
    if not waiting:
        return ()
    stands = tuple(LineTallied(nomination=line, tally=session.standing[line].tally) for line in waiting)
    return (RoundsEnded(session=session.session, lines=stands),)


def nothing_open(session: Session) -> None:
    """Refuse minutes while another round, or the chair's word, may still change a count."""
    if session.ties:
        raise WrongState(
            f"Còn {len(session.ties)} hồ sơ có số phiếu bằng nhau, chờ ý kiến quyết định của người chủ trì.",
            todo="Người chủ trì cho ý kiến ở trang phiên họp, hoặc bằng `sovang session decide-tie`.",
        )
    if session.again:
        raise WrongState(
            f"Còn {len(session.again)} hồ sơ được bỏ phiếu thêm vòng.",
            todo="Hãy mở vòng bỏ phiếu nữa, triệu tập phiên bổ sung cho các hồ sơ đó, hoặc kết luận không bỏ phiếu thêm ở trang phiên họp (`sovang session end-rounds`).",
        )
