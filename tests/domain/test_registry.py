from domain.refusal import NotAuthorised
from domain.registry import DECIDER, EnterAward
from events.base import DecisionId, NominationId, SubjectId
from events.registry import EntryMade
from tests.spec import HOME, by, engine, given


def entry(nomination: str = "nomination-1") -> EntryMade:
    return EntryMade(
        nomination=NominationId(nomination),
        subject=SubjectId("person-lan"),
        award="LDTT",
        decision=DecisionId("decision-1"),
    )


def enter(nomination: str = "nomination-1") -> EnterAward:
    made = entry(nomination)
    return EnterAward(
        authority=HOME,
        year=2024,
        nomination=made.nomination,
        subject=made.subject,
        award=made.award,
        decision=made.decision,
        **engine(),
    )


def test_an_award_is_entered_in_the_book() -> None:
    given(DECIDER).when(enter()).then(entry())


def test_an_award_is_entered_once() -> None:
    given(DECIDER, entry(), entry("nomination-2")).when(enter()).nothing()


def test_the_next_award_is_the_next_entry() -> None:
    given(DECIDER, entry()).when(enter("nomination-2")).then(entry("nomination-2"))
    assert DECIDER.fold([entry(), entry("nomination-2")]).entries == (entry(), entry("nomination-2"))


def test_nobody_enters_an_award_by_hand() -> None:
    made = entry()
    command = EnterAward(
        authority=HOME,
        year=2024,
        nomination=made.nomination,
        subject=made.subject,
        award=made.award,
        decision=made.decision,
        **by("archivist"),
    )
    given(DECIDER).when(command).refused(NotAuthorised)
