"""How often a component is met is counted when its audit ends; of older audits it goes on being counted when asked.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("component", sa.Column("pages", sa.Integer))
    op.add_column("component", sa.Column("places", sa.Integer))
    op.add_column("component", sa.Column("first", sa.LargeBinary(10)))
