"""A real PostgreSQL for tests and bench: a cluster of its own in a temporary directory, on loopback only."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from ports import free_port

_USER = "tilgaengelig"
_PATIENCE = 60


class NoPostgresError(Exception):
    """The tests of the store need a real PostgreSQL, and here is none that starts."""


@dataclass(frozen=True)
class Server:
    """A running server; `url` gives the address of one of its databases."""

    port: int
    password: str
    major: int
    restart: Callable[[], None]

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{_USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, like: str = "template0") -> Iterator[str]:
        """The address of a new database, a copy of another that nobody uses, that is dropped at the end."""
        name = f"t_{secrets.token_hex(6)}"
        named = (sql.Identifier(name), sql.Identifier(like))
        self._say(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*named))
        try:
            yield self.url(name)
        finally:
            self._say(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def let_in(self, url: str, *, anybody: bool) -> None:
        """Whether anybody gets into a database; else those who are in it are put out."""
        name = url.rpartition("/")[2]
        allowed = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        self._say(allowed.format(sql.Identifier(name), sql.Literal(anybody)))
        if not anybody:
            out = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}")
            self._say(out.format(sql.Literal(name)))

    def _say(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server, and stop it (only it) at the end."""
    folder = programs()
    home = Path(tempfile.mkdtemp(prefix="tilgaengelig-pg-"))
    try:
        as_user = _as_user(home)
        password = secrets.token_urlsafe(16)
        major = _initialise(folder, home, as_user, password)
        port = free_port()
        settings = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": home,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 100,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [*as_user, str(folder / "postgres"), "-D", str(home / "data"), *options]
        running: list[subprocess.Popen[bytes]] = []

        def start() -> None:
            with (home / "log").open("a") as log:
                running.append(subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=home))
            _wait_until_ready(server, running[-1], home / "log")

        def restart() -> None:
            _stop(running[-1])
            start()

        server = Server(port, password, major, restart)
        try:
            start()
            yield server
        finally:
            for process in running:
                _stop(process)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def programs() -> Path:
    """The newest Debian package's programs, or those on PATH."""
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True
    )
    on_path = shutil.which("initdb")
    for initdb in [*packaged, *([Path(on_path).resolve()] if on_path else [])]:
        if (initdb.parent / "postgres").exists():
            return initdb.parent
    raise NoPostgresError(
        "No PostgreSQL server found (initdb and postgres, under /usr/lib/postgresql/*/bin or on PATH). "
        "The tests of the store run on a real one: apt-get install -y postgresql"
    )


def _as_user(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root; the server also ends when we do, where setpriv can see to that."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig", "INT"] if setpriv else []
    if setpriv is None:
        raise NoPostgresError("PostgreSQL cannot run as root, and setpriv (package util-linux) is not here.")
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(home, user.pw_uid, user.pw_gid)
        identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return [setpriv, *identity, "--pdeathsig", "INT"]
    raise NoPostgresError("PostgreSQL cannot run as root, and there is no user postgres or nobody.")


def _initialise(programs: Path, home: Path, as_user: list[str], password: str) -> int:
    """A cluster that sorts as Danish does, where it can: nothing of ours may lean on the server's order."""
    initdb = str(programs / "initdb")
    version = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=True).stdout
    major = int(re.findall(r"\d+", version)[0])
    danish = ["--locale-provider=icu", "--icu-locale=da-DK"] if major >= 15 else []
    secret = home / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        shutil.chown(secret, home.owner())
    done = subprocess.run(
        [
            *as_user,
            initdb,
            "-D",
            str(home / "data"),
            "-U",
            _USER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            *danish,
            "--auth=scram-sha-256",
            f"--pwfile={secret}",
            "--no-sync",
        ],
        capture_output=True,
        text=True,
        cwd=home,
    )
    secret.unlink()
    if done.returncode:
        raise NoPostgresError(f"initdb failed: {done.stderr.strip()}")
    return major


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(server.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgresError(f"PostgreSQL did not start: {log.read_text(errors='replace').strip()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)  # "fast": no new connections, running ones are ended
    try:
        process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
