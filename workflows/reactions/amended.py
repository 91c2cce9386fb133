"""The letters that tell everybody in a movement which indicators were added, by which paper, and what goes with them."""

from datetime import date

from domain.movement.states import Movement
from domain.targets import goal_said
from domain.wording import listed
from events.base import SubjectId
from events.movement import TargetsAdded
from projections import queries
from projections import tables as t
from workflows.facts.duties import reached
from workflows.reactions.steps import Bench, Letter, Step, Trigger, letter_step
from workflows.reading import Reading

REPORTS = ("report_progress", "report_final")


def added_letters(bench: Bench, trigger: Trigger, added: TargetsAdded) -> list[Step]:
    """Write to every unit that takes part; to whoever leads a movement that answers this one also what that means for it."""
    with bench.reading() as reading:
        movement = reading.state(added.movement, Movement)
        facts = _words(movement, added, bench.today)
        own = _answering(added.movement, reading)
        steps = []
        for unit in movement.participants:
            said = facts | ({"answering": own[unit]} if unit in own else {})
            for reader in reached(SubjectId(unit), bench.today, reading):
                letter = Letter(recipient=reader, template="targets_added", facts=said)
                steps.append(letter_step(bench, trigger, letter))
        return steps


def _words(movement: Movement, added: TargetsAdded, today: date) -> dict[str, str]:
    document = added.document
    issuer = f" của {document.issuer}" if document.issuer else ""
    facts = {
        "title": movement.plan.title,
        "organisation": movement.plan.organisation.name,
        "set_by": f"văn bản số {document.number} ngày {document.day:%d/%m/%Y}{issuer}",
        "count": str(len(added.targets)),
        "targets": listed(goal_said(target, one) for target in added.targets for one in target.assignments),
    }
    ahead = [
        (due_on, milestone.name)
        for period in movement.periods.values()
        if period.ended_on is None
        for milestone in period.milestones.values()
        for due_on in (milestone.due_on,)
        if milestone.duty in REPORTS and due_on is not None and due_on >= today
    ]
    if ahead:
        due_on, name = min(ahead)
        facts |= {"report": name, "due_on": due_on.isoformat()}
    return facts


def _answering(movement: str, reading: Reading) -> dict[str, str]:
    """Give who leads a movement that answers this one, with its title."""
    rows = queries.answering(reading.session, movement)
    found = {row.organisation: reading.session.get(t.MovementRow, row.movement) for row in rows}
    return {organisation: row.title for organisation, row in found.items() if row is not None}
