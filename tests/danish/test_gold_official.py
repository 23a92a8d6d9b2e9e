"""Sentences of laws, regulations, guidance and decisions, segmented by somebody who had not seen the splitter.

`gold_official.txt` may be looked at and learnt from. Nothing may be changed for the sake of a case in
`gold_official_heldout.txt`: it tells how the splitter does on what it has not met.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tilgaengelig.danish.sentences import split

HERE = Path(__file__).parent
_SPACE = re.compile(r"\s+")


def passages(name: str) -> list[tuple[str, set[int]]]:
    """Each passage, and after how many characters other than white space a sentence ends and another begins."""
    _, *cases = (HERE / name).read_text(encoding="utf-8").rstrip("\n").split("\n====\n")
    found = []
    for case in cases:
        source, _, marked = case.partition("\n")
        assert source.startswith("# source: "), source
        ends, length = set(), 0
        for part in marked.split("‖")[:-1]:
            length += len(_SPACE.sub("", part))
            ends.add(length)
        found.append((re.sub(" ?‖", "", marked), ends))
    return found


def ends_found(text: str) -> set[int]:
    """The same of the sentences that we find; the end of the text is no find."""
    ends = {len(_SPACE.sub("", text[: span.end])) for span in split(text)}
    return ends - {len(_SPACE.sub("", text))}


@pytest.mark.parametrize(
    ("name", "least"), [("gold_official.txt", 99.5), ("gold_official_heldout.txt", 98.0)]
)
def test_official_danish_is_split_as_a_person_splits_it(name: str, least: float) -> None:
    right = wrong = missed = 0
    for text, gold in passages(name):
        found = ends_found(text)
        right += len(found & gold)
        wrong += len(found - gold)
        missed += len(gold - found)
    assert 200 * right / (2 * right + wrong + missed) >= least


def test_there_are_enough_passages_from_different_texts() -> None:
    sentences = dict.fromkeys(("gold_official.txt", "gold_official_heldout.txt"), 0)
    for name in sentences:
        sentences[name] = sum(len(gold) + 1 for _, gold in passages(name))
    assert sum(sentences.values()) >= 400
    assert sentences["gold_official_heldout.txt"] >= 150
