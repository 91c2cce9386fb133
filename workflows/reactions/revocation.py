"""After a cancelling decision: awards revoked, who must know told, recovery owed, what rested on them flagged."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlmodel import col, select

from domain.cancellation import Cancellation
from domain.decision.commands import RecordCancelled
from domain.decision.states import Order
from domain.fund import dong
from domain.ids import obligation_id
from domain.law.rows import CancellationGround, Prerequisite
from domain.nomination.commands import RequestRejudgement, RevokeAward
from domain.nomination.states import Revoked
from domain.obligation.commands import OpenObligation
from domain.terms import from_limit
from domain.wording import award_name
from events.base import DecisionId, NominationId, PersonId, SubjectId
from projections import queries
from projections import tables as t
from workflows.facts.duties import told_with
from workflows.facts.nomination import standing_place
from workflows.limits import time_limit
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, chunks, letter_step
from workflows.reading import Reading

CHUNK = 100
RECOVER = {"recover_object": "Thu hồi hiện vật khen thưởng", "recover_bonus": "Thu hồi tiền thưởng"}
"""The duties that a cancellation leaves behind."""


def revoke(bench: Bench, trigger: Trigger, order: Order, signed_on: date) -> Steps:
    """Revoke every line that a signed decision cancels; then tell, open what is owed, and flag what rested on it."""
    cancelled = DecisionId(str(order.cancels))
    record = RecordCancelled(
        decision=cancelled,
        by_decision=order.decision,
        nominations=order.nominations,
        ground=str(order.ground),
        on=signed_on,
        **bench.said,
    )
    yield [Step(trigger, "cancelled", cancelled, record)]
    revocations = [
        Step(
            trigger,
            "revoke",
            nomination,
            RevokeAward(
                nomination=nomination,
                decision=order.decision,
                ground=str(order.ground),
                on=signed_on,
                **bench.said,
            ),
        )
        for nomination in order.nominations
    ]
    yield from chunks(revocations, CHUNK)
    with bench.reading() as reading:
        revoked = [state for line in order.nominations if (state := reading.maybe(line, Revoked)) is not None]
        grounds = _found(order, reading)
        yield [step for state in revoked for step in _told(bench, trigger, state, grounds, reading)]
        yield [step for state in revoked for step in _owed(bench, trigger, state, reading)]
        yield [step for state in revoked for step in _doubted(bench, trigger, state, reading)]


def _found(order: Order, reading: Reading) -> dict[str, str]:
    """Say which paper the case rests on, and whether the authority found it by itself."""
    case = reading.maybe(order.cancellation, Cancellation) if order.cancellation else None
    if case is None:
        return {}
    said = case.opened.conclusion
    issuer = f" của {said.issuer}" if said.issuer else ""
    paper = f"số {said.number} ngày {said.day:%d/%m/%Y}{issuer}"
    if case.opened.found_by_authority:
        return {"found": f"người có thẩm quyền tự phát hiện, ghi tại văn bản {paper}"}
    return {"found": f"theo kết luận, quyết định, bản án {paper}"}


def _told(
    bench: Bench, trigger: Trigger, state: Revoked, found: Mapping[str, str], reading: Reading
) -> Iterator[Step]:
    """Tell the recipient, the unit that proposed, and whoever keeps the fund."""
    rules = reading.rules(state.awarded.authority)
    ground = rules.one(CancellationGround, state.on, ground=state.ground)
    facts = {
        "about": state.dossier.nomination,
        "award": award_name(rules, state.dossier.award),
        "cancelled_on": state.on.isoformat(),
        "ground": ground.name if ground else state.ground,
        "basis": str(ground.basis) if ground else "quyết định huỷ bỏ",
        **found,
    }
    if state.awarded.presented:
        facts["object"] = "1"
    if state.awarded.paid:
        facts["amount"] = dong(state.awarded.paid.amount)
    home = str(state.awarded.payer or reading.organisation)
    keepers = queries.holders(reading.session, "accountant", home, bench.today.isoformat())
    concerned = told_with(state.dossier.subject, state.dossier.unit, bench.today, reading)
    for to in dict.fromkeys((*concerned, *map(SubjectId, keepers))):
        yield letter_step(
            bench,
            trigger,
            Letter(recipient=to, template="revoked", facts=facts, names={"subject": state.dossier.subject}),
        )


def _owed(bench: Bench, trigger: Trigger, state: Revoked, reading: Reading) -> Iterator[Step]:
    """Open the duties of recovery, where a rule says by when; a missing limit invents no deadline."""
    awarded = state.awarded
    debtors = {
        "recover_object": standing_place(state.dossier.nomination, reading) if awarded.presented else None,
        "recover_bonus": (awarded.payer or reading.organisation) if awarded.paid else None,
    }
    for duty, debtor in debtors.items():
        limit = time_limit(duty, awarded.authority, state.dossier.award, state.on, reading)
        if debtor is None or limit is None:
            continue
        command = OpenObligation(
            obligation=obligation_id(state.dossier.nomination, duty, None, debtor),
            duty=duty,
            debtor=SubjectId(debtor),
            about=state.dossier.nomination,
            title=RECOVER[duty],
            counting=from_limit(limit, state.on),
            set_by=str(limit.basis),
            **bench.said,
        )
        yield Step(trigger, duty, state.dossier.nomination, command)


def _doubted(bench: Bench, trigger: Trigger, state: Revoked, reading: Reading) -> Iterator[Step]:
    """Flag every living dossier whose conditions ask for the award that is gone; people judge, nothing is edited."""
    for row, rule in resting_on(state, reading):
        command = RequestRejudgement(
            nomination=NominationId(row.nomination),
            because=state.dossier.nomination,
            rule=rule,
            **bench.said,
        )
        yield Step(trigger, "rejudge", f"{row.nomination}/{state.dossier.nomination}", command)


def resting_on(state: Revoked, reading: Reading) -> Iterator[tuple[t.NominationRow, str]]:
    """Find the dossiers that rest on a revoked award, with the rule by which they do."""
    gone = state.dossier
    rows = reading.session.exec(
        select(t.NominationRow)
        .where(
            t.NominationRow.award_year >= gone.award_year,
            t.NominationRow.nomination != gone.nomination,
            col(t.NominationRow.stage).in_(queries.LIVING),
            (t.NominationRow.subject == gone.subject) | (t.NominationRow.subject_kind == "collective"),
        )
        .order_by(t.NominationRow.nomination)
    ).all()
    for row in rows:
        asked = reading.rules(reading.organisation).every(
            Prerequisite, date(row.award_year, 12, 31), award=row.award
        )
        rules = [rule for rule in asked if gone.award in rule.of_awards]
        used = next((rule.rule for rule in rules if _uses(rule, row, state, reading)), None)
        if used is not None:
            yield row, used


def _uses(rule: Prerequisite, row: t.NominationRow, state: Revoked, reading: Reading) -> bool:
    """Say whether a condition of a dossier looks at the revoked award: of the same subject, or of a member."""
    gone = state.dossier
    if row.subject == gone.subject:
        return rule.kind != "award_same_year" or row.award_year == gone.award_year
    if rule.kind not in ("share_of_collective", "count_in_collective") or row.award_year != gone.award_year:
        return False
    return PersonId(gone.subject) in queries.members_of(
        reading.session, row.subject, f"{row.award_year}-12-31"
    )
