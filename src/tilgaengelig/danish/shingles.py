"""How alike two texts are, told from a small sketch of each.

A shingle is four words in a row. A sketch has the least hashes of a text's distinct shingles: all of them for a text
of some 400 words, a fair sample for a longer one (bottom-k sketch; Broder 1997, Cohen and Kaplan 2007). The Jaccard
measure of two sketches is exact for short texts, and within about four points for long ones.
"""

from __future__ import annotations

import hashlib
import heapq
import re
import sys
from array import array
from collections.abc import Iterable, Sequence

SHINGLE = 4
"""Words in a shingle."""
MOST = 384
"""Hashes in a sketch: 1.5 kB."""
_WORD = re.compile(r"\w+")
_ALL = 1 << 32


def sketch(texts: Iterable[str]) -> bytes:
    """The sketch of a text that comes in pieces: hashes in order, four bytes each."""
    words = [word.lower() for text in texts for word in _WORD.findall(text)]
    hashes = {
        hashlib.blake2b(" ".join(words[at : at + SHINGLE]).encode(), digest_size=4).digest()
        for at in range(len(words) - SHINGLE + 1)
    }
    return b"".join(heapq.nsmallest(MOST, hashes))


def hashes(sketched: bytes) -> array[int]:
    """The hashes of a sketch as numbers, least first."""
    numbers = array("I", sketched)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def reach(numbers: Sequence[int]) -> int:
    """Up to which number a sketch has every hash of its text."""
    return numbers[-1] if len(numbers) >= MOST else _ALL


def likeness(one: tuple[set[int], int], other: tuple[set[int], int]) -> float:
    """The Jaccard measure (0 to 1) of two sets of hashes, each with its reach: only what both could have counts."""
    most = min(one[1], other[1])
    common = sum(number <= most for number in one[0] & other[0])
    either = sum(number <= most for number in one[0] | other[0])
    return common / either if either else 0.0
