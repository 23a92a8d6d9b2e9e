"""Our measure of Danish text beside textstat's LIX, in megabytes a second."""

from __future__ import annotations

import contextlib
import io
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import table
from pages import SAMPLE

from tilgaengelig.danish.readability import measure
from tilgaengelig.danish.sentences import split
from tilgaengelig.gather.maintext import main_text

ROUNDS = 5
_LEAST = 200_000


def show(suites: Path | None) -> None:
    """Speed on the sample site's text and, where it is given, on the Danish Dependency Treebank's."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        import textstat
    textstat.set_lang("da")
    texts = {"the sample site": _sample()} | _treebank(suites)
    ways: dict[str, Callable[[str], object]] = {
        "our measure (words, sentences, long words, distinct words)": lambda text: measure([text]),
        "our sentence splitter": split,
        "textstat.lix": textstat.lix,
    }
    rows = [[name, *(_speed(way, text) for text in texts.values())] for name, way in ways.items()]
    rows.append(["LIX by us", *(_lix(text) for text in texts.values())])
    rows.append(["LIX by textstat", *(float(textstat.lix(text)) for text in texts.values())])
    table.show("Danish: megabytes of text a second of processor", ["", *texts], rows)


def _sample() -> str:
    pages = sorted((SAMPLE).rglob("*.html"))
    blocks = [block.text for page in pages for block in main_text(page.read_text("utf-8", "replace"), "")]
    return "\n\n".join(blocks)


def _treebank(suites: Path | None) -> dict[str, str]:
    found = sorted((suites / "ddt").glob("*.conllu")) if suites else []
    if not found:
        print("\nThe Danish Dependency Treebank is not there (SUITES=folder): skipped.")
        return {}
    lines = found[0].read_text(encoding="utf-8").splitlines()
    said = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    return {"DDT": "\n\n".join(" ".join(said[at : at + 5]) for at in range(0, len(said), 5))}


def _speed(way: Callable[[str], object], text: str) -> float:
    """The best of some rounds; each on a text of its own, since textstat remembers what it was asked before."""
    whole = "\n\n".join([text] * (1 + _LEAST // max(1, len(text))))
    size = len(whole.encode()) / 1e6
    best = float("inf")
    for number in range(ROUNDS):
        fresh = f"{whole}\n\nDet var prøve nummer {number}."
        began = time.thread_time()
        way(fresh)
        best = min(best, time.thread_time() - began)
    return size / best


def _lix(text: str) -> float:
    counts = measure([text])
    return float(counts.lix or 0.0)
