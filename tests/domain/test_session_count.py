from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.law.rows import Denominator, VoteShare
from domain.refusal import NotAuthorised, NotFound, Refusal, RuleMissing, WrongState
from domain.session.commands import SessionCommand
from domain.session.decider import DECIDER
from domain.session.facts import SessionFacts
from events.base import Basis, NominationId, PersonId
from events.judgement import Tally
from events.session import BallotTallied, Choice, LineTallied, SessionEvent, VoteCast, WrittenOpinionReceived
from tests.domain.meetings import (
    ABSTAIN,
    AGAINST,
    AGENDA,
    ALL_THERE,
    CLOSED,
    CONVENED,
    FACTS,
    FIGHTER,
    FIRST,
    FOR,
    LAN,
    LAST,
    LINES,
    MEMBERS,
    OWN,
    SESSION,
    attend,
    attended,
    cast,
    close,
    count,
    declare,
    meeting,
    open_,
    opened,
    ruled_by,
    stepped_out,
    voted,
    votes,
    write,
    wrote,
)
from tests.domain.often import often
from tests.domain.rules import QUORUM, THE_LAW, law_and, row

Past = tuple[SessionEvent, ...]
BY_MAJORITY = {
    "base": 13,
    "needed": 7,
    "basis": Basis(document="Quy chế 01/QC-HĐTĐKT", article="Đ7"),
    "evidence": "local",
}
BY_EIGHTY = {
    "base": 13,
    "needed": 11,
    "basis": Basis(document="NĐ 98/2023/NĐ-CP", article="Đ30.7"),
    "evidence": "verified",
}


def tallied(line: NominationId, *past: SessionEvent, facts: SessionFacts = FACTS) -> Tally:
    """Give the count of one line after it was opened and everything said here happened."""
    (event,) = meeting(*past, CLOSED, facts=facts).when(count()).decides()
    assert isinstance(event, BallotTallied)
    (counted,) = [found.tally for found in event.lines if found.nomination == line]
    return counted


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ7")
@pytest.mark.parametrize(("agreed", "passed"), [(6, False), (7, True)])
def test_more_than_half_of_thirteen_members_is_seven(agreed: int, passed: bool) -> None:
    cast_votes = votes(LAN, agreed=agreed, opposed=13 - agreed)
    meeting(ALL_THERE, opened(LAN), *cast_votes, CLOSED).when(count()).then(
        BallotTallied(
            session=SESSION,
            ballot="b1",
            lines=(
                LineTallied(
                    nomination=LAN,
                    tally=Tally.model_validate(
                        {"votes_for": agreed, "votes_against": 13 - agreed, "passed": passed, **BY_MAJORITY}
                    ),
                ),
            ),
        )
    )


@pytest.mark.parametrize(("strict", "needed"), [(True, 7), (False, 6)])
def test_half_of_twelve_present_is_at_least_half_and_not_more(strict: bool, needed: int) -> None:
    half = row(VoteShare, award="GK", percent=50, strict=strict, base="attending", mode="named")
    past: Past = (attended(*MEMBERS[:12]), opened(LAN), *votes(LAN, agreed=6, opposed=6))
    found = tallied(LAN, *past, facts=ruled_by(law_and(half)))
    assert (found.needed, found.passed) == (needed, not strict)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
@pytest.mark.parametrize(("agreed", "passed"), [(10, False), (11, True)])
def test_eighty_percent_of_thirteen_members_is_eleven(agreed: int, passed: bool) -> None:
    assert tallied(
        FIGHTER, ALL_THERE, opened(FIGHTER), *votes(FIGHTER, agreed=agreed)
    ) == Tally.model_validate({"votes_for": agreed, "votes_against": 0, "passed": passed, **BY_EIGHTY})


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_the_share_is_of_all_members_and_not_of_those_present() -> None:
    nine = attended(*MEMBERS[:9])
    found = tallied(FIGHTER, nine, opened(FIGHTER), *votes(FIGHTER, agreed=9))
    assert (found.votes_for, found.needed, found.passed) == (9, 11, False)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_the_written_opinions_of_the_absent_count() -> None:
    opinions = [wrote(member, {FIGHTER: "for", LAN: "against"}) for member in MEMBERS[9:11]]
    nine: Past = (attended(*MEMBERS[:9]), *opinions, opened(FIGHTER))
    found = tallied(FIGHTER, *nine, *votes(FIGHTER, agreed=9))
    assert (found.votes_for, found.votes_against, found.passed) == (11, 0, True)


def test_where_the_rule_says_so_they_do_not_count() -> None:
    silent = row(
        VoteShare,
        award="CSTDCS",
        percent=80,
        base="all_members",
        mode="named",
        written_opinions_count=False,
    )
    past: Past = (attended(*MEMBERS[:10]), wrote(LAST, {FIGHTER: "for"}), opened(FIGHTER))
    facts = ruled_by(law_and(silent))
    found = tallied(FIGHTER, *past, *votes(FIGHTER, agreed=10), facts=facts)
    assert (found.votes_for, found.passed) == (10, False)


@pytest.mark.parametrize(("base", "members"), [("all_members", 13), ("attending", 12), ("cast", 10)])
def test_the_base_is_the_one_the_rule_names(base: Denominator, members: int) -> None:
    half = row(VoteShare, award="GK", percent=50, base=base, mode="named")
    past: Past = (attended(*MEMBERS[:12]), opened(LAN), *votes(LAN, agreed=4, opposed=4, abstained=1))
    found = tallied(LAN, *past, wrote(LAST, {LAN: "for"}), facts=ruled_by(law_and(half)))
    assert (found.base, found.needed) == (members, (members + 1) // 2)
    assert (found.votes_for, found.votes_against, found.abstained) == (5, 4, 1)


def test_who_stepped_out_and_whose_dossier_it_is_are_counted_as_recused() -> None:
    past: Past = (ALL_THERE, stepped_out(LAST, OWN), opened(OWN))
    found = tallied(OWN, *past, *(voted(member, {OWN: "for"}) for member in MEMBERS[1:8]))
    assert (found.votes_for, found.recused, found.base, found.passed) == (7, 2, 13, True)


def test_each_line_is_counted_for_itself() -> None:
    both: dict[NominationId, Choice] = {LAN: "for", FIGHTER: "against"}
    past: Past = (ALL_THERE, opened(LAN, FIGHTER), *(voted(member, both) for member in MEMBERS))
    assert (tallied(LAN, *past).votes_for, tallied(FIGHTER, *past).votes_for) == (13, 0)
    assert (tallied(LAN, *past).passed, tallied(FIGHTER, *past).passed) == (True, False)


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ33")
def test_a_dossier_is_counted_by_the_rules_of_the_day_it_is_pinned_to() -> None:
    past: Past = (ALL_THERE, opened(FIGHTER), *votes(FIGHTER, agreed=13), CLOSED)

    def pinned_on(day: date) -> SessionFacts:
        return replace(FACTS, lines={**LINES, FIGHTER: replace(LINES[FIGHTER], judged_on=day)})

    assert tallied(FIGHTER, *past[:-1], facts=pinned_on(date(2025, 6, 30))).needed == 11
    meeting(*past, facts=pinned_on(date(2025, 7, 1))).when(count()).refused(RuleMissing)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_without_a_share_for_the_award_nothing_is_counted() -> None:
    facts = replace(FACTS, lines={LAN: replace(LINES[LAN], rules=THE_LAW)})
    meeting(ALL_THERE, opened(LAN), CLOSED, facts=facts).when(count()).refused(RuleMissing)


def test_a_closed_vote_is_counted_once() -> None:
    counted = BallotTallied(session=SESSION, ballot="b1", lines=())
    meeting(ALL_THERE, opened(LAN), CLOSED, counted).when(count()).nothing()


def test_an_open_vote_is_not_counted() -> None:
    meeting(ALL_THERE, opened(LAN)).when(count()).refused(WrongState)
    meeting(ALL_THERE).when(count()).refused(NotFound)


def test_tellers_and_those_who_lead_count_and_members_do_not() -> None:
    closed = meeting(ALL_THERE, opened(LAN), CLOSED)
    assert closed.when(count(role="chair")).decides() == closed.when(count()).decides()
    closed.when(count(role="member")).refused(NotAuthorised)


members = st.sampled_from(MEMBERS)
conflicts = st.tuples(members, st.sampled_from(AGENDA))


def turn(member: PersonId, mood: list[Choice]) -> st.SearchStrategy[list[SessionCommand]]:
    """Let a member vote, write, or both; at times with a line left out, or on the own dossier as well."""
    barred = OWN if member == FIRST else None
    ballot = st.builds(
        lambda choices, left_out: {line: choice for line, choice in choices.items() if line != left_out},
        st.fixed_dictionaries({line: st.sampled_from(mood) for line in AGENDA}),
        st.sampled_from([barred] * 9 + [None, LAN]),
    )
    asked = st.one_of(st.builds(cast, st.just(member), ballot), st.builds(write, st.just(member), ballot))
    return st.lists(asked, min_size=1, max_size=3)


def turns(mood: list[Choice]) -> st.SearchStrategy[list[SessionCommand]]:
    return st.tuples(*(turn(member, mood) for member in MEMBERS)).map(lambda said: [*chain(*said)])


acts = st.one_of(turns([FOR]), turns([FOR] * 5 + [AGAINST, ABSTAIN]), turns([AGAINST, ABSTAIN]))


def shares_for(award: str) -> st.SearchStrategy[VoteShare]:
    asked = st.sampled_from([(50, True), (80, False), (100, False)])
    bases = st.sampled_from(["all_members", "attending"])
    return st.builds(
        lambda share, base: row(
            VoteShare, award=award, percent=share[0], strict=share[1], base=base, mode="named"
        ),
        asked,
        bases,
    )


rules = st.tuples(shares_for("GK"), shares_for("CSTDCS"))


def play(commands: Iterable[SessionCommand], facts: SessionFacts) -> list[SessionEvent]:
    """Ask a convened meeting for everything in turn; what is refused leaves nothing behind."""
    past: list[SessionEvent] = [CONVENED]
    state = DECIDER.fold(past)
    for command in commands:
        try:
            decided = DECIDER.decide(state, command, facts)
        except Refusal:
            continue
        past += decided
        state = DECIDER.fold(decided, state)
    return past


def speakers(line: NominationId, past: list[SessionEvent]) -> set[PersonId]:
    """Name everybody who voted on a line or wrote of it; what is said later replaces what was said before."""
    by_hand = {event.member for event in past if isinstance(event, VoteCast) and line in event.choices}
    opinions = [event for event in past if isinstance(event, WrittenOpinionReceived)]
    written = {event.member for event in opinions if line in event.choices}
    return by_hand | written


@often(30)
@for_all(there=st.sets(members, min_size=9), out=st.lists(conflicts, max_size=4), asked=acts, shares=rules)
def test_however_a_vote_goes_nobody_counts_twice_nobody_on_the_own_and_what_passes_has_its_share(
    there: set[PersonId],
    out: list[tuple[PersonId, NominationId]],
    asked: list[SessionCommand],
    shares: tuple[VoteShare, VoteShare],
) -> None:
    facts = ruled_by(law_and(QUORUM, *shares))
    declared = (declare(*conflict) for conflict in out)
    past = play([attend(*there), *declared, open_(*AGENDA), *asked, close(), *asked, count()], facts)
    (found,) = [event for event in past if isinstance(event, BallotTallied)]
    for line, tally in ((one.nomination, one.tally) for one in found.lines):
        heard = speakers(line, past)
        recused = {who for who, of in out if of == line} | ({FIRST} if line == OWN else set())
        assert tally.recused == len(recused)
        assert tally.votes_for + tally.votes_against + tally.abstained == len(heard)
        assert len(set(heard) - recused) == len(heard)
        (share,) = [share for share in shares if share.award == LINES[line].award]
        reached, asked_for = tally.votes_for * 100, share.percent * tally.base
        assert tally.passed == (reached > asked_for if share.strict else reached >= asked_for)
