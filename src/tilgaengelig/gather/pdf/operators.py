"""The instructions of a content stream that tell of text, tags and pictures (ISO 32000-1, 7.8.2 and annex A).

Most streams are written plainly: numbers, strings, names and known operators. Those are read by one expression, which
passes over what shows nothing that we ask for and makes no objects of it. Where it meets anything else, pikepdf's
parser takes over for the rest of the stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import pikepdf

from tilgaengelig.gather.pdf.objects import Entries, decoded, dictionary, items, name

#: What instructions are told as, beside the operators that stand for themselves: q, Q, EMC, Tf, Tr, gs and Do.
SHOW, PAINT, IMAGE, MARK = "show", "paint", "image", "mark"

_SHOWS = frozenset(("Tj", "TJ", "'", '"'))
_PAINTS = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"))
_NAMED = frozenset(("Tf", "gs", "Do"))
_ASKED = " ".join((*_SHOWS, *_PAINTS, *_NAMED, "BDC", "BMC", "EMC", "q", "Q", "Tr", "BI", "ID", "EI"))
_INLINE = "INLINE IMAGE"

_END = rb"(?=[\s\0/\[(<%]|\Z)"
_BLANKS = rb"[\s\0]*+"
_NUMBERS = rb"[\s\0\d+.\-]*+"
#: Names with foreign letters, and strings with brackets in brackets in brackets, are left to the parser.
_NAME = rb"/(?:[^\s\0/\[\](){}<>%#\x80-\xff]|#[2-7][0-9A-Fa-f])*+"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_WITHIN = rb"(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+"
_STRING = rb"\(" + _WITHIN + rb"\)"
_ARRAY = rb"\[(?:[\s\0\d+.\-]|" + _STRING + rb"|" + _HEX + rb")*+\]"
_PROPERTIES = rb"<<(?:[^()<>%]|" + _STRING + rb"|" + _HEX + rb")*+>>"
_PASSED = rb"(?:BT|ET|T[dDm*cwzLs]|[wJjMidmlcvyhnWkKgG]|W\*|re|cm|rg|RG|scn?|SCN?|BX|EX)"
_COLOR = rb"(?:cs|CS|scn|SCN|ri|MP|(?:" + _NAME + rb"|" + _PROPERTIES + rb")" + _BLANKS + rb"DP)"
_PLAIN = re.compile(
    rb"(?:[\s\0\d+.\-]++|" + _PASSED + _END + rb")*+(?:"
    + b"|".join(
        (
            rb"(?P<show>" + _ARRAY + _BLANKS + rb"TJ|(?:" + _STRING + rb"|" + _HEX + rb")" + _BLANKS
            + rb"(?:Tj|['\"]))" + _END,
            rb"(?P<font>" + _NAME + rb")" + _NUMBERS + rb"Tf" + _END,
            rb"(?P<tag>" + _NAME + rb")" + _BLANKS
            + rb"(?:(?P<properties>" + _PROPERTIES + rb"|" + _NAME + rb")" + _BLANKS + rb"BDC|BMC)" + _END,
            rb"(?P<single>EMC|q|Q)" + _END,
            rb"(?P<paint>[SsFBb]|[fBb]\*|f|" + _NAME + _BLANKS + rb"sh)" + _END,
            rb"(?P<object>" + _NAME + rb")" + _BLANKS + rb"Do" + _END,
            rb"(?P<state>" + _NAME + rb")" + _BLANKS + rb"gs" + _END,
            rb"(?P<mode>Tr)" + _END,
            rb"(?:" + _NAME + _BLANKS + _COLOR + rb"|\[" + _NUMBERS + rb"\]" + _NUMBERS + rb"d)" + _END,
            rb"\Z",
        )
    )
    + rb")",
    re.DOTALL,
)  # fmt: skip
_BEFORE = {"font": "Tf", "object": "Do", "state": "gs"}
_LAST_NUMBER = re.compile(rb"(?<![.\d])(\d{1,2})[\s\0]+\Z")
_ONE_ID = re.compile(rb"<<\s*/MCID\s+(\d{1,9})\s*>>")
_WRITTEN = re.compile(rb"\((" + _WITHIN + rb")\)|<([0-9A-Fa-f\s]*+)>", re.DOTALL)
_IN_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_ANY_LETTER = re.compile(rb"\((?!\))|<\s*[0-9A-Fa-f]")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)|\r\n?", re.DOTALL)
_LETTERS = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}


def instructions(pdf: pikepdf.Pdf, stream: Any) -> Iterator[tuple[str, Any]]:
    """Each instruction of a page or a form, and what it acts on; see SHOW and its like.

    SHOW has its string or array as the file writes it, MARK a tag and its properties (or the name of an entry in
    /Properties), Tf, gs and Do a name with its slash, Tr a number or None. Raises what pikepdf raises.
    """
    parts = _parts(stream)
    if parts is None:
        yield from _parsed(stream)
        return
    # Where one stream of a page ends and the next begins, no token runs on.
    body, at = b"\n".join(part.read_bytes() for part in parts), 0
    while at < len(body):
        found = _PLAIN.match(body, at)
        if found is None:
            yield from _parsed(pikepdf.Stream(pdf, body[at:]))
            return
        at = found.end()
        kind = found.lastgroup
        if kind == "show":
            yield SHOW, found["show"]
        elif kind == "single":
            yield found["single"].decode(), None
        elif kind in ("tag", "properties"):
            yield MARK, (_name(found["tag"])[1:], _properties(found["properties"]))
        elif kind == "paint":
            yield PAINT, None
        elif kind == "mode":
            number = _LAST_NUMBER.search(body, max(found.start("mode") - 12, 0), found.start("mode"))
            yield "Tr", int(number[1]) if number else None
        elif kind in _BEFORE:
            yield _BEFORE[kind], _name(found[kind])


def shows_letters(written: bytes) -> bool:
    """Whether there is anything in the strings that a SHOW has."""
    return _ANY_LETTER.search(written) is not None


def strings_in(written: Iterable[bytes]) -> Iterator[bytes]:
    """The different strings in what SHOW has, as bytes (ISO 32000-1, 7.3.4)."""
    for literal, digits in set(_WRITTEN.findall(b"".join(written))):
        if digits:
            plain = digits if digits.isalnum() else b"".join(digits.split())
            yield bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())
        elif b"\\" in literal or b"\r" in literal:
            yield _ESCAPED.sub(_unescaped, literal)
        elif literal:
            yield literal


def _parts(stream: Any) -> list[Any] | None:
    """The streams of a page or a form; None where some are none."""
    parts = items(stream.obj.get("/Contents")) if isinstance(stream, pikepdf.Page) else [stream]
    return parts if all(isinstance(part, pikepdf.Stream) for part in parts) else None


def _parsed(stream: Any) -> Iterator[tuple[str, Any]]:
    for instruction in pikepdf.parse_content_stream(stream, _ASKED):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in _SHOWS:
            shown = operands[-1]
            strings = isinstance(shown, pikepdf.Array | pikepdf.String)
            yield SHOW, shown.unparse() if strings else b""
        elif operator in _PAINTS:
            yield PAINT, None
        elif operator in ("BDC", "BMC"):
            stated = operands[1] if len(operands) > 1 else None
            by_name = isinstance(stated, pikepdf.Name)
            tag = name(operands[0]) if len(operands) else ""
            yield MARK, (tag, "/" + name(stated) if by_name else dictionary(stated))
        elif operator == _INLINE:
            yield IMAGE, None
        elif operator in _NAMED:
            yield operator, "/" + name(operands[0])
        else:
            yield operator, operands[0] if operator == "Tr" else None


def _name(written: bytes) -> str:
    """A name with its slash, as `objects.name` reads it."""
    if b"#" in written:
        written = _IN_HEX.sub(lambda found: bytes.fromhex(found[1].decode()), written)
    return decoded(written)


def _properties(written: bytes | None) -> Entries | str:
    if written is None:
        return {}
    if not written.startswith(b"<<"):
        return _name(written)
    if found := _ONE_ID.fullmatch(written):
        return {"/MCID": int(found[1])}
    return _dictionary(written)


@lru_cache(maxsize=128)
def _dictionary(written: bytes) -> Entries:
    """Properties that stand in the stream itself; the same ones come again and again."""
    return dictionary(pikepdf.Object.parse(written))


def _unescaped(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped is None:
        return b"\n"
    if escaped[0] in b"01234567":
        return bytes([int(escaped, 8) & 255])
    return _LETTERS.get(escaped, escaped)
