"""The structure tree of a PDF (ISO 32000-1, 14.7 and 14.8), in the order in which it is read out.

Walks are loops with a set of what was seen and a limit, since elements may point in rings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from tilgaengelig.gather.pdf.limits import PdfLimits
from tilgaengelig.gather.pdf.objects import (
    Entries,
    dictionary,
    entries,
    items,
    language_tag,
    malformed_language,
    name,
    named,
    rectangle,
    text_or_none,
    tree_values,
    whole,
)
from tilgaengelig.gather.pdf.roles import Roles
from tilgaengelig.model.document import Tag

ObjectId = tuple[int, int]
#: A piece of marked content: the page or form that holds it, and its id there.
Mcid = tuple[ObjectId, int]

#: Stands for an element that the parent tree knows and the tree does not lead to.
UNREACHED = -1
#: So many elements around another tell enough of it.
_HIGHEST = 100
_MOST_HEADERS = 200


@dataclass(slots=True)
class TagTree:
    """The elements in reading order, and how the content of pages finds its own.

    `languages` has each element's own or inherited language, `named_by` the element that names a piece of marked
    content, `parents` the parent tree by its keys.
    """

    tags: list[Tag] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    named_by: dict[Mcid, int] = field(default_factory=dict)
    parents: dict[int, Any] = field(default_factory=dict)
    by_id: dict[ObjectId, int] = field(default_factory=dict)
    malformed: list[str] = field(default_factory=list)

    @property
    def has_content(self) -> bool:
        """Whether any element holds anything at all."""
        return any(tag.content for tag in self.tags)

    def way_up(self, index: int) -> Iterator[int]:
        """An element and those around it, nearest first."""
        for _ in range(_HIGHEST):
            if index < 0:
                return
            yield index
            index = self.tags[index].parent

    def holder(self, where: ObjectId, key: int | None, mcid: int) -> int | None:
        """The element that a piece of marked content belongs to: an index, UNREACHED, or None where there is none.

        `where` is the page or form that holds it and `key` that one's /StructParents. What the parent tree says
        counts, and not what the elements name: readers go this way (ISO 32000-1, 14.7.4.4).
        """
        entry = self.parents.get(key) if key is not None else None
        found = entry[mcid] if isinstance(entry, pikepdf.Array) and 0 <= mcid < len(entry) else None
        index = self._index(found)
        return self.named_by.get((where, mcid), UNREACHED) if index == UNREACHED else index

    def holder_of_object(self, key: int | None) -> int | None:
        """The element of an annotation or a form as a whole, by its /StructParent."""
        return self._index(self.parents.get(key)) if key is not None else None

    def role_of_object(self, key: int | None) -> str | None:
        """The standard type of that element; None where there is no element."""
        index = self.holder_of_object(key)
        if index is None:
            return None
        return self.tags[index].role if index >= 0 else ""

    def _index(self, element: object) -> int | None:
        if element is None or not isinstance(element, pikepdf.Dictionary):
            return None
        return self.by_id.get(element.objgen, UNREACHED)  # those of the tree have numbers of their own


def tag_tree(pdf: pikepdf.Pdf, pages: dict[ObjectId, int], limits: PdfLimits, *, newer: bool) -> TagTree:
    """The tree of an open document; `pages` numbers its pages, `newer` says that it is of PDF 2.0."""
    root = dictionary(pdf.Root.get("/StructTreeRoot"))
    tree = TagTree()
    if not root:
        return tree
    catalog = language_tag(pdf.Root.get("/Lang"))
    roles = Roles(root, newer=newer)
    classes = named(root.get("/ClassMap"))
    by_id: dict[ObjectId, int] = {}
    for element in _elements(root, limits.elements):
        above = tree.languages[element.parent] if element.parent >= 0 else catalog
        _take(tree, element, above, roles, classes, pages)
        if element.id is not None:
            by_id[element.id] = len(tree.tags) - 1
    for key, value in tree_values(root.get("/ParentTree"), "/Nums", limits.elements):
        number = whole(key)
        if number is not None and number not in tree.parents:
            tree.parents[number] = value
    tree.by_id = by_id
    return tree


class _Element(NamedTuple):
    """An element's entries, its own content, its parent's index, and the page that it has or inherits."""

    entries: dict[str, Any]
    content: list[Any]
    parent: int
    page: ObjectId
    id: ObjectId | None


def _elements(root: Entries, most: int) -> Iterator[_Element]:
    """Each element once, in reading order."""
    stack: list[tuple[Any, int, ObjectId]] = [
        (kid, -1, (0, 0)) for kid in reversed(items(root.get("/K"))[:most])
    ]
    seen: set[ObjectId] = set()
    index = -1
    while stack and index < most:
        element, parent, page = stack.pop()
        if not isinstance(element, pikepdf.Dictionary):
            continue
        own = element.objgen if element.is_indirect else None
        if own in seen:
            continue
        if own is not None:
            seen.add(own)
        index += 1
        found = entries(element)
        page = _page(found, page)
        content: list[Any] = []
        kids: list[Any] = []
        for kid in items(found.get("/K"))[:most]:
            (content if is_content(kid) else kids).append(kid)
        yield _Element(found, content, parent, page, own)
        stack += [(kid, index, page) for kid in reversed(kids)]


def _take(
    tree: TagTree,
    element: _Element,
    above: str,
    roles: Roles,
    classes: dict[str, Any],
    pages: dict[ObjectId, int],
) -> None:
    """Adds one element to the tree, and its content to the index."""
    found, page = element.entries, element.page
    stated = found.get("/Lang")
    malformed = malformed_language(stated)
    if malformed is not None:
        tree.malformed.append(malformed)
    language = language_tag(stated) or above
    kind = name(found.get("/S"))
    role, mapping = roles.of(kind, found.get("/NS"))
    index = len(tree.tags)
    shown = page
    widgets = 0
    for kid in element.content:
        held = _mcid(kid, page)
        if held:
            tree.named_by.setdefault(held, index)
        if isinstance(kid, pikepdf.Dictionary):
            shown = _page(kid, page) if shown == (0, 0) else shown
            widgets += _is_widget(kid)
    tree.languages.append(language)
    attributes = _attributes(found, classes)
    tree.tags.append(
        Tag(
            kind=kind[:80],
            role=role,
            parent=element.parent,
            page=pages.get(shown),
            language=bool(language),
            mapping=mapping,
            alt=text_or_none(found.get("/Alt")),
            actual=text_or_none(found.get("/ActualText")),
            expansion=text_or_none(found.get("/E")),
            id=_id(found.get("/ID")),
            scope=name(attributes.get(("Table", "/Scope"))),
            headers=tuple(_id(item) for item in items(attributes.get(("Table", "/Headers")))[:_MOST_HEADERS]),
            rows=max(1, whole(attributes.get(("Table", "/RowSpan"))) or 1),
            columns=max(1, whole(attributes.get(("Table", "/ColSpan"))) or 1),
            field_role=name(attributes.get(("PrintField", "/Role"))),
            content=len(element.content),
            widgets=widgets,
            orphan="/P" not in found,
            # LibreOffice leaves figures without content of their own, and says where they stand.
            box=rectangle(attributes.get(("Layout", "/BBox"))),
        )
    )


def _attributes(element: dict[str, Any], classes: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """The attributes by their owner and key (ISO 32000-1, 14.8.5), the element's own before those of its classes.

    Each owner has attributes of its own: a /Scope that is not of /Table says nothing of a table.
    """
    found: dict[tuple[str, str], Any] = {}
    of_classes = [classes.get(name(item)) for item in items(element.get("/C"))]
    for source in (*items(element.get("/A")), *(inner for entry in of_classes for inner in items(entry))):
        stated = entries(source)
        owner = name(stated.get("/O"))
        for key, value in stated.items():
            found.setdefault((owner, key), value)
    return found


def _id(found: object) -> str:
    """An identifier is bytes and no text; two are the same where their bytes are."""
    return bytes(found)[:100].decode("latin-1") if isinstance(found, pikepdf.String) else ""


def is_content(kid: object) -> bool:
    """Marked content or an object, not an element (ISO 32000-1, 14.7.4)."""
    if whole(kid) is not None:
        return True
    return isinstance(kid, pikepdf.Dictionary) and name(kid.get("/Type")) in ("OBJR", "MCR")


def _is_widget(kid: object) -> bool:
    return name(dictionary(dictionary(kid).get("/Obj")).get("/Subtype")) == "Widget"


def _page(entry: Any, otherwise: ObjectId) -> ObjectId:
    page = entry.get("/Pg")
    return page.objgen if isinstance(page, pikepdf.Dictionary) else otherwise


def _mcid(kid: object, page: ObjectId) -> Mcid | None:
    """Where the content is that an element names: on its page, or in the form that /Stm says."""
    if (number := whole(kid)) is not None:
        return page, number
    entry = dictionary(kid)
    number = whole(entry.get("/MCID"))
    if number is None or name(entry.get("/Type")) != "MCR":
        return None
    stream = entry.get("/Stm")
    return (stream.objgen if isinstance(stream, pikepdf.Stream) else _page(entry, page)), number
