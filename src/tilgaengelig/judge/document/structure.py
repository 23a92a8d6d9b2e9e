"""Checks of how the tags are built: types, nesting, headings, lists, notes (ISO 14289-1, 7.1 to 7.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tilgaengelig.judge.document.telling import MOST, failed, listed, on_pages, shortened
from tilgaengelig.judge.document.tree import Tree, needs_tags
from tilgaengelig.judge.own import finding
from tilgaengelig.model.document import Mapping, Tag
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts


@needs_tags
def suspects(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A file that itself says that its tags may be wrong (Matterhorn 01-007)."""
    if facts.extras.suspects:
        yield failed(rule, "Filen siger selv, at dens koder kan være forkerte.")


@needs_tags
def roles(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Types that lead to no standard type, in rings, or away from one (Matterhorn 02-001, 02-003, 02-004)."""
    for mapping, condition, words in (
        (Mapping.NONE, "02-001", "er ikke oversat til en af standardens koder"),
        (Mapping.CIRCULAR, "02-003", "er oversat i ring"),
        (Mapping.REMAPPED, "02-004", "er standardens egne og må ikke oversættes til andre"),
    ):
        wrong = [tag.kind for tag in facts.tags if tag.mapping is mapping and not _to_itself(tag)]
        if wrong:
            which, noun = _kinds(wrong)
            yield failed(rule, f"{noun} {which} {words}.", matterhorn=(condition,))


@needs_tags
def roles_to_themselves(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Standard types that are mapped to themselves (Matterhorn 02-003): readers take them for what they are."""
    wrong = [tag.kind for tag in facts.tags if _to_itself(tag)]
    if wrong:
        which, noun = _kinds(wrong)
        yield failed(rule, f"{noun} {which} er oversat til sig selv.")


def _to_itself(tag: Tag) -> bool:
    return tag.mapping is Mapping.CIRCULAR and bool(tag.role)


def _kinds(wrong: list[str]) -> tuple[str, str]:
    kinds = list(dict.fromkeys(wrong))
    return listed([f"”{kind}”" for kind in kinds[:4]]), "Koden" if len(kinds) == 1 else "Koderne"


def _misplaced(tree: Tree, parents: dict[str, tuple[str, ...]]) -> Iterator[int]:
    """Tags that stand under another than those that they belong under."""
    return (index for index, tag in tree.of(*parents) if tree.parent_role(index) not in parents[tag.role])


def _told(
    rule: Rule, facts: DocumentFacts, tree: Tree, wrong: list[int], what: str, condition: str
) -> Iterator[Finding]:
    if wrong:
        where = on_pages((tree.page(index) for index in wrong), facts.pages)
        place = tree.place(wrong[0])
        yield finding(rule, Outcome.FAILED, f"{where} har {what}.", place=place, matterhorn=(condition,))


@needs_tags
def nesting(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Tables of contents, Ruby, Warichu, and the ways up (ISO 32000-1, tables 333, 338; Matterhorn 09-006 to 8)."""
    tree = Tree(facts)
    contents = list(_misplaced(tree, {"TOCI": ("TOC",)}))
    for index, _ in tree.of("TOC"):
        kids = tree.kid_roles(index)
        if set(kids) - {"TOC", "TOCI", "Caption"} or "Caption" in kids[1:]:
            contents.append(index)
    yield from _told(
        rule, facts, tree, contents, "en indholdsfortegnelse, hvis koder ikke passer sammen", "09-006"
    )
    ruby = [*_misplaced(tree, {"RB": ("Ruby",), "RT": ("Ruby",), "RP": ("Ruby",)})]
    yield from _told(rule, facts, tree, ruby, "koder for udtale (Ruby), der ikke passer sammen", "09-007")
    warichu = [*_misplaced(tree, {"WT": ("Warichu",), "WP": ("Warichu",)})]
    yield from _told(
        rule, facts, tree, warichu, "koder for noter i linjen (Warichu), der ikke passer sammen", "09-008"
    )
    orphans = [index for index, tag in enumerate(tree.tags) if tag.orphan]
    yield from _told(rule, facts, tree, orphans, "koder, der ikke ved, hvad de hører til", "01-005")


@needs_tags
def lists(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Lists whose tags do not fit together (ISO 32000-1, table 336; Matterhorn 09-005)."""
    tree = Tree(facts)
    wrong = list(_misplaced(tree, {"LI": ("L",), "LBody": ("LI",)}))
    for index, tag in tree.of("L", "LI"):
        kids = tree.kid_roles(index)
        if tag.role == "L":
            bad = set(kids) - {"L", "LI", "Caption"} or "Caption" in kids[1:]
        else:
            bad = set(kids) - {"Lbl", "LBody"}
        if bad:
            wrong.append(index)
    yield from _told(
        rule, facts, tree, sorted(set(wrong)), "en liste, hvis koder ikke passer sammen", "09-005"
    )


def level(tag: Tag) -> int:
    """The level of a numbered heading; 0 for what is none."""
    return int(tag.role[1:]) if tag.role[:1] == "H" and tag.role[1:].isdecimal() else 0


@needs_tags
def heading_levels(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Numbered headings begin with 1 and skip no level on their way down (Matterhorn 14-002, 14-003)."""
    tree = Tree(facts)
    before, told = 0, 0
    for index, tag in enumerate(facts.tags):
        at = level(tag)
        if not at:
            continue
        if at > before + 1 and told < MOST:
            told += 1
            name = shortened(tree.text(index))
            which = f"Overskriften ”{name}”" if name else "En overskrift"
            said = f"følger efter niveau {before}" if before else "er dokumentets første"
            message = f"{which} er på niveau {at}, men {said}."
            condition = "14-003" if before else "14-002"
            yield finding(rule, Outcome.FAILED, message, place=tree.place(index), matterhorn=(condition,))
        before = at


@needs_tags
def heading_kinds(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Headings with and without numbers in one document, or two in one section (Matterhorn 14-006, 14-007)."""
    tree = Tree(facts)
    unnumbered = [index for index, _ in tree.of("H")]
    if unnumbered and any(map(level, facts.tags)):
        message = "Dokumentet bruger både koden H og koderne H1, H2 og så videre til overskrifter."
        yield finding(rule, Outcome.FAILED, message, place=tree.place(unnumbered[0]), matterhorn=("14-007",))
    counts = Counter(facts.tags[index].parent for index in unnumbered)
    crowded = [parent for parent, count in counts.items() if count > 1]
    if crowded:
        where = on_pages((tree.page(index) for index in crowded if index >= 0), facts.pages)
        yield failed(
            rule, f"{where} har et afsnit med mere end én overskrift med koden H.", matterhorn=("14-006",)
        )


@needs_tags
def notes(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Notes have ids of their own (Matterhorn 19-003, 19-004)."""
    tree = Tree(facts)
    found = list(tree.of("Note"))
    without = [index for index, tag in found if not tag.id]
    yield from _told(
        rule, facts, tree, without, "noter uden et mærke (ID), som teksten kan henvise til", "19-003"
    )
    counts = Counter(tag.id for _, tag in found if tag.id)
    twice = [index for index, tag in found if counts[tag.id] > 1]
    yield from _told(rule, facts, tree, twice, "noter, der deler det samme mærke (ID)", "19-004")
