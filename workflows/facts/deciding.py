"""The facts of decisions, of their cancellation and of money: who decides, who pays, what rests on what."""

from collections.abc import Sequence

from domain.cancellation import Cancellation, CancellationFacts, OpenCancellation
from domain.consultation import Asked, AskOpinion, ConsultationFacts
from domain.decider import Command
from domain.decision.commands import ArchiveDecision, RefuseLines, SignDecision
from domain.decision.facts import FILES, UNIT_FILE, DecisionFacts
from domain.decision.states import Issued
from domain.fund import FundFacts, PayList, RecoverMoney
from domain.law.rows import FundRule, Retention
from domain.nomination.commands import DecideAward
from domain.nomination.states import Awarded, Revoked
from domain.payment import OtherAward, Proposer, payer
from domain.unit import Unit
from events.base import DecisionId, NominationId, UnitId
from events.cancellation import CancellationOpened
from events.consultation import OpinionAsked
from events.unit import Level
from projections import queries
from workflows.limits import level_of
from workflows.reading import Reading


def decision_facts(command: Command, reading: Reading, place: UnitId | None) -> DecisionFacts:
    """Say whether the authority works in this ledger and, for the archive, how long papers are kept."""
    retention = None
    if isinstance(command, ArchiveDecision):
        retention = _retention(command, reading)
    authority = getattr(command, "authority", "")
    return DecisionFacts(
        standing=reading.standing,
        organisation=place,
        authority_here=queries.keeps_council(reading.session, authority),
        retention=retention,
    )


def _retention(command: ArchiveDecision, reading: Reading) -> Retention | None:
    """Give how long the papers of a decision are kept: by the level of the authority that made it."""
    order = getattr(reading.stream(command.decision).state, "order", None)
    authority = reading.maybe(order.authority, Unit) if order else None
    file = FILES.get(authority.level, UNIT_FILE) if authority else UNIT_FILE
    return reading.rules(reading.organisation).one(Retention, command.legal_day, file=file)


def cancellation_facts(command: Command, reading: Reading) -> CancellationFacts:
    """Load the rules and, for a new case, the decision; the level is the authority's own."""
    issued = reading.maybe(command.decision, Issued) if isinstance(command, OpenCancellation) else None
    home = reading.organisation
    if issued is not None and queries.keeps_council(reading.session, issued.order.authority):
        home = issued.order.authority
    return CancellationFacts(
        standing=reading.standing,
        organisation=home,
        rules=reading.rules(home),
        level=level_of(home, reading),
        issued=issued,
    )


def case_answered(command: Command, reading: Reading) -> CancellationOpened | None:
    """Give the case that an act proposes, or answers through its decision."""
    name = getattr(command, "cancellation", None)
    if isinstance(command, SignDecision | RefuseLines):
        order = getattr(reading.stream(command.decision).state, "order", None)
        name = order.cancellation if order else None
    case = reading.maybe(name, Cancellation) if name else None
    return case.opened if case else None


def consultation_facts(command: Command, reading: Reading, place: UnitId | None) -> ConsultationFacts:
    """Load the rules and the calendar at the level of the dossiers asked about, and what of the question is there."""
    known: set[str] = set()
    if isinstance(command, AskOpinion):
        known = {line for line in command.nominations if reading.stream(line).version}
        known |= {command.agency} if reading.maybe(command.agency, Unit) else set()
    return ConsultationFacts(
        standing=reading.standing,
        organisation=place,
        rules=reading.rules(place),
        level=level_of(place, reading),
        calendar=reading.calendar,
        known=frozenset(known),
    )


def archived_by(command: Command, reading: Reading) -> str:
    """Give the unit that owes the archiving: the authority that decided here, or this organisation."""
    if not isinstance(command, ArchiveDecision):
        return ""
    state = reading.stream(command.decision).state
    here = isinstance(state, Issued) and not state.outside
    return str(state.order.authority if here else reading.organisation or "")


def paid_off(command: Command, reading: Reading) -> tuple[DecisionId, ...]:
    """Give the decisions of which a list pays every bonus that is still owed."""
    if not isinstance(command, PayList):
        return ()
    lines = {line.nomination for line in command.lines}
    rows = queries.owed_beside(reading.session, lines)
    left = {row.decision for row in rows if NominationId(row.nomination) not in lines}
    return tuple(DecisionId(name) for name in sorted({str(row.decision) for row in rows}) if name not in left)


def question(command: Command, reading: Reading) -> OpinionAsked | None:
    """Give the question that a command answers."""
    name = getattr(command, "consultation", None)
    known = reading.maybe(name, Asked) if name else None
    return known.asked if known else None


def fund_facts(command: Command, reading: Reading) -> FundFacts:
    """Say what is owed by this fund, what it paid for revoked awards, and its rule for the budget."""
    owed: dict[NominationId, int] = {}
    paid: dict[NominationId, int] = {}
    rule = None
    if isinstance(command, PayList):
        rule = reading.rules(command.unit).one(FundRule, command.on)
        for line in command.lines:
            awarded = reading.maybe(line.nomination, Awarded)
            if awarded and _owes(awarded, command.unit, reading) and awarded.bonus and not awarded.paid:
                owed[line.nomination] = awarded.bonus.amount
    if isinstance(command, RecoverMoney):
        revoked = reading.maybe(command.nomination, Revoked)
        if revoked and revoked.awarded.paid and _owes(revoked.awarded, command.unit, reading):
            paid[command.nomination] = revoked.awarded.paid.amount - revoked.money_back
    return FundFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        owed=owed,
        paid=paid,
        over_budget=rule.over_budget if rule else "refuse",
    )


def _owes(awarded: Awarded, unit: UnitId, reading: Reading) -> bool:
    return (awarded.payer or reading.organisation) == unit


def paying_unit(
    command: DecideAward, level: Level, proposing: UnitId | None, reading: Reading
) -> UnitId | None:
    """Give the unit of this ledger that pays an award; None when one outside it does."""
    chain = queries.chain(reading.session, proposing)
    known = [reading.state(unit, Unit) for unit in chain]
    proposers = [Proposer(unit.unit, unit.level) for unit in known]
    rules = reading.rules(reading.organisation)
    found = payer(rules, command.authority, level, proposers, command.on)
    here = found == reading.organisation or queries.keeps_council(reading.session, found)
    return found if here else None


def other_awards(nomination: NominationId, reading: Reading) -> Sequence[OtherAward]:
    """Give the subject's other awards of the same year that stand."""
    dossier = getattr(reading.stream(nomination).state, "dossier", None)
    if dossier is None:
        return ()
    rows = queries.nominations_of(reading.session, dossier.subject, dossier.award_year)
    return [
        OtherAward(NominationId(row.nomination), row.award, row.bonus)
        for row in sorted(rows, key=lambda row: row.nomination)
        if row.stage == "awarded" and row.nomination != nomination
    ]
