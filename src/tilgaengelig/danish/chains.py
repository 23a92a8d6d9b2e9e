"""Chains of nouns tied together by prepositions: behandlingen af ansøgninger om tilskud til etablering."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.danish.clauses import has_verb
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbalnouns import LAWS, together, verb_of
from tilgaengelig.danish.verbs import lexicon
from tilgaengelig.danish.wordlists import listed

_DETERMINERS = listed("en et den det de din dit dine sin sit sine vores deres")
# What ties a chain of nouns together.
_TIES = listed("af om til for i på ved med mellem hos under over fra efter mod inden")
# No chain goes on over these: verbs, pronouns, conjunctions, adverbs, and what measures or times.
_BREAKS = listed(
    """
    at og eller samt men som der hvis når da fordi hvor end så ikke også kun jeg du vi han hun de det den man
    mig dig os jer dem sig er var har havde kan kunne skal skulle vil ville må måtte bør bliver blev blevet være
    have få får fik gør hvem hvad hvilken hvilket hvilke denne dette disse her nu altid aldrig ofte først senest
    ca cirka mindst højst bl.a f.eks kl nr kr stk jf mio dag år måned uge dage uger måneder klokken januar
    februar marts april maj juni juli august september oktober november december ind ud op ned hen bort frem
    tilbage sammen baggrund forhold henhold grund forbindelse hensyn henblik fx herunder bilag nogen noget nogle
    alle
    """
)


def chains(prose: Prose, least: int) -> Iterator[tuple[int, int]]:
    """Chains as word ranges: at least `least` groups of one to three words, tied by single prepositions.

    The groups hold no verb, and at least two nouns are verbal ones (behandling, etablering): "behandlingen af
    ansøgninger om tilskud til etablering af solceller".
    """
    by_sentence: dict[int, list[int]] = {}
    for at in prose.places_of(_TIES):
        by_sentence.setdefault(prose.sentence_of(at), []).append(at)
    for number, ties in by_sentence.items():
        sentence = prose.sentences[number]
        if len(ties) < least - 1 or not has_verb(prose, sentence):
            continue
        run: list[int] = []
        for tie in ties:
            if run and not _is_group(prose, run[-1] + 1, tie):
                yield from _chain(prose, sentence.first, run, least)
                run = []
            run.append(tie)
        yield from _chain(prose, sentence.first, run, least)


def _is_group(prose: Prose, first: int, last: int) -> bool:
    if not 0 < last - first < 4:
        return False
    return not any(_breaks(prose, at) for at in range(first, last)) and together(prose, first - 1, last)


def _breaks(prose: Prose, at: int) -> bool:
    low = prose.lows[at]
    if low in _BREAKS or not low[:1].isalpha() or prose.words[at].isupper():
        return True
    known = lexicon()
    if low in known.passives or low in known.pasts:
        return True
    return (low in known.presents or low in known.participles) and low not in known.nounlike


def _chain(prose: Prose, start: int, run: list[int], least: int) -> Iterator[tuple[int, int]]:
    """The chain of these prepositions with the noun before the first and the one after the last."""
    while run and (run[0] == start or _breaks(prose, run[0] - 1) or not together(prose, run[0] - 1, run[0])):
        run = run[1:]
    if len(run) < least - 1:
        return
    last = _end(prose, run[-1])
    while last is None and len(run) > least - 1:
        run = run[:-1]
        last = _end(prose, run[-1])
    if last is None:
        return
    first = run[0] - 1
    lows_of = prose.lows[first:last]
    if any(low.endswith(LAWS) for low in lows_of):
        return
    if sum(verb_of(low) is not None for low in lows_of) >= 2:
        yield first, last


def _end(prose: Prose, tie: int) -> int | None:
    """Where the noun after this preposition ends, with what describes it; None where none follows."""
    at = tie + 1
    while at < len(prose.lows) and at - tie < 3 and _is_quality(prose.lows[at]):
        at += 1
    if at >= len(prose.lows) or _breaks(prose, at) or not together(prose, tie, at):
        return None
    return at + 1


def _is_quality(low: str) -> bool:
    return low in _DETERMINERS or low.endswith(("lige", "ende", "ske", "ede", "iske", "ige", "s"))
