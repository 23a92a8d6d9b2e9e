"""Alembic's steps from every released schema to this one; each is frozen once released."""
