"""The baseline of a build: an earlier rapport.json, so that only what is new since then fails."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Responsibility
from tilgaengelig.report.content import Fault, Report

#: These mend one page at a time, so each further page is a further fault.
_WRITES = frozenset({Responsibility.REDAKTOER, Responsibility.JURIST})
_LARGEST = 500_000_000


@dataclass(frozen=True, slots=True)
class Baseline:
    """The faults that were there: each component's id with the paths where it stood.

    Hosts are left out, since a build is often served from another than the one that the baseline was made of.
    """

    known: Mapping[str, frozenset[str]]

    def new(self, report: Report) -> Iterator[Fault]:
        """The open faults that were not there, worst first.

        What is mended in one place is known wherever it stands: a new page brings its template's faults along. What
        editors write is known on the pages where it was, and nowhere else.
        """
        for group in report.failed:
            yield from (fault for fault in group.faults if not self._knows(fault))

    def _knows(self, fault: Fault) -> bool:
        component = fault.component
        pages = self.known.get(component.id)
        if pages is None:
            return False
        return component.responsibility not in _WRITES or all(
            _path(place.address) in pages for place in component.occurrences
        )


def read_baseline(path: Path) -> Baseline:
    """The baseline in a rapport.json. Raises WrongUse for a file that is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise WrongUse(f"Filen {path} er for stor til at sammenligne med.")
        data = json.loads(path.read_text(encoding="utf-8"))
        return Baseline({each["id"]: _pages(each) for each in data["components"] if _failed(each)})
    except FileNotFoundError as error:
        raise WrongUse(
            f"Filen {path} findes ikke. Scan først uden --baseline, og gem den rapport.json, du vil sammenligne med."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WrongUse(f"Filen {path} er ikke en rapport.json, som ”scan” har skrevet.") from error


def _failed(component: Mapping[str, Any]) -> bool:
    return bool(component["outcome"] == Outcome.FAILED)


def _pages(component: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(_path(place["address"]) for place in component["occurrences"])


def _path(address: str) -> str:
    return urlunsplit(urlsplit(address)._replace(scheme="", netloc="", fragment=""))
