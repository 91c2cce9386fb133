"""One run of a reaction over a batch of events."""

from typing import Annotated, Literal

from pydantic import Field

from events.base import Code, Count, Event, Fact, Text


class RefusedStep(Fact):
    """A step that a rule refused; the run went on."""

    step: Code
    code: Code


class FlowFinished(Event):
    """Một lượt xử lý tự động đã xong."""

    type: Literal["flow.finished"] = "flow.finished"
    flow: Code
    run: Code
    positions: Annotated[tuple[Count, ...], Field(min_length=1)]
    steps: Count
    refused: tuple[RefusedStep, ...] = ()


class FlowParked(Event):
    """Một lượt xử lý tự động dừng lại, chờ người xem."""

    type: Literal["flow.parked"] = "flow.parked"
    flow: Code
    run: Code
    positions: Annotated[tuple[Count, ...], Field(min_length=1)]
    error: Code
    """The error's class; never its text, which might hold what must not be kept."""


class FlowRetried(Event):
    """Cho chạy lại một lượt đã dừng."""

    type: Literal["flow.retried"] = "flow.retried"
    flow: Code
    positions: Annotated[tuple[Count, ...], Field(min_length=1)]
    reason: Text


FlowEvent = Annotated[FlowFinished | FlowParked | FlowRetried, Field(discriminator="type")]
