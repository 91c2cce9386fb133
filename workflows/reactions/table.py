"""The reaction behind each flow's name."""

from collections.abc import Callable, Mapping, Sequence

from workflows.reactions.approval import approval
from workflows.reactions.ceremony import ceremony
from workflows.reactions.correspondence import correspondence
from workflows.reactions.council_review import council_review
from workflows.reactions.handover import handover
from workflows.reactions.nomination import nomination
from workflows.reactions.office_days import office_days
from workflows.reactions.period import period
from workflows.reactions.reminders import reminders
from workflows.reactions.steps import Bench, Steps, Trigger

Reaction = Callable[[Bench, Sequence[Trigger]], Steps]

REACTIONS: Mapping[str, Reaction] = {
    "period": period,
    "nomination": nomination,
    "council_review": council_review,
    "approval": approval,
    "ceremony": ceremony,
    "calendar": office_days,
    "handover": handover,
    "correspondence": correspondence,
    "reminders": reminders,
}
