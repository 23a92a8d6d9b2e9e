"""Where a text raises its voice: words in capitals, and exclamation marks in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.wordlists import ENGLISH, GOES_ON, STARTERS, listed

_EXCLAMATIONS = re.compile(r"(?<=[\w”\"’')])\s?!(?:\s?!)+|(?<=[\w”\"’')])[!?]*(?:!\?|\?!)[!?]*")
_FEWEST_LETTERS = 3  # words of two letters may be short forms (IT, ER); longer common words are shouted
_FEWEST_IN_RUN = 12  # letters: "SU, STU" is two short forms, "HUSK AT SØGE" is a cry
_DANISH = frozenset("æøå")
_CODE = frozenset("[]<>{}$%_=`/(")
# Words that are written in capitals to be heard.
_SHOUTED = listed(
    """
    ikke kun altid aldrig alle husk vigtigt bemærk obs advarsel straks skal meget gratis snart
    ingen intet begge før senest inden både også frist fristen
    personligt underskrives udfyldes oplyses vedlægges original kopi
    """
)
# A row of words in capitals is Danish where one of them is.
_COMMON = _SHOUTED | STARTERS | GOES_ON


def shouted(prose: Prose) -> Iterator[tuple[int, int]]:
    """Yields the words written in capitals that are no short forms, runs of them together (half-open)."""
    words = prose.words
    free = 0
    for at in [at for at, word in enumerate(words) if word.isupper()]:
        if at < free or not _in_capitals(words[at]):
            continue
        last = at + 1
        while last < len(words) and _in_capitals(words[last]) and _together(prose, last):
            last += 1
        if _is_shouted(prose, at, last):
            yield at, last
        free = last


def exclamations(prose: Prose) -> Iterator[tuple[int, int]]:
    """Yields the places of several exclamation marks in a row, also mixed with question marks."""
    if "!!" in prose.text or "! !" in prose.text or "?!" in prose.text or "!?" in prose.text:
        for match in _EXCLAMATIONS.finditer(prose.text):
            yield match.span()


def _in_capitals(word: str) -> bool:
    return word.isupper() and word.replace("-", "").isalpha()


def _together(prose: Prose, at: int) -> bool:
    gap = prose.text[prose.ends[at - 1] : prose.starts[at]]
    return gap.isspace() and gap.count("\n") < 2


def _is_shouted(prose: Prose, first: int, last: int) -> bool:
    """Whether the words in capitals are Danish words, and neither a field to fill in nor a name in code or English."""
    start, end = prose.span(first, last)
    if prose.text[start - 1 : start] in _CODE or prose.text[end : end + 1] in _CODE:
        return False
    lows = prose.lows[first:last]
    if not ENGLISH.isdisjoint(lows):
        return False
    if last - first == 1:
        return len(lows[0]) >= _FEWEST_LETTERS and lows[0] in _SHOUTED
    letters = sum(len(low) for low in lows)
    return letters >= _FEWEST_IN_RUN and any(low in _COMMON or _DANISH & set(low) for low in lows)
