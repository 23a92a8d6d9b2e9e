"""Which sitemaps an audit could not read, and why: a night that lacks them cannot say what is gone.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("unread_sitemaps", sa.JSON))
