from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.ceremony import (
    DECIDER,
    AnswerInvitation,
    Ceremony,
    CeremonyFacts,
    HoldCeremony,
    NoCeremony,
    Recipient,
    ScheduleCeremony,
)
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound
from domain.vietnamese.collation import title_order
from domain.vietnamese.names import name_order
from events.base import CeremonyId, NominationId, SubjectId
from events.ceremony import (
    Called,
    CeremonyEvent,
    CeremonyHeld,
    CeremonyScheduled,
    HandOver,
    InvitationAnswered,
)
from events.personal import Clear
from tests.spec import HOME, Given, by, every_role, given

CEREMONY = CeremonyId("ceremony-1")
STARTS = datetime(2025, 1, 10, 1, tzinfo=UTC)
DAY = date(2025, 1, 10)


def recipient(name: str, rank: int, written: str, *, unit: bool = False) -> Recipient:
    order = (title_order(written),) if unit else name_order(written)
    return Recipient(NominationId(f"nomination-{name}"), SubjectId(f"person-{name}"), rank, (unit, order))


LAN, MINH = recipient("lan", 40, "Trần Thị Lan"), recipient("minh", 60, "Đỗ Văn Minh")
TAM = recipient("tam", 60, "Thôn 2", unit=True)
FIRST = recipient("a", 60, "Vũ Văn An")


def called(who: Recipient, group: int = 1) -> Called:
    return Called(nomination=who.nomination, subject=who.subject, group=group)


def scheduled(*programme: Called) -> CeremonyScheduled:
    return CeremonyScheduled(
        ceremony=CEREMONY,
        unit=HOME,
        title="Tổng kết năm 2024",
        starts_at=STARTS,
        place="Hội trường",
        programme=programme,
    )


SCHEDULED = scheduled(called(LAN), called(TAM), called(MINH))
ANSWERED = InvitationAnswered(ceremony=CEREMONY, subject=LAN.subject, answer="proxy")
HELD = CeremonyHeld(
    ceremony=CEREMONY,
    on=DAY,
    hand_overs=(
        HandOver(nomination=LAN.nomination, how="proxy"),
        HandOver(nomination=TAM.nomination, how="in_person"),
        HandOver(nomination=MINH.nomination, how="absent"),
    ),
)


def schedule(*recipients: Recipient, role: str = "organiser") -> ScheduleCeremony:
    return ScheduleCeremony(
        ceremony=CEREMONY,
        unit=HOME,
        title="Tổng kết năm 2024",
        starts_at=STARTS,
        place="Hội trường",
        nominations=tuple(one.nomination for one in recipients),
        **by(role),
    )


def answer(said: str = "proxy", subject: SubjectId = LAN.subject) -> AnswerInvitation:
    return AnswerInvitation(ceremony=CEREMONY, subject=subject, answer=said, **by("organiser"))


def hold(absent: NominationId = MINH.nomination) -> HoldCeremony:
    return HoldCeremony(
        ceremony=CEREMONY, on=DAY, proxies=(LAN.nomination,), absent=(absent,), **by("organiser")
    )


def ceremony(*past: CeremonyEvent, awarded: tuple[Recipient, ...] = ()) -> Given:
    facts = CeremonyFacts(standing=every_role(), organisation=HOME, recipients=awarded)
    return given(DECIDER, *past, facts=facts)


def test_the_highest_award_is_called_first_then_people_by_given_name_then_collectives() -> None:
    ceremony(awarded=(TAM, MINH, LAN, FIRST)).when(schedule(MINH, LAN, TAM, FIRST)).then(
        scheduled(called(LAN), called(FIRST), called(MINH), called(TAM))
    )


def test_recipients_are_called_in_groups_of_ten() -> None:
    many = tuple(recipient(f"{number:02}", 60, "Nguyễn Văn An") for number in range(21))
    ceremony(awarded=many).when(schedule(*many)).then(
        scheduled(*(called(one, group=1 + index // 10) for index, one in enumerate(many)))
    )


def test_nobody_is_called_who_has_no_decision() -> None:
    ceremony(awarded=(LAN,)).when(schedule(LAN, MINH)).refused(NotFound)
    ceremony(awarded=(LAN,)).when(schedule()).refused(NotFound)


def test_a_ceremony_is_scheduled_once() -> None:
    ceremony(SCHEDULED, awarded=(LAN,)).when(schedule(LAN)).refused(AlreadyExists)


@pytest.mark.parametrize("said", ["comes", "proxy", "absent"])
def test_an_invitation_is_answered(said: str) -> None:
    (answered,) = ceremony(SCHEDULED).when(answer(said)).decides()
    assert answered == InvitationAnswered.model_validate(
        {"ceremony": CEREMONY, "subject": LAN.subject, "answer": said}
    )


def test_the_same_answer_again_adds_nothing_and_another_replaces_it() -> None:
    changed = ANSWERED.model_copy(update={"answer": "comes"})
    ceremony(SCHEDULED, ANSWERED).when(answer("proxy")).nothing()
    ceremony(SCHEDULED, ANSWERED).when(answer("comes")).then(changed)
    ceremony(SCHEDULED, ANSWERED, changed).when(answer("proxy")).then(ANSWERED)


def test_an_answer_is_one_of_three_and_comes_from_someone_invited() -> None:
    ceremony(SCHEDULED).when(answer("perhaps")).refused(Malformed)
    ceremony(SCHEDULED).when(answer(subject=SubjectId("person-x"))).refused(NotFound)


def test_the_ceremony_records_who_was_handed_what() -> None:
    ceremony(SCHEDULED).when(hold()).then(HELD)


def test_the_family_receives_for_whoever_has_died_and_where_it_is_said() -> None:
    facts = CeremonyFacts(standing=every_role(), organisation=HOME, deceased=frozenset({TAM.subject}))
    (held,) = given(DECIDER, SCHEDULED, facts=facts).when(hold()).decides()
    assert isinstance(held, CeremonyHeld)
    assert [handed.how for handed in held.hand_overs] == ["proxy", "family", "absent"]
    (said,) = ceremony(SCHEDULED).when(replace(hold(), families=(TAM.nomination,))).decides()
    assert said == held


def test_who_comes_in_a_recipients_place_is_kept_sealed() -> None:
    (said,) = ceremony(SCHEDULED).when(replace(answer(), proxy="Trần Văn Bình")).decides()
    assert said == ANSWERED.model_copy(update={"proxy": Clear(LAN.subject, "identity", "Trần Văn Bình")})


def test_a_ceremony_is_held_once() -> None:
    ceremony(SCHEDULED, HELD).when(hold()).nothing()


def test_nobody_outside_the_programme_is_absent() -> None:
    ceremony(SCHEDULED).when(hold(NominationId("nomination-x"))).refused(NotFound)


def test_what_is_known_of_a_ceremony_follows_its_events() -> None:
    held = DECIDER.fold([SCHEDULED, ANSWERED, HELD])
    assert isinstance(held, Ceremony)
    assert held.answers == {LAN.subject: "proxy"}
    assert (held.held_on, held.hand_overs) == (DAY, HELD.hand_overs)


def test_an_unknown_ceremony_is_neither_answered_nor_held() -> None:
    ceremony().when(answer()).refused(NotFound)
    ceremony().when(hold()).refused(NotFound)
    assert DECIDER.fold([ANSWERED, HELD]) == NoCeremony()


def test_a_teller_schedules_no_ceremony() -> None:
    ceremony(awarded=(LAN,)).when(schedule(LAN, role="teller")).refused(NotAuthorised)
