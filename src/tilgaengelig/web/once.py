"""An order that is sent twice is carried out once: by the key that its sender gave it."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.store.store import Store

_REMEMBERED = 1000


def mark(order: Order) -> str:
    """What tells orders apart."""
    return hashlib.sha256(repr(order).encode("utf-8", "surrogatepass")).hexdigest()


class Once:
    """The keys of the last orders of this process, with the audits that they began. Belongs to one event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._turn = asyncio.Lock()

    async def audit(self, key: str, order: str, start: Callable[[], Awaitable[str]]) -> str:
        """The audit that the key began, or that `start` begins now. Without a key nothing is remembered.

        One that was deleted since is begun anew.

        Raises WrongUse where the key began another order.
        """
        if not key:
            return await start()
        async with self._turn:
            if key in self._known:
                known, audit = self._known[key]
                if known != order:
                    raise WrongUse("Nøglen er brugt til en anden kontrol. Send en ny nøgle, og prøv igen.")
                if await asyncio.to_thread(self._is_there, audit):
                    return audit
            audit = await start()
            self._known[key] = (order, audit)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            return audit

    def _is_there(self, audit: str) -> bool:
        try:
            self._store.audit(audit)
        except UnknownThing:
            return False
        return True
