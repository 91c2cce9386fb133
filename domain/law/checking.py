"""Faults of the law's tables: overlaps, gaps, missing bases, unknown awards, rows nothing reads, rules undercut."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, TypeVar

from domain.law.answers import QUESTIONS, Question, catalogue, row_key
from domain.law.book import NATION, Layer, Rules
from domain.law.rows import Coefficient, Row, SessionRule, VoteShare
from domain.law.schema import NAMES
from domain.law.texts import Instrument, KnownGap

R = TypeVar("R", bound=Row)
Kind = Literal["overlap", "gap", "basis", "award", "unread", "undercut", "shown"]
DAY = timedelta(days=1)
HEADCOUNT = "headcount"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: of which kind, in which layer, table and rule, and what is wrong."""

    kind: Kind
    layer: str
    table: str
    rule: str
    said: str


def check(layers: Sequence[Layer]) -> list[Fault]:
    """Look for every kind of fault in these layers, the nearest first."""
    rules = Rules(tuple(layers))
    faults: list[Fault] = []
    for layer in layers:
        faults += _versions(layer)
        faults += _bases(layer, layers)
        faults += _awards(layer, rules)
    faults += _unread(rules)
    faults += _undercut(layers)
    return faults


def check_all(layers: Sequence[Layer]) -> list[Fault]:
    """Check the nation's tables, then each overlay over them: sisters do not hide one another's rows."""
    nation = [layer for layer in layers if layer.scope == NATION]
    faults = check(nation)
    for layer in (layer for layer in layers if layer.scope != NATION):
        faults += [fault for fault in check([layer, *nation]) if fault.layer == layer.name]
    return faults


def only_shown(layers: Sequence[Layer]) -> list[Fault]:
    """List the rows that may decide and by which no step of the program goes: people read them, nothing else does."""
    acting = [question for question in QUESTIONS if question.acts]
    return [
        _fault("shown", layer, row, "chỉ để tra cứu: không bước nào của chương trình làm theo dòng này")
        for layer in layers
        for row in _every(layer)
        if row.decides and layer.owns(row) and not any(question.may_read(row) for question in acting)
    ]


def _fault(kind: Kind, layer: Layer, row: Row, said: str) -> Fault:
    return Fault(kind, layer.name, NAMES[type(row)], row_key(row), said)


def _every(layer: Layer) -> Iterator[Row]:
    return (row for rows in layer.rows.values() for row in rows)


def _of(layers: Iterable[Layer], table: type[R]) -> list[R]:
    return [row for layer in layers for row in layer.rows.get(table, ()) if isinstance(row, table)]


def _versions(layer: Layer) -> Iterator[Fault]:
    """Two versions of one rule may not hold on one day, and a day between two of them must be a known gap."""
    known = {(gap.of_table, gap.rule): gap for gap in _of([layer], KnownGap)}
    for (table, rule, _place), versions in _by_rule(layer).items():
        for earlier, later in pairwise(sorted(versions, key=lambda row: row.since)):
            if earlier.until is None or earlier.until >= later.since:
                yield _fault("overlap", layer, later, f"từ {later.since:%d/%m/%Y} có hai dòng cùng hiệu lực")
            elif earlier.until + DAY < later.since:
                gap = known.pop((table, rule), None)
                first, last = earlier.until + DAY, later.since - DAY
                if gap is None or (gap.since, gap.until) != (first, last):
                    said = f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y} không có dòng nào"
                    yield _fault("gap", layer, later, said)
    for gap in known.values():
        yield _fault("gap", layer, gap, "khoảng trống đã ghi không có thật")


def _by_rule(layer: Layer) -> dict[tuple[str, str, str], list[Row]]:
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in _every(layer):
        if not isinstance(row, KnownGap):
            found[NAMES[type(row)], row_key(row), row.jurisdiction].append(row)
    return found


def _bases(layer: Layer, layers: Sequence[Layer]) -> Iterator[Fault]:
    """Hold each row to an instrument in force for its whole range, or to a paper of its own council or province."""
    instruments: dict[str, list[Instrument]] = defaultdict(list)
    for instrument in _of(layers, Instrument):
        instruments[instrument.instrument].append(instrument)
    for row in _every(layer):
        if not layer.owns(row) or isinstance(row, KnownGap):
            continue
        texts = instruments.get(row.document, [])
        if not texts and row.evidence == "local" and layer.scope != NATION:
            continue
        if not any(_carries(text, row) for text in texts):
            said = (
                "không có trong danh sách văn bản"
                if not texts
                else "không có hiệu lực suốt thời gian của dòng"
            )
            yield _fault("basis", layer, row, f"văn bản {row.document} {said}")


def _carries(text: Instrument, row: Row) -> bool:
    begins = text.since <= row.since and (text.decides or not row.decides)
    return begins and (text.until is None or (row.until is not None and row.until <= text.until))


def _awards(layer: Layer, rules: Rules) -> Iterator[Fault]:
    """Hold rows to the awards of the catalogue."""
    known = {*catalogue(rules), HEADCOUNT}
    for row in _every(layer):
        named = [getattr(row, "award", None), getattr(row, "of_award", None), *getattr(row, "of_awards", ())]
        for award in named:
            if award is not None and award not in known:
                yield _fault("award", layer, row, f"danh mục không có “{award}”")


def _unread(rules: Rules) -> Iterator[Fault]:
    """Ask the program's own questions about each row's award on each day it may be read; tell what none returns."""
    seen: set[int] = set()
    for layer in rules.layers:
        for row in _every(layer):
            if id(row) in seen or _reached(rules, row, layer, seen):
                continue
            yield _fault("unread", layer, row, "không câu hỏi nào của chương trình đọc đến dòng này")


def _reached(rules: Rules, row: Row, layer: Layer, seen: set[int]) -> bool:
    for question in QUESTIONS:
        if type(row) not in question.tables:
            continue
        for award in _asked(question, rules, row):
            for day in _days(rules, question, row, layer):
                watched = rules.watched()
                list(question.ask(question, watched, day, award))
                seen.update(id(found) for found in watched.seen or ())
                if id(row) in seen:
                    return True
    return False


def _asked(question: Question, rules: Rules, row: Row) -> list[str | None]:
    if not question.of_award:
        return [None]
    own = getattr(row, "award", None)
    return [award for award in catalogue(rules) if own in (None, award)]


def _days(rules: Rules, question: Question, row: Row, layer: Layer) -> list[date]:
    """Give the days on which an answer that needs the row may change: when a row it is asked with begins or ends."""
    last = min(filter(None, (row.until, layer.until)), default=None)
    together = [other for table in question.tables for other in _of(rules.layers, table)]
    changes = {
        *(other.since for other in together),
        *(other.until + DAY for other in together if other.until),
    }
    days = sorted({row.since, *(day for day in changes if day > row.since)})
    return [day for day in days if last is None or day <= last]


def _undercut(layers: Sequence[Layer]) -> Iterator[Fault]:
    """Hold overlays to what the nation asks at least."""
    nation = [layer for layer in layers if layer.scope == NATION]
    for layer in (layer for layer in layers if layer.scope != NATION):
        for share in _of([layer], VoteShare):
            for row in _meeting(nation, share):
                if (share.percent, share.strict) < (row.percent, row.strict) or share.base != row.base:
                    yield _fault("undercut", layer, share, f"thấp hơn {row.percent} % của {row.basis}")
        for session in _of([layer], SessionRule):
            for bound in _meeting(nation, session):
                if session.written_session and not bound.written_session:
                    yield _fault("undercut", layer, session, f"{bound.basis} buộc phải họp")
        for own in _of([layer], Coefficient):
            for ceiling in _meeting(nation, own):
                if ceiling.at_most and own.coefficient > ceiling.coefficient:
                    yield _fault(
                        "undercut", layer, own, f"vượt mức trần {ceiling.coefficient} của {ceiling.basis}"
                    )


def _meeting(nation: Sequence[Layer], row: R) -> list[R]:
    """Give the nation's deciding rows about the same award whose days meet the row's."""
    award = getattr(row, "award", None)
    return [
        other
        for layer in nation
        for other in _of([layer], type(row))
        if layer.owns(other) and other.decides and award in (None, getattr(other, "award", None))
        if other.since <= (row.until or date.max) and row.since <= (other.until or date.max)
    ]
