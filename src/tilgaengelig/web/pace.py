"""How fast one caller may ask: a bucket each, which fills as time goes by. It is in this process alone."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

#: Whoever was not heard of for longest is forgotten first; she then has a full bucket.
_MOST_CALLERS = 20_000


class Pace:
    """`a_minute` requests a minute from each caller, who may save up those of one minute. 0: as fast as she likes."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(a_minute)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._turn = threading.Lock()

    def wait(self, caller: str) -> int:
        """0 where the caller may ask now, and has then asked; else the whole seconds until she may."""
        if not self._most:
            return 0
        with self._turn:
            now = self._clock()
            left, at = self._buckets.pop(caller, (self._most, now))
            left = min(self._most, left + (now - at) * self._most / 60)
            asked = left >= 1
            self._buckets[caller] = (left - asked, now)
            if len(self._buckets) > _MOST_CALLERS:
                self._buckets.popitem(last=False)
        return 0 if asked else max(1, math.ceil((1 - left) * 60 / self._most))
