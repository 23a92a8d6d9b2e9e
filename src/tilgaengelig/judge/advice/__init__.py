"""Checks of how a text says what it says: each takes a prose and a rule, and yields advice at its places."""
