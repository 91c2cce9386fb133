"""The words of the weekly letter: which duties are overdue or due soon, of whom, by when, on which text."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.obligation import Obligation
from domain.unit import Unit
from events.base import SubjectId
from workflows.reading import Reading

WEEKLY = "weekly"
LISTED = 100
"""So many duties a weekly letter names; the whole list is at `sovang due`."""


def weekly_words(duties: Sequence[Obligation], today: date, reading: Reading) -> dict[str, str]:
    """Give the facts of a weekly letter about some open duties, the oldest date first."""
    ordered = sorted(duties, key=lambda duty: (duty.due.on, duty.debtor, duty.obligation))
    listed = ordered[:LISTED]
    lines = [_line(duty, today, reading) for duty in listed]
    if len(ordered) > LISTED:
        lines.append(f"- và {len(ordered) - LISTED} việc nữa")
    return {
        "as_of": today.isoformat(),
        "count": str(len(ordered)),
        "overdue": str(sum(duty.due.on < today for duty in ordered)),
        "duties": "\n".join(lines),
        "obligations": " ".join(duty.obligation for duty in listed),
    }


def still_open(facts: Mapping[str, str], reading: Reading) -> list[Obligation]:
    """Give the duties that a weekly letter names and that are still owed."""
    duties = (reading.maybe(name, Obligation) for name in facts["obligations"].split())
    return [duty for duty in duties if duty is not None and duty.is_open]


def _line(duty: Obligation, today: date, reading: Reading) -> str:
    state = "quá hạn" if duty.due.on < today else "sắp đến hạn"
    return (
        f"- {_called(duty.debtor, reading)}: {duty.title}; {state}, hết ngày {duty.due.on:%d/%m/%Y},"
        f" theo {duty.due.set_by}"
    )


def _called(debtor: SubjectId, reading: Reading) -> str:
    """Name a unit; a person by their id, for a letter's facts hold no personal names."""
    unit = reading.maybe(debtor, Unit)
    return unit.name if unit else str(debtor)
