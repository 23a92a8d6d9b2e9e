"""A workshop in this process for sites of documents alone, and a document for them: no page needs a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sites import answer

from ports import closed_port
from tilgaengelig import resources
from tilgaengelig.settings import Settings
from tilgaengelig.workshop import Workshop

DOCUMENT = answer(
    (resources.SAMPLE / "site/publikationer/vejledning-tilskud.pdf").read_bytes(),
    Content_Type="application/pdf",
)


@contextmanager
def workshop_without_browsers(folder: Path, **more: Any) -> Iterator[Workshop]:
    usual: dict[str, Any] = {
        "database": f"sqlite:///{folder / 'a.db'}",
        "browsers": 1,
        "webdriver": f"http://127.0.0.1:{closed_port()}",  # no browser can be had, and none is needed
        "allow_network": ["127.0.0.0/8"],
        "was": "",
    }
    with Workshop(Settings(**usual | more)) as opened:
        yield opened
