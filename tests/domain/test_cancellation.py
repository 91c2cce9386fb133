from dataclasses import replace
from datetime import date

import pytest

from domain.act_facts import ActFacts
from domain.acts import brought_along
from domain.cancellation import (
    DECIDE,
    DECIDER,
    PROPOSE,
    Cancellation,
    CancellationFacts,
    NoCancellation,
    OpenCancellation,
    ProposeCancellation,
    RecordCancellationDecided,
    cancelling_decision,
)
from domain.decision.commands import DraftDecision
from domain.decision.states import Issued, Order
from domain.ids import obligation_id
from domain.law.rows import CancellationGround, TimeLimit
from domain.obligation.commands import MeetObligation, OpenObligation
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, RuleMissing, WrongState
from events.base import Basis, CancellationId, Citation, DecisionId, NominationId, PersonId, UnitId
from events.cancellation import (
    CancellationDecided,
    CancellationEvent,
    CancellationOpened,
    CancellationProposed,
)
from events.decision import DecisionPublished, DecisionSigned
from events.obligation import Counting
from events.personal import Clear
from tests.domain.rules import THE_LAW, law_and, row
from tests.spec import HOME, Given, by, every_role, given

CASE = CancellationId("cancellation-1")
DECISION = DecisionId("decision-1")
LAN, MINH = NominationId("nomination-lan"), NominationId("nomination-minh")
CONCLUSION = Citation(number="08/KL-TTr", day=date(2025, 5, 5), issuer="Thanh tra huyện")
FALSE = row(
    CancellationGround, ground="false_merit", name="gian dối trong kê khai thành tích", article="Đ93.2a"
)
SEVEN_DAYS = row(TimeLimit, step=PROPOSE, days=7, working=False, article="Đ1")
FIVE_WORKING_DAYS = row(TimeLimit, step=DECIDE, days=5, article="Đ2")
ISSUED = Issued(
    Order(DECISION, HOME, "LDTT", (LAN, MINH)), date(2024, 12, 30), "331/QĐ-UBND", date(2024, 12, 30)
)
FACTS = CancellationFacts(
    standing=every_role(),
    organisation=HOME,
    rules=law_and(FALSE, SEVEN_DAYS, FIVE_WORKING_DAYS),
    issued=ISSUED,
)
OPENED = CancellationOpened(
    cancellation=CASE, decision=DECISION, authority=HOME, award="LDTT", nominations=(LAN,), ground="false_merit",
    conclusion=CONCLUSION, proposer=HOME, term=Counting(since=date(2025, 5, 5), count=7, unit="day"), limit="Đ1 Quy chế 01/QC-HĐTĐKT",
)  # fmt: skip
PROPOSED = CancellationProposed(
    cancellation=CASE, number="40/TTr-UBND", on=date(2025, 5, 8),
    term=Counting(since=date(2025, 5, 8), count=5, unit="working_day"),
    limit="Đ2 Quy chế 01/QC-HĐTĐKT",
)  # fmt: skip
DECIDED = CancellationDecided(cancellation=CASE, outcome="cancelled", on=date(2025, 5, 14))


def open_case(
    *lines: NominationId,
    ground: str = "false_merit",
    role: str = "standing_agency",
    proposer: UnitId | None = None,
) -> OpenCancellation:
    return OpenCancellation(
        cancellation=CASE, decision=DECISION, nominations=lines, ground=ground, conclusion=CONCLUSION,
        proposer=proposer, **by(role),
    )  # fmt: skip


def propose(role: str = "authority") -> ProposeCancellation:
    return ProposeCancellation(cancellation=CASE, number=PROPOSED.number, on=PROPOSED.on, **by(role))


def decided() -> RecordCancellationDecided:
    return RecordCancellationDecided(cancellation=CASE, outcome="cancelled", on=DECIDED.on, **by("authority"))


def case(*past: CancellationEvent, facts: CancellationFacts = FACTS) -> Given:
    return given(DECIDER, *past, facts=facts)


@pytest.mark.law("Luật 06/2022/QH15, Đ93")
def test_a_case_rests_on_a_conclusion_and_a_ground_of_the_law_and_is_proposed_within_seven_days() -> None:
    case().when(open_case(LAN)).then(OPENED)
    why = case().when(open_case(LAN, ground="no_such")).refused(RuleMissing)
    assert str(why.basis) == "Đ93 Luật 06/2022/QH15"
    case().when(open_case(LAN, role="clerk")).refused(NotAuthorised)


def test_a_limit_that_no_rule_sets_invents_no_date() -> None:
    without = replace(FACTS, rules=law_and(FALSE))
    bare = {"term": None, "limit": None}
    case(facts=without).when(open_case(LAN)).then(OPENED.model_copy(update=bare))


def test_the_level_that_proposes_may_be_another_than_the_one_that_decided() -> None:
    below = UnitId("unit-xa")
    case().when(open_case(LAN, proposer=below)).refused(NotAuthorised)
    there = replace(FACTS, standing=every_role(below))
    case(facts=there).when(open_case(LAN, proposer=below)).then(OPENED.model_copy(update={"proposer": below}))


def test_only_an_issued_decision_of_this_house_is_cancelled_and_only_lines_that_still_stand() -> None:
    case(facts=replace(FACTS, issued=None)).when(open_case(LAN)).refused(WrongState)
    outside = replace(FACTS, issued=replace(ISSUED, outside=True))
    case(facts=outside).when(open_case(LAN)).refused(WrongState)
    cancelling = replace(FACTS, issued=replace(ISSUED, order=replace(ISSUED.order, cancels=DECISION)))
    case(facts=cancelling).when(open_case(LAN)).refused(WrongState)
    gone = replace(FACTS, issued=replace(ISSUED, cancelled=frozenset({LAN})))
    case(facts=gone).when(open_case(LAN)).refused(WrongState)
    case().when(open_case(NominationId("nomination-x"))).refused(NotFound)
    case().when(open_case()).refused(Malformed)


def test_a_case_is_opened_once_and_proposed_once() -> None:
    case(OPENED).when(open_case(LAN)).refused(AlreadyExists)
    case(OPENED, PROPOSED).when(propose()).nothing()
    case().when(propose()).refused(NotFound)
    case(OPENED).when(propose("clerk")).refused(NotAuthorised)


@pytest.mark.law("Luật 06/2022/QH15, Đ93")
def test_the_authority_has_five_working_days_from_the_whole_file() -> None:
    case(OPENED).when(propose()).then(PROPOSED)


def test_the_answer_is_recorded_with_the_decision_and_never_by_itself() -> None:
    case(OPENED, PROPOSED).when(decided()).refused(NotAuthorised)
    along = replace(FACTS, along=True)
    case(OPENED, PROPOSED, facts=along).when(decided()).then(DECIDED)
    case(OPENED, PROPOSED, DECIDED, facts=along).when(decided()).nothing()


def test_what_is_known_of_a_case_follows_its_events() -> None:
    assert DECIDER.fold([OPENED, PROPOSED, DECIDED]) == Cancellation(OPENED, PROPOSED, DECIDED)
    assert DECIDER.fold([PROPOSED]) == NoCancellation()


def test_both_clocks_run_with_the_case_and_stop_with_the_acts_that_meet_them() -> None:
    said, facts = by("authority"), ActFacts(organisation=HOME, cancellation=OPENED)
    proposing, deciding = (obligation_id(CASE, duty, None, HOME) for duty in (PROPOSE, DECIDE))
    (opens,) = brought_along(open_case(LAN), [OPENED], ActFacts(organisation=HOME))
    assert isinstance(opens, OpenObligation)
    assert (opens.obligation, opens.counting, str(opens.debtor)) == (proposing, OPENED.term, HOME)
    met, owed, draft = brought_along(propose(), [PROPOSED], facts)
    assert met == MeetObligation(obligation=proposing, **said)
    assert isinstance(owed, OpenObligation)
    assert (owed.obligation, owed.counting, owed.set_by) == (deciding, PROPOSED.term, PROPOSED.limit)
    assert draft == DraftDecision(
        decision=cancelling_decision(OPENED), authority=HOME, award="LDTT", nominations=(LAN,), cancels=DECISION,
        cancellation=CASE, ground="false_merit", **said,
    )  # fmt: skip
    signed = DecisionSigned(decision=draft.decision, signer=PersonId("person-1"), on=DECIDED.on)
    assert list(brought_along(decided(), [signed], facts)) == [
        decided(),
        MeetObligation(obligation=deciding, **said),
    ]


def test_a_case_without_a_date_opens_no_duty_and_other_acts_touch_no_case() -> None:
    bare = OPENED.model_copy(update={"term": None, "limit": None})
    assert list(brought_along(open_case(LAN), [bare], ActFacts(organisation=HOME))) == []
    published = DecisionPublished(decision=DECISION, on=DECIDED.on)
    facts = ActFacts(organisation=HOME, cancellation=OPENED)
    assert list(brought_along(decided(), [published], facts)) == []


def test_the_authority_may_find_it_by_itself_and_says_what_it_found() -> None:
    found = replace(
        open_case(LAN), found_by_authority=True, finding="bảng điểm nộp kèm không có trong hồ sơ gốc"
    )
    case(facts=FACTS).when(found).then(
        OPENED.model_copy(
            update={
                "found_by_authority": True,
                "finding": Clear(CASE, "evidence", "bảng điểm nộp kèm không có trong hồ sơ gốc"),
            }
        )
    )
    case(facts=FACTS).when(replace(open_case(LAN), found_by_authority=True)).refused(Malformed)
    case(facts=FACTS).when(replace(found, found_by_authority=False)).refused(Malformed)


@pytest.mark.law("Luật 06/2022/QH15, Đ93")
def test_where_the_law_wants_a_conclusion_the_authoritys_own_finding_does_not_do() -> None:
    facts = replace(FACTS, rules=THE_LAW)
    command = replace(open_case(LAN, ground="later_conclusion"), conclusion=CONCLUSION)
    own = replace(command, found_by_authority=True, finding="vi phạm giao thông")
    assert case(facts=facts).when(own).refused(WrongState).basis == Basis(
        document="Luật 06/2022/QH15", article="Đ93.2.d"
    )
    (opened,) = case(facts=facts).when(command).decides()
    assert isinstance(opened, CancellationOpened)
