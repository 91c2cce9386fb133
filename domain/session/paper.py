"""Paper slips: what the tellers counted, held against itself; the record says that it proves less than a box."""

from collections.abc import Sequence

from domain.refusal import Malformed, WrongState
from domain.session.ballots import ballot_of
from domain.session.commands import CountPaperBallots
from domain.session.facts import SessionFacts, WrongMode, ground_of
from domain.session.states import Session
from domain.session.tally import there
from events.session import PaperBallotsCounted, SessionEvent


def count_paper(session: Session, command: CountPaperBallots, facts: SessionFacts) -> Sequence[SessionEvent]:
    """Enter the slips of a closed vote; until the count, a corrected entry replaces it."""
    facts.require(command, ("teller",), session.council)
    ballot = ballot_of(session, command.ballot)
    if ballot.mode != "paper":
        raise WrongMode("Lần biểu quyết này không dùng phiếu giấy.")
    if not ballot.closed:
        raise WrongState("Chưa đóng biểu quyết nên chưa kiểm phiếu được.", todo="Hãy đóng biểu quyết trước.")
    counted = PaperBallotsCounted(
        session=session.session,
        ballot=command.ballot,
        given_out=command.given_out,
        returned=command.returned,
        valid=command.valid,
        invalid=command.invalid,
        lines=command.lines,
        tellers=session.tellers,
        scan=command.scan,
    )
    if ballot.paper == counted:
        return ()
    if ballot.tallied is not None:
        raise WrongState(
            "Đã có kết quả kiểm phiếu nên không nhập lại được.",
            todo="Có sai sót thì lập văn bản đính chính kèm biên bản kiểm phiếu.",
        )
    voters = there(session, ballot)
    if {one.nomination for one in counted.lines} != set(ballot.lines) or len(counted.lines) != len(
        ballot.lines
    ):
        raise Malformed(
            "Số phiếu phải nêu đúng một lần cho mỗi hồ sơ của lần biểu quyết.",
            todo="Hãy ghi đủ các hồ sơ, mỗi hồ sơ một dòng.",
        )
    if counted.given_out > len(voters):
        raise Malformed(f"Phát ra {counted.given_out} phiếu nhưng chỉ có {len(voters)} thành viên có mặt.")
    if counted.returned > counted.given_out:
        raise Malformed(f"Thu về {counted.returned} phiếu, nhiều hơn {counted.given_out} phiếu phát ra.")
    if counted.valid + counted.invalid != counted.returned:
        raise Malformed(
            f"{counted.valid} phiếu hợp lệ và {counted.invalid} phiếu không hợp lệ không bằng"
            f" {counted.returned} phiếu thu về."
        )
    for one in counted.lines:
        said = one.votes_for + one.votes_against + one.abstained + one.invalid
        silent = sum(ground_of(session, member, one.nomination, facts) is not None for member in voters)
        if not counted.valid - silent <= said <= counted.valid:
            raise Malformed(
                f"Một hồ sơ có {said} ý kiến trong khi có {counted.valid} phiếu hợp lệ,"
                f" trong đó {silent} thành viên không biểu quyết hồ sơ này."
            )
    return (counted,)
