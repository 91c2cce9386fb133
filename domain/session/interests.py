"""Conflicts of interest: one page of names, one confirmation; what the ledger finds by itself is added and marked."""

from collections.abc import Iterator, Sequence

from domain.law.rows import Recusal
from domain.refusal import NotFound, Refusal, WrongState
from domain.session.commands import ConfirmInterests, DeclareConflict
from domain.session.facts import (
    ConflictOfInterest,
    NotAMember,
    SessionFacts,
    before_minutes,
    lead,
    recusal,
    seated,
)
from domain.session.states import Session
from events.base import NominationId, PersonId, SubjectId
from events.session import ConflictDeclared, Ground, Interest, InterestsConfirmed, SessionEvent


class InterestsNotConfirmed(Refusal):
    """Thành viên chưa xác nhận về xung đột lợi ích."""

    code = "interests_not_confirmed"


def derived(member: PersonId, line: NominationId, facts: SessionFacts) -> Ground | None:
    """Give the conflict that follows from what the ledger knows, the strongest first."""
    told = facts.lines.get(line)
    if told is None:
        return None
    if told.subject == SubjectId(member):
        return "own"
    if member in told.proposers:
        return "proposer"
    if told.units & facts.posts.get(member, frozenset()):
        return "same_unit"
    return None


def confirm(session: Session, command: ConfirmInterests, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record a member's one confirmation for the whole agenda."""
    if command.by.who == command.member:
        seated(session, command, facts)
    else:
        lead(session, command, facts)
    if command.member not in facts.members:
        raise NotAMember("Người này không phải thành viên Hội đồng vào ngày họp.")
    unknown = {one.nomination for one in command.interests} - set(session.agenda)
    if unknown:
        raise NotFound(
            "Có hồ sơ không nằm trong chương trình họp.",
            todo="Hãy bổ sung hồ sơ vào chương trình trước, hoặc bỏ ra.",
        )
    found = tuple(_found(session, command, facts))
    known = {
        (one.nomination, one.ground, one.steps_out)
        for one in found
        if session.grounds.get((command.member, one.nomination)) == one.ground
        and ((command.member, one.nomination) in session.stepped_out) == one.steps_out
    }
    if command.member in session.confirmed and len(known) == len(found):
        return ()
    before_minutes(session)
    return (
        InterestsConfirmed(
            session=session.session, member=command.member, lines=len(session.agenda), interests=found
        ),
    )


def _found(session: Session, command: ConfirmInterests, facts: SessionFacts) -> Iterator[Interest]:
    said = {one.nomination: one for one in command.interests}
    settled = session.settled
    for line in session.agenda:
        if line in settled:
            continue
        found = derived(command.member, line, facts)
        one = said.get(line)
        ground = found or (one.ground if one else None)
        if ground is None:
            continue
        steps_out = _steps_out(
            recusal(facts, session.held_on, ground), ground, wants=bool(one and one.steps_out)
        )
        yield Interest(
            nomination=line, ground=ground, steps_out=steps_out, derived=one is None or one.ground != ground
        )


def _steps_out(rule: Recusal | None, ground: Ground, *, wants: bool) -> bool:
    """Say whether a member is out: always for the own dossier, else by the council's rule or their own wish."""
    return ground == "own" or wants or (rule is not None and rule.steps_out)


def declare(session: Session, command: DeclareConflict, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record a single conflict, also after the confirmation; nobody votes on the own dossier."""
    if command.by.who == command.member:
        seated(session, command, facts)
    else:
        lead(session, command, facts)
    if command.nomination not in session.agenda:
        raise NotFound("Hồ sơ này không có trong chương trình.")
    if command.ground == "own" and not command.steps_out:
        raise ConflictOfInterest(
            "Hồ sơ của chính mình thì không biểu quyết.",
            todo="Không cần khai; sổ đã ghi đồng chí không biểu quyết hồ sơ này.",
        )
    if (command.member, command.nomination) in session.stepped_out:
        return ()
    if command.nomination in session.settled:
        raise WrongState(
            "Hồ sơ này đã kiểm phiếu nên khai lúc này không đổi kết quả.",
            todo="Nếu kết quả không còn khách quan, hãy đề nghị người có thẩm quyền xem xét khi ký quyết định.",
        )
    rule = recusal(facts, session.held_on, command.ground)
    steps_out = _steps_out(rule, command.ground, wants=command.steps_out)
    if not steps_out and session.grounds.get((command.member, command.nomination)) == command.ground:
        return ()
    return (
        ConflictDeclared(
            session=session.session,
            member=command.member,
            nomination=command.nomination,
            ground=command.ground,
            steps_out=steps_out,
        ),
    )


def confirmed(session: Session, member: PersonId) -> None:
    """Refuse whoever has not confirmed yet: nothing confidential is shown or asked before."""
    if member not in session.confirmed:
        raise InterestsNotConfirmed(
            "Thành viên chưa xác nhận về xung đột lợi ích với các hồ sơ trong chương trình.",
            todo="Hãy xem trang danh sách tên và xác nhận một lần, rồi bỏ phiếu.",
        )
