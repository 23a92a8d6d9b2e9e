"""How texts are written: remarks, and each text's hardest sentences.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("visit", sa.Column("hardest", sa.JSON()))
    op.create_table(
        "remark",
        sa.Column("visit", _NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("phrase", sa.Text, nullable=False),
        sa.Column("suggestion", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("visit", "ordinal", name="pk_remark"),
        sa.ForeignKeyConstraint(["visit"], ["visit.number"], name="fk_remark_visit", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
