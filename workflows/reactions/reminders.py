"""`reminders`: every duty whose ladder speaks now gets its rung recorded, and its letters queued in the same append."""

from collections.abc import Sequence

from domain.obligation import RecordReminder
from events.base import ObligationId
from workflows.reactions.steps import Bench, Step, Steps, Trigger, chunks

CHUNK = 250


def reminders(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Record the rung of each duty; the triggers are the last events of the duties that are due."""
    steps = [
        Step(
            trigger,
            "remind",
            trigger.stored.stream,
            RecordReminder(obligation=ObligationId(trigger.stored.stream), **bench.said),
        )
        for trigger in batch
    ]
    yield from chunks(steps, CHUNK)
