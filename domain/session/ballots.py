"""A vote: opened on a quorum in the mode the rules name, cast, closed, and counted in whole votes."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from domain.law.missing import missing
from domain.law.rows import BallotMode
from domain.refusal import AlreadyExists, DeadlinePassed, Malformed, NotFound, WrongState
from domain.session.commands import CastVote, CloseBallot, OpenBallot, ReceiveWrittenOpinion, TallyBallot
from domain.session.facts import (
    CHAIRING,
    CHAIRS,
    BoxNotReady,
    ConflictOfInterest,
    NotAMember,
    QuorumNotMet,
    SessionFacts,
    WrongMode,
    before_minutes,
    ground_of,
    lead,
    may_vote,
    mode_of,
    seated,
)
from domain.session.interests import confirmed
from domain.session.quorum import Headcount, headcount, quorum
from domain.session.rounds import round_of
from domain.session.states import Ballot, Session
from domain.session.tally import tally_all, there
from events.base import NominationId, PersonId
from events.session import (
    BallotClosed,
    BallotOpened,
    BallotTallied,
    Mark,
    Mode,
    SessionEvent,
    VoteCast,
    WrittenOpinionReceived,
)

M = TypeVar("M", bound=Mark)
MODES: Mapping[Mode, str] = {"named": "công khai", "paper": "phiếu giấy", "sealed": "phiếu kín"}


def going_on(session: Session) -> None:
    """Refuse while the meeting is adjourned."""
    if session.adjourned:
        raise WrongState("Phiên họp đang tạm hoãn.", todo="Hãy ghi việc họp tiếp và điểm danh lại.")


def open_ballot(session: Session, command: OpenBallot, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Open a vote when enough members attend; a line is voted on once, and once more where the rules say so."""
    lead(session, command, facts)
    before_minutes(session)
    going_on(session)
    if command.ballot in session.ballots:
        raise AlreadyExists(
            "Lần biểu quyết này đã mở.", todo="Hãy mở trang phiên họp; các thành viên bỏ phiếu được ngay."
        )
    _lines_free(session, command, facts)
    mode = _one_mode(session, command.lines, facts)
    presiding = _presiding(session, command, facts)
    heads = headcount(session, command.lines, facts)
    if not session.in_writing and not heads.met:
        raise _too_few(heads, facts)
    return (
        BallotOpened(
            session=session.session,
            ballot=command.ballot,
            lines=command.lines,
            present=heads.present,
            members=len(facts.members),
            quorum=heads.needed,
            mode=None if mode == "named" else mode,
            presiding=presiding,
            round=_round(session, command.lines),
            represented=heads.represented or None,
            wrote=heads.wrote or None,
            counted=heads.counted if heads.counted != heads.present else None,
            quorum_basis=heads.basis,
        ),
    )


def _too_few(heads: Headcount, facts: SessionFacts) -> QuorumNotMet:
    """Say who is there, who is not counted though somebody came for them, and what is needed."""
    there = [f"{heads.present} trên {len(facts.members)} thành viên dự họp"]
    if heads.represented:
        there.append(f"{heads.represented} thành viên có người dự thay {heads.of_the_represented}")
    if heads.wrote:
        there.append(f"{heads.wrote} thành viên vắng mặt đã gửi ý kiến được tính")
    return QuorumNotMet(
        f"Có {', '.join(there)}; cần ít nhất {heads.needed}.",
        basis=heads.basis,
        todo="Hãy chờ đủ thành viên, hoặc hoãn phiên họp.",
    )


def _round(session: Session, lines: Sequence[NominationId]) -> int | None:
    """Give which round a vote is; None for the first. The lines of a vote are all in the same one."""
    rounds = {round_of(session, line) for line in lines}
    if len(rounds) > 1:
        raise WrongMode(
            "Có hồ sơ bỏ phiếu lần đầu và hồ sơ bỏ phiếu lại.",
            todo="Hãy tách thành các lần biểu quyết riêng.",
        )
    (number,) = rounds
    return number if number > 1 else None


def _lines_free(session: Session, command: OpenBallot, facts: SessionFacts) -> None:
    """Refuse a line that is not on the agenda, was put to a vote before, or went on to another session."""
    if len(set(command.lines)) != len(command.lines):
        raise Malformed("Có hồ sơ ghi hai lần.")
    unknown = set(command.lines) - set(session.agenda)
    if unknown:
        raise NotFound(
            "Có hồ sơ không nằm trong chương trình họp.",
            todo="Hãy bổ sung hồ sơ vào chương trình trước, hoặc bỏ ra.",
        )
    if set(command.lines) - set(session.open_to_vote):
        raise AlreadyExists(
            "Có hồ sơ đã được biểu quyết ở lần khác.", todo="Hãy bỏ hồ sơ đó khỏi lần biểu quyết này."
        )
    moved = [told for line in command.lines if (told := facts.lines.get(line)) and told.moved]
    if moved:
        raise WrongState(
            "Có hồ sơ đã chuyển sang phiên bổ sung.", todo="Hãy biểu quyết hồ sơ đó ở phiên bổ sung."
        )


def _one_mode(session: Session, lines: Sequence[NominationId], facts: SessionFacts) -> Mode:
    modes = {line: mode_of(session, line, facts) for line in lines}
    for line, mode in modes.items():
        if mode is None:
            award = facts.lines[line].award if line in facts.lines else None
            raise missing(facts.rules, BallotMode, session.held_on, award=award)
    found = {mode for mode in modes.values() if mode is not None}
    if len(found) > 1:
        words = ", ".join(sorted(MODES[mode] for mode in found))
        raise WrongMode(
            f"Một lần biểu quyết chỉ theo một hình thức, ở đây có: {words}.",
            todo="Hãy tách thành các lần biểu quyết riêng.",
        )
    (mode,) = found
    if mode == "sealed" and not box_ready(session):
        raise BoxNotReady(
            "Hồ sơ này bỏ phiếu kín nhưng hòm phiếu chưa lập xong.",
            todo="Ba thành viên tổ kiểm phiếu nộp khoá, được xác nhận tại phiên họp, rồi lập hòm phiếu.",
        )
    if mode == "paper" and session.in_writing:
        raise WrongMode("Phiếu giấy cần phiên họp.", todo="Hãy triệu tập phiên họp cho hồ sơ này.")
    return mode


def box_ready(session: Session) -> bool:
    """Say whether sealed slips can be counted: the tellers who share the key are the session's tellers."""
    return session.box is not None and set(session.box.tellers) == set(session.tellers)


def _presiding(session: Session, command: OpenBallot, facts: SessionFacts) -> PersonId | None:
    """Give who leads this vote; the chair does not lead a vote on the own dossier."""
    named = command.presiding
    if named is None and command.by.role in CHAIRS:
        named = PersonId(command.by.who)
    if named is None:
        named = next((person for person, seat in facts.seats.items() if seat == "chair"), None)
    elif facts.seats and facts.seats.get(named) not in ("chair", "vice_chair"):
        raise NotAMember(
            "Người chủ trì phải là Chủ tịch hoặc Phó Chủ tịch Hội đồng.",
            todo="Hãy chọn Chủ tịch hoặc một Phó Chủ tịch.",
        )
    if named is not None:
        not_own(session, named, command.lines, facts)
    return named


def not_own(session: Session, leader: PersonId, lines: Sequence[NominationId], facts: SessionFacts) -> None:
    """Refuse somebody who leads a vote on a dossier that they are out for."""
    if any(ground_of(session, leader, line, facts) for line in lines):
        raise ConflictOfInterest(
            "Người chủ trì không điều hành biểu quyết hồ sơ của chính mình hoặc hồ sơ đã xin rút.",
            todo="Hãy tách hồ sơ đó ra, để Phó Chủ tịch điều hành.",
        )


def filled(
    choices: Mapping[NominationId, M], rest: M | None, allowed: set[NominationId]
) -> dict[NominationId, M]:
    """Complete choices with what is said of all other lines."""
    others = dict.fromkeys(allowed - set(choices), rest) if rest is not None else {}
    return {**choices, **others}


def complete(
    choices: Mapping[NominationId, M], allowed: set[NominationId], listed: set[NominationId]
) -> None:
    """Refuse a slip on one's own dossier, on a line that is not there, or with lines left out."""
    if set(choices) - listed:
        raise NotFound("Có hồ sơ không thuộc lần biểu quyết này.")
    if set(choices) - allowed:
        raise ConflictOfInterest(
            "Không biểu quyết hồ sơ của chính mình hoặc hồ sơ đã xin rút.",
            todo="Hãy bỏ trống hồ sơ đó, biểu quyết các hồ sơ còn lại.",
        )
    missing = allowed - set(choices)
    if missing:
        raise Malformed(
            f"Còn {len(missing)} hồ sơ chưa chọn ý kiến.", todo="Hãy chọn một ý kiến cho mỗi hồ sơ."
        )


def cast_vote(session: Session, command: CastVote, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Take the vote of a member who is there, or of their proxy, on every line they may vote on; the last one counts."""
    own = command.by.who == command.member
    if own:
        seated(session, command, facts)
    else:
        lead(session, command, facts)
    ballot = ballot_of(session, command.ballot)
    if ballot.mode != "named":
        raise WrongMode(
            f"Lần biểu quyết này là {MODES[ballot.mode]}.", todo="Hãy bỏ phiếu theo hình thức đó."
        )
    still_open(ballot)
    here = command.member in (session.present or ())
    proxy = session.proxies[command.member] if not here and command.member in session.represented else None
    if session.in_writing or not (here or proxy):
        raise NotAMember(
            "Chỉ thành viên có mặt biểu quyết tại phiên họp.",
            todo="Thành viên vắng mặt gửi ý kiến bằng văn bản; người được uỷ quyền thì ghi là đã đến trước đã.",
        )
    if own:
        confirmed(session, command.member)
    listed = set(ballot.lines)
    allowed = may_vote(session, command.member, listed, facts)
    if proxy is not None:
        allowed &= may_vote(session, proxy, listed, facts)
    choices = filled(command.choices, command.rest, allowed)
    complete(choices, allowed, listed)
    before = ballot.votes.get(command.member)
    if before == choices:
        return ()
    return (
        VoteCast(
            session=session.session,
            ballot=command.ballot,
            member=command.member,
            choices=choices,
            replaces=True if before is not None else None,
            proxy=proxy,
        ),
    )


def ballot_of(session: Session, code: str) -> Ballot:
    """Give a vote that was opened."""
    ballot = session.ballots.get(code)
    if ballot is None:
        raise NotFound("Chưa mở lần biểu quyết này.", todo="Hãy chờ người chủ trì mở biểu quyết.")
    return ballot


def still_open(ballot: Ballot) -> None:
    """Refuse what comes after the close."""
    if ballot.closed:
        raise WrongState(
            "Biểu quyết đã đóng nên phiếu này không được tính.",
            todo="Hãy hỏi thư ký Hội đồng; kết quả không đổi sau khi đóng.",
        )


def in_time(session: Session, command: ReceiveWrittenOpinion) -> None:
    """Refuse an opinion that comes after the date of a session in writing."""
    if session.due_at is not None and command.at >= session.due_at:
        raise DeadlinePassed(
            "Đã hết hạn gửi ý kiến bằng văn bản nên phiếu này không được tính.",
            todo="Hãy hỏi thư ký Hội đồng: hồ sơ thiếu phiếu được xét ở phiên bổ sung.",
        )


def receive_opinion(
    session: Session, command: ReceiveWrittenOpinion, facts: SessionFacts
) -> Sequence[SessionEvent]:
    """Take an absent member's written opinion on every line that is not voted on in secret, until the count."""
    facts.require(command, (*CHAIRING, "member"), session.council)
    if command.member not in facts.members:
        raise NotAMember("Người gửi ý kiến không phải thành viên Hội đồng.")
    if command.member in (session.present or ()):
        raise WrongState(
            "Thành viên có mặt thì biểu quyết tại phiên họp.", todo="Hãy bỏ phiếu ở lần biểu quyết đang mở."
        )
    listed = {line for line in session.to_be_counted if mode_of(session, line, facts) != "sealed"}
    late = opinions_closed(session, listed)
    if late is not None:
        raise WrongState(late)
    in_time(session, command)
    secret = {line for line in command.choices if mode_of(session, line, facts) == "sealed"}
    if secret:
        raise WrongMode(
            f"Có {len(secret)} hồ sơ bỏ phiếu kín; ý kiến bằng văn bản có ký tên thì không kín.",
            todo="Hãy bỏ phiếu kín trước phiên họp cho các hồ sơ đó.",
        )
    if command.by.who == command.member:
        confirmed(session, command.member)
    allowed = may_vote(session, command.member, listed, facts)
    choices = filled(command.choices, command.rest, allowed)
    complete(choices, allowed, listed)
    if session.opinions.get(command.member) == choices:
        return ()
    return (
        WrittenOpinionReceived(
            session=session.session,
            member=command.member,
            choices=choices,
            arrived=command.arrived or command.legal_day,
        ),
    )


def opinions_closed(session: Session, listed: set[NominationId]) -> str | None:
    """Say why opinions on these lines come too late; None in time, also for a further round: each takes its own."""
    counted = any(ballot.tallied is not None for ballot in session.ballots.values())
    if counted and not listed & set(session.standing):
        return "Đã kiểm phiếu nên ý kiến này không được tính."
    running = (ballot for ballot in session.ballots.values() if ballot.tallied is None)
    if session.in_writing and any(ballot.closed for ballot in running):
        return "Đã đóng việc lấy ý kiến nên phiếu này không được tính."
    return None


def close_ballot(session: Session, command: CloseBallot, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Close a vote; closing twice is closing once."""
    lead(session, command, facts)
    ballot = ballot_of(session, command.ballot)
    if ballot.closed:
        return ()
    if command.by.role != "secretary":
        not_own(session, PersonId(command.by.who), ballot.lines, facts)
    if session.in_writing:
        _answered(session, command, ballot, facts)
    return (BallotClosed(session=session.session, ballot=command.ballot),)


def _answered(session: Session, command: CloseBallot, ballot: Ballot, facts: SessionFacts) -> None:
    """Refuse to close a session in writing before its date while slips are out, and without enough of them back."""
    back, needed = len(there(session, ballot)), quorum(session, ballot.lines, facts)
    if session.due_at is not None and command.at < session.due_at and back < len(facts.members):
        raise WrongState(f"Chưa đến hạn gửi ý kiến; mới có {back} trên {len(facts.members)} phiếu.")
    if back < needed:
        raise QuorumNotMet(
            f"Có {back} trên {len(facts.members)} phiếu thu về, cần ít nhất {needed}.",
            todo="Hãy triệu tập phiên bổ sung cho các hồ sơ này (mục “Họp bổ sung cho phiên”).",
        )


def tally_ballot(session: Session, command: TallyBallot, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Count a closed vote, line by line."""
    ballot = ballot_of(session, command.ballot)
    if command.by.role == "teller":
        facts.require(command, ("teller",), session.council)
    else:
        lead(session, command, facts)
        if command.by.role != "secretary":
            not_own(session, PersonId(command.by.who), ballot.lines, facts)
    if not ballot.closed:
        raise WrongState("Chưa đóng biểu quyết nên chưa kiểm phiếu được.", todo="Hãy đóng biểu quyết trước.")
    if ballot.tallied is not None:
        return ()
    if ballot.mode == "sealed":
        raise WrongMode("Phiếu kín do hai thành viên tổ kiểm phiếu mở hòm để kiểm.", todo="Hãy mở hòm phiếu.")
    if ballot.mode == "paper" and ballot.paper is None:
        raise WrongState(
            "Tổ kiểm phiếu chưa nhập số phiếu giấy.", todo="Hãy nhập kết quả kiểm phiếu giấy trước."
        )
    lines = tally_all(session, ballot, facts)
    return (BallotTallied(session=session.session, ballot=command.ballot, lines=lines),)
