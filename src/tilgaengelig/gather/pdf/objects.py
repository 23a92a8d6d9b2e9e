"""Plain values out of PDF objects. Whatever is not of the type asked for counts as not there.

Names and texts are bytes, and older programs write them in the code page of their day: such a file is sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from tilgaengelig.gather.pdf.wording import cleaned
from tilgaengelig.model.document import Box

Entries = pikepdf.Dictionary | dict[str, Any]

_BCP47 = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
LONGEST_TEXT = 1_000


def dictionary(found: object) -> Entries:
    """A dictionary, or the one of a stream; else an empty one."""
    if found is None:
        return {}
    if isinstance(found, pikepdf.Stream):
        return found.stream_dict
    return found if isinstance(found, pikepdf.Dictionary) else {}


def entries(found: object) -> dict[str, Any]:
    """What a dictionary has, for those who ask for many keys: one that is not there costs ten times one that is.

    A key in foreign letters is none that anybody asks for.
    """
    return {key: value for key, value in dictionary(found).items() if value is not None and key.isascii()}


def named(found: object) -> dict[str, Any]:
    """What a dictionary has by names that the file chose, each as `name` says it."""
    return {
        decoded(key[1:].encode("utf-8", "surrogateescape")): value
        for key, value in dictionary(found).items()
        if value is not None
    }


def member(found: Entries, key: str) -> Any:
    """What a dictionary has by one name that the file chose, with its slash; None for nothing."""
    return found.get(key) if key.isascii() else named(found).get(key[1:])


def decoded(written: bytes) -> str:
    """Bytes as the text that they are meant as: UTF-8 (ISO 32000-1, 7.3.5), or else the letters of Western Europe."""
    try:
        return written.decode()
    except UnicodeDecodeError:
        return written.decode("latin-1")


def items(found: object) -> list[Any]:
    """An array's items; one thing that is no array is a list of itself, and nothing is an empty list."""
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _is_string(found: object) -> bool:
    """Most entries that are asked for are not there, and pikepdf takes long to say that nothing is no string."""
    return found is not None and isinstance(found, pikepdf.String)


def string(found: object) -> str | None:
    """A string as the file has it, with a sign for what is no letter; None for what is no string."""
    if not _is_string(found):
        return None
    try:
        return str(found)
    except UnicodeDecodeError:  # it says that it is UTF-8, and is not
        written: bytes = bytes(found)  # type: ignore[call-overload]
        return written.decode("utf-8-sig", "replace")


def text(found: object) -> str:
    """A string as a person reads it, shortened."""
    return cleaned((string(found) or "")[:LONGEST_TEXT])


def text_or_none(found: object) -> str | None:
    """The same, where it matters whether there is a string at all."""
    return text(found) if _is_string(found) else None


def name(found: object) -> str:
    """A name without its slash."""
    if found is None or not isinstance(found, pikepdf.Name):
        return ""
    try:
        return str(found)[1:]
    except UnicodeDecodeError:
        return decoded(bytes(found)[1:])


def flag(found: object) -> bool:
    """pikepdf gives a PDF boolean as a Python bool; any other object counts as false."""
    return found is True


def whole(found: object) -> int | None:
    """A whole number."""
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def number(found: object, otherwise: float = 0.0) -> float:
    """A number of either kind."""
    if isinstance(found, bool) or found is None:
        return otherwise
    try:
        return float(found)  # type: ignore[arg-type]  # what is no number raises
    except (TypeError, ValueError, OverflowError):
        return otherwise


def rectangle(found: object) -> Box | None:
    """The corners of a rectangle (ISO 32000-1, 7.9.5), in order; None for what is none."""
    corners = items(found)
    if len(corners) != 4:
        return None
    left, bottom, right, top = (number(corner) for corner in corners)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def meet(one: Box, other: Box) -> bool:
    """Whether two rectangles have a part in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def language_tag(found: object) -> str:
    """A language by RFC 3066 as ISO 32000-1, 14.9.2 has it; what is malformed is none."""
    tag = text(found)
    return tag if _BCP47.fullmatch(tag) else ""


def malformed_language(found: object) -> str | None:
    """A /Lang that is there and says no language, with its controls spelt out; None where it does, or is not there."""
    tag = string(found)
    if tag is None or _BCP47.fullmatch(tag):
        return None
    letters = (sign if sign.isprintable() else ascii(sign)[1:-1] for sign in tag[:40])
    return "".join(letters)


def tree_values(root: object, leaf: str, most: int) -> Iterator[tuple[Any, Any]]:
    """The pairs of a name tree (`leaf` /Names) or a number tree (/Nums), whatever rings its nodes form."""
    stack, seen, visited = [root], set(), 0
    while stack and visited < most:
        node = stack.pop()
        visited += 1
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        pairs = items(node.get(leaf))
        yield from zip(pairs[::2], pairs[1::2], strict=False)
        stack += reversed(items(node.get("/Kids"))[:most])
