"""Steps that bring the data of older events to today's shape, one schema version at a time."""

from collections.abc import Callable, Mapping

from events.personal import Json

Step = Callable[[Json], Json]

STEPS: Mapping[tuple[str, int], Step] = {}
"""(type, from version) → the step to the next version."""


def upcast(
    type_name: str, version: int, wanted: int, data: Json, *, steps: Mapping[tuple[str, int], Step] = STEPS
) -> Json:
    """Apply every step from `version` up to `wanted`."""
    for at in range(version, wanted):
        data = steps[type_name, at](data)
    return data


def gaps(current: Mapping[str, int], *, steps: Mapping[tuple[str, int], Step] = STEPS) -> list[str]:
    """Name every step that is missing, or that leads nowhere; empty when the chain is whole."""
    missing = [
        f"{name} v{at}: no step to v{at + 1}"
        for name, version in current.items()
        for at in range(1, version)
        if (name, at) not in steps
    ]
    stray = [f"{name} v{at}: a step for no event" for name, at in steps if at >= current.get(name, 1)]
    return missing + stray
