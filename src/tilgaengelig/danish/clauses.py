"""Where the finite verb of a Danish sentence stands, and what stands before it. By words alone: no parser."""

from __future__ import annotations

from functools import cache

from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.verbs import NEVER_PASSIVE, lexicon
from tilgaengelig.danish.wordlists import listed

_SURE = listed(
    "er var har havde kan kunne skal skulle vil ville må måtte bør burde bliver blev får fik gør gjorde"
)


@cache
def _finite() -> frozenset[str]:
    """Forms that can hardly be anything but a finite verb."""
    known = lexicon()
    taken = {verb.infinitive for verb in known.verbs.values()} | known.participles.keys() | known.nounlike
    return frozenset((known.presents.keys() | known.pasts.keys()) - taken - _NO_VERBS) | _SURE


# Presents and pasts that are more often something else.
_NO_VERBS = listed("for når så under over efter før bad led red let hver bar nævnte omtalte")


def is_finite(low: str) -> bool:
    """Say whether a word in small letters is surely a finite verb."""
    return low in _finite() or low in lexicon().passives or low in NEVER_PASSIVE


def has_verb(prose: Prose, sentence: Sentence) -> bool:
    """Say whether a sentence has a finite verb: a heading or a title has none.

    Where a full stop ends it, a word that may be a verb or a noun (arbejder, regler) is enough.
    """
    known = lexicon()
    lows = prose.lows[sentence.first : sentence.last]
    if any(map(is_finite, lows)):
        return True
    return prose.text[sentence.end - 1] in ".!?:" and not known.presents.keys().isdisjoint(lows)


def is_order(low: str) -> bool:
    """Say whether a word in small letters is a verb's imperative, whatever else it may be: "send", "sæt"."""
    known = lexicon().verbs
    return any(verb in known for verb in (low + "e", low + low[-1:] + "e", low))


# After these a verb's stem that opens a line is a noun: "Svar på breve", "Pas og kørekort".
_AFTER_NOUNS = listed("og eller samt af til for på i om ved fra hos under efter uden som der")


def is_whole(prose: Prose, sentence: Sentence, until: int) -> bool:
    """Say whether the words before word number `until` make a sentence that a full stop ends.

    That is one with a finite verb or a command; no heading, closing or mere item of a list. In doubt it is none.
    """
    lows = prose.lows[sentence.first : until]
    if any(map(is_finite, lows)):
        return True
    if len(lows) < 2 or prose.starts[sentence.first] != sentence.start or lows[1] in _AFTER_NOUNS:
        return False
    return (
        is_order(lows[0])
        and prose.text[prose.ends[sentence.first] : prose.starts[sentence.first + 1]].isspace()
    )
