"""The commands that bring about what the facts say, as far as the product's rules let one ask for it."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from benchmarks import facts
from benchmarks.contender_sovang import stream_name
from benchmarks.life import AWARDS
from benchmarks.workload import Act
from domain.decider import Command, Said
from domain.fund import PayList
from domain.nomination import commands as nomination
from domain.submission.commands import ForwardList, ReceiveSubmission
from events import base
from events.envelope import By
from events.fund import PaymentLine
from events.judgement import Tally
from events.submission import Line, Paper

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
OFFICE, UNIT = base.UnitId("unit-bench"), base.UnitId("unit-thon")
CLERK, STAFF = base.PersonId("person-clerk"), base.PersonId("person-staff")
YEARS = {award: told for told, (award, _) in enumerate(AWARDS, 2023)}
"""Every dossier of a subject is here for the same award, so each is for a year of its own."""
FUNDS = 40
"""Years that have a fund, so that no fund has many lists."""


def said(who: str, role: str | None) -> Said:
    """Say it now."""
    return Said(at=NOW, by=By(who, role, auth="session"), late_reason=None)


CLERK_SAID, STAFF_SAID = said(CLERK, "clerk"), said(STAFF, "standing_agency")
PAID, REACTED = said(STAFF, "accountant"), said("system:reactor", None)


def _paper(paper: facts.Paper) -> Paper:
    return Paper(kind=paper.kind, number=paper.number, day=paper.day, issuer=paper.issuer)


def command_of(act: Act) -> Command:
    """Ask for what the fact says, as far as the rules let one ask."""
    told: Any = act.fact
    dossier = base.NominationId(stream_name(act.stream))
    match told:
        case facts.Drafted():
            return nomination.DraftNomination(
                nomination=dossier,
                subject=base.SubjectId(told.subject),
                subject_kind="person",
                award="GK",
                stated_kind="form",
                merit="cong_trang",
                award_year=YEARS[told.award],
                unit=UNIT,
                achievement=told.achievement,
                papers=tuple(map(_paper, told.papers)),
                **CLERK_SAID,
            )
        case facts.EvidenceAttached():
            return nomination.AttachEvidence(nomination=dossier, paper=_paper(told.paper), **CLERK_SAID)
        case facts.Submitted():
            return ReceiveSubmission(
                submission=base.SubmissionId(told.submission),
                unit=UNIT,
                lines=(Line(nomination=dossier, votes_for=9, votes_of=10),),
                papers=(Paper(kind="to_trinh"), Paper(kind="bien_ban")),
                **CLERK_SAID,
            )
        case facts.Assessed():
            return nomination.AssessNomination(nomination=dossier, **REACTED)
        case facts.Verified():
            return nomination.VerifyDossier(nomination=dossier, department=OFFICE, on=told.on, **STAFF_SAID)
        case facts.Published():
            return nomination.PublishNomination(
                nomination=dossier,
                first_day=told.first_day,
                last_day=told.last_day,
                where=told.where,
                **STAFF_SAID,
            )
        case facts.PutToCouncil():
            return nomination.BringToCouncil(
                nomination=dossier, session=base.SessionId(told.session), **REACTED
            )
        case facts.Recommended():
            tally = Tally.model_validate(msgspec.to_builtins(told.tally))
            return nomination.RecordAdvice(
                nomination=dossier, session=base.SessionId(told.session), tally=tally, **REACTED
            )
        case facts.Forwarded():
            return ForwardList(
                submission=base.SubmissionId(told.submission),
                from_unit=OFFICE,
                to_unit=OFFICE,
                signed_on=NOW.date(),
                nominations=(dossier,),
                **REACTED,
            )
        case facts.Decided():
            return nomination.DecideAward(
                nomination=dossier,
                decision=base.DecisionId(told.decision),
                authority=OFFICE,
                on=NOW.date(),
                **REACTED,
            )
        case facts.Presented():
            return nomination.PresentAward(
                nomination=dossier,
                how="in_person",
                on=told.on,
                ceremony=base.CeremonyId(told.ceremony),
                **STAFF_SAID,
            )
        case facts.Paid():
            return PayList(
                unit=OFFICE,
                year=act.stream.int % FUNDS,
                payment_list=f"DS-{act.stream}",
                lines=(PaymentLine(nomination=dossier, amount=told.amount),),
                on=told.on,
                **PAID,
            )
        case _:
            raise TypeError(type(told).__name__)
