"""No two audits of a site at once, and no two clocks, whichever processes ask for them, on whichever machines."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import Busy, TilgaengeligError
from tilgaengelig.store.store import Store

log = logging.getLogger(__name__)

#: A process on another machine that dies lets go after so long; one on this machine at once.
HELD = dt.timedelta(seconds=90)
RENEWED = 20.0

#: The holders that this process is now: what it held before, and could not let go of, holds nobody up.
_ours: set[str] = set()

#: How the system marks processes that have ended.
_OVER = ("Z", "X")
#: The lease of the clock: of several that run, one is at work.
CLOCK = "ur"


class Lease:
    """The right to do what `name` stands for, had from `with` to its end.

    Raises Busy, with the sentence, where another process has it. `lost` is called, from a thread of ours, where it was
    taken from us: this machine slept so long that another believed us dead.
    """

    def __init__(self, store: Store, name: str, taken: str) -> None:
        self._store = store
        self._name = name
        self._taken = taken
        self.lost: Callable[[], object] = lambda: None
        self._holder = f"{socket.gethostname()} {os.getpid()} {_born(os.getpid())} {secrets.token_hex(4)}"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)

    def __enter__(self) -> Self:
        _ours.add(self._holder)
        try:
            if not self._take():
                raise Busy(self._taken)
        except TilgaengeligError:
            _ours.discard(self._holder)
            raise
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        _ours.discard(self._holder)
        self._store.let_go(self._name, self._holder)

    def _take(self) -> bool:
        """Whether we have it, for a while from now."""
        other = self._store.lease_holder(self._name)
        dead = other if other and _is_dead(other) else None
        return self._store.take_lease(self._name, self._holder, HELD, over=dead)

    def _renew(self) -> None:
        while not self._ended.wait(RENEWED):
            try:
                # A copy of the database that was put back knows nothing of us: it is as free as when we came.
                if self._take():
                    continue
            except TilgaengeligError as error:
                log.warning("a lease could not be renewed: %s", error)
                continue
            log.warning("the lease of %s went to another process", self._name)
            self.lost()
            return


def held_elsewhere(store: Store, order: Order) -> bool:
    """Whether another process audits the site of the order now."""
    holder = store.lease_holder(order.place)
    if holder is None or _is_dead(holder):
        return False
    return holder.split(" ")[:2] != [socket.gethostname(), str(os.getpid())]


def site_lease(store: Store, order: Order) -> Lease:
    """The right to audit the site of an order."""
    return Lease(store, order.place, taken(order))


def taken(order: Order) -> str:
    """That another process audits it."""
    return (
        f"Webstedet {order.site}{order.prefix} kontrolleres allerede af en anden proces; vent, til den er færdig, "
        "eller stop den først."
    )


def _is_dead(holder: str) -> bool:
    """Whether the holder was a process of this machine that is no more, or a lease of ours that is over.

    Of the latter there are some where the database went away first: it was never told.
    """
    host, number, born, _ = holder.split(" ")
    if host != socket.gethostname():
        return False
    if int(number) == os.getpid() and born == _born(os.getpid()):
        return holder not in _ours
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _born(int(number)) != born


def _born(number: int) -> str:
    """When a process began, where the system says so: numbers are used again.

    Of one that is over, though nobody has asked how it ended, there is nothing to say: "".
    """
    try:
        told = Path(f"/proc/{number}/stat").read_text(encoding="utf-8")
    except OSError:
        return "-"
    fields = told.rpartition(")")[2].split()
    return "" if fields[0] in _OVER else fields[19]
