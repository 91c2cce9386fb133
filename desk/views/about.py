"""What a stream is about, in a few words a reader knows: whose dossier, whose letter, which meeting."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any

from sqlmodel import Session, select

from desk.views.names import Names
from domain.calendar import local_day
from domain.law.book import Rules
from domain.wording import award_name
from events.base import parse_instant
from events.envelope import stream_kind
from projections import queries
from projections import tables as t
from projections.read_table import ReadTable
from projections.rows import table_of

Told = tuple[str | None, str]
"""Whom it concerns, if anybody, and what of theirs it is."""
Words = Callable[[Any], Told]


def about(streams: Iterable[str], session: Session, names: Names, rules: Rules) -> Mapping[str, str]:
    """Tell what streams are about, one question for each kind; of those that tell nothing, nothing."""
    called = cache(partial(award_name, rules))
    words: dict[str, tuple[type[ReadTable], Words]] = {
        "nomination": (t.NominationRow, lambda row: (row.subject, called(row.award))),
        "submission": (t.SubmissionRow, lambda row: (row.unit, "bộ hồ sơ")),
        "obligation": (t.ObligationRow, lambda row: (row.debtor, row.title)),
        "letter": (t.LetterRow, lambda row: (row.recipient, "")),
        "movement": (t.MovementRow, lambda row: (None, row.title)),
        "council": (t.CouncilRow, lambda row: (None, row.name)),
        "session": (t.SessionRow, lambda row: (None, f"phiên ngày {_day(row.starts_at)}")),
        "decision": (t.DecisionRow, lambda row: (None, f"số {row.number}" if row.number else "chưa có số")),
        "ceremony": (t.CeremonyRow, lambda row: (None, row.title)),
    }
    by_kind: dict[str, set[str]] = defaultdict(set)
    for stream in streams:
        by_kind[stream_kind(stream)].add(stream)
    told: dict[str, Told] = {who: (who, "") for kind in ("person", "unit") for who in by_kind[kind]}
    for kind, (model, tell) in words.items():
        if by_kind[kind]:
            [key] = table_of(model).primary_key
            for row in queries.plain(session, select(model).where(key.in_(by_kind[kind]))):
                told[getattr(row, key.name)] = tell(row)
    names.know(who for who, _ in told.values())
    return {
        stream: " · ".join(part for part in (names.of(who) if who else "", what) if part)
        for stream, (who, what) in told.items()
    }


def _day(instant: str) -> str:
    return f"{local_day(parse_instant(instant)):%d/%m/%Y}"
