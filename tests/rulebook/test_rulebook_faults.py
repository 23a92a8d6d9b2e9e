"""What a fault in the rulebook says: its file, its line, its key, and all faults at once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tilgaengelig import resources
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.model.errors import RulebookFault, UnknownThing, WrongUse
from tilgaengelig.rulebook.book import Rulebook

LOCALE = resources.AXE / "locales" / "da.json"

RULE = """\
id: billede-uden-ord
title: {da: Et billede skal have ord, en: A picture must have words}
requires:
  wcag: ["1.1.1"]
check: page.engine
with: {axe: [image-alt]}
impact: serious
responsibility: redaktør
helps: [uden syn]
why: {da: Ellers ved blinde intet om det.}
fix:
  da: Skriv, hvad billedet viser.
  steps:
    - Åbn billedet i dit CMS.
examples:
  failed:
    - html: <img src="a.png">
      why: Der mangler ord.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A rulebook with the criteria and the audiences, and one rule that has no fault."""
    for name in ("kriterier.yaml", "maalgrupper.yaml", "emner.yaml"):
        shutil.copy(resources.RULES / name, tmp_path)
    path = tmp_path / "kriterier.yaml"
    # Our criteria name rules of ours, which are not here.
    path.write_text(re.sub("  decided_by: .*\n", "", path.read_text("utf-8")), encoding="utf-8")
    (tmp_path / "web").mkdir()
    write(tmp_path, RULE)
    return tmp_path


def write(folder: Path, text: str, file: str = "web/billede-uden-ord.yaml") -> None:
    """Writes one file of the rulebook."""
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")


def load(*folders: Path) -> Rulebook:
    """Reads the folders as the program does."""
    return Rulebook.load(folders, CHECKS, LOCALE)


def faults(*folders: Path) -> list[tuple[str, int, str, str]]:
    """Every fault that the folders have."""
    with pytest.raises(RulebookFault) as raised:
        load(*folders)
    assert all(str(fault) in str(raised.value) for fault in raised.value.faults)
    return [(fault.file, fault.line, fault.key, fault.what) for fault in raised.value.faults]


def test_a_rule_without_fault_is_read_whole(folder: Path) -> None:
    rule = load(folder).rule("billede-uden-ord")
    assert rule.title == {"da": "Et billede skal have ord", "en": "A picture must have words"}
    assert (rule.check, rule.settings, rule.clauses) == ("page.engine", {"axe": ["image-alt"]}, ("9.1.1.1",))
    assert [example.outcome for example in rule.failed] == ["failed"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "key", "what"),
    [
        ("impact: serious", "impact: seriøs", 7, "impact", "her står 'seriøs' (mente du ”serious”?)"),
        ("impact: serious", "impakt: serious", 7, "impakt", "ukendt nøgle; mente du ”impact”?"),
        ("impact: serious", "zzz: serious", 7, "zzz", "de kendte er check, "),
        ("impact: serious\n", "", 1, "impact", "skal være et af ordene critical, serious, moderate, minor"),
        ("check: page.engine", "check: page.engin", 5, "check", "mente du ”page.engine”?"),
        ("{axe: [image-alt]}", "{aks: [image-alt]}", 6, "with.aks", "de kendte er axe, "),
        ("{axe: [image-alt]}", "{axe: [image-alt, imgalt]}", 6, "with.axe.1", "mente du ”image-alt”?"),
        ("{axe: [image-alt]}", "{axe: image-alt}", 6, "with.axe", "liste"),
        ("{axe: [image-alt]}", "[axe]", 6, "with", "nøgler med værdier"),
        ('["1.1.1"]', '["1.1.1", "9.9.9"]', 4, "requires.wcag", "9.9.9 er ikke et kriterium"),
        ('["1.1.1"]', '"1.1.1"', 4, "requires.wcag", "liste"),
        ("id: billede-uden-ord", "id: billede", 1, "id", "filens navn"),
        ("helps: [uden syn]", "helps: [uden syn, '']", 9, "helps", "ikke er en tekst"),
        ("why: {da: Ellers", "why: {dansk: Ellers", 10, "why.dansk", "ukendt nøgle"),
        ("why: {da: Ellers", "why: {dansk: Ellers", 10, "why.da", "mangler"),
        ("  da: Skriv, hvad billedet viser.", "  da: ' '", 12, "fix.da", "ikke er tom"),
        ("      why: Der mangler ord.", "      hvorfor: x", 18, "examples.failed.0.hvorfor", "ukendt nøgle"),
        ("      why: Der", "      outcome: maybe\n      why: Der", 18, "examples.failed.0.outcome", "cantTell"),
        ("  failed:\n", "  passed:\n    - why: Nej\n      outcome: failed\n  failed:\n", 18,
         "examples.passed.0.outcome", "ukendt nøgle"),
        ("impact: serious", "impact: serious\ntopic: biller", 8, "topic", "mente du ”billeder”?"),
        ('["1.1.1"]', '["1.1.1"]\n  act: [23a2]', 5, "requires.act", "'23a2' kan ikke være rigtigt"),
        ('["1.1.1"]', '["1.1.1"]\n  techniques: [H37, X37]', 5, "requires.techniques", "skrives som H37"),
        ('["1.1.1"]', '["1.2.4"]\nduty: lovkrav', 5, "duty", "kan ikke være lovkrav"),
        ("  steps:\n    - Åbn billedet i dit CMS.\n", "", 11, "fix.steps", "mindst ét trin"),
        ("  steps:\n    - Åbn billedet i dit CMS.\n", "  steps: []\n", 13, "fix.steps", "mindst ét trin"),
        ("  failed:\n    - html: <img src=\"a.png\">\n      why: Der mangler ord.\n", "  passed: []\n", 15,
         "examples", "mindst ét stykke"),
        ("impact: serious", "impact: serious\nimpact: minor", 8, "impact", "to gange"),
        ("impact: serious", "impact: serious\nenabled: ja", 8, "enabled", "true eller false"),
        ("impact: serious", "impact: serious\nenabled: no", 8, "enabled", "true eller false"),
        ("impact: serious", "impact: [serious", 8, "filen", "YAML"),
        ("impact: serious", "impact: !!python/object:os.system x", 7, "filen", "YAML"),
        ("impact: serious", "impact: serious\n? [a]\n: b", 8, "filen", "YAML"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_file_line_and_key(
    folder: Path, right: str, wrong: str, line: int, key: str, what: str
) -> None:
    assert right in RULE
    write(folder, RULE.replace(right, wrong, 1))
    told = [one for one in faults(folder) if one[2] == key]
    assert len(told) == 1, faults(folder)
    assert told[0][:2] == ("web/billede-uden-ord.yaml", line)
    assert what in told[0][3]


def test_all_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    write(folder, RULE.replace("impact: serious", "impact: slem").replace("page.engine", "page.motor"))
    write(folder, "id: [", "tekst/uden-ende.yaml")
    write(folder, (folder / "kriterier.yaml").read_text("utf-8").replace("level: A\n", "niveau: A\n", 1),
          "kriterier.yaml")  # fmt: skip
    write(folder, (folder / "maalgrupper.yaml").read_text("utf-8").replace("goal: 35", "goal: lav", 1),
          "maalgrupper.yaml")  # fmt: skip
    write(folder, '{"rules": {', "axe/da.json")
    told = {(file, key) for file, _line, key, _what in faults(folder)}
    assert told >= {
        ("web/billede-uden-ord.yaml", "impact"),
        ("web/billede-uden-ord.yaml", "check"),
        ("tekst/uden-ende.yaml", "filen"),
        ("kriterier.yaml", "0.niveau"),
        ("kriterier.yaml", "0.level"),
        ("maalgrupper.yaml", "0.lix.goal"),
        ("axe/da.json", "filen"),
    }


def test_a_file_that_is_empty_or_no_mapping_is_a_fault_and_no_crash(folder: Path) -> None:
    write(folder, "", "web/tom.yaml")
    write(folder, "- a\n- b\n", "web/liste.yaml")
    (folder / "web" / "bytes.yaml").write_bytes(b"id: \xe6\xf8\xe5\n")
    told = faults(folder)
    assert {file for file, *_ in told} == {"web/tom.yaml", "web/liste.yaml", "web/bytes.yaml"}


def test_criteria_that_are_missing_are_told_by_their_file(folder: Path) -> None:
    (folder / "kriterier.yaml").unlink()
    assert ("kriterier.yaml", 1, "filen", "skal være en liste") in faults(folder)


def test_a_criterion_that_stands_twice_is_told(folder: Path) -> None:
    path = folder / "kriterier.yaml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace('- sc: "1.2.1"', '- sc: "1.1.1"', 1), encoding="utf-8")
    line = whole[: whole.index('- sc: "1.2.1"')].count("\n") + 1
    assert ("kriterier.yaml", line, "1.sc", "1.1.1 står to gange") in faults(folder)


def test_an_audience_that_is_missing_is_told(folder: Path) -> None:
    path = folder / "maalgrupper.yaml"
    whole = path.read_text("utf-8")
    path.write_text(whole[: whole.index("- id: presse")], encoding="utf-8")
    assert [what for *_, what in faults(folder)] == ["mangler målgruppen presse"]


def test_two_rules_of_one_id_are_told_though_they_lie_in_two_folders(folder: Path) -> None:
    write(folder, RULE, "tekst/billede-uden-ord.yaml")
    assert faults(folder) == [("web/billede-uden-ord.yaml", 1, "id", "bruges også af en anden regel")]


@pytest.mark.parametrize("place", ["skæv.yaml", "vores/skæv.yaml", "web/dybere/skæv.yaml"])
def test_a_rule_is_read_wherever_it_lies_in_its_folder(folder: Path, place: str) -> None:
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    write(folder, "id: [", place)
    assert [file for file, *_ in faults(folder)] == [place]


def test_a_rule_whose_id_another_file_has_is_told(folder: Path) -> None:
    write(folder, RULE, "web/kopi.yaml")
    told = {(file, key) for file, _line, key, what in faults(folder) if "anden regel" in what}
    assert told == {("web/kopi.yaml", "id")}


def test_a_fault_is_wrong_use_and_tells_all_in_its_text(folder: Path) -> None:
    write(folder, RULE.replace("impact: serious", "impact: slem"))
    with pytest.raises(WrongUse, match=r"^Regelbogen har fejl:\nweb/billede-uden-ord\.yaml:7: impact: "):
        load(folder)


def test_numbers_and_words_that_yaml_would_read_as_something_else_stay_as_written(folder: Path) -> None:
    write(folder, RULE.replace('["1.1.1"]', "[1.4.10]").replace("[uden syn]", "[no, 1.10, 2020-01-01]"))
    rule = load(folder).rule("billede-uden-ord")
    assert rule.wcag == ("1.4.10",)
    assert rule.helps == ("no", "1.10", "2020-01-01")


def test_a_rule_that_there_is_none_of_is_an_unknown_thing(folder: Path) -> None:
    with pytest.raises(UnknownThing, match="findes-ikke"):
        load(folder).rule("findes-ikke")


def test_our_own_rulebook_has_no_fault() -> None:
    assert len(load(resources.RULES).rules) >= 80


def test_two_rules_with_the_same_title_are_told_at_the_second(folder: Path) -> None:
    write(folder, RULE.replace("id: billede-uden-ord", "id: en-anden").replace("et billede", "ET billede"),
          "web/en-anden.yaml")  # fmt: skip
    assert faults(folder) == [
        ("web/en-anden.yaml", 2, "title.da", "er også titlen på reglen billede-uden-ord")
    ]


def test_a_setting_that_a_check_cannot_do_without_is_told(folder: Path) -> None:
    def counting(facts: object, rule: object, *, most: int, least: int = 0) -> None:
        """What a check that has to be told a number looks like."""

    write(folder, RULE.replace("{axe: [image-alt]}", "{least: 2}"))
    with pytest.raises(RulebookFault) as raised:
        Rulebook.load([folder], {"page.engine": counting})
    (fault,) = raised.value.faults
    assert (fault.line, fault.key) == (6, "with.most")
    assert fault.what == "mangler; prøven page.engine skal have den"


def test_what_lacks_english_is_noted_and_keeps_nobody_from_using_it(folder: Path) -> None:
    notes = load(folder).notes
    assert [(note.file, note.line, note.key) for note in notes] == [
        ("web/billede-uden-ord.yaml", 10, "why"),
        ("web/billede-uden-ord.yaml", 11, "fix"),
    ]


def test_a_criterion_decided_by_a_rule_that_there_is_none_of_is_told(folder: Path) -> None:
    path = folder / "kriterier.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("  ask:", "  decided_by: [billede-uden-od]\n  ask:", 1), encoding="utf-8")
    (fault,) = faults(folder)
    assert fault[2] == "0.decided_by"
    assert "mente du ”billede-uden-ord”?" in fault[3]


def test_a_rule_that_names_no_topic_is_under_what_its_check_looks_at(folder: Path) -> None:
    write(folder, RULE.replace("page.engine", "document.title").replace("with: {axe: [image-alt]}\n", ""))
    assert load(folder).rule("billede-uden-ord").topic == "pdf"
    write(folder, RULE)
    assert load(folder).rule("billede-uden-ord").topic == "andet"
