"""The facts of a duty and of a letter: calendar, ladder, whom the letters reach, and their words."""

from collections.abc import Mapping
from datetime import date

from domain.acts import ActFacts
from domain.calendar import local_day
from domain.decider import Command
from domain.letter import LetterFacts, QueueLetter
from domain.obligation import Obligation, ObligationFacts, OpenObligation, RecordReminder
from events.base import SubjectId
from projections import queries
from workflows.facts.nomination import standing_place
from workflows.reading import Reading


def obligation_facts(command: Command, reading: Reading) -> ObligationFacts:
    """Load the calendar, the ladder of this duty and, for a reminder, who stands behind each audience now."""
    duty = reading.maybe(str(getattr(command, "obligation", "")), Obligation)
    if isinstance(command, OpenObligation):
        kind, debtor = command.duty, command.debtor
    else:
        kind, debtor = (duty.duty, duty.debtor) if duty else ("", SubjectId(""))
    return ObligationFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        calendar=reading.calendar,
        rungs=reading.policy.ladder(kind, queries.chain(reading.session, debtor)),
        audiences=audiences(duty, command, reading) if duty and isinstance(command, RecordReminder) else {},
    )


def audiences(duty: Obligation, command: Command, reading: Reading) -> Mapping[str, tuple[SubjectId, ...]]:
    """Resolve each audience from the roles of this moment; bodies outside the chain are never escalated."""
    day = command.legal_day.isoformat()
    unit = queries.unit(reading.session, duty.debtor)
    home = str(reading.organisation)
    staff = tuple(SubjectId(who) for who in queries.holders(reading.session, "standing_agency", home, day))
    debtors = staff if duty.debtor == home else _reached(duty.debtor, day, reading)
    outside = unit is not None and unit.outside_chain
    heads = () if outside else queries.holders(reading.session, "head", duty.debtor, day)
    chairs = () if outside else queries.holders(reading.session, "authority", home, day)
    return {
        "debtor": debtors,
        "standing_agency": staff,
        "head": tuple(SubjectId(who) for who in heads) or staff,
        "chair": tuple(SubjectId(who) for who in chairs) or staff,
    }


def _reached(debtor: SubjectId, day: str, reading: Reading) -> tuple[SubjectId, ...]:
    """Reach a unit through its clerks; one without a clerk with mail, at its own address or on paper."""
    clerks = [
        SubjectId(who)
        for who in queries.holders(reading.session, "clerk", debtor, day)
        if queries.has_mail(reading.session, who)
    ]
    return tuple(clerks) or (debtor,)


def letter_facts(command: Command, reading: Reading) -> LetterFacts:
    """Say whether mail reaches the recipient, and which templates are in force."""
    recipient = command.recipient if isinstance(command, QueueLetter) else ""
    return LetterFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        has_mail=bool(recipient) and queries.has_mail(reading.session, recipient),
        templates=reading.policy.current_templates,
    )


def act_facts(command: Command, reading: Reading) -> ActFacts:
    """Load what an act needs to bring its letters along."""
    nomination = str(getattr(command, "nomination", ""))
    home = str((standing_place(nomination, reading) if nomination else reading.organisation) or "")
    if not isinstance(command, RecordReminder):
        return ActFacts(organisation=home)
    duty = reading.maybe(command.obligation, Obligation)
    words = reminder_words(duty, local_day(command.at)) if duty else {}
    return ActFacts(organisation=home, obligation=duty, letter_facts=words)


def reminder_words(duty: Obligation, today: date) -> dict[str, str]:
    """Give the facts of a reminder: what, by when, on which text, and how many days are left or gone."""
    days = (duty.due.on - today).days
    return {
        "duty": duty.duty,
        "title": duty.title,
        "due_on": duty.due.on.isoformat(),
        "set_by": duty.due.set_by,
        "days": str(abs(days)),
        "side": "before" if days > 0 else ("on" if days == 0 else "after"),
    }
