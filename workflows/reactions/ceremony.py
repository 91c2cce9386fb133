"""`ceremony`: a published decision is told; a scheduled ceremony invites; a held one records who received what."""

from collections.abc import Iterator, Sequence

from domain.decision.states import Issued
from domain.giving import ARCHIVE, PAY, TITLES
from domain.ids import obligation_id
from domain.nomination.commands import PresentAward
from domain.nomination.states import Awarded
from domain.obligation.commands import OpenObligation
from domain.terms import from_limit
from domain.wording import award_name
from events.base import SubjectId, instant_text
from events.ceremony import CeremonyHeld, CeremonyScheduled
from events.decision import DecisionPublished
from events.letter import CalendarItem
from workflows.facts.duties import told
from workflows.limits import time_limit
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, letter_step
from workflows.reading import Reading


def ceremony(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Tell, invite or record, for every event of the batch."""
    for trigger in batch:
        with bench.reading() as reading:
            match trigger.event:
                case DecisionPublished():
                    yield _tell(bench, trigger, trigger.event, reading)
                    yield list(_owed(bench, trigger, trigger.event, reading))
                case CeremonyScheduled():
                    yield _invite(bench, trigger, trigger.event, reading)
                case CeremonyHeld():
                    yield _hand_over(bench, trigger, trigger.event)
                case _:
                    continue


def _tell(bench: Bench, trigger: Trigger, published: DecisionPublished, reading: Reading) -> list[Step]:
    """Tell the unit of each recipient."""
    decision = reading.state(published.decision, Issued)
    rules = reading.rules(reading.organisation)
    steps = []
    for nomination in decision.order.nominations:
        awarded = reading.maybe(nomination, Awarded)
        if awarded is None:
            continue
        facts = {
            "about": nomination,
            "award": award_name(rules, awarded.dossier.award),
            "decided_on": awarded.on.isoformat(),
        }
        if decision.number:
            facts["number"] = decision.number
        if awarded.bonus:
            facts["bonus"] = f"{awarded.bonus.amount:,}".replace(",", ".")
        names = {"subject": awarded.dossier.subject}
        for reader in told(awarded.dossier.unit, bench.today, reading):
            letter = Letter(recipient=reader, template="awarded", facts=facts, names=names)
            steps.append(letter_step(bench, trigger, letter))
    return steps


def _owed(bench: Bench, trigger: Trigger, published: DecisionPublished, reading: Reading) -> Iterator[Step]:
    """Open the duties to pay and to archive, where a rule says by when; a missing limit invents no deadline."""
    order = reading.state(published.decision, Issued).order
    if order.cancels is not None:
        return
    states = [reading.maybe(line, Awarded) for line in order.nominations]
    payers = {state.payer for state in states if state and state.payer and state.bonus and state.bonus.amount}
    for duty, debtor in ((ARCHIVE, order.authority), *((PAY, payer) for payer in sorted(payers))):
        limit = time_limit(duty, order.authority, order.award, published.on, reading)
        if limit is None:
            continue
        command = OpenObligation(
            obligation=obligation_id(order.decision, duty, None, debtor),
            duty=duty,
            debtor=SubjectId(debtor),
            about=order.decision,
            title=TITLES[duty],
            counting=from_limit(limit, published.on),
            set_by=str(limit.basis),
            **bench.said,
        )
        yield Step(trigger, duty, f"{order.decision}/{debtor}", command)


def _invite(bench: Bench, trigger: Trigger, scheduled: CeremonyScheduled, reading: Reading) -> list[Step]:
    rules = reading.rules(reading.organisation)
    item = CalendarItem(
        uid=scheduled.ceremony,
        sequence=0,
        method="PUBLISH",
        summary=scheduled.title,
        starts_at=scheduled.starts_at,
        place=scheduled.place,
    )
    steps = []
    for called in scheduled.programme:
        awarded = reading.maybe(called.nomination, Awarded)
        if awarded is None:
            continue
        facts = {
            "about": called.nomination,
            "title": scheduled.title,
            "starts_at": instant_text(scheduled.starts_at),
            "place": scheduled.place,
            "award": award_name(rules, awarded.dossier.award),
            "group": str(called.group),
        }
        letter = Letter(recipient=called.subject, template="ceremony_invitation", facts=facts, item=item)
        steps.append(letter_step(bench, trigger, letter))
    return steps


def _hand_over(bench: Bench, trigger: Trigger, held: CeremonyHeld) -> list[Step]:
    """Record who received in person or through a proxy; who was absent waits for a later handing-over."""
    steps = []
    for hand_over in held.hand_overs:
        if hand_over.how == "absent":
            continue
        command = PresentAward(
            nomination=hand_over.nomination,
            how=hand_over.how,
            on=held.on,
            ceremony=held.ceremony,
            **bench.said,
        )
        steps.append(Step(trigger, "present", hand_over.nomination, command))
    return steps
