"""Around the votes: calling the meeting, its agenda, who is there, adjourning and resuming, minutes."""

from collections.abc import Sequence

from domain.calendar import local_day
from domain.publication import require_over
from domain.refusal import AlreadyExists, Malformed, NotFound, RuleMissing, WrongState
from domain.session.commands import (
    AdjournSession,
    CheckIn,
    ConveneSession,
    ExtendAgenda,
    GiveLineOpinion,
    LeaveSession,
    RecordAttendance,
    ResumeSession,
    SignMinutes,
)
from domain.session.facts import (
    CHAIRING,
    CHAIRS,
    COUNTING,
    NotAMember,
    SessionFacts,
    WrongMode,
    before_minutes,
    lead,
    seated,
    session_rule,
)
from domain.session.proxies import sent
from domain.session.rounds import nothing_open
from domain.session.states import Session, State
from events.base import PersonId
from events.personal import Clear
from events.session import (
    AgendaExtended,
    AttendanceRecorded,
    LineOpinionNoted,
    MemberCheckedIn,
    MemberDeparted,
    MinutesSigned,
    SessionAdjourned,
    SessionConvened,
    SessionEvent,
    SessionResumed,
)


def convene(state: State, command: ConveneSession, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Call a meeting, with each dossier on the agenda once."""
    if command.by.role == "standing_agency":
        facts.require(command, ("standing_agency",))
    else:
        facts.require(command, CHAIRING, command.council)
    if isinstance(state, Session):
        raise AlreadyExists(
            "Phiên họp này đã được triệu tập.",
            todo="Hãy mở phiên họp đã có; bổ sung hồ sơ thì bổ sung chương trình.",
        )
    if len(set(command.agenda)) != len(command.agenda):
        raise Malformed("Chương trình có hồ sơ ghi hai lần.", todo="Hãy bỏ dòng trùng.")
    require_over(facts.notices, local_day(command.starts_at), facts.rules, facts.calendar)
    if command.in_writing:
        _may_be_written(command, facts)
    elif command.due_at is not None:
        raise Malformed(
            "Chỉ phiên lấy ý kiến bằng văn bản mới có hạn gửi ý kiến.",
            todo="Hãy bỏ trống hạn gửi ý kiến, hoặc chọn lấy ý kiến bằng văn bản.",
        )
    if command.supplements is not None:
        left = facts.elsewhere.get(command.supplements, frozenset())
        if not set(command.agenda) <= left:
            raise NotFound(
                "Có hồ sơ không phải việc còn lại của phiên trước.",
                todo="Phiên bổ sung chỉ nhận hồ sơ phiên trước chưa biểu quyết, hoặc còn được bỏ phiếu thêm vòng.",
            )
    return (
        SessionConvened(
            session=command.session,
            council=command.council,
            starts_at=command.starts_at,
            place=command.place,
            agenda=command.agenda,
            tellers=command.tellers,
            in_writing=command.in_writing or None,
            due_at=command.due_at,
            supplements=command.supplements,
            rounds={line: facts.rounds_before[line] for line in command.agenda if line in facts.rounds_before}
            or None,
        ),
    )


def _may_be_written(command: ConveneSession, facts: SessionFacts) -> None:
    """Refuse a session in writing without a due date, or for an award whose rule wants a meeting."""
    if command.due_at is None or command.due_at <= command.starts_at:
        raise Malformed(
            "Phiên lấy ý kiến bằng văn bản phải có hạn gửi ý kiến, sau ngày gửi phiếu.",
            todo="Hãy ghi hạn gửi ý kiến.",
        )
    day = local_day(command.starts_at)
    for award in dict.fromkeys(told.award for line in command.agenda if (told := facts.lines.get(line))):
        rule = session_rule(facts, day, award)
        if rule is None:
            raise RuleMissing(
                f"Chưa có quy định cho lấy ý kiến bằng văn bản với “{award}”.",
                todo="Hãy họp Hội đồng, hoặc nạp quy chế của Hội đồng (số, điều) bằng `sovang law adopt-overlay`.",
            )
        if not rule.written_session:
            raise WrongMode(
                f"“{award}” phải họp Hội đồng để xét.", basis=rule.basis, todo="Hãy triệu tập phiên họp."
            )


def extend_agenda(session: Session, command: ExtendAgenda, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Add dossiers by a decision of whoever presides, with its reason; those there already add nothing."""
    facts.require(command, CHAIRS, session.council)
    fresh = tuple(line for line in dict.fromkeys(command.lines) if line not in session.agenda)
    if not fresh:
        return ()
    before_minutes(session)
    require_over(facts.notices, session.held_on, facts.rules, facts.calendar)
    return (
        AgendaExtended(
            session=session.session,
            lines=fresh,
            decided_by=PersonId(command.by.who),
            reason=command.reason,
        ),
    )


def give_opinion(session: Session, command: GiveLineOpinion, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Note the standing agency's opinion on a line, until the line is counted."""
    facts.require(command, ("standing_agency",))
    if command.nomination not in session.agenda:
        raise NotFound("Hồ sơ này không có trong chương trình.")
    if command.nomination in session.settled:
        raise WrongState("Hồ sơ này đã có kết quả.", todo="Hãy chọn hồ sơ chưa biểu quyết xong.")
    known = session.standing_opinions.get(command.nomination)
    if known is not None and known.opinion == command.opinion and command.reason is None:
        return ()
    reason = Clear(command.nomination, "evidence", command.reason) if command.reason else None
    return (
        LineOpinionNoted(
            session=session.session, nomination=command.nomination, opinion=command.opinion, reason=reason
        ),
    )


def _in_a_room(session: Session) -> None:
    if session.in_writing:
        raise WrongState(
            "Phiên lấy ý kiến bằng văn bản không điểm danh.", todo="Thành viên gửi ý kiến trong hạn."
        )


def attend(session: Session, command: RecordAttendance, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record who is present, members of that day only."""
    lead(session, command, facts)
    _in_a_room(session)
    strangers = set(command.present) - set(facts.members)
    if strangers:
        raise NotAMember(
            "Có người trong danh sách điểm danh không phải thành viên Hội đồng vào ngày họp.",
            todo="Hãy bỏ người đó; người dự thay thì ghi giấy uỷ quyền.",
        )
    for member in command.represented:
        sent(session, member, command.present)
    if session.present == frozenset(command.present) and session.represented == set(command.represented):
        return ()
    before_minutes(session)
    return (
        AttendanceRecorded(
            session=session.session,
            present=command.present,
            members=len(facts.members),
            represented=command.represented or None,
        ),
    )


def check_in(session: Session, command: CheckIn, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Let a member say that they are there."""
    if command.by.who == command.member and not command.by_proxy:
        seated(session, command, facts)
    else:
        lead(session, command, facts)
    _in_a_room(session)
    if command.member not in facts.members:
        raise NotAMember("Người này không phải thành viên Hội đồng vào ngày họp.")
    before_minutes(session)
    proxy = sent(session, command.member, session.present or ()) if command.by_proxy else None
    if command.member in (session.represented if command.by_proxy else session.present or ()):
        return ()
    return (
        MemberCheckedIn(
            session=session.session, member=command.member, members=len(facts.members), proxy=proxy
        ),
    )


def leave(session: Session, command: LeaveSession, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record that a member leaves, or their proxy; they say so themselves, or whoever leads."""
    if command.by.who == command.member:
        seated(session, command, facts)
    else:
        lead(session, command, facts)
    if command.member not in (session.present or frozenset()) | session.represented:
        return ()
    before_minutes(session)
    return (MemberDeparted(session=session.session, member=command.member),)


def adjourn(session: Session, command: AdjournSession, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Adjourn; a vote that is open must be closed first."""
    lead(session, command, facts)
    if session.adjourned:
        return ()
    before_minutes(session)
    if any(not ballot.closed for ballot in session.ballots.values()):
        raise WrongState("Còn lần biểu quyết chưa đóng.", todo="Hãy đóng biểu quyết rồi tạm hoãn.")
    return (SessionAdjourned(session=session.session, until=command.until, reason=command.reason),)


def resume(session: Session, command: ResumeSession, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Go on with an adjourned meeting."""
    lead(session, command, facts)
    if not session.adjourned:
        return ()
    before_minutes(session)
    return (SessionResumed(session=session.session),)


def sign(session: Session, command: SignMinutes, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Sign minutes once everything is counted, and no second opening of a box contradicts the first."""
    facts.require(command, COUNTING, session.council)
    signed = MinutesSigned(
        session=session.session,
        kind=command.kind,
        number=command.number,
        day=command.signed_on,
        signers=command.signers,
    )
    first = next((known for known in session.minutes if known.kind == command.kind), None)
    if first is not None:
        return _signed_once(first, signed)
    _check_signers(session, command, facts)
    if not session.ballots or any(ballot.tallied is None for ballot in session.ballots.values()):
        raise WrongState(
            "Chưa kiểm phiếu xong nên chưa ký biên bản được.", todo="Hãy đóng biểu quyết và kiểm phiếu."
        )
    nothing_open(session)
    if any(ballot.checks and not ballot.checks[-1].agrees for ballot in session.ballots.values()):
        raise WrongState(
            "Lần mở hòm phiếu đối chiếu cho số khác lần đầu.",
            todo="Hãy mở lại bằng một cặp khác của tổ kiểm phiếu và làm rõ trước khi ký biên bản.",
        )
    return (signed,)


def _check_signers(session: Session, command: SignMinutes, facts: SessionFacts) -> None:
    """Refuse a signer who has no part in what is signed: the minutes of a count are its tellers' own, where it has tellers."""
    of_count = command.kind == "count" and bool(session.tellers)
    known = {*session.tellers} if of_count else {*facts.members, *session.attended, *facts.operators}
    if not known.issuperset(command.signers):
        who = "tổ kiểm phiếu của phiên" if of_count else "thành viên Hội đồng hoặc thư ký phiên họp"
        raise Malformed(
            f"Trong những người ký biên bản có người không phải {who}.",
            todo="Hãy chọn đúng người đã ký bản giấy.",
        )


def _signed_once(first: MinutesSigned, again: MinutesSigned) -> Sequence[SessionEvent]:
    """Refuse other minutes than those that are signed; the same once more adds nothing."""
    if again == first:
        return ()
    which = {"meeting": "Biên bản họp", "count": "Biên bản kiểm phiếu"}[first.kind]
    number = f" số {first.number}" if first.number else ""
    raise AlreadyExists(
        f"{which} của phiên này đã ký ngày {first.day:%d/%m/%Y}{number}; mỗi phiên một biên bản mỗi loại.",
        todo="Biên bản đã ký không thay được; sai sót thì lập văn bản đính chính, việc còn lại thì triệu tập phiên bổ sung.",
    )
