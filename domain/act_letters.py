"""The letters that an act on a duty, or on a letter, brings along: of a rung, of several, of a moved date, once more."""

from collections.abc import Iterable, Iterator
from datetime import date

from domain.act_facts import ActFacts
from domain.decider import Command, said
from domain.ids import letter_id
from domain.ladder import hour_of
from domain.letter.commands import QueueLetter
from domain.obligation.commands import RecordDigest, RecordReminder
from domain.obligation.states import Obligation, evolve
from events.base import Event, LetterId, SubjectId
from events.letter import CalendarItem, LetterQueuedAgain
from events.obligation import ObligationEscalated, ObligationRescheduled, ReminderRecorded

RESCHEDULED = "rescheduled"


def letters(command: Command, event: Event, facts: ActFacts) -> Iterator[Command]:
    """Give the letters of one event, and the rungs that go with a letter over several."""
    match event:
        case ReminderRecorded() | ObligationEscalated():
            yield from _letters(command, event, facts)
            if isinstance(command, RecordDigest):
                yield from _gathered(command, facts)
        case ObligationRescheduled():
            yield from _moved(command, event, facts)
        case LetterQueuedAgain():
            yield from _once_more(command, event, facts)
        case _:
            return


def _letters(
    command: Command, event: ReminderRecorded | ObligationEscalated, facts: ActFacts
) -> Iterator[Command]:
    duty = facts.obligation
    if duty is None:
        return
    rung = next(rung for rung in duty.due.rungs if rung.name == event.rung)
    if rung.digest:
        return
    for recipient in event.recipients:
        yield QueueLetter(
            letter=rung_letter(duty, event.due_on, event.rung, recipient),
            recipient=recipient,
            template=rung.template,
            facts={
                **facts.letter_facts,
                **({"late": "1"} if event.late else {}),
                **({"last": "1"} if rung.last else {}),
            },
            names={"debtor": duty.debtor},
            speaks_from=command.legal_day,
            obligation=event.obligation,
            rung=event.rung,
            item=calendar_item(duty),
            **said(command),
        )


def rung_letter(duty: Obligation, due_on: date, rung: str, recipient: SubjectId) -> LetterId:
    """Name the letter of a rung, so that nobody has it twice; a duty that is owed once more speaks once more."""
    opening = (duty.reopened,) if duty.reopened else ()
    return letter_id(duty.obligation, due_on, rung, recipient, *opening)


def _gathered(command: RecordDigest, facts: ActFacts) -> Iterator[Command]:
    """Record the rungs of the other duties and queue the letters; an id follows from every duty and date it tells of."""
    for other in command.others:
        yield RecordReminder(obligation=other, **said(command))
    for one in facts.digests:
        alone = one.duties[0] if len(one.duties) == 1 else None
        yield QueueLetter(
            letter=letter_id(one.template, one.recipient, one.facts["as_of"], one.facts["obligations"]),
            recipient=one.recipient,
            template=one.template,
            facts=one.facts,
            names={"debtor": one.debtor} if one.debtor else {},
            speaks_from=command.legal_day,
            obligation=alone.obligation if alone else None,
            item=calendar_item(alone) if alone else None,
            entries=None if alone else calendar_items(one.duties),
            **said(command),
        )


def _moved(command: Command, event: ObligationRescheduled, facts: ActFacts) -> Iterator[Command]:
    """Tell of a date that a person moves for one debtor; what a flow moves for many, it tells itself."""
    duty = facts.obligation
    if duty is None or duty.due.on == event.due.on:
        return
    moved = evolve(duty, event)
    if isinstance(moved, Obligation):
        for reader in facts.readers:
            yield QueueLetter(
                letter=letter_id(event.obligation, RESCHEDULED, event.sequence, reader),
                recipient=reader,
                template=RESCHEDULED,
                facts=rescheduled_facts(moved, duty.due.on, reason=event.reason),
                speaks_from=command.legal_day,
                obligation=event.obligation,
                item=calendar_item(moved),
                **said(command),
            )


def rescheduled_facts(
    duty: Obligation, was: date, *, why: str = "", reason: str | None = None
) -> dict[str, str]:
    """Give the words of a moved date: the new one and the one before; `why` is added to the text that set it."""
    facts = {
        "about": duty.obligation,
        "title": duty.title,
        "due_on": duty.due.on.isoformat(),
        "was_due_on": was.isoformat(),
        "set_by": f"{duty.due.set_by}; {why}" if why else duty.due.set_by,
    }
    return facts | ({"reason": reason} if reason else {})


def _once_more(command: Command, event: LetterQueuedAgain, facts: ActFacts) -> Iterator[Command]:
    old = facts.letter
    if old is None:
        return
    yield QueueLetter(
        letter=event.by_letter,
        recipient=old.recipient,
        template=old.template,
        facts={**old.facts, **facts.letter_facts},
        names=old.names,
        speaks_from=command.legal_day,
        obligation=old.obligation,
        rung=old.rung,
        item=old.item,
        entries=old.entries,
        replaces=old.letter,
        resent_from=old.day,
        **said(command),
    )


def calendar_item(duty: Obligation) -> CalendarItem:
    """Make the calendar entry of a duty: an all-day entry on the due date, renumbered at each change.

    A date that ends at an hour is an entry at that hour, the one of what asks for the duty.
    """
    hour = hour_of(duty.due)
    return CalendarItem(
        uid=duty.about if hour else duty.obligation,
        sequence=duty.sequence,
        method="PUBLISH",
        summary=duty.title,
        day=None if hour else duty.due.on,
        starts_at=hour,
    )


def calendar_items(duties: Iterable[Obligation]) -> tuple[CalendarItem, ...]:
    """Make the entries of duties that one letter tells of, the first due first."""
    return tuple(
        calendar_item(duty) for duty in sorted(duties, key=lambda duty: (duty.due.on, duty.obligation))
    )
