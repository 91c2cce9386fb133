"""The facts of a duty and of a letter: calendar, ladder, whom the letters reach, and their words."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import get_args

from domain import ladder
from domain.commands import DECIDERS
from domain.decider import Command
from domain.letter.commands import QueueLetter
from domain.letter.facts import LetterFacts
from domain.obligation.commands import OpenObligation, RecordDigest, RecordReminder
from domain.obligation.facts import ObligationFacts
from domain.obligation.states import Obligation
from events.base import ObligationId, SubjectId, instant_text
from events.envelope import stream_kind
from events.obligation import DatedRung
from events.policy import Audience, Rung
from mail.rendering import Stationery
from projections import queries
from workflows.facts.over import why_over
from workflows.reading import Reading


def obligation_facts(command: Command, reading: Reading) -> ObligationFacts:
    """Load the calendar, the ladder of this duty and, for a reminder, who stands behind each audience now."""
    duty = reading.maybe(str(getattr(command, "obligation", "")), Obligation)
    if isinstance(command, OpenObligation):
        kind, debtor = command.duty, command.debtor
    else:
        kind, debtor = (duty.duty, duty.debtor) if duty else ("", SubjectId(""))
    reminded = duty if isinstance(command, RecordReminder | RecordDigest) else None
    return ObligationFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        calendar=reading.calendar,
        rungs=() if reminded else _rungs(kind, debtor, reading),
        audiences=_asked_now(reminded, command, reading) if reminded else {},
        over=why_over(reminded, command.legal_day, reading) if reminded else None,
    )


def _asked_now(duty: Obligation, command: Command, reading: Reading) -> dict[str, tuple[SubjectId, ...]]:
    """Resolve the audience of the one rung that may be recorded now."""
    return {
        rung.audience: audience(rung.audience, duty, command.legal_day, reading)
        for rung in _speaking(duty, command)
    }


def _speaking(duty: Obligation, command: Command) -> Sequence[DatedRung]:
    return ladder.passed(duty.rungs, duty.done_rungs, command.at)[-1:]


def foresee(commands: Sequence[Command], reading: Reading) -> None:
    """Look up at once whom many reminders reach, and which recipients of many letters have mail."""
    debtors: dict[tuple[Audience, date], dict[str, None]] = defaultdict(dict)
    for command in commands:
        reminded = _reminded(command)
        reading.preload(reminded)
        duties = [reading.maybe(name, Obligation) for name in reminded]
        for duty in filter(None, duties):
            for rung in _speaking(duty, command):
                debtors[rung.audience, command.legal_day][duty.debtor] = None
    for (name, day), owing in debtors.items():
        _foresee_audience(name, [*owing], day.isoformat(), reading)
    _foresee_mail([command.recipient for command in commands if isinstance(command, QueueLetter)], reading)


def _reminded(command: Command) -> tuple[ObligationId, ...]:
    match command:
        case RecordReminder():
            return (command.obligation,)
        case RecordDigest():
            return (command.obligation, *command.others)
        case _:
            return ()


def _foresee_audience(name: Audience, debtors: Sequence[str], day: str, reading: Reading) -> None:
    if name in ("head", "chair"):
        rows = queries.unit_rows(reading.session, debtors)
        for debtor in debtors:
            reading.remember(f"row of {debtor}", rows.get(debtor))
    role = {"debtor": "clerk", "head": "head"}.get(name)
    if role is None:
        return
    holding = queries.holders_in(reading.session, role, debtors, day)
    for scope, people in holding.items():
        reading.remember(("holders", role, scope, day), tuple(map(SubjectId, people)))
    _foresee_mail([*debtors, *(who for people in holding.values() for who in people)], reading)


def _foresee_mail(subjects: Sequence[str], reading: Reading) -> None:
    reached = queries.with_mail(reading.session, subjects) if subjects else ()
    for subject in subjects:
        reading.remember(("mail", subject), subject in reached)


def _rungs(kind: str, debtor: SubjectId, reading: Reading) -> tuple[Rung, ...]:
    return reading.remembered(
        ("rungs", kind, debtor),
        lambda: reading.policy.ladder(
            kind,
            queries.chain(reading.session, debtor) or queries.chain(reading.session, reading.organisation),
        ),
    )


def audience(name: Audience, duty: Obligation, today: date, reading: Reading) -> tuple[SubjectId, ...]:
    """Resolve an audience from the roles of this moment; bodies outside the chain are never escalated."""
    return reading.remembered(
        ("audience", name, duty.debtor, today),
        lambda: _audience(name, duty.debtor, today.isoformat(), reading),
    )


def _audience(name: Audience, debtor: SubjectId, day: str, reading: Reading) -> tuple[SubjectId, ...]:
    home = str(reading.organisation)
    staff = _holders("standing_agency", home, day, reading)
    if name == "standing_agency":
        return staff
    if name == "debtor":
        return staff if debtor == home else _reached(debtor, day, reading)
    unit = reading.remembered(f"row of {debtor}", lambda: queries.unit(reading.session, debtor))
    if unit is not None and unit.outside_chain:
        return staff
    role, scope = ("head", debtor) if name == "head" else ("authority", home)
    return _holders(role, scope, day, reading) or staff


def moved_readers(duty: Obligation, today: date, reading: Reading) -> tuple[SubjectId, ...]:
    """Give who is told that a date moves: the debtor, and who had a letter about it and still has to do with it."""
    behind = {who: None for name in get_args(Audience) for who in audience(name, duty, today, reading)}
    written_to = {SubjectId(who) for who in queries.readers_of(reading.session, duty.obligation)}
    others = [who for who in behind if who in written_to]
    return tuple(dict.fromkeys((*audience("debtor", duty, today, reading), *others)))


def reached(unit: SubjectId, today: date, reading: Reading) -> tuple[SubjectId, ...]:
    """Give who reads what is written to a unit: its clerks, its own address, its head, or paper."""
    return _reached(unit, today.isoformat(), reading)


def told(unit: str, today: date, reading: Reading) -> tuple[SubjectId, ...]:
    """Give who is told what became of a unit's dossier: its own address, and whoever reads what is written to it."""
    own = (SubjectId(unit),) if has_mail(unit, reading) else ()
    return tuple(dict.fromkeys((*own, *reached(SubjectId(unit), today, reading))))


def told_with(subject: SubjectId, unit: str, today: date, reading: Reading) -> tuple[SubjectId, ...]:
    """Give who is told an outcome: whom the dossier is for, and those of the unit that handed it in."""
    return tuple(dict.fromkeys((subject, *told(unit, today, reading))))


def _holders(role: str, scope: str, day: str, reading: Reading) -> tuple[SubjectId, ...]:
    return reading.remembered(
        ("holders", role, scope, day),
        lambda: tuple(SubjectId(who) for who in queries.holders(reading.session, role, scope, day)),
    )


def _reached(debtor: SubjectId, day: str, reading: Reading) -> tuple[SubjectId, ...]:
    """Reach a unit through its clerks with mail, else at its own address, else through its head, else on paper."""
    clerks = _with_mail("clerk", debtor, day, reading)
    if clerks or has_mail(debtor, reading):
        return clerks or (debtor,)
    return _with_mail("head", debtor, day, reading) or (debtor,)


def _with_mail(role: str, unit: str, day: str, reading: Reading) -> tuple[SubjectId, ...]:
    return tuple(who for who in _holders(role, unit, day, reading) if has_mail(who, reading))


def has_mail(subject: str, reading: Reading) -> bool:
    """Say whether mail reaches a person or unit."""
    return reading.remembered(("mail", subject), lambda: queries.has_mail(reading.session, subject))


def letter_facts(command: Command, reading: Reading) -> LetterFacts:
    """Say whether mail reaches the recipient, and which templates are in force."""
    recipient = command.recipient if isinstance(command, QueueLetter) else ""
    return LetterFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        has_mail=bool(recipient) and has_mail(recipient, reading),
        templates=reading.policy.current_templates,
        fault=_fault(command, reading) if isinstance(command, QueueLetter) else None,
    )


def _fault(letter: QueueLetter, reading: Reading) -> str | None:
    """Say why a letter that a person writes could not be made; what reactions write is tested with their templates."""
    current = reading.policy.current_templates
    if letter.by.is_system or current is None:
        return None
    for who in (letter.recipient, *letter.names.values()):
        kind = DECIDERS.get(stream_kind(who))
        if kind is None or reading.stream(who).state == kind.initial:
            return f"Trong sổ không có {who} để gửi thư hoặc nêu tên trong thư."
    facts = {**letter.facts, **letter.names}
    return Stationery(reading.policy.templates[current]).fault(letter.template, facts)


def reminder_words(duty: Obligation, today: date) -> dict[str, str]:
    """Give the facts of a reminder: what, by when, on which text, and how many days are left or gone, and when it shuts."""
    days = (duty.due.on - today).days
    hour = ladder.hour_of(duty.due)
    return {
        **({"due_at": instant_text(hour)} if hour else {}),
        **({"shuts_on": (duty.due.grace_on or duty.due.on).isoformat()} if duty.due.hard else {}),
        "duty": duty.duty,
        "title": duty.title,
        "due_on": duty.due.on.isoformat(),
        "set_by": duty.due.set_by,
        "days": str(abs(days)),
        "side": "before" if days > 0 else ("on" if days == 0 else "after"),
    }
