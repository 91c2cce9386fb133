"""The keys that a log's sealed fields need, tried as the log is read: there, destroyed by an event, or lost."""

from collections.abc import Iterator
from typing import Any

from events.envelope import Envelope
from events.personal import Sealed, place
from events.store.faults import Fault
from events.store.keys import KeyFile

ERASED = "person.information_erased"
_SEALED = b'"$p"'
_FILE = b'"sha256"'
_FILE_NAME = "tệp khoá subjects.db từ bản sao lưu"
_MISSING = f"không còn, mà không có sự kiện xoá nào; hãy lấy lại {_FILE_NAME}"
_OTHER = f"không phải khoá đã niêm phong; hãy lấy lại {_FILE_NAME}"
_OUTLIVED = "phải xoá mà vẫn còn; hãy chạy `sovang db sweep`"


class NeededKeys:
    """Tries every sealed field; remembers the keys that failed, and those that an event has destroyed since."""

    def __init__(self, keys: KeyFile) -> None:
        self._keys = keys
        self._failed: dict[str, tuple[int, str]] = {}
        self._erased: dict[str, int] = {}

    def follow(self, seq: int, envelope: Envelope, told: Any) -> None:  # noqa: ANN401  # decoded JSON
        """Take the next event and what it tells."""
        data = bytes(envelope.data)
        if envelope.type == ERASED and isinstance(told, dict):
            ref = f"{told.get('person')}/{told.get('of')}"
            self._failed.pop(ref, None)
            self._erased[ref] = seq
        elif _SEALED in data or _FILE in data:
            for ref, sealed in _needs(told, envelope):
                self._try(seq, ref, sealed)

    def _try(self, seq: int, ref: str, sealed: Sealed | None) -> None:
        if sealed is not None and self._keys.open(sealed, remember=False) is not None:
            self._erased.pop(ref, None)  # the key was made after the erasure
        elif not self._keys.holds(ref):
            self._failed.setdefault(ref, (seq, _MISSING))
        elif sealed is not None:
            self._failed.setdefault(ref, (seq, _OTHER))

    def faults(self) -> Iterator[Fault]:
        """Name each key that is lost or is another's, and each that should have been destroyed."""
        outlived = {ref: (self._erased[ref], _OUTLIVED) for ref in self.left()}
        for ref, (seq, why) in {**self._failed, **outlived}.items():
            yield Fault(seq, seq, f"khoá {ref} {why}")

    def left(self) -> list[str]:
        """List the keys that an event has destroyed and that are there all the same: a kill may have come between."""
        return [ref for ref in self._erased if self._keys.holds(ref)]


def _needs(told: Any, envelope: Envelope) -> Iterator[tuple[str, Sealed | None]]:  # noqa: ANN401  # decoded JSON
    """List the key of every sealed field, with the field, and that of every attached file."""
    for path, found in _objects(told, ""):
        match found:
            case {"$p": str(ref), "c": str(cipher)}:
                yield ref, Sealed(ref, cipher, place(envelope.stream, envelope.version, path))
            case {"sha256": str(), "key": str(ref)}:
                yield ref, None


def _objects(data: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401  # the same
    """Walk through every object in `data`, each with its path as sealing names it."""
    if isinstance(data, dict):
        yield path, data
        for key, item in data.items():
            yield from _objects(item, f"{path}.{key}")
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _objects(item, f"{path}[{index}]")
