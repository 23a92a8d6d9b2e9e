"""Single pages and files checked while somebody waits: one at a time, and nothing of them is stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from tilgaengelig.gather.local import FolderServer
from tilgaengelig.judge.probes import probe_of
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.errors import Busy, WrongUse
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Component
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.supervision import QUALWEB
from tilgaengelig.store.keeping import component_key
from tilgaengelig.work.check import Checked, Subject, check
from tilgaengelig.work.gathering import Tools
from tilgaengelig.workshop import Workshop
from tilgaengelig.workshop.gathering import viewports_of

#: Whoever comes after these is better off coming back.
MOST_WAITING = 8
_SHOWN_AT = "fil.html"
_PAGES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Rechecked:
    """An address that was looked at again for a fault. `still`: it is there, it is gone; None: that was not tested."""

    checked: Checked
    still: bool | None


class Checking:
    """Takes its turn with a browser of its own. Belongs to one event loop."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    async def again(self, address: str, record: AuditRecord, fault: Component) -> Rechecked:
        """Whether an audit's fault is still at that address, looked at as it is now and as the audit looks.

        What is in closed networks is open only by the settings, and forms are tried only where they say so.
        """
        async with self._tools(viewports=viewports_of(record)) as tools:
            checked = await self._checked(Subject(address, address), tools, record.order.audience_of(address))
            return Rechecked(checked, self._still(checked, fault, tools.probes(address)))

    async def file(self, name: str, body: bytes, audience: Audience) -> Checked:
        """A PDF or a web page that somebody sent. Raises WrongUse for what is neither."""
        if body.lstrip()[:5] == b"%PDF-":
            async with self._tools() as tools:
                return await self._checked(Subject(name, body=body), tools, audience)
        if PurePath(name).suffix.lower() not in _PAGES:
            raise WrongUse("Filen er hverken en PDF eller en webside (.html). Vælg en anden fil.")
        with ExitStack() as stack:
            # Shown to the browser from memory; the folder is none.
            server = stack.enter_context(FolderServer(Path("/nonexistent"), pages={f"/{_SHOWN_AT}": body}))
            at = server.address(_SHOWN_AT)
            async with self._tools(opened=(at,)) as tools:
                return await self._checked(Subject(name, at), tools, audience)

    @asynccontextmanager
    async def _tools(self, **given: Any) -> AsyncIterator[Tools]:
        """The tools, in their turn. Raises Busy where too many wait already."""
        if self._waiting >= MOST_WAITING:
            raise Busy("Mange kontrollerer noget lige nu. Prøv igen om lidt.")
        self._waiting += 1
        try:
            async with self._turn, self._workshop.tools(browsers=1, alone=True, **given) as tools:
                yield tools
        finally:
            self._waiting -= 1

    async def _checked(self, subject: Subject, tools: Tools, audience: Audience) -> Checked:
        book, limit = self._workshop.rulebook, self._workshop.limit(audience)
        pictures = subject.body is not None
        (checked,) = [each async for each in check([subject], tools, book, limit, 1, pictures=pictures)]
        return checked

    def _still(self, checked: Checked, fault: Component, probes: Collection[str]) -> bool | None:
        """That nothing was found says that it is gone only where its rule was tested on what it is about."""
        verdict = checked.verdict
        if verdict is None:
            return None
        if any(component_key(each).hex() == fault.id for each in verdict.findings):
            return True
        rule = self._workshop.rulebook.rules.get(fault.rule)
        untested = (
            checked.trouble is not None
            or rule is None
            or not rule.active
            or probe_of(rule.check) not in ("", *probes)
            # QualWeb ran out of time, or is switched off now.
            or (fault.engine == QUALWEB and verdict.monitored is None)
            or any(each.rule == fault.rule and each.outcome is Outcome.UNTESTED for each in verdict.findings)
        )
        return None if untested else False
