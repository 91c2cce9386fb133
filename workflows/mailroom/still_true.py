"""What is no longer true is not sent: why a waiting letter is put aside, and what goes in its place."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from domain.act_letters import calendar_items, rung_letter
from domain.calendar import local_day
from domain.decider import Command, Said
from domain.ids import letter_id
from domain.ladder import hour_of
from domain.letter.commands import QueueLetter, SupersedeLetter
from domain.letter.states import Waiting
from domain.nomination import states as nomination
from domain.obligation.states import Obligation
from domain.session.states import Session
from events.base import LetterId, SubjectId
from events.letter import CalendarItem, LetterQueued
from projections import queries
from workflows.facts.digests import GATHERED, digest_readers, gathered_words, still_open
from workflows.facts.duties import audience, reminder_words, told
from workflows.reading import Reading

REMINDERS = frozenset({"reminder", "escalation", "last", "slip_reminder"})
STANDS: Mapping[str, Callable[[nomination.State], bool]] = {
    "returned": lambda state: isinstance(state, nomination.Returned),
    "ineligible": lambda state: isinstance(state, nomination.Ended) and state.how == "ineligible",
    "declined": lambda state: isinstance(state, nomination.Ended) and state.how == "declined",
    "refused": lambda state: isinstance(state, nomination.Ended) and state.how == "refused",
    "revoked": lambda state: isinstance(state, nomination.Revoked),
    "awarded": lambda state: isinstance(state, nomination.Awarded),
}
"""Template → whether what it tells of a dossier still stands."""

Steps = Iterator[tuple[str, Command]]


def instead(waiting: Waiting, reading: Reading, said: Said) -> Steps:
    """Give the steps that put a letter aside, and its successors; none when it may go as it is."""
    queued = waiting.queued
    reason = why_untrue(queued, reading, said["at"])
    if reason is not None:
        newer = _newer(queued, reading) if reason == "newer_letter" else None
        yield (
            "supersede",
            SupersedeLetter(letter=queued.letter, reason=reason, by_letter=newer, **said),
        )
        if reason == "role_ended":
            yield from _to_successors(queued, reading, said)
    elif (reason := _outdated(waiting, reading, said)) is not None:
        fresh = _of_today(queued, reading, said)
        yield "replacement", fresh
        yield (
            "supersede",
            SupersedeLetter(letter=queued.letter, reason=reason, by_letter=fresh.letter, **said),
        )


def _outdated(waiting: Waiting, reading: Reading, said: Said) -> str | None:
    """Say why a letter goes out in today's words: its day is over, or a list in it is no longer whole."""
    queued = waiting.queued
    if waiting.unknown:
        return None
    if local_day(said["at"]) > queued.day:
        return "delayed"
    if queued.template in GATHERED and dict(queued.facts) != _gathered_today(queued, queued.day, reading):
        return "state_changed"
    return None


def why_untrue(queued: LetterQueued, reading: Reading, now: datetime) -> str | None:
    """Say why a letter is not sent any more: its duty, its date, its reader's role or its subject has moved on."""
    if queued.obligation is not None and queued.template in REMINDERS:
        return _untrue_reminder(queued, reading, now)
    if queued.template in GATHERED:
        return _untrue_digest(queued, reading, local_day(now))
    if queued.template in STANDS:
        return _untrue_outcome(queued, reading, local_day(now))
    if queued.template == "rescheduled":
        duty = reading.maybe(queued.facts["about"], Obligation)
        if duty is None or not duty.is_open:
            return "duty_over"
        return None if queued.facts["due_on"] == duty.due.on.isoformat() else "date_moved"
    if queued.item is not None and queued.item.method == "PUBLISH" and queued.item.starts_at is not None:
        return _untrue_invitation(queued, reading, now)
    return None


def _untrue_reminder(queued: LetterQueued, reading: Reading, now: datetime) -> str | None:
    duty, today = reading.maybe(str(queued.obligation), Obligation), local_day(now)
    if duty is None or not duty.is_open:
        return "duty_over"
    if hour_of(duty.due) and duty.shut_at(now):
        return "begun"
    if queued.facts.get("due_on") != duty.due.on.isoformat():
        return "date_moved"
    if _newer(queued, reading) is not None:
        return "newer_letter"
    if queued.recipient not in _readers(queued, duty, reading, today):
        return "role_ended"
    return None


def _untrue_outcome(queued: LetterQueued, reading: Reading, today: date) -> str | None:
    dossier, reader = _dossier(queued, reading), queued.recipient
    if dossier is None:
        return "state_changed"
    if reader == dossier.subject or not reader.startswith("person-"):
        return None
    before, now = told(dossier.unit, queued.day, reading), told(dossier.unit, today, reading)
    return "role_ended" if reader in before and reader not in now else None


def _dossier(queued: LetterQueued, reading: Reading) -> nomination.Dossier | None:
    """Give the dossier whose outcome a letter tells; None when the outcome stands no more."""
    state = reading.stream(queued.facts["about"]).state if "about" in queued.facts else None
    match state:
        case nomination.Returned() | nomination.Ended() | nomination.Revoked() | nomination.Awarded():
            return state.dossier if STANDS[queued.template](state) else None
        case _:
            return None


def _untrue_digest(queued: LetterQueued, reading: Reading, today: date) -> str | None:
    if not still_open(queued.facts, reading):
        return "duty_over"
    return None if queued.recipient in digest_readers(queued, today, reading) else "role_ended"


def _readers(queued: LetterQueued, duty: Obligation, reading: Reading, today: date) -> tuple[SubjectId, ...]:
    """Give who stands behind the audience of the letter's rung today."""
    rung = next((rung for rung in duty.due.rungs if rung.name == queued.rung), None)
    return audience(rung.audience, duty, today, reading) if rung else (queued.recipient,)


def _newer(queued: LetterQueued, reading: Reading) -> LetterId | None:
    """Find a letter about the same duty to the same reader that speaks from a later day."""
    found = queries.newer_letter(
        reading.session, str(queued.obligation), queued.recipient, queued.day.isoformat()
    )
    return LetterId(found) if found else None


def _untrue_invitation(queued: LetterQueued, reading: Reading, now: datetime) -> str | None:
    """Say why an invitation is not sent: what it invites to has begun, or has been moved."""
    item = queued.item
    if item is None or item.starts_at is None:
        return None
    if item.starts_at <= now:
        return "begun"
    session = reading.maybe(item.uid, Session) if item.uid.startswith("session-") else None
    if session is None:
        return None
    set_for = session.due_at if session.in_writing else session.starts_at
    return None if set_for == item.starts_at else "date_moved"


def _of_today(queued: LetterQueued, reading: Reading, said: Said) -> QueueLetter:
    """Make the letter that takes the place of one delayed past its day: true today, and it says that it is late."""
    today = local_day(said["at"])
    facts, entries = dict(queued.facts), queued.entries
    if queued.obligation is not None and queued.template in REMINDERS:
        facts |= reminder_words(reading.state(queued.obligation, Obligation), today)
    if queued.template in GATHERED:
        facts, entries = _gathered_today(queued, today, reading), _entries_today(queued, reading)
    return QueueLetter(
        letter=letter_id(queued.letter, today),
        recipient=queued.recipient,
        template=queued.template,
        facts=facts,
        names=queued.names,
        speaks_from=today,
        obligation=queued.obligation,
        rung=queued.rung,
        item=queued.item,
        entries=entries,
        replaces=queued.letter,
        delayed_from=queued.delayed_from or (queued.day if today > queued.day else None),
        resent_from=queued.resent_from,
        **said,
    )


def _gathered_today(queued: LetterQueued, today: date, reading: Reading) -> dict[str, str]:
    words = gathered_words(still_open(queued.facts, reading), today, reading, of=queued.names.get("debtor"))
    return words | {name: queued.facts[name] for name in ("audience", "last") if name in queued.facts}


def _entries_today(queued: LetterQueued, reading: Reading) -> tuple[CalendarItem, ...] | None:
    return calendar_items(still_open(queued.facts, reading)) if queued.entries else None


def _to_successors(queued: LetterQueued, reading: Reading, said: Said) -> Steps:
    """Write to those who stand behind the audience now; who has had this rung already gets nothing twice."""
    today = local_day(said["at"])
    if queued.template in STANDS:
        yield from _outcome_to_successors(queued, reading, said)
        return
    if queued.template in GATHERED:
        yield from _digest_to_successors(queued, reading, said)
        return
    duty = reading.state(str(queued.obligation), Obligation)
    for reader in _readers(queued, duty, reading, today):
        fresh = rung_letter(duty, duty.due.on, str(queued.rung), reader)
        yield (
            f"successor.{reader}",
            QueueLetter(
                letter=fresh,
                recipient=reader,
                template=queued.template,
                facts={**queued.facts, **reminder_words(duty, today)},
                names=queued.names,
                speaks_from=today,
                obligation=queued.obligation,
                rung=queued.rung,
                item=queued.item,
                replaces=queued.letter,
                **said,
            ),
        )


def _outcome_to_successors(queued: LetterQueued, reading: Reading, said: Said) -> Steps:
    """Write what became of a dossier to those who read for its unit only now; the others have letters of their own."""
    today, dossier = local_day(said["at"]), _dossier(queued, reading)
    if dossier is None:
        return
    before = told(dossier.unit, queued.day, reading)
    for reader in told(dossier.unit, today, reading):
        if reader not in before:
            yield (
                f"successor.{reader}",
                QueueLetter(
                    letter=letter_id(queued.template, dossier.nomination, queued.day, reader),
                    recipient=reader,
                    template=queued.template,
                    facts=queued.facts,
                    names=queued.names,
                    speaks_from=today,
                    replaces=queued.letter,
                    **said,
                ),
            )


def _digest_to_successors(queued: LetterQueued, reading: Reading, said: Said) -> Steps:
    """Write the letter over several duties to those who stand behind them now; who has had it gets nothing twice."""
    today = local_day(said["at"])
    for reader in digest_readers(queued, today, reading):
        fresh = letter_id(queued.template, reader, queued.facts["as_of"], queued.facts["obligations"])
        yield (
            f"successor.{reader}",
            QueueLetter(
                letter=fresh,
                recipient=reader,
                template=queued.template,
                facts=_gathered_today(queued, today, reading),
                names=queued.names,
                speaks_from=today,
                obligation=queued.obligation,
                item=queued.item,
                entries=_entries_today(queued, reading),
                replaces=queued.letter,
                **said,
            ),
        )
