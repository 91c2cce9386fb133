"""Who has handed in the dossiers that a movement asks for, where their duty arises only afterwards."""

from collections.abc import Collection

from domain.movement.states import Movement
from domain.submission.states import Submission
from events.plan import Milestone
from projections import queries
from workflows.reading import Reading


def handed_in(movement: Movement, milestone: Milestone, units: Collection[str], reading: Reading) -> set[str]:
    """Name those of some units whose set for a milestone was received and was not withdrawn since."""
    names = queries.sets_of(reading.session, units)
    reading.preload(names)
    sets = [reading.maybe(name, Submission) for name in names]
    asked = (movement.movement, milestone.code)
    return {str(one.unit) for one in sets if one is not None and (one.movement, one.milestone) == asked}
