"""The lists of words beside this module, in lexicon/."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def lines(name: str) -> Iterator[str]:
    """Yield the lines of a list, without its comments."""
    for line in files("tilgaengelig.danish").joinpath("lexicon", name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line
