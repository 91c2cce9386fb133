"""The facts of a dossier: the rules, who manages the staff, and the whole case for an assessment."""

from dataclasses import replace
from datetime import date

from domain.council import Council
from domain.decider import Command
from domain.household import HOUSEHOLD
from domain.nomination.commands import (
    AskVerification,
    AssessNomination,
    AttachEvidence,
    BringToCouncil,
    DecideAward,
    DraftNomination,
    PublishNomination,
    RecheckNomination,
    ReturnNomination,
)
from domain.nomination.facts import NominationFacts
from domain.nomination.states import Revoked, Submitted, level, pin_of
from domain.person import Person
from domain.session.states import Session
from domain.unit import Unit
from events.base import UnitId
from projections import queries
from workflows.facts.case import case_of
from workflows.facts.deciding import other_awards, paying_unit
from workflows.facts.files import file_facts
from workflows.facts.subjects import is_known
from workflows.reading import Reading

PERSON = "person-"


def nomination_facts(command: Command, reading: Reading) -> NominationFacts:
    """Load the facts of a command on a dossier."""
    match command:
        case DraftNomination():
            return replace(
                _plain(reading, manager=_manager(command, reading)),
                household_known=command.subject.startswith(HOUSEHOLD) and is_known(command.subject, reading),
            )
        case AssessNomination():
            submitted = reading.maybe(command.nomination, Submitted)
            return _plain(reading) if submitted is None else _assessing(submitted, reading)
        case AttachEvidence():
            return replace(_plain(reading), file=file_facts(command, reading))
        case RecheckNomination():
            return _rechecking(command, reading)
        case AskVerification():
            return replace(_standing(command.nomination, reading), checks=reading.policy.checks)
        case ReturnNomination():
            return replace(_standing(command.nomination, reading), facts_at=reading.ledger.head())
        case DecideAward():
            return _deciding(command, reading)
        case PublishNomination():
            return replace(_standing(command.nomination, reading), calendar=reading.calendar)
        case BringToCouncil():
            return replace(
                _standing(command.nomination, reading), council_unit=_council_unit(command, reading)
            )
        case _:
            return _standing(str(getattr(command, "nomination", "")), reading)


def standing_place(nomination: str, reading: Reading) -> UnitId | None:
    """Give the level at which a dossier is now: the one above that has taken it up, or has to take it back."""
    state = reading.stream(nomination).state
    if isinstance(state, Revoked) and queries.keeps_council(reading.session, state.awarded.authority):
        return state.awarded.authority
    return level(state) or reading.organisation


def _plain(reading: Reading, manager: UnitId | None = None) -> NominationFacts:
    return NominationFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        rules=reading.rules(reading.organisation),
        manager=manager,
    )


def _standing(nomination: str, reading: Reading) -> NominationFacts:
    """Load what an act at the dossier's own level needs."""
    place = standing_place(nomination, reading)
    return NominationFacts(standing=reading.standing, organisation=place, rules=reading.rules(place))


def _council_unit(command: BringToCouncil, reading: Reading) -> UnitId | None:
    session = reading.maybe(command.session, Session)
    return reading.state(session.council, Council).unit if session else None


def _deciding(command: DecideAward, reading: Reading) -> NominationFacts:
    authority = reading.maybe(command.authority, Unit)
    if authority is None:
        return _standing(command.nomination, reading)
    dossier = getattr(reading.stream(command.nomination).state, "dossier", None)
    proposing = dossier.unit if dossier else None
    return replace(
        _standing(command.nomination, reading),
        authority_level=authority.level,
        payer=paying_unit(command, authority.level, proposing, reading),
        other_awards=tuple(other_awards(command.nomination, reading)),
    )


def _manager(command: DraftNomination, reading: Reading) -> UnitId | None:
    """Say which unit manages the staff of the nominated person's, or collective's, unit."""
    unit_id: str = command.subject
    if command.subject.startswith(PERSON):
        person = reading.maybe(command.subject, Person)
        post = person.serves_in(command.legal_day) if person else None
        unit_id = post.unit if post else command.unit
    unit = reading.maybe(unit_id, Unit)
    return (unit.managed_by if unit and unit.managed_by else None) or reading.organisation


def _assessing(submitted: Submitted, reading: Reading) -> NominationFacts:
    rules = reading.pinned(submitted.pin.rules, reading.organisation)
    on = date.fromisoformat(submitted.pin.on)
    return NominationFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        rules=rules,
        case=case_of(submitted.dossier, submitted.submission, on, rules, reading),
        facts_at=reading.ledger.head(),
    )


def _rechecking(command: RecheckNomination, reading: Reading) -> NominationFacts:
    """Gather the case of a dossier on its way, by the rules it is pinned to."""
    state = reading.stream(command.nomination).state
    pin = pin_of(state)
    if pin is None:
        return _plain(reading)
    rules = reading.pinned(pin.rules, reading.organisation)
    return NominationFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        rules=rules,
        case=case_of(state.dossier, None, date.fromisoformat(pin.on), rules, reading),
        facts_at=reading.ledger.head(),
    )
