"""Every command there is: its name outside, its class, the kind of stream it concerns, and how that stream is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain import (
    account,
    cancellation,
    ceremony,
    collection,
    consultation,
    council,
    daysoff,
    flow,
    fund,
    household,
    lawbook,
    ledger,
    person,
    policy,
    record,
    registry,
    unit,
)
from domain.cluster import commands as cluster
from domain.cluster.decider import DECIDER as CLUSTER
from domain.decider import Command, Decider
from domain.decision import commands as decision
from domain.decision.decider import DECIDER as DECISION
from domain.letter import commands as letter
from domain.letter.decider import DECIDER as LETTER
from domain.movement import commands as movement
from domain.movement.decider import DECIDER as MOVEMENT
from domain.nomination import commands as nomination
from domain.nomination.decider import DECIDER as NOMINATION
from domain.obligation import commands as obligation
from domain.obligation.decider import DECIDER as OBLIGATION
from domain.session import commands as session
from domain.session.decider import DECIDER as SESSION
from domain.submission import commands as submission
from domain.submission.decider import DECIDER as SUBMISSION

AnyDecider = Decider[Any, Any, Any, Any]

DECIDERS: Mapping[str, AnyDecider] = {
    decider.kind: decider
    for decider in (
        ledger.DECIDER, unit.DECIDER, person.DECIDER, household.DECIDER, lawbook.DECIDER, daysoff.DECIDER, policy.DECIDER,
        record.DECIDER, collection.DECIDER, MOVEMENT, CLUSTER, SUBMISSION, NOMINATION, council.DECIDER, SESSION, DECISION,
        cancellation.DECIDER, consultation.DECIDER, registry.DECIDER, ceremony.DECIDER, fund.DECIDER, OBLIGATION, LETTER,
        flow.DECIDER, account.DECIDER,
    )
}  # fmt: skip
"""The rules of each kind of stream."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a command goes."""

    name: str
    command: type[Command]
    kind: str
    stream: Callable[[Any], str]


def _own(field: str) -> Callable[[Any], str]:
    return lambda command: str(getattr(command, field))


def _routes(kind: str, stream: Callable[[Any], str], **commands: type[Command]) -> list[Route]:
    return [Route(f"{kind}.{verb}", command, kind, stream) for verb, command in commands.items()]


_ALL: list[Route] = [
    *_routes(
        "ledger",
        lambda _: "ledger",
        open=ledger.OpenLedger,
        name_signing_key=ledger.NameSigningKey,
        note_clock_jump=ledger.NoteClockJump,
        take_export=ledger.TakeExport,
    ),
    *_routes(
        "unit",
        _own("unit"),
        establish=unit.EstablishUnit,
        change_contact=unit.ChangeUnitContact,
        close=unit.CloseUnit,
    ),
    *_routes(
        "person",
        _own("person"),
        register=person.RegisterPerson,
        change_contact=person.ChangePersonContact,
        complete_details=person.CompletePersonDetails,
        employ=person.EmployPerson,
        record_death=person.RecordDeath,
        grant_role=person.GrantRole,
        end_role=person.EndRole,
        erase_information=person.EraseInformation,
    ),
    *_routes(
        "account",
        lambda command: f"account-{command.person}",
        open=account.OpenAccount,
        close=account.CloseAccount,
        give_secret=account.GiveSecret,
        withdraw_secret=account.WithdrawSecret,
        sign_in=account.SignIn,
        sign_out=account.SignOut,
        refuse_sign_in=account.RefuseSignIn,
    ),
    *_routes(
        "household",
        _own("household"),
        register=household.RegisterHousehold,
        change=household.ChangeHousehold,
    ),
    *_routes(
        "law",
        lambda _: "law",
        adopt_ruleset=lawbook.AdoptRuleset,
        adopt_overlay=lawbook.AdoptOverlay,
        end_overlay=lawbook.EndOverlay,
    ),
    *_routes(
        "calendar",
        lambda _: "calendar",
        adopt_printed=daysoff.AdoptPrintedCalendar,
        announce_day_off=daysoff.AnnounceDayOff,
        announce_working_day=daysoff.AnnounceWorkingDay,
    ),
    *_routes(
        "policy",
        lambda _: "policy",
        adopt_ladder=policy.AdoptLadder,
        adopt_templates=policy.AdoptTemplates,
        adopt_attachment_rules=policy.AdoptAttachmentRules,
        adopt_verification=policy.AdoptVerification,
    ),
    *_routes(
        "record",
        lambda command: f"record-{command.subject}",
        grading=record.RecordGrading,
        initiative=record.RecogniseInitiative,
        discipline=record.RecordDiscipline,
        situation=record.RecordSituation,
        close_matter=record.CloseMatter,
        absence=record.RecordAbsence,
        past_award=record.RecordPastAward,
    ),
    *_routes(
        "collection",
        _own("collection"),
        call=collection.CallCollection,
        hand_in=collection.HandInCollection,
    ),
    *_routes(
        "movement",
        _own("movement"),
        launch=movement.LaunchMovement,
        schedule_period=movement.SchedulePeriod,
        reschedule=movement.ReschedulePeriod,
        end_period=movement.EndPeriod,
        register_unit=movement.RegisterUnit,
        report_progress=movement.ReportProgress,
        attach_evidence=movement.AttachProgressEvidence,
        hold_review=movement.HoldReview,
        close_results=movement.CloseResults,
        sign_pact=movement.SignPact,
        move_dates=movement.MoveDates,
        answer_parent=movement.AnswerParent,
        join=movement.JoinMovement,
        leave=movement.LeaveMovement,
        approve_registration=movement.ApproveRegistration,
        refuse_registration=movement.RefuseRegistration,
        consolidate_registrations=movement.ConsolidateRegistrations,
        complete_work=movement.CompleteWork,
        entrust_target=movement.EntrustTarget,
        add_targets=movement.AddTargets,
        note_example=movement.NoteExample,
        publish_example=movement.PublishExample,
    ),
    *_routes(
        "cluster",
        _own("cluster"),
        form=cluster.FormCluster,
        change_members=cluster.ChangeMembers,
        name_head=cluster.NameHead,
        sign_pact=cluster.SignClusterPact,
        adopt_scoring=cluster.AdoptScoring,
        score=cluster.ScoreUnit,
        verify_scores=cluster.VerifyScores,
        disqualify=cluster.DisqualifyUnit,
        rank=cluster.RankCluster,
    ),
    *_routes(
        "submission",
        _own("submission"),
        draft=submission.DraftSubmission,
        receive=submission.ReceiveSubmission,
        supply=submission.SupplySubmission,
        attach=submission.AttachSetPaper,
        send_back=submission.ReturnSubmission,
        hand_in_again=submission.HandInAgain,
        withdraw=submission.WithdrawSubmission,
        forward=submission.ForwardList,
        acknowledge=submission.AcknowledgeReceipt,
    ),
    *_routes(
        "nomination",
        _own("nomination"),
        draft=nomination.DraftNomination,
        attach=nomination.AttachEvidence,
        submit=nomination.SubmitNomination,
        resubmit=nomination.ResubmitNomination,
        withdraw=nomination.WithdrawNomination,
        assess=nomination.AssessNomination,
        apply_favourable=nomination.ApplyFavourableRule,
        exempt=nomination.ExemptNomination,
        recheck=nomination.RecheckNomination,
        flag_double=nomination.FlagDouble,
        note=nomination.NoteNomination,
        send_back=nomination.ReturnNomination,
        ask_verification=nomination.AskVerification,
        verify=nomination.VerifyDossier,
        publish=nomination.PublishNomination,
        receive_comment=nomination.ReceiveComment,
        answer_comment=nomination.AnswerComment,
        bring_to_council=nomination.BringToCouncil,
        record_advice=nomination.RecordAdvice,
        forward=nomination.ForwardNomination,
        take_up=nomination.TakeUpNomination,
        decide_award=nomination.DecideAward,
        refuse=nomination.RefuseNomination,
        present=nomination.PresentAward,
        record_bonus_paid=nomination.RecordBonusPaid,
        revoke=nomination.RevokeAward,
        recover_object=nomination.RecoverObject,
        record_bonus_recovered=nomination.RecordBonusRecovered,
        request_rejudgement=nomination.RequestRejudgement,
        record_rejudgement=nomination.RecordRejudgement,
    ),
    *_routes(
        "council",
        _own("council"),
        establish=council.EstablishCouncil,
        appoint=council.AppointMember,
        resign=council.ResignMember,
        replace=council.ReplaceMember,
        adopt_rules=council.AdoptCouncilRules,
        extend_term=council.ExtendTerm,
        dissolve=council.DissolveCouncil,
    ),
    *_routes(
        "session",
        _own("session"),
        convene=session.ConveneSession,
        carry_over=session.CarryOverLines,
        extend_agenda=session.ExtendAgenda,
        give_opinion=session.GiveLineOpinion,
        record_attendance=session.RecordAttendance,
        check_in=session.CheckIn,
        leave=session.LeaveSession,
        adjourn=session.AdjournSession,
        resume=session.ResumeSession,
        confirm_interests=session.ConfirmInterests,
        declare_conflict=session.DeclareConflict,
        authorise_proxy=session.AuthoriseProxy,
        name_tellers=session.NameTellers,
        replace_teller=session.ReplaceTeller,
        give_teller_key=session.GiveTellerKey,
        prepare_box=session.PrepareBox,
        rewrap_box=session.RewrapBox,
        open_ballot=session.OpenBallot,
        cast_vote=session.CastVote,
        cast_sealed=session.CastSealedBallot,
        count_paper=session.CountPaperBallots,
        receive_opinion=session.ReceiveWrittenOpinion,
        close_ballot=session.CloseBallot,
        tally_ballot=session.TallyBallot,
        decide_tie=session.DecideTie,
        end_rounds=session.EndRounds,
        record_opening=session.RecordOpening,
        remove_ballots=session.RemoveBallots,
        sign_minutes=session.SignMinutes,
    ),
    *_routes(
        "decision",
        _own("decision"),
        draft=decision.DraftDecision,
        refuse=decision.RefuseLines,
        sign=decision.SignDecision,
        number=decision.NumberDecision,
        publish=decision.PublishDecision,
        archive=decision.ArchiveDecision,
        record_cancelled=decision.RecordCancelled,
        receive_outside=decision.ReceiveOutsideDecision,
        receive_outside_refusal=decision.ReceiveOutsideRefusal,
    ),
    *_routes(
        "registry", lambda command: f"registry-{command.authority}-{command.year}", enter=registry.EnterAward
    ),
    *_routes(
        "ceremony",
        _own("ceremony"),
        schedule=ceremony.ScheduleCeremony,
        answer=ceremony.AnswerInvitation,
        hold=ceremony.HoldCeremony,
    ),
    *_routes(
        "fund",
        lambda command: f"fund-{command.unit}-{command.year}",
        budget=fund.BudgetFund,
        pay=fund.PayList,
        recover=fund.RecoverMoney,
    ),
    *_routes(
        "consultation",
        _own("consultation"),
        ask=consultation.AskOpinion,
        receive=consultation.ReceiveOpinion,
        record_silence=consultation.RecordSilence,
    ),
    *_routes(
        "cancellation",
        _own("cancellation"),
        open=cancellation.OpenCancellation,
        propose=cancellation.ProposeCancellation,
        record_decided=cancellation.RecordCancellationDecided,
    ),
    *_routes(
        "obligation",
        _own("obligation"),
        open=obligation.OpenObligation,
        reschedule=obligation.RescheduleObligation,
        recount=obligation.RecountObligation,
        acknowledge=obligation.AcknowledgeObligation,
        fulfil=obligation.FulfilObligation,
        remind=obligation.RecordReminder,
        digest=obligation.RecordDigest,
        meet=obligation.MeetObligation,
        lapse=obligation.LapseObligation,
        limit=obligation.LimitObligation,
        record_phone_call=obligation.RecordPhoneCall,
    ),
    *_routes(
        "letter",
        _own("letter"),
        queue=letter.QueueLetter,
        sent=letter.RecordSent,
        deferred=letter.RecordDeferred,
        failed=letter.RecordFailed,
        unknown=letter.RecordUnknown,
        supersede=letter.SupersedeLetter,
        deliver_notice=letter.DeliverNotice,
        hold=letter.HoldLetter,
        release=letter.ReleaseLetter,
        resend=letter.ResendLetter,
        bounced=letter.RecordBounce,
    ),
    *_routes(
        "flow",
        lambda command: f"flow-{command.run}",
        finish=flow.FinishFlow,
        park=flow.ParkFlow,
        retry=flow.RetryFlow,
    ),
]

ROUTES: Mapping[str, Route] = {route.name: route for route in _ALL}
BY_CLASS: Mapping[type[Command], Route] = {route.command: route for route in _ALL}

INTERNAL = frozenset(
    {
        "ledger.open", "ledger.note_clock_jump", "nomination.submit", "nomination.assess", "nomination.ask_verification",
        "nomination.bring_to_council",
        "nomination.record_advice", "nomination.forward", "nomination.take_up",
        "nomination.decide_award", "nomination.refuse",
        "nomination.record_bonus_paid", "nomination.revoke", "nomination.record_bonus_recovered",
        "nomination.request_rejudgement", "decision.record_cancelled", "cancellation.record_decided",
        "session.carry_over", "session.rewrap_box", "session.record_opening",
        "registry.enter", "obligation.remind", "obligation.digest", "obligation.meet", "obligation.limit", "letter.sent", "letter.deferred", "letter.failed",
        "letter.unknown", "letter.bounced", "flow.finish", "flow.park",
        "calendar.adopt_printed", "obligation.recount",
        "account.sign_in", "account.sign_out", "account.refuse_sign_in",
    }
)  # fmt: skip
"""Commands that no person sends: the engine's own, and those that come along with another act."""
