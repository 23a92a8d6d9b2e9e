"""A letter judged while its writer waits. It is personal: it is never stored, logged or sent anywhere."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from tilgaengelig.danish.fields import field_names, without_fields
from tilgaengelig.danish.figures import number
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.readability import SentenceMeasure, measures, sentence_measures
from tilgaengelig.danish.sentences import sentences
from tilgaengelig.judge.adviser import HINT, advise
from tilgaengelig.judge.comparing import Comparison, Version, compare
from tilgaengelig.judge.difficulty import Difficulty, Goal, difficulty, verdict
from tilgaengelig.judge.letter import look_through
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.errors import TooLarge, WrongUse
from tilgaengelig.model.letter import Draft, LetterKind
from tilgaengelig.model.readability import Audience, Measures, Readability
from tilgaengelig.model.rule import Rule
from tilgaengelig.rulebook.book import Rulebook


@dataclass(frozen=True, slots=True)
class ScoredLetter:
    """A letter's score. `verdict` is one or two plain sentences for its writer; `untested` the rules that broke on it.

    `kind` is what its writer says it is, `suggested` what it looks like where the writer has not said.
    """

    draft: Draft
    audience: Audience
    measures: Measures
    sentences: tuple[SentenceMeasure, ...]
    advice: tuple[Advice, ...]
    difficulty: Difficulty
    verdict: str
    kind: LetterKind | None = None
    suggested: LetterKind | None = None
    untested: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text to which every place refers."""
        return self.draft.text

    def by_sentence(self, leave_out: Collection[AdviceKind]) -> dict[int, list[Advice]]:
        """The advice of all other kinds by the number of the sentence in which it begins."""
        starts = [each.span.start for each in self.sentences]
        found: defaultdict[int, list[Advice]] = defaultdict(list)
        for one in self.advice:
            if one.kind not in leave_out:
                found[max(0, bisect_right(starts, one.start) - 1)].append(one)
        return found

    @property
    def readability(self) -> Readability:
        """The counts of the whole letter."""
        return self.measures.whole


def score(
    draft: Draft,
    audience: Audience,
    rulebook: Rulebook,
    longest: int,
    kind: LetterKind | None = None,
    *,
    hints: bool = False,
) -> ScoredLetter:
    """Scores a letter. Raises WrongUse for one that is empty, TooLarge beyond `longest` characters.

    With `hints`, advice that errs more often is there too; it never weighs in the score.
    """
    if not draft.text.strip():
        raise WrongUse("Brevet er tomt. Skriv eller indsæt teksten, og prøv igen.")
    if len(draft.text) > longest:
        raise TooLarge(f"Brevet er længere end {number(longest)} tegn. Del det op.")
    text = without_fields(draft.text)
    margins = "\n".join([draft.margins, *field_names(draft.text)])
    prose = Prose.of(text)
    measured, sentences_there = measures(prose), tuple(sentence_measures(prose))
    goal = rulebook.audiences[audience]
    advised = advise(prose, rulebook.rules.values(), goal.advice, hints=hints)
    looked = look_through(prose, margins, kind, _letter_rules(rulebook, goal.advice))
    sure = [one for one in advised.advice if rulebook.rules[one.rule].status != HINT]
    found = difficulty(measured.whole, sure, rulebook.rules)
    aim = Goal(goal.name["da"].lower(), goal.goal, goal.limit, goal.weight)
    return ScoredLetter(
        draft,
        audience,
        measured,
        sentences_there,
        (*advised.advice, *looked.questions),
        found,
        verdict(measured.whole, sentences_there, found, aim),
        kind,
        looked.guessed,
        (*advised.untested, *looked.untested),
    )


def compared(new: ScoredLetter, old: ScoredLetter) -> Comparison:
    """What got better and what got worse from the old version of a letter to the new."""
    return compare(*(Version(each.readability, each.advice, each.difficulty) for each in (new, old)))


def split(text: str) -> list[str]:
    """The sentences of a text: just those that every measure counts."""
    return sentences(text)


def _letter_rules(rulebook: Rulebook, kinds: tuple[AdviceKind, ...]) -> list[Rule]:
    return list(rulebook.rules.values()) if AdviceKind.LETTER_PART in kinds else []
