"""What a PDF's pages show, and whether it is tagged: content streams followed into their form XObjects.

Of each piece of text, image or line we ask: does the structure tree hold it, or is it marked as an artifact? And of
text: in which language, and with which letters of which font?
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import pikepdf

from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.losses import Losses
from tilgaengelig.gather.pdf.objects import (
    Entries,
    dictionary,
    language_tag,
    malformed_language,
    member,
    name,
    whole,
)
from tilgaengelig.gather.pdf.operators import (
    IMAGE,
    MARK,
    PAINT,
    SHOW,
    instructions,
    shows_letters,
    strings_in,
)
from tilgaengelig.gather.pdf.tags import ObjectId, TagTree
from tilgaengelig.model.document import PageContent, Part

_INVISIBLE = 3
_DEEPEST_FORM = 20
_PICTURES = ("Figure", "Formula")


@dataclass(slots=True)
class FontUse:
    """What is shown in a font, as the file writes it (`operators.strings_in` reads it).

    `seen` is what is drawn, `spoken` what is read out letter by letter: no decoration, and nothing that other words
    stand for.
    """

    font: Any
    page: int
    strings: set[bytes] = field(default_factory=set)
    seen: set[bytes] = field(default_factory=set)
    spoken: set[bytes] = field(default_factory=set)


@dataclass(slots=True)
class Shown:
    """All pages' content. `shared_forms` counts tagged forms that are shown more than once.

    `forms` has the ids of the forms on each page, in the order in which they are painted. `languages` counts the
    pieces of marked content that name their own, `spoken` the bytes of all text that is read out, by its language.
    """

    pages: list[PageContent] = field(default_factory=list)
    fonts: dict[ObjectId | int, FontUse] = field(default_factory=dict)
    references: int = 0
    shared_forms: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    spoken: Counter[str] = field(default_factory=Counter)
    malformed: list[str] = field(default_factory=list)
    forms: defaultdict[int, list[ObjectId]] = field(default_factory=lambda: defaultdict(list))


class _Scope(NamedTuple):
    """A marked-content sequence with what it inherits. `worded`: other words stand for what it shows."""

    tagged: bool
    artifact: bool
    language: str
    worded: bool = False

    @property
    def loose(self) -> bool:
        """Whether nothing says what it shows."""
        return not self.tagged and not self.artifact


@dataclass(slots=True)
class _Stream:
    """Where we are in one content stream."""

    resources: Entries
    owner: Any
    scopes: list[_Scope]
    states: list[tuple[FontUse | None, int]] = field(default_factory=list)
    font: FontUse | None = None
    mode: int = 0
    key: int | None = field(init=False)
    where: ObjectId = field(init=False)
    is_page: bool = field(init=False)
    properties: Entries = field(init=False)
    fonts: dict[str, FontUse | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = whole(self.owner.get("/StructParents"))
        self.where = self.owner.objgen
        self.is_page = self.owner.get("/Type") == pikepdf.Name.Page
        self.properties = dictionary(self.resources.get("/Properties"))


_OUTSIDE = _Scope(tagged=False, artifact=False, language="")


def shown_content(
    pdf: pikepdf.Pdf, tree: TagTree, limits: PdfLimits, losses: Losses, *, language: str
) -> Shown:
    """Walks all pages. `language` is the one that the catalog names for all text, "" for none."""
    reader = _Reader(pdf, tree, limits, language=language)
    for number, page in enumerate(pdf.pages, 1):
        if number > limits.pages:
            losses.add(Part.CONTENT, number, onward=True)
            break
        losses.reading(Part.CONTENT, partial(reader.page, page, number), None, number)
        if reader.left <= 0:
            losses.add(Part.CONTENT, number, onward=True)
            break
    return reader.result()


class _Reader:
    def __init__(self, pdf: pikepdf.Pdf, tree: TagTree, limits: PdfLimits, *, language: str) -> None:
        self._pdf = pdf
        self._tree = tree
        self._worded = _worded(tree)
        self._base = _OUTSIDE._replace(language=language)
        self._shown = Shown()
        self._count: Counter[str] = Counter()
        self._number = 0
        self._forms: Counter[ObjectId] = Counter()
        self._tagged_forms: set[ObjectId] = set()
        self._reading: list[ObjectId] = []
        self.left = limits.operators

    def page(self, page: pikepdf.Page, number: int) -> None:
        """Reads one page."""
        self._number, self._count = number, Counter()
        try:
            self._stream(page, dictionary(page.resources), page.obj, self._base)
        finally:
            if any(self._count.values()):
                self._shown.pages.append(PageContent(number, **self._count))

    def result(self) -> Shown:
        """What all pages came to."""
        self._shown.shared_forms = sum(1 for form in self._tagged_forms if self._forms[form] > 1)
        return self._shown

    def _stream(self, stream: Any, resources: Entries, owner: Any, around: _Scope) -> None:
        at = _Stream(resources, owner, [around])
        for operator, operand in instructions(self._pdf, stream):
            self.left -= 1
            if self.left <= 0:
                return
            if operator == SHOW:
                self._text(operand, at.font, at.mode, at.scopes[-1])
            elif operator == MARK:
                tag, properties = operand
                at.scopes.append(self._scope(tag, properties, at))
            elif operator == "EMC":
                if len(at.scopes) > 1:
                    at.scopes.pop()
            elif operator == PAINT:
                self._piece("loose_lines", at.scopes[-1])
            elif operator == IMAGE:
                self._piece("loose_images", at.scopes[-1])
            elif operator == "Do":
                self._object(operand, resources, at.scopes[-1])
            else:
                self._state(operator, operand, at)

    def _state(self, operator: str, operand: Any, at: _Stream) -> None:
        if operator == "q":
            at.states.append((at.font, at.mode))
        elif operator == "Q":
            at.font, at.mode = at.states.pop() if at.states else (at.font, at.mode)
        elif operator == "Tf":
            if operand not in at.fonts:
                at.fonts[operand] = self._font(operand, at.resources)
            at.font = at.fonts[operand]
        elif operator == "Tr":
            at.mode = whole(operand) or 0
        else:
            at.font = self._state_font(operand, at.resources) or at.font

    def _piece(self, kind: str, scope: _Scope) -> None:
        if scope.loose:
            self._count[kind] += 1

    def _text(self, written: bytes, font: FontUse | None, mode: int, scope: _Scope) -> None:
        if not shows_letters(written):
            return
        self._piece("loose_blanks" if scope.loose and _blank(written, font) else "loose_text", scope)
        if not scope.language:
            self._count["no_language_artifacts" if scope.artifact else "no_language"] += 1
        if not scope.artifact:
            self._shown.spoken[scope.language] += len(written)
        if font is not None:
            font.strings.add(written)
            if mode != _INVISIBLE:
                font.seen.add(written)
            if not scope.artifact and not scope.worded:
                font.spoken.add(written)

    def _scope(self, tag: str, stated: Entries | str, at: _Stream) -> _Scope:
        known = dictionary(member(at.properties, stated)) if isinstance(stated, str) else stated
        around = at.scopes[-1]
        mcid = whole(known.get("/MCID"))
        holder = self._tree.holder(at.where, at.key, mcid) if mcid is not None else None
        if mcid is not None and not at.is_page:
            self._tagged_forms.add(at.where)
        own = self._language(known.get("/Lang"))
        speaker = holder if holder is not None else self._tree.named_by.get((at.where, mcid or 0))
        named = mcid is not None and speaker is not None and speaker >= 0
        by_tag = self._tree.languages[speaker] if named and speaker is not None else ""
        language = own or by_tag or around.language
        if tag == "Span" and not language and any(k in known for k in ("/ActualText", "/Alt", "/E")):
            self._count["no_language_spans"] += 1
        tagged = around.tagged or holder is not None
        if tag == "Artifact":
            self._count["artifacts_in_tags"] += tagged
        elif holder is not None and around.artifact:
            self._count["tags_in_artifacts"] += 1
        worded = (
            around.worded
            or "/ActualText" in known
            or (holder is not None and holder >= 0 and self._worded[holder])
        )
        return _Scope(tagged, around.artifact or tag == "Artifact", language, worded)

    def _language(self, stated: object) -> str:
        """The language that marked content is said to be in, which is counted."""
        if stated is None:
            return ""
        malformed, own = malformed_language(stated), language_tag(stated)
        if malformed is not None:
            self._shown.malformed.append(malformed)
        if own:
            self._shown.languages[own] += 1
        return own

    def _object(self, operand: str, resources: Entries, scope: _Scope) -> None:
        found = member(dictionary(resources.get("/XObject")), operand)
        if not isinstance(found, pikepdf.Stream):
            return
        if name(found.get("/Subtype")) != "Form":
            self._piece("loose_images", scope)
            return
        self._shown.references += "/Ref" in found
        self._forms[found.objgen] += 1
        self._shown.forms[self._number].append(found.objgen)
        if found.objgen in self._reading or len(self._reading) >= _DEEPEST_FORM:
            return
        if self._tree.holder_of_object(whole(found.get("/StructParent"))) is not None:
            scope = scope._replace(tagged=True)
        self._reading.append(found.objgen)
        own = found.get("/Resources")
        try:
            self._stream(found, dictionary(own) if own is not None else resources, found, scope)
        finally:
            self._reading.pop()

    def _font(self, operand: str, resources: Entries) -> FontUse | None:
        return self._use(member(dictionary(resources.get("/Font")), operand))

    def _state_font(self, operand: str, resources: Entries) -> FontUse | None:
        state = dictionary(member(dictionary(resources.get("/ExtGState")), operand))
        stated = state.get("/Font")
        return self._use(stated[0]) if isinstance(stated, pikepdf.Array) and len(stated) else None

    def _use(self, font: Any) -> FontUse | None:
        if not isinstance(font, pikepdf.Dictionary):
            return None
        identity = font.objgen if font.is_indirect else hash(font.unparse())
        return self._shown.fonts.setdefault(identity, FontUse(font, self._number))


def _blank(written: bytes, font: FontUse | None) -> bool:
    """Whether text is surely nothing but blanks: of a font whose codes have several bytes we do not ask."""
    simple = font is not None and name(font.font.get("/Subtype")) != "Type0"
    return simple and not any(string.strip(b" ") for string in strings_in([written]))


def _worded(tree: TagTree) -> list[bool]:
    """Of each element, whether words of its own or of one around it are read out instead of what it shows."""
    found: list[bool] = []
    for tag in tree.tags:
        own = tag.actual is not None or (bool(tag.alt) and tag.role in _PICTURES)
        found.append(own or (tag.parent >= 0 and found[tag.parent]))
    return found
