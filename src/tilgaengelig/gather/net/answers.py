"""What the status of an answer means: content, trouble, or a reason to ask again."""

from __future__ import annotations

from collections.abc import Mapping

from tilgaengelig.gather.net.sniff import decode
from tilgaengelig.gather.net.walls import bot_wall
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import TroubleKind

_AGAIN = frozenset({429, 500, 502, 503, 504})


class Again(Exception):  # noqa: N818 - never leaves the fetcher
    """Worth another try: what to raise when there is none left, and how long the server asked us to wait."""

    def __init__(self, unread: Unread, retry_after: str | None = None) -> None:
        self.unread = unread
        self.retry_after = retry_after


def judge(status: int, headers: Mapping[str, str], body: bytes, charset: str | None) -> None:
    """Raise Unread where the status says so, and Again where the server may come round."""
    if status < 400:
        return
    if bot_wall(status, headers, decode(body, charset).text):
        raise Unread(TroubleKind.BOT_WALL, str(status), status)
    unread = Unread(_kind(status), str(status), status)
    if status in _AGAIN:
        raise Again(unread, headers.get("retry-after"))
    raise unread


def _kind(status: int) -> TroubleKind:
    if status in {404, 410}:
        return TroubleKind.NOT_FOUND
    if status in {401, 407}:
        return TroubleKind.LOGIN
    if status == 429:
        return TroubleKind.RATE_LIMITED
    return TroubleKind.SERVER_ERROR if status >= 500 else TroubleKind.CLIENT_ERROR
