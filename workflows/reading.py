"""What one act reads: folded streams, remembered with their versions, and the read tables beside them."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from domain.calendar import WorkingCalendar
from domain.commands import DECIDERS, AnyDecider
from domain.daysoff import Announced
from domain.decider import Decider, existing
from domain.law.book import Rules
from domain.lawbook import Law
from domain.ledger import Opened
from domain.policy import Policy
from domain.refusal import NotFound
from domain.standing import Standing
from events.base import Event, UnitId
from events.catalogue import event_of
from events.envelope import Stored, stream_kind
from events.store.blobs import BlobStore
from events.store.ledger import Ledger
from projections import queries
from projections import tables as t
from projections.read_table import ReadTable
from workflows.recall import Recalling
from workflows.roles import COUNCIL, standing_by

T = TypeVar("T")
R = TypeVar("R", bound=ReadTable)
PRELOADED = 1000


@dataclass(slots=True)
class Folded:
    """A stream's state at a version."""

    version: int
    state: Any


@dataclass(slots=True)
class Standards:
    """The four streams every act looks at, kept folded between acts and brought up to date at each, and the printed calendar."""

    printed: Callable[[], WorkingCalendar]
    folded: dict[str, Folded] = field(default_factory=dict)

    def get(self, ledger: Ledger, stream: str) -> Any:  # noqa: ANN401  # the states of four kinds
        """Give the state now: only what was appended since is read."""
        decider = DECIDERS[stream]
        known = self.folded.get(stream) or Folded(0, decider.initial)
        fresh = ledger.load(stream, known.version)
        if fresh:
            known = Folded(known.version + len(fresh), decider.fold(fresh, known.state))
            self.folded[stream] = known
        return known.state


class Reading:
    """One act's view; nothing it read changes under it.

    With a `recall` it is a reader's, who is shown what was folded for others before as long as it still stands.
    """

    def __init__(
        self,
        ledger: Ledger,
        session: Session,
        *,
        standards: Standards,
        blobs: BlobStore,
        who: str,
        recall: Recalling | None = None,
    ) -> None:
        self.ledger = ledger
        self.session = session
        self.blobs = blobs
        self.who = who
        self._standards = standards
        self.recall = recall
        self._streams: dict[str, Folded] = {}
        self._standing: Standing | None = None
        self._remembered: dict[Hashable, Any] = {}

    def stream(self, name: str) -> Folded:
        """Fold a stream of any kind."""
        known = self._streams.get(name) or self._recalled(name)
        if known is None:
            decider = existing(DECIDERS.get(stream_kind(name)), Decider, f"Không có {name} trong sổ.")
            known = self._fold(name, decider, [event_of(row) for row in self.history(name)])
        return known

    def history(self, name: str) -> Sequence[Stored]:
        """Give what is written in a stream; personal fields stay sealed."""
        kept = self.recall.known(("history", name)) if self.recall is not None else None
        if kept is not None:
            known: Sequence[Stored] = kept[0]
            return known
        rows = self.ledger.stored(name)
        if self.recall is not None:
            self.recall.keep(("history", name), rows, [name], weight=len(rows))
        return rows

    def _recalled(self, name: str) -> Folded | None:
        """Give a stream that was folded before and has not grown since."""
        kept = self.recall.known(("stream", name)) if self.recall is not None else None
        if kept is None:
            return None
        known: Folded = kept[0]
        self._streams[name] = known
        return known

    def _fold(self, name: str, decider: AnyDecider, loaded: Sequence[Event]) -> Folded:
        folded = self._streams[name] = Folded(len(loaded), decider.fold(loaded))
        if self.recall is not None:
            self.recall.keep(("stream", name), folded, [name], weight=len(loaded))
        return folded

    def know(self, streams: Mapping[str, Folded]) -> None:
        """Take streams as somebody else has read them; what is written upon one that has moved since is refused."""
        self._streams |= streams

    def preload(self, names: Iterable[str]) -> None:
        """Fold streams that an act of many commands will look at, a thousand a question."""
        wanted = [
            name
            for name in dict.fromkeys(names)
            if name not in self._streams and stream_kind(name) in DECIDERS and self._recalled(name) is None
        ]
        for start in range(0, len(wanted), PRELOADED):
            for name, loaded in self.ledger.load_all(wanted[start : start + PRELOADED]).items():
                self._fold(name, DECIDERS[stream_kind(name)], loaded)

    def dossiers(self, nominations: Iterable[str]) -> dict[str, t.NominationRow]:
        """Give where some dossiers stand, those that are there, a thousand a question; the rows are only to be read."""
        asked = list(dict.fromkeys(nominations))
        found: dict[str, t.NominationRow] = {}
        if self.recall is not None:
            kept = {name: self.recall.known(("dossier", name)) for name in asked}
            found = {name: row[0] for name, row in kept.items() if row is not None}
        missing = [name for name in asked if name not in found]
        for start in range(0, len(missing), PRELOADED):
            for row in self._dossiers(missing[start : start + PRELOADED]):
                found[row.nomination] = row
        return {name: found[name] for name in asked if name in found}

    def _dossiers(self, nominations: Sequence[str]) -> Sequence[t.NominationRow]:
        rows = queries.plain(
            self.session, select(t.NominationRow).where(col(t.NominationRow.nomination).in_(nominations))
        )
        if self.recall is not None:
            for row in rows:
                self.recall.keep(("dossier", row.nomination), row, [row.nomination])
        return rows

    def row(self, table: type[R], stream: str) -> R | None:
        """Give the row of a read table that bears a stream's own name; it is only to be read."""

        def read() -> R | None:
            found = self.session.get(table, stream)
            if found is not None and self.recall is not None:
                self.session.expunge(found)
            return found

        return self.recalled(("row", table, stream), [stream], read)

    def own_row(self, table: type[R], stream: str) -> R:
        """Give the same row of a stream that must exist."""
        row = self.row(table, stream)
        if row is None:
            raise NotFound(f"Không có {stream} trong sổ.")
        return row

    def state(self, name: str, kind: type[T]) -> T:
        """Fold a stream that must exist as a `kind`."""
        return existing(self.stream(name).state, kind, f"Không có {name} trong sổ.")

    def maybe(self, name: str, kind: type[T]) -> T | None:
        """Fold a stream; None when it is not (or no longer) a `kind`, and where no stream is named."""
        state = self.stream(name).state if name else None
        return state if isinstance(state, kind) else None

    def remembered(self, name: Hashable, look: Callable[[], T]) -> T:
        """Give an answer that holds for the whole act, looked up once."""
        if name not in self._remembered:
            self._remembered[name] = look()
        known: T = self._remembered[name]
        return known

    def remember(self, name: Hashable, answer: object) -> None:
        """Keep an answer that was looked up together with others."""
        self._remembered[name] = answer

    def recalled(self, name: Hashable, rests_on: Iterable[str], look: Callable[[], T]) -> T:
        """Give an answer that follows from the streams, or kinds of streams, it rests on and from nothing else.

        It is looked up once for the whole act, and for a reader not at all where it was looked up before and still holds.
        """
        if self.recall is None:
            return self.remembered(name, look)
        recall = self.recall
        return self.remembered(name, lambda: recall.answer(name, rests_on, look))

    def _standard(self, stream: str) -> Any:  # noqa: ANN401  # the states of four kinds
        return self.recalled(stream, [stream], lambda: self._standards.get(self.ledger, stream))

    @property
    def versions(self) -> Mapping[str, int]:
        """The version of every stream folded so far."""
        return {name: folded.version for name, folded in self._streams.items()}

    @property
    def standing(self) -> Standing:
        """The roles of whoever acts, as the log gives them."""
        if self._standing is None:
            self._standing = (
                Standing()
                if self.who.startswith("system:")
                else self.recalled(("standing", self.who), [self.who, COUNCIL], self._found_standing)
            )
        return self._standing

    def _found_standing(self) -> Standing:
        return standing_by(lambda name: self.stream(name).state, self.session, self.who)

    @cached_property
    def organisation(self) -> UnitId | None:
        """The unit that keeps this ledger, as its first event says."""
        opened = self._standard("ledger")
        return opened.organisation if isinstance(opened, Opened) else None

    @cached_property
    def law(self) -> Law:
        """Everything adopted so far."""
        law: Law = self._standard("law")
        return law

    @property
    def policy(self) -> Policy:
        """The ladders and templates in force."""
        policy: Policy = self._standard("policy")
        return policy

    @property
    def calendar(self) -> WorkingCalendar:
        """The legal calendar: printed, with what was announced since."""
        announced: Announced = self._standard("calendar")
        return self.recalled("laid calendar", ["calendar"], lambda: announced.over(self._standards.printed()))

    def rules(self, unit: str | None) -> Rules:
        """Give the law in force as a unit sees it."""
        return self.recalled(
            ("rules", unit), ["law", "unit"], lambda: self.law.book.rules(queries.chain(self.session, unit))
        )

    def pinned(self, rules: str, unit: str | None) -> Rules:
        """Give the law that a dossier is pinned to, as a unit sees it."""
        return self.recalled(
            ("rules", rules, unit),
            ["law", "unit"],
            lambda: self.law.pinned(rules).rules(queries.chain(self.session, unit)),
        )
