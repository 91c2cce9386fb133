"""The log's tables: made once however often, as the program's own classes describe them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, event, inspect, text
from sqlmodel import SQLModel

from events.store.database import Database
from events.store.errors import NotOpened
from events.store.ledger import Ledger
from events.store.tables import LOG_TABLES
from events.store.upgrade import is_current, upgrade
from tests.store.making import Pen, event_rows, notary, unit

UPGRADE = """
import sys
from events.store.database import Database
from events.store.upgrade import upgrade
database = Database(sys.argv[1])
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.readline()
upgrade(database)
"""


def test_upgrading_again_changes_nothing(pen: Pen, tmp_path: Path) -> None:
    pen.write("unit-a", 0, unit("a"), reserve=[("seat", "unit-a")])
    notary(pen.ledger, tmp_path).sign()
    before = event_rows(pen.ledger)
    upgrade(pen.ledger.database)
    assert event_rows(pen.ledger) == before
    with pen.ledger.database.engine.connect() as connection:
        counted = [connection.execute(text(f"SELECT count(*) FROM {t}")).scalar() for t in (
            "command", "reservation", "checkpoint", "alembic_version"
        )]  # fmt: skip
    assert counted == [2, 1, 1, 1]


def test_the_migrations_make_the_tables_that_the_program_reads(open_ledger: Callable[[], Ledger]) -> None:
    wanted = MetaData()
    for model in LOG_TABLES:
        SQLModel.metadata.tables[str(model.__tablename__)].to_metadata(wanted)
    engine = open_ledger().database.engine
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, wanted) == []
    unique = inspect(engine).get_unique_constraints("event")
    assert [constraint["column_names"] for constraint in unique] == [["stream", "version"]]


def test_a_database_is_current_once_it_is_upgraded(database_url: str) -> None:
    database = Database(database_url)
    assert not is_current(database)
    with pytest.raises(NotOpened), database.session() as session:
        session.execute(text("SELECT 1 FROM event"))
    upgrade(database)
    assert is_current(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not is_current(database)
    database.close()


@pytest.mark.parametrize("at", ["CREATE TABLE reservation", "CREATE TRIGGER", "INSERT INTO alembic_version"])
def test_an_upgrade_that_was_killed_half_way_is_made_whole_by_the_next(database_url: str, at: str) -> None:
    killed, database = Database(database_url), Database(database_url)

    @event.listens_for(killed.engine, "before_cursor_execute")
    def kill(_connection: object, _cursor: object, statement: str, *_: Any) -> None:
        if at in statement:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        upgrade(killed)
    assert not is_current(database)
    upgrade(database)
    assert is_current(database)
    killed.close()
    database.close()


@pytest.mark.slow
def test_upgrades_at_once_wait_for_each_other(database_url: str) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, database_url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    try:
        assert [one.stdout.readline() for one in running if one.stdout] == ["ready\n"] * 4
        for one in running:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        told = [one.communicate(timeout=40)[1] for one in running]
    finally:
        for one in running:
            one.kill()
            one.wait()
    assert ([one.returncode for one in running], told) == ([0] * 4, [""] * 4)
    database = Database(database_url)
    assert is_current(database)
    database.close()
