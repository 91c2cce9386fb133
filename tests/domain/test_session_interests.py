"""One confirmation for the whole agenda; what the ledger finds is added, and the council's rules say who steps out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.law.rows import Recusal, SessionRule
from domain.refusal import Malformed, NotAuthorised, NotFound, RuleMissing
from domain.session.commands import ConfirmInterests, DeclaredInterest
from domain.session.decider import DECIDER
from domain.session.facts import NotAMember, SessionFacts, WrongMode
from domain.session.tally import outlook
from events.base import NominationId, PersonId, UnitId
from events.session import ConflictDeclared, Interest, InterestsConfirmed
from tests.domain import meetings, sealing
from tests.domain.meetings import (
    AGENDA,
    ALL_THERE,
    FIGHTER,
    FIRST,
    LAN,
    LAST,
    LINES,
    MEMBERS,
    MINH,
    OWN,
    SESSION,
    declare,
    meeting,
    ruled_by,
    session,
    stepped_out,
)
from tests.domain.rules import MAJORITY, QUORUM, law_and, row
from tests.domain.sealing import confirm
from tests.domain.test_session_meeting import convene
from tests.spec import AT, by, given

SCHOOL = UnitId("unit-school")


def told(*recusals: Recusal) -> SessionFacts:
    """Let Lan be of the school, where the last member serves, and let the second member have proposed Minh."""
    facts = ruled_by(law_and(QUORUM, MAJORITY, *recusals))
    lines = {
        **facts.lines,
        LAN: replace(facts.lines[LAN], units=frozenset({SCHOOL})),
        MINH: replace(facts.lines[MINH], proposers=frozenset({MEMBERS[1]})),
    }
    return replace(facts, lines=lines, posts={LAST: frozenset({SCHOOL})})


OUT = row(Recusal, ground="same_unit", steps_out=True)


def said(member: PersonId, *interests: DeclaredInterest) -> ConfirmInterests:
    return replace(confirm(member), interests=interests)


def confirmed(member: PersonId, *found: Interest) -> InterestsConfirmed:
    return InterestsConfirmed(session=SESSION, member=member, lines=len(AGENDA), interests=found)


def interest(line: NominationId, ground: str, *, out: bool, derived: bool = True) -> Interest:
    return Interest.model_validate(
        {"nomination": line, "ground": ground, "steps_out": out, "derived": derived}
    )


def test_nothing_to_declare_is_one_confirmation() -> None:
    meeting(facts=told()).when(confirm(MEMBERS[2])).then(confirmed(MEMBERS[2]))
    meeting(confirmed(MEMBERS[2]), facts=told()).when(confirm(MEMBERS[2])).nothing()


def test_the_own_dossier_is_found_and_out_without_a_word() -> None:
    meeting(facts=told()).when(confirm(FIRST)).then(confirmed(FIRST, interest(OWN, "own", out=True)))


def test_a_colleagues_dossier_is_found_and_the_rule_says_whether_one_steps_out() -> None:
    same = interest(LAN, "same_unit", out=False)
    meeting(facts=told()).when(confirm(LAST)).then(confirmed(LAST, same))
    out = same.model_copy(update={"steps_out": True})
    meeting(facts=told(OUT)).when(confirm(LAST)).then(confirmed(LAST, out))


def test_who_proposes_is_found() -> None:
    found = interest(MINH, "proposer", out=False)
    meeting(facts=told()).when(confirm(MEMBERS[1])).then(confirmed(MEMBERS[1], found))


def test_what_a_member_says_stands_beside_what_is_found() -> None:
    kin = DeclaredInterest(FIGHTER, "kin")
    known = DeclaredInterest(LAN, "same_unit", steps_out=False)
    meeting(facts=told()).when(said(LAST, kin, known)).then(
        confirmed(
            LAST,
            interest(LAN, "same_unit", out=False, derived=False),
            interest(FIGHTER, "kin", out=True, derived=False),
        )
    )
    state = session(confirmed(LAST, interest(FIGHTER, "kin", out=True)))
    assert (LAST in state.confirmed, (LAST, FIGHTER) in state.stepped_out) == (True, True)


def test_a_member_confirms_for_themselves_and_for_names_on_the_agenda() -> None:
    elsewhere = DeclaredInterest(NominationId("nomination-x"), "kin")
    meeting(facts=told()).when(said(LAST, elsewhere)).refused(NotFound)
    stranger = ConfirmInterests(session=SESSION, member=LAST, **by("member", FIRST))
    meeting(facts=told()).when(stranger).refused(NotAuthorised)
    guest = ConfirmInterests(session=SESSION, member=PersonId("person-guest"), **by("secretary"))
    meeting(facts=told()).when(guest).refused(NotAMember)


def test_a_single_conflict_is_declared_later_and_the_rule_decides_as_well() -> None:
    out = ConflictDeclared(session=SESSION, member=LAST, nomination=LAN, ground="same_unit", steps_out=True)
    asked = declare(LAST, LAN, "same_unit", steps_out=False)
    meeting(facts=told(OUT)).when(asked).then(out)
    stays = out.model_copy(update={"steps_out": False})
    meeting(facts=told()).when(asked).then(stays)
    meeting(stays, facts=told()).when(asked).nothing()


def test_before_the_vote_one_sees_what_is_needed_and_what_cannot_be_reached() -> None:
    out = [stepped_out(member, LAN) for member in MEMBERS[1:8]]
    found = outlook(session(ALL_THERE, *out), LAN, told())
    assert (found.members, found.out, found.base, found.needed, found.reachable) == (13, 7, 13, 7, False)
    nearly = outlook(session(ALL_THERE, *out[1:]), LAN, told())
    assert nearly.reachable


IN_WRITING = replace(convene(LAN, MINH), in_writing=True, due_at=AT + timedelta(days=1))


def ruled(*rules: SessionRule) -> SessionFacts:
    return replace(told(), rules=law_and(QUORUM, MAJORITY, *rules), lines=LINES)


def test_a_session_in_writing_needs_a_rule_that_allows_it_and_a_date() -> None:
    allowed = ruled(row(SessionRule, award="GK", written_session=True))
    (event,) = given(DECIDER, facts=allowed).when(IN_WRITING).decides()
    assert event.model_dump()["in_writing"] is True
    given(DECIDER, facts=ruled()).when(IN_WRITING).refused(RuleMissing)
    meets = ruled(row(SessionRule, award="GK", written_session=False, article="Đ11"))
    assert "Đ11" in str(given(DECIDER, facts=meets).when(IN_WRITING).refused(WrongMode))
    given(DECIDER, facts=allowed).when(replace(IN_WRITING, due_at=None)).refused(Malformed)
    given(DECIDER, facts=allowed).when(replace(IN_WRITING, due_at=AT)).refused(Malformed)


def test_only_a_session_in_writing_has_a_date_for_opinions() -> None:
    given(DECIDER, facts=told()).when(replace(IN_WRITING, in_writing=False)).refused(Malformed)


@pytest.mark.parametrize("act", ["attend", "check_in"])
def test_nobody_is_called_up_in_a_session_in_writing(act: str) -> None:
    written = DECIDER.fold([meetings.CONVENED.model_copy(update={"in_writing": True})])
    command = meetings.attend(FIRST) if act == "attend" else sealing.check_in(FIRST)
    with pytest.raises(Exception, match="không điểm danh"):
        DECIDER.decide(written, command, told())
