"""One dossier at each step of its life, and those who ask things of it."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.eligibility.case import Case
from domain.nomination.commands import DraftNomination
from domain.nomination.decider import DECIDER
from domain.nomination.facts import NominationFacts
from domain.nomination.states import State
from events.base import (
    CeremonyId,
    DecisionId,
    MovementId,
    NominationId,
    SessionId,
    SubjectId,
    SubmissionId,
    UnitId,
)
from events.judgement import Pin, Reason, Tally
from events.nomination import (
    AwardDecided,
    AwardPresented,
    BonusPaid,
    CommentAnswered,
    CommentReceived,
    DossierVerified,
    EligibilityAssessed,
    EvidenceAttached,
    NominationDeclined,
    NominationDrafted,
    NominationEvent,
    NominationForwarded,
    NominationIneligible,
    NominationPublished,
    NominationRecommended,
    NominationResubmitted,
    NominationReturned,
    NominationSubmitted,
    NominationWithdrawn,
    PutToCouncil,
)
from events.personal import Clear
from events.submission import Paper
from tests.domain.rules import THE_LAW
from tests.spec import HOME, Given, by, every_role, given

DOSSIER = NominationId("nomination-1")
LAN = SubjectId("person-lan")
SCHOOL = UnitId("unit-truong")
PROVINCE = UnitId("unit-tinh")
SET = SubmissionId("submission-1")
SESSION = SessionId("session-1")
DECISION = DecisionId("decision-1")
CEREMONY = CeremonyId("ceremony-1")
MOVEMENT = MovementId("movement-1")
REPORT = Paper(kind="bao_cao", number="07/BC")
DEED = Clear(LAN, "evidence", "Dạy giỏi, tổ chức tổ học nhóm.")
ASKED = (Reason(rule="dossier.bao_cao", verdict="fail", field="bao_cao"),)
FINE = (Reason(rule="ldtt.grading", verdict="pass"),)

DRAFTED = NominationDrafted(
    nomination=DOSSIER,
    subject=LAN,
    subject_kind="person",
    award="LDTT",
    stated_kind="title",
    merit="cong_trang",
    award_year=2024,
    movement=MOVEMENT,
    unit=SCHOOL,
    achievement=DEED,
)
ATTACHED = EvidenceAttached(nomination=DOSSIER, paper=REPORT)
SUBMITTED = NominationSubmitted(nomination=DOSSIER, submission=SET, pin=Pin(rules="the-law", on="2024-12-24"))
RETURNED = NominationReturned(nomination=DOSSIER, reasons=ASKED, facts_at=41)
RESUBMITTED = NominationResubmitted(nomination=DOSSIER, papers=(REPORT,))
INELIGIBLE = NominationIneligible(nomination=DOSSIER, reasons=ASKED, facts_at=41)
ELIGIBLE = EligibilityAssessed(nomination=DOSSIER, reasons=FINE, facts_at=41)
VERIFIED = DossierVerified(nomination=DOSSIER, department=HOME, on=date(2024, 12, 18))
PUBLISHED = NominationPublished(
    nomination=DOSSIER, first_day=date(2024, 12, 9), last_day=date(2024, 12, 13), where="Cổng thông tin xã"
)
COMMENTED = CommentReceived(
    nomination=DOSSIER,
    comment="y-kien-1",
    name=Clear("nomination-1.y-kien-1", "identity", "Trần Văn Bình"),
    address=Clear("nomination-1.y-kien-1", "contact", "Thôn 2"),
    text=Clear("nomination-1.y-kien-1", "evidence", "Đồng ý."),
)
ANSWERED = CommentAnswered(
    nomination=DOSSIER,
    comment="y-kien-1",
    answer=Clear("nomination-1.y-kien-1", "evidence", "Đã ghi nhận."),
)
PUT = PutToCouncil(nomination=DOSSIER, session=SESSION)
ENOUGH = Tally(votes_for=12, votes_against=1, base=13, needed=7, passed=True)
TOO_FEW = Tally(votes_for=6, votes_against=7, base=13, needed=7, passed=False)
RECOMMENDED = NominationRecommended(nomination=DOSSIER, session=SESSION, tally=ENOUGH)
DECLINED = NominationDeclined(nomination=DOSSIER, session=SESSION, tally=TOO_FEW)
FORWARDED = NominationForwarded(nomination=DOSSIER, to_unit=HOME, submission=SET)
AWARDED = AwardDecided(nomination=DOSSIER, decision=DECISION, authority=HOME, on=date(2024, 12, 27))
PRESENTED = AwardPresented(nomination=DOSSIER, ceremony=CEREMONY, how="in_person", on=date(2025, 1, 10))
PAID = BonusPaid(nomination=DOSSIER, amount=710_000, payment_list="ds-1", on=date(2025, 1, 13))
WITHDRAWN = NominationWithdrawn(nomination=DOSSIER, reason=Clear(LAN, "evidence", "Chuyển công tác."))

TO_SUBMITTED = (DRAFTED, SUBMITTED)
TO_RETURNED = (*TO_SUBMITTED, RETURNED)
TO_ELIGIBLE = (*TO_SUBMITTED, ELIGIBLE)
TO_VERIFIED = (*TO_ELIGIBLE, VERIFIED)
TO_COUNCIL = (*TO_VERIFIED, PUT)
TO_RECOMMENDED = (*TO_COUNCIL, RECOMMENDED)
TO_FORWARDED = (*TO_RECOMMENDED, FORWARDED)
TO_AWARDED = (*TO_FORWARDED, AWARDED)
STEPS: dict[str, tuple[NominationEvent, ...]] = {
    "drafted": (DRAFTED,),
    "submitted": TO_SUBMITTED,
    "returned": TO_RETURNED,
    "eligible": TO_ELIGIBLE,
    "before the council": TO_COUNCIL,
    "recommended": TO_RECOMMENDED,
    "forwarded": TO_FORWARDED,
    "awarded": TO_AWARDED,
    "ineligible": (*TO_SUBMITTED, INELIGIBLE),
    "declined": (*TO_COUNCIL, DECLINED),
    "withdrawn": (DRAFTED, WITHDRAWN),
}
"""Every step a dossier can stand at, and how it came there."""

FACTS = NominationFacts(standing=every_role(SCHOOL, PROVINCE), organisation=HOME, rules=THE_LAW, manager=HOME)
CASE = Case(
    award="LDTT",
    stated_kind="title",
    subject_kind="person",
    merit="cong_trang",
    award_year=2024,
    on=date(2024, 12, 24),
    papers=frozenset({"bao_cao"}),
    set_papers=frozenset({"to_trinh", "bien_ban"}),
)


def dossier(*past: NominationEvent, facts: NominationFacts = FACTS) -> Given:
    return given(DECIDER, *past, facts=facts)


def along(*past: NominationEvent) -> Given:
    """Give a dossier of which another act asks something."""
    return dossier(*past, facts=replace(FACTS, along=True))


def state(*past: NominationEvent) -> State:
    return DECIDER.fold(past)


def draft(role: str = "clerk", **said: Any) -> DraftNomination:  # any field of the command
    whole: dict[str, Any] = {
        "nomination": DOSSIER,
        "subject": LAN,
        "subject_kind": "person",
        "award": "LDTT",
        "stated_kind": "title",
        "merit": "cong_trang",
        "award_year": 2024,
        "movement": MOVEMENT,
        "unit": SCHOOL,
        "achievement": DEED.text,
    }
    return DraftNomination(**{**whole, **said}, **by(role))
