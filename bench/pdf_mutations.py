"""PDFs broken at random, read by the worker: each ends as facts or as one trouble, within its limits.

A worker that dies is a crash, though its reader tells of a corrupt document; one ended at its limit is not.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
import random
import resource
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import table

from tilgaengelig.gather.pdf import PdfLimits, PdfReader
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import TroubleKind

#: What a run may take on a machine that does other work too; the worker's own limit is far above.
_SLOW = 20.0
_LIMITS = replace(PdfLimits(), seconds=90.0)
_WORDS = (
    b"/Kids",
    b"/Parent",
    b"/Length",
    b"/K ",
    b"/P ",
    b"/Count",
    b"endobj",
    b"stream",
    b"/Filter",
    b"/W ",
    b"/Resources",
)


def mutate(paths: list[Path], first: int, runs: int) -> int:
    """Runs that many, seed by seed; a table of how they ended, and 1 where one broke what it must keep."""
    deaths = _Deaths()
    logging.disable(logging.NOTSET)
    told = logging.getLogger(PdfReader.__module__)
    told.propagate = False
    told.setLevel(logging.INFO)
    told.addHandler(deaths)
    began = time.monotonic()
    ends, slow = asyncio.run(_run(paths, first, runs, deaths))
    rows = [[end, count] for end, count in ends.most_common()]
    table.show(f"{runs} broken files from seed {first} on", ["ended as", "runs"], rows)
    print(f"took {time.monotonic() - began:.0f} s; slower than {_SLOW:.0f} s: {len(slow)} {slow[:10]}")
    print(f"workers that died: {len(deaths.found)} {deaths.found[:10]}")
    print(f"most memory of a worker: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB")
    return 1 if ends["broke"] or deaths.found else 0


class _Deaths(logging.Handler):
    """With which code workers ended, and at which seed."""

    def __init__(self) -> None:
        super().__init__()
        self.seed = 0
        self.found: list[tuple[int, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """The reader says so when its worker is gone."""
        if isinstance(record.args, tuple) and record.args:
            self.found.append((self.seed, record.args[0]))


async def _run(
    paths: list[Path], first: int, runs: int, deaths: _Deaths
) -> tuple[Counter[str], list[tuple[int, str, float]]]:
    ends: Counter[str] = Counter()
    slow: list[tuple[int, str, float]] = []
    bodies = {
        path: gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in paths
    }
    async with PdfReader(_LIMITS) as reader:
        for seed in range(first, first + runs):
            deaths.seed = seed
            chance = random.Random(seed)
            path = chance.choice(paths)
            body = broken(bodies[path], chance)
            began = time.monotonic()
            try:
                facts = await reader.read(body, str(path))
                end = "facts, some of them lost" if facts.lost else "facts"
            except Unread as unread:
                end = unread.trouble.kind.value
                if unread.trouble.kind is TroubleKind.OUR_FAULT:
                    end = "broke"
            ends[end] += 1
            spent = time.monotonic() - began
            if spent > _SLOW or end == TroubleKind.DOCUMENT_TOO_HEAVY.value:
                slow.append((seed, path.name, round(spent, 1)))
            if (seed - first) % 1000 == 999:
                print(seed - first + 1, dict(ends), flush=True)
    return ends, slow


def broken(body: bytes, chance: random.Random) -> bytes:
    """The file with some of it changed, cut out, doubled, or its words and numbers exchanged."""
    data = bytearray(body)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if not data:
            break
        at = chance.randrange(len(data))
        kind = chance.randrange(6)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.choice((1, 8, 200, 5000))]
        elif kind == 2:
            data[at:at] = data[at : at + chance.choice((8, 200, 5000))]
        elif kind == 3:
            data[at : at + 4] = bytes(chance.randrange(256) for _ in range(4))
        elif kind == 4:
            _exchange(data, chance)
        else:
            _renumber(data, chance)
    return bytes(data)


def _exchange(data: bytearray, chance: random.Random) -> None:
    one, other = chance.sample(_WORDS, 2)
    at = data.find(one, chance.randrange(len(data)))
    if at >= 0:
        data[at : at + len(one)] = other


def _renumber(data: bytearray, chance: random.Random) -> None:
    """A reference that leads elsewhere, often in a ring."""
    at = data.find(b" 0 R", chance.randrange(len(data)))
    start = at
    while start > 0 and data[start - 1 : start].isdigit():
        start -= 1
    if at > start >= 0:
        data[start:at] = str(chance.randrange(1, 60)).encode()
