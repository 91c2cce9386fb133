"""The digest of a command: a plain hash of what it says, keyed where it says something personal."""

import hashlib
import sqlite3
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import rfc8785

from domain.decider import Command, body
from domain.fund import BudgetFund
from domain.nomination.commands import DraftNomination
from events.base import Citation, NominationId, PersonId, SubjectId, UnitId
from events.store.keys import KeyFile
from events.submission import Paper
from tests.store.making import stored_bytes
from tests.workflows.handle.offices import EVER, HOME, Office
from workflows.digest import digest, plain

NAME, MAIL, DEED = "Lò Thị Mẩy Xuân", "may.xuan@vidu.example", "Cứu hai cháu nhỏ khỏi dòng lũ Nậm Mu"


@pytest.fixture
def keys(tmp_path: Path) -> Callable[[str], KeyFile]:
    """Opens key files by name."""
    return lambda name: KeyFile(tmp_path / name / "subjects.db")


def recorded_digest(office: Office, command_id: str) -> str:
    known = office.ledger.recorded_command(command_id)
    assert known is not None
    return known.digest


def hashed(command: Command, keys: KeyFile) -> str:
    return digest((command,), (plain(body(command)),), keys)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_command_without_personal_fields_has_a_plain_digest_that_anybody_can_check(office: Office) -> None:
    document = Citation(number="06/QĐ-UBND", day=EVER, issuer="UBND xã")
    said = office.said("accountant")
    office.do(BudgetFund(unit=HOME, year=2024, amount=5, document=document, **said), "once")
    paper = {"number": "06/QĐ-UBND", "day": "2020-01-01", "issuer": "UBND xã"}
    line = rfc8785.dumps(
        {"command": "fund.budget", "unit": HOME, "year": 2024, "amount": 5, "document": paper}
    )
    assert recorded_digest(office, "once") == hashlib.sha256(line).hexdigest()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_personal_command_has_a_keyed_digest_that_nobody_can_guess(office: Office) -> None:
    office.do(office.person("may", NAME, email=MAIL), "once")
    said = {"command": "person.register", "person": "person-may", "name": NAME, "email": MAIL}
    bodies = [said, {key: said[key] for key in ("person", "name", "email")}]
    guesses = {hashlib.sha256(rfc8785.dumps(body)).hexdigest() for body in bodies}
    found = recorded_digest(office, "once")
    assert len(bytes.fromhex(found)) == 32
    assert found not in guesses
    assert office.log()[-1].envelope.digest == found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_words_have_another_digest_on_another_stream_and_in_another_ledger(
    office: Office, keys: Callable[[str], KeyFile]
) -> None:
    command = office.person("may", NAME)
    one, two = keys("one"), keys("two")
    digests = [
        hashed(replace(command, person=PersonId(person)), file)
        for file in (one, two)
        for person in ("person-may", "person-anh")
    ]
    assert len(set(digests)) == 4
    assert hashed(command, one) == digests[0]
    assert hashed(replace(command, name=f"{NAME} "), one) != digests[0]
    one.close()
    two.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_personal_command_sent_again_after_a_restart_is_known(
    office: Office, enter: Callable[[], Office]
) -> None:
    office.do(office.person("may", NAME), "once")
    assert enter().do(office.person("may", NAME), "once").status == "repeated"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_letters_composed_in_another_way_are_the_same_words(office: Office) -> None:
    apart = unicodedata.normalize("NFD", NAME)
    assert apart != NAME
    office.do(office.person("may", apart), "once")
    assert office.do(office.person("may", NAME), "once").status == "repeated"


def test_no_personal_word_of_a_command_reaches_a_stored_byte(office: Office, tmp_path: Path) -> None:
    office.do(office.person("may", NAME, email=MAIL))
    office.do(office.unit("a", "Thôn Pắc Ta", email=f"thon.{MAIL}"))
    office.do(
        DraftNomination(
            nomination=NominationId("nomination-a"), subject=SubjectId("person-may"), subject_kind="person",
            award="GK", stated_kind="form", merit="dot_xuat", award_year=2024, unit=UnitId("unit-a"),
            achievement=DEED, happened=EVER, papers=(Paper(kind="bao_cao", number="12/BC"),),
            **office.said("standing_agency"),
        )
    )  # fmt: skip
    ledger_bytes = stored_bytes(office.ledger.database)
    key_file = sqlite3.connect(tmp_path / "keys" / "subjects.db")
    refs = {ref for (ref,) in key_file.execute("SELECT ref FROM key")}
    key_file.close()
    assert {"person-may/identity", "person-may/contact", "person-may/evidence", "unit-a/contact"} <= refs
    assert "Thôn Pắc Ta".encode() in ledger_bytes
    assert b"12/BC" in ledger_bytes
    for word in (NAME, MAIL, DEED):
        assert word.encode() not in ledger_bytes
        assert word.encode().hex().encode() not in ledger_bytes
