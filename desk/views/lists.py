"""The sets of units, and the list upward: one award, every dossier that the council proposes, in the order of a list."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, select

from desk.views.mask import Mask
from desk.views.names import Names
from desk.views.views import SubmissionView
from domain.submission.states import Forwarded
from events.base import NominationId, SubmissionId
from events.catalogue import event_of
from events.nomination import NominationSubmitted
from projections import tables as t
from workflows.reading import Reading
from workflows.wiring import House


def submissions(
    reading: Reading, names: Names, mask: Mask, stage: str | None = None, unit: str | None = None
) -> list[SubmissionView]:
    """List sets and lists sent on, by unit in Vietnamese order."""
    found = reading.session.exec(select(t.SubmissionRow)).all()
    rows = [row for row in found if stage in {None, row.stage} and unit in {None, row.unit}]
    names.know([row.unit for row in rows] + [row.to_unit for row in rows])
    counts = counts_of(rows, reading, mask)
    return [
        SubmissionView.model_validate(
            {
                **row.model_dump(),
                "lines": counts[row.submission],
                "unit": names.of(row.unit),
                "to_unit": names.of(row.to_unit) if row.to_unit else None,
            }
        )
        for row in sorted(rows, key=lambda row: (names.order(row.unit), row.submission))
    ]


def counts_of(rows: Sequence[t.SubmissionRow], reading: Reading, mask: Mask) -> dict[str, int | None]:
    """Give how many dossiers each set or list holds; None where the number would tell what a council said."""
    counts: dict[str, int | None] = {row.submission: row.lines for row in rows}
    sent_on = [row.submission for row in rows if row.to_unit is not None]
    if not sent_on or not mask.stands_between:
        return counts
    reading.preload(sent_on)
    states = {name: reading.stream(name).state for name in sent_on}
    lines = {name: state.nominations for name, state in states.items() if isinstance(state, Forwarded)}
    untold = mask.untold(line for listed in lines.values() for line in listed)
    return counts | {name: None for name, listed in lines.items() if not untold.isdisjoint(listed)}


def proposed(
    house: House, session: Session, award: str, sets: Collection[str] = (), at: str | None = None
) -> tuple[list[NominationId], list[SubmissionId]]:
    """Give the dossiers of an award that the council has proposed at a level, and the sets they came in.

    They stand by kind of recipient, then as names do; `sets` narrows them to what came in some sets.
    """
    rows = session.exec(
        select(t.NominationRow).where(t.NominationRow.award == award, t.NominationRow.stage == "recommended")
    ).all()
    mine = [(row, _came_in(house, row.nomination)) for row in rows if row.at == at]
    listed = [(row, came) for row, came in mine if not sets or came in sets]
    names = Names(house.ledger, session)
    listed.sort(
        key=lambda one: (one[0].subject_kind != "person", names.order(one[0].subject), one[0].nomination)
    )
    return [NominationId(row.nomination) for row, _ in listed], _sources([came for _, came in listed])


def _sources(came: Sequence[SubmissionId | None]) -> list[SubmissionId]:
    return sorted({one for one in came if one is not None})


def _came_in(house: House, nomination: str) -> SubmissionId | None:
    handed = [
        event
        for event in map(event_of, house.ledger.stored(nomination))
        if isinstance(event, NominationSubmitted)
    ]
    return handed[-1].submission if handed else None
