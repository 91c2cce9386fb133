"""What taking in a list came to, and which dossiers seem to be about one person."""

from desk.views.base import View


class IntakeView(View):
    """What reading a list came to; `made` counts dossiers or past awards, `entered` people and groups that are new."""

    lines: int
    made: int
    already: int
    entered: int
    events: int
    recorded: bool
    against_rules: bool
    """True when every line could be read and only rules refuse it."""
    remarks: list[str]
    faults: list[str]


class DoubleView(View):
    """Two dossiers that seem to be about one person and one award."""

    how: str
    award: str
    year: int
    one: str
    one_name: str
    one_unit: str
    other: str
    other_name: str
    other_unit: str
