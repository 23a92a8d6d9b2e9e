"""Pictures of single places: each PDF has its own.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement, which both know: SQLite adds no constraint to a table that there is.
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    reference = "CONSTRAINT fk_occurrence_picture_picture REFERENCES picture (number)"
    op.execute(f"ALTER TABLE occurrence ADD COLUMN picture {number} {reference}")
    op.create_index(
        "ix_occurrence_picture",
        "occurrence",
        ["picture"],
        postgresql_where=sa.text("picture IS NOT NULL"),
        sqlite_where=sa.text("picture IS NOT NULL"),
    )
