"""The log's tables: made once however often, as the program's own classes describe them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, inspect, text
from sqlmodel import SQLModel

from events.store.database import Database
from events.store.errors import NotOpened
from events.store.ledger import Ledger
from events.store.tables import LOG_TABLES
from events.store.upgrade import is_current, upgrade
from tests import postgres
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


@pytest.mark.slow
@pytest.mark.postgres
def test_two_upgrades_at_once_wait_for_each_other(cluster: postgres.Cluster) -> None:
    url = cluster.url(cluster.fresh_database())
    running = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    try:
        assert [one.stdout.readline() for one in running if one.stdout] == ["ready\n"] * 3
        for one in running:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        told = [one.communicate(timeout=40)[1] for one in running]
    finally:
        for one in running:
            one.kill()
            one.wait()
    assert ([one.returncode for one in running], told) == ([0, 0, 0], ["", "", ""])
    database = Database(url)
    assert is_current(database)
    database.close()
