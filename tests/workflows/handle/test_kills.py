"""Killed at any moment of its appends, a writer loses nothing that it has said, and leaves nothing half done."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import select

from events.catalogue import event_of
from events.envelope import Stored
from events.person import PersonRegistered
from events.store.tables import CommandRow
from events.store.verify import verify
from projections import rebuild
from tests.projections.reading import read_tables, reserved, unlike
from tests.workflows.handle.killing import acts
from tests.workflows.handle.offices import Office
from workflows.lifecycle import LIFECYCLE

KILLS = 40
SEED = 20240102


Recorded = dict[str, list[Stored]]
"""The events of each recorded command."""


def let_them_write_and_kill_them(folder: Path, url: str) -> list[list[str]]:
    """Give what each of the killed writers had said."""
    arguments = [str(folder), url, str(SEED), str(KILLS)]
    module = [sys.executable, "-m", "tests.workflows.handle.killing", *arguments]
    done = subprocess.run(module, check=True, capture_output=True, text=True, timeout=55)
    assert done.stderr == ""
    said: list[list[str]] = json.loads(done.stdout)
    assert len(said) == KILLS
    assert sum(map(len, said)) > 4 * KILLS
    return said


def commands_of(office: Office) -> Recorded:
    log = office.log()
    with office.ledger.database.session() as session:
        rows = session.exec(select(CommandRow)).all()
    return {row.id: log[row.first_seq - 1 : row.last_seq] for row in rows}


def nothing_is_half_done(office: Office, recorded: Recorded) -> None:
    log = office.log()
    assert [row.seq for row in log] == list(range(1, len(log) + 1))
    versions: Counter[str] = Counter()
    for row in log:
        versions[row.stream] += 1
        assert row.version == versions[row.stream]
    for command, rows in recorded.items():
        assert {row.envelope.command for row in rows} == {command}
    assert sum(map(len, recorded.values())) == len(log)


def everything_said_is_there(said: list[list[str]], recorded: Recorded) -> None:
    """At most the one act that a writer died over was recorded without having been said."""
    for writer, heard in enumerate(said):
        own = [command for command in recorded if command.startswith(f"{writer}-")]
        in_order = sorted(own, key=lambda command: recorded[command][0].seq)
        assert in_order[: len(heard)] == heard
        assert len(in_order) - len(heard) in (0, 1)
        for command in in_order:
            assert len(recorded[command]) == (3 if command.endswith("-3") else 1)


def names_are_readable(office: Office) -> None:
    people = [event for event in map(event_of, office.log()) if isinstance(event, PersonRegistered)]
    names = [office.ledger.open_field(person.name) for person in people[1:]]
    assert names == [f"Người thứ {person.person.removeprefix('person-')}" for person in people[1:]]


def read_tables_keep_step(office: Office) -> None:
    database = office.ledger.database
    live, held = read_tables(database), reserved(database)
    rebuild.rebuild(office.ledger, database, LIFECYCLE)
    assert unlike(read_tables(database), live) == {}
    assert reserved(database) == held


def proofs_hold_and_go_on(office: Office) -> None:
    notary = office.house.notary()
    assert verify(office.ledger, notary.signer.verifier, notary.kept).faults == []
    assert notary.sign().size == office.ledger.head()
    assert verify(office.ledger, notary.signer.verifier, notary.kept).faults == []


def everything_can_be_sent_again(office: Office, said: list[list[str]], recorded: Recorded) -> None:
    """Send each writer's last round again, as whoever heard no answer does."""
    for writer, heard in enumerate(said):
        number = (len(heard) - 1) // 4
        for step, act in enumerate(acts(office, writer, number)):
            command = f"{writer}-{number}-{step}"
            assert office.do(act, command).status == ("repeated" if command in recorded else "recorded")


@pytest.mark.slow
def test_forty_kills_lose_nothing_that_was_said_and_leave_nothing_half_done(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    office.do(office.unit("a"))
    office.house.notary().sign()
    said = let_them_write_and_kill_them(tmp_path, database_url)
    office.do(office.unit("b"), "after the last writer's connection is through")
    recorded = commands_of(office)
    nothing_is_half_done(office, recorded)
    everything_said_is_there(said, recorded)
    names_are_readable(office)
    read_tables_keep_step(office)
    proofs_hold_and_go_on(office)
    everything_can_be_sent_again(office, said, recorded)
    nothing_is_half_done(office, commands_of(office))
