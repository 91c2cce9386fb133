"""`reminders`: every duty whose ladder speaks now gets its rung recorded, and its letters queued in the same append.

Rungs that speak in a weekly letter bring none of their own. That letter goes first, over every duty whose rung waits
for it, under an id that follows from the reader and the week: killed before the rungs are recorded, the next tick finds
them due and the letter there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain import ladder
from domain.ids import letter_id
from domain.letter import QueueLetter
from domain.obligation import Obligation, RecordReminder
from events.base import ObligationId, SubjectId, instant_text
from events.policy import Weekday
from projections import queries
from workflows.facts.duties import audience
from workflows.facts.weekly import WEEKLY, weekly_words
from workflows.reactions.steps import Bench, Step, Steps, Trigger, chunks
from workflows.reading import Reading

CHUNK = 250


def reminders(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Record the rung of each duty; the triggers are the last events of the duties that are due."""
    yield from chunks(_weekly(bench, batch[0]), CHUNK)
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


def _weekly(bench: Bench, trigger: Trigger) -> list[Step]:
    """Write the weekly letter of each reader to whom a rung speaks in it now."""
    year, week, _ = bench.today.isocalendar()
    told: defaultdict[tuple[SubjectId, Weekday], list[Obligation]] = defaultdict(list)
    with bench.reading() as reading:
        if not reading.policy.digests:
            return []
        for duty, weekday, reader in _speaking(bench, reading):
            told[reader, weekday].append(duty)
        letters = [
            QueueLetter(
                letter=letter_id(WEEKLY, reader, year, week, weekday),
                recipient=reader,
                template=WEEKLY,
                facts=weekly_words(duties, bench.today, reading),
                speaks_from=bench.today,
                **bench.said,
            )
            for (reader, weekday), duties in told.items()
        ]
    return [Step(trigger, f"letter.{WEEKLY}", f"{one.letter}/{bench.today}", one) for one in letters]


def _speaking(bench: Bench, reading: Reading) -> Iterator[tuple[Obligation, Weekday, SubjectId]]:
    """Give every due duty whose rung of now speaks in a weekly letter, with its weekday and each reader."""
    due = queries.due_obligations(reading.session, instant_text(bench.now))
    reading.preload(due)
    for name in due:
        duty = reading.state(name, Obligation)
        for rung in ladder.passed(duty.rungs, duty.done_rungs, bench.now)[-1:]:
            if rung.digest:
                for reader in audience(rung.audience, duty, bench.today, reading):
                    yield duty, rung.digest, reader
