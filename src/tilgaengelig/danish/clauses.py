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
