"""What the authority's engine says of pages and of single findings.

Revision ID: 0008
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit", sa.Column("monitored", sa.Text))
    op.add_column("component", sa.Column("monitored", sa.Text))
    op.add_column("occurrence", sa.Column("monitored", sa.Text))
