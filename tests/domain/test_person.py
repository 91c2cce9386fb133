from dataclasses import replace
from datetime import date

import pytest

from domain.person import (
    DECIDER,
    ChangePersonContact,
    CompletePersonDetails,
    Employment,
    EmployPerson,
    EndRole,
    EraseInformation,
    GrantRole,
    NoPerson,
    Person,
    PersonFacts,
    RecordDeath,
    RegisterPerson,
)
from domain.refusal import AlreadyExists, NotAuthorised, NotFound, WrongState
from domain.standing import Held
from events.base import Citation, PersonId, UnitId
from events.person import (
    InformationErased,
    PersonContactChanged,
    PersonDetailsCompleted,
    PersonDied,
    PersonEmployed,
    PersonEvent,
    PersonRegistered,
    Role,
    RoleEnded,
    RoleGranted,
)
from events.personal import Clear, PersonalClass
from tests.spec import HOME, by, every_role, given

LAN = PersonId("person-lan")
FREE = PersonFacts(standing=every_role(), organisation=HOME)
SCHOOL = UnitId("unit-truong")
NAME = Clear(LAN, "identity", "Nguyễn Thị Lan")
BORN = Clear(LAN, "identity", "1988-05-12")
MAIL = Clear(LAN, "contact", "lan@truong.edu.vn")
REGISTERED = PersonRegistered(person=LAN, name=NAME)
RECRUITED = PersonEmployed(person=LAN, unit=SCHOOL, since=date(2024, 7, 15), recruited=True)
CLERK = RoleGranted(person=LAN, role="clerk", scope=SCHOOL, since=date(2024, 1, 2))
ENDED = RoleEnded(person=LAN, role="clerk", scope=SCHOOL, on=date(2024, 6, 30), reason="chuyển công tác")


def register(born: str | None = None, email: str | None = None) -> RegisterPerson:
    return RegisterPerson(person=LAN, name="Nguyễn Thị Lan", born=born, email=email, **by("administrator"))


def change(email: str | None) -> ChangePersonContact:
    return ChangePersonContact(person=LAN, email=email, **by("standing_agency"))


def complete() -> CompletePersonDetails:
    return CompletePersonDetails(person=LAN, born="1988-05-12", **by("standing_agency"))


def employ() -> EmployPerson:
    return EmployPerson(
        person=LAN, unit=SCHOOL, since=RECRUITED.since, recruited=True, **by("standing_agency")
    )


def grant(since: date = CLERK.since) -> GrantRole:
    return GrantRole(person=LAN, role="clerk", scope=SCHOOL, since=since, **by("administrator"))


def end(on: date = ENDED.on) -> EndRole:
    return EndRole(
        person=LAN, role="clerk", scope=SCHOOL, on=on, reason="chuyển công tác", **by("administrator")
    )


def person(*past: PersonEvent) -> Person:
    state = DECIDER.fold([REGISTERED, *past])
    assert isinstance(state, Person)
    return state


def test_a_person_is_registered_with_what_is_known() -> None:
    given(DECIDER).when(register()).then(REGISTERED)
    given(DECIDER).when(register("1988-05-12", "lan@truong.edu.vn")).then(
        PersonRegistered(person=LAN, name=NAME, born=BORN, email=MAIL)
    )


def test_nobody_is_registered_twice() -> None:
    given(DECIDER, REGISTERED).when(register()).refused(AlreadyExists)


def test_an_address_is_corrected_or_taken_away() -> None:
    changed = PersonContactChanged(person=LAN, email=MAIL)
    given(DECIDER, REGISTERED).when(change("lan@truong.edu.vn")).then(changed)
    given(DECIDER, REGISTERED, changed).when(change(None)).then(PersonContactChanged(person=LAN))
    assert person(changed).email == MAIL


def test_a_missing_birth_date_is_added() -> None:
    completed = PersonDetailsCompleted(person=LAN, born=BORN)
    given(DECIDER, REGISTERED).when(complete()).then(completed)
    assert person(completed).born == BORN


def test_a_post_is_recorded_once() -> None:
    given(DECIDER, REGISTERED).when(employ()).then(RECRUITED)
    given(DECIDER, REGISTERED, RECRUITED).when(employ()).nothing()


def test_service_counts_from_the_first_recruitment_and_not_from_a_transfer() -> None:
    transferred = PersonEmployed(person=LAN, unit=UnitId("unit-2"), since=date(2023, 1, 1))
    again = PersonEmployed(person=LAN, unit=SCHOOL, since=date(2026, 1, 1), recruited=True)
    assert person(transferred).recruited_on() is None
    assert person(again, transferred, RECRUITED).recruited_on() == date(2024, 7, 15)


def test_a_person_serves_in_the_post_last_begun() -> None:
    moved = PersonEmployed(person=LAN, unit=UnitId("unit-2"), since=date(2025, 3, 1), position="Phó")
    lan = person(moved, RECRUITED)
    assert lan.serves_in(date(2024, 7, 14)) is None
    assert lan.serves_in(date(2025, 2, 28)) == Employment(SCHOOL, date(2024, 7, 15), True, None)
    assert lan.serves_in(date(2025, 3, 1)) == Employment(UnitId("unit-2"), date(2025, 3, 1), False, "Phó")


def test_a_role_is_granted_once() -> None:
    given(DECIDER, REGISTERED).when(grant()).then(CLERK)
    given(DECIDER, REGISTERED, CLERK).when(grant()).nothing()


def test_a_role_ends_on_its_last_day_once() -> None:
    given(DECIDER, REGISTERED, CLERK).when(end()).then(ENDED)
    given(DECIDER, REGISTERED, CLERK, ENDED).when(end()).nothing()
    assert person(CLERK, ENDED).roles == (Held("clerk", SCHOOL, CLERK.since, ENDED.on),)


def test_a_role_not_held_on_that_day_cannot_end() -> None:
    given(DECIDER, REGISTERED).when(end()).refused(NotFound)
    given(DECIDER, REGISTERED, CLERK).when(end(date(2024, 1, 1))).refused(NotFound)
    given(DECIDER, REGISTERED, CLERK, ENDED).when(end(date(2024, 7, 1))).refused(NotFound)


def test_ending_a_role_leaves_every_other_as_it_was() -> None:
    later = RoleGranted(person=LAN, role="clerk", scope=SCHOOL, since=date(2025, 1, 1))
    head = RoleGranted(person=LAN, role="head", scope=SCHOOL, since=date(2024, 1, 2))
    elsewhere = RoleGranted(person=LAN, role="clerk", scope="unit-2", since=date(2024, 1, 2))
    roles = person(CLERK, later, head, elsewhere, ENDED).roles
    assert [held.until for held in roles] == [ENDED.on, None, None, None]


def test_an_unknown_person_has_neither_address_birth_post_nor_role() -> None:
    for command in (change(None), complete(), employ(), grant(), end()):
        given(DECIDER).when(command).refused(NotFound)
    assert DECIDER.fold([RECRUITED, CLERK]) == NoPerson()


def test_a_member_registers_nobody() -> None:
    command = RegisterPerson(person=LAN, name="Nguyễn Thị Lan", **by("member"))
    given(DECIDER).when(command).refused(NotAuthorised)


def die(on: date = date(2024, 10, 2)) -> RecordDeath:
    return RecordDeath(person=LAN, on=on, document=Citation(number="9/TB", day=on), **by("administrator"))


def test_a_death_is_recorded_once_with_its_paper() -> None:
    paper = Citation(number="9/TB", day=date(2024, 10, 2))
    died = PersonDied(person=LAN, on=date(2024, 10, 2), document=paper)
    given(DECIDER, REGISTERED).when(die()).then(died)
    given(DECIDER, REGISTERED, died).when(die()).nothing()
    dead = person(died)
    assert (dead.died_on, person().died_on) == (date(2024, 10, 2), None)


ASKED = Citation(number="3/GDN", day=date(2024, 10, 2))
ERASED = InformationErased(person=LAN, of="contact", document=ASKED)


def erase(of: PersonalClass = "contact") -> EraseInformation:
    return EraseInformation(person=LAN, of=of, document=ASKED, **by("standing_agency"))


def test_an_address_is_erased_once_when_its_owner_holds_no_role_any_more() -> None:
    known = PersonRegistered(person=LAN, name=NAME, email=MAIL)
    given(DECIDER, known).when(erase()).then(ERASED)
    given(DECIDER, known, ERASED).when(erase()).nothing()
    given(DECIDER, known, CLERK).when(erase()).refused(WrongState)
    given(DECIDER, known, CLERK, ENDED).when(erase()).then(ERASED)
    given(DECIDER).when(erase()).refused(NotFound)
    assert DECIDER.fold([known, ERASED]) == Person(LAN, NAME, None, None, erased=frozenset({"contact"}))


def test_an_address_given_anew_can_be_erased_anew() -> None:
    given(DECIDER, REGISTERED, ERASED, PersonContactChanged(person=LAN, email=MAIL)).when(erase()).then(
        ERASED
    )


def test_what_stands_in_dossiers_and_honour_books_is_not_erased() -> None:
    kept: tuple[PersonalClass, ...] = ("identity", "evidence", "sensitive")
    for of in kept:
        given(DECIDER, REGISTERED).when(erase(of)).refused(WrongState)


@pytest.mark.parametrize("role", ["administrator", "authority", "auditor"])
def test_the_standing_agency_makes_nobody_its_own_judge(role: Role) -> None:
    grant = GrantRole(person=LAN, role=role, scope=HOME, since=date(2024, 1, 2), **by("standing_agency"))
    given(DECIDER, REGISTERED).when(grant).refused(NotAuthorised)
    theirs = given(DECIDER, REGISTERED, facts=FREE).when(replace(grant, **by("administrator")))
    theirs.then(RoleGranted(person=LAN, role=role, scope=HOME, since=date(2024, 1, 2)))
    held = RoleGranted(person=LAN, role=role, scope=HOME, since=date(2024, 1, 2))
    end = EndRole(person=LAN, role=role, scope=HOME, on=date(2024, 2, 2), **by("standing_agency"))
    given(DECIDER, REGISTERED, held).when(end).refused(NotAuthorised)


def test_who_becomes_an_administrator_brings_no_open_account() -> None:
    """What the standing agency handed out before would open what only administrators do."""
    facts = replace(FREE, has_account=True)
    grant = GrantRole(
        person=LAN, role="administrator", scope=HOME, since=date(2024, 1, 2), **by("administrator")
    )
    refused = given(DECIDER, REGISTERED, facts=facts).when(grant).refused(WrongState)
    assert "đóng tài khoản" in str(refused)
    granted = RoleGranted(person=LAN, role="administrator", scope=HOME, since=date(2024, 1, 2))
    given(DECIDER, REGISTERED, facts=FREE).when(grant).then(granted)
    given(DECIDER, REGISTERED, granted, facts=facts).when(grant).nothing()
