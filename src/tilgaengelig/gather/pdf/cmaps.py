"""Character maps of PDF fonts: from codes to CIDs, and from codes to Unicode (ISO 32000-1, 9.7.5 and 9.10.3)."""

from __future__ import annotations

import array
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

#: The registry's orderings of the CMaps that every reader knows (ISO 32000-1, table 118).
_FAMILIES = {
    "GB1": "GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16",
    "CNS1": "B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC UniCNS-UCS2 UniCNS-UTF16",
    "Japan1": "83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2 UniJIS-UCS2-HW UniJIS-UTF16",
    "Korea1": "KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UCS2 UniKS-UTF16",
}
_ONLY_HORIZONTAL = {"83pv-RKSJ-H", "90pv-RKSJ-H", "KSCpc-EUC-H"}
ORDERINGS = {
    name: ordering
    for ordering, stems in _FAMILIES.items()
    for stem in stems.split()
    for name in (f"{stem}-H", f"{stem}-V")
    if name in _ONLY_HORIZONTAL or name[:-1] + "H" not in _ONLY_HORIZONTAL
} | {"H": "Japan1", "V": "Japan1"}
IDENTITY = frozenset({"Identity-H", "Identity-V"})

#: A section of codes and their letters that has nothing else, as most have: it is read at once.
_SECTION = rb"beginbf(char|range)\s*+((?:<(?:[0-9A-Fa-f]{2})++>\s*+)*+)endbf(?:char|range)"
_TOKEN = re.compile(
    _SECTION + rb"|<([0-9A-Fa-f\s]*)>|/([^\s/<>\[\]()]+)|\(([^()]*)\)|([\[\]])|([^\s/<>\[\]()]+)"
)
_BRACKETS = bytes.maketrans(b"<>", b"  ")
#: A crafted range may cover millions of codes; no font of ours shows so many letters.
_MOST = 70_000
#: Bytes of a code at most (Adobe technical note 5014); a crafted one may have a million.
_LONGEST_CODE = 4
#: From here on UTF-16 has letters of two units.
_HALVES = 0xD800


@dataclass(slots=True)
class CMap:
    """What a CMap says. `spaces` are its code lengths with their ranges; `cids` and `texts` by (length, code)."""

    registry: str | None = None
    ordering: str | None = None
    supplement: int | None = None
    writing_mode: int = 0
    base: str = ""
    spaces: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    cids: dict[bytes, int] = field(default_factory=dict)
    texts: dict[bytes, str] = field(default_factory=dict)

    def codes(self, strings: Iterable[bytes]) -> set[bytes]:
        """The codes in strings that are shown; two bytes each where nothing is said."""
        lengths = sorted({length for length, _, _ in self.spaces}) or [2]
        if lengths == [2]:
            return _pairs(strings)
        return {code for shown in strings for code in self._parted(shown, lengths)}

    def _parted(self, shown: bytes, lengths: list[int]) -> Iterator[bytes]:
        at = 0
        while at < len(shown):
            # Where there is nothing to choose from it does not matter whether the code is covered.
            length = next((n for n in lengths if self._covers(shown[at : at + n])), lengths[0])
            yield shown[at : at + length]
            at += length

    def _covers(self, code: bytes) -> bool:
        return any(
            len(code) == length and all(a <= c <= b for a, c, b in zip(low, code, high, strict=True))
            for length, low, high in self.spaces
        )


def _pairs(strings: Iterable[bytes]) -> set[bytes]:
    """The different pairs of bytes in strings, and the half ones that some end with."""
    halves, even = set(), []
    for shown in strings:
        if len(shown) % 2:
            halves.add(shown[-1:])
            shown = shown[:-1]
        even.append(shown)
    return halves | {pair.to_bytes(2, sys.byteorder) for pair in set(array.array("H", b"".join(even)))}


def two_bytes() -> CMap:
    """Identity: each two bytes are a CID."""
    return CMap(spaces=[(2, b"\x00\x00", b"\xff\xff")])


def parsed(body: bytes) -> CMap:
    """Reads a CMap's program as far as it holds to the few operators that CMaps have."""
    found = CMap()
    stack: list[bytes | str | list[bytes]] = []
    array: list[bytes] | None = None
    for token in _TOKEN.finditer(body):
        kind, section, hexadecimal, key, literal, bracket, word = token.groups()
        if kind is not None:
            _map_section(found, kind, section)
            stack.clear()
        elif hexadecimal is not None:
            (stack if array is None else array).append(_bytes(hexadecimal))
        elif key is not None:
            stack.append("/" + key.decode("latin-1"))
        elif literal is not None:
            stack.append("(" + literal.decode("latin-1"))
        elif bracket == b"[":
            array = []
        elif bracket is not None:
            stack += [array] if array is not None else []
            array = None
        else:
            _act(found, word, stack)
    return found


def _bytes(digits: bytes) -> bytes:
    if not digits.isalnum():
        digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _act(found: CMap, word: bytes, stack: list[bytes | str | list[bytes]]) -> None:
    """One word of the program: an operator that ends a section, or a number that is kept for one."""
    if word == b"def":
        if len(stack) >= 2:
            _define(found, stack[-2], stack[-1])
        stack.clear()
    elif word == b"usecmap":
        found.base = stack[-1][1:] if stack and isinstance(stack[-1], str) else ""
        stack.clear()
    elif word.startswith(b"begin"):
        stack.clear()
    elif word == b"endcodespacerange":
        for low, high in _groups(stack, 2):
            if isinstance(low, bytes) and isinstance(high, bytes) and 0 < len(low) == len(high):
                found.spaces.append((len(low), low, high))
        stack.clear()
    elif word in (b"endbfchar", b"endbfrange", b"endcidchar", b"endcidrange"):
        _map(found, word, stack)
        stack.clear()
    else:
        stack.append("#" + word.decode("latin-1"))


def _define(found: CMap, key: object, value: object) -> None:
    said = value[1:] if isinstance(value, str) else ""
    if key == "/Registry":
        found.registry = said
    elif key == "/Ordering":
        found.ordering = said
    elif key == "/Supplement" and said.isdecimal():
        found.supplement = int(said)
    elif key == "/WMode" and said.isdecimal():
        found.writing_mode = int(said)


def _groups(
    stack: list[bytes | str | list[bytes]], size: int
) -> Iterator[tuple[bytes | str | list[bytes], ...]]:
    for at in range(0, len(stack) - size + 1, size):
        yield tuple(stack[at : at + size])


def _map(found: CMap, word: bytes, stack: list[bytes | str | list[bytes]]) -> None:
    if word.endswith(b"char"):
        for code, value in _groups(stack, 2):
            _put(found, word, code, value, 0)
        return
    for low, high, value in _groups(stack, 3):
        if isinstance(low, bytes) and isinstance(high, bytes):
            _map_range(found, word, low, high, value)


def _map_section(found: CMap, kind: bytes, section: bytes) -> None:
    stated = map(bytes.fromhex, section.translate(_BRACKETS).decode().split())
    if kind == b"char":
        for code, value in zip(stated, stated, strict=False):
            found.texts[code] = _letters(value)
        return
    for low, high, value in zip(stated, stated, stated, strict=False):
        if low == high and len(low) <= _LONGEST_CODE:
            found.texts[low] = _letters(value)
        else:
            _map_range(found, b"endbfrange", low, high, value)


def _map_range(found: CMap, word: bytes, low: bytes, high: bytes, value: bytes | str | list[bytes]) -> None:
    if not 0 < len(low) <= _LONGEST_CODE:
        return
    # The end may be written with more bytes than the beginning; the codes have those of the beginning.
    first, last = int.from_bytes(low), min(int.from_bytes(high), 256 ** len(low) - 1)
    count = min(last - first + 1, _MOST - len(found.texts) - len(found.cids))
    if word == b"endbfrange" and isinstance(value, bytes) and _one_run(value, count):
        start = int.from_bytes(value) - first
        codes = range(first, first + count)
        found.texts.update({code.to_bytes(len(low)): chr(start + code) for code in codes})
        return
    for offset in range(count):
        code = (first + offset).to_bytes(len(low))
        if isinstance(value, list):
            if offset < len(value):
                _put(found, word, code, value[offset], 0)
        else:
            _put(found, word, code, value, offset)


def _one_run(value: bytes, count: int) -> bool:
    """Whether so many letters from this one on are just the next ones, without halves of letters among them."""
    return len(value) == 2 and int.from_bytes(value) + count <= _HALVES


def _put(found: CMap, word: bytes, code: object, value: object, offset: int) -> None:
    if not isinstance(code, bytes):
        return
    if word.startswith(b"endbf") and isinstance(value, bytes):
        if value:
            found.texts[code] = _letters(value, offset)
    elif word.startswith(b"endcid") and isinstance(value, str) and value[1:].isdecimal():
        found.cids[code] = int(value[1:]) + offset


def _letters(value: bytes, offset: int = 0) -> str:
    """The letters of a value, the last of them so many further on."""
    if len(value) == 1:
        return chr(value[0] + offset)
    if offset:
        value = value[:-2] + ((int.from_bytes(value[-2:]) + offset) & 0xFFFF).to_bytes(2)
    return value.decode("utf-16-be", "replace")
