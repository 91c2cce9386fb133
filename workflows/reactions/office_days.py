"""`calendar`: the days on which offices work have changed; open duties are counted again, and moved debtors are told."""

from collections.abc import Iterable, Iterator, Sequence

from domain.obligation.commands import RecountObligation
from domain.obligation.decider import CALENDAR_CHANGED
from domain.obligation.states import Obligation
from events.base import Citation, ObligationId
from events.calendar import DayOffAnnounced, WorkingDayAnnounced
from events.catalogue import event_of
from events.envelope import Stored
from events.obligation import ObligationRescheduled
from projections import queries
from workflows.reactions.moved import moved_letters
from workflows.reactions.steps import Bench, Step, Steps, Trigger, chunks

CHUNK = 100


def office_days(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Count every open duty once for the whole batch, on the calendar as it stands now."""
    last = batch[-1]
    with bench.reading() as reading:
        duties = queries.open_duties(reading.session)
    document = _document(batch)
    recount = [
        Step(
            last,
            "recount",
            duty,
            RecountObligation(obligation=ObligationId(duty), document=document, **bench.said),
        )
        for duty in duties
    ]
    yield from chunks(recount, CHUNK)
    yield from chunks(list(_letters(bench, batch, duties)), CHUNK)


def _document(batch: Sequence[Trigger]) -> Citation | None:
    said = [
        trigger.event.document
        for trigger in batch
        if isinstance(trigger.event, DayOffAnnounced | WorkingDayAnnounced)
    ]
    return said[-1] if said else None


def _letters(bench: Bench, batch: Sequence[Trigger], duties: Iterable[str]) -> Iterator[Step]:
    """Tell the debtors whose due date, and not only a reminder of it, has moved by this change."""
    causes = {trigger.seq: trigger for trigger in batch}
    document = _document(batch)
    why = (
        f"tính lại vì lịch làm việc thay đổi theo văn bản số {document.number}"
        if document
        else "tính lại theo lịch in mới"
    )
    with bench.reading() as reading:
        for duty_id in duties:
            duty = reading.maybe(duty_id, Obligation)
            cause = _moved_by(reading.ledger.stored(duty_id))
            if duty is not None and duty.is_open and cause in causes:
                yield from moved_letters(bench, causes[cause], duty, reading, why=why)


def _moved_by(history: Sequence[Stored]) -> int | None:
    """Give the position of what moved a duty's due date last, if that was a change of the calendar."""
    cause, sequence = None, 0
    for stored in history:
        event = event_of(stored)
        if isinstance(event, ObligationRescheduled):
            if event.sequence > sequence:
                cause = stored.envelope.causation if event.reason == CALENDAR_CHANGED else None
            sequence = event.sequence
    return cause
