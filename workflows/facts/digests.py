"""Letters over several duties: which are overdue, due soon or later, of whom, by when, on which text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, get_args

from domain import ladder
from domain.act_facts import Digest
from domain.obligation.commands import RecordDigest
from domain.obligation.states import Obligation
from domain.unit import Unit
from domain.wording import until
from events.base import SubjectId
from events.letter import LetterQueued
from events.obligation import DatedRung
from events.policy import Audience
from workflows.facts.duties import audience
from workflows.facts.over import why_over
from workflows.reading import Reading

GATHERED = frozenset({"weekly", "digest"})
"""The templates of letters over several duties."""
LISTED = 40
"""So many lines a letter over several duties has; the whole list is on everybody's page of duties and at `sovang due`."""
SOON = timedelta(days=7)
"""What is due within so many days is told apart from what is due later."""


class Words(NamedTuple):
    """What duties have in common that are told of in one letter: the template, to whom as what, and whether for the last time."""

    template: str
    audience: Audience
    last: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A duty whose rung speaks now in a letter over several, and whom it reaches."""

    duty: Obligation
    rung: DatedRung
    readers: tuple[SubjectId, ...]

    @property
    def words(self) -> "Words":
        """In which words it speaks."""
        return Words(self.rung.template, self.rung.audience, self.rung.last)


def spoken(duties: Iterable[str], now: datetime, today: date, reading: Reading) -> Iterator[Spoken]:
    """Give those of some duties whose rung of now speaks in a letter over several."""
    for name in duties:
        duty = reading.maybe(name, Obligation)
        if duty is None or not duty.is_open or why_over(duty, today, reading):
            continue
        for rung in ladder.passed(duty.rungs, duty.done_rungs, now)[-1:]:
            if rung.digest:
                yield Spoken(duty, rung, audience(rung.audience, duty, today, reading))


def digests(command: RecordDigest, reading: Reading) -> tuple[Digest, ...]:
    """Write the letter of each reader over the duties of a command that speak in the same words as its first."""
    today = command.legal_day
    duties = dict.fromkeys((command.obligation, *command.others))
    speaking = [*spoken(duties, command.at, today, reading)]
    told: defaultdict[SubjectId, list[Obligation]] = defaultdict(list)
    words = next((one.words for one in speaking if one.duty.obligation == command.obligation), None)
    for one in speaking:
        for reader in one.readers if one.words == words else ():
            told[reader].append(one.duty)
    return tuple(_digest(reader, words, owed, today, reading) for reader, owed in told.items() if words)


def _digest(
    reader: SubjectId, words: Words, duties: Sequence[Obligation], today: date, reading: Reading
) -> Digest:
    debtors = {duty.debtor for duty in duties}
    of = next(iter(debtors)) if len(debtors) == 1 else None
    return Digest(
        recipient=reader,
        template=words.template,
        facts=gathered_words(duties, today, reading, of=of)
        | {"audience": words.audience}
        | ({"last": "1"} if words.last else {}),
        debtor=of,
        duties=tuple(duties),
    )


def gathered_words(
    duties: Sequence[Obligation], today: date, reading: Reading, *, of: SubjectId | None
) -> dict[str, str]:
    """Give the facts of a letter over some open duties: overdue first, then due soon, then later, each oldest first.

    Duties that read alike share a line. `of` is the one debtor whom the letter names itself.
    """
    ordered = sorted(duties, key=lambda duty: (duty.due.on, duty.debtor, duty.title, duty.obligation))
    lines = Counter((_place(duty, today), _line(duty, reading, of)) for duty in ordered)
    shown = [*lines.items()][:LISTED]
    facts = {
        "as_of": today.isoformat(),
        "count": str(len(ordered)),
        "obligations": " ".join(duty.obligation for duty in ordered),
        "soon_within": str(SOON.days),
    }
    for place in ("overdue", "soon", "later"):
        facts[place] = str(sum(count for (where, _), count in lines.items() if where == place))
        listed = [_counted(line, count) for (where, line), count in shown if where == place]
        if listed:
            facts[f"{place}_duties"] = "\n".join(listed)
    left = len(ordered) - sum(count for _, count in shown)
    return facts | ({"more": str(left)} if left else {})


def still_open(facts: Mapping[str, str], reading: Reading) -> list[Obligation]:
    """Give the duties that a letter over several is about and that are still owed."""
    duties = (reading.maybe(name, Obligation) for name in facts["obligations"].split())
    return [duty for duty in duties if duty is not None and duty.is_open]


def digest_readers(queued: LetterQueued, today: date, reading: Reading) -> dict[SubjectId, None]:
    """Give who stands today behind the duties of a letter over several."""
    behind = next(name for name in get_args(Audience) if name == queued.facts["audience"])
    return {
        reader: None
        for duty in still_open(queued.facts, reading)
        for reader in audience(behind, duty, today, reading)
    }


def _place(duty: Obligation, today: date) -> str:
    if duty.due.on < today:
        return "overdue"
    return "soon" if duty.due.on <= today + SOON else "later"


def _line(duty: Obligation, reading: Reading, of: SubjectId | None) -> tuple[str, str]:
    whose = "" if duty.debtor == of else f"{_called(duty.debtor, reading)}: "
    return f"{whose}{duty.title}", f"{until(duty.due)}, theo {duty.due.set_by}"


def _counted(line: tuple[str, str], count: int) -> str:
    what, when = line
    return f"- {what}{f' ({count} việc)' if count > 1 else ''}; {when}"


def _called(debtor: SubjectId, reading: Reading) -> str:
    """Name a unit; a person by their id, for a letter's facts hold no personal names."""
    unit = reading.maybe(debtor, Unit)
    return unit.name if unit else str(debtor)
