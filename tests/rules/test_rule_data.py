"""The rulebook against what it is made from: axe's rules and messages, the criteria of WCAG 2.2, the audiences."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from our_book import BOOK
from tilgaengelig import resources
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.readability import measure, measures
from tilgaengelig.judge.checks import subject_of
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Duty, Rule
from tilgaengelig.work.shapes import measures_as_data

TEMPLATE: dict[str, Any] = json.loads((resources.AXE / "locales" / "_template.json").read_text("utf-8"))
OVERLAY: dict[str, Any] = json.loads((resources.RULES / "axe" / "da.json").read_text("utf-8"))

Path = tuple[str, ...]

#: About a criterion that the law demands, and asking more than it does.
MORE_THAN_THE_LAW = {
    "samme-link-har-andet-billede",
    "samme-titel-på-flere-sider",
    "titel-uden-webstedets-navn",
}
#: About no criterion: the act and its executive order on the statement demand it themselves.
THE_ACT_ITSELF = {
    "erklæring-byrde-uden-grund",
    "erklæring-er-for-gammel",
    "erklæring-flere-på-samme-websted",
    "erklæring-for-et-andet-websted",
    "erklæring-kort-adresse-virker-ikke",
    "erklæring-mangler",
    "erklæring-modsiger-kontrollen",
    "erklæring-uden-for-was-tool",
    "erklæring-uden-forpligtelse",
    "erklæring-uden-konkrete-mangler",
    "erklæring-uden-webstedets-navn",
    "erklæring-ikke-linket-fra-alle-sider",
    "erklæring-uden-klagevej",
    "erklæring-uden-metode",
    "erklæring-uden-skriftlig-kontakt",
    "erklæring-uden-status",
    "erklæring-uden-telefon",
}
#: New in WCAG 2.2: EN 301 549 v3.2.1 has no clause for them.
NEW_IN_22 = {"2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8"}


def leaves(value: Any, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a locale, with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*at, key))
    else:
        yield at, value


ENGLISH = {path: text for path, text in leaves(TEMPLATE) if path != ("lang",)}
DANISH = dict(leaves(BOOK.locale))


def placeholders(text: str) -> Counter[str]:
    """What axe fills in: `${data.role}`, `{{~it:value}}`."""
    return Counter(re.findall(r"\$\{\s*([^}]*?)\s*\}|\{\{.*?\}\}", text))


def test_every_rule_of_axe_is_gathered_by_exactly_one_rule() -> None:
    gathered = Counter(name for rule in BOOK.rules.values() for name in rule.settings.get("axe", ()))
    assert {name: count for name, count in gathered.items() if count > 1} == {}
    assert set(gathered) == set(TEMPLATE["rules"])


def test_every_message_of_axe_has_danish() -> None:
    missing = sorted(".".join(path) for path in ENGLISH if not DANISH.get(path, "").strip())
    assert missing == []


def test_no_message_is_left_in_english() -> None:
    same = sorted(".".join(path) for path, text in ENGLISH.items() if text and DANISH.get(path) == text)
    assert same == []


def test_danish_messages_say_the_same_things_of_the_page_as_the_english() -> None:
    differing = [
        ".".join(path)
        for path, text in ENGLISH.items()
        if placeholders(text) != placeholders(DANISH.get(path, ""))
    ]
    assert differing == []


def test_our_danish_names_nothing_that_axe_does_not_have() -> None:
    # axe refuses the whole locale where it names a rule or check that there is none of.
    assert (
        sorted(".".join(path) for path, _ in leaves(OVERLAY) if path not in ENGLISH and path != ("lang",))
        == []
    )
    for kind in ("rules", "checks"):
        assert set(BOOK.locale[kind]) <= set(TEMPLATE[kind])


def texts(rule: Rule) -> Iterator[tuple[str, str]]:
    """All that a reader may see of a rule, by its key."""
    for key, words in (("title", rule.title), ("why", rule.why), ("fix", rule.fix)):
        yield f"{key}.da", words["da"]
        yield f"{key}.en", words.get("en", "")
    for number, step in enumerate(rule.steps, 1):
        yield f"fix.steps.{number}", step
    for kind in ("passed", "failed", "inapplicable"):
        for example in getattr(rule, kind):
            yield f"examples.{kind}.why", example.why


@pytest.mark.parametrize("rule", BOOK.rules.values(), ids=lambda rule: rule.id)
def test_a_rule_says_in_danish_what_why_and_how_and_whom_it_helps(rule: Rule) -> None:
    assert [key for key, text in texts(rule) if not text.strip()] == []
    assert rule.steps
    assert rule.helps
    assert rule.title["da"] != rule.title["en"]


def test_every_rule_of_a_page_or_text_shows_what_passes_and_what_fails() -> None:
    without = {
        rule.id
        for rule in BOOK.rules.values()
        if subject_of(rule.check) != "document" and not (rule.passed and rule.failed)
    }
    # No example can show a frame that cannot be entered: tests/browser has one. Nor one a PDF: tests/judge has.
    assert without == {"ramme-ikke-testet", "nyhedsbrev-uden-ren-tekst", "pdf-sprog-er-et-andet"}


def test_no_two_rules_have_the_same_title() -> None:
    counted = Counter(rule.title["da"] for rule in BOOK.rules.values())
    assert [title for title, count in counted.items() if count > 1] == []


def test_the_criteria_are_the_55_of_level_a_and_aa() -> None:
    levels = Counter(criterion.level for criterion in BOOK.criteria.values())
    assert levels == {"A": 31, "AA": 24}
    assert list(BOOK.criteria) == sorted(BOOK.criteria, key=lambda sc: [int(part) for part in sc.split(".")])
    assert "4.1.1" not in BOOK.criteria  # taken out of WCAG 2.2


def test_a_criterion_has_the_clause_of_its_number_but_for_the_six_that_are_newer_than_the_standard() -> None:
    for sc, criterion in BOOK.criteria.items():
        assert criterion.clause == (None if sc in NEW_IN_22 else f"9.{sc}")
        assert criterion.document_clause in (None, f"10.{sc}")
    assert BOOK.criteria.keys() >= NEW_IN_22


def test_the_law_demands_all_that_has_a_clause_but_captions_of_live_video() -> None:
    good_practice = {sc for sc, one in BOOK.criteria.items() if one.duty is Duty.GOD_PRAKSIS}
    assert good_practice == NEW_IN_22 | {"1.2.4"}


def test_a_criterion_is_named_in_danish_and_asks_a_person_something() -> None:
    for criterion in BOOK.criteria.values():
        assert criterion.name["da"] != criterion.name["en"]
        assert "?" in criterion.ask["da"], criterion.sc


def test_a_rule_is_a_duty_just_where_one_of_its_criteria_or_the_act_itself_is() -> None:
    for rule in BOOK.rules.values():
        demanded = rule.id in THE_ACT_ITSELF or any(
            BOOK.criteria[sc].duty is Duty.LOVKRAV for sc in rule.wcag
        )
        expected = Duty.LOVKRAV if demanded and rule.id not in MORE_THAN_THE_LAW else Duty.GOD_PRAKSIS
        assert rule.duty is expected, rule.id
        chapter = "10." if subject_of(rule.check) == "document" else "9."
        assert all(clause.startswith(chapter) for clause in rule.clauses), rule.id
    assert BOOK.rules["klikflade-for-lille"].duty is Duty.GOD_PRAKSIS
    assert BOOK.rules["billede-uden-alternativ-tekst"].clauses == ("9.1.1.1",)


def test_a_rule_has_a_kind_of_advice_just_where_it_gives_advice() -> None:
    for rule in BOOK.rules.values():
        assert (rule.kind is not None) == (subject_of(rule.check) == "advice"), rule.id


def test_every_audience_has_a_goal_below_its_limit() -> None:
    assert set(BOOK.audiences) == set(Audience)
    for goal in BOOK.audiences.values():
        assert 0 < goal.goal < goal.limit < 60
        assert goal.name["da"]
        assert goal.description["da"]


def test_every_measure_of_a_text_is_explained_in_words_that_pass_our_own_limit() -> None:
    told = measures_as_data(measures(Prose.of("Vi ser på sagen. Vi skriver til dig.")))
    assert set(BOOK.measures) == set(told) - {"words", "sentences", "longWords"}
    for one in BOOK.measures.values():
        assert all(one.name.values())
        lix = measure([one.meaning["da"], one.limits["da"]]).lix
        assert lix is not None
        assert lix < 40, one.id
