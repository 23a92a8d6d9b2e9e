"""Since when the site of an audit is out of reach: it is waited for so long in all, however many slices that takes.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("out_since", sa.DateTime(timezone=True)))
