"""`correspondence`: what mail could not deliver reaches the standing agency; a duty that ends leaves no date behind."""

from collections.abc import Sequence
from dataclasses import replace

from domain.act_letters import calendar_item
from domain.ids import letter_id
from domain.letter.commands import QueueLetter
from domain.letter.states import Ended
from domain.obligation.states import Obligation
from events.base import SubjectId
from events.letter import LetterBounced, LetterFailed
from events.obligation import ObligationLapsed
from mail.names import TEMPLATES
from projections import queries
from workflows.mailroom.writing import display_name
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, letter_step
from workflows.reading import Reading

NOTICE = "undelivered"
LONGEST = 50
"""So many letters a notice names; the list is at `sovang letters failures`."""


def correspondence(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Tell the standing agency of the lost letters of the batch in one letter; take back dates that hold no more."""
    with bench.reading() as reading:
        lost = [trigger for trigger in batch if isinstance(trigger.event, LetterFailed | LetterBounced)]
        lines = [(trigger, line) for trigger in lost if (line := _line(trigger, reading)) is not None]
        if lines:
            yield _notices(bench, lines, reading)
        for trigger in batch:
            if isinstance(trigger.event, ObligationLapsed):
                yield _cancellations(bench, trigger, trigger.event, reading)


def _line(trigger: Trigger, reading: Reading) -> str | None:
    """Say which letter to whom, and what the server said; a lost notice is not told by another notice."""
    event = trigger.event
    ended = reading.maybe(trigger.stored.stream, Ended)
    if ended is None or ended.queued.template == NOTICE:
        return None
    match event:
        case LetterFailed():
            why = " ".join(str(part) for part in (event.code, event.reply) if part)
        case LetterBounced():
            said_again = event.status is not None and event.status in (event.reply or "")
            why = " ".join(part for part in ("" if said_again else event.status, event.reply) if part)
        case _:
            return None
    queued = ended.queued
    day = queued.day.strftime("%d/%m/%Y")
    reader = (
        display_name(reading, queued.recipient) if queued.recipient.startswith("unit-") else queued.recipient
    )
    return f"- {reader}, thư “{TEMPLATES.get(queued.template, queued.template)}” ngày {day}: {f'máy chủ thư trả lời “{why}”' if why else 'không rõ máy chủ đã nhận hay chưa'}; mã {queued.letter}"


def _notices(bench: Bench, lines: Sequence[tuple[Trigger, str]], reading: Reading) -> list[Step]:
    """Write one notice to each of the standing agency; its id follows from every letter it tells of."""
    told = [trigger.identity for trigger, _ in lines]
    shown = [line for _, line in lines[:LONGEST]]
    if len(lines) > LONGEST:
        shown.append(f"- và {len(lines) - LONGEST} thư nữa")
    facts = {"count": str(len(lines)), "letters": "\n".join(shown)}
    home, trigger = str(reading.organisation), lines[0][0]
    steps = []
    for who in queries.holders(reading.session, "standing_agency", home, bench.today.isoformat()):
        step = letter_step(bench, trigger, Letter(recipient=SubjectId(who), template=NOTICE, facts=facts))
        if isinstance(step.command, QueueLetter):
            command = replace(step.command, letter=letter_id(NOTICE, who, told))
            steps.append(replace(step, subject=command.letter, command=command))
    return steps


def _cancellations(bench: Bench, trigger: Trigger, lapsed: ObligationLapsed, reading: Reading) -> list[Step]:
    """Take the entry out of the calendar of everyone who was sent it."""
    duty = reading.maybe(lapsed.obligation, Obligation)
    if (
        duty is None or duty.is_open or duty.shut_at(bench.now)
    ):  # owed once more since, or over: the entry stays
        return []
    facts = {
        "about": duty.obligation,
        "title": duty.title,
        "due_on": duty.due.on.isoformat(),
        "reason": lapsed.reason,
    }
    item = calendar_item(duty).model_copy(update={"sequence": duty.sequence + 1, "method": "CANCEL"})
    return [
        letter_step(
            bench,
            trigger,
            Letter(recipient=SubjectId(reader), template="cancelled", facts=facts, item=item),
        )
        for reader in queries.readers_of(reading.session, duty.obligation)
    ]
