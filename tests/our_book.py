"""Our own rulebook, read once for all tests of a process: reading it takes longer than most tests of it."""

from __future__ import annotations

from tilgaengelig import resources
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.rulebook.book import Rulebook

BOOK = Rulebook.load([resources.RULES], CHECKS, resources.AXE / "locales" / "da.json")
