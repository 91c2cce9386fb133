"""Personal fields: in no stored byte in clear, good for one place only, gone with their key."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from events.person import PersonContactChanged, PersonRegistered
from events.personal import Clear, Personal, Sealed
from events.store.clock import SimulatedClock
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from events.store.verify import verify
from tests.store.making import Pen, behind, event_rows, lay_down_arms, notary, person, stored_bytes, unit

NAME, MAIL, BORN = "Lò Thị Mẩy Sương", "may.suong@vidu.example", "giờ Dần ngày 21/3/1987"


@pytest.fixture
def may(pen: Pen) -> Pen:
    """A ledger that knows one person in full and another with the same birthday."""
    pen.write("person-may", 0, person("may", NAME, MAIL, BORN))
    pen.write("person-anh", 0, person("anh", "Hà Văn Anh Tỵ", born=BORN))
    pen.write("unit-a", 0, unit("a", "Thôn Pắc Ta"))
    return pen


@pytest.fixture
def reopened(may: Pen, tmp_path: Path, clock: SimulatedClock) -> Iterator[Callable[[], Ledger]]:
    """Opens the key file again, as the next process does."""
    opened: list[KeyFile] = []

    def reopen() -> Ledger:
        opened.append(KeyFile(tmp_path / "keys" / "subjects.db"))
        return Ledger(may.ledger.database, opened[-1], clock)

    yield reopen
    for keys in opened:
        keys.close()


def registered(ledger: Ledger, key: str) -> PersonRegistered:
    event = ledger.load(f"person-{key}")[0]
    assert isinstance(event, PersonRegistered)
    return event


def read(ledger: Ledger, key: str) -> list[str | None]:
    event = registered(ledger, key)
    return [ledger.open_field(field) for field in (event.name, event.email, event.born)]


def sealed(field: Personal | None) -> Sealed:
    assert isinstance(field, Sealed)
    return field


def test_no_stored_byte_shows_a_personal_field(may: Pen, tmp_path: Path) -> None:
    ledger_bytes = stored_bytes(may.ledger.database)
    key_bytes = b"".join(file.read_bytes() for file in (tmp_path / "keys").iterdir())
    assert "Thôn Pắc Ta".encode() in ledger_bytes
    assert b"person-may/contact" in key_bytes
    for text in (NAME, MAIL, BORN, "Hà Văn Anh Tỵ"):
        for written in (text.encode(), json.dumps(text).encode()[1:-1], text.encode().hex().encode()):
            assert written not in ledger_bytes
            assert written not in key_bytes


def test_whoever_has_the_keys_reads_what_was_written(reopened: Callable[[], Ledger]) -> None:
    assert read(reopened(), "may") == [NAME, MAIL, BORN]
    assert read(reopened(), "anh") == ["Hà Văn Anh Tỵ", None, BORN]


def test_the_same_text_is_never_sealed_alike(may: Pen) -> None:
    may.write("person-may", 1, PersonContactChanged.model_validate(
        {"person": "person-may", "email": Clear("person-may", "contact", MAIL)}
    ))  # fmt: skip
    ciphers = [
        sealed(registered(may.ledger, "may").born).cipher,
        sealed(registered(may.ledger, "anh").born).cipher,
        sealed(registered(may.ledger, "may").email).cipher,
        sealed(may.ledger.load("person-may")[1].email).cipher,  # type: ignore[attr-defined]
    ]
    assert len(set(ciphers)) == 4


def test_a_ciphertext_is_good_for_its_own_place_only(may: Pen) -> None:
    name = sealed(registered(may.ledger, "may").name)
    assert name.place == "person-may|1|.name"
    assert may.ledger.open_field(name) == NAME
    for place in ("person-may|2|.name", "person-anh|1|.name", "person-may|1|.born", ""):
        assert may.ledger.open_field(replace(name, place=place)) is None
    assert may.ledger.open_field(replace(name, ref="person-may/contact")) is None
    assert may.ledger.open_field(replace(name, ref="person-anh/identity")) is None


def test_ciphertexts_that_changed_places_behind_our_back_open_no_more(may: Pen) -> None:
    event = registered(may.ledger, "may")
    name, born = sealed(event.name).cipher.encode(), sealed(event.born).cipher.encode()
    row = next(row for row in event_rows(may.ledger) if row.stream == "person-may")
    swapped = row.leaf.replace(name, b"*").replace(born, name).replace(b"*", born)
    lay_down_arms(may.ledger.database)
    behind(may.ledger.database, "UPDATE event SET leaf = :leaf WHERE seq = :seq", leaf=swapped, seq=row.seq)
    assert sealed(registered(may.ledger, "may").born).cipher.encode() == name
    assert read(may.ledger, "may") == [None, MAIL, None]


def test_with_its_key_a_class_of_one_person_is_gone_and_every_proof_stays(
    reopened: Callable[[], Ledger], tmp_path: Path
) -> None:
    before = reopened()
    signer = notary(before, tmp_path)
    signer.sign()
    erasing = sqlite3.connect(tmp_path / "keys" / "subjects.db")
    with erasing:
        erasing.execute("DELETE FROM key WHERE ref = 'person-may/identity'")
    erasing.close()
    after = reopened()
    assert read(after, "may") == [None, MAIL, None]
    assert read(after, "anh") == ["Hà Văn Anh Tỵ", None, BORN]
    assert verify(after, signer.signer.verifier, signer.kept).faults == []


def test_key_files_belong_to_their_owner_alone(may: Pen, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "subjects.db").stat().st_mode & 0o077 == 0


def test_two_openings_of_a_key_file_agree_on_every_key(tmp_path: Path) -> None:
    one, two = (KeyFile(tmp_path / "keys" / "subjects.db") for _ in range(2))
    one.ensure(["person-a/identity", "person-b/identity"])
    two.ensure(["person-b/identity", "person-c/identity"])
    refs = [f"person-{key}/identity" for key in "abc"]
    assert [one.secret(ref) for ref in refs] == [two.secret(ref) for ref in refs]
    assert len({one.secret(ref) for ref in refs}) == 3
    assert one.secret("person-d/identity") is None
    one.close()
    two.close()


def test_to_open_a_key_file_once_more_changes_nothing_by_which_readers_tell_that_it_is_new(
    tmp_path: Path,
) -> None:
    one = KeyFile(tmp_path / "keys.db")
    os.utime(one.path or "", (0, 0))
    before = one.state
    other = KeyFile(tmp_path / "keys.db")
    assert one.state == other.state == before
    other.ensure(["person-may/identity"])
    assert one.state != before
    one.close()
    other.close()


def test_nothing_is_sealed_under_a_key_that_another_process_has_just_destroyed(tmp_path: Path) -> None:
    one, other = (KeyFile(tmp_path / "keys.db") for _ in range(2))
    one.ensure(["person-may/contact"])
    old = one.seal("person-may/contact", "here", MAIL)
    other.destroy("person-may/contact")
    one.ensure(["person-may/contact"])
    fresh = one.seal("person-may/contact", "here", MAIL)
    read = [other.open(Sealed("person-may/contact", cipher, "here")) for cipher in (old, fresh)]
    one.close()
    other.close()
    assert read == [None, MAIL]
