"""Webhooks: JSON posted through the address guard, signed so that the receiver can tell that it is from us."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import httpx

from tilgaengelig.model.errors import Unsent

#: For a whole try: whoever sends a byte now and then is no nearer to an answer.
_SECONDS = 20.0
#: Seconds before each further try, where the receiver was busy or broken.
_AGAIN = (1.0, 5.0)
_BUSY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA-256 (RFC 2104) of the time, a full stop and the body, so that nobody can post it again later."""
    return hmac.new(secret.encode(), b"%d." % timestamp + body, hashlib.sha256).hexdigest()


class Poster:
    """Posts through a proxy that has the address guard at its door; follows no redirect."""

    def __init__(
        self, proxy: str, agent: str, pauses: tuple[float, ...] = _AGAIN, seconds: float = _SECONDS
    ) -> None:
        self._proxy = proxy
        self._agent = agent
        self._pauses = pauses
        self._seconds = seconds

    async def post(self, name: str, address: str, payload: Mapping[str, Any], secret: str = "") -> None:
        """Posts until it is taken. Raises Unsent; the address is a secret, so it is told by `name` alone."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        said = ""
        async with httpx.AsyncClient(proxy=self._proxy, timeout=self._seconds, trust_env=False) as client:
            for pause in (0.0, *self._pauses):
                await asyncio.sleep(pause)
                try:
                    async with (
                        asyncio.timeout(self._seconds),
                        client.stream(
                            "POST", address, content=body, headers=self._headers(body, secret)
                        ) as answer,
                    ):
                        pass  # the status is all that we ask for: a body may be endless
                except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
                    said = type(error).__name__
                    continue
                if answer.is_success:
                    return
                said = f"svar {answer.status_code}"
                if not (answer.is_server_error or answer.status_code in _BUSY):
                    break
        raise Unsent(f"Beskeden til {name} kom ikke frem ({said}).") from None

    def _headers(self, body: bytes, secret: str) -> dict[str, str]:
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": self._agent}
        if secret:
            now = int(time.time())
            headers["X-Tilgaengelig-Timestamp"] = str(now)
            headers["X-Tilgaengelig-Signature"] = f"sha256={signature(secret, now, body)}"
        return headers
