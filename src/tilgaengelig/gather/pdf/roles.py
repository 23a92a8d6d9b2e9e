"""What structure types stand for (ISO 32000-1, 14.7.3 and 14.8.4; ISO 32000-2, 14.8.6)."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from tilgaengelig.gather.pdf.objects import Entries, dictionary, items, name, named, text
from tilgaengelig.model.document import Mapping

#: Structure types of ISO 32000-1, 14.8.4, and those that ISO 32000-2 adds.
_STANDARD = frozenset(
    ["Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
     "NonStruct", "Private", "P", "H", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "H1", "H2",
     "H3", "H4", "H5", "H6", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry",
     "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"]
)  # fmt: skip
_NEWER = frozenset(
    ["DocumentFragment", "Aside", "Title", "FENote", "Sub", "Em", "Strong", "Artifact", "math"]
)
_HEADING = re.compile(r"H[1-9]\d{0,2}")
#: The standard namespaces; types without any are in the first (ISO 32000-2, 14.8.6.1).
_FIRST, _SECOND = "http://iso.org/pdf/ssn", "http://iso.org/pdf2/ssn"
_FORMULAS, _FORMULA = "http://www.w3.org/1998/Math/MathML", "math"
_LONGEST_CHAIN = 50

#: A structure type: its namespace, and its name there.
_Type = tuple[str, str]


class Roles:
    """The role maps of a document; `root` is that of its structure tree, `newer` says that it is of PDF 2.0."""

    def __init__(self, root: Entries, *, newer: bool) -> None:
        self._newer = newer
        self._maps: dict[str, dict[str, Any]] = {_FIRST: named(root.get("/RoleMap"))}
        self._known: dict[_Type, tuple[str, Mapping]] = {}

    def of(self, kind: str, space: object) -> tuple[str, Mapping]:
        """The standard type that a type stands for, which is of this namespace (ISO 14289-1, 7.1)."""
        asked = self._space(space), kind
        if asked not in self._known:
            self._known[asked] = self._follow(asked)
        return self._known[asked]

    def _space(self, found: object) -> str:
        """A namespace by its name, whose role map is known from now on."""
        if not isinstance(found, pikepdf.Dictionary):
            return _FIRST
        space = text(found.get("/NS"))
        if space not in self._maps:
            self._maps[space] = named(found.get("/RoleMapNS"))
        return space

    def _target(self, at: _Type) -> _Type | None:
        space, kind = at
        found = items(self._maps[space].get(kind))
        target = name(found[0]) if found else ""
        return (self._space(dictionary(found[1]) if len(found) > 1 else None), target) if target else None

    def _standard(self, at: _Type) -> bool:
        space, kind = at
        if space == _FORMULAS:
            return True
        newer = self._newer or space == _SECOND
        known = kind in _STANDARD or (newer and (kind in _NEWER or bool(_HEADING.fullmatch(kind))))
        return known and space in (_FIRST, _SECOND)

    def _follow(self, asked: _Type) -> tuple[str, Mapping]:
        at, seen = asked, set()
        for _ in range(_LONGEST_CHAIN):
            target = self._target(at)
            if self._standard(at) and target != at:
                remapped = target is not None and at == asked
                return self._role(at), Mapping.REMAPPED if remapped else Mapping.GOOD
            if target is None:
                return "", Mapping.NONE
            seen.add(at)
            if target in seen:
                break
            at = target
        # A standard type that LibreOffice maps to itself is wrongly mapped, and is what it is.
        return self._role(asked) if self._standard(asked) else "", Mapping.CIRCULAR

    def _role(self, standard: _Type) -> str:
        """The role that a standard type has for us: we tell no part of a formula from another."""
        return _FORMULA if standard[0] == _FORMULAS else standard[1]
