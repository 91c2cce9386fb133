"""`approval`: a list before the own authority becomes a draft decision; a signed one makes awards and entries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from domain.decision import Decision, DraftDecision
from domain.ids import derived
from domain.law.rows import Award
from domain.nomination.commands import DecideAward
from domain.nomination.states import Awarded, Forwarded
from domain.registry import EnterAward
from events.base import DecisionId, NominationId
from events.decision import DecisionSigned, OutsideDecisionReceived
from events.submission import ListForwarded
from workflows.reactions.steps import Bench, Step, Steps, Trigger, chunks
from workflows.reading import Reading

CHUNK = 100


def approval(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Draft, or award and enter, for every event of the batch."""
    for trigger in batch:
        match trigger.event:
            case ListForwarded():
                yield _drafts(bench, trigger, trigger.event)
            case DecisionSigned() | OutsideDecisionReceived():
                yield from _awards(bench, trigger, trigger.event.decision)
            case _:
                continue


def _drafts(bench: Bench, trigger: Trigger, forwarded: ListForwarded) -> list[Step]:
    """Draft one decision per award of a list laid before this organisation's own authority."""
    by_award: dict[str, list[NominationId]] = defaultdict(list)
    with bench.reading() as reading:
        if forwarded.to_unit != reading.organisation:
            return []
        for nomination in forwarded.nominations:
            waiting = reading.maybe(nomination, Forwarded)
            if waiting is not None:
                by_award[waiting.dossier.award].append(nomination)
        sessions = {
            award: reading.state(nominations[0], Forwarded).session for award, nominations in by_award.items()
        }
    steps = []
    for award, nominations in by_award.items():
        decision = DecisionId(f"decision-{derived('decision', forwarded.submission, award)}")
        command = DraftDecision(
            decision=decision,
            authority=forwarded.to_unit,
            award=award,
            nominations=tuple(nominations),
            session=sessions[award],
            **bench.said,
        )
        steps.append(Step(trigger, "draft", decision, command))
    return steps


def _awards(bench: Bench, trigger: Trigger, decision_id: DecisionId) -> Steps:
    """Award every line; then enter those with a certificate in the own honour book, in the decision's order."""
    with bench.reading() as reading:
        decision = reading.state(decision_id, Decision)
        own = decision.authority == reading.organisation
    decided_on = decision.signed_on
    if decided_on is None:
        return
    awards = [
        Step(
            trigger,
            "award",
            nomination,
            DecideAward(
                nomination=nomination,
                decision=decision_id,
                authority=decision.authority,
                on=decided_on,
                **bench.said,
            ),
        )
        for nomination in decision.nominations
    ]
    yield from chunks(awards, CHUNK)
    if own:
        with bench.reading() as reading:
            yield _entries(bench, trigger, decision, decided_on, reading)


def _entries(
    bench: Bench, trigger: Trigger, decision: Decision, decided_on: date, reading: Reading
) -> list[Step]:  # the same
    steps = []
    for nomination in decision.nominations:
        awarded = reading.maybe(nomination, Awarded)
        if awarded is None:
            continue
        dossier = awarded.dossier
        row = reading.rules(reading.organisation).one(Award, decided_on, award=dossier.award)
        if row is None or not row.certificate:
            continue
        command = EnterAward(
            authority=decision.authority,
            year=decided_on.year,
            nomination=nomination,
            subject=dossier.subject,
            award=dossier.award,
            decision=decision.decision,
            **bench.said,
        )
        steps.append(Step(trigger, "enter", nomination, command))
    return steps
