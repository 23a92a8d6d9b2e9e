"""The faults of a report as a page lists them: chosen by what stands in its address, a part at a time."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from fastapi import Request

from tilgaengelig.model.finding import Outcome
from tilgaengelig.report.content import Fault, Report

PAGE = 25
_LONGEST = 4000
#: What people have said something of, apart: a doubt that is none any more is no accepted fault.
_SAID: Mapping[str, Callable[[Report], tuple[Fault, ...]]] = {
    "accepteret": lambda report: report.accepted_faults,
    "besvaret": lambda report: report.answered,
}
_OUTCOMES = {Outcome.FAILED.value, Outcome.CANT_TELL.value, Outcome.UNTESTED.value, *_SAID}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be listed; an empty field leaves nothing out. The names are those in the address."""

    udfald: str = Outcome.FAILED.value
    alvor: str = ""
    ansvarlig: str = ""
    pligt: str = ""
    regel: str = ""
    krav: str = ""
    side: str = ""
    ord: str = ""

    @classmethod
    def of(cls, request: Request) -> Choice:
        """From the address of the page that is asked for."""
        query = request.query_params
        given = {
            each.name: query[each.name].strip()[:_LONGEST]
            for each in fields(cls)
            if query.get(each.name, "").strip()
        }
        if given.get("udfald") not in _OUTCOMES:
            given.pop("udfald", None)
        return cls(**given)

    def address(self, **other: str) -> str:
        """The query that asks for this, or for this with something else in it."""
        given = {each.name: getattr(self, each.name) for each in fields(self)} | other
        return "?" + urlencode({name: value for name, value in given.items() if value})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the outcome is chosen."""
        return any(getattr(self, each.name) for each in fields(self) if each.name != "udfald")

    def holds(self, fault: Fault, on_page: Container[str]) -> bool:
        """Whether the fault is one of those. `on_page` are the components on the page, where one is chosen."""
        component = fault.component
        return (
            self.alvor in ("", component.impact)
            and self.ansvarlig in ("", component.responsibility)
            and self.pligt in ("", fault.words.duty)
            and self.regel in ("", component.rule)
            and (not self.krav or self.krav in component.wcag)
            and (not self.side or component.id in on_page)
            and (not self.ord or self._said(fault))
        )

    def _said(self, fault: Fault) -> bool:
        component = fault.component
        whole = f"{fault.words.title} {component.message} {component.snippet} {component.rule}".casefold()
        return all(word in whole for word in self.ord.casefold().split())


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of the faults, and how many there are in all."""

    faults: tuple[Fault, ...]
    total: int
    first: int

    @property
    def following(self) -> int | None:
        """Where the next part begins; None at the end."""
        after = self.first + len(self.faults)
        return after if after < self.total else None

    @property
    def before(self) -> int | None:
        """Where the part before begins; None at the start."""
        return max(0, self.first - PAGE) if self.first else None


def listed(report: Report, choice: Choice, first: int, on_page: Container[str] = ()) -> Listed:
    """The part that begins with number `first`, heaviest first."""
    held = (fault for fault in _of(report, choice.udfald) if choice.holds(fault, on_page))
    found = sorted(held, key=lambda fault: (-fault.weight, fault.number))
    start = first if 0 <= first < len(found) else 0
    return Listed(tuple(found[start : start + PAGE]), len(found), start)


def _of(report: Report, outcome: str) -> Iterator[Fault]:
    if outcome in _SAID:
        yield from _SAID[outcome](report)
        return
    groups = {
        Outcome.FAILED.value: report.failed,
        Outcome.CANT_TELL.value: report.cant_tell,
        Outcome.UNTESTED.value: report.untested,
    }[outcome]
    for group in groups:
        yield from group.faults
