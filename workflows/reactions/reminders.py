"""`reminders`: every duty whose ladder speaks now gets its rung recorded, and its letters queued in the same append.

Rungs that speak in one letter over several duties are recorded together, with the letters of everybody they reach:
all of it or nothing.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from domain.obligation.commands import RecordDigest, RecordReminder
from events.base import ObligationId, SubjectId, instant_text
from projections import queries
from workflows.facts.digests import Spoken, spoken
from workflows.reactions.steps import Bench, Step, Steps, Trigger, chunks

CHUNK = 250


def reminders(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Record the rung of each duty; the triggers are the last events of the duties that are due."""
    gathered = _gathered(bench, batch)
    alone = {trigger.stored.stream for trigger in batch}.difference(*gathered)
    by_duty = {trigger.stored.stream: trigger for trigger in batch}
    yield from chunks([step for circle in gathered for step in _together(bench, circle, by_duty)], CHUNK)
    steps = [
        Step(
            trigger,
            "remind",
            duty,
            RecordReminder(obligation=ObligationId(duty), **bench.said),
        )
        for duty, trigger in by_duty.items()
        if duty in alone
    ]
    yield from chunks(steps, CHUNK)


def _gathered(bench: Bench, batch: Sequence[Trigger]) -> list[list[ObligationId]]:
    """Give the circles of duties that speak in letters over several; of all that are due, if one of the batch does."""
    asked = [trigger.stored.stream for trigger in batch]
    with bench.reading() as reading:
        reading.preload(asked)
        if not any(spoken(asked, bench.now, bench.today, reading)):
            return []
        due = queries.due_obligations(reading.session, instant_text(bench.now))
        reading.preload(due)
        speaking = sorted(
            spoken(due, bench.now, bench.today, reading),
            key=lambda one: (one.words, one.duty.obligation),
        )
    return [circle for _, some in groupby(speaking, lambda one: one.words) for circle in circles([*some])]


def circles(speaking: Sequence[Spoken]) -> Iterator[list[ObligationId]]:
    """Put duties together that have a reader in common, directly or through others: each letter is whole."""
    leader: dict[SubjectId | ObligationId, SubjectId | ObligationId] = {}

    def led(one: SubjectId | ObligationId) -> SubjectId | ObligationId:
        while (above := leader.setdefault(one, one)) != one:
            one = above
        return one

    for one in speaking:
        for reader in one.readers:
            leader[led(reader)] = led(one.duty.obligation)
    found: dict[SubjectId | ObligationId, list[ObligationId]] = {}
    for one in speaking:
        found.setdefault(led(one.duty.obligation), []).append(one.duty.obligation)
    yield from found.values()


def _together(bench: Bench, circle: Sequence[ObligationId], by_duty: dict[str, Trigger]) -> Iterator[Step]:
    """Make the step of a circle under its first duty of this batch; one without any waits for its own batch."""
    first = next((duty for duty in circle if duty in by_duty), None)
    if first is not None:
        others = tuple(duty for duty in circle if duty != first)
        yield Step(
            by_duty[first],
            "digest",
            first,
            RecordDigest(obligation=first, others=others, **bench.said),
        )
