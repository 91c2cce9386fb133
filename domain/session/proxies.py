"""Proxies: who votes by name for an absent member, by their written authority, where the council's rules allow it."""

from collections.abc import Collection, Sequence

from domain.refusal import RuleMissing, WrongState
from domain.session.commands import AuthoriseProxy
from domain.session.facts import (
    NotAMember,
    SessionFacts,
    WrongMode,
    before_minutes,
    lead,
    seated,
    session_rule,
)
from domain.session.states import Session
from events.base import PersonId
from events.session import ProxyAuthorised, SessionEvent


def authorise(session: Session, command: AuthoriseProxy, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record that an absent member sends somebody; until they have voted, another may be sent instead."""
    if command.by.who == command.member:
        seated(session, command, facts)
    else:
        lead(session, command, facts)
    if command.member not in facts.members:
        raise NotAMember(
            "Người uỷ quyền không phải thành viên Hội đồng vào ngày họp.",
            todo="Hãy chọn thành viên đang có ghế.",
        )
    if session.proxies.get(command.member) == command.proxy:
        return ()
    _may_be_sent(session, command, facts)
    rules = [
        session_rule(facts, session.held_on, award)
        for award in dict.fromkeys(told.award for told in facts.lines.values())
    ]
    allowed = next((rule for rule in rules if rule is not None and rule.proxies), None)
    if allowed is None:
        denied = next((rule for rule in rules if rule is not None), None)
        if denied is None:
            raise RuleMissing(
                "Chưa có quy định cho thành viên vắng mặt uỷ quyền.",
                todo="Thành viên gửi ý kiến bằng văn bản, hoặc nạp quy chế của Hội đồng (số, điều) bằng `sovang law adopt-overlay`.",
            )
        raise WrongMode(
            "Quy chế của Hội đồng không cho uỷ quyền biểu quyết.",
            basis=denied.basis,
            todo="Thành viên vắng mặt gửi ý kiến bằng văn bản.",
        )
    return (
        ProxyAuthorised(
            session=session.session,
            member=command.member,
            proxy=command.proxy,
            document=command.document,
            basis=allowed.basis,
        ),
    )


def sent(session: Session, member: PersonId, present: Collection[PersonId]) -> PersonId:
    """Give who comes for an absent member; refused for whoever is there or has sent nobody."""
    if member in present:
        raise WrongState("Thành viên có mặt thì không có người dự thay.")
    proxy = session.proxies.get(member)
    if proxy is None:
        raise NotAMember(
            "Chưa ghi giấy uỷ quyền của thành viên vắng mặt.", todo="Hãy ghi uỷ quyền dự họp trước."
        )
    return proxy


def _may_be_sent(session: Session, command: AuthoriseProxy, facts: SessionFacts) -> None:
    if session.in_writing:
        raise WrongState("Phiên lấy ý kiến bằng văn bản không có người dự thay.")
    if command.member in (session.present or ()):
        raise WrongState("Thành viên có mặt thì tự biểu quyết.")
    before_minutes(session)
    if any(command.member in ballot.votes for ballot in session.ballots.values()):
        raise WrongState("Đã có biểu quyết thay cho thành viên này.")
    if command.proxy in facts.members:
        raise NotAMember(
            "Người dự thay đang là thành viên Hội đồng; mỗi người một phiếu.",
            todo="Hãy cử người ngoài Hội đồng, hoặc gửi ý kiến bằng văn bản.",
        )
    if command.proxy in session.proxies.values():
        raise WrongState(
            "Người này đã dự thay một thành viên khác; mỗi người một phiếu.", todo="Hãy cử người khác."
        )
