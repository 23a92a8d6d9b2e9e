"""Sites that are audited by the clock, leases, and which site an audit is of.

Revision ID: 0006
Revises: 0004
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("audit", sa.Column("place", sa.Text))
    _tell_places()
    op.create_index("ix_audit_place", "audit", ["place"])
    op.create_table(
        "site",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("house", sa.Text, nullable=False),
        sa.Column("asked", sa.JSON, nullable=False),
        sa.Column("added", _MOMENT, nullable=False),
        sa.Column("handled", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_site"),
        sa.UniqueConstraint("name", name="uq_site_name"),
        sa.UniqueConstraint("place", name="uq_site_place"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )


def _tell_places() -> None:
    """The place of each audit that there is, by what was ordered."""
    audit = sa.table("audit", sa.column("number"), sa.column("ordered"), sa.column("place"))
    connection = op.get_bind()
    for number, ordered in connection.execute(sa.select(audit.c.number, audit.c.ordered)).all():
        told = json.loads(ordered) if isinstance(ordered, str) else ordered
        place = f"{urlsplit(told['start']).netloc.lower()}{told['prefix']}"
        connection.execute(sa.update(audit).where(audit.c.number == number).values(place=place))
