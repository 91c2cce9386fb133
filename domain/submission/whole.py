"""Acts on a whole set at once: returned, handed in again, withdrawn; each line goes along in the same append."""

from collections.abc import Sequence

from domain.refusal import Malformed, WrongState
from domain.submission.commands import HandInAgain, ReturnSubmission, WithdrawSubmission
from domain.submission.facts import DOSSIERS, SubmissionFacts
from domain.submission.intake import sealed
from domain.submission.states import Drafting, Submission
from events.personal import Clear
from events.submission import (
    SubmissionEvent,
    SubmissionHandedInAgain,
    SubmissionReturned,
    SubmissionWithdrawn,
)

WITH_THE_COUNCIL = "Trong bộ có hồ sơ đã đưa ra Hội đồng."


def return_(
    state: Submission, command: ReturnSubmission, facts: SubmissionFacts
) -> Sequence[SubmissionEvent]:
    """Send back every line that the standing agency has in hand; when all are at the unit already, nothing."""
    facts.require(command, ("standing_agency",))
    if not command.fields:
        raise Malformed(
            "Trả hồ sơ thì phải nêu đúng mục cần sửa.",
            basis=DOSSIERS,
            todo="Hãy chọn các mục đơn vị cần sửa.",
        )
    if facts.frozen:
        raise WrongState(WITH_THE_COUNCIL, todo="Hãy trả từng hồ sơ chưa đưa ra Hội đồng.")
    if not facts.in_hand:
        if facts.at_the_unit:
            return ()
        raise WrongState(
            "Trong bộ không còn hồ sơ nào để trả.", todo="Hãy mở từng hồ sơ để xem đang ở bước nào."
        )
    return (
        SubmissionReturned(
            submission=state.submission,
            nominations=facts.in_hand,
            fields=tuple(dict.fromkeys(command.fields)),
            note=sealed(state, command.note),
        ),
    )


def hand_in_again(
    state: Submission, command: HandInAgain, facts: SubmissionFacts
) -> Sequence[SubmissionEvent]:
    """Hand in every line that is still at the unit."""
    facts.require_unit_or_staff(command, state.unit, basis=DOSSIERS)
    if not facts.at_the_unit:
        return ()
    return (SubmissionHandedInAgain(submission=state.submission, nominations=facts.at_the_unit),)


def withdraw(
    state: Drafting | Submission, command: WithdrawSubmission, facts: SubmissionFacts
) -> Sequence[SubmissionEvent]:
    """Take back every line that can still be taken back; a line the council has keeps the whole set."""
    facts.require_unit_or_staff(command, state.unit, basis=DOSSIERS)
    if facts.frozen:
        raise WrongState(WITH_THE_COUNCIL, todo="Hãy rút từng hồ sơ chưa đưa ra Hội đồng.")
    return (
        SubmissionWithdrawn(
            submission=state.submission,
            nominations=(*facts.in_hand, *facts.at_the_unit),
            reason=Clear(state.submission, "evidence", command.reason),
        ),
    )
