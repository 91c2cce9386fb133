"""The dossier's rules at a glance: which command goes where."""

from collections.abc import Sequence
from typing import assert_never

from domain.decider import Decider
from domain.nomination import award, intake, judging, progress, revocation, verification
from domain.nomination.commands import (
    AnswerComment,
    ApplyFavourableRule,
    AskVerification,
    AssessNomination,
    AttachEvidence,
    BringToCouncil,
    DecideAward,
    DraftNomination,
    ExemptNomination,
    FlagDouble,
    ForwardNomination,
    NominationCommand,
    NoteNomination,
    PresentAward,
    PublishNomination,
    ReceiveComment,
    RecheckNomination,
    RecordAdvice,
    RecordBonusPaid,
    RecordBonusRecovered,
    RecordRejudgement,
    RecoverObject,
    RefuseNomination,
    RequestRejudgement,
    ResubmitNomination,
    ReturnNomination,
    RevokeAward,
    SubmitNomination,
    TakeUpNomination,
    VerifyDossier,
    WithdrawNomination,
)
from domain.nomination.evolution import evolve
from domain.nomination.facts import NominationFacts
from domain.nomination.states import NoNomination, State
from events.nomination import NominationEvent


def decide(state: State, command: NominationCommand, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Decide what happens to a dossier."""
    match command:
        case DraftNomination():
            return intake.draft(state, command, facts)
        case AttachEvidence():
            return intake.attach(state, command, facts)
        case SubmitNomination():
            return intake.submit(state, command, facts)
        case ResubmitNomination():
            return intake.resubmit(state, command, facts)
        case WithdrawNomination():
            return intake.withdraw(state, command, facts)
        case (
            AssessNomination()
            | ApplyFavourableRule()
            | ExemptNomination()
            | RecheckNomination()
            | FlagDouble()
        ):
            return judging.judge(state, command, facts)
        case NoteNomination():
            return intake.note(state, command, facts)
        case ReturnNomination() | AskVerification() | VerifyDossier():
            return verification.decide(state, command, facts)
        case PublishNomination():
            return progress.publish(state, command, facts)
        case ReceiveComment():
            return progress.receive_comment(state, command, facts)
        case AnswerComment():
            return progress.answer_comment(state, command, facts)
        case BringToCouncil():
            return progress.bring_to_council(state, command, facts)
        case RecordAdvice():
            return progress.record_advice(state, command, facts)
        case ForwardNomination():
            return progress.forward(state, command, facts)
        case TakeUpNomination():
            return progress.take_up(state, command, facts)
        case DecideAward() | RefuseNomination() | PresentAward() | RecordBonusPaid():
            return award.decide(state, command, facts)
        case (
            RevokeAward()
            | RecoverObject()
            | RecordBonusRecovered()
            | RequestRejudgement()
            | RecordRejudgement()
        ):
            return revocation.decide(state, command, facts)
        case _:
            assert_never(command)


DECIDER: Decider[State, NominationCommand, NominationEvent, NominationFacts] = Decider(
    "nomination", NoNomination(), decide, evolve
)
