"""From the advice on a published text to what an audit keeps of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.words import is_long
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.writing import HardSentence, Remark, Writing

#: Kinds whose advice is on a word or phrase that is the same wherever it stands.
WORDED = frozenset(
    {
        AdviceKind.OFFICIALESE,
        AdviceKind.ABBREVIATION,
        AdviceKind.FOREIGN_TERM,
        AdviceKind.VERBAL_NOUN,
        AdviceKind.VAGUE_DEADLINE,
        AdviceKind.IMPERSONAL,
    }
)
MOST_REMARKS = 200
LONGEST_PHRASE = 60
HARDEST = 3
#: A sentence shorter than this is hard by chance: one long word is half of it.
LEAST_WORDS = 12
LONGEST_SENTENCE = 600


def writing(prose: Prose, advice: Iterable[Advice]) -> Writing:
    """What is kept of a text: remarks instead of places, since pages are mended where they are written."""
    counted = Counter(_of(one, prose) for one in advice)
    remarks = [
        Remark(rule, kind, count, phrase, suggestion)
        for (rule, kind, phrase, suggestion), count in counted.most_common(MOST_REMARKS)
    ]
    return Writing(tuple(remarks), tuple(_hardest(prose)))


def _of(one: Advice, prose: Prose) -> tuple[str, AdviceKind, str, str]:
    if one.kind not in WORDED:
        return one.rule, one.kind, "", ""
    phrase = " ".join(prose.text[one.start : one.end].split()).lower()
    if len(phrase) > LONGEST_PHRASE:
        return one.rule, one.kind, "", ""
    return one.rule, one.kind, phrase, (one.suggestion or "").lower()[:LONGEST_PHRASE]


def _hardest(prose: Prose) -> list[HardSentence]:
    hard = [
        HardSentence(_text(prose, sentence), len(sentence), _lix(prose, sentence))
        for sentence in prose.sentences
        if len(sentence) >= LEAST_WORDS
    ]
    return sorted(hard, key=lambda one: (-one.lix, one.text))[:HARDEST]


def _text(prose: Prose, sentence: Sentence) -> str:
    whole = " ".join(prose.text[sentence.start : sentence.end].split())
    return whole if len(whole) <= LONGEST_SENTENCE else f"{whole[:LONGEST_SENTENCE].rsplit(' ', 1)[0]} …"


def _lix(prose: Prose, sentence: Sentence) -> float:
    long = sum(map(is_long, prose.words[sentence.first : sentence.last]))
    return len(sentence) + 100 * long / len(sentence)
