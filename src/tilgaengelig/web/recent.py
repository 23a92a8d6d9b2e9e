"""What is costly to make, kept at hand for those who ask next."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """The last few that were asked for. Of one key one caller makes it, and others of that key alone wait for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._turn = threading.Lock()  # for the list alone: never held while anything is made

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept by that key, or is made now. Raises what `make` raises; it is made anew for the next then."""
        with self._turn:
            kept = self._kept.get(key)
            made = kept or Future[T]()
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if kept is None:
            try:
                made.set_result(make())
            except BaseException as error:
                with self._turn:
                    if self._kept.get(key) is made:
                        del self._kept[key]
                made.set_exception(error)
        return made.result()
