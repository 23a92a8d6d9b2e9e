"""Links: whether their words say where they lead (WCAG 2.4.4), what they open, and how."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tilgaengelig.judge.elements.texts import plain, short, words
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome, Region
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts
from tilgaengelig.model.wordlist import WordList

#: What holds the context of a link by itself (the definition of "programmatically determined link context").
_CONTEXT = (
    "p",
    "li",
    "td",
    "th",
    "dd",
    "dt",
    "div",
    "figure",
    "figcaption",
    "blockquote",
    "address",
    "caption",
)

_WHOLES = frozenset({"table", "ul", "ol", "dl", "main", "section", "article", "nav", "form"})


def without_purpose(facts: PageFacts, rule: Rule, *, words: WordList) -> Iterator[Finding]:
    """Links whose words say nothing, where nothing around them says it either (WCAG 2.4.4; failure F63; ACT 5effbb).

    A heading serves as context (technique H80), but not for several links of the same words that lead apart.
    """
    tree = facts.outline
    for at, context in _empty(tree, words):
        if context is None:
            element = tree.elements[at]
            message = (
                f"Linket hedder kun ”{short(_name(element))}”. Intet omkring det siger, hvor det fører hen."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)


def empty_words(facts: PageFacts, rule: Rule, *, words: WordList) -> Iterator[Finding]:
    """Links whose words say nothing by themselves, though what stands around them does (WCAG 2.4.9 is AAA; G91)."""
    tree = facts.outline
    for at, context in _empty(tree, words):
        if context is not None:
            name = _name(tree.elements[at])
            entry = words.entries.get(plain(name))
            instead = entry.instead if entry else f"Vejledning om … ({short(name)})"
            better = f"Skriv for eksempel ”{instead}”." if instead else entry.note if entry else ""
            message = f"Linket hedder kun ”{short(name)}”. Det siger intet, når det bliver læst op alene."
            yield own_finding(rule, tree.elements[at], Outcome.FAILED, f"{message} {better}")


def _empty(tree: Outline, generic: WordList) -> Iterator[tuple[int, str | None]]:
    """The links that are named by an empty phrase, each with what tells its purpose: its context, or None."""
    empty = (
        at for at in _links(tree) if _is_empty(tree.elements[at], generic) and not _is_whole_heading(tree, at)
    )
    # ”PDF”, ”EPUB” and ”HTML” in a list are no menu: they are one thing in three formats.
    found = [at for at in empty if _is_format(tree.elements[at]) or not _in_menu(tree, at)]
    under = _by_heading(tree, found)
    for at, told in zip(found, contexts(tree, found, generic), strict=True):
        own = next((text for text in told if words(text) and plain(text) not in generic.entries), "")
        yield at, own or under.get(at) or None


def told_by_nothing(tree: Outline, generic: WordList) -> set[int]:
    """The links that `without_purpose` fails."""
    return {at for at, context in _empty(tree, generic) if context is None}


def saying_nothing(tree: Outline, generic: WordList) -> set[int]:
    """The links that `without_purpose` or `empty_words` fails."""
    return {at for at, _ in _empty(tree, generic)}


def _is_empty(element: Element, generic: WordList) -> bool:
    return plain(_name(element)) in generic.entries or _is_format(element)


def _is_whole_heading(tree: Outline, at: int) -> bool:
    """A heading that is a link: in a list of commands, ”Åbn” is the name of one."""
    name = plain(_name(tree.elements[at]))
    return any(
        tree.is_heading(outer) and plain(tree.elements[outer].text) == name for outer in tree.around(at)
    )


#: What a link is called that is named by its format only, and the endings that such a file has.
_FORMATS = {
    r"pdf": ("pdf",),
    r"word|docx?": ("doc", "docx"),
    r"excel|xlsx?|regneark": ("xls", "xlsx", "ods"),
    r"html?": ("html", "htm", "xhtml"),
    r"epub": ("epub",),
    r"(?:almindelig|ren|plain) te[kx]s?t|txt": ("txt",),
    r"odt|odf": ("odt",),
    r"csv": ("csv",),
}
_OPENS = r"(?:(?:hent|åbn|se|læs|vis|download|open|view|read)(?: (?:som|as))? )?"
_CLOSES = r"(?:[ -]?(?:fil|filen|version|udgave|format|file))?(?:[ ,(]*\d[\d.,]* ?(?:[km]b|sider|pages))?"
_BARE_FORMAT = {re.compile(_OPENS + f"(?:{kind})" + _CLOSES): endings for kind, endings in _FORMATS.items()}


def _is_format(element: Element) -> bool:
    """Whether a link says nothing but the format of the file that it fetches; ”Excel” to a page on Excel says more."""
    name = plain(_name(element))
    endings = next((known for bare, known in _BARE_FORMAT.items() if bare.fullmatch(name)), ())
    if not endings:
        return False
    path = PurePosixPath(unquote(_path(element)))
    return path.suffix.lower().removeprefix(".") in endings and path.stem.lower() not in name


def _in_menu(tree: Outline, at: int) -> bool:
    """Whether a link is one choice of a menu: there ”Download” is the name of a page."""
    if tree.elements[at].place.region is Region.NAV:
        return True
    item = tree.within(at, "li")
    around = tree.elements[item].parent if item is not None else -1
    if around < 0:
        return False
    items = [tree.elements[one] for one in tree.children(around) if tree.elements[one].tag == "li"]
    links = [tree.elements[one] for one in tree.near(around) if tree.elements[one].tag == "a"]
    alone = [plain(one.text) for one in items] == [plain(_name(one)) for one in links]
    return alone and len(items) > 2 and len({_name(one) for one in links}) == len(items)


def _links(tree: Outline) -> Iterator[int]:
    for at, element in enumerate(tree.elements):
        is_link = (
            element.tag in ("a", "area") and "href" in element.attributes and not element.role
        ) or element.role == "link"
        if is_link and not element.silent:
            yield at


def _name(element: Element) -> str:
    return element.name or element.text


def _says(element: Element) -> Iterator[str]:
    """What a link says of itself, each way that it says anything."""
    yield from (element.name, element.text)
    yield from (element.attributes.get(name, "") for name in ("title", "generated"))


def _said(element: Element) -> str:
    return " ".join(_says(element))


def contexts(tree: Outline, links: Iterable[int], generic: WordList) -> Iterator[list[str]]:
    """The words that belong to each link by mark-up: its title, its description, its item, paragraph or cell."""
    rests: dict[int, str] = {}
    for at in links:
        element = tree.elements[at]
        told = [element.attributes.get("title", "")]
        told += [one.text or one.name for one in tree.by_ids(element.attributes.get("aria-describedby", ""))]
        for outer in tree.around(at):
            if tree.elements[outer].tag in _CONTEXT:
                if outer not in rests:
                    rests[outer] = _rest(tree, outer, generic)
                told.append(rests[outer])
                if tree.elements[outer].tag in ("td", "th"):
                    told += _headers(tree, outer)
            # What is farther off than the block and the items that it lies in, is no context.
            if tree.elements[outer].tag in _WHOLES and not _nested(tree, outer):
                break
        yield told


def _nested(tree: Outline, at: int) -> bool:
    """A list in an item of another: the outer item names what is in the inner (technique H81)."""
    return tree.elements[at].tag in ("ul", "ol", "dl") and tree.within(at, "li", "dd") is not None


def _rest(tree: Outline, block: int, generic: WordList) -> str:
    """What a block says beside its empty links."""
    text = tree.elements[block].text
    for inner in tree.near(block):
        element = tree.elements[inner]
        if element.tag == "a" and element.text and _is_empty(element, generic):
            text = text.replace(element.text, " ", 1)
        elif element.tag == "img":
            text += " " + element.name
    return text


def _headers(tree: Outline, cell: int) -> Iterator[str]:
    """The header cells of a cell's row, and those that head its table's columns."""
    row, table = tree.within(cell, "tr"), tree.within(cell, "table")
    for inner in tree.near(row) if row is not None else ():
        if tree.elements[inner].tag == "th" and inner != cell:
            yield tree.elements[inner].text
    for inner in tree.near(table) if table is not None else ():
        if tree.elements[inner].tag == "th" and tree.elements[inner].attributes.get("scope") != "row":
            yield tree.elements[inner].text


def _by_heading(tree: Outline, links: Sequence[int]) -> dict[int, str]:
    """The heading above each link, where that tells it from its likes."""
    headings = [at for at in tree.headings() if words(_name(tree.elements[at]))]
    above: dict[int, int] = {}
    groups: dict[tuple[int, str], set[str]] = defaultdict(set)
    for at in links:
        before = bisect(headings, at)
        if before:
            above[at] = headings[before - 1]
            element = tree.elements[at]
            groups[above[at], plain(_name(element))].add(element.attributes.get("href", str(at)))
    return {
        at: _name(tree.elements[heading])
        for at, heading in above.items()
        if len(groups[heading, plain(_name(tree.elements[at]))]) == 1
    }


_ADDRESS = re.compile(r"(https?://|www\.)\S{3,}", re.IGNORECASE)
#: So long an address may a person well read, say and type.
_READABLE = 30


def bare_address(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Links named by a long address: read out sign by sign (technique G91). ”www.borger.dk” is a name, and fine."""
    tree = facts.outline
    for at in _links(tree):
        element = tree.elements[at]
        name = _name(element).strip()
        if (
            _ADDRESS.fullmatch(name)
            and len(name.rstrip("/").removeprefix("https://").removeprefix("http://")) > _READABLE
        ):
            yield own_finding(
                rule,
                element,
                Outcome.FAILED,
                f"Linket hedder ”{short(name)}”, og det bliver læst op tegn for tegn.",
            )


#: Kinds of file by the ending of their address: what we call them, and the words that tell a reader.
_FILES = {
    "pdf": ("PDF", r"pdf"),
    **dict.fromkeys(("doc", "docx", "docm", "dot", "dotx"), ("Word", r"word|do[ct][xm]?")),
    **dict.fromkeys(("xls", "xlsx", "xlsm"), ("Excel", r"excel|xls[xm]?|regneark")),
    **dict.fromkeys(("ppt", "pptx", "pps", "ppsx"), ("PowerPoint", r"powerpoint|pp[ts]x?")),
    "odt": ("ODT", r"odt|opendocument"),
    "ods": ("ODS", r"ods|regneark"),
    "odp": ("ODP", r"odp|opendocument"),
    "rtf": ("RTF", r"rtf"),
}
#: What may stand at the end of such a word: ”Excelark”, ”Worddokument”, ”PDF-filen”.
_COMPOUND = r"-?(?:ark|dokument|fil|præsentation|skabelon|skema|version|udgave|format)[a-zæøå]*"
_MEDIA_TYPES = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}
_SIZE = re.compile(r"\d\s?(k|m|g)i?(b|byte)\b|\d\s?bytes?\b|\d\s?sider?\b|\bside\s?\d", re.IGNORECASE)


def file_without_size(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Links to files that say neither in their words nor right beside what kind of file comes, or how large."""
    tree = facts.outline
    blocks: dict[int, _Block] = {}
    for at in _links(tree):
        element = tree.elements[at]
        ending = _ending(element)
        if not ending:
            continue
        kind, named = _FILES[ending]
        told = f"{_said(element)} {_beside(tree, at, blocks)}"
        kinds = rf"\b(?:{named})(?:{_COMPOUND})?\b"
        lacks = [] if re.search(kinds, told, re.IGNORECASE) else ["filtypen"]
        lacks += [] if _SIZE.search(told) else ["størrelsen"]
        if lacks:
            message = (
                f"Linket ”{short(_name(element))}” henter en {kind}-fil, men siger ikke {' og '.join(lacks)}."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)


def _ending(element: Element) -> str:
    """The ending of the file that a link fetches; empty for a page."""
    path = _path(element)
    if not path:
        return ""
    ending = PurePosixPath(unquote(path)).suffix.lower().removeprefix(".")
    return ending if ending in _FILES else _MEDIA_TYPES.get(element.attributes.get("type", "").lower(), "")


def _path(element: Element) -> str:
    """The path of a link's address on the web; empty for any other, and for a front page."""
    try:
        parts = urlsplit(element.attributes.get("href", ""))
    except ValueError:
        return ""  # no address that anybody could follow
    return parts.path if parts.scheme in ("http", "https") else ""


@dataclass(frozen=True, slots=True)
class _Block:
    """What a block or a row says, and the links to files in it that it says; these are `several` where it has more."""

    text: str
    files: Sequence[Element]
    several: bool


def _beside(tree: Outline, at: int, blocks: dict[int, _Block]) -> str:
    """What stands right beside a link: its block or its row; of several files in one block each has what follows it.

    `blocks` keeps what was read of them, since one may have thousands of links.
    """
    outer = tree.within(at, "tr", "li", "p", "dd", "div", "td")
    if outer is None:
        return ""
    block = blocks.get(outer) or blocks.setdefault(outer, _read(tree, outer))
    own = tree.elements[at]
    if not block.several or not own.text:
        return block.text
    text = block.text.partition(own.text)[2]
    others = [text.find(one.text) for one in block.files if one is not own]
    return text[: min((place for place in others if place >= 0), default=len(text))]


def _read(tree: Outline, outer: int) -> _Block:
    inside = [tree.elements[inner] for inner in tree.near(outer)]
    text = " ".join([tree.elements[outer].text, *(one.text for one in inside if one.tag in ("td", "th"))])
    files = [one for one in inside if one.tag == "a" and one.text and _ending(one)]
    return _Block(text, [one for one in files if one.text in text], len(files) > 1)


_TOLD = re.compile(
    r"\b(?:ny(?:t|e)? ?|andet |anden |separat |eget |egen )(?:browser ?)?(?:vindue|fane(?:blad)?)|"
    r"\b(?:new|another|separate) (?:browser )?(?:window|tab)|"
    r"\bekstern(?:t|e)? (?:(?:web|hjemme|(?:inter)?net)?(?:side|sted|site)|\w{0,20}(?:domæne|henvisning|link|portal))"
    r"(?:n|r|s|en|et|er|ne|erne)?\b|"
    r"\bexternal (?:links?|sites?|pages?|websites?|domains?)\b",
    re.IGNORECASE,
)
#: A word of its own at a link's start or end, such as an icon's, or first in a bracket. Elsewhere ”ekstern” may be what
#: the link is about: ”Ekstern rådgivning”.
_LEAVES = re.compile(
    r"\b(?:eksternt?|external)\W*$|[(\[](?:eksternt?|external)\b|"
    r"^\W*(?:eksternt?|external)(?:[:,.)|]| [^\w\s]| (?-i:[A-ZÆØÅ]))",
    re.IGNORECASE,
)


def new_window(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Links that open a new window and do not say so (technique G201; failure-free practice, WCAG 3.2.5 is AAA).

    A target that is a frame of the page opens there.
    """
    tree = facts.outline
    frames = {tree.elements[at].attributes.get("name", "").lower() for at in tree.all("iframe")}
    for at in _links(tree):
        element = tree.elements[at]
        target = element.attributes.get("target", "").strip().lower()
        if target in ("", "_self", "_top", "_parent", *frames) or "href" not in element.attributes:
            continue
        described = " ".join(
            one.text or one.name for one in tree.by_ids(element.attributes.get("aria-describedby", ""))
        )
        block = tree.block(at)
        around = tree.elements[block].text if block is not None else ""
        leaves = any(map(_LEAVES.search, (*_says(element), described)))
        if not leaves and not _TOLD.search(f"{_said(element)} {described} {around}"):
            message = f"Linket ”{short(_name(element))}” åbner et nyt vindue eller faneblad uden at sige det."
            yield own_finding(rule, element, Outcome.FAILED, message)
