"""`nomination`: submitted dossiers are assessed; returned ones name their fields, ineligible ones their article."""

from collections import defaultdict
from collections.abc import Sequence

from domain.nomination.commands import AskVerification, AssessNomination, RecheckNomination
from domain.nomination.states import Dossier, Eligible, Ended, Returned
from domain.nomination.verification import VERIFY, concerned, duty_to_verify
from domain.obligation.commands import OpenObligation
from domain.terms import from_limit
from domain.unit import Unit
from domain.wording import award_name, item_names, listed, sentence
from events.base import NominationId, SubjectId
from events.judgement import Reason
from events.nomination import (
    AwardDecided,
    NominationDeclined,
    NominationIneligible,
    NominationRefused,
    NominationRepinned,
    NominationResubmitted,
    NominationSubmitted,
    NominationTakenUp,
    NominationWithdrawn,
)
from events.obligation import Counting
from projections import queries
from workflows.facts.duties import told, told_with
from workflows.limits import time_limit
from workflows.reactions.doubles import flags
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, letter_step
from workflows.reading import Reading

BY_HAND = "returned."
"""What a person sent back has told the unit already."""
ASSIGNED = "phân công thẩm định của cơ quan thường trực"
SETTLING = AwardDecided | NominationDeclined | NominationIneligible | NominationRefused | NominationWithdrawn
"""What settles a dossier that others may rest on."""


def nomination(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Assess every dossier of the batch, then tell and open what follows from each result."""
    handed_in = [
        (trigger, trigger.event.nomination)
        for trigger in batch
        if isinstance(trigger.event, NominationSubmitted | NominationResubmitted | NominationRepinned)
    ]
    taken_up = [
        (trigger, trigger.event.nomination)
        for trigger in batch
        if isinstance(trigger.event, NominationTakenUp)
    ]
    awaited = [*handed_in, *taken_up]
    yield [
        Step(trigger, "assess", dossier, AssessNomination(nomination=dossier, **bench.said))
        for trigger, dossier in handed_in
    ]
    with bench.reading() as reading:
        yield [step for trigger, dossier in awaited for step in _follow(bench, trigger, dossier, reading)]
    with bench.reading() as reading:
        yield [
            step
            for trigger, dossier in awaited
            for step in _open_verification(bench, trigger, dossier, reading)
        ]
        yield _recheck(bench, batch, reading)
        yield list(flags(bench, handed_in, reading))


def _recheck(bench: Bench, batch: Sequence[Trigger], reading: Reading) -> list[Step]:
    """Ask again what rested on dossiers that the batch has settled."""
    settled = {trigger.event.nomination: trigger for trigger in batch if isinstance(trigger.event, SETTLING)}
    resting: dict[NominationId, list[NominationId]] = defaultdict(list)
    for dossier, rests_on in queries.resting_on(reading.session, list(settled)):
        resting[NominationId(dossier)].append(NominationId(rests_on))
    return [
        Step(
            settled[lines[0]],
            "recheck",
            dossier,
            RecheckNomination(nomination=dossier, settled=tuple(lines), **bench.said),
        )
        for dossier, lines in resting.items()
    ]


def _follow(bench: Bench, trigger: Trigger, dossier: NominationId, reading: Reading) -> list[Step]:
    match reading.stream(dossier).state:
        case Returned() as returned if not all(
            reason.rule.startswith(BY_HAND) for reason in returned.reasons
        ):
            judged = _judged(returned.dossier, returned.reasons, reading)
            return [
                letter_step(bench, trigger, _letter("returned", to, returned.dossier, judged))
                for to in told(returned.dossier.unit, bench.today, reading)
            ]
        case Ended(how="ineligible") as ended:
            judged = _judged(ended.dossier, ended.reasons, reading)
            return [
                letter_step(bench, trigger, _letter("ineligible", to, ended.dossier, judged))
                for to in told_with(ended.dossier.subject, ended.dossier.unit, bench.today, reading)
            ]
        case Eligible() as eligible if concerned(reading.policy.checks, eligible):
            return [
                Step(trigger, "ask_verification", dossier, AskVerification(nomination=dossier, **bench.said))
            ]
        case _:
            return []


def _letter(template: str, to: SubjectId, dossier: Dossier, facts: dict[str, str]) -> Letter:
    return Letter(recipient=to, template=template, facts=facts, names={"subject": dossier.subject})


def _judged(dossier: Dossier, reasons: Sequence[Reason], reading: Reading) -> dict[str, str]:
    """Give the words of a result: the award's name and a line for each failed rule."""
    rules = reading.rules(reading.organisation)
    failed = tuple(reason for reason in reasons if reason.verdict == "fail")
    items = item_names(rules, failed)
    return {
        "about": dossier.nomination,
        "award": award_name(rules, dossier.award),
        "faults": listed(sentence(reason, items) for reason in failed),
    }


def _title(dossier: Dossier, level: str, reading: Reading) -> str:
    """Say what is to be verified: the award and who proposes, never whom."""
    proposer = reading.maybe(dossier.unit, Unit)
    award = award_name(reading.rules(level), dossier.award)
    return f"Thẩm định hồ sơ đề nghị “{award}”" + (f" của {proposer.name}" if proposer else "")


def _open_verification(bench: Bench, trigger: Trigger, dossier: NominationId, reading: Reading) -> list[Step]:
    """Open the duty to verify of each department asked, or of the level's standing agency alone.

    A department's own term comes first, then the law's; a missing limit invents no deadline.
    """
    eligible = reading.maybe(dossier, Eligible)
    if eligible is None or reading.organisation is None:
        return []
    level = eligible.at or reading.organisation
    limit = time_limit(VERIFY, level, eligible.dossier.award, bench.today, reading)
    own: dict[str, int] = {}
    for check in concerned(reading.policy.checks, eligible):
        if check.days is not None:
            own[check.department] = min(check.days, own.get(check.department, check.days))
    title = _title(eligible.dossier, level, reading)
    duties = []
    for department in [one.department for one in eligible.asked] or [level]:
        if department in own:
            term, set_by = Counting(since=bench.today, count=own[department], unit="working_day"), ASSIGNED
        elif limit is not None:
            term, set_by = from_limit(limit, bench.today), str(limit.basis)
        else:
            continue
        duty = duty_to_verify(dossier, eligible.dossier.turn, department)
        command = OpenObligation(
            obligation=duty,
            duty=VERIFY,
            debtor=SubjectId(department),
            about=dossier,
            title=title,
            counting=term,
            set_by=set_by,
            **bench.said,
        )
        duties.append(Step(trigger, "open_verification", duty, command))
    return duties
