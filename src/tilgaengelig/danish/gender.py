"""What a noun's gender or number does to the word before it: "din skrivelse" is "dit brev"."""

from __future__ import annotations

from enum import StrEnum

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbphrases import BEING
from tilgaengelig.danish.verbs import lexicon
from tilgaengelig.danish.wordlists import listed


class Gender(StrEnum):
    """What the words around a noun follow: common gender, neuter, or that there are several."""

    COMMON = "common"
    NEUTER = "neuter"
    PLURAL = "plural"


_ORDER = (Gender.COMMON, Gender.NEUTER, Gender.PLURAL)
_FOLLOW = tuple(
    tuple(row.split())
    for row in """
    en et -
    din dit dine
    min mit mine
    sin sit sine
    denne dette disse
    den det de
    anden andet andre
    ingen intet ingen
    nogen noget nogle
    hver hvert -
    hvilken hvilket hvilke
    sådan sådant sådanne
    """.strip().splitlines()
)
_AHEAD = 5  # words after a noun in which its sentence may go on to say how it is
_ENDINGS = {"erne": Gender.PLURAL, "ene": Gender.PLURAL, "en": Gender.COMMON, "et": Gender.NEUTER}
# These stand before nouns of any gender as they are. Whatever else stands there may be an adjective.
_INDIFFERENT = listed(
    """
    i på til for fra med ved om af og eller som hos under over efter mod inden uden samt at ikke også
    vores jeres deres hans hendes dens dets
    """
)


def of_definite(noun: str) -> Gender | None:
    """The gender that a noun in the definite form shows: "brevet" is neuter. None for other forms."""
    return next((gender for ending, gender in _ENDINGS.items() if noun.endswith(ending)), None)


def stands_free(prose: Prose, noun: int) -> bool:
    """Say whether nothing right before word number `noun` belongs to it and may follow its gender."""
    if noun == 0 or not prose.text[prose.ends[noun - 1] : prose.starts[noun]].isspace():
        return True
    low, known = prose.lows[noun - 1], lexicon()
    if any(low in row for row in _FOLLOW):
        return False
    free = low in _INDIFFERENT or low in known.verbs or low in known.presents
    return free or (low.endswith("s") and len(low) > 3)


def is_bound(prose: Prose, at: int) -> bool:
    """Say whether an article or the like stands right before word number `at`: it is a noun, or goes with one."""
    if at == 0 or not prose.text[prose.ends[at - 1] : prose.starts[at]].isspace():
        return False
    return any(prose.lows[at - 1] in row for row in _FOLLOW)


def before(prose: Prose, noun: int, old: Gender, new: Gender) -> str | None:
    """The word before word number `noun` as it stands before a noun of gender `new`, or "" where it may stay.

    None where the words there would have to be changed, and it isn't sure how.
    """
    if stands_free(prose, noun):
        return ""
    if not stands_free(prose, noun - 1) and not _has_done(prose, noun - 2):
        return None  # "en anden målsætning"
    word, low = prose.words[noun - 1], prose.lows[noun - 1]
    for row in _FOLLOW:
        if low == row[_ORDER.index(old)]:
            fitting = row[_ORDER.index(new)]
            if fitting == "-":
                return None
            return fitting.capitalize() if word[:1].isupper() else fitting
    return None


def is_described(prose: Prose, noun: int, last: int, way: str) -> bool:
    """Say whether an adjective soon after "er" follows the gender of a definite noun, and `way` has another."""
    old, new = of_definite(prose.lows[noun]), of_definite(way.split()[0].lower())
    if last - noun > 1 or old is None or new is None or old is new:
        return False
    end = prose.sentences[prose.sentence_of(noun)].last
    for at in range(last, min(end - 1, last + _AHEAD)):
        if prose.lows[at] in BEING:
            following = prose.lows[at + 1]
            return following not in lexicon().participles and following not in _INDIFFERENT
    return False


def _has_done(prose: Prose, at: int) -> bool:
    """Whether word number `at`, before one such as "din", is a verb in the past: an adjective cannot stand there."""
    low, known = prose.lows[at], lexicon()
    return low in known.participles or low in known.pasts
