"""The font program that a PDF bears in itself: where it is, and which of the formats it is of (ISO 32000-1, 9.9)."""

from __future__ import annotations

import pikepdf

from tilgaengelig.gather.pdf import glyphs, sfnt
from tilgaengelig.gather.pdf.objects import Entries, name, whole

#: ISO 32000-1, table 126.
_COMPACT = frozenset({"Type1C", "CIDFontType0C", "OpenType"})


def embedded(descriptor: Entries) -> pikepdf.Stream | None:
    """The stream of the program, however large; None where the font is not embedded."""
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        stream = descriptor.get(key)
        if isinstance(stream, pikepdf.Stream):
            # The third one holds several formats and says which; one that it does not say is none.
            return stream if key != "/FontFile3" or name(stream.get("/Subtype")) in _COMPACT else None
    return None


def size(stream: pikepdf.Stream) -> int:
    """How many bytes of the file a stream takes up."""
    return whole(stream.get("/Length")) or 0


def program(stream: pikepdf.Stream) -> glyphs.Program:
    """What the program tells of its glyphs. Raises what the decoders and fontTools raise where it is broken."""
    body = stream.read_bytes()
    if body[:4] in (b"\0\1\0\0", b"true", b"OTTO", b"ttcf"):
        return sfnt.truetype(body)
    if body[:2] == b"%!" or body[:1] == b"\x80":
        return glyphs.type1(_without_segments(body))
    return glyphs.cff(body)


def _without_segments(body: bytes) -> bytes:
    """The headers of a PFB's segments taken out."""
    whole_body, at = b"", 0
    while body[at : at + 1] == b"\x80" and body[at + 1 : at + 2] in (b"\1", b"\2"):
        length = int.from_bytes(body[at + 2 : at + 6], "little")
        whole_body += body[at + 6 : at + 6 + length]
        at += 6 + length
    return whole_body or body
