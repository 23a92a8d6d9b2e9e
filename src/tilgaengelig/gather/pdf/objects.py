"""Plain values out of PDF objects. Whatever is not of the type asked for counts as not there."""

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

    A key in foreign letters, such as a broken file has, is none that anybody asks for.
    """
    return {key: value for key, value in dictionary(found).items() if value is not None and key.isascii()}


def items(found: object) -> list[Any]:
    """An array's items; one thing that is no array is a list of itself, and nothing is an empty list."""
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _is_string(found: object) -> bool:
    """Most entries that are asked for are not there, and pikepdf takes long to say that nothing is no string."""
    return found is not None and isinstance(found, pikepdf.String)


def text(found: object) -> str:
    """A string as a person reads it, shortened."""
    return cleaned(str(found)[:LONGEST_TEXT]) if _is_string(found) else ""


def text_or_none(found: object) -> str | None:
    """The same, where it matters whether there is a string at all."""
    return text(found) if _is_string(found) else None


def name(found: object) -> str:
    """A name without its slash."""
    return str(found)[1:] if found is not None and isinstance(found, pikepdf.Name) else ""


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


def language_tag(found: object) -> str:
    """A language by RFC 3066 as ISO 32000-1, 14.9.2 has it; what is malformed is none."""
    tag = text(found)
    return tag if _BCP47.fullmatch(tag) else ""


def malformed_language(found: object) -> str | None:
    """A /Lang that is there and says no language; None where it does, or where there is none."""
    tag = str(found) if _is_string(found) else None
    return None if tag is None or _BCP47.fullmatch(tag) else tag[:40]


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
