"""What a night takes over from the one before, and work on faults.

Revision ID: 0007
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("visit", sa.Column("checked", _MOMENT))
    op.add_column("component", sa.Column("handed", sa.Text))
    op.create_table(
        "imprint",
        sa.Column("visit", _NUMBER, nullable=False),
        sa.Column("told", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("visit", name="pk_imprint"),
        sa.ForeignKeyConstraint(["visit"], ["visit.number"], name="fk_imprint_visit", ondelete="CASCADE"),
    )
    op.create_table(
        "task",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("component", sa.LargeBinary(10), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("assignee", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("changed", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_task"),
        sa.UniqueConstraint("site", "component", name="uq_task_site_component"),
    )
    op.create_table(
        "said",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("task", _NUMBER, nullable=False),
        sa.Column("made", _MOMENT, nullable=False),
        sa.Column("said_by", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_said"),
        sa.ForeignKeyConstraint(["task"], ["task.number"], name="fk_said_task", ondelete="CASCADE"),
    )
    op.create_index("ix_said_task", "said", ["task"])
