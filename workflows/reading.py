"""What one act reads: folded streams, remembered with their versions, and the read tables beside them."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from sqlmodel import Session

from domain.calendar import WorkingCalendar
from domain.commands import DECIDERS
from domain.daysoff import Announced
from domain.decider import Decider, existing
from domain.law.book import Rules
from domain.lawbook import Law
from domain.ledger import Opened
from domain.policy import Policy
from domain.standing import Standing
from events.base import UnitId
from events.envelope import stream_kind
from events.store.blobs import BlobStore
from events.store.ledger import Ledger
from projections import queries
from workflows.roles import standing_by

T = TypeVar("T")
PRELOADED = 1000


@dataclass(slots=True)
class Folded:
    """A stream's state at a version."""

    version: int
    state: Any


@dataclass(slots=True)
class Standards:
    """The four streams every act looks at, kept folded between acts and brought up to date at each."""

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
    """One act's view; nothing it read changes under it."""

    def __init__(
        self,
        ledger: Ledger,
        session: Session,
        *,
        standards: Standards,
        printed: Callable[[], WorkingCalendar],
        blobs: BlobStore,
        who: str,
    ) -> None:
        self.ledger = ledger
        self.session = session
        self.blobs = blobs
        self.who = who
        self._standards = standards
        self._printed = printed
        self._streams: dict[str, Folded] = {}
        self._standing: Standing | None = None
        self._rules: dict[str | None, Rules] = {}
        self._remembered: dict[Hashable, Any] = {}

    def stream(self, name: str) -> Folded:
        """Fold a stream of any kind."""
        known = self._streams.get(name)
        if known is None:
            decider = existing(DECIDERS.get(stream_kind(name)), Decider, f"Không có {name} trong sổ.")
            loaded = self.ledger.load(name)
            known = self._streams[name] = Folded(len(loaded), decider.fold(loaded))
        return known

    def preload(self, names: Iterable[str]) -> None:
        """Fold streams that an act of many commands will look at, a thousand a question."""
        wanted = [
            name
            for name in dict.fromkeys(names)
            if name not in self._streams and stream_kind(name) in DECIDERS
        ]
        for start in range(0, len(wanted), PRELOADED):
            for name, loaded in self.ledger.load_all(wanted[start : start + PRELOADED]).items():
                self._streams[name] = Folded(len(loaded), DECIDERS[stream_kind(name)].fold(loaded))

    def state(self, name: str, kind: type[T]) -> T:
        """Fold a stream that must exist as a `kind`."""
        return existing(self.stream(name).state, kind, f"Không có {name} trong sổ.")

    def maybe(self, name: str, kind: type[T]) -> T | None:
        """Fold a stream; None when it is not (or no longer) a `kind`."""
        state = self.stream(name).state
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

    def _standard(self, stream: str) -> Any:  # noqa: ANN401  # the states of four kinds
        return self.remembered(stream, lambda: self._standards.get(self.ledger, stream))

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
                else standing_by(lambda name: self.stream(name).state, self.session, self.who)
            )
        return self._standing

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
        return self.remembered("laid calendar", lambda: announced.over(self._printed()))

    def rules(self, unit: str | None) -> Rules:
        """Give the law in force as a unit sees it."""
        known = self._rules.get(unit)
        if known is None:
            known = self._rules[unit] = self.law.book.rules(queries.chain(self.session, unit))
        return known

    def pinned(self, rules: str, unit: str | None) -> Rules:
        """Give the law that a dossier is pinned to, as a unit sees it."""
        return self.remembered(
            f"rules {rules} of {unit}",
            lambda: self.law.pinned(rules).rules(queries.chain(self.session, unit)),
        )
