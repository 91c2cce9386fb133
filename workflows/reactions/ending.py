"""The step that ends a duty which nobody owes any more."""

from domain.obligation.commands import LapseObligation
from events.base import ObligationId
from workflows.reactions.steps import Bench, Step, Trigger


def lapse_step(bench: Bench, trigger: Trigger, duty: str, reason: str) -> Step:
    """End an open duty, with the reason."""
    command = LapseObligation(obligation=ObligationId(duty), reason=reason, **bench.said)
    return Step(trigger, "lapse", duty, command)
