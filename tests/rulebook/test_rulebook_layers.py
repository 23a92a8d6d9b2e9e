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


OWN = """\
id: vores-egen
title: {da: Skriv aldrig til ”borgeren”}
check: text.lix
impact: minor
responsibility: redaktør
helps: [kognition]
why: {da: Læseren er et menneske.}
fix:
  da: Skriv ”du”.
  steps: [Find ordet, og ret det.]
examples:
  passed:
    - {text: Du kan søge om støtte., why: Der står du.}
"""


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
    write(tmp_path, "egne/vores-egen.yaml", OWN)
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


def test_a_file_with_some_keys_changes_only_those_and_the_rule_tells_which(tmp_path: Path) -> None:
    write(tmp_path, f"{PICTURE}.yaml", "impact: minor\ntitle: {da: Skriv om billedet}\n")
    before, after = load().rule(PICTURE), load(tmp_path).rule(PICTURE)
    assert (after.impact, after.title) == (Impact.MINOR, {**before.title, "da": "Skriv om billedet"})
    assert (after.changed, after.own) == (("impact", "title"), False)
    kept = ("why", "fix", "steps", "settings", "wcag", "techniques", "failed", "topic")
    assert all(getattr(after, name) == getattr(before, name) for name in kept)
    assert before.changed == ()


def test_a_line_is_enough_to_switch_a_rule_off(tmp_path: Path) -> None:
    write(tmp_path, f"{PICTURE}.yaml", "enabled: false\n")
    book = load(tmp_path)
    assert not book.rule(PICTURE).active
    assert "image-alt" not in book.engine_rules("axe")


def test_a_key_with_no_value_takes_ours_away_and_a_list_replaces_ours(tmp_path: Path) -> None:
    write(tmp_path, f"{PICTURE}.yaml", "requires: {act: null}\nfix:\n  steps: [Ring til os.]\n")
    rule = load(tmp_path).rule(PICTURE)
    assert (rule.act, rule.wcag, rule.steps) == ((), ("1.1.1",), ("Ring til os.",))
    assert rule.fix == load().rule(PICTURE).fix


def test_settings_are_changed_one_by_one_but_not_taken_over_by_another_check(tmp_path: Path) -> None:
    write(tmp_path, "tabeltitel-lavet-som-celle.yaml", "with: {doubtful: false}\n")
    write(tmp_path, f"{PICTURE}.yaml", "check: text.lix\n")
    book = load(tmp_path)
    assert book.rule("tabeltitel-lavet-som-celle").settings == {
        "axe": ["table-fake-caption"],
        "doubtful": False,
    }
    assert book.rule(PICTURE).settings == {}


def test_a_file_that_says_what_ours_says_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, f"{PICTURE}.yaml", ours(f"web/{PICTURE}.yaml"))
    assert load(tmp_path).rule(PICTURE) == load().rule(PICTURE)


def test_a_third_folder_lies_over_the_second(tmp_path: Path) -> None:
    write(tmp_path / "koncern", f"{PICTURE}.yaml", "impact: minor\n")
    write(tmp_path / "hus", f"{PICTURE}.yaml", "responsibility: udvikler\n")
    rule = load(tmp_path / "koncern", tmp_path / "hus").rule(PICTURE)
    assert (rule.impact, rule.changed) == (Impact.MINOR, ("impact", "responsibility"))


def test_a_rule_of_the_ministrys_own_is_told_as_its_own(tmp_path: Path) -> None:
    write(tmp_path, "vores-egen.yaml", OWN)
    book = load(tmp_path)
    assert [rule.id for rule in book.rules.values() if rule.own] == ["vores-egen"]
    assert book.rule("vores-egen").changed == ()


def test_a_fault_in_a_change_is_told_in_the_file_that_has_it(tmp_path: Path) -> None:
    write(tmp_path, f"vores/{PICTURE}.yaml", "enabled: false\nimpakt: minor\nfix:\n  steps: []\n")
    with pytest.raises(RulebookFault) as raised:
        load(tmp_path)
    assert {(one.file, one.line, one.key) for one in raised.value.faults} == {
        (f"vores/{PICTURE}.yaml", 2, "impakt"),
        (f"vores/{PICTURE}.yaml", 4, "fix.steps"),
    }


def test_a_change_to_a_rule_that_there_is_none_of_is_a_rule_with_faults(tmp_path: Path) -> None:
    write(tmp_path, "billede-uden-alternativ-text.yaml", "enabled: false\n")
    with pytest.raises(
        RulebookFault, match=r"alternativ-text\.yaml:1: id: .*mente du ”billede-uden-alternativ-tekst”"
    ):
        load(tmp_path)


def test_the_criteria_are_nobodys_to_change(tmp_path: Path) -> None:
    write(tmp_path, "kriterier.yaml", '- sc: "1.1.1"\n  lovkrav: false\n')
    with pytest.raises(RulebookFault, match=r"kriterier\.yaml:1: filen: kan ikke ændres lokalt"):
        load(tmp_path)


def test_an_audience_and_a_topic_are_changed_entry_by_entry(tmp_path: Path) -> None:
    write(tmp_path, "maalgrupper.yaml", "- id: presse\n  lix: {limit: 44}\n")
    write(tmp_path, "emner.yaml", "- id: breve\n  name: {da: Breve}\n  about: {da: Post til borgere.}\n")
    book, before = load(tmp_path), load()
    press = book.audiences[Audience.PRESSE]
    assert (press.limit, press.goal) == (44, before.audiences[Audience.PRESSE].goal)
    assert [*book.topics] == [*before.topics, "breve"]


def test_a_fault_in_an_entry_is_told_at_its_line_in_the_ministrys_file(tmp_path: Path) -> None:
    write(
        tmp_path, "maalgrupper.yaml", "- id: presse\n  lix: {limit: 44}\n- id: borgere\n  lixx: {limit: 3}\n"
    )
    with pytest.raises(RulebookFault) as raised:
        load(tmp_path)
    assert [(one.line, one.key) for one in raised.value.faults] == [(4, "0.lixx")]


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
    write(tmp_path, "egne/vores-egen.yaml", OWN)
    assert load(tmp_path).digest != load().digest


def test_what_no_law_demands_is_heard_only_where_it_is_asked_for(tmp_path: Path) -> None:
    name = "kontrast-under-skærpet-krav"
    assert not load().rules[name].active
    assert load().rules[name].criteria == ("1.4.6",)
    assert load().rules["link-siger-ikke-hvor-det-fører-hen"].criteria == ("2.4.4", "2.4.9")
    assert load().rules["link-siger-ikke-hvor-det-fører-hen"].active
    assert "color-contrast-enhanced" not in load().engine_rules("axe")
    beyond = load().beyond_the_law()
    assert beyond.rules[name].active
    assert "color-contrast-enhanced" in beyond.engine_rules("axe")
    write(tmp_path, f"{name}.yaml", "enabled: false\n")
    assert not load(tmp_path).beyond_the_law().rules[name].active
