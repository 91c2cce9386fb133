"""Sealed slips: tellers and their keys, the box, slips put into it, its opening by two of three, its removal.

Nothing here sees a choice after it was checked: the slip is encrypted at the edge, the log holds who has voted.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.law.rows import Retention
from domain.refusal import (
    AlreadyExists,
    DeadlinePassed,
    Malformed,
    NotAuthorised,
    NotFound,
    RuleMissing,
    WrongState,
)
from domain.session.ballots import ballot_of, box_ready, complete, filled, going_on, still_open
from domain.session.commands import (
    CastSealedBallot,
    GiveTellerKey,
    NameTellers,
    PrepareBox,
    RecordOpening,
    RemoveBallots,
    ReplaceTeller,
    RewrapBox,
)
from domain.session.facts import (
    BoxNotReady,
    ConflictOfInterest,
    NotAMember,
    SessionFacts,
    WrongMode,
    lead,
    may_vote,
    mode_of,
    seated,
)
from domain.session.interests import confirmed
from domain.session.states import Ballot, Session
from domain.session.tally import slips_of, tally_all
from events.base import NominationId, PersonId, SubjectId
from events.session import (
    BallotReceived,
    BallotsRemoved,
    BallotTallied,
    BoxOpened,
    BoxOpenedAgain,
    BoxPrepared,
    BoxRewrapped,
    SessionEvent,
    TellerKeyRegistered,
    TellerReplaced,
    TellersNamed,
)

TELLERS = 3
KEPT = "phieu_kin"
"""The file that the retention rule of sealed slips is about."""


def _may_tell(session: Session, tellers: Sequence[PersonId], facts: SessionFacts) -> None:
    """Refuse tellers who are nominees, or who operate the ledger or the council's papers."""
    nominees = {facts.lines[line].subject for line in session.agenda if line in facts.lines}
    if nominees & {SubjectId(teller) for teller in tellers}:
        raise ConflictOfInterest(
            "Người được đề nghị khen thưởng không làm tổ kiểm phiếu.", todo="Hãy chọn người khác."
        )
    if facts.operators & set(tellers):
        raise ConflictOfInterest(
            "Người vận hành sổ hoặc điều hành Hội đồng không làm tổ kiểm phiếu.", todo="Hãy chọn người khác."
        )


def name_tellers(session: Session, command: NameTellers, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Confirm the tellers; once the box is made they change only by replacement."""
    lead(session, command, facts)
    _may_tell(session, command.tellers, facts)
    if len(set(command.tellers)) != len(command.tellers):
        raise Malformed("Tổ kiểm phiếu có người ghi hai lần.", todo="Hãy chọn mỗi người một lần.")
    if session.box is not None and set(command.tellers) != set(session.tellers):
        raise WrongState(
            "Hòm phiếu đã lập với tổ kiểm phiếu khác.", todo="Hãy ghi việc thay từng thành viên."
        )
    return (TellersNamed(session=session.session, tellers=command.tellers),)


def replace_teller(session: Session, command: ReplaceTeller, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Put somebody else in a teller's place; the box stays shut until the key is shared anew."""
    lead(session, command, facts)
    if command.new in session.tellers and command.old not in session.tellers:
        return ()
    if command.old not in session.tellers:
        raise NotFound(
            "Người này không ở trong tổ kiểm phiếu.",
            todo="Hãy chọn người có tên trong tổ kiểm phiếu của phiên.",
        )
    if command.new in session.tellers:
        raise AlreadyExists("Người thay thế đã ở trong tổ kiểm phiếu.", todo="Hãy chọn người khác.")
    _may_tell(session, (command.new,), facts)
    return (TellerReplaced(session=session.session, old=command.old, new=command.new, reason=command.reason),)


def give_key(session: Session, command: GiveTellerKey, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Take a teller's public key, from the teller alone."""
    facts.require(command, ("teller",), session.council)
    if command.by.who != command.teller or command.teller not in session.tellers:
        raise NotAuthorised("Khoá công khai do chính thành viên tổ kiểm phiếu của phiên nộp.")
    if session.teller_keys.get(command.teller) == command.key:
        return ()
    if session.box is not None and command.teller in session.box.tellers:
        raise WrongState(
            "Hòm phiếu đã lập với khoá trước của người này.", todo="Hãy thay thành viên tổ kiểm phiếu."
        )
    return (TellerKeyRegistered(session=session.session, teller=command.teller, key=command.key),)


def prepare_box(session: Session, command: PrepareBox, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Make the box once three tellers have handed in their keys."""
    if command.by.role == "standing_agency":
        facts.require(command, ("standing_agency",))
    else:
        lead(session, command, facts)
    if session.box is not None:
        return ()
    _all_keys(session)
    if facts.box is None:
        raise BoxNotReady("Chưa tạo được khoá của phiên.")
    return (BoxPrepared(session=session.session, key=facts.box.key, tellers=session.tellers),)


def _all_keys(session: Session) -> None:
    have = [teller for teller in session.tellers if teller in session.teller_keys]
    if len(session.tellers) != TELLERS or len(have) != TELLERS:
        raise BoxNotReady(
            f"Hòm phiếu kín cần {TELLERS} thành viên tổ kiểm phiếu đã nộp khoá; hiện có {len(have)}.",
            todo="Mỗi thành viên tạo khoá ở trang tổ kiểm phiếu của phiên, hoặc bằng `sovang session teller-key`, rồi nộp khoá công khai.",
        )


def rewrap_box(session: Session, command: RewrapBox, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record that the key is shared with the tellers of now."""
    facts.require(command, ("teller",), session.council)
    if session.box is None:
        raise BoxNotReady("Chưa lập hòm phiếu.")
    if box_ready(session):
        return ()
    _openers(session.box.tellers, command.openers)
    _all_keys(session)
    return (BoxRewrapped(session=session.session, tellers=session.tellers, openers=command.openers),)


def _openers(tellers: Sequence[PersonId], openers: Sequence[PersonId]) -> None:
    if len(set(openers)) != len(openers) or not set(openers) <= set(tellers):
        raise NotAuthorised(
            "Hòm phiếu do hai thành viên khác nhau của tổ kiểm phiếu cùng mở.",
            todo="Hãy chọn hai người khác nhau trong tổ kiểm phiếu.",
        )


def lines_of(session: Session, ballot: str | None, facts: SessionFacts) -> tuple[NominationId, ...]:
    """Give the lines of a slip: those of a vote; from afar all that are still to be voted on in secret."""
    if ballot is not None:
        return ballot_of(session, ballot).lines
    return tuple(line for line in session.to_be_counted if mode_of(session, line, facts) == "sealed")


def receive_slip(session: Session, command: CastSealedBallot, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Let a member put a slip into the box: at the meeting for an open vote, or before it on all sealed lines."""
    seated(session, command, facts)
    if command.by.who != command.member:
        raise NotAuthorised(
            "Phiếu kín do chính thành viên bỏ, không ai bỏ thay.",
            todo="Hãy để thành viên đăng nhập, hoặc vào bằng thẻ phiên họp, rồi tự bỏ phiếu.",
        )
    if command.member not in facts.members:
        raise NotAMember("Người này không phải thành viên Hội đồng vào ngày họp.")
    if session.box is None or facts.tracker is None:
        raise BoxNotReady(
            "Hòm phiếu kín chưa lập.", todo="Hãy chờ tổ kiểm phiếu nộp khoá và thư ký lập hòm phiếu."
        )
    if command.ballot is None:
        _before(session, command, facts)
    else:
        _at_the_meeting(session, command, ballot_of(session, command.ballot))
    confirmed(session, command.member)
    listed = set(lines_of(session, command.ballot, facts))
    allowed = may_vote(session, command.member, listed, facts)
    complete(filled(command.choices, command.rest, allowed), allowed, listed)
    return (
        BallotReceived(
            session=session.session, ballot=command.ballot, member=command.member, tracker=facts.tracker
        ),
    )


def _before(session: Session, command: CastSealedBallot, facts: SessionFacts) -> None:
    if closed_from_afar(session, facts):
        raise WrongState(
            "Đã đóng bỏ phiếu kín nên phiếu này không được tính.",
            todo="Hãy hỏi thư ký Hội đồng; kết quả không đổi sau khi đóng.",
        )
    if command.member in (session.present or ()):
        raise WrongState(
            "Thành viên có mặt thì bỏ phiếu tại phiên họp.", todo="Hãy chọn lần bỏ phiếu đang mở."
        )
    if session.due_at is not None and command.at >= session.due_at:
        raise DeadlinePassed(
            "Đã hết hạn gửi phiếu nên phiếu này không được tính.",
            todo="Hãy hỏi thư ký Hội đồng: hồ sơ thiếu phiếu được xét ở phiên bổ sung.",
        )


def closed_from_afar(session: Session, facts: SessionFacts) -> bool:
    """Say whether slips from afar come too late: once a sealed vote is closed, but for lines voted on once more."""
    closed = [one for one in session.ballots.values() if one.mode == "sealed" and one.closed]
    again = set(lines_of(session, None, facts)) & set(session.standing)
    return bool(closed) and (not again or any(one.tallied is None for one in closed))


def _at_the_meeting(session: Session, command: CastSealedBallot, ballot: Ballot) -> None:
    if ballot.mode != "sealed":
        raise WrongMode("Lần biểu quyết này không bỏ phiếu kín.")
    still_open(ballot)
    going_on(session)
    if session.in_writing or command.member not in (session.present or ()):
        raise NotAMember(
            "Chỉ thành viên có mặt bỏ phiếu tại phiên họp.",
            todo="Thành viên vắng mặt bỏ phiếu kín trước phiên họp.",
        )


def record_opening(session: Session, command: RecordOpening, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Record what two tellers found: at first the count itself, later whether another pair finds the same."""
    facts.require(command, ("teller",), session.council)
    ballot = ballot_of(session, command.ballot)
    if ballot.mode != "sealed" or session.box is None:
        raise WrongMode("Lần biểu quyết này không bỏ phiếu kín.")
    if not ballot.closed:
        raise WrongState(
            "Chưa đóng bỏ phiếu nên hòm phiếu chưa mở được; không có kết quả từng phần.",
            todo="Hãy đóng bỏ phiếu trước.",
        )
    _openers(session.box.tellers, command.openers)
    if command.by.who not in command.openers:
        raise NotAuthorised(
            "Hòm phiếu do hai thành viên khác nhau của tổ kiểm phiếu cùng mở.",
            todo="Hãy chọn hai người khác nhau trong tổ kiểm phiếu.",
        )
    if ballot.opened is not None:
        return _again(session, ballot, command)
    slips = slips_of(session, ballot, facts)
    _adds_up(ballot, command, {line: len(counted) for line, counted in slips.items()})
    opened = BoxOpened(
        session=session.session,
        ballot=command.ballot,
        openers=command.openers,
        slips=len({tracker for counted in slips.values() for tracker in counted.values()}),
        lines=command.sums,
    )
    lines = tally_all(session, replace(ballot, opened=opened), facts)
    return (opened, BallotTallied(session=session.session, ballot=command.ballot, lines=lines))


def _adds_up(ballot: Ballot, command: RecordOpening, slips: dict[NominationId, int]) -> None:
    """Refuse sums that are not those of the slips on the roll."""
    said = {
        one.nomination: one.votes_for + one.votes_against + one.abstained + one.invalid
        for one in command.sums
    }
    if set(said) != set(ballot.lines) or any(said[line] != slips[line] for line in ballot.lines):
        raise Malformed("Số phiếu trong hòm không khớp danh sách thành viên đã bỏ phiếu.")


def _again(session: Session, ballot: Ballot, command: RecordOpening) -> Sequence[SessionEvent]:
    first = [ballot.opened.openers] if ballot.opened else []
    if set(command.openers) in [set(pair) for pair in (*first, *(check.openers for check in ballot.checks))]:
        return ()
    agrees = ballot.opened is not None and ballot.opened.lines == command.sums
    return (
        BoxOpenedAgain(
            session=session.session, ballot=command.ballot, openers=command.openers, agrees=agrees
        ),
    )


def remove_ballots(session: Session, command: RemoveBallots, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Remove key and slips once the time that the rule sets is over; the roll, the sums and the hashes stay.

    A session whose lines all went on has no minutes to wait for: its slips are never opened, and kept as long as others.
    """
    facts.require(command, ("standing_agency", "archivist"))
    if session.removed:
        return ()
    if session.box is None:
        raise NotFound("Phiên này không có hòm phiếu kín.", todo="Hãy xem cách biểu quyết ở trang phiên họp.")
    if not (session.minutes or session.gone_on):
        raise WrongState("Biên bản chưa ký nên chưa huỷ phiếu được.", todo="Hãy ký biên bản trước.")
    rule = facts.rules.one(Retention, session.held_on, file=KEPT)
    if rule is None:
        raise RuleMissing(
            "Chưa có quy định về thời hạn giữ phiếu kín.",
            todo="Hãy nạp quy chế của Hội đồng (số, điều) bằng `sovang law adopt-overlay`.",
        )
    until = kept_until(session.held_on, rule)
    if until is None or command.legal_day <= until:
        when = f"đến hết ngày {until:%d/%m/%Y}" if until else "vĩnh viễn"
        raise WrongState(f"Phiếu kín phải giữ {when}.")
    return (
        BallotsRemoved(session=session.session, slips=len(session.slips), kept_until=until, basis=rule.basis),
    )


def kept_until(held_on: date, rule: Retention) -> date | None:
    """Give the last day on which slips are kept; None for ever."""
    if rule.years is None and rule.days is None:
        return None
    year = held_on.year + (rule.years or 0)
    leap = (held_on.month, held_on.day) == (2, 29)
    day = date(year, 2, 28) if leap else held_on.replace(year=year)
    return day + timedelta(days=rule.days or 0)
