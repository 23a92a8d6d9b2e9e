"""The parts of a word processor's file (a zip with XML in it), with hard limits: files come from strangers."""

from __future__ import annotations

import io
import zipfile
from types import TracebackType
from typing import Any, Self

from lxml import etree

from tilgaengelig.gather.net import unpack
from tilgaengelig.model.errors import TooLarge, WrongUse

#: A letter's own text is some hundred kilobytes; its pictures are the rest.
PART_BYTES = 20_000_000
WHOLE_BYTES = 200_000_000
MOST_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: All that zipfile and the XML parser say of what is broken.
BROKEN = (*unpack.BROKEN_ZIP, etree.XMLSyntaxError)

DAMAGED = (
    "Dokumentet er beskadiget og kan ikke læses. Åbn det i Word eller LibreOffice, gem det igen, og prøv så."
)
LOCKED = "Dokumentet er låst med adgangskode. Gem en kopi uden kode, og prøv igen."
_HEAVY = "Dokumentet fylder for meget, når det pakkes ud. Fjern billeder, eller del det op."


class Archive:
    """An opened file. Raises WrongUse for one that is damaged or locked, TooLarge beyond our limits."""

    def __init__(self, body: bytes) -> None:
        if body.startswith(_OLE):
            raise WrongUse(LOCKED)  # Word puts what it encrypts into its old kind of file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except BROKEN as error:
            raise WrongUse(DAMAGED) from error
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise WrongUse(LOCKED)
        if any(entry.compress_type not in unpack.BOUNDED for entry in entries):
            raise WrongUse(DAMAGED)
        # zipfile unpacks no more of a part than the size that stands here, so these are true bounds.
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > WHOLE_BYTES:
            raise TooLarge(_HEAVY)
        self.names = frozenset(entry.filename for entry in entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def part(self, name: str) -> etree._Element | None:
        """The root of a part; None where there is no such part."""
        if name not in self.names:
            return None
        if self._zip.getinfo(name).file_size > PART_BYTES:
            raise TooLarge(_HEAVY)
        try:
            return parse(self._zip.read(name))
        except BROKEN as error:
            raise WrongUse(DAMAGED) from error

    def needed(self, name: str) -> etree._Element:
        """The root of a part that no such document is without."""
        part = self.part(name)
        if part is None:
            raise WrongUse(DAMAGED)
        return part


def parse(xml: bytes) -> etree._Element:
    """XML without entities, network or unbounded depth. Raises XMLSyntaxError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    root = etree.fromstring(xml, parser)
    tree: Any = root.getroottree()
    if tree.docinfo.doctype:
        raise ValueError("a document type, which no word processor writes")
    return root
