"""What the site rules ask of a page.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "trait",
        sa.Column("visit", _NUMBER, nullable=False),
        sa.Column("told", sa.LargeBinary, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("visit", name="pk_trait"),
        sa.ForeignKeyConstraint(["visit"], ["visit.number"], name="fk_trait_visit", ondelete="CASCADE"),
    )
