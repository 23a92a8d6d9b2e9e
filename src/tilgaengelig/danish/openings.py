"""What keeps the reader from the main verb: a long opening before it, a long clause between subject and verb.

By commas and verb forms alone, since no parser is at hand; so only the surest patterns are looked for. On the
development part of UD_Danish-DDT openings of twelve words are right in 7 of 8, and four of five that there are go
unseen.
"""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish.clauses import is_finite
from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.verbs import Lexicon, lexicon
from tilgaengelig.danish.wordlists import listed

_CLAUSES = listed("hvis når da fordi selvom mens idet medmindre såfremt dersom uanset eftersom")
_PREPOSITIONS = listed(
    "efter i på ved med under for af til fra uden gennem inden trods ifølge mellem over som"
)
_INSERTS = listed("som der hvis når hvor fordi idet jf ifølge trods herunder")
_NO_VERBS = listed("når for så under over efter før bad let hver nævnte omtalte")
_MOST_OF_SUBJECT = 7  # words before the comma that an inserted clause begins with


def heavy_openings(prose: Prose, least: int) -> Iterator[tuple[int, int]]:
    """Openings as word ranges: `least` words and more before a comma and the main verb.

    The sentence begins with a subordinate clause, or with a preposition and no verb of its own before the comma.
    """
    known = lexicon()
    for sentence in prose.sentences:
        if len(sentence) <= least:
            continue
        first = prose.lows[sentence.first]
        if first in _CLAUSES or first in _PREPOSITIONS:
            verb = _after_comma(prose, sentence, known)
            if verb is None or verb - sentence.first < least:
                continue
            if first in _CLAUSES or _has_clause(prose, sentence.first, verb):
                yield sentence.first, verb


def inserted_clauses(prose: Prose, least: int) -> Iterator[tuple[int, int]]:
    """Clauses of `least` words and more between commas, after a short subject and before the main verb."""
    known = lexicon()
    for sentence in prose.sentences:
        if len(sentence) <= least + 2 or _opens_otherwise(prose, sentence):
            continue
        begins = next(_commas(prose, sentence), None)
        if begins is None or begins - sentence.first > _MOST_OF_SUBJECT or prose.lows[begins] not in _INSERTS:
            continue
        if any(map(is_finite, prose.lows[sentence.first : begins])):
            continue
        verb = _after_comma(prose, sentence, known)
        if verb is not None and verb - begins >= least:
            yield begins, verb


def _opens_otherwise(prose: Prose, sentence: Sentence) -> bool:
    """Say whether a sentence begins with anything but its subject: a clause, a preposition, a line of talk."""
    first = prose.lows[sentence.first]
    return first in _CLAUSES or first in _PREPOSITIONS or not prose.text[sentence.start].isalpha()


def _commas(prose: Prose, sentence: Sentence) -> Iterator[int]:
    """The words that stand after a comma."""
    for at in range(sentence.first + 1, sentence.last):
        if "," in prose.text[prose.ends[at - 1] : prose.starts[at]]:
            yield at


def _after_comma(prose: Prose, sentence: Sentence, known: Lexicon) -> int | None:
    """The first finite verb right after a comma, or after a comma and "så"; None where there is none."""
    lows = prose.lows
    for at in _commas(prose, sentence):
        verb = at + 1 if lows[at] == "så" and at + 1 < sentence.last else at
        low = lows[verb]
        if is_finite(low) or (low not in _NO_VERBS and (low in known.presents or low in known.pasts)):
            return verb
    return None


def _has_clause(prose: Prose, first: int, verb: int) -> bool:
    """Say whether no verb stands before, but those of relative clauses: else the main verb has been met."""
    lows = prose.lows[first:verb]
    return "som" in lows[1:] or "der" in lows or "hvor" in lows or not any(map(is_finite, lows))
