"""Who asks, and whether she may: plain ASGI, inside the guard.

On loopback everything is open, to those who ask from there themselves. Bound elsewhere, a program sends its token with
each call. A person gives hers once, or logs in with an account of her house, and has a session, which lives in this
process alone: a cookie holds its random name and nothing else.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tilgaengelig.gather.net.spoken import seconds_said
from tilgaengelig.model.access import Holder, Role
from tilgaengelig.model.denmark import today
from tilgaengelig.store.store import Store
from tilgaengelig.web import problems
from tilgaengelig.web.guard import READING, Tell
from tilgaengelig.web.pace import Pace
from tilgaengelig.web.places import (
    API,
    FILES_PAGE,
    LANGUAGE,
    LETTERS,
    LETTERS_PAGE,
    LOGOUT,
    STATIC,
    for_programs,
    takes_evaluation,
)
from tilgaengelig.web.problems import Problem

LOGIN = "/log-ind"
#: To the house's own log-in, and back from it.
WITH_ACCOUNT = f"{LOGIN}/konto"
CAME_BACK = f"{LOGIN}/retur"
SESSION_COOKIE = "session"
#: A working day; and whoever is away for an hour shows her token again.
LONGEST_SESSION = 10 * 3600.0
IDLE_SESSION = 3600.0
_MOST_SESSIONS = 10_000
#: For all that can reach us: to log in, how a page looks, and whether the program lives.
_PUBLIC = (LOGIN, STATIC, LANGUAGE, f"{API}/health", f"{API}/ready")
#: A page asks for its files at once, and a watchman must always be answered.
_UNCOUNTED = (STATIC, f"{API}/health", f"{API}/ready")
_LETTERS = (LETTERS_PAGE, LETTERS)
#: These read though they are sent: a letter or a file is judged and not kept.
_READING_POSTS = (LETTERS_PAGE, FILES_PAGE, LETTERS, LOGOUT, LOGIN, LANGUAGE)
SETTINGS = "/indstillinger"
_ADMINISTRATION = (SETTINGS, f"{API}/tokens", f"{API}/accounts", f"{API}/deeds")
#: A site on the list says how long its audits are kept, and so which are deleted.
_SITES = (f"{API}/sites",)
#: What a server that passes calls on says of who asked it. One that says nothing cannot be told from a caller here.
_PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True, slots=True)
class Proof:
    """What a session was begun with: a token's secret, or the id of an account."""

    secret: str = ""
    account: str = ""

    def holder(self, store: Store) -> Holder | None:
        """Who that is now. One whose token or account was taken away is nobody."""
        if self.account:
            return store.account(self.account)
        return store.token_of(self.secret, today()) if self.secret else None


@dataclass(slots=True)
class _Session:
    proof: Proof
    began: float
    seen: float


class Sessions:
    """Those who have logged in, by the names in their cookies."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sessions: OrderedDict[str, _Session] = OrderedDict()

    def begin(self, proof: Proof) -> str:
        """A new session's name."""
        name, now = secrets.token_urlsafe(32), self._clock()
        self._sessions[name] = _Session(proof, now, now)
        while len(self._sessions) > _MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return name

    def proof(self, name: str) -> Proof | None:
        """What the session was begun with, while it lasts."""
        session, now = self._sessions.get(name), self._clock()
        if session is None:
            return None
        if now - session.began > LONGEST_SESSION or now - session.seen > IDLE_SESSION:
            self.end(name)
            return None
        session.seen = now
        return session.proof

    def end(self, name: str) -> None:
        """Forgets it."""
        self._sessions.pop(name, None)


class Access:
    """Lets through whoever may do what she asks for.

    `demanded` is false on loopback, where nobody is counted either. `known` is the pace of a token's holder, `unknown`
    that of an address from which somebody asks without one. With `open_letters` letters need no token, as a house may
    allow all its staff.
    """

    def __init__(
        self,
        app: ASGIApp,
        store: Store,
        sessions: Sessions,
        tell: Tell,
        *,
        demanded: bool,
        open_letters: bool = False,
        known: Pace,
        unknown: Pace,
    ) -> None:
        self.app = app
        self.store = store
        self.sessions = sessions
        self.tell = tell
        self.demanded = demanded
        self.known = known
        self.unknown = unknown
        self.public = (*_PUBLIC, *(_LETTERS if open_letters else ()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if not self.demanded:
            through = self._refused(scope) if _passed_on(Headers(scope=scope)) else self.app
            await through(scope, receive, send)
            return
        path = scope["path"]
        # Whoever looks after the program is answered though all that ask the store must wait.
        asked = not _under(path, _UNCOUNTED)
        holder = await run_in_threadpool(self._holder, Headers(scope=scope)) if asked else None
        scope.setdefault("state", {}).update(holder=holder, demanded=True)
        wait = self._wait(scope, holder)
        if wait:
            problem = Problem(
                problems.TOO_FAST,
                f"Vent {seconds_said(wait)}, og prøv så igen.",
                wait=wait,
            )
            await self.tell(scope, problem)(scope, receive, send)
            return
        if holder is None and not _under(path, self.public):
            await self._ask(scope)(scope, receive, send)
            return
        if holder is not None and not holder.role.may(needed(scope["method"], path)):
            problem = Problem(
                problems.NOT_ALLOWED, f"Det må en {holder.role} ikke. Spørg en, der har adgang til det."
            )
            await self.tell(scope, problem)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _holder(self, headers: Headers) -> Holder | None:
        """Whose token came with the request, or who began its session. Asked anew each time."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return Proof(secret=given.strip()).holder(self.store)
        proof = self.sessions.proof(cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, ""))
        return proof.holder(self.store) if proof else None

    def _wait(self, scope: Scope, holder: Holder | None) -> int:
        """Seconds that the caller must wait: whoever we know is counted wherever she is, all others by address."""
        if _under(scope["path"], _UNCOUNTED):
            return 0
        if holder is not None:
            return self.known.wait(holder.id)
        return self.unknown.wait((scope.get("client") or ("", 0))[0])

    def _refused(self, scope: Scope) -> ASGIApp:
        """Others would be let in to everything, since nobody is asked who she is."""
        told = "En server har sendt kaldet videre hertil, men programmet er startet til denne maskine alene."
        way = "Start det med serve --name og det navn, som andre bruger. Så kræver det, at man logger ind."
        return self.tell(scope, Problem(problems.NOT_ALLOWED, f"{told} {way}"))

    def _ask(self, scope: Scope) -> ASGIApp:
        if scope["method"] == "GET" and not for_programs(scope["path"]):
            return RedirectResponse(LOGIN, 303)
        said = (
            "Send en adgangsnøgle: Authorization: Bearer, og så nøglen."
            if for_programs(scope["path"])
            else "Du er logget ud. Log ind, og send igen."
        )
        return self.tell(scope, Problem(problems.UNKNOWN_CALLER, said))


def _passed_on(headers: Headers) -> bool:
    return any(name in headers for name in _PASSED_ON)


def changes(method: str, path: str) -> bool:
    """Whether something is changed by it, and not only read, or chosen for oneself."""
    reads = _under(path, _READING_POSTS) or takes_evaluation(path)
    return method not in READING and not (method == "POST" and reads)


def needed(method: str, path: str) -> Role:
    """The role that it takes: to read, to change, to delete and to look after the program."""
    if _under(path, _ADMINISTRATION):
        return Role.ADMINISTRATOR
    if not changes(method, path):
        return Role.LAESER
    deletes = method == "DELETE" and path.startswith(f"{API}/audits")
    return Role.ADMINISTRATOR if deletes or _under(path, _SITES) else Role.REDAKTOER


def _under(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
