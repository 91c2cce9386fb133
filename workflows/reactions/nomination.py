"""`nomination`: submitted dossiers are assessed; returned ones name their fields, ineligible ones their article."""

from collections import defaultdict
from collections.abc import Sequence

from domain.ids import obligation_id
from domain.law.rows import TimeLimit
from domain.nomination.commands import AssessNomination, RecheckNomination
from domain.nomination.states import Dossier, Eligible, Ended, Returned
from domain.obligation import OpenObligation
from domain.terms import from_limit
from domain.wording import award_name, item_names, sentence
from events.base import NominationId, SubjectId, UnitId
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
from projections import queries
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, letter_step
from workflows.reading import Reading

VERIFY = "verify_dossier"
SETTLING = AwardDecided | NominationDeclined | NominationIneligible | NominationRefused | NominationWithdrawn
"""What settles a dossier that others may rest on."""


def nomination(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Assess every dossier of the batch, then tell and open what follows from each result."""
    concerned = [
        (trigger, trigger.event.nomination)
        for trigger in batch
        if isinstance(trigger.event, NominationSubmitted | NominationResubmitted | NominationRepinned)
    ]
    yield [
        Step(trigger, "assess", dossier, AssessNomination(nomination=dossier, **bench.said))
        for trigger, dossier in concerned
    ]
    with bench.reading() as reading:
        yield [step for trigger, dossier in concerned for step in _follow(bench, trigger, dossier, reading)]
        yield [
            step
            for trigger in batch
            if isinstance(trigger.event, NominationTakenUp)
            for step in _take_up(bench, trigger, trigger.event.nomination, reading)
        ]
        yield _recheck(bench, batch, reading)


def _take_up(bench: Bench, trigger: Trigger, dossier: NominationId, reading: Reading) -> list[Step]:
    """Open the verification of the level that has taken a dossier up; it was assessed when it was handed in."""
    match reading.stream(dossier).state:
        case Eligible() as eligible if eligible.at is not None:
            return _open_verification(bench, trigger, eligible.dossier, (reading, eligible.at))
        case _:
            return []


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
        case Returned() as returned:
            told = _judged(returned.dossier, returned.reasons, reading)
            to = SubjectId(returned.dossier.unit)
            return [letter_step(bench, trigger, _letter("returned", to, returned.dossier, told))]
        case Ended(how="ineligible") as ended:
            told = _judged(ended.dossier, ended.reasons, reading)
            recipients = dict.fromkeys((ended.dossier.subject, SubjectId(ended.dossier.unit)))
            return [
                letter_step(bench, trigger, _letter("ineligible", to, ended.dossier, told))
                for to in recipients
            ]
        case Eligible() as eligible:
            return _open_verification(bench, trigger, eligible.dossier, (reading, reading.organisation))
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
        "faults": "\n".join(f"- {sentence(reason, items)};" for reason in failed),
    }


def _open_verification(
    bench: Bench, trigger: Trigger, dossier: Dossier, where: tuple[Reading, UnitId | None]
) -> list[Step]:
    """Open a level's duty to verify, when its rule says by when; a missing limit invents no deadline."""
    reading, organisation = where
    limit = reading.rules(organisation).one(TimeLimit, bench.today, step=VERIFY)
    if limit is None or organisation is None:
        return []
    duty = obligation_id(dossier.nomination, VERIFY, None, organisation)
    command = OpenObligation(
        obligation=duty,
        duty=VERIFY,
        debtor=SubjectId(organisation),
        about=dossier.nomination,
        title="Thẩm định hồ sơ đề nghị khen thưởng",
        counting=from_limit(limit, bench.today),
        set_by=str(limit.basis),
        **bench.said,
    )
    return [Step(trigger, "open_verification", duty, command)]
