"""Waiting for work that may be called off: nothing of it goes on when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

_T = TypeVar("_T")


async def first_of(work: Iterable[asyncio.Future[Any]], *events: asyncio.Event) -> None:
    """Until some of the work is done, or one of the events is set."""
    setting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait([*setting, *work], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in setting:
            each.cancel()


async def unless(event: asyncio.Event, work: Coroutine[Any, Any, _T]) -> _T | None:
    """What comes of the work; None where the event was set before it was done, or it called itself off."""
    task = asyncio.ensure_future(work)
    try:
        await first_of([task], event)
        return task.result() if task.done() and not task.cancelled() else None
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
