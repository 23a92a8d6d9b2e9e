"""From where one may call, outside of everything else, and how much one may send, inside access: plain ASGI.

The API answers on loopback, where any web page that a person has open may reach it. So a call must name us as its
host (against DNS that is bent to point here), and what changes something must not come from another origin. What is
sent to the API must be JSON, which a foreign page cannot send without asking first; a form of ours must be named as
ours by the browser that sends it (Sec-Fetch-Site, or Origin in browsers and places that lack it). All that is decided
by the head alone, and so is who may do it: nothing that a stranger sends is read before.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tilgaengelig.gather.net.spoken import size_said
from tilgaengelig.model.errors import DatabaseFails
from tilgaengelig.web import problems
from tilgaengelig.web.places import API
from tilgaengelig.web.problems import Problem

log = logging.getLogger(__name__)

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
BODY_BYTES = 1_000_000
#: So much more is read and thrown away, so that whoever sends it hears our answer; of strangers nothing.
_DRAIN = 16
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?")
#: These change nothing.
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Limit = Callable[[str], int]
#: Makes the answer of a problem.
Tell = Callable[[Scope, Problem], ASGIApp]


class Guard:
    """Lets through what may come through, and answers the rest itself.

    `hosts` are names besides loopback's that we answer to.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], tell: Tell) -> None:
        self.app = app
        self.hosts = LOOPBACK | {host.lower().strip("[]") for host in hosts}
        self.tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _Answer(send)
        problem = self._refusal(scope["method"], scope["path"], Headers(scope=scope))
        if problem:
            await self.tell(scope, problem)(scope, receive, answer)
            return
        await self._shielded(scope, receive, answer)

    async def _shielded(self, scope: Scope, receive: Receive, answer: _Answer) -> None:
        """What nobody foresaw is logged by its place alone: its words may quote what was sent. A database's do not."""
        try:
            await self.app(scope, receive, answer)
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__))
            what = str(error) if isinstance(error, DatabaseFails) else type(error).__name__
            log.error("%s %s: %s\n%s", scope["method"], scope["path"], what, where)  # noqa: TRY400
            if not answer.begun:
                await self.tell(scope, problems.of_ours_or_unforeseen(error))(scope, receive, answer)

    def _refusal(self, method: str, path: str, headers: Headers) -> Problem | None:
        host = headers.get("host", "")
        if _name(host) not in self.hosts:
            return Problem(
                problems.WRONG_HOST,
                "Værtsnavnet er ikke et, som vi svarer på; brug den adresse, der blev oplyst.",
            )
        if method in READING:
            return None
        of_api = path.startswith(f"{API}/")
        if not (_same_origin(headers, host) if of_api else _named_as_ours(headers, host)):
            return Problem(
                problems.FOREIGN_ORIGIN, "Kald, der ændrer noget, må ikke komme fra en anden webside."
            )
        if of_api and not _is_json(headers):
            return Problem(problems.WRONG_MEDIA_TYPE, "Send JSON, og skriv Content-Type: application/json.")
        return None


class Measured:
    """Reads what was sent, as much as may be sent; `limit` gives the most bytes by path."""

    def __init__(self, app: ASGIApp, limit: Limit, tell: Tell) -> None:
        self.app = app
        self.limit = limit
        self.tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.get("state", {})
        stranger = bool(state.get("demanded")) and state.get("holder") is None
        limit = self.limit(scope["path"])
        body = await _body(receive, Headers(scope=scope), limit, limit if stranger else _DRAIN * limit)
        through = self.tell(scope, body) if isinstance(body, Problem) else self.app
        await through(scope, receive if isinstance(body, Problem) else body, send)


class _Answer:
    """Sends on, with the headers that every answer has unless it has its own."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await self.send(message)


def _name(host: str) -> str:
    """The name in a Host header, without its port; empty where it cannot be read."""
    found = _HOST.fullmatch(host.lower())
    return found[1].strip("[]") if found else ""


def _same_origin(headers: Headers, host: str) -> bool:
    """Programs send neither of the two; a browser sends at least one of them with what changes something."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or origin.lower() in {f"http://{host.lower()}", f"https://{host.lower()}"}


def _named_as_ours(headers: Headers, host: str) -> bool:
    """A form carries no proof in itself, so the browser must say that it is from a page of ours."""
    named = headers.get("sec-fetch-site") is not None or headers.get("origin") is not None
    return named and headers.get("sec-fetch-site") != "none" and _same_origin(headers, host)


def _is_json(headers: Headers) -> bool:
    sends = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return not sends or kind == "application/json"


async def _body(receive: Receive, headers: Headers, limit: int, most: int) -> Receive | Problem:
    """What was sent, read whole and ready to be received again; or the problem that it is too much.

    No more than `most` bytes are read, which may be more than the limit.
    """
    declared = headers.get("content-length", "")
    length = int(declared) if declared.isascii() and declared.isdigit() else 0
    pieces: list[bytes] = []
    size = 0
    while length <= most and size <= most:
        message = await receive()
        if message["type"] != "http.request":
            return _replay([message], receive)
        size += len(message.get("body", b""))
        if size <= limit:
            pieces.append(message.get("body", b""))
        else:
            pieces.clear()
        if not message.get("more_body", False):
            if size > limit:
                break
            return _replay([{"type": "http.request", "body": b"".join(pieces)}], receive)
    return Problem(problems.TOO_LARGE, f"Det sendte fylder mere end {size_said(limit)}. Del det op.")


def _replay(messages: list[Message], receive: Receive) -> Receive:
    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return again
