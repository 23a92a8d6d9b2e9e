"""Draws advice at random from real text, to be judged by hand: is the text better for a reader who follows it?

    python bench/advice.py CORPUS... --kind officialese --sample 50 --seed 1

A corpus is a text file, or a folder of them. Every piece of advice is as likely as any other, and the same seed
draws the same. `--count` only counts, kind by kind, how often there is advice. Figures judged so stand in
docs/advice.md.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import table

from tilgaengelig import resources
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.adviser import advise
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.rulebook.book import Rulebook

_PIECE = 4_000  # code points: about a page or two, as long as what is judged in one go
_AROUND = 110


@dataclass(frozen=True)
class Drawn:
    """A piece of advice with the page that it was given on."""

    file: str
    page: str
    advice: Advice


def main() -> None:
    """Counts or draws."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="+", type=Path)
    parser.add_argument("--kind", type=AdviceKind, help="only this kind")
    parser.add_argument("--rule", help="only this rule")
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", action="store_true")
    given = parser.parse_args()
    drawn = [
        one
        for one in _advised(given.corpus, given.kind)
        if given.rule is None or one.advice.rule == given.rule
    ]
    if given.count:
        counted = Counter((one.advice.kind, one.advice.rule) for one in drawn)
        table.show("Advice", ["kind", "rule", "pieces"], [[*key, n] for key, n in sorted(counted.items())])
        return
    print(f"{len(drawn)} pieces of advice in all")
    for number, one in enumerate(
        random.Random(given.seed).sample(drawn, min(given.sample, len(drawn))), start=1
    ):
        _show(number, one)


def _advised(corpus: list[Path], kind: AdviceKind | None) -> Iterator[Drawn]:
    rules = Rulebook.load([resources.RULES], CHECKS).rules.values()
    kinds = [kind] if kind else list(AdviceKind)
    for path in corpus:
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            for page in _pages(file.read_text(encoding="utf-8", errors="replace")):
                for advice in advise(Prose.of(page), rules, kinds, hints=True).advice:
                    yield Drawn(file.name, page, advice)


def _pages(text: str) -> Iterator[str]:
    """The text in pieces of whole paragraphs."""
    page = ""
    for paragraph in text.split("\n\n"):
        if page and len(page) + len(paragraph) > _PIECE:
            yield page
            page = ""
        page += paragraph + "\n\n"
    yield page


def _show(number: int, one: Drawn) -> None:
    start, end = one.advice.start, one.advice.end
    before, after = one.page[max(0, start - _AROUND) : start], one.page[end : end + _AROUND]
    marked = " ".join(f"{before}[[{one.page[start:end]}]]{after}".split())
    print(f"{number:3}. {one.file}: {marked}\n     {one.advice.message}")


if __name__ == "__main__":
    main()
