"""The first schema.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON()
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _audits()
    _visits()
    _links()
    _findings()


def _audits() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("ordered", _JSON, nullable=False),
        sa.Column("order_key", sa.LargeBinary(16), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("started", _MOMENT, nullable=False),
        sa.Column("finished", _MOMENT),
        sa.Column("rulebook", sa.Text, nullable=False),
        sa.Column("versions", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
        sa.UniqueConstraint("id", name="uq_audit_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_order_key", "audit", ["order_key"])


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("audit", sa.Integer, nullable=False),
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("address", _SORTED, nullable=False),
        sa.Column("depth", sa.SmallInteger, nullable=False),
        sa.Column("hops", sa.SmallInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("left_out", sa.Text),
        sa.Column("kind", sa.Text),
        sa.Column("media_type", sa.Text),
        sa.Column("status", sa.Integer),
        sa.Column("final_address", sa.Text),
        sa.Column("forward", sa.Text),
        sa.Column("trouble", sa.Text),
        sa.Column("trouble_detail", sa.Text),
        sa.Column("trouble_status", sa.Integer),
        sa.Column("title", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("text_language", sa.Text),
        sa.Column("words", sa.Integer),
        sa.Column("sentences", sa.Integer),
        sa.Column("long_words", sa.Integer),
        sa.Column("distinct_words", sa.Integer),
        sa.Column("failed", sa.Integer),
        sa.Column("cant_tell", sa.Integer),
        sa.Column("size", _NUMBER),
        sa.Column("facts", _JSON),
        sa.Column("seconds", _JSON),
        sa.PrimaryKeyConstraint("number", name="pk_visit"),
        sa.ForeignKeyConstraint(["audit"], ["audit.number"], name="fk_visit_audit", ondelete="CASCADE"),
        sa.UniqueConstraint("audit", "key", name="uq_visit_audit_key"),
    )
    op.create_index("ix_visit_counts", "visit", ["audit", "state", "failed"])
    op.create_index(
        "ix_visit_waiting",
        "visit",
        ["audit", "depth", "hops", sa.text("substr(address, 1, 200)")],
        postgresql_where=sa.text("state = 'queued'"),
        sqlite_where=sa.text("state = 'queued'"),
    )


def _links() -> None:
    op.create_table(
        "address",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("audit", sa.Integer, nullable=False),
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_address"),
        sa.ForeignKeyConstraint(["audit"], ["audit.number"], name="fk_address_audit", ondelete="CASCADE"),
        sa.UniqueConstraint("audit", "key", name="uq_address_audit_key"),
    )
    op.create_table(
        "link",
        sa.Column("source", _NUMBER, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("target", _NUMBER),
        sa.Column("elsewhere", _NUMBER),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "ordinal", name="pk_link"),
        sa.ForeignKeyConstraint(["source"], ["visit.number"], name="fk_link_source", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target"], ["visit.number"], name="fk_link_target", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["elsewhere"], ["address.number"], name="fk_link_elsewhere", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    for column in ("target", "elsewhere"):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_link_{column}", "link", [column], postgresql_where=there, sqlite_where=there)


def _findings() -> None:
    op.create_table(
        "picture",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("sha", sa.LargeBinary(32), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_picture"),
        sa.UniqueConstraint("sha", name="uq_picture_sha"),
    )
    op.create_table(
        "component",
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("audit", sa.Integer, nullable=False),
        sa.Column("picture", _NUMBER),
        sa.Column("key", sa.LargeBinary(10), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("engine_rule", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("impact", sa.Text, nullable=False),
        sa.Column("wcag", sa.Text, nullable=False),
        sa.Column("matterhorn", sa.Text, nullable=False),
        sa.Column("responsibility", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("snippet", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("viewports", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_component"),
        sa.ForeignKeyConstraint(["audit"], ["audit.number"], name="fk_component_audit", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["picture"], ["picture.number"], name="fk_component_picture"),
        sa.UniqueConstraint("audit", "key", name="uq_component_audit_key"),
    )
    op.create_index("ix_component_picture", "component", ["picture"])
    op.create_table(
        "occurrence",
        sa.Column("visit", _NUMBER, nullable=False),
        sa.Column("component", _NUMBER, nullable=False),
        sa.Column("audit", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("id", sa.LargeBinary(10), nullable=False),
        sa.Column("responsibility", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("message", sa.Text),
        sa.Column("snippet", sa.Text),
        sa.Column("target", sa.Text),
        sa.Column("viewports", sa.Text),
        sa.PrimaryKeyConstraint("audit", "id", name="pk_occurrence"),
        sa.ForeignKeyConstraint(["visit"], ["visit.number"], name="fk_occurrence_visit", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["component"], ["component.number"], name="fk_occurrence_component", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_occurrence_visit", "occurrence", ["visit"])
    op.create_index("ix_occurrence_component", "occurrence", ["component"])
