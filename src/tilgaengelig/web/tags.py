"""ETags on what a program reads, so that it need not read the same again (RFC 9110, 8.8.3): plain ASGI."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tilgaengelig.web.places import API

#: A longer answer is sent as it comes: it would have to be held whole to be known.
_LONGEST = 4_000_000
#: What is kept must be asked for again each time, and is nobody else's.
_KEEPING = "private, no-cache"


class Tagged:
    """Gives every whole answer to a GET of the API an ETag, and answers 304 where the caller has just that."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(f"{API}/"):
            await self.app(scope, receive, send)
            return
        held = _Held(send, Headers(scope=scope).get("if-none-match", ""))
        await self.app(scope, receive, held)


class _Held:
    """Holds an answer back until it is whole, as long as it is a short one."""

    def __init__(self, send: Send, known: str) -> None:
        self._send = send
        self._known = {each.strip().removeprefix("W/") for each in known.split(",")} - {""}
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            self._start = message
            return
        if self._start is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False) and len(self._body) <= _LONGEST:
            return
        if message.get("more_body", False):
            await self._pass_on(self._start, more=True)
        else:
            await self._whole(self._start)
        self._start = None

    async def _whole(self, start: Message) -> None:
        tag = f'"{hashlib.sha256(self._body).hexdigest()[:32]}"'
        headers = MutableHeaders(scope=start)
        headers["ETag"] = tag
        headers.setdefault("Cache-Control", _KEEPING)
        headers.add_vary_header("Authorization, Cookie")
        if tag in self._known or "*" in self._known:
            start["status"] = 304
            for name in ("content-length", "content-type"):
                if name in headers:
                    del headers[name]
            self._body.clear()
        await self._pass_on(start, more=False)

    async def _pass_on(self, start: Message, *, more: bool) -> None:
        await self._send(start)
        await self._send({"type": "http.response.body", "body": bytes(self._body), "more_body": more})
