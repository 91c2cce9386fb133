"""What a session leaves to a supplementary one: lines without a vote, with another round, or without enough slips."""

from collections.abc import Sequence

from domain.refusal import WrongState
from domain.session.commands import CarryOverLines
from domain.session.facts import SessionFacts
from domain.session.quorum import quorum
from domain.session.states import Session
from domain.session.tally import there
from events.base import NominationId
from events.session import LinesCarriedOver, SessionEvent


def may_go_on(session: Session) -> tuple[NominationId, ...]:
    """Give the lines that a supplementary session may take up; in writing also those whose slips are not closed."""
    asked = (line for ballot in session.asking.values() for line in ballot.lines)
    free = {*session.open_to_vote, *asked}
    return tuple(line for line in session.agenda if line in free)


def carry_over(session: Session, command: CarryOverLines, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Let lines go on to a supplementary session; one that is being voted on, or has its result, stays."""
    facts.require_along()
    fresh = tuple(line for line in command.lines if session.carried.get(line) != command.to)
    if set(fresh) - set(may_go_on(session)):
        raise WrongState(
            "Có hồ sơ đang biểu quyết, đã có kết quả, hoặc đã chuyển sang phiên bổ sung khác.",
            todo="Hãy đóng và kiểm phiếu trước, rồi triệu tập phiên bổ sung cho hồ sơ còn lại.",
        )
    _never_answered(session, fresh, command, facts)
    return (LinesCarriedOver(session=session.session, lines=fresh, to=command.to),) if fresh else ()


def _never_answered(
    session: Session, lines: Sequence[NominationId], command: CarryOverLines, facts: SessionFacts
) -> None:
    """Refuse to take lines out of a vote in writing while slips may come, or once enough are back to count it."""
    for ballot in session.asking.values():
        if set(lines).isdisjoint(ballot.lines):
            continue
        if session.due_at is not None and command.at < session.due_at:
            raise WrongState(
                "Chưa đến hạn gửi ý kiến.", todo="Hãy chờ hết hạn; thiếu phiếu thì triệu tập phiên bổ sung."
            )
        back, needed = len(there(session, ballot)), quorum(session, ballot.lines, facts)
        if back >= needed:
            raise WrongState(
                f"Đã có {back} phiếu thu về, đủ số cần là {needed}.",
                todo="Hãy đóng lấy ý kiến và kiểm phiếu.",
            )
