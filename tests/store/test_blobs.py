"""Attached files: stored once under the hash of what is stored, read back as they were or not at all."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.store.blobs import BlobStore, blob_names
from events.store.errors import BlobMissing, Tampered
from events.store.keys import KeyFile

BOX = b"sealed bytes" * 100
NAME = hashlib.sha256(BOX).hexdigest()


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyFile]:
    file = KeyFile(tmp_path / "keys" / "subjects.db")
    yield file
    file.close()


def file_of(blobs: BlobStore, name: str = NAME) -> Path:
    return blobs.folder / name[:2] / name


def test_a_file_is_stored_under_its_hash_and_read_back(blobs: BlobStore) -> None:
    assert blobs.put(BOX) == NAME
    assert blobs.get(NAME) == BOX
    assert list(blobs.names()) == [NAME]
    assert file_of(blobs).stat().st_mode & 0o077 == 0


def test_the_same_bytes_are_stored_once(blobs: BlobStore) -> None:
    blobs.put(BOX)
    before = file_of(blobs).stat()
    blobs.put(BOX)
    assert file_of(blobs).stat() == before


def test_twenty_at_once_store_one_whole_file(blobs: BlobStore) -> None:
    with ThreadPoolExecutor(20) as hands:
        assert set(hands.map(blobs.put, [BOX] * 20)) == {NAME}
    assert blobs.get(NAME) == BOX
    assert blobs.sweep(lambda: {NAME}) == []


def test_a_file_that_is_gone_or_changed_is_never_given(blobs: BlobStore) -> None:
    blobs.put(BOX)
    file_of(blobs).write_bytes(BOX[:-1])
    assert blobs.state(NAME) == "altered"
    with pytest.raises(Tampered):
        blobs.get(NAME)
    file_of(blobs).unlink()
    assert blobs.state(NAME) == "missing"
    with pytest.raises(BlobMissing):
        blobs.get(NAME)


def test_storing_a_changed_file_again_repairs_it(blobs: BlobStore) -> None:
    blobs.put(BOX)
    file_of(blobs).write_bytes(b"")
    blobs.put(BOX)
    assert blobs.get(NAME) == BOX


@given(st.text())
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    with pytest.raises(BlobMissing):
        BlobStore(Path("/nonexistent")).get(f"../{name}")


def test_the_sweep_takes_what_nothing_names_and_what_was_never_finished(blobs: BlobStore) -> None:
    blobs.put(BOX)
    orphan = blobs.put(b"nobody names me")
    (blobs.folder / "new" / "half").write_bytes(b"hal")
    assert blobs.sweep(lambda: {NAME}, dry_run=True) == [orphan, "half"]
    assert blobs.state(orphan) == "held"
    assert blobs.sweep(lambda: {NAME}) == [orphan, "half"]
    assert list(blobs.names()) == [NAME]
    assert list((blobs.folder / "new").iterdir()) == []


def test_the_sweep_waits_for_whoever_is_adding(blobs: BlobStore) -> None:
    named: set[str] = set()
    with ThreadPoolExecutor(1) as other:
        with blobs.adding():
            name = blobs.put(BOX)
            sweeping = other.submit(blobs.sweep, lambda: set(named))
            named.add(name)
        assert sweeping.result() == []
    assert blobs.state(NAME) == "held"


def test_a_file_is_sealed_the_same_way_each_time_and_for_each_key_differently(keys: KeyFile) -> None:
    keys.ensure(["person-1/evidence", "person-2/evidence"])
    first = keys.seal_file("person-1/evidence", BOX)
    assert keys.seal_file("person-1/evidence", BOX) == first
    assert keys.seal_file("person-2/evidence", BOX) != first
    assert BOX[:8] not in first
    assert keys.open_file("person-1/evidence", first) == BOX
    assert keys.open_file("person-2/evidence", first) is None
    assert keys.open_file("person-3/evidence", first) is None
    assert keys.open_file("person-1/evidence", first[:-1] + bytes([first[-1] ^ 1])) is None


def test_the_names_of_files_are_found_wherever_they_stand_in_an_event() -> None:
    blob = '{"key":"k/evidence","media":"image/png","sha256":"%s","size":1}'
    assert list(blob_names(f'{{"blob":{blob % "a1"}}}'.encode())) == ["a1"]
    assert list(blob_names(f'{{"x":[{{"y":{blob % "a1"}}},{blob % "b2"}]}}'.encode())) == ["a1", "b2"]
    assert list(blob_names(b'{"sha256":"a1","templates":{"media":"x"}}')) == []


def test_a_writer_that_is_killed_leaves_no_half_file_under_a_hash(blobs: BlobStore) -> None:
    """Stop a child at each system call of one `put` in turn; a name in the store always stands for the whole file."""
    for stop in range(1, 40):
        child = os.fork()
        if child == 0:
            _die_at(stop)
            try:
                blobs.put(BOX + stop.to_bytes(2))
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        for name in blobs.names():
            blobs.get(name)
    names = set(blobs.names())
    assert names
    assert blobs.sweep(lambda: names)


def _die_at(stop: int) -> None:
    """Leave at once at the `stop`-th of the calls that touch the disk."""
    import signal  # noqa: PLC0415  # only the child needs it
    import sys  # noqa: PLC0415

    seen = 0

    def hook(event: str, _arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event.startswith(("open", "os.", "tempfile", "shutil")):
            seen += 1
            if seen == stop:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
