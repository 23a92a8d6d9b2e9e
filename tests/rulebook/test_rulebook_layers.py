"""A ministry's own folder over ours, the digest, and which of the engine's rules run."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path

import pytest

from tilgaengelig import resources
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.model.errors import RulebookFault
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Impact
from tilgaengelig.rulebook.book import Rulebook

LOCALE = resources.AXE / "locales" / "da.json"
PICTURE = "billede-uden-alternativ-tekst"


@cache
def _base() -> Rulebook:
    return Rulebook.load([resources.RULES], CHECKS, LOCALE)


def load(*own: Path) -> Rulebook:
    """Our rules with the folders over them, as the program reads them."""
    return Rulebook.load([resources.RULES, *own], CHECKS, LOCALE) if own else _base()


def ours(name: str) -> str:
    """The text of one of our files."""
    return (resources.RULES / name).read_text("utf-8")


def write(folder: Path, name: str, text: str) -> None:
    """Writes one file of a ministry's own."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_rule_of_the_ministry_replaces_ours_of_the_same_id_wherever_it_lies(tmp_path: Path) -> None:
    text = ours(f"web/{PICTURE}.yaml").replace("impact: critical", "impact: minor")
    write(tmp_path, f"egne/{PICTURE}.yaml", text)
    before, after = load(), load(tmp_path)
    assert (before.rule(PICTURE).impact, after.rule(PICTURE).impact) == (Impact.CRITICAL, Impact.MINOR)
    assert after.rules.keys() == before.rules.keys()


def test_a_rule_of_the_ministrys_own_joins_ours(tmp_path: Path) -> None:
    text = ours("tekst/tekst-for-svær.yaml").replace("id: tekst-for-svær", "id: vores-egen")
    write(tmp_path, "egne/vores-egen.yaml", text)
    assert load(tmp_path).rules.keys() - load().rules.keys() == {"vores-egen"}


def test_a_rule_switched_off_takes_its_engine_rules_with_it(tmp_path: Path) -> None:
    write(tmp_path, f"web/{PICTURE}.yaml", ours(f"web/{PICTURE}.yaml") + "enabled: false\n")
    off = load().engine_rules("axe") - load(tmp_path).engine_rules("axe")
    assert off == set(load().rule(PICTURE).settings["axe"])
    assert "image-alt" in off


def test_a_deprecated_rule_does_not_run_though_nobody_switched_it_off(tmp_path: Path) -> None:
    text = ours(f"web/{PICTURE}.yaml").replace("status: stable", "status: deprecated")
    write(tmp_path, f"web/{PICTURE}.yaml", text)
    assert "image-alt" not in load(tmp_path).engine_rules("axe")


def test_audiences_of_the_ministry_replace_ours(tmp_path: Path) -> None:
    write(tmp_path, "maalgrupper.yaml", ours("maalgrupper.yaml").replace("limit: 40", "limit: 39", 1))
    assert load().audiences[Audience.BORGERE].limit == 40
    assert load(tmp_path).audiences[Audience.BORGERE].limit == 39


def test_words_of_the_ministry_lie_over_ours_and_ours_over_axes(tmp_path: Path) -> None:
    mine = {"rules": {"image-alt": {"help": "Vores egne ord"}}}
    write(tmp_path, "axe/da.json", json.dumps(mine))
    theirs = json.loads(LOCALE.read_text("utf-8"))["rules"]["image-alt"]
    merged = load(tmp_path).locale["rules"]["image-alt"]
    assert merged["help"] == "Vores egne ord"
    assert merged["description"] == load().locale["rules"]["image-alt"]["description"]
    assert theirs["help"] != "Vores egne ord"


def test_a_fault_in_the_ministrys_folder_is_told_and_ours_are_not(tmp_path: Path) -> None:
    write(tmp_path, "egne/ny.yaml", ours("tekst/tekst-for-svær.yaml"))
    with pytest.raises(RulebookFault) as raised:
        load(tmp_path)
    assert {fault.file for fault in raised.value.faults} == {"egne/ny.yaml"}


@pytest.mark.parametrize(
    ("name", "word", "other"),
    [
        (f"web/{PICTURE}.yaml", "Åbn billedet", "Åbn fotoet"),
        ("kriterier.yaml", "Ikke-tekstbaseret", "Ikke tekstbaseret"),
        ("maalgrupper.yaml", "da: Borgere", "da: Borgerne"),
        ("axe/da.json", "skal", "bør"),
    ],
)
def test_the_digest_changes_with_one_word_of_any_file(
    tmp_path: Path, name: str, word: str, other: str
) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(resources.RULES, copy)
    before = Rulebook.load([copy], CHECKS, LOCALE).digest
    text = (copy / name).read_text("utf-8")
    assert word in text
    (copy / name).write_text(text.replace(word, other, 1), encoding="utf-8")
    assert Rulebook.load([copy], CHECKS, LOCALE).digest != before


def test_the_digest_is_the_same_wherever_the_rules_lie(tmp_path: Path) -> None:
    copy = tmp_path / "et" / "andet" / "sted"
    shutil.copytree(resources.RULES, copy)
    assert Rulebook.load([copy], CHECKS, LOCALE).digest == load().digest


def test_the_digest_changes_with_a_folder_over_ours(tmp_path: Path) -> None:
    write(tmp_path, "egne/vores-egen.yaml",
          ours("tekst/tekst-for-svær.yaml").replace("id: tekst-for-svær", "id: vores-egen"))  # fmt: skip
    assert load(tmp_path).digest != load().digest
