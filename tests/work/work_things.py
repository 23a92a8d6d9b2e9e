"""What the tests of work share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tilgaengelig.store import Store


@pytest.fixture
def store(tables_of_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store, on SQLite alone: that both databases do the same is for the store's own tests to say."""
    file = tmp_path / "x.db"
    shutil.copy(tables_of_sqlite, file)
    with Store(f"sqlite:///{file}") as opened:
        yield opened
