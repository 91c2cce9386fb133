"""Alembic's entry: migrates the connection that `events.store.upgrade` hands over."""

from alembic import context
from sqlalchemy import MetaData
from sqlmodel import SQLModel

from events.store.tables import LOG_TABLES

metadata = MetaData()
for model in LOG_TABLES:
    SQLModel.metadata.tables[str(model.__tablename__)].to_metadata(metadata)

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
