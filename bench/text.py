"""Our measures of Danish text and our advice on it beside textstat and textdescriptives, and passives against gold."""

from __future__ import annotations

import contextlib
import io
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import table
from pages import SAMPLE

from tilgaengelig import resources
from tilgaengelig.danish.passive import Form, passives
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.readability import measure, measures
from tilgaengelig.danish.sentences import split
from tilgaengelig.gather.maintext import main_text
from tilgaengelig.judge.adviser import advise
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.rulebook.book import Rulebook

ROUNDS = 5
_LEAST = 200_000
_PAGE = 4_000  # code points, about a page or two


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
        "all our measures": lambda text: measures(Prose.of(text)),
        "all our measures and all advice": _everything(),
        "textstat.lix": textstat.lix,
    } | _textdescriptives()
    rows = [[name, *(_speed(way, text) for text in texts.values())] for name, way in ways.items()]
    rows.append(["LIX by us", *(_lix(text) for text in texts.values())])
    rows.append(["LIX by textstat", *(float(textstat.lix(text)) for text in texts.values())])
    table.show("Danish: megabytes of text a second of processor", ["", *texts], rows)
    _show_passives(suites)


def _everything() -> Callable[[str], object]:
    """What a letter gets, page by page as letters are."""
    rules = list(Rulebook.load([resources.RULES], CHECKS).rules.values())
    kinds = set(AdviceKind)

    def judged(text: str) -> None:
        for at in range(0, len(text), _PAGE):
            prose = Prose.of(text[at : at + _PAGE])
            measures(prose)
            advise(prose, rules, kinds)

    return judged


def _textdescriptives() -> dict[str, Callable[[str], object]]:
    """Where it is installed (pip install textdescriptives): it brings spaCy and pandas, so it is none of ours."""
    try:
        import spacy
        import textdescriptives  # noqa: F401 - registers its parts with spaCy
    except ImportError:
        print("\ntextdescriptives is not installed: skipped.")
        return {}
    model = spacy.blank("da")
    model.add_pipe("sentencizer")
    model.add_pipe("textdescriptives/readability")
    return {"textdescriptives' readability": model}


def _show_passives(suites: Path | None) -> None:
    """Precision and recall of passives in the treebank's development part, against its own tags."""
    rows = []
    for name, form in (("-s", False), ("blive", True)):
        right = wrong = missed = 0
        for said, tokens in _sentences(suites):
            prose = Prose.of(said)
            found = Counter(
                prose.words[one.first] for one in passives(prose) if (one.form is Form.BLIVE) is form
            )
            gold = Counter(_gold(tokens, blive=form))
            right += (found & gold).total()
            wrong += (found - gold).total()
            missed += (gold - found).total()
        if right:
            rows.append([name, right / (right + wrong), right / (right + missed), right + missed])
    if rows:
        table.show(
            "Passives in DDT (development part)", ["passive", "precision", "recall", "in the treebank"], rows
        )


def _sentences(suites: Path | None) -> Iterator[tuple[str, list[list[str]]]]:
    for path in sorted((suites / "ddt").glob("*.conllu")) if suites else []:
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            lines = block.splitlines()
            said = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
            tokens = [line.split("\t") for line in lines if line[:1].isdigit()]
            if said:
                yield said[0], tokens


def _gold(tokens: list[list[str]], *, blive: bool) -> Iterator[str]:
    heads = {token[0]: token for token in tokens}
    for token in tokens:
        if not blive and "Voice=Pass" in token[5]:
            yield token[1]
        if blive and token[2:4] == ["blive", "AUX"] and "VerbForm=Part" in heads.get(token[6], [""] * 6)[5]:
            yield token[1]


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
