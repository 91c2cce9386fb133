"""The work queue: what waits for a flow, what was set aside, what came back, what is done."""

import pytest
from sqlmodel import col, select

from domain.decision.commands import DraftDecision, NumberDecision, PublishDecision, SignDecision
from domain.flow import FinishFlow, ParkFlow, RetryFlow
from domain.refusal import NotAuthorised, WrongState
from events.base import DecisionId, NominationId
from events.flow import RefusedStep
from projections import queries, rebuild
from projections.tables import FlowRow, PendingRow
from tests.projections.reading import read_tables, unlike
from tests.workflows.handle.offices import EVER, HOME, MAI, REACTOR, Office
from workflows.lifecycle import LIFECYCLE

RUN = "run-1"


@pytest.fixture
def waiting(office: Office) -> tuple[int, ...]:
    """Three decisions, signed; each signature waits for the flow `approval`."""
    signed = []
    for key in "abc":
        decision = DecisionId(f"decision-{key}")
        office.do(
            DraftDecision(
                decision=decision, authority=HOME, award="GK", nominations=(NominationId("nomination-x"),),
                **office.said("standing_agency"),
            )
        )  # fmt: skip
        done = office.do(SignDecision(decision=decision, signer=MAI, on=EVER, **office.said("authority")))
        signed.append(done.first or 0)
    return tuple(signed)


def queue(office: Office) -> dict[int, bool]:
    """Give what is pending for the flow `approval`, and whether it is parked."""
    with office.ledger.database.session() as session:
        asked = select(PendingRow).where(PendingRow.flow == "approval").order_by(col(PendingRow.seq))
        return {row.seq: row.parked for row in session.exec(asked).all()}


def run(office: Office) -> tuple[str | None, int, int, int]:
    with office.ledger.database.session() as session:
        row = session.get_one(FlowRow, RUN)
        return row.ended, row.events, row.steps, row.refused


def rebuilt_alike(office: Office) -> bool:
    live = read_tables(office.ledger.database)
    rebuild.rebuild(office.ledger, office.ledger.database, LIFECYCLE)
    return unlike(read_tables(office.ledger.database), live) == {}


def finish(office: Office, *positions: int, run: str = RUN) -> None:
    refused = (RefusedStep(step="decide-award:nomination-x", code="not_found"),)
    finished = FinishFlow(
        flow="approval", run=run, positions=positions, steps=3, refused=refused, **office.said_by(REACTOR)
    )
    office.do(finished)


def park(office: Office, *positions: int) -> None:
    office.do(
        ParkFlow(flow="approval", run=RUN, positions=positions, error="KeyError", **office.said_by(REACTOR))
    )


def retry(office: Office, *positions: int) -> None:
    office.do(RetryFlow(flow="approval", run=RUN, positions=positions, reason="Đã sửa.", **office.said()))


def test_only_what_a_flow_reacts_to_waits_and_in_the_order_of_the_log(
    office: Office, waiting: tuple[int, ...]
) -> None:
    office.do(NumberDecision(decision=DecisionId("decision-b"), number="7", **office.said("archivist")))
    published = office.do(
        PublishDecision(decision=DecisionId("decision-b"), on=EVER, **office.said("archivist"))
    )
    with office.ledger.database.session() as session:
        pending = [
            (row.seq, row.flow, row.type)
            for row in queries.pending(session, 100)
            if row.seq >= waiting[0]  # the calendar of the new ledger waits too
        ]
    assert pending == [
        *[(seq, "approval", "decision.signed") for seq in waiting],
        (published.first, "ceremony", "decision.published"),
    ]
    assert rebuilt_alike(office)


def test_a_finished_run_takes_its_events_off_the_queue(office: Office, waiting: tuple[int, ...]) -> None:
    finish(office, waiting[0], waiting[2])
    assert queue(office) == {waiting[1]: False}
    assert run(office) == ("finished", 2, 3, 1)
    assert rebuilt_alike(office)


def test_a_parked_run_sets_its_events_aside_until_somebody_lets_it_try_again(
    office: Office, waiting: tuple[int, ...]
) -> None:
    one, two, three = waiting
    park(office, one, two)
    assert queue(office) == {one: True, two: True, three: False}
    assert run(office) == ("parked", 2, 0, 0)
    assert rebuilt_alike(office)
    retry(office, one, two)
    assert queue(office) == dict.fromkeys(waiting, False)
    assert rebuilt_alike(office)
    park(office, one, two)
    assert queue(office) == {one: True, two: True, three: False}
    retry(office, one, two)
    finish(office, one, two)
    assert queue(office) == {three: False}
    assert run(office) == ("finished", 2, 3, 1)
    assert rebuilt_alike(office)


def test_what_another_run_finished_does_not_come_back_with_a_retry(
    office: Office, waiting: tuple[int, ...]
) -> None:
    one, two, three = waiting
    park(office, one, two)
    finish(office, one, run="run-2")
    retry(office, one, two)
    assert queue(office) == {two: False, three: False}
    assert rebuilt_alike(office)


def test_only_a_parked_run_is_tried_again_and_only_by_staff(office: Office, waiting: tuple[int, ...]) -> None:
    with pytest.raises(WrongState):
        retry(office, *waiting)
    park(office, *waiting)
    with pytest.raises(NotAuthorised):
        office.do(
            RetryFlow(flow="approval", run=RUN, positions=waiting, reason="Thử.", **office.said("clerk"))
        )
    assert set(queue(office).values()) == {True}
