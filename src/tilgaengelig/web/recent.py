"""What is costly to make, kept at hand for those who ask next."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")

#: So many seconds are long, and what takes that long is kept for so many times as long.
_LONG, _SELDOM = 0.5, 10


class Unhurried(Generic[T]):
    """What one thing was when it was last looked at: where that takes long, it is looked at the more seldom.

    It is then kept for ten times as long. Who asks while another looks has what was there before.
    `clock` tells seconds.
    """

    def __init__(self, look: Callable[[], T], clock: Callable[[], float] = time.monotonic) -> None:
        self._look = look
        self._clock = clock
        self._seen: list[T] = []
        self._until = 0.0
        self._turn = threading.Lock()

    def __call__(self) -> T:
        """What it is, or was a while ago."""
        if not self._turn.acquire(blocking=not self._seen):
            return self._seen[0]
        try:
            began = self._clock()
            if not self._seen or began >= self._until:
                self._seen[:] = [self._look()]
                took = self._clock() - began
                self._until = began + _SELDOM * took if took >= _LONG else 0.0
            return self._seen[0]
        finally:
            self._turn.release()


class _Kept(Generic[T]):
    """What is made or in the making; `done` is when it was made, None before."""

    def __init__(self) -> None:
        self.made = Future[T]()
        self.done: float | None = None


class Recent(Generic[T]):
    """The last few that were made or asked for, and what is in the making.

    Of one key one caller makes it, and others of that key alone wait for it. `clock` tells seconds.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._kept: OrderedDict[Hashable, _Kept[T]] = OrderedDict()
        self._turn = threading.Lock()  # for the list alone: never held while anything is made

    def of(self, key: Hashable, make: Callable[[], T], seconds: float | None = None) -> T:
        """What is kept by that key, or is made now.

        What was done more than so many `seconds` ago is made anew (None: it never ages); what is still in the making
        is waited for, however long it takes. Raises what `make` raises; it is made anew for the next then.
        """
        with self._turn:
            kept = self._kept.get(key)
            ours = kept is None or self._is_old(kept, seconds)
            if kept is None or ours:
                kept = self._kept[key] = _Kept()
            self._kept.move_to_end(key)
        if ours:
            self._make(key, kept, make)
        return kept.made.result()

    def _is_old(self, kept: _Kept[T], seconds: float | None) -> bool:
        return seconds is not None and kept.done is not None and self._clock() - kept.done > seconds

    def _make(self, key: Hashable, kept: _Kept[T], make: Callable[[], T]) -> None:
        try:
            made = make()
        except BaseException as error:
            with self._turn:
                del self._kept[key]
            kept.made.set_exception(error)
        else:
            with self._turn:
                kept.done = self._clock()
                self._kept.move_to_end(key)
                self._leave_the_last()
            kept.made.set_result(made)

    def _leave_the_last(self) -> None:
        done = [key for key, kept in self._kept.items() if kept.done is not None]
        for key in done[: -self._most]:
            del self._kept[key]
