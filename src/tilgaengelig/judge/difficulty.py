"""How hard a text is, told in a sentence: what drives it, and whether a new version is better than the old.

LIX sees length only. So a text's difficulty is its LIX and, added to it, the weight of the advice on a hundred of its
words: a rule of minor impact weighs 1, moderate 2, serious 3, critical 4 (see
docs/decisions/0006-difficulty-beyond-lix.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tilgaengelig.danish.readability import SentenceMeasure
from tilgaengelig.judge.text import LEAST_SENTENCES, LEAST_WORDS
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact, Rule

_WEIGHTS = {Impact.MINOR: 1, Impact.MODERATE: 2, Impact.SERIOUS: 3, Impact.CRITICAL: 4}
#: These say what a letter lacks or should not hold, not how it is written.
NOT_WRITING = frozenset({AdviceKind.LETTER_PART, AdviceKind.PERSONAL_DATA})
#: A sentence has to be longer than this to be called to account.
_LONG = 25
#: Of LIX's two halves, in the texts that come to about its limit, sentences make so much.
_SENTENCES_SHARE = 0.375

KINDS: Mapping[AdviceKind, tuple[str, str]] = {
    AdviceKind.LONG_SENTENCE: ("lang sætning", "lange sætninger"),
    AdviceKind.PASSIVE: ("passiv", "passiver"),
    AdviceKind.VERBAL_NOUN: ("navneord for udsagnsord", "navneord for udsagnsord"),
    AdviceKind.OFFICIALESE: ("stift ord", "stive ord"),
    AdviceKind.EMBEDDED_CLAUSE: ("indskudt sætning", "indskudte sætninger"),
    AdviceKind.HEAVY_OPENING: ("tung begyndelse", "tunge begyndelser"),
    AdviceKind.NOUN_CHAIN: ("kæde af navneord", "kæder af navneord"),
    AdviceKind.DOUBLE_NEGATION: ("dobbelt nægtelse", "dobbelte nægtelser"),
    AdviceKind.ABBREVIATION: ("forkortelse", "forkortelser"),
    AdviceKind.FOREIGN_TERM: ("fagord", "fagord"),
    AdviceKind.IMPERSONAL: ("upersonlig vending", "upersonlige vendinger"),
    AdviceKind.LONG_PARAGRAPH: ("langt afsnit", "lange afsnit"),
    AdviceKind.LAW_REFERENCE: ("lovhenvisning midt i en sætning", "lovhenvisninger midt i sætninger"),
    AdviceKind.VAGUE_DEADLINE: ("uklar frist", "uklare frister"),
    AdviceKind.CAPITALS: (
        "sted med store bogstaver eller udråbstegn",
        "steder med store bogstaver eller udråbstegn",
    ),
    AdviceKind.LETTER_PART: ("ting, der mangler", "ting, der mangler"),
    AdviceKind.PERSONAL_DATA: ("nummer, der ligner persondata", "numre, der ligner persondata"),
}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a text should come to for an audience of this name; see the rulebook's audiences."""

    name: str
    goal: int
    limit: int
    weight: int


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A text's LIX (None without words) and the weight of the advice in a hundred of its words.

    `heaviest` has the kinds of advice that weigh most, with how often they were given.
    """

    lix: float | None
    weight: float
    heaviest: tuple[tuple[AdviceKind, int], ...] = ()

    @property
    def score(self) -> float:
        """The two added: what orders texts by how hard they are. Comparable for texts to one audience only."""
        return (self.lix or 0.0) + self.weight


def difficulty(counts: Readability, advice: Iterable[Advice], rules: Mapping[str, Rule]) -> Difficulty:
    """How hard a text is, by its counts and the advice on it."""
    weights: Counter[AdviceKind] = Counter()
    times: Counter[AdviceKind] = Counter()
    for one in advice:
        if one.kind not in NOT_WRITING:
            weights[one.kind] += _WEIGHTS[rules[one.rule].impact]
            times[one.kind] += 1
    per_hundred = 100 * weights.total() / counts.words if counts.words else 0.0
    return Difficulty(
        counts.lix, per_hundred, tuple((kind, times[kind]) for kind, _ in weights.most_common())
    )


def verdict(counts: Readability, sentences: Sequence[SentenceMeasure], found: Difficulty, goal: Goal) -> str:
    """One or two plain sentences for the writer: whether the text is too hard, and what makes it so."""
    if found.lix is None:
        return "Teksten har ingen ord at måle på."
    lix = round(found.lix)
    if lix > goal.limit:
        said = f"For svær for {goal.name}: LIX {lix}, grænsen er {goal.limit}. "
        said += _cause(counts, sentences, goal.limit)
    elif found.weight > goal.weight:
        most = " og ".join(counted(kind, times) for kind, times in found.heaviest[:2])
        length = "er fint, men" if lix <= goal.goal else "er lidt højt, og"
        said = f"Tung for {goal.name}: LIX {lix} {length} der er {most}."
    elif lix > goal.goal:
        said = f"Lidt svær for {goal.name}: LIX {lix}, målet er {goal.goal} eller lavere. "
        said += _cause(counts, sentences, goal.goal)
    else:
        said = f"Passer til {goal.name}: LIX {lix}, målet er {goal.goal} eller lavere."
    if counts.words < LEAST_WORDS or counts.sentences < LEAST_SENTENCES:
        said += " Teksten er kort, så tallet er usikkert."
    return said


def counted(kind: AdviceKind, times: int) -> str:
    """So many of a kind of advice, in words: ”3 passiver”."""
    return f"{times} {KINDS[kind][times != 1]}"


def _cause(counts: Readability, sentences: Sequence[SentenceMeasure], goal: int) -> str:
    """What it is that brings LIX over `goal`: a few sentences, all of them, or the words."""
    few = _few_sentences(counts, sentences, goal)
    if few:
        return few
    length = counts.words / counts.sentences
    share = 100 * counts.long_words / counts.words
    by_length = max(0.0, length - _SENTENCES_SHARE * goal)
    by_words = max(0.0, share - (1 - _SENTENCES_SHARE) * goal)
    if by_length > 2 * by_words:
        return f"Det er sætningerne: De har {round(length)} ord i snit."
    if by_words > 2 * by_length:
        return f"Det er ordene: {round(share)} procent af dem er lange."
    return f"Sætningerne har {round(length)} ord i snit, og {round(share)} procent af ordene er lange."


def _few_sentences(counts: Readability, sentences: Sequence[SentenceMeasure], goal: int) -> str:
    """Where up to three sentences bring at least half of what LIX is over: that they do."""
    if counts.lix is None:
        return ""
    longest = sorted(sentences, key=lambda one: -one.words)[:3]
    words, long, periods = counts.words, counts.long_words, counts.sentences
    for number, sentence in enumerate(longest):
        if sentence.words <= _LONG:
            break
        words, long, periods = words - sentence.words, long - sentence.long_words, periods - 1
        if words <= 0 or periods <= 0:
            break
        without = words / periods + 100 * long / words
        if counts.lix - without >= (counts.lix - goal) / 2:
            which = ("Den længste sætning", "De to længste sætninger", "De tre længste sætninger")[number]
            return f"{which} står for det meste."
    return ""
