"""What every room's tests may ask for."""

from __future__ import annotations

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


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL of our own; without one the test fails, since half of the store would go untested."""
    try:
        with running_server() as server:
            yield server
    except NoPostgresError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on each of the two that we keep audits in."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'tilgaengelig.db'}"
    else:
        server: Server = request.getfixturevalue("postgres")
        with server.database() as url:
            yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store on each of the two."""
    with Store(database_url) as opened:
        opened.migrate()
        yield opened
