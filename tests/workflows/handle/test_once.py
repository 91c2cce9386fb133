"""A command that was recorded is recorded for ever; one that came to nothing never was."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from domain.decider import Command
from domain.decision.commands import DraftDecision, NumberDecision, SignDecision
from domain.fund import BudgetFund
from domain.nomination.commands import DraftNomination, WithdrawNomination
from domain.refusal import AlreadyExists, Refusal, WrongState
from domain.submission.commands import ReceiveSubmission
from domain.unit import ChangeUnitContact
from events.base import DecisionId, NominationId, SubjectId, SubmissionId, UnitId
from events.catalogue import event_of
from events.fund import FundBudgeted
from events.store.errors import Conflict
from events.submission import Line
from events.unit import UnitContactChanged, UnitEstablished
from tests.projections.reading import Said, read_tables, reserved
from tests.workflows.handle.offices import EVER, HOME, MAI, Office
from workflows.handle import CommandReused, Outcome

State = tuple[int, Said, dict[str, str]]


def state_of(office: Office) -> State:
    """Give how long the log is, what the read tables say, and which keys are taken."""
    database = office.ledger.database
    return office.ledger.head(), read_tables(database), reserved(database)


def leaves_nothing(
    office: Office, command: Command, why: type[Refusal], command_id: str = "tried"
) -> Refusal:
    before = state_of(office)
    with pytest.raises(why) as refusal:
        office.do(command, command_id)
    assert state_of(office) == before
    return refusal.value


def budget(office: Office, amount: int) -> BudgetFund:
    return BudgetFund(unit=HOME, year=2024, amount=amount, **office.said("accountant"))


def draft(office: Office, key: str, award: str = "GK") -> DraftNomination:
    return DraftNomination(
        nomination=NominationId(f"nomination-{key}"), subject=SubjectId("person-anh"), subject_kind="person",
        award=award, stated_kind="form", merit="phong_trao", award_year=2024, unit=UnitId("unit-a"),
        achievement="Cứu người trong lũ.", **office.said("standing_agency"),
    )  # fmt: skip


def test_the_same_command_again_has_the_same_answer_and_adds_nothing(enter: Callable[[], Office]) -> None:
    office = enter()
    command = office.unit("a", email="a@vidu.example")
    first = office.do(command, "once")
    after = state_of(office)
    events = (UnitEstablished, UnitContactChanged)
    assert (first.status, [type(event) for _, event in first.events]) == ("recorded", list(events))
    office.clock.move_to(office.clock.now() + timedelta(days=9))
    assert office.do(command, "once") == Outcome("repeated", first.first, first.last)
    assert enter().do(command, "once") == Outcome("repeated", first.first, first.last)
    assert state_of(office) == after


def test_when_and_who_are_no_part_of_what_a_command_says(office: Office) -> None:
    office.do(office.unit("a"), "once")
    office.clock.move_to(office.clock.now() + timedelta(hours=1))
    later = office.unit("a", said=office.said("standing_agency"))
    assert office.do(later, "once").status == "repeated"


def test_the_same_id_for_something_else_is_refused(office: Office) -> None:
    office.do(office.unit("a"), "once")
    before = state_of(office)
    with pytest.raises(CommandReused) as refusal:
        office.do(office.unit("a", name="Thôn Đoài"), "once")
    assert state_of(office) == before
    assert "mã mới" in str(refusal.value)
    with pytest.raises(CommandReused):
        office.do(budget(office, 5), "once")


def test_what_is_recorded_is_what_the_outcome_says(office: Office) -> None:
    outcome = office.do(budget(office, 5), "once")
    stored = office.log()[-1]
    recorded = FundBudgeted(unit=HOME, year=2024, amount=5)
    assert outcome == Outcome("recorded", stored.seq, stored.seq, ((f"fund-{HOME}-2024", recorded),))
    assert event_of(stored) == recorded
    known = office.ledger.recorded_command("once")
    envelope = stored.envelope
    assert known is not None
    assert (known.digest, known.first_seq) == (envelope.digest, stored.seq)
    assert (envelope.command, envelope.correlation, envelope.by.who, envelope.by.role) == (
        "once",
        "once",
        MAI,
        "accountant",
    )
    assert envelope.rules is not None


def test_a_refused_command_leaves_nothing_and_may_be_decided_again(office: Office) -> None:
    decision = DecisionId("decision-a")
    drafted = DraftDecision(
        decision=decision, authority=HOME, award="GK", nominations=(NominationId("nomination-a"),),
        **office.said("standing_agency"),
    )  # fmt: skip
    office.do(drafted)
    number = NumberDecision(decision=decision, number="7", **office.said("archivist"))
    leaves_nothing(office, number, WrongState)
    assert office.ledger.recorded_command("tried") is None
    office.do(SignDecision(decision=decision, signer=MAI, on=EVER, **office.said("authority")))
    assert office.do(number, "tried").status == "recorded"
    assert office.do(number, "tried").status == "repeated"


def test_an_empty_command_leaves_nothing_and_may_be_decided_again(office: Office) -> None:
    before = state_of(office)
    assert office.do(budget(office, 0), "tried") == Outcome("nothing")
    assert office.ledger.recorded_command("tried") is None
    assert state_of(office) == before
    office.do(budget(office, 5))
    assert office.do(budget(office, 0), "tried").status == "recorded"


def test_a_dry_run_says_what_would_happen_and_writes_nothing(office: Office) -> None:
    office.do(office.person("anh"))
    before = state_of(office)
    command = draft(office, "a")
    tried = office.do(command, "tried", dry_run=True)
    assert (tried.status, tried.first, tried.last) == ("recorded", None, None)
    assert state_of(office) == before
    assert office.ledger.recorded_command("tried") is None
    done = office.do(command, "tried")
    assert (done.status, done.events) == ("recorded", tried.events)
    assert office.do(command, "tried", dry_run=True) == Outcome("repeated", done.first, done.last)
    with pytest.raises(AlreadyExists):
        office.do(command, "tried-again", dry_run=True)


def test_a_second_dossier_for_the_same_award_waits_until_the_first_is_withdrawn(office: Office) -> None:
    office.do(office.person("anh"))
    office.do(draft(office, "a"))
    refusal = leaves_nothing(office, draft(office, "b"), AlreadyExists)
    assert "cùng danh hiệu" in str(refusal)
    office.do(draft(office, "c", award="BKT"))
    withdrawn = WithdrawNomination(
        nomination=NominationId("nomination-a"), reason="Xin rút.", **office.said("standing_agency")
    )
    office.do(withdrawn)
    assert office.do(draft(office, "b"), "tried").status == "recorded"
    assert set(reserved(office.ledger.database).values()) == {"nomination-b", "nomination-c"}


def test_an_act_and_what_it_brings_along_are_recorded_together_or_not_at_all(office: Office) -> None:
    office.do(office.person("anh"))
    office.do(draft(office, "a"))
    office.do(draft(office, "c", award="BKT"))

    def receive(*keys: str) -> ReceiveSubmission:
        lines = tuple(Line(nomination=NominationId(f"nomination-{key}")) for key in keys)
        return ReceiveSubmission(
            submission=SubmissionId("submission-a"), unit=UnitId("unit-a"), lines=lines,
            arrived=date(2024, 1, 2), **office.said("standing_agency"),
        )  # fmt: skip

    leaves_nothing(office, receive("a", "missing", "c"), WrongState)
    outcome = office.do(receive("a", "c"), "tried")
    assert [stream for stream, _ in outcome.events] == ["submission-a", "nomination-a", "nomination-c"]
    assert [row.envelope.command for row in office.log()[-3:]] == ["tried"] * 3


@pytest.mark.parametrize("shared", [True, False])
def test_the_same_command_from_many_threads_is_one_append(
    enter: Callable[[], Office], *, shared: bool
) -> None:
    first = enter()
    first.do(first.unit("a"))
    offices = [first] * 6 if shared else [first, *[enter() for _ in range(5)]]
    start = threading.Barrier(len(offices))
    change = ChangeUnitContact(unit=UnitId("unit-a"), email="moi@vidu.example", **first.said())
    before = first.ledger.head()

    def twice(office: Office) -> list[Outcome]:
        start.wait()
        return [office.do(change, command) for command in ("click", "clack")]

    with ThreadPoolExecutor(len(offices)) as pool:
        outcomes = list(pool.map(twice, offices))
    for column in zip(*outcomes, strict=True):
        assert sorted(outcome.status for outcome in column) == ["recorded", *["repeated"] * 5]
        assert len({(outcome.first, outcome.last) for outcome in column}) == 1
    assert first.ledger.head() == before + 2


def insisting(office: Office, command: Command, command_id: str) -> Outcome:
    """Try again under the same id as long as others are faster."""
    while True:
        try:
            return office.do(command, command_id)
        except Conflict:
            continue


def test_different_commands_from_many_threads_are_all_recorded(enter: Callable[[], Office]) -> None:
    offices = [enter() for _ in range(4)]
    before = offices[0].ledger.head()
    start = threading.Barrier(len(offices))
    unit = UnitId("unit-a")
    offices[0].do(offices[0].unit("a"))

    def change(office: Office) -> list[str]:
        start.wait()
        said = [ChangeUnitContact(unit=unit, email=f"{n}@vidu.example", **office.said()) for n in range(3)]
        return [insisting(office, one, f"change-{office.name}-{n}").status for n, one in enumerate(said)]

    with ThreadPoolExecutor(len(offices)) as pool:
        told = [status for statuses in pool.map(change, offices) for status in statuses]
    assert told == ["recorded"] * 12
    assert offices[0].ledger.head() == before + 1 + 12
    assert [row.version for row in offices[0].ledger.stored(unit)] == list(range(1, 14))
