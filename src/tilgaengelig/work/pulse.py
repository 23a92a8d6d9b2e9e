"""A sign of life that a health check outside can see: a file touched as long as the process's event loop goes round."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


@asynccontextmanager
async def beating(file: Path | None, seconds: float) -> AsyncIterator[None]:
    """While the block runs, the file is touched every so many seconds; None touches nothing."""
    if file is None:
        yield
        return
    task = asyncio.create_task(_beat(file, seconds))
    try:
        yield
    finally:
        task.cancel()


async def _beat(file: Path, seconds: float) -> None:
    while True:
        await asyncio.to_thread(file.touch)
        await asyncio.sleep(seconds)
