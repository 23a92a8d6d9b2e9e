"""Which part of a .docx is which: a file says it by its relations, and not every program uses Word's own names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from tilgaengelig.gather.letters.archive import Archive
from tilgaengelig.model.errors import WrongUse

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_SAVED_AS_STRICT = (
    "Dokumentet er gemt som Strict Open XML, og det kan vi ikke læse. "
    "Gem det i Word som almindeligt dokument (.docx), og prøv igen."
)


class WordParts:
    """The parts of a .docx by what they are to the letter.

    Word on the web may call the letter itself word/document2.xml. Where a file's relations say nothing, or are broken,
    the names count that Word gives by itself. Raises WrongUse and TooLarge, as the archive does.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        main = _related(archive, "").get("officeDocument", ["word/document.xml"])[0]
        self._others = _related(archive, main)
        self.document = archive.needed(main)
        if self.document.tag.startswith(_STRICT):
            raise WrongUse(_SAVED_AS_STRICT)

    def other(self, kind: str) -> etree._Element | None:
        """The part that is the document's "styles", "footnotes" or "endnotes"; None where it has none."""
        return self._archive.part(self._others.get(kind, [f"word/{kind}.xml"])[0])

    def margins(self) -> Iterator[etree._Element]:
        """The headers and footers."""
        named = {*self._others.get("header", ()), *self._others.get("footer", ())}
        for name in sorted(named or filter(_MARGIN.fullmatch, self._archive.names)):
            part = self._archive.part(name)
            if part is not None:
                yield part


def _related(archive: Archive, source: str) -> dict[str, list[str]]:
    """The names of the parts that one is related to ("" is the whole file), by what they are to it."""
    folder, name = posixpath.split(source)
    try:
        relations = archive.part(posixpath.join(folder, "_rels", f"{name}.rels"))
    except WrongUse:
        return {}
    found: dict[str, list[str]] = {}
    for relation in () if relations is None else relations.iter(_RELATION):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        if target in archive.names:
            found.setdefault(relation.get("Type", "").rpartition("/")[2], []).append(target)
    return found
