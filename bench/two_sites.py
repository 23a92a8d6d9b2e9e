"""Two sites at once by two workers on PostgreSQL, one of which is killed halfway, beside the embedded default.

`python bench/two_sites.py FOLDER FOLDER` serves each folder as a site with a sitemap of all its pages; has `scan` read
them one after the other into SQLite; then orders both at once by the API, lets two workers at them, kills one with all
its browsers when half of the pages are read, and says what the two results do not share. `--pages` takes N of each.

The LibreOffice help links to its pages under several addresses each, by `?DbPAR=`; a robots.txt keeps us from those.
All pages of both help packages take hours: with `--home FOLDER` the embedded part is kept there, with `--database URL`
the workers' part in an empty PostgreSQL database of yours. Ctrl-C breaks either off, and the same command takes it up.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import table
from caseworkers import served
from processes import descendants

from tilgaengelig.gather.local import FolderServer
from tilgaengelig.model.access import Role
from tilgaengelig.model.audit import AuditRecord, AuditState
from tilgaengelig.store.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from postgres import running_server

_PROGRAM = str(Path(sys.executable).with_name("tilgaengelig"))
_LOOPBACK = {"TILGAENGELIG_ALLOW_NETWORK": '["127.0.0.0/8"]'}
#: By two names of loopback, since a host is asked by one worker at a time; at ports of their own, since what is taken
#: up again must have the addresses that it had.
_PLACES = (("127.0.0.1", 8871), ("localhost", 8872))
#: A finding as it can be held against another run's: address, rule, the stable id, target, outcome.
Finding = tuple[str, str, str, str, str]
#: The longer line wins: it is for where the front page sends to.
_ROBOTS = "User-agent: *\nDisallow: /*?DbPAR=\nAllow: /*?DbPAR=SHARED&System=\n"


def main() -> None:
    """Prints the figures of both ways, and where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs=2, type=Path)
    parser.add_argument("--pages", nargs=2, type=int, default=(10_000, 10_000), metavar="N")
    parser.add_argument("--home", type=Path, help="keeps the embedded part there, to be taken up again")
    parser.add_argument(
        "--database", metavar="URL", help="keeps the workers' part there; else in one that goes"
    )
    given = parser.parse_args()
    for signum in (signal.SIGINT, signal.SIGTERM):  # a shell's background jobs do not hear of Ctrl-C
        signal.signal(signum, signal.default_int_handler)
    print(table.machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="tilgaengelig-bench-") as name, ExitStack() as stack:
        home = given.home or Path(name)
        home.mkdir(exist_ok=True)
        named = zip(given.folders, given.pages, _PLACES, strict=True)
        sites = [stack.enter_context(_site(folder, home, most, *place)) for folder, most, place in named]
        wanted = dict(zip(sites, given.pages, strict=True))
        embedded = f"sqlite:///{home / 'embedded.db'}"
        seconds = _timed(lambda: _one_by_one(embedded, home, wanted))
        alone = [_result(embedded, start) for start in sites]
        print(f"embedded: {sum(map(len, alone)):,} findings in {seconds:.0f} s", flush=True)
        url = given.database or stack.enter_context(stack.enter_context(running_server()).database())
        seconds = _timed(lambda: _by_workers(url, Path(name), wanted))
        together = [_result(url, start) for start in sites]
        print(f"two workers: {sum(map(len, together)):,} findings in {seconds:.0f} s", flush=True)
        _show(given.folders, alone, together)


@contextmanager
def _site(folder: Path, home: Path, pages: int, host: str, port: int) -> Iterator[str]:
    """The start address of a copy that tells of all its pages, at that name of loopback."""
    copy = home / folder.name
    shutil.copytree(folder, copy, ignore_dangling_symlinks=True, dirs_exist_ok=True)
    every = sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*.html"))
    names = every[:: max(1, len(every) // pages)][:pages]  # a part is of all parts of the site
    with FolderServer(copy, port=port) as server:
        if server.port != port:
            raise SystemExit(f"port {port} is taken; does another bench run?")
        start = server.address().replace("127.0.0.1", host)
        places = "".join(f"<url><loc>{start}{name}</loc></url>" for name in names)
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
        (copy / "sitemap.xml").write_text(sitemap, encoding="utf-8")
        (copy / "robots.txt").write_text(_ROBOTS, encoding="utf-8")
        yield start


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _one_by_one(database: str, home: Path, wanted: dict[str, int]) -> None:
    with Store(database) as store:
        store.migrate()  # what was kept may be an earlier program's
    for start, pages in wanted.items():
        if not _is_done(database, start):
            _scanned(database, home, start, pages)


def _is_done(database: str, start: str) -> bool:
    with Store(database) as store:
        return any(each.state is AuditState.DONE for each in _audits(store, start))


def _scanned(database: str, home: Path, start: str, pages: int) -> None:
    command = [_PROGRAM, "scan", start, "--max-pages", str(pages), "--database", database]
    command += ["--output", str(home / "rapport")]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)
    read, most = 0, 0.0
    try:
        with Store(database) as store:
            while process.poll() is None:
                time.sleep(5)
                most = max(most, _tree(process.pid))
                now = sum(store.progress(each.id).read for each in _audits(store, start))
                if now // 100 > read // 100:
                    print(
                        f"{start}: {now} pages, the process tree has {_tree(process.pid):.0f} MB", flush=True
                    )
                read = now
    except KeyboardInterrupt:
        process.terminate()  # it keeps what it has
        raise
    finally:
        process.wait()
    print(f"{start}: {read} pages, at most {most:.0f} MB, ended with {process.returncode}", flush=True)


def _tree(root: int) -> float:
    """Megabytes of a process and all that it started; what several share counts once."""
    return sum(map(_proportional, (root, *descendants(root)))) / 1000


def _proportional(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _audits(store: Store, start: str) -> list[AuditRecord]:
    return [each for each in store.audits() if each.order.start == start]


def _by_workers(url: str, home: Path, wanted: dict[str, int]) -> None:
    with Store(url) as store:
        store.migrate()
        secret = store.issue_token("bench", Role.ADMINISTRATOR)[1]
        known = {each.order.start: each.id for each in store.audits()}
    with served(url) as port, ExitStack() as stack:
        client = stack.enter_context(_client(port, secret))
        audits = [known.get(start) or _ordered(client, start, pages) for start, pages in wanted.items()]
        workers = [stack.enter_context(_worker(url, home / name)) for name in ("first", "second")]

        def halfway(states: list[dict[str, Any]]) -> bool:
            return sum(int(each["read"]) for each in states) >= _half(states, wanted.values())

        if not halfway(_progress(client, audits)):  # else one was killed before this was broken off
            _until(client, audits, halfway)
            pids, doomed = max(
                ((descendants(one.pid), one) for one in workers), key=lambda each: len(each[0])
            )
            doomed.kill()  # the one that has most in hand
            doomed.wait()
            print(f"a worker was killed; its browsers were {len(pids)} processes", flush=True)
        _until(client, audits, lambda states: all(each["state"] == AuditState.DONE for each in states))


def _half(states: list[dict[str, Any]], wanted: Collection[int]) -> int:
    """Half of what will be read: of what is found, links to pages beyond those wanted left out.

    More than there is as long as a site has not told of its pages.
    """
    found = [min(each["found"], most) for each, most in zip(states, wanted, strict=True)]
    return sum(found) // 2 if min(found) > 1 else 1 << 30


def _until(client: httpx.Client, audits: list[str], done: Callable[[list[dict[str, Any]]], bool]) -> None:
    while not done(_progress(client, audits)):
        time.sleep(2)


def _progress(client: httpx.Client, audits: list[str]) -> list[dict[str, Any]]:
    return [client.get(f"/audits/{audit}/progress").raise_for_status().json() for audit in audits]


def _ordered(client: httpx.Client, start: str, pages: int) -> str:
    answer = client.post("/audits", json={"address": start, "maxPages": pages}).raise_for_status()
    return str(answer.json()["id"])


def _client(port: int, secret: str) -> httpx.Client:
    return httpx.Client(
        base_url=f"http://127.0.0.1:{port}/api/v1",
        headers={"Authorization": f"Bearer {secret}"},
        timeout=120,
        trust_env=False,
    )


@contextmanager
def _worker(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    folder.mkdir()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [_PROGRAM, "worker"],
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, **_LOOPBACK, "TILGAENGELIG_DATABASE": url},
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()


def _result(database: str, start: str) -> Counter[Finding]:
    with Store(database) as store:
        (audit,) = _audits(store, start)
        found: Counter[Finding] = Counter()
        for row in store.overview(audit.id, occurrences=0).subjects:
            found[row.address, f"state: {row.state}", "", "", ""] += 1
        for each in store.overview(audit.id, occurrences=None).components:
            for place in each.occurrences:
                found[place.address, each.rule, place.id, place.target, each.outcome.value] += 1
        return found


def _show(folders: list[Path], alone: list[Counter[Finding]], together: list[Counter[Finding]]) -> None:
    rows: list[list[object]] = []
    for folder, one, other in zip(folders, alone, together, strict=True):
        pages = sum(n for each, n in one.items() if each[1] == "state: read")
        lost, added = one - other, other - one
        rows.append([folder.name, pages, one.total(), other.total(), lost.total(), added.total()])
        for name, rest in (("embedded only", lost), ("workers only", added)):
            for rule, number in Counter(each[1] for each in rest.elements()).most_common(20):
                example = next(each for each in rest if each[1] == rule)
                print(f"{folder.name}, {name}: {number} x {rule}, for example {example}")
    heads = ["site", "pages", "embedded", "two workers", "embedded only", "workers only"]
    table.show("Addresses and findings of an undisturbed audit and of one that lost a worker", heads, rows)


if __name__ == "__main__":
    main()
