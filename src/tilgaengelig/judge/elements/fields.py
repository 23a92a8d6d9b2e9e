"""Fields and what is said of them: labels that tell them apart (WCAG 2.4.6), errors that say which (3.3.1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from tilgaengelig.judge.elements.texts import plain, short
from tilgaengelig.judge.elements.texts import words as words_of
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts
from tilgaengelig.model.wordlist import WordList

_TYPED = frozenset({"", "text", "email", "tel", "url", "number", "date", "password", "month", "time"})
_GROUPS = frozenset({"group", "radiogroup"})


def label_of_empty_words(facts: PageFacts, rule: Rule, *, words: WordList) -> Iterator[Finding]:
    """Fields whose label would suit any field (WCAG 2.4.6; ACT cc0f0a)."""
    for at in _fields(facts.outline):
        element = facts.elements[at]
        if plain(element.name) in words.entries:
            message = f"Feltet hedder kun ”{short(element.name)}”. Det siger ikke, hvad man skal skrive."
            yield own_finding(rule, element, Outcome.FAILED, message)


def labels_alike(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Fields of the same label in groups that have no name in the code (WCAG 2.4.6, 1.3.1; technique H71).

    In a table, rows and columns tell them apart; a heading that is shown tells those who see it, so that is asked.
    """
    tree = facts.outline
    alike: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for at in _fields(tree):
        group = _group(tree, at)
        if group is not None and plain(tree.elements[at].name) and tree.within(at, "table") is None:
            form = tree.within(at, "form")
            alike[plain(tree.elements[at].name), -1 if form is None else form].append((at, group))
    for fields in alike.values():
        groups = {group for _, group in fields}
        if len(groups) < 2 or any(_named(tree, group) for group in groups):
            continue
        shown = all(_headed(tree, group) for group in groups)
        for at, _ in fields:
            element = tree.elements[at]
            message = f"Flere felter hedder ”{short(element.name)}”, og koden siger ikke, hvilken gruppe de hører til."
            if shown:
                yield own_finding(rule, element, Outcome.CANT_TELL, f"{message} Kan man høre forskel på dem?")
            else:
                yield own_finding(rule, element, Outcome.FAILED, message)


#: An answer of so many words says itself what was asked: ”Jeg søger for mit eget barn”.
_SAYS_IT_ALL = 5


def choices_without_question(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Radio buttons whose question stands beside them, and not in the code (WCAG 1.3.1; techniques H71, ARIA17).

    What is asked may be plain from the answers, so a person is asked, once for each choice. In a table, its rows and
    columns say it.
    """
    tree = facts.outline
    choices: dict[tuple[str, int], list[int]] = defaultdict(list)
    for at in tree.all("input"):
        element = tree.elements[at]
        name = element.attributes.get("name", "")
        if element.attributes.get("type", "").lower() == "radio" and name and not element.silent:
            form = tree.within(at, "form")
            choices[name, -1 if form is None else form].append(at)
    for buttons in choices.values():
        answers = [tree.elements[at].name for at in buttons]
        told = any(_is_asked(tree, at) for at in buttons)
        if len(buttons) < 2 or told or not all(answers):
            continue
        if all(len(words_of(one)) >= _SAYS_IT_ALL for one in answers):
            continue
        message = (
            f"Man vælger mellem ”{short(answers[0])}” og ”{short(answers[1])}”. Hører den, der får siden læst op, "
            "hvad der bliver spurgt om?"
        )
        yield own_finding(rule, tree.elements[buttons[0]], Outcome.CANT_TELL, message)


def _is_asked(tree: Outline, at: int) -> bool:
    """Whether something in the code says more of a radio button than its own label does."""
    given = tree.elements[at].attributes
    groups = (
        outer
        for outer in tree.around(at)
        if tree.elements[outer].tag == "fieldset" or tree.elements[outer].role in _GROUPS
    )
    return (
        " " in given.get("aria-labelledby", "").strip()
        or "aria-describedby" in given
        or tree.within(at, "table") is not None
        or any(_named(tree, group) for group in groups)
    )


def _fields(tree: Outline) -> Iterator[int]:
    """The fields that a person writes or chooses in."""
    for at in tree.all("input", "textarea", "select"):
        element = tree.elements[at]
        if element.tag != "input" or element.attributes.get("type", "").lower() in _TYPED:
            yield at


def _group(tree: Outline, at: int) -> int | None:
    """The nearest group around a field."""
    return next(
        (
            outer
            for outer in tree.around(at)
            if tree.elements[outer].tag == "fieldset" or tree.elements[outer].role in _GROUPS
        ),
        None,
    )


def _named(tree: Outline, group: int) -> bool:
    legends = (inner for inner in tree.near(group) if tree.elements[inner].tag == "legend")
    return bool(tree.elements[group].name) or any(tree.elements[one].text for one in legends)


def _headed(tree: Outline, group: int) -> bool:
    """Whether a heading in a group is shown, and not only there for screen readers."""
    for inner in tree.near(group):
        look = tree.elements[inner].look
        if tree.is_heading(inner) and look.x + look.width > 0 and look.y + look.height > 0:
            return True
    return False


_NEEDED = 4.5
_NEEDED_LARGE = 3.0
_LARGE = 24
#: What has the colour of its field is not meant to be seen: a label floats there instead.
_HIDDEN = 1.05


def pale_placeholder(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Placeholders of too little contrast to their field (WCAG 1.4.3), where plain colours are behind them."""
    for element in facts.elements:
        said = element.attributes.get("hint")
        needed = _NEEDED_LARGE if element.look.size >= _LARGE else _NEEDED
        if said is not None and not element.silent and _HIDDEN < float(said) < needed:
            message = (
                f"Teksten ”{short(element.attributes.get('placeholder', ''))}” i feltet har kun kontrasten "
                f"{said.replace('.', ',')}:1."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)


def pale_edge(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Fields whose border and fill hardly differ from what is around (WCAG 1.4.11). Something else may show them."""
    for element in facts.elements:
        said = element.attributes.get("edge")
        if said is not None and not element.silent and float(said) < _NEEDED_LARGE and element.look.width > 1:
            message = (
                f"Feltets kant har kun kontrasten {said.replace('.', ',')}:1. Kan man se, hvor feltet er?"
            )
            yield own_finding(rule, element, Outcome.CANT_TELL, message)


_OF_ERROR = re.compile(r"error|fejl|invalid|ugyldig|alert", re.IGNORECASE)
#: What may be said of any field at all, and so says nothing of the one that is wrong.
_VAGUE = re.compile(
    r"(please |venligst )?((fill|complete|correct|check|enter)( in| out)?( the| this| all)?( required)? "
    r"(fields?|form|input|values?)( correctly| properly)?|"
    r"(udfyld|ret|tjek|kontroller|kontrollér)( venligst)? (feltet|felterne|formularen|skemaet)( korrekt| rigtigt)?|"
    r"(invalid|wrong|incorrect) (values?|input|fields?|data)|"
    r"(ugyldig|ugyldigt|forkert) (værdi|input|indtastning|felt|indhold)|"
    r"der (er|opstod|skete) (en )?fejl( i (feltet|felterne|formularen|skemaet))?|"
    r"an error( has)? occurred|error|fejl|(feltet|skemaet|formularen) er ikke udfyldt (korrekt|rigtigt)|"
    r"noget gik galt|something went wrong)"
)


def error_of_empty_words(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Errors that say neither which field is wrong nor how (WCAG 3.3.1; ACT 36b590).

    Where there is one field only, it is plain which is meant: then a person is asked whether it says how. The heading
    of a list of errors is read with the list, and an error beside a field with what that is called.
    """
    tree = facts.outline
    fields = list(_fields(tree))
    if not fields:
        return
    named = {word for at in fields for word in words_of(tree.elements[at].name)}
    for at, element in enumerate(tree.elements):
        if element.tag in ("form", "fieldset") or not _VAGUE.fullmatch(plain(element.text)):
            continue
        if element.role != "alert" and not _OF_ERROR.search(_marks(element)):
            continue
        if element.attributes.get("id") in _described(tree, fields) or named & set(words_of(element.text)):
            continue
        if _says_more(tree, at, fields):
            continue
        message = (
            f"Fejlen ”{short(element.text)}” siger ikke, hvilket felt der er noget galt med, eller hvad."
        )
        if len(fields) > 1:
            yield own_finding(rule, element, Outcome.FAILED, message)
        else:
            yield own_finding(rule, element, Outcome.CANT_TELL, f"{message} Er det tydeligt på siden?")


def _says_more(tree: Outline, at: int, fields: list[int]) -> bool:
    """Whether links to fields follow an error, or it is part of a box that says more, or that is about one field."""
    following = tree.after(at)
    if following is not None and any(
        _leads_to_field(tree, one, fields) for one in (following, *tree.inside(following))
    ):
        return True
    for outer in tree.around(at):
        element = tree.elements[outer]
        inside = sum(field in tree.inside(outer) for field in fields)
        if inside > 1 or element.tag in ("form", "main"):
            return False
        if element.role != "alert" and not _OF_ERROR.search(_marks(element)):
            continue
        if inside == 1 or not _VAGUE.fullmatch(plain(element.text)):
            return True
    return False


def _leads_to_field(tree: Outline, at: int, fields: list[int]) -> bool:
    _, _, fragment = tree.elements[at].attributes.get("href", "").partition("#")
    return bool(fragment) and any(tree.elements[one].attributes.get("id") == fragment for one in fields)


def _marks(element: Element) -> str:
    return f"{element.attributes.get('id', '')} {element.attributes.get('class', '')}"


def _described(tree: Outline, fields: list[int]) -> set[str]:
    """The ids of what describes a field: that belongs to just this one."""
    described = (tree.elements[at].attributes.get("aria-describedby", "") for at in fields)
    return {name for ids in described for name in ids.split()}
