"""How common a Danish word is, by the list in lexicon/frequent.txt (Wikipedia, subtitles and web text to 2021)."""

from __future__ import annotations

from functools import cache, lru_cache

from tilgaengelig.danish.lexicon_files import lines

COMMON = 10_000
"""So many words of the list are common; what is not among them, and not made of them, is rare."""

_ENDINGS = (
    "ernes", "enes", "erne", "ende", "edes", "ens", "ets", "ers", "ene", "ede", "ere", "est", "en", "et", "er", "es",
    "te", "ne", "rs", "ns", "e", "t", "s", "n", "r",
)  # fmt: skip
_SHORTEST_STEM = 3
_SHORTEST_PART = 3
_MOST_PARTS = 4
#: No word of ours is longer; looking for parts in what is takes a time that grows with its square.
_LONGEST = 60


@cache
def _common() -> frozenset[str]:
    ordered = list(lines("frequent.txt"))
    return frozenset(ordered[:COMMON])


@lru_cache(maxsize=20_000)
def is_rare(low: str) -> bool:
    """Say whether a word in small letters is rare.

    Inflected forms of a common word are common. So are compounds of common words (boligstøtte): a reader who knows
    the parts can read the whole. A hyphen parts like that too.
    """
    if len(low) > _LONGEST:
        return True
    return not all(_is_known(part, _MOST_PARTS) for part in low.split("-") if part)


def _is_known(word: str, parts: int) -> bool:
    if _is_common(word):
        return True
    if parts < 2:
        return False
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        first = word[:cut]
        if _is_first_part(first) and _is_known(word[cut:], parts - 1):
            return True
    return False


def _is_first_part(first: str) -> bool:
    """A noun, alone or with the s that binds it to the next: arbejds-, bolig-."""
    common = _common()
    return first in common or (first[-1] in "se" and len(first) > _SHORTEST_PART and first[:-1] in common)


def _is_common(word: str) -> bool:
    common = _common()
    if word in common:
        return True
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem is not word and len(stem) >= _SHORTEST_STEM:
            if stem in common or stem + "e" in common:
                return True
            if stem[-1] == stem[-2] and stem[:-1] in common:
                return True
    return False
