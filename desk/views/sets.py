"""One unit's set, or one list sent on, as its page shows it: its lines, where each stands, what happened to it."""

from desk.views.base import View
from desk.views.history import happened
from desk.views.mask import Mask
from desk.views.names import Names
from desk.views.views import HappenedView
from domain.submission.states import Forwarded, Submission
from workflows.reading import Reading


class SetLine(View):
    """A line of a set: who, for what, the unit's own count, where it stands."""

    nomination: str
    subject: str
    award: str
    counted: str | None
    stage: str


class SetView(View):
    """A set or a list sent on."""

    submission: str
    forwarded: bool
    kept: bool
    """True when the lines are not shown: who stands on the list would tell what a council said."""
    lines: list[SetLine]
    history: list[HappenedView]


def one_set(reading: Reading, names: Names, mask: Mask, submission: str) -> SetView:
    """Give a set that is there."""
    state = reading.stream(submission).state
    forwarded = isinstance(state, Forwarded)
    counted: dict[str, str] = {}
    if isinstance(state, Submission):
        counted = {
            line.nomination: f"{line.votes_for}/{line.votes_of}" if line.votes_for is not None else ""
            for line in state.lines
        }
    listed = list(state.nominations) if isinstance(state, Forwarded) else list(counted)
    kept = forwarded and mask.keeps_list(listed)
    rows = [] if kept else [*reading.dossiers(listed).values()]
    stored = reading.history(submission)
    names.know([row.subject for row in rows] + [entry.envelope.by.who for entry in stored])
    return SetView(
        submission=submission,
        forwarded=forwarded,
        kept=kept,
        lines=[
            SetLine(
                nomination=row.nomination,
                subject=names.of(row.subject),
                award=row.award,
                counted=counted.get(row.nomination) or None,
                stage=mask.stage(row.nomination, row.stage),
            )
            for row in rows
        ],
        history=[happened(entry, names) for entry in stored],
    )
