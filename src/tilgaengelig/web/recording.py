"""Who did what is kept: plain ASGI, inside access, which knows who asks."""

from __future__ import annotations

import datetime as dt

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tilgaengelig.model.access import Holder
from tilgaengelig.store.store import Store
from tilgaengelig.web.access import changes


class Recorded:
    """Keeps each change that went well, for `kept`: by whom and where, and nothing of what was sent."""

    def __init__(self, app: ASGIApp, store: Store, kept: dt.timedelta) -> None:
        self.app = app
        self.store = store
        self.kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or not changes(scope["method"], scope["path"]):
            await self.app(scope, receive, send)
            return
        holder: Holder | None = scope.get("state", {}).get("holder")
        by = holder.signature if holder else ""

        async def sending(message: Message) -> None:
            # Before it is answered: nobody is told of a change that nobody can ask about.
            if message["type"] == "http.response.start" and message["status"] < 400:
                await run_in_threadpool(
                    self.store.record_deed, by, scope["method"], scope["path"], kept=self.kept
                )
            await send(message)

        await self.app(scope, receive, sending)
