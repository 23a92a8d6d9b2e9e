"""Copies of the database: whole, put back as they were, and never put back from a file that is none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from store_things import begun

from tilgaengelig.model.errors import WrongUse
from tilgaengelig.store import Store


def opened(path: Path) -> Store:
    store = Store(f"sqlite:///{path}")
    store.migrate()
    return store


def test_a_copy_put_back_has_what_was_there_then(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db") as store:
        first = begun(store)
        store.backup(tmp_path / "kopi #1 50%.db")
        begun(store)
        store.restore(tmp_path / "kopi #1 50%.db")
        assert [record.id for record in store.audits()] == [first.id]
    assert (tmp_path / "kopi #1 50%.db").stat().st_mode & 0o077 == 0
    with opened(tmp_path / "b.db") as other:
        other.restore(tmp_path / "kopi #1 50%.db")
        assert [record.id for record in other.audits()] == [first.id]
        begun(other)


def test_a_file_that_is_no_copy_leaves_the_database_alone(tmp_path: Path) -> None:
    (tmp_path / "tekst.db").write_text("intet", encoding="utf-8")
    with sqlite3.connect(tmp_path / "fremmed.db") as foreign:
        foreign.execute("CREATE TABLE audit (number INTEGER)")
    with opened(tmp_path / "a.db") as store:
        first = begun(store)
        for name in ("tekst.db", "fremmed.db", "findes-ikke.db"):
            with pytest.raises(WrongUse, match=name):
                store.restore(tmp_path / name)
        assert [record.id for record in store.audits()] == [first.id]


def test_a_copy_never_overwrites_a_file(tmp_path: Path) -> None:
    (tmp_path / "kopi #1 50%.db").write_text("mit", encoding="utf-8")
    with opened(tmp_path / "a.db") as store, pytest.raises(WrongUse, match="findes i forvejen"):
        store.backup(tmp_path / "kopi #1 50%.db")
    with opened(tmp_path / "a.db") as store, pytest.raises(WrongUse, match="kan ikke skrives"):
        store.backup(tmp_path / "findes-ikke" / "kopi #1 50%.db")
    assert (tmp_path / "kopi #1 50%.db").read_text(encoding="utf-8") == "mit"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".del") == []
