"""Nothing that was recorded is changed: triggers refuse it to everybody, missing rights to the runtime role."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from events.store.clock import SimulatedClock
from events.store.database import Database
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from events.store.tables import CheckpointRow
from events.store.upgrade import grant, missing_guards, upgrade
from tests import postgres
from tests.store.making import Pen, event_rows, notary, unit

CHANGES = [
    "UPDATE event SET leaf = leaf",
    "UPDATE event SET type = 'x' WHERE seq = 2",
    "UPDATE event SET seq = seq + 100",
    "DELETE FROM event WHERE seq = 3",
    "DELETE FROM event",
    "INSERT INTO event SELECT * FROM event WHERE seq = 2 ON CONFLICT (seq) DO UPDATE SET type = 'x'",
    "UPDATE checkpoint SET note = 'x'",
    "DELETE FROM checkpoint",
    "INSERT INTO checkpoint SELECT * FROM checkpoint WHERE size = 3 ON CONFLICT (size) DO UPDATE SET note = 'x'",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO event SELECT seq, stream, version, 'x', at, recorded_at, leaf, hash FROM event",
    "REPLACE INTO event SELECT 99, stream, version, 'x', at, recorded_at, leaf, hash FROM event WHERE seq = 2",
    "UPDATE OR REPLACE event SET seq = 3 WHERE seq = 2",
    "REPLACE INTO checkpoint SELECT size, 'x' FROM checkpoint",
]
ON_POSTGRES = [
    "TRUNCATE event",
    "TRUNCATE checkpoint",
    "TRUNCATE event, command, reservation, checkpoint, tree_node CASCADE",
    "UPDATE event SET leaf = leaf WHERE false",
    "MERGE INTO event e USING (SELECT 2 AS seq) s ON e.seq = s.seq WHEN MATCHED THEN DELETE",
]
BEYOND_ITS_RIGHTS = [
    *CHANGES,
    *ON_POSTGRES,
    "SELECT * FROM event FOR UPDATE",
    "BEGIN; LOCK TABLE event IN ACCESS EXCLUSIVE MODE",
    "DROP TABLE event",
    "DROP TABLE checkpoint CASCADE",
    "DROP SCHEMA public CASCADE",
    "ALTER TABLE event DISABLE TRIGGER ALL",
    "ALTER TABLE event DISABLE TRIGGER event_append_only",
    "ALTER TABLE checkpoint DISABLE TRIGGER USER",
    "DROP TRIGGER event_append_only ON event",
    "CREATE TRIGGER first BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION sovang_append_only()",
    "CREATE OR REPLACE FUNCTION sovang_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
    "DROP FUNCTION sovang_append_only() CASCADE",
    "ALTER FUNCTION sovang_append_only() RENAME TO harmless",
    "CREATE RULE quiet AS ON INSERT TO event DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "ALTER TABLE event DROP CONSTRAINT event_stream_version",
    "ALTER TABLE event DROP COLUMN hash",
    "ALTER TABLE event RENAME TO old_event",
    "ALTER TABLE event OWNER TO CURRENT_USER",
    "GRANT UPDATE ON event TO CURRENT_USER; UPDATE event SET leaf = leaf",
    "GRANT owner TO CURRENT_USER",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "SET ROLE owner",
    "SET SESSION AUTHORIZATION owner",
    "CREATE TABLE public.event_two (seq bigint)",
    "COPY event TO PROGRAM 'true'",
    "COPY event FROM '/dev/null'",
    "UPDATE pg_trigger SET tgenabled = 'D'",
    "UPDATE pg_class SET relhastriggers = false",
]
_NUMBERS = count(1)


def everything_kept(ledger: Ledger) -> tuple[list[object], list[tuple[int, str]]]:
    with ledger.database.engine.connect() as connection:
        notes = connection.execute(text("SELECT size, note FROM checkpoint ORDER BY size")).all()
    return [row.model_dump() for row in event_rows(ledger)], [(size, note) for size, note in notes]


@pytest.fixture
def kept(pen: Pen, tmp_path: Path) -> Ledger:
    """Three events and a checkpoint over them."""
    pen.write("unit-a", 0, unit("a"))
    pen.write("unit-b", 0, unit("b"))
    notary(pen.ledger, tmp_path).sign()
    return pen.ledger


def test_the_triggers_refuse_every_change_of_an_event_and_of_a_checkpoint(kept: Ledger) -> None:
    before = everything_kept(kept)
    assert (len(before[0]), len(before[1])) == (3, 1)
    postgresql = kept.database.dialect == "postgresql"
    for statement in [*CHANGES, *(ON_POSTGRES if postgresql else ON_SQLITE)]:
        with pytest.raises(DBAPIError, match="append-only"), kept.database.engine.begin() as connection:
            connection.execute(text(statement))
    assert everything_kept(kept) == before


@pytest.mark.parametrize(("seq", "version"), [(0, 1), (-1, 1), (4, 0), (4, -1)])
def test_no_event_is_stored_at_a_position_or_a_version_below_one(
    kept: Ledger, seq: int, version: int
) -> None:
    before = everything_kept(kept)
    forged = f"INSERT INTO event SELECT {seq}, 'unit-forged', {version}, type, at, recorded_at, leaf, hash"
    with pytest.raises(DBAPIError, match="event_counts_from_one"), kept.database.engine.begin() as connection:
        connection.execute(text(f"{forged} FROM event WHERE seq = 2"))
    assert everything_kept(kept) == before


@pytest.fixture
def runtime(
    cluster: postgres.Cluster, tmp_path: Path, clock: SimulatedClock
) -> Iterator[tuple[Ledger, Ledger]]:
    """The same ledger twice: as its owner opens it, and as the runtime role does."""
    role, name = f"desk-{next(_NUMBERS)}", cluster.fresh_database()
    owners, roles = Database(cluster.url(name)), Database(cluster.url(name, role))
    upgrade(owners)
    with cluster.connect() as connection:
        connection.execute(f'CREATE ROLE "{role}" LOGIN')
    grant(owners, role)
    grant(owners, role)
    keys = KeyFile(tmp_path / "keys.db")
    yield Ledger(owners, keys, clock), Ledger(roles, keys, clock)
    for database in (owners, roles):
        database.close()
    keys.close()


@pytest.mark.postgres
@pytest.mark.slow
def test_the_runtime_role_writes_and_signs_and_can_do_nothing_else_to_the_log(
    runtime: tuple[Ledger, Ledger], tmp_path: Path
) -> None:
    owners, roles = runtime
    pen = Pen(roles)
    pen.open()
    pen.write("unit-a", 0, unit("a"), reserve=[("seat", "unit-a")])
    pen.write("unit-b", 0, unit("b"), let_go=["unit-a"])
    signer = notary(roles, tmp_path)
    assert signer.sign().size == 3
    before = everything_kept(owners)
    url = make_url(str(roles.database.url))
    allowed = []
    for statement in BEYOND_ITS_RIGHTS:
        with psycopg.connect(
            host=url.host, port=url.port, user=url.username, dbname=url.database, autocommit=True
        ) as connection:
            try:
                connection.execute(statement)
            except psycopg.errors.InsufficientPrivilege:
                continue
            allowed.append(statement)
    assert allowed == []
    assert everything_kept(owners) == before
    with pytest.raises(DBAPIError, match="append-only"), owners.database.engine.begin() as connection:
        connection.execute(text("UPDATE event SET leaf = leaf"))
    pen.write("unit-c", 0, unit("c"))
    assert signer.sign().size == 4
    with owners.database.session() as session:
        assert session.get(CheckpointRow, 4) is not None


def test_a_guard_that_somebody_dropped_is_missed_by_name(kept: Ledger) -> None:
    database = kept.database
    assert missing_guards(database) == []
    name, dropped = (
        ("event_append_only", "DROP TRIGGER event_append_only ON event")
        if database.dialect == "postgresql"
        else ("event_no_update", "DROP TRIGGER event_no_update")
    )
    with database.engine.begin() as connection:
        connection.execute(text(dropped))
    assert missing_guards(database) == [name]
