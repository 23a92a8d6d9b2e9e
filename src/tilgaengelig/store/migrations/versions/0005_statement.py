"""Where the statement was looked for, what the act exempts, and the domains of the group.

Revision ID: 0005
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0009"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "lookup",
        sa.Column("audit", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("told", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("audit", "ordinal", name="pk_lookup"),
        sa.ForeignKeyConstraint(["audit"], ["audit.number"], name="fk_lookup_audit", ondelete="CASCADE"),
    )
    op.create_table(
        "exemption",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("pattern", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Text, nullable=False),
        sa.Column("decided", sa.Date, nullable=False),
        sa.Column("review", sa.Date, nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_exemption"),
        sa.UniqueConstraint("id", name="uq_exemption_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "neighbour",
        sa.Column("audit", sa.Integer, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("via", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("audit", "host", "via", name="pk_neighbour"),
        sa.ForeignKeyConstraint(["audit"], ["audit.number"], name="fk_neighbour_audit", ondelete="CASCADE"),
    )
    op.create_table(
        "domain",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_domain"),
        sa.UniqueConstraint("host", name="uq_domain_host"),
    )
