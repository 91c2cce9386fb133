"""Flags dossiers just handed in that seem to be about somebody who is nominated already."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from domain.likeness import Double, Likeness
from domain.nomination.commands import FlagDouble
from events.base import NominationId
from projections import tables as t
from workflows.facts.doubles import all_doubles
from workflows.reactions.steps import Bench, Step, Trigger
from workflows.reading import Reading

LIKENESS: Mapping[Likeness, Literal["same", "likely", "possible"]] = {
    Likeness.SAME: "same",
    Likeness.LIKELY: "likely",
    Likeness.POSSIBLE: "possible",
}


def flags(
    bench: Bench, handed_in: Sequence[tuple[Trigger, NominationId]], reading: Reading
) -> Iterator[Step]:
    """Flag the later of each pair; the names are compared once for the whole batch."""
    order = {dossier: place for place, (_, dossier) in enumerate(handed_in)}
    triggers = {dossier: trigger for trigger, dossier in handed_in}
    for found in _pairs(list(order), reading):
        earlier, later = sorted((found.one, found.other), key=lambda dossier: order.get(dossier, -1))
        if later in order:
            flag = FlagDouble(nomination=later, other=earlier, likeness=LIKENESS[found.how], **bench.said)
            yield Step(triggers[later], "flag_double", f"{later}/{earlier}", flag)


def _pairs(dossiers: Sequence[NominationId], reading: Reading) -> Iterator[Double]:
    rows = [reading.session.get(t.NominationRow, dossier) for dossier in dossiers]
    for year in sorted({row.award_year for row in rows if row is not None}):
        yield from all_doubles(reading.ledger, reading.session, year)
