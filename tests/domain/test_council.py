from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.council import DECIDER, AppointMember, Council, EstablishCouncil, NoCouncil, ResignMember
from domain.refusal import AlreadyExists, NotAuthorised, NotFound
from domain.standing import Held
from events.base import Citation, CouncilId, PersonId
from events.council import CouncilEstablished, CouncilEvent, MemberAppointed, MemberResigned, Seat
from tests.domain.often import often
from tests.spec import HOME, by, given

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


def resign(on: date = date(2024, 6, 30)) -> ResignMember:
    return ResignMember(council=COUNCIL, person=LAN, on=on, reason="nghỉ hưu", **by("authority"))


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
