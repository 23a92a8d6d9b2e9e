"""With and without www it is one site: the places of audits and of sites on the list say so.

Where both names are on the list, the one with www stays as it is: somebody has to say which of them goes.

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
    _fold("audit", may_be_had_twice=True)
    _fold("site", may_be_had_twice=False)


def _fold(name: str, *, may_be_had_twice: bool) -> None:
    table = sa.table(name, sa.column("place", sa.Text))
    connection = op.get_bind()
    there = set(connection.scalars(sa.select(table.c.place).distinct()))
    for place in sorted(each for each in there if each is not None):
        folded = _without_www(place)
        if folded != place and (may_be_had_twice or folded not in there):
            connection.execute(sa.update(table).where(table.c.place == place).values(place=folded))


def _without_www(place: str) -> str:
    host, slash, path = place.partition("/")
    has_twin = host.count(".") > 1 or host.endswith(".localhost")
    return f"{host.removeprefix('www.') if has_twin else host}{slash}{path}"
