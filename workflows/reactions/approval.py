"""`approval`: a list before the own authority becomes a draft decision; a signed one makes awards and entries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from domain.decision.commands import DraftDecision
from domain.decision.states import Issued, Numbered, Order, Signed
from domain.ids import derived
from domain.law.rows import Award
from domain.nomination.commands import DecideAward
from domain.nomination.states import Awarded, Ended, Forwarded
from domain.registry import EnterAward
from domain.wording import REFUSALS, award_name
from events.base import DecisionId, NominationId, SessionId
from events.decision import DecisionSigned, LinesRefused, OutsideDecisionReceived, OutsideRefusalReceived
from events.submission import ListForwarded
from workflows.facts.duties import told_with
from workflows.reactions.revocation import revoke
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, chunks, letter_step
from workflows.reading import Reading

CHUNK = 100


def approval(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Draft, or award and enter, for every event of the batch."""
    for trigger in batch:
        match trigger.event:
            case ListForwarded():
                yield _drafts(bench, trigger, trigger.event)
            case LinesRefused() | OutsideRefusalReceived():
                yield _tell_refused(bench, trigger, trigger.event)
            case DecisionSigned() | OutsideDecisionReceived():
                yield from _carry_out(bench, trigger, trigger.event.decision)
            case _:
                continue


def _drafts(bench: Bench, trigger: Trigger, forwarded: ListForwarded) -> list[Step]:
    """Draft one decision per award of a list laid before the own authority of the unit that sends it.

    What comes without a council, by the simplified procedure, has a decision of its own.
    """
    sessions: dict[tuple[str, bool], SessionId | None] = {}
    by_award: dict[tuple[str, bool], list[NominationId]] = defaultdict(list)
    if forwarded.to_unit != forwarded.from_unit:
        return []
    with bench.reading() as reading:
        for nomination in forwarded.nominations:
            waiting = reading.maybe(nomination, Forwarded)
            if waiting is not None:
                kind = (waiting.dossier.award, waiting.session is None)
                by_award[kind].append(nomination)
                sessions.setdefault(kind, waiting.session)
    steps = []
    for (award, simplified), nominations in by_award.items():
        about = (forwarded.submission, award, *(("simplified",) if simplified else ()))
        decision = DecisionId(f"decision-{derived('decision', *about)}")
        command = DraftDecision(
            decision=decision,
            authority=forwarded.to_unit,
            award=award,
            nominations=tuple(nominations),
            session=sessions[award, simplified],
            **bench.said,
        )
        steps.append(Step(trigger, "draft", decision, command))
    return steps


def _tell_refused(
    bench: Bench, trigger: Trigger, refused: LinesRefused | OutsideRefusalReceived
) -> list[Step]:
    """Tell whoever was refused, and the unit that proposed, with the article."""
    steps = []
    with bench.reading() as reading:
        for nomination in refused.nominations:
            ended = reading.maybe(nomination, Ended)
            if ended is None:
                continue
            dossier = ended.dossier
            facts = {
                "about": nomination,
                "award": award_name(reading.rules(reading.organisation), dossier.award),
                "ground": REFUSALS[refused.ground],
                "basis": str(refused.basis),
                "refused_on": refused.on.isoformat(),
            }
            for to in told_with(dossier.subject, dossier.unit, bench.today, reading):
                letter = Letter(
                    recipient=to, template="refused", facts=facts, names={"subject": dossier.subject}
                )
                steps.append(letter_step(bench, trigger, letter))
    return steps


def _carry_out(bench: Bench, trigger: Trigger, decision_id: DecisionId) -> Steps:
    """Award the lines of a decision, or revoke those that it cancels."""
    with bench.reading() as reading:
        decision = reading.stream(decision_id).state
    if not isinstance(decision, Signed | Numbered | Issued):
        return
    if decision.order.cancels is None:
        yield from _awards(bench, trigger, decision)
    else:
        yield from revoke(bench, trigger, decision.order, decision.signed_on)


def _awards(bench: Bench, trigger: Trigger, decision: Signed | Numbered | Issued) -> Steps:
    """Award every line; then enter those with a certificate in the own honour book, in the decision's order."""
    order = decision.order
    awards = [
        Step(
            trigger,
            "award",
            nomination,
            DecideAward(
                nomination=nomination,
                decision=order.decision,
                authority=order.authority,
                on=decision.signed_on,
                **bench.said,
            ),
        )
        for nomination in order.nominations
    ]
    yield from chunks(awards, CHUNK)
    if not (isinstance(decision, Issued) and decision.outside):
        with bench.reading() as reading:
            yield _entries(bench, trigger, order, decision.signed_on, reading)


def _entries(
    bench: Bench, trigger: Trigger, order: Order, decided_on: date, reading: Reading
) -> list[Step]:  # the same
    steps = []
    for nomination in order.nominations:
        awarded = reading.maybe(nomination, Awarded)
        if awarded is None:
            continue
        dossier = awarded.dossier
        row = reading.rules(order.authority).one(Award, decided_on, award=dossier.award)
        if row is None or not row.certificate:
            continue
        command = EnterAward(
            authority=order.authority,
            year=decided_on.year,
            nomination=nomination,
            subject=dossier.subject,
            award=dossier.award,
            decision=order.decision,
            **bench.said,
        )
        steps.append(Step(trigger, "enter", nomination, command))
    return steps
