"""The log: events that nothing can change, and the tables that can be rebuilt from them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("event", "checkpoint")


def upgrade() -> None:
    """Create the tables and the triggers that refuse UPDATE, DELETE, REPLACE and TRUNCATE."""
    op.create_table(
        "event",
        sa.Column("seq", BIG, primary_key=True, autoincrement=False),
        sa.Column("stream", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("type", sa.String(80), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("stream", "version", name="event_stream_version"),
        sa.CheckConstraint("seq > 0 AND version > 0", name="event_counts_from_one"),
    )
    op.create_table(
        "command",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("first_seq", BIG, nullable=False),
        sa.Column("last_seq", BIG, nullable=False),
    )
    op.create_table(
        "reservation",
        sa.Column("key", sa.String(300), primary_key=True),
        sa.Column("stream", sa.String(120), nullable=False, index=True),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", BIG, primary_key=True, autoincrement=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "tree_node",
        sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("idx", BIG, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgres()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
            )

    taken = {
        "event": "seq = NEW.seq OR (stream = NEW.stream AND version = NEW.version)",
        "checkpoint": "size = NEW.size",
    }
    for table, same in taken.items():
        op.execute(  # `INSERT OR REPLACE` deletes what is there without its trigger
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: taken in {table}.'); END"
        )


def _guard_postgres() -> None:
    op.execute(
        "CREATE FUNCTION sovang_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = '55000'; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sovang_append_only()"
        )
