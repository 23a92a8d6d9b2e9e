"""Run by Alembic, on the connection and inside the transaction that store/database.py opened."""

from __future__ import annotations

from alembic import context

from tilgaengelig.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
