"""A cluster's year opens its duties: self-scoring, cross-scoring, verification, ranking, by the dates of its sheet."""

from domain.cluster.states import Cluster
from domain.ids import obligation_id, scoring_year
from domain.obligation import OpenObligation
from events.base import SubjectId
from events.cluster import ScoringAdopted
from events.plan import Milestone
from workflows.reactions.steps import Bench, Step, Trigger


def open_scoring(bench: Bench, trigger: Trigger, adopted: ScoringAdopted) -> list[Step]:
    """Open a duty for each member, or for the organisation, at every dated milestone of the sheet."""
    with bench.reading() as reading:
        cluster = reading.state(adopted.cluster, Cluster)
        home = reading.organisation
    debtors = {"participants": [SubjectId(member) for member in cluster.members]}
    return [
        _open(bench, trigger, adopted, milestone, debtor)
        for milestone in adopted.milestones
        if milestone.due_on is not None
        for debtor in debtors.get(milestone.owed_by, [SubjectId(home)] if home else [])
    ]


def _open(
    bench: Bench, trigger: Trigger, adopted: ScoringAdopted, milestone: Milestone, debtor: SubjectId
) -> Step:
    code = scoring_year(adopted.year)
    duty = obligation_id(adopted.cluster, milestone.duty, code, debtor)
    document = adopted.document
    issuer = f" của {document.issuer}" if document.issuer else ""
    command = OpenObligation(
        obligation=duty,
        duty=milestone.duty,
        debtor=debtor,
        about=adopted.cluster,
        milestone=code,
        title=milestone.name,
        due_on=milestone.due_on,
        set_by=milestone.basis or f"văn bản số {document.number} ngày {document.day:%d/%m/%Y}{issuer}",
        hard=milestone.hard,
        grace_on=milestone.grace,
        **bench.said,
    )
    return Step(trigger, "open", duty, command)
