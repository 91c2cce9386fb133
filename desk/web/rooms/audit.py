"""For who trusts nobody: the log, any stream as it stood after any event, what changed, what was entered late, the proof."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from fastapi import APIRouter
from fastapi.responses import Response
from msgspec import Struct
from pydantic import BaseModel
from sqlmodel import col, select
from starlette.exceptions import HTTPException

from desk.views import read
from desk.views.about import about
from desk.views.asked import asked
from desk.views.history import happened
from desk.web.fact_words import FACT_WORDS, KINDS, WRAPPERS
from desk.web.guard import Room, guarded
from desk.web.labels import LABELS, OPTION_WORDS
from desk.web.numbers import Number
from desk.web.policy import auditor
from desk.web.visit import Visit
from desk.web.words import any_word, moment, word
from domain.calendar import end_of_day, local_day
from domain.commands import DECIDERS
from domain.law.book import Rules
from events.base import Basis, Citation
from events.catalogue import UnknownEvent, event_of
from events.envelope import Stored, stream_kind
from events.judgement import Pin, Reason, Tally
from events.movement import Figure
from events.personal import Clear, Sealed
from events.plan import Milestone
from events.store.tables import EventRow
from events.submission import Paper
from workflows.recall import EVERYTHING

router = APIRouter(route_class=Room)
PAGE = 50
STREAM = re.compile(rf"\b(?:{'|'.join(sorted(DECIDERS))})-[0-9A-Za-z-]+")
"""The name of a stream, wherever it stands in a text."""


class _SignIn(msgspec.Struct):
    """What the page on shared browsers reads of a sign-in."""

    person: str
    device: str


class _Leaf(msgspec.Struct):
    data: _SignIn


WHO = re.compile(rb'"((?:person|unit)-[^"]+)"')
"""Finds the people and units that an event names, so that their names are asked for together."""
SIGN_IN = msgspec.json.Decoder(_Leaf)
"""Reads thousands of sign-ins in the time of a few whole events."""
LOOKED_AT = 20_000
"""How many of the last events the page on late entries looks at."""
REPLAYED = 20_000
"""Up to how many events a page replays the whole ledger; a longer one is replayed on the command line."""
SHOWN = 100
"""How many facts of a state a page shows; a movement has thousands."""
STEPS = 25
"""How many steps before the one that is shown a page names, and as many after it."""
LATE_MINUTES = 16
"""How much of an instant's text is compared: to the minute."""


def nothing_between(visit: Visit) -> bool:
    """Auditors, and the standing agency over its own book; nobody while a conflict of interest keeps something from them.

    The pages of this room show every event whole, and what they keep back would tell.
    """
    if not auditor(visit):
        return False
    visit.mask.nothing_between()
    return True


@router.get("/kiem-toan")
def log(truoc: Number = 0, loai: str = "", visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """Show the log, the newest first."""
    asked = select(EventRow.seq).order_by(col(EventRow.seq).desc()).limit(PAGE + 1)
    if truoc:
        asked = asked.where(col(EventRow.seq) < truoc)
    if loai:
        asked = asked.where(EventRow.type == loai)
    found = list(visit.session.exec(asked).all())
    rows = _rows(visit, found[:PAGE])
    return visit.page(
        "audit_log.html",
        entries=[happened(row, visit.names) for row in rows],
        about=about((row.stream for row in rows), visit.session, visit.names, _rules(visit)),
        next=found[PAGE - 1] if len(found) > PAGE else None,
        kind=loai,
        head=visit.house.ledger.head(),
    )


def _rules(visit: Visit) -> Rules:
    return visit.reading.rules(visit.reading.organisation)


def _rows(visit: Visit, positions: list[int]) -> list[Stored]:
    """Read events by position, in that order, in one question."""
    rows = visit.session.exec(select(EventRow).where(col(EventRow.seq).in_(positions))).all()
    known = {row.seq: Stored(row.seq, row.stream, row.version, row.type, row.leaf) for row in rows}
    found = [known[seq] for seq in positions if seq in known]
    visit.names.know(row.envelope.by.who for row in found)
    return found


@router.get("/kiem-toan/su-kien/{seq}")
def event(seq: Number, visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """Show one event whole: what it says, its envelope, its bytes, and the command it came with."""
    row = visit.house.ledger.at_position(seq) if 0 < seq < 2**53 else None
    if row is None:
        raise HTTPException(404)
    envelope = row.envelope
    try:
        said = flat(visit, event_of(row))
    except UnknownEvent:
        said = {"nội dung": bytes(envelope.data).decode()}
    called = _named(visit, (row.stream, *_streams_in(said.items())))
    return visit.page(
        "audit_event.html",
        row=row,
        entry=happened(row, visit.names),
        said=[(_in_words(name, called), _in_words(text, called)) for name, text in said.items()],
        called=called,
        envelope=envelope,
        leaf=row.leaf.decode(),
        together=_together(visit, row),
    )


def _together(visit: Visit, row: Stored) -> list[tuple[int, str]]:
    """Name what else the same command brought, the nearest of it."""
    act = visit.house.ledger.recorded_command(row.envelope.command)
    if act is None:
        return []
    first, last = max(act.first_seq, row.seq - PAGE), min(act.last_seq, row.seq + PAGE)
    near = visit.session.exec(
        select(EventRow.seq, EventRow.type)
        .where(col(EventRow.seq) >= first, col(EventRow.seq) <= last, col(EventRow.seq) != row.seq)
        .order_by(col(EventRow.seq))
    ).all()
    return [(seq, type_) for seq, type_ in near]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of a state before and after."""

    name: str
    before: str
    after: str


@router.get("/kiem-toan/dong/{stream}")
def stream(stream: str, den: Number = 0, visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """Show any stream as it stood after each of its events, and what that event changed."""
    kind = stream_kind(stream)
    stored = visit.reading.history(stream) if kind in DECIDERS else []
    if not stored:
        raise HTTPException(404)
    place = min(max(den or len(stored), 1), len(stored))
    events = [event_of(row) for row in stored[:place]]
    decider = DECIDERS[kind]
    before = decider.fold(events[:-1])
    now = decider.evolve(before, events[-1])
    first = max(place - STEPS, 1)
    steps = stored[first - 1 : place + STEPS]
    visit.names.know(who.decode() for row in stored[:place] for who in WHO.findall(row.leaf))
    visit.names.know(row.envelope.by.who for row in steps)
    state = flat(visit, now)
    shown = list(state.items())[:SHOWN]
    changed = changes(flat(visit, before), state)[:SHOWN]
    changing = ((one.name, one.before, one.after) for one in changed)
    called = _named(visit, (stream, *_streams_in((*shown, *changing))))
    return visit.page(
        "audit_stream.html",
        stream=stream,
        called=called,
        place=place,
        total=len(stored),
        at=stored[place - 1],
        state=[(_in_words(name, called), _in_words(text, called)) for name, text in shown],
        left_out=max(len(state) - SHOWN, 0),
        changes=[
            Change(*(_in_words(text, called) for text in (one.name, one.before, one.after)))
            for one in changed
        ],
        first=first,
        entries=[happened(row, visit.names) for row in steps],
    )


def _named(visit: Visit, texts: Iterable[str]) -> Mapping[str, str]:
    """Say what the streams among some texts are about, so that a reader meets names and not ids."""
    streams = (text for text in texts if stream_kind(text) in DECIDERS)
    return about(streams, visit.session, visit.names, _rules(visit))


def _streams_in(texts: Iterable[Iterable[str]]) -> list[str]:
    """Give every stream that some texts name."""
    return [found for group in texts for text in group for found in STREAM.findall(text)]


def _in_words(text: str, called: Mapping[str, str]) -> str:
    """Name the streams inside a text; one that is a stream alone stays, to be shown as a link."""
    return text if text in called else STREAM.sub(lambda found: called.get(found[0], found[0]), text)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Give every fact that differs."""
    names = [*before, *(name for name in after if name not in before)]
    return [
        Change(name, before.get(name, "–"), after.get(name, "–"))
        for name in names
        if before.get(name) != after.get(name)
    ]


def flat(visit: Visit, value: object, prefix: str = "") -> dict[str, str]:
    """Write a state or an event as lines of name and text; sealed fields are opened for whoever may read here."""
    match value:
        case str():
            return {prefix: _word(visit, value)}
        case Reason():
            basis = f", {value.basis}" if value.basis else ""
            return {f"Điều kiện: {asked(value, {})}": f"{word(value.verdict, 'verdict')}{basis}"}
        case Paper() | Basis() | Citation() | Pin() | Milestone() | Figure():
            return {prefix: _in_a_line(visit, value)}
        case Tally():
            words = f"{value.votes_for} đồng ý, {value.votes_against} không đồng ý, trên {value.base}, cần {value.needed}"
            return {prefix: f"{words}: {'đạt' if value.passed else 'không đạt'}"}
        case Clear() | Sealed():
            return {prefix or "nội dung": visit.house.ledger.open_field(value) or "(đã xoá thông tin)"}
        case BaseModel():
            items: list[tuple[str, object]] = [
                (name, getattr(value, name)) for name in type(value).model_fields if name != "type"
            ]
        case Struct():
            items = [(name, getattr(value, name)) for name in value.__struct_fields__]
        case _ if is_dataclass(value):
            items = [
                (field.name, getattr(value, field.name))
                for field in fields(value)
                if not field.name.startswith("_")
            ]
        case Mapping():
            items = [(_word(visit, key), item) for key, item in value.items()]
        case tuple() | list() | frozenset() | set():
            if all(isinstance(item, str) for item in value):
                return {prefix: ", ".join(sorted(_word(visit, item) for item in value))} if value else {}
            items = [(str(place), item) for place, item in enumerate(value, 1)]
        case None:
            return {}
        case _:
            return {prefix: _word(visit, value)}
    said: dict[str, str] = {}
    for name, item in items:
        label = "" if name in WRAPPERS else KINDS.get(name) or LABELS.get(name, FACT_WORDS.get(name, name))
        known = OPTION_WORDS.get(name, {}).get(item, item) if isinstance(item, str) else item
        said.update(flat(visit, known, " · ".join(filter(None, (prefix, label)))))
    return said


def _in_a_line(visit: Visit, value: BaseModel) -> str:
    said = [getattr(value, name) for name in type(value).model_fields]
    return ", ".join(word(_word(visit, item), "paper")[:60] for item in said if item not in {None, False, ()})


def _word(visit: Visit, value: object) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = any_word(str(value))
    return visit.names.of(text) if text.startswith(("person-", "unit-")) else text


@router.get("/kiem-toan/luc")
def then(
    ngay: date | None = None, buoc: Number | None = None, visit: Visit = guarded(nothing_between, slow=True)
) -> Response:
    """Show the whole ledger as it stood at the end of a day, chosen by its date or its place on the line, beside today."""
    ledger = visit.house.ledger
    first = ledger.at_position(1)
    begun = local_day(first.recorded_at) if first else visit.viewer.today
    days = (visit.viewer.today - begun).days
    asked = begun + timedelta(days=min(max(buoc, 0), days)) if buoc is not None else ngay
    day = min(max(asked or visit.viewer.today, begun), visit.viewer.today)
    replayed = ledger.head() <= REPLAYED
    return visit.page(
        "audit_then.html",
        day=day,
        begun=begun,
        today=visit.viewer.today,
        days=days,
        place=(day - begun).days,
        then=read.replay(visit.house, end_of_day(day)) if replayed else None,
        now_=read.replay(visit.house, visit.now) if replayed and day != visit.viewer.today else None,
        limit=REPLAYED,
    )


@router.get("/kiem-toan/ghi-cham")
def late(visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """List what was entered later than it happened, with the reason given."""
    told = visit.reading.recalled("entered late", [EVERYTHING], lambda: _entered_late(visit))
    visit.names.know(row.envelope.by.who for row in told)
    return visit.page(
        "audit_late.html", entries=[happened(row, visit.names) for row in told], looked_at=LOOKED_AT
    )


def _entered_late(visit: Visit) -> list[Stored]:
    since = max(visit.house.ledger.head() - LOOKED_AT, 0)
    suspects = visit.session.exec(
        select(EventRow)
        .where(
            col(EventRow.seq) > since,
            _minute(EventRow.at) < _minute(EventRow.recorded_at),
        )
        .order_by(col(EventRow.seq).desc())
        .limit(5 * PAGE)
    ).all()
    rows = [Stored(row.seq, row.stream, row.version, row.type, row.leaf) for row in suspects]
    return [row for row in rows if row.envelope.backdated]


def _minute(column: Any) -> Any:  # noqa: ANN401  # an SQL expression
    from sqlalchemy import func  # noqa: PLC0415  # beside the one use

    return func.substr(column, 1, LATE_MINUTES)


@router.get("/kiem-toan/may")
def devices(visit: Visit = guarded(nothing_between, slow=True)) -> Response:
    """List browsers on which several accounts were signed in to."""
    shared = visit.reading.recalled("shared browsers", [EVERYTHING], lambda: _shared(visit))
    visit.names.know(person for people in shared.values() for person in people)
    return visit.page("audit_devices.html", shared=shared, looked_at=LOOKED_AT)


def _shared(visit: Visit) -> Mapping[str, Mapping[str, str]]:
    """Give the browsers that several accounts were signed in to: who, and when last."""
    since = max(visit.house.ledger.head() - LOOKED_AT, 0)
    rows = visit.session.exec(
        select(EventRow.leaf, EventRow.recorded_at)
        .where(EventRow.type == "account.session_opened", col(EventRow.seq) > since)
        .order_by(col(EventRow.seq).desc())
    ).all()
    by_device: dict[str, dict[str, str]] = defaultdict(dict)
    for leaf, recorded_at in rows:
        opened = SIGN_IN.decode(leaf).data
        by_device[opened.device].setdefault(opened.person, recorded_at)
    return {device: people for device, people in by_device.items() if len(people) > 1}
