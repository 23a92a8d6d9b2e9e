"""Who brought a component, and faults that are accepted for a time.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("component", sa.Column("foreign_host", sa.Text))
    op.create_table(
        "acceptance",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("component", sa.LargeBinary(10), nullable=False),
        sa.Column("finding", sa.LargeBinary(10), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("accepted_by", sa.Text, nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("snippet", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_acceptance"),
        sa.UniqueConstraint("id", name="uq_acceptance_id"),
        sa.UniqueConstraint("site", "component", "finding", name="uq_acceptance_site_component_finding"),
        sqlite_autoincrement=True,
    )
