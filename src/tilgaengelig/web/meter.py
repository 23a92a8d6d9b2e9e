"""What is counted of this process for those who watch it, in Prometheus' manner."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tilgaengelig.web.places import LETTERS, LETTERS_PAGE, for_programs

#: Where a letter is scored, and nothing else is done.
_LETTERS = frozenset({LETTERS, LETTERS_PAGE})
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Meter:
    """The counts of one app. No count bears an address, a name or anything that was sent."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._letters = Histogram(
            "tilgaengelig_letter_seconds",
            "Seconds from a letter sent to its score",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._requests = Counter(
            "tilgaengelig_requests", "Requests answered", ["to", "status"], registry=self.registry
        )
        self._problems = Counter(
            "tilgaengelig_problems", "Problems told, by their stable name", ["kind"], registry=self.registry
        )

    def problem(self, kind: str) -> None:
        """A problem was told."""
        self._problems.labels(kind).inc()

    def answered(self, path: str, method: str, status: int, seconds: float) -> None:
        """A request was answered, and the answer had begun after so many seconds."""
        self._requests.labels("program" if for_programs(path) else "person", f"{status // 100}xx").inc()
        if method == "POST" and path in _LETTERS and status == 200:
            self._letters.observe(seconds)


class Metered:
    """Tells the meter of every request: plain ASGI."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self.app = app
        self.meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start = time.perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                spent = time.perf_counter() - start
                self.meter.answered(scope["path"], scope["method"], message["status"], spent)
            await send(message)

        await self.app(scope, receive, sending)
