"""All advice on one text: every rule of advice applied, and its places brought back to the text as received."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.quotations import quotations
from tilgaengelig.judge.checks import CHECKS
from tilgaengelig.judge.own import received
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.rule import Rule

log = logging.getLogger(__name__)

#: Kinds that tell how the very same words could be put.
_ON_WORDING = frozenset(
    {AdviceKind.OFFICIALESE, AdviceKind.FOREIGN_TERM, AdviceKind.VERBAL_NOUN, AdviceKind.PASSIVE}
)

#: Kinds that know a better word.
_ON_WORDS = frozenset({AdviceKind.OFFICIALESE, AdviceKind.FOREIGN_TERM})

#: Kinds that are told of quoted words too.
_ON_QUOTATIONS = frozenset({AdviceKind.LONG_SENTENCE, AdviceKind.PERSONAL_DATA})

#: The status of rules that err too often to speak without being asked.
HINT = "hint"


@dataclass(frozen=True, slots=True)
class Advised:
    """The advice on a text, in its order, and the ids of the rules whose checks crashed on it."""

    advice: tuple[Advice, ...]
    untested: tuple[str, ...]


def advise(
    prose: Prose, rules: Iterable[Rule], kinds: Collection[AdviceKind], *, hints: bool = False
) -> Advised:
    """Applies the rules of advice of these kinds. Rules with the status "hint" speak only where `hints` are asked for.

    Several rules may know the same words: the longest piece on them is told, and weighs, alone. Of the words of an act
    that the text quotes nothing is told but how long they are: nobody can change them. Places in what is returned are
    code points of the text as received.
    """
    rules = tuple(rules)
    found: list[Advice] = []
    crashed = []
    for rule in _speaking(rules, kinds, hints):
        try:
            found += _apply(prose, rule)
        except Exception as error:
            # The text may be a letter: what broke is told, and not a word of what it broke on.
            log.error("the check of rule %s crashed: %s", rule.id, type(error).__name__)  # noqa: TRY400
            crashed.append(rule.id)
    found = [_in_plain_words(one, rules, hints) for one in found]
    quoted = [prose.received(*place) for place in quotations(prose)]
    found = [one for one in found if one.kind in _ON_QUOTATIONS or not _is_quoted(one, quoted)]
    found.sort(key=lambda one: (one.start, -one.end, one.suggestion is None, one.rule))
    return Advised(tuple(_told_once(_without_heavy_passives(found))), tuple(crashed))


def _in_plain_words(one: Advice, rules: Iterable[Rule], hints: bool) -> Advice:
    """The advice with a plain verb for the noun, where the one that the noun is made of is heavy or foreign itself.

    "Foretage implementering af" is "indføre". Where no other verb is sure, nothing is suggested.
    """
    if one.kind is not AdviceKind.VERBAL_NOUN or not one.suggestion:
        return one
    verb = Prose.of(one.suggestion)
    for rule in _speaking(rules, _ON_WORDS, hints):
        for told in _apply(verb, rule):
            plain = (
                told.suggestion
                and f"{one.suggestion[: told.start]}{told.suggestion}{one.suggestion[told.end :]}"
            )
            message = one.message.replace(f"”{one.suggestion}”", f"”{plain}”") if plain else one.message
            return replace(one, suggestion=plain, message=message)
    return one


def _without_heavy_passives(found: Sequence[Advice]) -> Iterator[Advice]:
    """The advice without the passives of heavy verbs: to "blive fremsendt" the verb is told, not to use it actively."""
    heavy = {one.end: one.start for one in found if one.kind in _ON_WORDS}
    for one in found:
        if one.kind is not AdviceKind.PASSIVE or one.suggestion or heavy.get(one.end, -1) < one.start:
            yield one


def _is_quoted(one: Advice, quoted: Iterable[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in quoted)


def _told_once(found: Iterable[Advice]) -> Iterator[Advice]:
    """The advice without what is said of words that another piece on their wording takes in. In order of place."""
    outer: Advice | None = None
    for one in found:
        if one.kind in _ON_WORDING:
            if outer is not None and one.end <= outer.end and _is_said(one, outer):
                continue
            if outer is None or one.end > outer.end:
                outer = one
        yield one


def _is_said(one: Advice, outer: Advice) -> bool:
    """Whether `outer` deals with all that it spans: a passive may span words that are none of its business.

    "Bliver i henhold til loven behandlet" is told to be passive, and nothing is said there of "i henhold til".
    """
    if outer.kind is not AdviceKind.PASSIVE or outer.suggestion is not None:
        return True
    return one.start == outer.start or one.end == outer.end


def _speaking(rules: Iterable[Rule], kinds: Collection[AdviceKind], hints: bool) -> Iterator[Rule]:
    for rule in rules:
        if rule.kind in kinds and rule.active and (hints or rule.status != HINT):
            yield rule


def _apply(prose: Prose, rule: Rule) -> Sequence[Advice]:
    return [received(prose, one) for one in CHECKS[rule.check](prose, rule, **rule.settings)]
