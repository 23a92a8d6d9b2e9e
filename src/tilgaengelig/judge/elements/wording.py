"""What an editor types: lists made by hand, capitals, other languages, telephone numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tilgaengelig.danish.language import LANGUAGES, LanguageGuess, detect
from tilgaengelig.judge.codes import base_language
from tilgaengelig.judge.elements.texts import short, words
from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.text import is_another, language_name, same_language
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import HEADINGS, Element, Outline, PageFacts

_BLOCKS = frozenset(
    {"p", "li", "dt", "dd", "td", "th", "caption", "figcaption", "blockquote", "address", "div", "span"}
)
_INSIDE = _BLOCKS | HEADINGS | {"ul", "ol", "dl", "table", "pre", "section", "article", "form"}

_UNIT = (
    r"[%‰$€£]|°[CF]?|(?:mio|mia|mill?|t)\.?(?: ?kr\.?)?|kr\.?|kroner|euro|EUR|DKK|USD|pct\.?|procent(?:point)?|"
    r"point|grader|(?:[kcm]?m[²³]?|[km]?g|[cdm]?l|ha|tons?|[kMGT]?Wh?)"
)
#: A dash before nothing but a figure and its unit is a minus.
_MINUS = rf"[-–—]\s+\d(?:[ .,\u00a0]?\d)*\s?(?:{_UNIT})?\s*$"
_DASH_BEFORE_FIGURE = re.compile(r"[-–—]\s+\d")
_BULLET = re.compile(rf"(?!{_MINUS})([-–—•·▪●◦‣■*\uf0b7])\s+\S")
_NUMBERED = re.compile(r"\(?(\d{1,2})[.)]\s+\S")
#: A dash before a line this long, or before a whole sentence, opens a remark in a conversation as often as an item.
_LONG_ITEM = 200
_REMARK = re.compile(
    r"[.?!…][\"”’»]?$|,[\"”»]? (?:siger|sagde|mener|fortæller|forklarer|lyder|udtaler|tilføjer)\b"
)
_FEWEST_ITEMS = 3


def _leaves(tree: Outline, tags: frozenset[str]) -> Iterator[int]:
    """The blocks that hold text of their own and no other block."""
    for at, element in enumerate(tree.elements):
        if element.tag not in tags or not element.text or element.silent or element.role == "heading":
            continue
        if not any(tree.elements[inner].tag in _INSIDE for inner in tree.near(at)):
            yield at


def list_by_hand(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Lines or paragraphs that are items of a list, without its mark-up (WCAG 1.3.1; technique H48).

    Bullets make a list for certain. Numbers may be those of paragraphs or agenda items, and dashes those of what people
    say, or minus signs: they are asked about. The cells of a row are no items.
    """
    tree = facts.outline
    seen: set[int] = set()
    for at in _leaves(tree, _BLOCKS - {"li", "dt", "dd", "th", "caption"}):
        if at in seen:
            continue
        lines = _run(tree.elements[at].text.split("\n"))
        if not lines:
            group = _siblings(tree, at)
            lines = _run([tree.elements[one].text for one in group])
            seen.update(group[: len(lines)])
        if lines:
            sure = _BULLET.match(lines[0]) is not None and not _are_remarks(lines) and not _are_figures(lines)
            message = f"{len(lines)} linjer begynder som ”{short(lines[0], 30)}” og ligner en liste."
            if sure:
                yield own_finding(rule, tree.elements[at], Outcome.FAILED, message)
            else:
                yield own_finding(rule, tree.elements[at], Outcome.CANT_TELL, f"{message} Er det en?")


def _are_remarks(lines: Sequence[str]) -> bool:
    """Whether dashes may open what people say: two lines and more that are whole sentences, or one that is long."""
    if lines[0][0] not in "-–—":
        return False
    spoken = sum(_REMARK.search(line.rstrip()) is not None for line in lines)
    return spoken > 1 or any(len(line) >= _LONG_ITEM for line in lines)


def _are_figures(lines: Sequence[str]) -> bool:
    """Whether dashes may be minus signs: each stands before a figure (”- 5 grader mandag”, ”- 2 billeder”)."""
    return all(map(_DASH_BEFORE_FIGURE.match, lines))


def _siblings(tree: Outline, at: int) -> list[int]:
    """A block and those like it that follow it directly; a cell has none."""
    group = [at]
    following = tree.after(at) if tree.elements[at].tag != "td" else None
    while (
        following is not None and tree.elements[following].tag == tree.elements[at].tag and len(group) < 100
    ):
        group.append(following)
        following = tree.after(following)
    return group


def _run(lines: Sequence[str]) -> list[str]:
    """The first run of three lines and more that all have a bullet of one kind, or numbers from 1 or 2 upwards."""
    for start in range(len(lines)):
        bullet, number = _BULLET.match(lines[start]), _NUMBERED.match(lines[start])
        run = [lines[start]]
        for line in lines[start + 1 :] if bullet or (number and int(number[1]) == 1) else ():
            following = _BULLET.match(line) if bullet else _NUMBERED.match(line)
            if following is None or following[1] != (bullet[1] if bullet else str(len(run) + 1)):
                break
            run.append(line)
        if len(run) >= _FEWEST_ITEMS:
            return run
    return []


_FEWEST_SHOUTED = 4
_FEWEST_LETTERS = 20


def capitals(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Text typed in capitals: harder to read, and some screen readers spell it. What a style sheet does is no text."""
    tree = facts.outline
    for at in _leaves(tree, _BLOCKS | HEADINGS):
        element = tree.elements[at]
        letters = [sign for sign in element.text if sign.isalpha()]
        if element.look.upper or len(letters) < _FEWEST_LETTERS or len(words(element.text)) < _FEWEST_SHOUTED:
            continue
        if all(sign.isupper() for sign in letters) and not any(
            tree.elements[inner].look.upper for inner in tree.near(at)
        ):
            message = f"”{short(element.text)}” er skrevet med store bogstaver."
            yield own_finding(rule, element, Outcome.FAILED, message)


#: So much of a text tells where it stands in another.
_BEGINNING = 40
#: Words from which a passage in another language than stated is a fault and no longer a question.
_SURE_WORDS = 30
_SURE = 0.97


def passage_language(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Passages in another language than the one stated for them (WCAG 3.1.2; ACT off6ek).

    Names and terms are excepted by the criterion, so only running text of twenty words and more is looked at, without
    the parts of it that state another language. Where the whole page is in another language than it states, that is
    another fault, and told once.
    """
    tree = facts.outline
    passages = list(_leaves(tree, _BLOCKS))
    whole = detect("\n\n".join(tree.elements[at].text for at in passages))
    stated = base_language(facts.language)
    if stated and whole.code and not same_language(stated, whole.code):
        return
    for at in passages:
        element = tree.elements[at]
        guess = detect(_unmarked(tree, at))
        said = base_language(element.language)
        if said and guess.code and is_another(said, guess.code):
            yield own_finding(rule, element, _certainty(said, guess), _told(said, guess, element))


def _unmarked(tree: Outline, at: int) -> str:
    """A block's text without what in it states another language: a quotation in <em lang="en">, say."""
    block = tree.elements[at]
    text = block.text
    for inner in tree.near(at):
        element = tree.elements[inner]
        start = text.find(element.text[:_BEGINNING])
        if base_language(element.language) != base_language(block.language) and element.text and start >= 0:
            text = f"{text[:start]} {text[start + len(element.text) :]}"
    return text


def _certainty(said: str, guess: LanguageGuess) -> Outcome:
    sure = said in LANGUAGES and guess.words >= _SURE_WORDS and guess.probability >= _SURE
    return Outcome.FAILED if sure else Outcome.CANT_TELL


def _told(said: str, guess: LanguageGuess, element: Element) -> str:
    return (
        f"”{short(element.text)}” ser ud til at være på {language_name(guess.code or '')}, "
        f"men bliver læst op som {language_name(said)}."
    )


_PHONE = re.compile(
    r"\b(?:tlf|telefon(?:nummer|nr)?|mobil(?:nummer|nr)?|ring(?: til os)?(?: på)?)\b[.:]*\s{0,3}"
    r"(?P<number>(?:\+ ?45[ ]?|0045[ ]?)?(?:\d[ .]?){7}\d)(?![\d.,]*\d)",
    re.IGNORECASE,
)


def telephone_without_link(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Telephone numbers that cannot be called from the page: no link with `tel:`.

    A number whose link calls another is another rule's fault.
    """
    tree = facts.outline
    links = [element for element in tree.elements if element.attributes.get("href", "").startswith("tel:")]
    linked = {_digits(said) for link in links for said in (link.attributes["href"], link.text)}
    for at in _leaves(tree, _BLOCKS):
        if tree.within(at, "a") is not None:
            continue
        for match in _PHONE.finditer(tree.elements[at].text):
            if _digits(match["number"]) not in linked:
                message = f"Telefonnummeret {match['number'].strip()} er ikke et link, man kan ringe op fra."
                yield own_finding(rule, tree.elements[at], Outcome.FAILED, message)
                break


def _digits(number: str) -> str:
    """The eight digits of a Danish number, whatever stands before and between them."""
    return re.sub(r"\D", "", number)[-8:]


#: 3/4-25, 3-4-25, 3.4.2025: with dots, a year of two figures would be a version or a place in a document.
_DATE = re.compile(
    r"(?<![\d./-])(?P<day>\d{1,2})(?:/(?P<month>\d{1,2})(?:[-/ ]{1,3}(?:19|20)?\d\d)"
    r"|-(?P<month2>\d{1,2})-(?:19|20)?\d\d|\. ?(?P<month3>\d{1,2})\. ?(?:19|20)\d\d)(?![\d/-]|\.\d)"
)


def date_in_figures(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Dates such as 3/4-25 in running text: which is the month?

    Tables, lists of a name and its value, and machine-readable times are left alone, and so is what says by a field how
    a date is to be written there.
    """
    tree = facts.outline
    fields = list(tree.all("input"))
    hints = {one for at in fields for one in tree.elements[at].attributes.get("aria-describedby", "").split()}
    timed = {
        element.text
        for element in tree.elements
        if element.tag == "time" and "datetime" in element.attributes
    }
    for at in _leaves(tree, _BLOCKS - {"td", "th", "dd"}):
        if tree.within(at, "table", "dd", "label") is not None or tree.elements[at].tag == "label":
            continue
        if tree.elements[at].attributes.get("id") in hints or any(one in tree.inside(at) for one in fields):
            continue
        for match in _DATE.finditer(tree.elements[at].text):
            day, month = int(match["day"]), int(match["month"] or match["month2"] or match["month3"])
            if 1 <= day <= 31 and 1 <= month <= 12 and match.group() not in timed:
                message = f"Datoen {match.group()} kan læses på to måder."
                if day > 12:
                    message = f"Datoen {match.group()} er svær at læse op."
                yield own_finding(rule, tree.elements[at], Outcome.FAILED, message)
                break
