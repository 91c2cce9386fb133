from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.attachment import FileFacts
from domain.council import (
    DECIDER,
    AdoptCouncilRules,
    AppointMember,
    Council,
    CouncilFacts,
    CouncilMisshapen,
    DissolveCouncil,
    EstablishCouncil,
    ExtendTerm,
    NoCouncil,
    ReplaceMember,
    ResignMember,
)
from domain.law.rows import Authority, CouncilShape
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, WrongState
from domain.standing import Held
from events.base import Citation, CouncilId, PersonId
from events.blob import Blob
from events.council import (
    CouncilDissolved,
    CouncilEstablished,
    CouncilEvent,
    CouncilRulesAdopted,
    MemberAppointed,
    MemberResigned,
    Seat,
    TermExtended,
)
from events.policy import AcceptedFile
from events.unit import Level
from tests.domain.often import often
from tests.domain.rules import law_and, row
from tests.spec import HOME, by, every_role, given

COUNCIL = CouncilId("council-1")
LAN, MINH = PersonId("person-lan"), PersonId("person-minh")
PAPER = Citation(number="15/QĐ-UBND", day=date(2024, 1, 5))
SINCE = date(2024, 1, 5)
ESTABLISHED = CouncilEstablished(
    council=COUNCIL, unit=HOME, name="Hội đồng TĐKT xã", document=PAPER, term_from=SINCE
)


def appointed(
    person: PersonId = LAN, seat: Seat = "member", since: date = SINCE, *, secretary: bool = False
) -> MemberAppointed:
    return MemberAppointed(council=COUNCIL, person=person, seat=seat, secretary=secretary, since=since)


def resigned(on: date = date(2024, 6, 30)) -> MemberResigned:
    return MemberResigned(council=COUNCIL, person=LAN, on=on, reason="nghỉ hưu")


def establish() -> EstablishCouncil:
    return EstablishCouncil(
        council=COUNCIL,
        unit=HOME,
        name="Hội đồng TĐKT xã",
        document=PAPER,
        term_from=SINCE,
        **by("authority"),
    )


def appoint(seat: Seat = "member", since: date = SINCE, role: str = "authority") -> AppointMember:
    return AppointMember(council=COUNCIL, person=LAN, seat=seat, since=since, **by(role))


def resign(on: date = date(2024, 6, 30), person: PersonId = LAN) -> ResignMember:
    return ResignMember(council=COUNCIL, person=person, on=on, reason="nghỉ hưu", **by("authority"))


def replace_member(
    old: PersonId = LAN, new: PersonId = MINH, since: date = date(2024, 7, 1)
) -> ReplaceMember:
    return ReplaceMember(
        council=COUNCIL, old=old, new=new, since=since, reason="nghỉ hưu", document=PAPER, **by("authority")
    )


def adopt_rules() -> AdoptCouncilRules:
    return AdoptCouncilRules(
        council=COUNCIL, overlay="quy-che", document=PAPER, scan="5e" * 32, **by("standing_agency")
    )


def extend_term(until: date = date(2026, 12, 31)) -> ExtendTerm:
    return ExtendTerm(council=COUNCIL, until=until, document=PAPER, **by("authority"))


def dissolve(on: date = date(2025, 6, 30)) -> DissolveCouncil:
    return DissolveCouncil(council=COUNCIL, on=on, document=PAPER, **by("authority"))


def council(*past: CouncilEvent) -> Council:
    state = DECIDER.fold([ESTABLISHED, *past])
    assert isinstance(state, Council)
    return state


def test_a_council_is_established_once() -> None:
    given(DECIDER).when(establish()).then(ESTABLISHED)
    given(DECIDER, ESTABLISHED).when(establish()).refused(AlreadyExists)


def test_a_member_is_appointed_to_a_seat_once() -> None:
    given(DECIDER, ESTABLISHED).when(appoint("chair")).then(appointed(seat="chair"))
    given(DECIDER, ESTABLISHED, appointed(seat="chair")).when(appoint("chair")).nothing()


def test_a_seat_is_left_on_its_last_day_once() -> None:
    given(DECIDER, ESTABLISHED, appointed()).when(resign()).then(resigned())
    given(DECIDER, ESTABLISHED, appointed(), resigned()).when(resign()).nothing()


def test_who_has_no_seat_on_that_day_cannot_leave_it() -> None:
    given(DECIDER, ESTABLISHED).when(resign()).refused(NotFound)
    given(DECIDER, ESTABLISHED, appointed()).when(resign(date(2024, 1, 4))).refused(NotFound)
    given(DECIDER, ESTABLISHED, appointed(), resigned()).when(resign(date(2024, 7, 1))).refused(NotFound)


def test_who_has_left_may_be_appointed_again() -> None:
    again = appointed(seat="vice_chair", since=date(2024, 7, 1))
    given(DECIDER, ESTABLISHED, appointed(), resigned()).when(appoint("vice_chair", date(2024, 7, 1))).then(
        again
    )
    assert (
        council(appointed(), resigned(), again, resigned(date(2024, 12, 31)))
        .sitting(date(2024, 12, 31))[0]
        .seat
        == "vice_chair"
    )


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ6")
def test_the_members_of_a_day_are_those_whose_seat_is_held_its_last_day_included() -> None:
    body = council(appointed(), appointed(MINH, since=date(2024, 3, 1)), resigned())
    assert [member.person for member in body.sitting(date(2024, 1, 4))] == []
    assert [member.person for member in body.sitting(date(2024, 2, 29))] == [LAN]
    assert [member.person for member in body.sitting(date(2024, 6, 30))] == [LAN, MINH]
    assert [member.person for member in body.sitting(date(2024, 7, 1))] == [MINH]


def test_a_seat_brings_its_roles_in_this_council_while_it_is_held() -> None:
    body = council(appointed(seat="vice_chair", secretary=True), appointed(MINH), resigned())
    assert body.roles_of(LAN) == tuple(
        Held(role, COUNCIL, SINCE, date(2024, 6, 30)) for role in ("member", "vice_chair", "secretary")
    )
    assert body.roles_of(MINH) == (Held("member", COUNCIL, SINCE),)


def comings_and_goings(days: list[date], leaves: list[bool]) -> list[CouncilEvent]:
    past: list[CouncilEvent] = [ESTABLISHED]
    for day, leaving in zip(days, leaves, strict=False):
        try:
            past += DECIDER.decide(
                DECIDER.fold(past), resign(day) if leaving else appoint(since=day), given(DECIDER).facts
            )
        except NotFound:
            continue
    return past


@often(35)
@for_all(
    st.lists(st.dates(SINCE, date(2024, 2, 29)), min_size=6, max_size=6).map(sorted),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_nobody_who_comes_and_goes_in_order_sits_twice_on_a_day(days: list[date], leaves: list[bool]) -> None:
    body = council(*comings_and_goings(days, leaves)[1:])
    assert all(len(body.sitting(day)) <= 1 for day in days)


def test_an_unknown_council_has_no_members() -> None:
    given(DECIDER).when(appoint()).refused(NotFound)
    given(DECIDER).when(resign()).refused(NotFound)
    assert DECIDER.fold([appointed(), resigned()]) == NoCouncil()


def test_a_member_appoints_nobody() -> None:
    given(DECIDER, ESTABLISHED).when(appoint(role="member")).refused(NotAuthorised)


DISTRICT = law_and(
    row(
        Authority,
        award="CSTDCS",
        level="district",
        office="Chủ tịch UBND huyện",
        until=date(2025, 6, 30),
    ),
    row(Authority, award="LDTT", level="commune", office="Chủ tịch UBND xã"),
    row(CouncilShape, level="commune", most_vice_chairs=1, article="Đ2"),
)


def of(level: Level) -> CouncilFacts:
    return CouncilFacts(standing=every_role(), organisation=HOME, level=level, rules=DISTRICT)


def test_a_seat_passes_from_one_to_another_on_a_day() -> None:
    first = appointed(seat="vice_chair", secretary=True)
    gone = resigned()
    takes_over = MemberAppointed(
        council=COUNCIL,
        person=MINH,
        seat="vice_chair",
        secretary=True,
        since=date(2024, 7, 1),
        document=PAPER,
        replaces=LAN,
    )
    given(DECIDER, ESTABLISHED, first).when(replace_member()).then(gone, takes_over)
    given(DECIDER, ESTABLISHED, first, gone, takes_over).when(replace_member()).nothing()
    body = council(first, gone, takes_over)
    assert [member.person for member in body.sitting(date(2024, 6, 30))] == [LAN]
    assert [member.person for member in body.sitting(date(2024, 7, 1))] == [MINH]


def test_only_a_seat_that_is_held_passes_on_and_to_somebody_new() -> None:
    given(DECIDER, ESTABLISHED).when(replace_member()).refused(NotFound)
    both = (appointed(), appointed(MINH))
    given(DECIDER, ESTABLISHED, *both).when(replace_member()).refused(AlreadyExists)
    given(DECIDER, ESTABLISHED, appointed()).when(replace_member(since=SINCE)).refused(WrongState)


def test_a_council_has_one_chair_and_no_more_vice_chairs_than_its_rules_let_it() -> None:
    chaired = given(DECIDER, ESTABLISHED, appointed(MINH, "chair"))
    chaired.when(appoint("chair")).refused(CouncilMisshapen)
    assisted = given(DECIDER, ESTABLISHED, appointed(MINH, "vice_chair"), facts=of("commune"))
    assert "tối đa 1" in assisted.when(appoint("vice_chair")).refused(CouncilMisshapen).message
    assisted.when(appoint("member")).then(appointed())


def test_a_district_has_no_council_after_its_last_day() -> None:
    fresh = given(DECIDER, facts=of("district"))
    fresh.when(establish()).then(ESTABLISHED)
    late = replace(establish(), term_until=date(2025, 7, 1))
    assert "30/06/2025" in fresh.when(late).refused(CouncilMisshapen).message
    ends = ESTABLISHED.model_copy(update={"term_until": date(2025, 6, 1)})
    given(DECIDER, ends, facts=of("district")).when(extend_term(date(2025, 7, 1))).refused(CouncilMisshapen)
    given(DECIDER, facts=of("province")).when(late).decides()


def test_nobody_sits_after_the_term() -> None:
    ends = ESTABLISHED.model_copy(update={"term_until": date(2024, 12, 31)})
    body = DECIDER.fold([ends, appointed()])
    assert isinstance(body, Council)
    assert len(body.sitting(date(2024, 12, 31))) == 1
    assert body.sitting(date(2025, 1, 1)) == ()
    assert {held.until for held in body.roles_of(LAN)} == {date(2024, 12, 31)}
    given(DECIDER, ends).when(appoint(since=date(2025, 1, 1))).refused(WrongState)


def test_a_term_is_extended_and_ends_early_when_the_council_is_dissolved() -> None:
    ends = ESTABLISHED.model_copy(update={"term_until": date(2024, 12, 31)})
    longer = TermExtended(council=COUNCIL, until=date(2026, 12, 31), document=PAPER)
    given(DECIDER, ends).when(extend_term()).then(longer)
    given(DECIDER, ends, longer).when(extend_term()).nothing()
    given(DECIDER, ends).when(extend_term(date(2024, 6, 30))).refused(WrongState)
    given(DECIDER, ESTABLISHED).when(extend_term()).refused(WrongState)
    over = CouncilDissolved(council=COUNCIL, on=date(2025, 6, 30), document=PAPER)
    given(DECIDER, ESTABLISHED).when(dissolve()).then(over)
    given(DECIDER, ESTABLISHED, over).when(dissolve()).nothing()
    given(DECIDER, ends).when(dissolve()).refused(WrongState)
    backwards = replace(establish(), term_until=date(2023, 1, 1))
    given(DECIDER).when(backwards).refused(WrongState)


def test_the_scan_of_the_rules_is_sealed_for_the_council_and_lies_in_the_store() -> None:
    blob = Blob(sha256="ab" * 32, size=1000, media="application/pdf", key=f"{COUNCIL}/evidence")
    command = replace(adopt_rules(), scan=None, blob=blob)
    accepted = (AcceptedFile(media="application/pdf", most_bytes=2000),)
    stored = CouncilFacts(
        standing=every_role(), organisation=HOME, file=FileFacts(accepted=accepted, stored=True)
    )
    adopted = CouncilRulesAdopted(council=COUNCIL, overlay="quy-che", document=PAPER, blob=blob)
    given(DECIDER, ESTABLISHED, facts=stored).when(command).then(adopted)
    given(DECIDER, ESTABLISHED, adopted, facts=stored).when(command).nothing()
    lost = replace(stored, file=FileFacts(accepted=accepted))
    given(DECIDER, ESTABLISHED, facts=lost).when(command).refused(NotFound)
    strange = replace(command, blob=blob.model_copy(update={"key": "council-2/evidence"}))
    given(DECIDER, ESTABLISHED, facts=stored).when(strange).refused(Malformed)


def test_the_councils_own_rules_are_recorded_with_paper_and_scan() -> None:
    adopted = CouncilRulesAdopted(council=COUNCIL, overlay="quy-che", document=PAPER, scan="5e" * 32)
    given(DECIDER, ESTABLISHED).when(adopt_rules()).then(adopted)
    given(DECIDER, ESTABLISHED, adopted).when(adopt_rules()).nothing()
    assert council(adopted).rules == (adopted,)
