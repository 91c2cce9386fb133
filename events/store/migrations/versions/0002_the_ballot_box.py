"""The ballot box: ciphertexts of sealed slips, apart from the log, removed after the time the rule keeps them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the box; in SQLite it has no row numbers, so that it lies in the order of the hashes."""
    op.create_table(
        "slip",
        sa.Column("tracker", sa.String(64), primary_key=True),
        sa.Column("ciphertext", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
