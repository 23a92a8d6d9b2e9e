"""A scored letter as lines on a terminal: the verdict, the measures, the advice worst first, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from tilgaengelig.danish.figures import number
from tilgaengelig.judge.comparing import Comparison
from tilgaengelig.judge.difficulty import NOT_WRITING
from tilgaengelig.judge.letter import asked_first
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.letter import Draft
from tilgaengelig.model.rule import Rule
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.work.letters import ScoredLetter

#: So many sentences are shown with their advice.
SHOWN = 15
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Advised:
    """A sentence and the advice on it; `rank` is the lower, the worse."""

    start: int
    end: int
    advice: Sequence[Advice]
    rank: tuple[int, int, int]


def letter_lines(scored: ScoredLetter, rulebook: Rulebook) -> Iterator[str]:
    """The whole of it."""
    yield scored.verdict
    yield from _measures(scored)
    yield from _personal(scored)
    yield from _missing(scored)
    yield from _advice(scored, rulebook)
    if scored.untested:
        yield ""
        yield f"Ikke prøvet, fordi noget gik i stykker hos os: {', '.join(scored.untested)}."
    tone = rulebook.audiences[scored.audience].tone.get("da")
    if tone:
        yield ""
        yield f"Tonen: {tone}"


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """What became of a letter since its old version."""
    yield comparison.verdict
    for title, sentences in (("Bedre", comparison.better), ("Værre", comparison.worse)):
        if sentences:
            yield f"{title}:"
            yield from (f"  - {sentence}" for sentence in sentences)


def whole_message(advice: Advice, before: str = " ") -> str:
    """What there is to say, with the suggestion where the message does not hold it already."""
    suggestion = advice.suggestion
    if not suggestion or f"”{suggestion}”" in advice.message:
        return advice.message
    return f"{advice.message}{before}Forslag: ”{suggestion}”."


def place_of(draft: Draft, start: int) -> str:
    """The place in the document, as one finds it there."""
    paragraph = draft.paragraph(start)
    return f"Afsnit {paragraph.number}" if paragraph else "Teksten"


def _measures(scored: ScoredLetter) -> Iterator[str]:
    counts = scored.readability
    if not counts.words or not counts.sentences:
        return
    yield (
        f"{counts.words} ord, {_sentences(counts.sentences)}, {number(counts.words / counts.sentences, 1)} ord i en "
        f"sætning, {round(100 * counts.long_words / counts.words)} procent lange ord (syv bogstaver eller flere)."
    )
    yield f"Vægten af rådene er {number(scored.difficulty.weight, 1)} på hundrede ord."


def _personal(scored: ScoredLetter) -> Iterator[str]:
    found = [one for one in scored.advice if one.kind is AdviceKind.PERSONAL_DATA]
    if found:
        yield ""
        yield "Se efter, før du sender:"
        yield from (f"  - {place_of(scored.draft, one.start)}: {one.message}" for one in found)


def _missing(scored: ScoredLetter) -> Iterator[str]:
    asked = [one.message for one in scored.advice if one.kind is AdviceKind.LETTER_PART]
    if scored.kind and asked:
        yield ""
        yield f"Det mangler måske i {scored.kind.article}:"
        yield from (f"  - {question}" for question in asked)
    elif scored.suggested:
        # On a screen the guess is told once, and not with every question as where each is read by itself.
        first = asked_first(scored.suggested)
        lacks = [one.removeprefix(first) for one in asked if one.startswith(first)]
        yield ""
        yield f"Brevet ligner {scored.suggested.article}. Er det det? Vælg brevets slags med --kind."
        if lacks:
            yield "Er det rigtigt, så mangler der måske noget:"
            yield from (f"  - {question}" for question in lacks)


def _advice(scored: ScoredLetter, rulebook: Rulebook) -> Iterator[str]:
    advised = sorted(_by_sentence(scored, rulebook.rules), key=lambda one: one.rank)
    if not advised:
        yield ""
        yield "Vi har ingen råd til sproget."
        return
    count = sum(len(one.advice) for one in advised)
    yield ""
    yield f"{count} råd til sproget, de tungeste sætninger først:" if count > 1 else "Et råd til sproget:"
    for turn, one in enumerate(advised[:SHOWN], 1):
        yield f"{turn:>3}. {place_of(scored.draft, one.start)}: ”{_shown(scored.text[one.start : one.end])}”"
        for each in one.advice:
            yield f"     - {_told(each, one, scored.text)}"
    if len(advised) > SHOWN:
        yield f"     … og {_sentences(len(advised) - SHOWN)} mere. Se dem alle med --output FIL.docx eller --json."


def _told(advice: Advice, sentence: _Advised, text: str) -> str:
    said = _shown(text[advice.start : advice.end], 60)
    is_whole = advice.start <= sentence.start and advice.end >= sentence.end
    words = "" if is_whole or f"”{said.lower()}" in advice.message.lower() else f"”{said}”: "
    return f"{words}{whole_message(advice)}"


def _by_sentence(scored: ScoredLetter, rules: Mapping[str, Rule]) -> Iterator[_Advised]:
    """The advice on how it is written, by the sentence in which it begins; worst first."""
    for index, advice in scored.by_sentence(NOT_WRITING).items():
        span = scored.sentences[index].span
        ranks = sorted(rules[one.rule].impact.rank for one in advice)
        worst_first = sorted(advice, key=lambda one: (rules[one.rule].impact.rank, one.start))
        yield _Advised(span.start, span.end, worst_first, (ranks[0], -len(advice), span.start))


def _shown(text: str, most: int = _LONGEST) -> str:
    # Composed, so that what was written on a Mac is found in what we say of it.
    whole = " ".join(normalize("NFC", text).split())
    return whole if len(whole) <= most else f"{whole[:most].rsplit(' ', 1)[0]} …"


def _sentences(count: int) -> str:
    return "1 sætning" if count == 1 else f"{count} sætninger"
