"""The letter that tells a debtor that a date has moved, with the renumbered calendar entry."""

from domain.acts import calendar_item
from domain.obligation import Obligation
from events.obligation import ObligationOpened, ObligationRescheduled
from workflows.reactions.steps import Bench, Letter, Step, Trigger, letter_step
from workflows.reading import Reading


def moved_letter(
    bench: Bench, trigger: Trigger, duty: Obligation, reading: Reading, *, why: str = ""
) -> Step:
    """Tell the debtor the new date and the one before; `why` is added to the text that set it."""
    dues = [
        event.due
        for event in reading.ledger.load(duty.obligation)
        if isinstance(event, ObligationOpened | ObligationRescheduled)
    ]
    was = dues[-2].on if len(dues) > 1 else duty.due.on
    facts = {
        "about": duty.obligation,
        "title": duty.title,
        "due_on": duty.due.on.isoformat(),
        "was_due_on": was.isoformat(),
        "set_by": f"{duty.due.set_by}; {why}" if why else duty.due.set_by,
    }
    letter = Letter(
        recipient=duty.debtor,
        template="rescheduled",
        facts=facts,
        item=calendar_item(duty),
        obligation=duty.obligation,
    )
    return letter_step(bench, trigger, letter)
