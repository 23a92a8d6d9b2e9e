"""Digests of what servers send: of pages, and of what they use, each asked for once an audit."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Iterable, Mapping

from tilgaengelig.gather.net.fetch import Fetched, Fetcher
from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.model.addresses import host_of, normal
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.model.trouble import TroubleKind

#: A page that uses more is opened each time; a whole audit asks for no more.
MOST_OF_A_PAGE = 200
MOST_IN_ALL = 3000
_BYTES = 5_000_000
#: In place of a digest, of what the server says it does not have.
_ABSENT = "absent"
#: What a server makes anew for each answer, and no reader meets: guards against forged forms, nonces, comments.
_PASSING = re.compile(
    rb"""\snonce=(?:"[^"<>]{0,200}"|'[^'<>]{0,200}')"""
    rb"""|<input\b[^<>]{0,300}\btype=["']?hidden\b[^<>]{0,3000}>"""
    rb"""|<meta\b[^<>]{0,100}\bname=["']csrf-(?:token|param)["'][^<>]{0,500}>"""
    rb"""|<!--[^<>]{0,2000}-->""",
    re.IGNORECASE,
)


def digest(body: bytes, *, page: bool = False) -> str:
    """A digest in hex; of a `page` without what is another in each answer and says nothing."""
    return hashlib.sha256(_PASSING.sub(b"", body) if page else body).hexdigest()[:32]


def imprint(fetched: Fetched, *, page: bool, uses: Mapping[str, str] | None) -> Imprint:
    """Of an answer, and what its page uses."""
    return Imprint(
        body=digest(fetched.body, page=page),
        etag=fetched.headers.get("etag", ""),
        last_modified=fetched.headers.get("last-modified", ""),
        uses=uses,
    )


class Sources:
    """Digests of style sheets, scripts, frames and data. What cannot be had has none, and is never the same.

    What the server says it does not have is the same for as long as it says so.
    """

    def __init__(self, fetcher: Fetcher, politeness: Politeness) -> None:
        self._fetcher = fetcher
        self._politeness = politeness
        self._asked: dict[str, asyncio.Task[str]] = {}

    async def of(self, addresses: Iterable[str] | None) -> Mapping[str, str] | None:
        """The digest of each, None where there are too many or one can't be had."""
        wanted = None if addresses is None else sorted(set(addresses))
        if wanted is None or len(wanted) > MOST_OF_A_PAGE:
            return None
        found = {address: await self.digest(address) for address in wanted}
        return found if all(found.values()) else None

    async def same(self, uses: Mapping[str, str] | None) -> bool:
        """Whether all of it is what it was."""
        if uses is None:
            return False
        for address, known in uses.items():
            if not known or await self.digest(address) != known:
                return False
        return True

    async def digest(self, address: str) -> str:
        """The digest of what stands there now; "" where it cannot be had."""
        if address not in self._asked:
            if len(self._asked) >= MOST_IN_ALL:
                return ""
            self._asked[address] = asyncio.create_task(self._ask(address))
        return await asyncio.shield(self._asked[address])

    async def _ask(self, address: str) -> str:
        try:
            at = normal(address)
            async with self._politeness.turn(host_of(at)):
                fetched = await self._fetcher.follow(at, accept="*/*", limit=_BYTES)
        except Unread as error:
            # Many pages name a style sheet that is not there: that is an answer, and the same one night after night.
            return _ABSENT if error.trouble.kind is TroubleKind.NOT_FOUND else ""
        return digest(fetched.body, page=True)
