"""A cluster's year opens its duties, by the dates of its sheet: of its members, of the unit that leads, of the house.

Who joins owes what is still to come, who leaves or is not ranked owes nothing more, and what the lead owes goes to
whoever leads now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.cluster.states import Cluster, Year
from domain.ids import obligation_id, scoring_year
from domain.obligation.commands import OpenObligation, RescheduleObligation
from domain.obligation.states import Obligation
from events.base import ObligationId, SubjectId, UnitId
from events.cluster import HeadNamed, MembersChanged, ScoringAdopted, UnitDisqualified
from events.plan import Milestone
from projections import queries
from workflows.reactions.ending import lapse_step
from workflows.reactions.moved import moved_letters
from workflows.reactions.steps import Bench, Step, Steps, Trigger
from workflows.reading import Reading

NOT_THEIRS = "Đơn vị không còn giữ nhiệm vụ này trong cụm, khối."
NOTHING_LEFT = "Không còn đơn vị nào phải chấm, thẩm tra."
Changed = ScoringAdopted | HeadNamed | MembersChanged | UnitDisqualified


@dataclass(frozen=True, slots=True)
class _Owed:
    """A duty of a cluster's year."""

    scoring: ScoringAdopted
    milestone: Milestone
    debtor: SubjectId
    due_on: date

    @property
    def obligation(self) -> ObligationId:
        code = scoring_year(self.scoring.year)
        return obligation_id(self.scoring.cluster, self.milestone.duty, code, self.debtor)

    @property
    def set_by(self) -> str:
        document = self.scoring.document
        issuer = f" của {document.issuer}" if document.issuer else ""
        return self.milestone.basis or f"văn bản số {document.number} ngày {document.day:%d/%m/%Y}{issuer}"


def scoring_duties(bench: Bench, trigger: Trigger, event: Changed) -> Steps:
    """Open what is owed now, move what has another date and say so, and end what is not owed any more."""
    with bench.reading() as reading:
        cluster = reading.state(event.cluster, Cluster)
        years = [*cluster.years] if isinstance(event, MembersChanged) else [event.year]
        steps = [step for year in years for step in _year(bench, trigger, cluster.year(year), reading)]
    yield steps
    with bench.reading() as reading:
        moved = [step.command.obligation for step in steps if isinstance(step.command, RescheduleObligation)]
        duties = [reading.state(duty, Obligation) for duty in moved]
        yield [step for duty in duties for step in moved_letters(bench, trigger, duty, reading)]


def _year(bench: Bench, trigger: Trigger, year: Year, reading: Reading) -> Iterator[Step]:
    scoring = year.scoring
    if scoring is None or year.places:
        return
    members = reading.state(scoring.cluster, Cluster).members
    owed = {one.obligation: one for one in _owed(scoring, year, members, reading)}
    rows = queries.open_obligations(reading.session, scoring.cluster, scoring_year(scoring.year))
    known = {ObligationId(row.obligation): row.due_on for row in rows}
    for duty in known:
        if duty not in owed:
            yield lapse_step(bench, trigger, duty, NOT_THEIRS)
    for one in owed.values():
        done = year.has_done(one.milestone.duty, one.debtor, members)
        if one.obligation not in known:
            if not done and (isinstance(trigger.event, ScoringAdopted) or one.due_on >= bench.today):
                yield _open(bench, trigger, one)
        elif done:
            yield lapse_step(bench, trigger, one.obligation, NOTHING_LEFT)
        elif known[one.obligation] != one.due_on.isoformat():
            yield _move(bench, trigger, one)


def _owed(
    scoring: ScoringAdopted, year: Year, members: Sequence[UnitId], reading: Reading
) -> Iterator[_Owed]:
    home = [SubjectId(reading.organisation)] if reading.organisation else []
    debtors: dict[str, Sequence[SubjectId]] = {
        "participants": [SubjectId(member) for member in year.ranked(members)],
        "cluster_head": [SubjectId(year.head)] if year.head else [],
    }
    for milestone in scoring.milestones:
        if milestone.due_on is not None:
            for debtor in debtors.get(milestone.owed_by, home):
                yield _Owed(scoring, milestone, debtor, milestone.due_on)


def _open(bench: Bench, trigger: Trigger, owed: _Owed) -> Step:
    milestone = owed.milestone
    command = OpenObligation(
        obligation=owed.obligation,
        duty=milestone.duty,
        debtor=owed.debtor,
        about=owed.scoring.cluster,
        milestone=scoring_year(owed.scoring.year),
        title=milestone.name,
        due_on=owed.due_on,
        set_by=owed.set_by,
        hard=milestone.hard,
        grace_on=milestone.grace,
        **bench.said,
    )
    return Step(trigger, "open", owed.obligation, command)


def _move(bench: Bench, trigger: Trigger, owed: _Owed) -> Step:
    command = RescheduleObligation(
        obligation=owed.obligation,
        due_on=owed.due_on,
        set_by=owed.set_by,
        grace_on=owed.milestone.grace,
        document=owed.scoring.document,
        **bench.said,
    )
    return Step(trigger, "reschedule", owed.obligation, command)
