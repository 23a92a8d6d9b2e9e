"""Checks of what stands in a document beside its text: figures, formulas, links, fields, comments, media, files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tilgaengelig.judge.document.telling import MOST, counted, failed, on_pages, one_by_one, shortened
from tilgaengelig.judge.document.tree import Tree, needs_tags
from tilgaengelig.judge.own import finding
from tilgaengelig.model.document import Annotation
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts


@needs_tags
def alternative(facts: DocumentFacts, rule: Rule, *, role: str, noun: str) -> Iterator[Finding]:
    """Figures (13-004) or formulas (17-002) with no text that stands for them.

    A formula that is told by its parts (MathML) needs none in a file of PDF/UA-2 (ISO 14289-2).
    """
    tree = Tree(facts)
    wrong = [
        index
        for index, tag in tree.of(role)
        if not tag.alt
        and tag.actual is None
        and not (facts.pdfua == 2 and role == "Formula" and "math" in tree.kid_roles(index))
    ]

    def message(index: int) -> str:
        near = shortened(_near(tree, index))
        return f"{noun} har ingen alternativ tekst." + (f" Den står ved teksten ”{near}”." if near else "")

    yield from one_by_one(rule, tree, wrong, message)


def _near(tree: Tree, index: int) -> str:
    """The words that stand before a tag, or after it where it is the first."""
    before = (tree.tags[at].text for at in range(index - 1, max(index - 8, -1), -1))
    after = (tree.tags[at].text for at in range(index + 1, min(index + 8, len(tree.tags))))
    return next((text for text in before if text), "") or next((text for text in after if text), "")


def _met(facts: DocumentFacts) -> Iterator[Annotation]:
    """Annotations that a reader meets; the window of a comment says what the comment does."""
    return (one for one in facts.annotations if not one.hidden and not one.outside and one.kind != "Popup")


def _told(
    rule: Rule, facts: DocumentFacts, wrong: list[Annotation], one: str, many: str, condition: tuple[str, ...]
) -> Iterator[Finding]:
    if wrong:
        where = on_pages((item.page for item in wrong), facts.pages)
        what = one if len(wrong) == 1 else f"{len(wrong)} {many}"
        place = Place(page=wrong[0].page, box=wrong[0].box)
        yield finding(rule, Outcome.FAILED, f"{where} har {what}.", place=place, matterhorn=condition)


@needs_tags
def link_tags(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Links that no Link tag holds (Matterhorn 28-011); in PDF/UA-2 a reference may hold them too."""
    holders = ("Link", "Reference") if facts.pdfua == 2 else ("Link",)
    wrong = [one for one in _met(facts) if one.kind == "Link" and one.tag not in holders]
    yield from _told(rule, facts, wrong, "et link uden kode", "links uden kode", ("28-011",))


def link_contents(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Links without a description of their own (Matterhorn 28-012)."""
    wrong = [one for one in _met(facts) if one.kind == "Link" and not one.described]
    yield from _told(
        rule, facts, wrong, "et link uden beskrivelse", "links uden beskrivelse", ("28-004", "28-012")
    )


@needs_tags
def field_tags(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Form fields that no Form tag holds, or tags that hold several (Matterhorn 28-010)."""
    wrong = [one for one in _met(facts) if one.kind == "Widget" and one.tag != "Form"]
    yield from _told(rule, facts, wrong, "et felt uden kode", "felter uden kode", ("28-010",))
    tree = Tree(facts)
    crowded = [index for index, tag in tree.of("Form") if not tag.field_role and tag.widgets != 1]
    if crowded and not wrong:
        message = "En kode for felter (Form) skal holde netop ét felt."
        yield finding(rule, Outcome.FAILED, message, place=tree.place(crowded[0]))


def field_labels(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Form fields that have no name to be read out (Matterhorn 28-005)."""
    wrong = [one for one in _met(facts) if one.kind == "Widget" and not one.label and not one.alternative]
    by_field = {one.field: one for one in reversed(wrong)}
    for name, one in list(reversed(by_field.items()))[:MOST]:
        which = f"Feltet ”{name}”" if name != "?" else "Et felt"
        message = f"{which} har ikke noget navn, som en skærmlæser kan sige."
        yield finding(rule, Outcome.FAILED, message, place=Place(page=one.page, box=one.box))


_OWN_RULES = ("Widget", "PrinterMark", "Link")


def comments(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Comments, sound, film and the like: tagged and described (Matterhorn 28-002, 28-004, 28-006, 28-007, 28-017)."""
    met = list(_met(facts))
    loose = [one for one in met if one.kind not in _OWN_RULES and one.tag != "Annot"] if facts.tagged else []
    yield from _told(
        rule, facts, loose, "en kommentar uden kode", "kommentarer uden kode", ("28-002", "28-006")
    )
    silent = [
        one for one in met if one.kind not in ("Widget", "Link") and not one.described and not one.alternative
    ]
    words = (
        "en kommentar eller andet, der er lagt på siden, uden beskrivelse",
        "ting lagt på siden uden beskrivelse",
    )
    yield from _told(rule, facts, silent, *words, ("28-004",))
    traps = [one for one in met if one.kind == "TrapNet"]
    yield from _told(
        rule, facts, traps, "et mærke til trykkeriet (TrapNet)", "mærker til trykkeriet", ("28-007",)
    )
    marks = [one for one in met if one.kind == "PrinterMark" and one.tag is not None]
    words = ("et trykmærke med kode, så det bliver læst op", "trykmærker med kode, så de bliver læst op")
    yield from _told(rule, facts, marks, *words, ("28-017",))


def media(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Film and sound that do not say what they are (Matterhorn 28-014, 28-015)."""
    for lack, condition, words in (
        ("Alt", "28-015", "film eller lyd uden en tekst, der siger, hvad det er"),
        ("CT", "28-014", "film eller lyd, der ikke siger, hvilken type det er"),
    ):
        pages = [one.page for one in facts.annotations if lack in one.media]
        if pages:
            message = f"{on_pages(pages, facts.pages)} har {words}."
            yield failed(rule, message, pages[0], matterhorn=(condition,))


@needs_tags
def tab_order(facts: DocumentFacts, rule: Rule, *, several: bool = True) -> Iterator[Finding]:
    """Pages with links or fields are walked in the order of the tags (Matterhorn 28-008, 28-009).

    `several` asks for pages with several places to stop at; on the others no order is wrong (WCAG 2.4.3).
    """
    stops = Counter(one.page for one in _met(facts))
    pages = [page for page in facts.extras.tab_orders if (stops[page] > 1) is several]
    if pages:
        message = f"{on_pages(pages, facts.pages)} mangler besked om, at tabulatortasten skal følge koderne."
        yield failed(rule, message, pages[0])


def layers(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Layers that can be shown and hidden have names, and do not change by themselves (Matterhorn 20-001 to 20-003)."""
    extras = facts.extras
    lacks = {"20-001": extras.layers_without_name > 0, "20-002": extras.layers_nameless}
    if any(lacks.values()):
        message = "Dokumentet har lag, men opsætningen af dem har intet navn."
        yield failed(rule, message, matterhorn=tuple(one for one, lacking in lacks.items() if lacking))
    if extras.layers_automatic:
        yield failed(rule, "Dokumentets lag skifter af sig selv.", matterhorn=("20-003",))


def attachments(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Embedded files have both names that the format asks for (Matterhorn 21-001)."""
    found = facts.extras.attachments
    if found:
        count = counted(len(found), "vedhæftet fil", "vedhæftede filer")
        yield failed(rule, f"Dokumentet har {count}, hvis navn ikke er angivet rigtigt.")


def dynamic_form(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Forms of dynamic XFA are shown by few readers and read out by none (Matterhorn 25-001)."""
    if facts.extras.dynamic_form:
        yield failed(
            rule, "Dokumentet er en dynamisk formular (XFA), som de fleste programmer ikke kan vise."
        )
