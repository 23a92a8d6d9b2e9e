"""Traps: calendars without end, parameters in every order, paths that grow by their own links.

A site can make addresses for ever. Each address has a shape (its numbers and ids taken out), and an audit
takes only so many of one shape; what is left out is counted and told. What the front page or a sitemap names
comes to an end by itself, and is not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath
from urllib.parse import urlsplit

#: Longer than any address that a person made; a growing parameter gets here soon.
LONGEST = 1500
MOST_SEGMENTS = 20
MOST_PARAMETERS = 12
#: So many addresses may differ in the numbers of their query alone, and so many in a date: calendars have no end.
MOST_OF_A_SHAPE = 100
#: A number in a path, or one that alone says which page is meant, is mostly a true page (/node/4711, ?ID=4711): these
#: may be so many times more than the shapes above.
NUMBERED_PAGES = 20
#: How many addresses may differ in their query in any way, likewise as a multiple.
QUERIES_PER_SHAPE = 3
#: So many steps from the start at most lies what the front page or a sitemap names.
NAMED_AT = 1

_HEX_ID = re.compile(
    r"(?<![0-9a-z])(?=[0-9a-f-]*[0-9])[0-9a-f]{8,}(?:-[0-9a-f]{4,})*(?![0-9a-z])", re.IGNORECASE
)
_DIGITS = re.compile(r"[0-9]+")
_DATE = re.compile(r"[0-9]{1,4}([-./_])[0-9]{1,2}\1[0-9]{1,4}|[0-9]{4}[-./_][0-9]{1,2}(?![0-9])")
_LONG_VALUE = 40
#: A page of a system that does not rewrite its addresses. A number by the name of "sid" is a session's.
_BY_ID = re.compile(r"(?!sid=)[^=&]*id=[0-9]+", re.IGNORECASE)
#: Systems keep files in folders by month; what a calendar makes without end is pages.
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|zip)", re.IGNORECASE)


def shape(address: str) -> str:
    """Path and query with what counts up taken out: ids and digits become 0, parameters stand by name."""
    parts = urlsplit(address)
    path = "/".join(map(_general, parts.path.split("/")))
    if not parts.query:
        return path
    return f"{path}?{'&'.join(sorted(map(_parameter, parts.query.split('&'))))}"


def is_trap(address: str) -> bool:
    """Whether the address shows by itself, whatever came before it, that it was made by a loop."""
    parts = urlsplit(address)
    segments = [segment for segment in parts.path.split("/") if segment]
    return (
        len(address) > LONGEST
        or len(segments) > MOST_SEGMENTS
        or parts.query.count("&") >= MOST_PARAMETERS
        or _repeats(segments)
    )


class TrapGuard:
    """Says which addresses are one too many of their shape.

    Deterministic: the answer depends on the addresses admitted before and nothing else. An audit that is taken up
    again passes the addresses it has in its store as `admitted`, each with its depth, and decides as it would have.
    """

    def __init__(self, limit: int = MOST_OF_A_SHAPE, admitted: Iterable[tuple[str, int]] = ()) -> None:
        self._limit = limit
        self._known: set[str] = set()
        self._shapes: Counter[str] = Counter()
        self._paths: Counter[str] = Counter()
        for address, depth in admitted:
            self._count(address, depth)

    def admits(self, address: str, depth: int) -> bool:
        """Whether this address, so many steps from the start, may be asked for; one admitted before always may."""
        if address in self._known:
            return True
        if is_trap(address) or (depth > NAMED_AT and self._is_one_too_many(address)):
            return False
        self._count(address, depth)
        return True

    def _is_one_too_many(self, address: str) -> bool:
        form = shape(address)
        path, _, query = form.partition("?")
        if not _is_endless(address):
            return self._shapes[form] >= NUMBERED_PAGES * self._limit
        return self._shapes[form] >= self._limit or bool(
            query and self._paths[path] >= QUERIES_PER_SHAPE * self._limit
        )

    def _count(self, address: str, depth: int) -> None:
        if address in self._known or depth <= NAMED_AT:
            return
        form = shape(address)
        path, _, query = form.partition("?")
        if not query and form == urlsplit(address).path:
            return  # of words alone: no other address has its shape, and most of a large site's are such
        self._known.add(address)
        self._shapes[form] += 1
        if query and _is_endless(address):
            self._paths[path] += 1


def _is_endless(address: str) -> bool:
    """Whether there may be no last one of its shape: a query or a date, but for those that mostly tell true pages."""
    parts = urlsplit(address)
    if parts.query:
        return not _BY_ID.fullmatch(parts.query)
    return bool(_DATE.search(parts.path)) and not _FILE.fullmatch(PurePosixPath(parts.path).suffix)


def _general(text: str) -> str:
    return _DIGITS.sub("0", _DATE.sub("0", _HEX_ID.sub("0", text)))


def _parameter(piece: str) -> str:
    name, equals, value = piece.partition("=")
    return f"{_general(name)}{equals}{'…' if len(value) > _LONG_VALUE else _general(value)}"


def _repeats(segments: list[str]) -> bool:
    """A run of segments that stands three times in a row, or one segment that keeps coming back."""
    words = Counter(segment for segment in segments if not segment.isdigit())
    if any(count > 3 for count in words.values()):
        return True
    for size in range(1, len(segments) // 3 + 1):
        for start in range(len(segments) - 3 * size + 1):
            run = segments[start : start + size]
            if (
                run
                == segments[start + size : start + 2 * size]
                == segments[start + 2 * size : start + 3 * size]
            ):
                return not all(segment.isdigit() for segment in run)
    return False
