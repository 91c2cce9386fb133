from domain.flow import DECIDER, FinishFlow, ParkFlow, RetryFlow
from domain.refusal import NotAuthorised, WrongState
from events.flow import FlowFinished, FlowParked, FlowRetried, RefusedStep
from tests.spec import by, engine, given

RUN = "run-1"
SKIPPED = (RefusedStep(step="forward", code="wrong_state"),)
FINISHED = FlowFinished(flow="nomination", run=RUN, positions=(4, 5), steps=7, refused=SKIPPED)
PARKED = FlowParked(flow="nomination", run=RUN, positions=(4, 5), error="TimeoutError")
RETRIED = FlowRetried(flow="nomination", positions=(4, 5), reason="máy chủ đã chạy lại")


def finish() -> FinishFlow:
    return FinishFlow(flow="nomination", run=RUN, positions=(4, 5), steps=7, refused=SKIPPED, **engine())


def park() -> ParkFlow:
    return ParkFlow(flow="nomination", run=RUN, positions=(4, 5), error="TimeoutError", **engine())


def retry(role: str = "administrator") -> RetryFlow:
    return RetryFlow(flow="nomination", run=RUN, positions=(4, 5), reason=RETRIED.reason, **by(role))


def test_a_run_finishes_with_the_steps_a_rule_refused() -> None:
    given(DECIDER).when(finish()).then(FINISHED)


def test_a_finished_run_neither_finishes_nor_parks_again() -> None:
    given(DECIDER, FINISHED).when(finish()).nothing()
    given(DECIDER, FINISHED).when(park()).nothing()


def test_a_run_that_cannot_go_on_is_parked_once() -> None:
    given(DECIDER).when(park()).then(PARKED)
    given(DECIDER, PARKED).when(park()).nothing()


def test_a_parked_run_may_still_finish() -> None:
    given(DECIDER, PARKED).when(finish()).then(FINISHED)


def test_a_person_lets_a_parked_run_be_tried_again() -> None:
    given(DECIDER, PARKED).when(retry()).then(RETRIED)
    given(DECIDER, PARKED, RETRIED).when(park()).then(PARKED)


def test_only_a_parked_run_is_tried_again() -> None:
    given(DECIDER).when(retry()).refused(WrongState)
    given(DECIDER, FINISHED).when(retry()).refused(WrongState)
    given(DECIDER, PARKED, RETRIED).when(retry()).refused(WrongState)


def test_the_engine_ends_runs_and_the_staff_retries_them() -> None:
    done = FinishFlow(flow="period", run=RUN, positions=(1,), steps=0, **by("administrator"))
    stopped = ParkFlow(flow="period", run=RUN, positions=(1,), error="E", **by("administrator"))
    given(DECIDER).when(done).refused(NotAuthorised)
    given(DECIDER).when(stopped).refused(NotAuthorised)
    given(DECIDER, PARKED).when(retry("clerk")).refused(NotAuthorised)
