"""The rules of a set and of a list at a glance: which command goes where."""

from collections.abc import Sequence
from typing import assert_never

from domain.decider import Decider, existing
from domain.refusal import NotFound
from domain.submission import intake, lists, whole
from domain.submission.commands import (
    AcknowledgeReceipt,
    AttachSetPaper,
    DraftSubmission,
    ForwardList,
    HandInAgain,
    ReceiveSubmission,
    ReturnSubmission,
    SubmissionCommand,
    SupplySubmission,
    WithdrawSubmission,
)
from domain.submission.facts import MISSING, SubmissionFacts
from domain.submission.states import Drafting, Forwarded, NoSubmission, State, Submission, Withdrawn, evolve
from events.submission import SubmissionEvent


def decide(state: State, command: SubmissionCommand, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    """Decide what happens to a set or a list."""
    match command:
        case DraftSubmission():
            return intake.draft(state, command, facts)
        case ReceiveSubmission():
            return intake.receive(state, command, facts)
        case SupplySubmission():
            return intake.supply(existing(state, Submission, MISSING), command, facts)
        case AttachSetPaper():
            return intake.attach(_at_hand(state), command, facts)
        case ReturnSubmission():
            return whole.return_(existing(state, Submission, MISSING), command, facts)
        case HandInAgain():
            return whole.hand_in_again(existing(state, Submission, MISSING), command, facts)
        case WithdrawSubmission():
            return () if isinstance(state, Withdrawn) else whole.withdraw(_at_hand(state), command, facts)
        case ForwardList():
            return lists.forward(state, command, facts)
        case AcknowledgeReceipt():
            return lists.acknowledge(existing(state, Forwarded, MISSING), command, facts)
        case _:
            assert_never(command)


def _at_hand(state: State) -> Drafting | Submission:
    if isinstance(state, Drafting | Submission):
        return state
    raise NotFound(MISSING)


DECIDER: Decider[State, SubmissionCommand, SubmissionEvent, SubmissionFacts] = Decider(
    "submission", NoSubmission(), decide, evolve
)
