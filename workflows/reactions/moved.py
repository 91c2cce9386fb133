"""The letters that tell a date has moved, each with the renumbered calendar entry."""

from domain.act_letters import RESCHEDULED, calendar_item, rescheduled_facts
from domain.obligation.states import Obligation
from events.obligation import ObligationOpened, ObligationReopened, ObligationRescheduled
from workflows.facts.duties import moved_readers
from workflows.reactions.steps import Bench, Letter, Step, Trigger, letter_step
from workflows.reading import Reading


def moved_letters(
    bench: Bench, trigger: Trigger, duty: Obligation, reading: Reading, *, why: str = ""
) -> list[Step]:
    """Tell the debtor, and whoever has the entry in a calendar, the new date and the one before."""
    dues = [
        event.due
        for event in reading.ledger.load(duty.obligation)
        if isinstance(event, ObligationOpened | ObligationReopened | ObligationRescheduled)
    ]
    was = dues[-2].on if len(dues) > 1 else duty.due.on
    return [
        letter_step(
            bench,
            trigger,
            Letter(
                recipient=reader,
                template=RESCHEDULED,
                facts=rescheduled_facts(duty, was, why=why),
                item=calendar_item(duty),
                obligation=duty.obligation,
            ),
        )
        for reader in moved_readers(duty, bench.today, reading)
    ]
