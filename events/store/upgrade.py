"""`sovang db upgrade`: bring the log's tables to this program's shape and give the runtime role its few rights."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from events.store.database import Database
from events.store.tables import LOG_TABLES

APPEND_ONLY = ("event", "checkpoint")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("events.store") / "migrations"))
    return config


def upgrade(database: Database) -> None:
    """Run every migration that has not run; twice is once, and two at a time wait for each other."""
    config = _config()
    with database.explained(), _alone(database) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    """Give a connection in one transaction that no other upgrade can be in at the same time."""
    if database.dialect == "postgresql":
        with database.engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(7364212012)"))
            yield connection
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE"
        )  # the driver itself would leave DDL outside a transaction
        try:
            yield connection
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.invalidate()
            raise


def is_current(database: Database) -> bool:
    """Say whether the log's tables are of this program's shape."""
    wanted = ScriptDirectory.from_config(_config()).get_current_head()
    with database.explained(), database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == wanted


def missing_guards(database: Database) -> list[str]:
    """Name the triggers of the migration that are not there, or no longer refuse anything."""
    if database.dialect == "postgresql":
        wanted = {f"{table}_append_only" for table in APPEND_ONLY}
        asked = (
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgenabled IN ('O', 'A') AND p.prosrc LIKE '%RAISE EXCEPTION%'"
            " AND c.relnamespace = CAST(current_schema() AS regnamespace)"
        )
    else:
        wanted = {f"{table}_no_{act}" for table in APPEND_ONLY for act in ("update", "delete", "replace")}
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
    with database.explained(), database.engine.connect() as connection:
        return sorted(wanted - set(connection.execute(text(asked)).scalars()))


def grant(database: Database, role: str) -> None:
    """On PostgreSQL: let `role` insert and read events and checkpoints, and nothing more of them."""
    if database.dialect != "postgresql":
        return
    rebuildable = [str(model.__tablename__) for model in LOG_TABLES if model.__tablename__ not in APPEND_ONLY]
    with database.engine.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote(role)
        for table in APPEND_ONLY:
            connection.execute(text(f"REVOKE ALL ON {table} FROM {quoted}"))
            connection.execute(text(f"GRANT SELECT, INSERT ON {table} TO {quoted}"))
        for table in (*rebuildable, "alembic_version"):
            connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted}"))
