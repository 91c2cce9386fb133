"""When the store is missing, locked, read-only or full: a clear sentence, nothing lost, and work goes on afterwards."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url

from events.catalogue import event_of
from events.person import PersonRegistered
from events.store.clock import SimulatedClock
from events.store.errors import READ_ONLY, NotOpened, StoreError, Unavailable
from tests import postgres
from tests.projections.reading import read_tables, reserved
from tests.workflows.handle.offices import MAI, Office, enter_office, found_office

HOLD = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute(sys.argv[2])
print("held", flush=True)
sys.stdin.readline()
"""
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])], indirect=True
)


def impatient(office: Office) -> Office:
    """Let nobody wait five seconds for a lock."""
    office.ledger.database.hot().execute("PRAGMA busy_timeout = 20", ())
    office.ledger.keys._file.execute("PRAGMA busy_timeout = 20")
    return office


def cannot(office: Office, why: type[StoreError] = Unavailable, sentence: str = "cơ sở dữ liệu") -> None:
    """Expect that an act cannot be recorded now, that this is said, and that nothing has changed."""
    with pytest.raises(why) as fault:
        office.do(office.unit("tried"), "tried")
    assert sentence in str(fault.value)
    assert "Traceback" not in str(fault.value)


def can(office: Office) -> None:
    """Expect that the act that could not be recorded is now recorded, under its own id, once."""
    head = office.ledger.head()
    assert office.ledger.recorded_command("tried") is None
    assert office.do(office.unit("tried"), "tried").status == "recorded"
    assert office.do(office.unit("tried"), "tried").status == "repeated"
    assert office.ledger.head() == head + 1


@contextmanager
def held(file: Path, how: str) -> Iterator[None]:
    """Let another process hold a lock on an SQLite file."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
    finally:
        holder.communicate("let go\n")


def test_a_folder_without_a_ledger_is_said_to_hold_none_and_none_is_made(
    tmp_path: Path, clock: SimulatedClock
) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'ledger.db'}"
    for made in (False, True):
        if made:
            (tmp_path / "nowhere").mkdir()
        with pytest.raises(NotOpened, match="sovang init"):
            enter_office(tmp_path, url, clock)
        assert not (tmp_path / "nowhere" / "ledger.db").exists()
    founded = found_office(tmp_path, url, clock)
    can(founded)
    founded.house.close()


@pytest.mark.postgres
@pytest.mark.slow
def test_a_server_that_does_not_answer_is_said_to_be_unavailable(
    cluster: postgres.Cluster, tmp_path: Path, clock: SimulatedClock
) -> None:
    elsewhere = make_url(cluster.url("postgres")).set(port=1).render_as_string()
    with pytest.raises(Unavailable):
        enter_office(tmp_path, elsewhere, clock)
    empty = enter_office(tmp_path, cluster.url(cluster.fresh_database()), clock)
    cannot(empty, NotOpened, "sovang init")
    empty.house.close()


@only_sqlite
def test_a_ledger_locked_by_another_process_is_read_and_written_again_when_it_lets_go(
    office: Office, tmp_path: Path
) -> None:
    impatient(office)
    before = office.log(), read_tables(office.ledger.database)
    with held(tmp_path / "ledger.db", "BEGIN IMMEDIATE"):
        cannot(office, sentence="giữ sổ quá lâu")
        assert (office.log(), read_tables(office.ledger.database)) == before
        assert office.do(office.unit("tried"), "tried", dry_run=True).status == "recorded"
    can(office)


@only_sqlite
def test_a_locked_key_file_stops_what_needs_a_new_key_and_nothing_else(
    office: Office, tmp_path: Path
) -> None:
    impatient(office)
    with held(tmp_path / "keys" / "subjects.db", "BEGIN EXCLUSIVE"):
        cannot(office, sentence="tệp khoá")
        assert office.ledger.recorded_command("tried") is None
    can(office)


@only_sqlite
def test_a_ledger_that_is_only_readable_is_read(
    office: Office, tmp_path: Path, clock: SimulatedClock
) -> None:
    before = office.log()
    url = f"sqlite:///file:{tmp_path / 'ledger.db'}?mode=ro&uri=true"
    reading = enter_office(tmp_path, url, clock)
    cannot(reading, sentence=READ_ONLY)
    assert reading.log() == before
    assert read_tables(reading.ledger.database) == read_tables(office.ledger.database)
    reading.house.close()
    can(office)


@only_postgres
def test_a_server_that_only_reads_is_read(
    office: Office, cluster: postgres.Cluster, database_url: str, enter: Callable[[], Office]
) -> None:
    before = office.log()
    name = make_url(database_url).database
    with cluster.connect() as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    reading = enter()
    cannot(reading)
    assert reading.log() == before
    with cluster.connect() as connection:
        connection.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    can(enter())


@only_sqlite
def test_a_full_disk_stops_writing_and_loses_nothing(office: Office) -> None:
    hot = office.ledger.database.hot()
    (pages,) = hot.execute("PRAGMA page_count", ())[0]
    hot.execute(f"PRAGMA max_page_count = {pages}", ())
    recorded: list[str] = []

    def fill() -> None:
        for number in count():
            office.do(office.person(number), f"filling-{number}")
            recorded.append(f"filling-{number}")

    with pytest.raises(Unavailable, match="full") as fault:
        fill()
    assert "cơ sở dữ liệu" in str(fault.value)
    full = len(recorded)
    before = office.log(), read_tables(office.ledger.database), reserved(office.ledger.database)
    with pytest.raises(Unavailable):
        office.do(office.person(full), f"filling-{full}")
    assert (office.log(), read_tables(office.ledger.database), reserved(office.ledger.database)) == before
    assert {row.envelope.command for row in office.log()} >= set(recorded)
    hot.execute("PRAGMA max_page_count = 1000000", ())
    assert office.do(office.person(full), f"filling-{full}").status == "recorded"
    can(office)


@only_sqlite
@pytest.mark.slow
def test_a_process_that_may_write_no_more_bytes_loses_nothing_and_goes_on_when_it_may(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    module = [sys.executable, "-m", "tests.workflows.handle.filling", str(tmp_path), database_url]
    done = subprocess.run(module, check=True, capture_output=True, text=True, timeout=50)
    told = json.loads(done.stdout)
    assert done.stderr == ""
    assert len(told["said"]) == 2
    for said in told["said"]:
        assert "cơ sở dữ liệu" in said or "tệp khoá" in said
    assert told["after"] is None
    assert told["full"] > 5
    log = office.log()
    commands = [row.envelope.command for row in log if row.envelope.command.startswith("filling")]
    assert commands == [f"filling-{number}" for number in range(told["full"] + 1)]
    assert told["readable"] == len(log) - 1
    check = sqlite3.connect(tmp_path / "ledger.db")
    assert check.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    check.close()
    people = [event for event in map(event_of, log) if isinstance(event, PersonRegistered)]
    names = [office.ledger.open_field(person.name) for person in people]
    assert names[1:] == [f"Người thứ {number}" for number in range(len(commands))]


@only_postgres
def test_a_broken_connection_is_said_once_and_replaced(office: Office, cluster: postgres.Cluster) -> None:
    office.do(office.unit("before"))
    name = office.ledger.database.url.database
    with cluster.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
    cannot(office)
    can(office)


@only_postgres
def test_a_connection_that_breaks_in_the_middle_of_an_append_leaves_nothing(
    office: Office, cluster: postgres.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    hot = office.ledger.database.hot()
    insert = hot.insert

    def insert_and_break(*args: object) -> None:
        insert(*args)  # type: ignore[arg-type]
        (pid,) = hot.execute("SELECT pg_backend_pid()", ())[0]
        with cluster.connect() as connection:
            connection.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))

    before = office.log(), read_tables(office.ledger.database)
    monkeypatch.setattr(hot, "insert", insert_and_break)
    cannot(office)
    assert (office.log(), read_tables(office.ledger.database)) == before
    can(office)


def test_a_ledger_founded_twice_is_founded_once(
    office: Office, tmp_path: Path, database_url: str, clock: SimulatedClock
) -> None:
    before = office.log()
    again = found_office(tmp_path, database_url, clock)
    assert again.log() == before
    again.house.close()
    assert MAI in {row.stream for row in before}
