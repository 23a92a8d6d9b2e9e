"""Word lists: read, layered, bound to the rules that name them, and refused where they have faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilgaengelig import resources
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.model.errors import RulebookFault
from tilgaengelig.model.wordlist import Entry, WordList
from tilgaengelig.rulebook.book import Rulebook

RULE = (resources.RULES / "raad" / "lang-sætning.yaml").read_text("utf-8")


def checked(prose: object, rule: object, *, words: WordList) -> None:
    """What a check that takes a word list looks like."""


def load(tmp_path: Path, ours: str, theirs: str = "", rule: str = "prøve") -> Rulebook:
    """Our rulebook with one list, a ministry's list of the same name over it, and a rule that names the list."""
    own = [tmp_path / "a", tmp_path / "b"]
    for folder, text in zip(own, (ours, theirs), strict=True):
        (folder / "ordlister").mkdir(parents=True)
        if text:
            (folder / "ordlister" / "prøve.yaml").write_text(text, "utf-8")
    made = RULE.replace("advice.long_sentence", "advice.checked").replace("{most: 25}", f"{{words: {rule}}}")
    (own[0] / "lang-sætning.yaml").write_text(made, "utf-8")
    return Rulebook.load([resources.RULES, *own], {**CHECKS, "advice.checked": checked})


def test_a_rule_gets_the_list_that_it_names(tmp_path: Path) -> None:
    book = load(tmp_path, "- {word: påbegynde, instead: begynde, forms: {påbegynder: begynder}}")
    words = book.rule("lang-sætning").settings["words"]
    assert words is book.lists["prøve"]
    assert words.entries == {"påbegynde": Entry("påbegynde", "begynde", {"påbegynder": "begynder"})}


def test_forms_without_a_word_of_their_own_are_a_mere_list(tmp_path: Path) -> None:
    entries = (
        load(tmp_path, "- {word: hjemmel, note: Reglen i loven., forms: [hjemlen]}").lists["prøve"].entries
    )
    assert entries["hjemmel"].forms == {"hjemlen": ""}


def test_what_cannot_be_put_in_is_a_hint(tmp_path: Path) -> None:
    entries = load(tmp_path, "- {word: ambulant, hint: uden at blive indlagt}").lists["prøve"].entries
    assert entries == {"ambulant": Entry("ambulant", hint="uden at blive indlagt")}


def test_a_ministry_adds_words_and_replaces_ours(tmp_path: Path) -> None:
    ours = "- {word: såfremt, instead: hvis}\n- {word: vedrørende, instead: om}"
    theirs = "- {word: vedrørende, instead: om / angående}\n- {word: idet, note: Sig det med fordi.}"
    entries = load(tmp_path, ours, theirs).lists["prøve"].entries
    assert {word: entry.instead for word, entry in entries.items()} == {
        "såfremt": "hvis",
        "vedrørende": "om / angående",
        "idet": "",
    }


def test_a_ministry_changes_one_key_of_a_word_and_takes_a_word_away(tmp_path: Path) -> None:
    ours = "- {word: såfremt, instead: hvis, note: Gammelt.}\n- {word: vedrørende, instead: om}"
    theirs = "- {word: vedrørende, enabled: false}\n- {word: såfremt, note: Tungt.}"
    entries = load(tmp_path, ours, theirs).lists["prøve"].entries
    assert entries == {"såfremt": Entry("såfremt", "hvis", note="Tungt.")}


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("- {word: såfremt, instead: hvis}\n- {word: såfremt, instead: om}", 2, "1.word"),
        ("- {word: såfremt}", 1, "0.word"),
        ("- {word: såfremt, istedet: hvis, instead: hvis}", 1, "0.istedet"),
        ("- {word: a, instead: b, forms: c}", 1, "0.forms"),
        ("- {word: a, instead: b, forms: {c: 3}}", 1, "0.forms"),
        ("word: a", 1, "filen"),
    ],
)
def test_a_list_with_a_fault_is_refused_with_its_place(
    tmp_path: Path, text: str, line: int, key: str
) -> None:
    with pytest.raises(RulebookFault) as refused:
        load(tmp_path, text)
    assert [(one.file, one.line, one.key) for one in refused.value.faults] == [
        ("ordlister/prøve.yaml", line, key)
    ]


def test_a_rule_that_names_no_list_of_ours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookFault, match=r"with\.words: er ingen ordliste: 'findes-ikke'.*prøve"):
        load(tmp_path, "- {word: såfremt, instead: hvis}", rule="findes-ikke")
