"""Single pages and files checked while somebody waits: one at a time, and nothing of them is stored."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from pathlib import Path, PurePath

from tilgaengelig.gather.local import FolderServer
from tilgaengelig.model.errors import Busy, WrongUse
from tilgaengelig.model.readability import Audience
from tilgaengelig.work.check import Checked, Subject, check
from tilgaengelig.workshop import Workshop

#: Whoever comes after these is better off coming back.
MOST_WAITING = 8
_SHOWN_AT = "fil.html"
_PAGES = (".html", ".htm")


class Checking:
    """Takes its turn with a browser of its own. Belongs to one event loop."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    async def address(self, address: str, audience: Audience) -> Checked:
        """A page or PDF on the web, as it is now. What is in closed networks is open only by the settings."""
        return await self._check(Subject(address, address), audience, ())

    async def file(self, name: str, body: bytes, audience: Audience) -> Checked:
        """A PDF or a web page that somebody sent. Raises WrongUse for what is neither."""
        if body.lstrip()[:5] == b"%PDF-":
            return await self._check(Subject(name, body=body), audience, ())
        if PurePath(name).suffix.lower() not in _PAGES:
            raise WrongUse("Filen er hverken en PDF eller en webside (.html). Vælg en anden fil.")
        with ExitStack() as stack:
            # Shown to the browser from memory; the folder is none.
            server = stack.enter_context(FolderServer(Path("/nonexistent"), pages={f"/{_SHOWN_AT}": body}))
            at = server.address(_SHOWN_AT)
            return await self._check(Subject(name, at), audience, (at,))

    async def _check(self, subject: Subject, audience: Audience, opened: tuple[str, ...]) -> Checked:
        """Raises Busy where too many wait already."""
        if self._waiting >= MOST_WAITING:
            raise Busy("Mange kontrollerer noget lige nu. Prøv igen om lidt.")
        self._waiting += 1
        try:
            async with self._turn, self._workshop.tools(opened=opened, browsers=1, alone=True) as tools:
                limit = self._workshop.limit(audience)
                (checked,) = [
                    each
                    async for each in check(
                        [subject], tools, self._workshop.rulebook, limit, 1, pictures=subject.body is not None
                    )
                ]
                return checked
        finally:
            self._waiting -= 1
