"""Copies of the database: whole, put back as they were, and never put back from a file that is none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from store_things import begun

from tilgaengelig.model.errors import SetupLacks, WrongUse
from tilgaengelig.settings import Settings
from tilgaengelig.store import Store
from tilgaengelig.store.copies import restore
from tilgaengelig.workshop import Workshop


def opened(path: Path) -> Store:
    store = Store(f"sqlite:///{path}")
    store.migrate()
    return store


def test_a_copy_put_back_has_what_was_there_then(tmp_path: Path) -> None:
    copy = tmp_path / "kopi #1 50%.db"
    with opened(tmp_path / "a.db") as store:
        first = begun(store)
        store.backup(copy)
        begun(store)
        restore(tmp_path / "a.db", copy)
        assert [record.id for record in store.audits()] == [first.id]
    assert copy.stat().st_mode & 0o077 == 0
    elsewhere = tmp_path / "ny" / "b.db"
    restore(elsewhere, copy)
    assert elsewhere.stat().st_mode & 0o077 == 0
    with opened(elsewhere) as other:
        assert [record.id for record in other.audits()] == [first.id]
        begun(other)


def test_a_copy_is_put_back_over_what_a_newer_program_made(tmp_path: Path) -> None:
    chosen = Workshop(Settings(database=f"sqlite:///{tmp_path / 'a.db'}"))
    with chosen:
        first = begun(chosen.store)
        chosen.back_up(tmp_path / "kopi.db")
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with Workshop(chosen.settings) as workshop, pytest.raises(SetupLacks, match="en anden udgave"):
        workshop.upgrade()
    with Workshop(chosen.settings) as workshop:
        assert workshop.restore(tmp_path / "kopi.db") is None
        assert [record.id for record in workshop.store.audits()] == [first.id]


@pytest.mark.parametrize("whole_until", [0, 4096 * 3])
def test_a_copy_is_put_back_over_a_damaged_file(tmp_path: Path, whole_until: int) -> None:
    database = tmp_path / "a.db"
    with opened(database) as store:
        first = begun(store)
        store.backup(tmp_path / "kopi.db")
    whole = database.read_bytes()
    damaged = whole[:whole_until] + b"\xff" * (len(whole) - whole_until)
    database.write_bytes(damaged)
    (tmp_path / "a.db-wal").write_bytes(b"x" * 4096)
    aside = restore(database, tmp_path / "kopi.db")
    with opened(database) as store:
        assert [record.id for record in store.audits()] == [first.id]
        begun(store)
    if not whole_until:
        assert aside is not None
        assert (aside.read_bytes(), database.stat().st_mode & 0o077) == (damaged, 0)


def test_another_programs_file_is_not_replaced(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db") as store:
        store.backup(tmp_path / "kopi.db")
    with closing(sqlite3.connect(tmp_path / "fremmed.db")) as foreign:
        foreign.execute("CREATE TABLE audit (number INTEGER)")
    before = (tmp_path / "fremmed.db").read_bytes()
    with pytest.raises(SetupLacks, match="et andet program"):
        restore(tmp_path / "fremmed.db", tmp_path / "kopi.db")
    assert (tmp_path / "fremmed.db").read_bytes() == before


def test_a_file_that_is_no_copy_leaves_the_database_alone(tmp_path: Path) -> None:
    (tmp_path / "tekst.db").write_text("intet", encoding="utf-8")
    with sqlite3.connect(tmp_path / "fremmed.db") as foreign:
        foreign.execute("CREATE TABLE audit (number INTEGER)")
    with opened(tmp_path / "a.db") as store:
        first = begun(store)
        for name in ("tekst.db", "fremmed.db", "findes-ikke.db"):
            with pytest.raises(WrongUse, match=name):
                restore(tmp_path / "a.db", tmp_path / name)
        assert [record.id for record in store.audits()] == [first.id]


def test_a_copy_never_overwrites_a_file(tmp_path: Path) -> None:
    (tmp_path / "kopi #1 50%.db").write_text("mit", encoding="utf-8")
    with opened(tmp_path / "a.db") as store, pytest.raises(WrongUse, match="findes i forvejen"):
        store.backup(tmp_path / "kopi #1 50%.db")
    with opened(tmp_path / "a.db") as store, pytest.raises(WrongUse, match="kan ikke skrives"):
        store.backup(tmp_path / "findes-ikke" / "kopi #1 50%.db")
    assert (tmp_path / "kopi #1 50%.db").read_text(encoding="utf-8") == "mit"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".del") == []
