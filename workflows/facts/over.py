"""Why a duty is owed no more at the moment its ladder speaks: its debtor's seat, or the role it was owed in, has ended."""

from datetime import date

from domain.obligation.states import Obligation
from domain.person import Person
from domain.session.owed import LEFT
from workflows.facts.slips import has_left
from workflows.reading import Reading

ROLE_OVER = "Người có nhiệm vụ thôi giữ vai trò."


def why_over(duty: Obligation, today: date, reading: Reading) -> str | None:
    """Say why a duty has ended by itself; None while it is owed."""
    if has_left(duty, today, reading):
        return LEFT
    if duty.until is None or today <= duty.until or holds_a_role(duty.debtor, duty.about, today, reading):
        return None
    return ROLE_OVER


def holds_a_role(who: str, scope: str, day: date, reading: Reading) -> bool:
    """Say whether a person holds any role of a unit or a council on a day."""
    person = reading.maybe(who, Person)
    return person is not None and any(held.scope == scope and held.on(day) for held in person.roles)
