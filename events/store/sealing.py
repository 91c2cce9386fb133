"""The keys that a log's sealed fields need, read off the log: there, destroyed by an event, or lost."""

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


class NeededKeys:
    """Remembers of each key where it was first needed since it was last destroyed; a key tried once stands for all."""

    def __init__(self) -> None:
        self._needed: dict[str, tuple[int, Sealed | None]] = {}
        self._erased: dict[str, int] = {}

    def follow(self, seq: int, envelope: Envelope, told: Any) -> None:  # noqa: ANN401  # decoded JSON
        """Take the next event and what it tells."""
        data = bytes(envelope.data)
        if envelope.type == ERASED and isinstance(told, dict):
            ref = f"{told.get('person')}/{told.get('of')}"
            self._needed.pop(ref, None)
            self._erased[ref] = seq
        elif _SEALED in data or _FILE in data:
            for ref, sealed in _needs(told, envelope):
                self._need(ref, seq, sealed)

    def _need(self, ref: str, seq: int, sealed: Sealed | None) -> None:
        known = self._needed.get(ref)
        if known is None or (known[1] is None and sealed is not None):
            self._needed[ref] = (known[0] if known else seq, sealed)
            self._erased.pop(ref, None)

    def faults(self, keys: KeyFile) -> Iterator[Fault]:
        """Name each key that is lost or is another's, and each that should have been destroyed."""
        for ref, (seq, sealed) in self._needed.items():
            if keys.secret(ref) is None:
                yield Fault(
                    seq, seq, f"khoá {ref} không còn, mà không có sự kiện xoá nào; hãy lấy lại {_FILE_NAME}"
                )
            elif sealed is not None and keys.open(sealed) is None:
                yield Fault(seq, seq, f"khoá {ref} không phải khoá đã niêm phong; hãy lấy lại {_FILE_NAME}")
        for ref, seq in self._erased.items():
            if keys.secret(ref) is not None:
                yield Fault(seq, seq, f"khoá {ref} phải xoá mà vẫn còn; hãy chạy `sovang db sweep`")

    def left(self, keys: KeyFile) -> list[str]:
        """List the keys that an event has destroyed and that are there all the same: a kill may have come between."""
        return [ref for ref in self._erased if keys.secret(ref) is not None]


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
