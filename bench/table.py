"""Figures as a table that reads well in a terminal and in Markdown alike."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path


def show(title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints a table; numbers to the right."""
    cells = [list(heads), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(heads))]
    right = [at > 0 and all(_numeric(row[at]) for row in cells[1:]) for at in range(len(heads))]
    rule = ["-" * (width - 1) + ":" if right[at] else "-" * width for at, width in enumerate(widths)]
    print(f"\n## {title}\n")
    for row in [cells[0], rule, *cells[1:]]:
        padded = (
            cell.rjust(width) if right[at] else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print(f"| {' | '.join(padded)} |", flush=True)


def machine() -> str:
    """When and on what."""
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    model = " ".join(found[1].split()) if found else platform.processor()
    load = os.getloadavg()[0]
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({model}), "
        f"Python {platform.python_version()}, load {load:.1f} before"
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _numeric(cell: str) -> bool:
    return not cell or cell == "-" or cell.lstrip("-")[:1].isdigit()
