"""Which facts go with which kind of stream."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from domain.account import Account, AccountFacts, CloseAccount, GiveSecret, OpenAccount
from domain.ceremony import Ceremony, CeremonyFacts, HoldCeremony, Recipient, ScheduleCeremony
from domain.commands import BY_CLASS
from domain.decider import Command
from domain.facts import Beside, Facts
from domain.law.answers import catalogue
from domain.law.rows import Award, Situation
from domain.person import ChangePersonContact, EraseInformation, GrantRole, Person, PersonFacts
from domain.record import RecordFacts, RecordPastAward
from domain.refusal import WrongState
from domain.vietnamese.collation import Order, title_order
from domain.vietnamese.names import name_order
from events.base import NominationId, PersonId, SubjectId
from projections import queries
from projections import tables as t
from projections.values import parse_sealed
from workflows.facts.deciding import cancellation_facts, consultation_facts, decision_facts, fund_facts
from workflows.facts.duties import foresee as foresee_duties
from workflows.facts.duties import letter_facts, obligation_facts
from workflows.facts.movement import movement_facts
from workflows.facts.nomination import nomination_facts, standing_place
from workflows.facts.session import council_facts, session_facts
from workflows.facts.subjects import expect, is_known
from workflows.facts.submission import submission_facts
from workflows.reading import Reading


def foresee(commands: Sequence[Command], reading: Reading) -> None:
    """Look up at once what many commands will ask one by one: their streams, and whom their letters reach.

    Whom one of them brings into the book is known to those behind it.
    """
    if len(commands) > 1:
        expect(commands, reading)
        reading.preload(BY_CLASS[type(command)].stream(command) for command in commands)
        reading.preload(command.subject for command in commands if isinstance(command, RecordPastAward))
        foresee_duties(commands, reading)


def facts_for(kind: str, command: Command, reading: Reading) -> Facts:
    """Load the facts of one command."""
    match kind:
        case "movement":
            return movement_facts(command, reading)
        case "nomination":
            return nomination_facts(command, reading)
        case "council":
            return council_facts(command, reading)
        case "session":
            return session_facts(command, reading)
        case "obligation":
            return obligation_facts(command, reading)
        case "letter":
            return letter_facts(command, reading)
        case "submission":
            return submission_facts(command, reading)
        case "record":
            return _record(command, reading)
        case "ceremony":
            return _ceremony(command, reading)
        case "fund":
            return fund_facts(command, reading)
        case "decision":
            lines = getattr(command, "nominations", ())
            place = standing_place(lines[0], reading) if lines else reading.organisation
            return decision_facts(command, reading, place)
        case "consultation":
            lines = getattr(command, "nominations", ())
            place = standing_place(lines[0], reading) if lines else reading.organisation
            return consultation_facts(command, reading, place)
        case "cancellation":
            return cancellation_facts(command, reading)
        case "account":
            return _account(command, reading)
        case "person":
            return _person(command, reading)
        case _:
            return Facts(standing=reading.standing, organisation=reading.organisation)


def _account(command: Command, reading: Reading) -> AccountFacts:
    registered = isinstance(command, OpenAccount) and is_known(command.person, reading)
    holder = reading.maybe(command.person, Person) if isinstance(command, CloseAccount | GiveSecret) else None
    return AccountFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        registered=registered,
        administers=holder is not None
        and any(
            role.role == "administrator" and (role.until is None or role.until >= command.legal_day)
            for role in holder.roles
        ),
    )


def _person(command: Command, reading: Reading) -> PersonFacts:
    """Load the key that an erasure destroys; a new address waits until the key of an erased one is gone."""
    if isinstance(command, ChangePersonContact):
        known = reading.maybe(command.person, Person)
        key = f"{command.person}/contact"
        if known is not None and "contact" in known.erased and reading.ledger.keys.holds(key):
            raise WrongState(
                "Địa chỉ cũ của người này đã có lệnh xoá nhưng máy chưa xoá xong, nên chưa ghi địa chỉ mới được.",
                todo="Hãy chạy `sovang db sweep` rồi ghi lại.",
            )
    gone = Beside(shares_gone=command.key) if isinstance(command, EraseInformation) else None
    has_account = isinstance(command, GrantRole) and _has_account(command.person, reading)
    return PersonFacts(
        standing=reading.standing, organisation=reading.organisation, beside=gone, has_account=has_account
    )


def _has_account(person: PersonId, reading: Reading) -> bool:
    account = reading.maybe(f"account-{person}", Account)
    return account is not None and account.open


def _record(command: Command, reading: Reading) -> RecordFacts:
    """Load whether the subject is in the book, and what the law's rows name."""
    rules = reading.rules(reading.organisation)
    return RecordFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        known=is_known(str(getattr(command, "subject", "")), reading),
        situations={row.situation: row.name for row in rules.every(Situation, command.legal_day)},
        awards=reading.remembered("awards of all times", lambda: frozenset(catalogue(rules))),
    )


def _ceremony(command: Command, reading: Reading) -> CeremonyFacts:
    recipients: tuple[Recipient, ...] = ()
    deceased: frozenset[SubjectId] = frozenset()
    if isinstance(command, ScheduleCeremony):
        rows = reading.session.exec(
            select(t.NominationRow).where(
                col(t.NominationRow.nomination).in_(command.nominations), t.NominationRow.stage == "awarded"
            )
        ).all()
        recipients = tuple(_recipient(row, command, reading) for row in rows)
    if isinstance(command, HoldCeremony):
        held = reading.maybe(command.ceremony, Ceremony)
        called = {place.subject for place in held.programme} if held else set()
        deceased = frozenset(subject for subject in called if _has_died(subject, command.on, reading))
    return CeremonyFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        recipients=recipients,
        deceased=deceased,
    )


def _has_died(subject: SubjectId, by: date, reading: Reading) -> bool:
    if not subject.startswith("person-"):
        return False
    person = reading.maybe(subject, Person)
    return person is not None and person.died_on is not None and person.died_on <= by


def _recipient(row: t.NominationRow, command: ScheduleCeremony, reading: Reading) -> Recipient:
    award = reading.rules(reading.organisation).one(Award, command.legal_day, award=row.award)
    return Recipient(
        NominationId(row.nomination),
        SubjectId(row.subject),
        award.rank if award else 0,
        _order(row.subject, reading),
    )


def _order(subject: str, reading: Reading) -> tuple[bool, tuple[Order, ...]]:
    """Give the place of a name; it is opened only to be ordered, and an erased one comes first."""
    if subject.startswith("person-"):
        person = reading.session.get(t.PersonRow, subject)
        name = reading.ledger.keys.open(parse_sealed(person.name)) if person else None
        return False, name_order(name or "")
    unit = queries.unit(reading.session, subject)
    return True, (title_order(unit.name if unit else subject),)
