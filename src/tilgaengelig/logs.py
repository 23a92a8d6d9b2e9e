"""What the commands that run for long tell of themselves: one line an event, as text or JSON, with what it is about.

No letter and no snippet of a page comes here. Addresses of sites do, so logs are for those who run the program.
"""

from __future__ import annotations

import logging
import sys
from contextlib import AbstractContextManager

import structlog


def set_up(*, as_json: bool, level: int = logging.INFO) -> None:
    """From now on every logger's events at `level` or above go to standard error; times are UTC."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        # As it is usually set it shows what every name held where something broke: passwords, a letter.
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # The libraries beneath tell more than anybody wants to know, httpx every address.
    for name in ("httpx", "httpcore", "procrastinate", "urllib3", "selenium", "alembic"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def about(**what: str | int) -> AbstractContextManager[None]:
    """While it is open, whatever this task or thread logs bears these, such as `audit` and `visit`."""
    return structlog.contextvars.bound_contextvars(**what)
