"""Which sitemaps an audit could not read, and why: a night that lacks them cannot say what is gone.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("unread_sitemaps", sa.JSON))
