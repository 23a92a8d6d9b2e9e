"""What a letter of its kind may lack, asked as questions. Never law advice: that a part is there says nothing of it."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from tilgaengelig.danish.clauses import has_verb
from tilgaengelig.danish.phrases import first_place, opens_with
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.own import received
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.letter import LetterKind
from tilgaengelig.model.rule import Rule

log = logging.getLogger(__name__)

_KIND_CHECK = "letter.kind"
#: A heading, a date or a case number stands in a line of its own; a sentence is longer.
_LINE_WORDS = 9
_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})
#: So many greetings are looked at; a letter with more is none.
_GREETINGS = 10
#: Within so many words after the greeting there should be a name.
_NAME_WITHIN = 14


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter to be looked through: its text, its headers and footers, and its kind, as far as it is known.

    `low` and `margins` are in small letters, with the places of the prose's text. `guessed` is the kind that it looks
    like, where its writer has not said.
    """

    prose: Prose
    low: str
    margins: str
    chosen: LetterKind | None
    guessed: LetterKind | None = None

    @property
    def kind(self) -> LetterKind | None:
        """The kind that its writer says, or else the one it looks like."""
        return self.chosen or self.guessed


@dataclass(frozen=True, slots=True)
class Looked:
    """The questions on a letter, the kind that it looks like, and the rules whose checks crashed on it."""

    questions: tuple[Advice, ...]
    guessed: LetterKind | None
    untested: tuple[str, ...] = ()


def look_through(prose: Prose, margins: str, chosen: LetterKind | None, rules: Iterable[Rule]) -> Looked:
    """Asks for what is missing. Where nobody has chosen the kind, what it looks like is a suggestion, told as such.

    Places in what is returned are code points of the text as received.
    """
    rules = [rule for rule in rules if rule.check.startswith("letter.") and rule.active]
    low = prose.text.lower()
    facts = LetterFacts(prose, low if len(low) == len(prose.text) else prose.text, margins.lower(), chosen)
    if chosen is None:
        signs = [rule.settings for rule in rules if rule.check == _KIND_CHECK]
        facts = replace(facts, guessed=guess(facts, **signs[0]) if signs else None)
    questions: list[Advice] = []
    crashed = []
    if facts.kind is not None and prose.sentences:
        for rule in rules:
            try:
                questions += _CHECKS[rule.check](facts, rule, **rule.settings)
            except Exception as error:
                # What broke is told, and not a word of the letter.
                log.error("the check of rule %s crashed: %s", rule.id, type(error).__name__)  # noqa: TRY400
                crashed.append(rule.id)
    return Looked(tuple(received(prose, one) for one in questions), facts.guessed, tuple(crashed))


def guess(
    facts: LetterFacts,
    *,
    letter: Sequence[str],
    signs: Mapping[str, Sequence[str]],
    never: Mapping[str, Sequence[str]] = _NONE,
    titles: Mapping[str, Sequence[str]] = _NONE,
) -> LetterKind | None:
    """The kind that a text looks like: one with more of its signs than the others have of theirs, or None.

    A text without a letter's own signs (salutation, greeting) needs two of the kind's. Signs that stand in the same
    words are one. A kind with a phrase of `never` is none: the answer to a hearing speaks as the hearing does. So it is
    with a title that opens with a phrase of `titles`.
    """
    counted = {
        kind: _apart(place for sign in signs[kind] if (place := first_place([sign], facts.low)))
        for kind in LetterKind
        if kind in signs
        and not first_place(never.get(kind, ()), facts.low)
        and not _has_title(facts, titles.get(kind, ()))
    }
    best = max(counted, key=lambda kind: counted[kind], default=None)
    if best is None or not counted[best]:
        return None
    return best if counted[best] > 1 or first_place(letter, facts.low) else None


def _has_title(facts: LetterFacts, phrases: Sequence[str]) -> bool:
    """Whether a heading or the like, which has no verb, opens with one of the phrases."""
    return bool(phrases) and any(
        opens_with(phrases, facts.low[each.start : each.end].lstrip()) and not has_verb(facts.prose, each)
        for each in facts.prose.sentences
    )


def _apart(places: Iterable[tuple[int, int]]) -> int:
    """How many of these places there are, of those that share words only one."""
    count, free = 0, 0
    for start, end in sorted(places, key=lambda place: place[1]):
        if start >= free:
            count, free = count + 1, end
    return count


def kind(
    facts: LetterFacts,
    rule: Rule,
    *,
    letter: Sequence[str],
    signs: Mapping[str, Sequence[str]],
    never: Mapping[str, Sequence[str]] = _NONE,
    titles: Mapping[str, Sequence[str]] = _NONE,
) -> Iterator[Advice]:
    """Asks whether a letter is of the kind that it looks like, where nobody has said."""
    if facts.guessed is not None:
        yield _question(
            facts, rule, f"Brevet ligner {facts.guessed.article}. Er det det? Vælg brevets slags."
        )


def part(
    facts: LetterFacts,
    rule: Rule,
    *,
    letters: Sequence[str],
    parts: Sequence[Mapping[str, Any]],
    unless: Sequence[str] = (),
    granted: Sequence[str] = (),
    but: Sequence[str] = (),
    at_end: bool = False,
) -> Iterator[Advice]:
    """Parts that letters of these kinds should hold. Each of `parts` has phrases (`has`) and a question (`ask`).

    `unless` are phrases that make the parts needless, and so are those of `granted`, which say that all was given that
    was asked for, if none of `but` stands there as well. A part with `within` must come in so many words, else `late`
    is asked; one with `line` in a line of its own; one with `name` must be followed by a name; what stands in `alone`
    is it too where it is a whole line. A question stands at the letter's first sentence, or at its last with `at_end`.
    """
    if facts.kind is None or facts.kind.value not in letters:
        return
    if first_place(unless, facts.low):
        return
    if first_place(granted, facts.low) and not first_place(but, facts.low):
        return
    for one in parts:
        question = _missing(facts, **one)
        if question:
            if facts.chosen is None:
                question = f"{asked_first(facts.kind)}{question}"
            yield _question(facts, rule, question, at_end=at_end)


def asked_first(guessed: LetterKind) -> str:
    """What each question begins with where the kind of the letter is a guess of ours."""
    return f"Er brevet {guessed.article}? "


def _missing(
    facts: LetterFacts,
    *,
    has: Sequence[str],
    ask: str,
    within: int | None = None,
    late: str = "",
    line: bool = False,
    name: bool = False,
    alone: Sequence[str] = (),
) -> str:
    """The question, where there is one; empty where the part is there."""
    if line:
        return "" if _in_a_line(facts, has) else ask
    if name:
        return "" if _is_named(facts, has) else ask
    place = first_place(has, facts.low)
    if place is None:
        return "" if first_place(has, facts.margins) or _is_a_line(facts, alone) else ask
    if within is not None and bisect_left(facts.prose.starts, place[0]) - _body(facts) > within:
        return late
    return ""


def _in_a_line(facts: LetterFacts, has: Sequence[str]) -> bool:
    if first_place(has, facts.margins):
        return True
    lines = (each for each in facts.prose.sentences if len(each) <= _LINE_WORDS)
    return any(first_place(has, facts.low[each.start : each.end]) for each in lines)


def _is_a_line(facts: LetterFacts, alone: Sequence[str]) -> bool:
    """Whether one of the phrases is all that a line says, as a telephone number under a name."""
    lines = (
        facts.low[each.start : each.end].strip() for each in facts.prose.sentences if len(each) <= _LINE_WORDS
    )
    return (
        any(first_place(alone, line) == (0, len(line)) for line in lines if " " in line) if alone else False
    )


def _is_named(facts: LetterFacts, has: Sequence[str]) -> bool:
    """Whether two words with capitals stand together soon after one of the phrases, as a name does."""
    prose = facts.prose
    start = 0
    for _ in range(_GREETINGS):
        place = first_place(has, facts.low[start:])
        if place is None:
            break
        first = bisect_left(prose.starts, start + place[1])
        after = range(first, min(first + _NAME_WITHIN, len(prose.words)))
        if any(_is_name(prose, one, two) for one, two in pairwise(after)):
            return True
        start += place[1]
    return False


def _is_name(prose: Prose, one: int, two: int) -> bool:
    """Whether two words have capitals and stand on one line: an office above its telephone is nobody's name."""
    capitals = prose.words[one][:1].isupper() and prose.words[two][:1].isupper()
    return capitals and "\n" not in prose.text[prose.ends[one] : prose.starts[two]]


def _body(facts: LetterFacts) -> int:
    """The number of the word with which the letter itself begins, after address and salutation."""
    for sentence in facts.prose.sentences:
        if facts.prose.lows[sentence.first : sentence.first + 1] in (["kære"], ["hej"], ["goddag"]):
            return sentence.last
    return 0


def _question(facts: LetterFacts, rule: Rule, question: str, *, at_end: bool = False) -> Advice:
    sentence = facts.prose.sentences[-1 if at_end else 0]
    return Advice(sentence.start, sentence.end, AdviceKind.LETTER_PART, rule.id, question)


_CHECKS: Mapping[str, Callable[..., Iterator[Advice]]] = {_KIND_CHECK: kind, "letter.part": part}
