"""What every room's tests may ask for."""

from __future__ import annotations

import logging
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from postgres import NoPostgresError, Server, running_server
from tilgaengelig.store import Store

# A CI that runs us in the background has us ignore Ctrl-C, and what we start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# What a busy machine takes long for is no fault.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


#: The folders whose files take longest. They begin: at the end no worker is to be left alone with one of them.
LONG = ("rules", "endtoend", "web", "browser", "tests", "queue", "store", "report")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first; within a folder the order stays."""
    place = {folder: number for number, folder in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.parent.name, len(LONG)))


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Commands that run for long set up logging for their whole process, which here is that of all tests."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL of our own; without one the test fails, since half of the store would go untested."""
    try:
        with running_server() as server:
            yield server
    except NoPostgresError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def tables_of_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without a row, to be copied: making the tables takes longer than most tests of them."""
    file: Path = tmp_path_factory.mktemp("tables") / "tilgaengelig.db"
    with Store(f"sqlite:///{file}") as store:
        store.migrate()
    return file


@pytest.fixture(scope="session")
def tables_of_postgres(postgres: Server) -> Iterator[str]:
    """The same on PostgreSQL: the name of the database."""
    with postgres.database() as url:
        with Store(url) as store:
            store.migrate()
        yield url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on each of the two that we keep audits in; with tables for a `store`."""
    with_tables = "store" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "data" / "tilgaengelig.db"
        if with_tables:
            file.parent.mkdir()
            shutil.copy(request.getfixturevalue("tables_of_sqlite"), file)
        yield f"sqlite:///{file}"
    else:
        server: Server = request.getfixturevalue("postgres")
        like = request.getfixturevalue("tables_of_postgres") if with_tables else "template0"
        with server.database(like) as url:
            yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store on each of the two."""
    with Store(database_url) as opened:
        yield opened
