"""What was read before and still holds: answers kept in memory until the log moves on in what they rest on."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from events.envelope import Stored, stream_kind
from events.store.ledger import Ledger

T = TypeVar("T")
MOST = 50_000
"""Roughly so many folded events are kept; what was asked for longest ago goes first."""
MANY = 1_000
"""After more events than this everything is read anew, which is quicker than to see what they touched."""
END = 2**62
EVERYTHING = "*"
"""What rests on it holds until anything at all is appended."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer, the position of the log at which it was asked for, and how much room it takes."""

    answer: Any
    asked_at: int
    weight: int
    rests_on: tuple[str, ...]


class Recall:
    """Keeps answers for the readers of one ledger; safe to call from several threads.

    An answer rests on streams, or on all streams of a kind: it holds as long as none of them has grown. Only what
    follows from the log alone may be kept, and nothing that depends on who reads, on the clock or on a key.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._weight = 0
        self._grown: dict[str, int] = {}
        """Stream or kind → the last position at which it has grown, as far as that was seen."""
        self._seen: int | None = None
        """Up to here the log was looked through."""
        self._unknown_before = 0
        """What has grown before this position is not known."""

    def look(self) -> int:
        """Look through what was appended since the last time; gives the position up to which answers now hold."""
        seen = self._seen
        fresh = [] if seen is None else self._ledger.database.hot().page(seen, MANY + 1, END)
        if seen is None or len(fresh) > MANY or len(self._grown) > MOST:
            return self._begin_anew(self._ledger.head())
        with self._lock:
            self._note(fresh)
            self._seen = max(self._seen or 0, fresh[-1].seq if fresh else seen)
        return self._seen

    def _note(self, fresh: Sequence[Stored]) -> None:
        for row in fresh:
            for name in (row.stream, stream_kind(row.stream), EVERYTHING):
                self._grown[name] = max(self._grown.get(name, 0), row.seq)

    def _begin_anew(self, head: int) -> int:
        with self._lock:
            self._kept.clear()
            self._grown.clear()
            self._weight = 0
            self._seen = self._unknown_before = max(self._seen or 0, head)
        return self._seen

    def forget(self) -> None:
        """Forget everything."""
        self._begin_anew(self._ledger.head())

    def known(self, name: Hashable) -> tuple[Any] | None:
        """Give an answer that still holds, wrapped; None when there is none."""
        kept = self._kept.get(name)
        if kept is None or not self._holds(kept):
            return None
        with suppress(KeyError):  # somebody may have made room just now
            self._kept.move_to_end(name)
        return (kept.answer,)

    def _holds(self, kept: _Kept) -> bool:
        asked_at = kept.asked_at
        if asked_at < self._unknown_before:
            return False
        for name in kept.rests_on:  # noqa: SIM110  # asked hundreds of times a page, and `all` is slower
            if self._grown.get(name, 0) > asked_at:
                return False
        return True

    def keep(
        self, name: Hashable, answer: object, asked_at: int, rests_on: Iterable[str], weight: int = 1
    ) -> None:
        """Keep an answer that was asked for after the log had been looked through up to `asked_at`."""
        kept = _Kept(answer, asked_at, weight, tuple(rests_on))
        with self._lock:
            self._drop(name)
            if weight <= MOST and self._holds(kept):
                self._kept[name] = kept
                self._weight += weight
            while self._weight > MOST:
                _, gone = self._kept.popitem(last=False)  # in one step: `known` moves what it finds meanwhile
                self._weight -= gone.weight

    def _drop(self, name: Hashable) -> None:
        gone = self._kept.pop(name, None)
        if gone is not None:
            self._weight -= gone.weight


@dataclass(frozen=True, slots=True)
class Recalling:
    """What one reader may recall: everything that holds at the position at which they came."""

    recall: Recall
    position: int

    def answer(self, name: Hashable, rests_on: Iterable[str], make: Callable[[], T]) -> T:
        """Give an answer that still holds, or make it and keep it."""
        known = self.recall.known(name)
        if known is not None:
            return cast("T", known[0])
        made = make()
        self.recall.keep(name, made, self.position, rests_on)
        return made

    def known(self, name: Hashable) -> tuple[Any] | None:
        """Give an answer that still holds, wrapped; None when there is none."""
        return self.recall.known(name)

    def keep(self, name: Hashable, answer: object, rests_on: Iterable[str], weight: int = 1) -> None:
        """Keep an answer that was made from what stands now."""
        self.recall.keep(name, answer, self.position, rests_on, weight)
