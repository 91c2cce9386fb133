from dataclasses import replace

import pytest

from domain.law.rows import SessionRule
from domain.refusal import NotAuthorised, NotFound, RuleMissing, WrongState
from domain.session.commands import AuthoriseProxy, DecideTie, EndRounds, SignMinutes
from domain.session.decider import DECIDER
from domain.session.facts import NotAMember, SessionFacts, WrongMode
from domain.session.states import Session
from events.base import Basis, NominationId, PersonId
from events.judgement import Tally
from events.session import (
    BallotOpened,
    BallotTallied,
    LineTallied,
    MemberCheckedIn,
    MinutesSigned,
    ProxyAuthorised,
    RoundsEnded,
    SessionConvened,
    TieDecided,
)
from tests.domain.meetings import (
    ALL_THERE,
    CLOSED,
    CONVENED,
    DAY,
    FIRST,
    LAN,
    LAST,
    MEMBERS,
    MINH,
    OWN,
    SESSION,
    attended,
    count,
    meeting,
    opened,
    ruled_by,
    votes,
)
from tests.domain.rules import MAJORITY as OVER_HALF
from tests.domain.rules import QUORUM, THE_LAW, law_and, row
from tests.spec import AT, Given, by, given

pytestmark = pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ12")
ARTICLE = Basis(document="Quy chế 01/QC-HĐTĐKT", article="Đ12")
SENT = PersonId("person-sent")


def ruled(**said: object) -> SessionFacts:
    """Give a council whose own rules say this of its sessions."""
    rule = row(SessionRule, **{"written_session": False, "article": "Đ12", **said})
    return replace(
        ruled_by(law_and(QUORUM, OVER_HALF, rule)), seats={FIRST: "chair", MEMBERS[1]: "vice_chair"}
    )


TIES, ROUNDS, PROXIES = ruled(casting_vote=True), ruled(rounds=2), ruled(proxies=True)
EQUAL = Tally(
    votes_for=6, votes_against=6, abstained=1, base=13, needed=7, passed=False,
    basis=Basis(document="Quy chế 01/QC-HĐTĐKT", article="Đ7"), evidence="local",
)  # fmt: skip
LOST = EQUAL.model_copy(update={"votes_for": 5, "votes_against": 8, "abstained": 0})


def tied(line: NominationId = LAN) -> BallotTallied:
    waits = LineTallied(nomination=line, tally=EQUAL, awaits="casting_vote")
    return BallotTallied(session=SESSION, ballot="b1", lines=(waits,))


def lost(*lines: NominationId) -> BallotTallied:
    waits = tuple(LineTallied(nomination=line, tally=LOST, awaits="another_round") for line in lines)
    return BallotTallied(session=SESSION, ballot="b1", lines=waits)


def settled(line: NominationId = LAN) -> TieDecided:
    tally = EQUAL.model_copy(update={"casting": "for", "casting_basis": ARTICLE, "passed": True})
    return TieDecided(session=SESSION, ballot="b1", nomination=line, decided_by=FIRST, tally=tally)


def led(line: NominationId) -> BallotOpened:
    return opened(line).model_copy(update={"presiding": FIRST})


LED = (CONVENED, ALL_THERE, led(LAN), CLOSED)


def at_a_tie(line: NominationId = LAN, facts: SessionFacts = TIES) -> Given:
    return meeting(ALL_THERE, led(line), CLOSED, tied(line), facts=facts)


def decide(
    choice: str = "for", line: NominationId = LAN, who: PersonId = FIRST, role: str = "chair"
) -> DecideTie:
    return DecideTie(session=SESSION, nomination=line, choice=choice, **by(role, who))  # type: ignore[arg-type]


def end(*lines: NominationId) -> EndRounds:
    return EndRounds(session=SESSION, lines=lines, **by("secretary"))


def sign() -> SignMinutes:
    return SignMinutes(session=SESSION, kind="meeting", signed_on=DAY, signers=(FIRST,), **by("secretary"))


def send(
    member: PersonId = LAST, proxy: PersonId = SENT, *, role: str = "secretary", who: str = "person-mai"
) -> AuthoriseProxy:
    return AuthoriseProxy(session=SESSION, member=member, proxy=proxy, **by(role, who))


def sent(member: PersonId = LAST, proxy: PersonId = SENT) -> ProxyAuthorised:
    return ProxyAuthorised(session=SESSION, member=member, proxy=proxy, basis=ARTICLE)


def test_votes_that_are_equal_wait_for_the_chair_who_said_neither() -> None:
    cast_votes = votes(LAN, agreed=7, opposed=6)
    neither = cast_votes[0].model_copy(update={"choices": {LAN: "abstain"}})
    found = meeting(ALL_THERE, opened(LAN), neither, *cast_votes[1:], CLOSED, facts=TIES).when(count())
    found.then(tied())


def test_the_chair_decides_a_tie_once_and_by_name() -> None:
    at_a_tie().when(decide()).then(settled())
    after = meeting(ALL_THERE, led(LAN), CLOSED, tied(), settled(), facts=TIES)
    after.when(decide()).nothing()
    after.when(decide("against")).refused(WrongState)


def test_only_whoever_led_the_vote_decides_its_tie() -> None:
    at_a_tie().when(decide(who=MEMBERS[1], role="vice_chair")).refused(NotAuthorised)
    at_a_tie().when(decide(who=LAST, role="secretary")).refused(NotAuthorised)


def test_nobody_decides_a_tie_on_the_own_dossier() -> None:
    at_a_tie(OWN).when(decide(line=OWN)).refused(NotAuthorised)
    by_deputy = settled(OWN).model_copy(update={"decided_by": MEMBERS[1]})
    at_a_tie(OWN).when(decide(line=OWN, who=MEMBERS[1], role="vice_chair")).then(by_deputy)


def test_there_is_no_tie_before_the_count_nor_where_the_rules_have_none() -> None:
    meeting(ALL_THERE, opened(LAN), facts=TIES).when(decide()).refused(NotFound)
    at_a_tie(facts=ROUNDS).when(decide()).refused(WrongState)


def test_minutes_wait_for_the_chair_and_for_the_rounds_that_are_left() -> None:
    assert "số phiếu bằng nhau" in at_a_tie().when(sign()).refused(WrongState).message
    waiting = meeting(ALL_THERE, opened(LAN), CLOSED, lost(LAN), facts=ROUNDS)
    assert "thêm vòng" in waiting.when(sign()).refused(WrongState).message
    ended = RoundsEnded(session=SESSION, lines=(LineTallied(nomination=LAN, tally=LOST),))
    signed = MinutesSigned(session=SESSION, kind="meeting", day=DAY, signers=(FIRST,))
    meeting(ALL_THERE, opened(LAN), CLOSED, lost(LAN), ended, facts=ROUNDS).when(sign()).then(signed)


def test_the_round_that_was_counted_stands_when_the_council_says_so() -> None:
    waiting = meeting(ALL_THERE, opened(LAN, MINH), CLOSED, lost(LAN, MINH), facts=ROUNDS)
    stands = [LineTallied(nomination=line, tally=LOST) for line in (LAN, MINH)]
    waiting.when(end(LAN)).then(RoundsEnded(session=SESSION, lines=(stands[0],)))
    waiting.when(end()).then(RoundsEnded(session=SESSION, lines=tuple(stands)))
    waiting.when(end(OWN)).refused(NotFound)
    meeting(ALL_THERE, opened(LAN), facts=ROUNDS).when(end()).nothing()


def test_an_absent_member_sends_somebody_where_the_rules_allow_it() -> None:
    meeting(facts=PROXIES).when(send()).then(sent())
    meeting(facts=PROXIES).when(send(role="member", who=LAST)).then(sent())
    meeting(sent(), facts=PROXIES).when(send()).nothing()
    another = PersonId("person-another")
    meeting(sent(), facts=PROXIES).when(send(proxy=another)).then(sent(proxy=another))


def test_somebody_else_who_is_sent_instead_has_yet_to_come() -> None:
    came = MemberCheckedIn(session=SESSION, member=LAST, members=13, proxy=SENT)
    other = sent(proxy=PersonId("person-another"))
    state = DECIDER.fold([CONVENED, sent(), came])
    assert isinstance(state, Session)
    assert state.represented == {LAST}
    replaced = DECIDER.fold([other], state)
    assert isinstance(replaced, Session)
    assert (replaced.represented, replaced.proxies[LAST]) == (frozenset(), other.proxy)


def test_nobody_is_sent_where_the_rules_do_not_allow_it_or_are_silent() -> None:
    assert meeting(facts=ROUNDS).when(send()).refused(WrongMode).basis == ARTICLE
    meeting(facts=ruled_by(THE_LAW)).when(send()).refused(RuleMissing)


def test_one_person_has_one_vote_also_as_a_proxy() -> None:
    meeting(facts=PROXIES).when(send(proxy=FIRST)).refused(NotAMember)
    meeting(facts=PROXIES).when(send(member=PersonId("person-guest"))).refused(NotAMember)
    meeting(sent(), facts=PROXIES).when(send(member=MEMBERS[2])).refused(WrongState)


def test_who_is_there_has_voted_or_is_asked_in_writing_sends_nobody() -> None:
    meeting(ALL_THERE, facts=PROXIES).when(send()).refused(WrongState)
    voted = votes(LAN, agreed=13)[-1]
    meeting(attended(*MEMBERS[:-1]), opened(LAN), voted, facts=PROXIES).when(send()).refused(WrongState)
    signed = MinutesSigned(session=SESSION, kind="meeting", day=DAY, signers=(FIRST,))
    meeting(signed, facts=PROXIES).when(send()).refused(WrongState)
    written: SessionConvened = CONVENED.model_copy(update={"in_writing": True, "due_at": AT})
    given(DECIDER, written, facts=PROXIES).when(send()).refused(WrongState)
