"""Checks of the text itself, whatever bears it: page, document or letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tilgaengelig.danish.language import LANGUAGES, LanguageGuess, danish_or_norwegian, detect, is_danish
from tilgaengelig.danish.normal import normalise
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.readability import counts
from tilgaengelig.judge.codes import base_language, names_language
from tilgaengelig.judge.own import finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Block

#: Under this a LIX says more of chance than of the text.
LEAST_WORDS = 100
LEAST_SENTENCES = 5

_NAMES = {"en": "engelsk", "no": "norsk", "sv": "svensk", "de": "tysk", "fr": "fransk", "nl": "hollandsk",
          "fo": "færøsk", "is": "islandsk", "kl": "grønlandsk", "da": "dansk", "fi": "finsk", "es": "spansk",
          "pl": "polsk", "it": "italiensk"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextFacts:
    """A subject's main text: what it says its language is, what it seems to be, its counts and its limit.

    `readability` and `prose` are None where the text is not Danish, or has no words. `limit` is the LIX above
    which it is too hard for its audience. `nordic` is "da" or "no" where words tell the two apart beyond doubt.
    `document` says that it is of a PDF and not of a page; such a one may have `marked` most of its text as another
    language than it is said to be in as a whole.
    """

    declared: str
    guess: LanguageGuess
    danish: bool | None
    readability: Readability | None
    limit: int
    prose: Prose | None = None
    nordic: str | None = None
    document: bool = False
    marked: str = ""


def text_facts(blocks: Sequence[Block], declared: str, limit: int) -> TextFacts:
    """Measures the main text. A text too short to tell its language is taken for what it says it is."""
    texts = [block.text for block in blocks]
    whole = "\n".join(texts)
    danish = is_danish(whole)
    nordic = danish_or_norwegian(whole)
    taken = danish if danish is not None else base_language(declared) in ("", "da")
    # Of a text that is normalised already, places in the prose are places in what was received.
    prose = Prose.of(normalise("\n\n".join(texts)).text) if taken else None
    if not prose or not prose.words:
        return TextFacts(declared, detect(whole), danish, None, limit, nordic=nordic)
    return TextFacts(declared, detect(whole), danish, counts(prose), limit, prose, nordic)


def lix(facts: TextFacts, rule: Rule) -> Iterator[Finding]:
    """A text too hard for its audience. A question, never a verdict: LIX sees length only (Björnsson 1968)."""
    counts = facts.readability
    if counts is None or counts.words < LEAST_WORDS or counts.sentences < LEAST_SENTENCES:
        return
    # As reports show it, or the sentence would speak against the number beside it.
    value = round(counts.lix or 0.0, 1)
    if value > facts.limit:
        yield finding(
            rule,
            Outcome.CANT_TELL,
            f"Teksten har LIX {f'{value:.1f}'.replace('.', ',')}. Kan den siges kortere? Målet er højst {facts.limit}.",
        )


#: Languages that few words may not tell apart; all others differ in every sentence.
_NORDIC = frozenset({"da", "no", "nb", "nn", "sv", "fo", "is"})
_BEYOND_DOUBT = 0.999
#: Those that are one for us: Danish and Norwegian cannot be told apart for certain in short texts, and what is spoken
#: in Bosnia, Croatia and Serbia not at all.
_ALIKE = (frozenset({"da", "no", "nb", "nn"}), frozenset({"bs", "hr", "sr", "sh"}))
#: Those that no text in a language unknown to us is taken for, or hardly.
_UNLIKE_OTHERS = frozenset({"da", "en"})


def language(
    facts: TextFacts, rule: Rule, *, document: bool = False, least_words: int = 50, sure: float = 0.9
) -> Iterator[Finding]:
    """A language declared that is not the text's (WCAG 3.1.1, ACT ucwvc8), of pages or of documents.

    Danish and Norwegian are told apart only by words that one of them has alone, and then a person is asked. So is one
    where a text in Danish or English is declared to be in a language that we do not know, or where a file names one
    language and its tags another, and one of them is the text's. A code of a document's that
    names no language is another rule's.
    """
    whole, spoken = base_language(facts.declared), facts.guess.code
    if facts.document is not document or not whole or not spoken or facts.guess.words < least_words:
        return
    if document and not names_language(whole):
        return
    marked = base_language(facts.marked) if names_language(facts.marked) else whole
    declared = marked if same_language(whole, spoken) else whole
    divided = same_language(whole, spoken) or same_language(marked, spoken)
    if same_language(declared, spoken):
        if facts.nordic and (facts.nordic == "da") is not (declared == "da"):
            yield finding(rule, Outcome.CANT_TELL, _not_as_declared(facts, declared, facts.nordic))
        return
    if (facts.danish and declared == "da") or not is_another(declared, spoken):
        return
    long = facts.guess.words >= 2 * least_words
    unlike = not {declared, spoken} <= _NORDIC and facts.guess.probability >= _BEYOND_DOUBT
    certain = (facts.guess.probability >= sure and long) or unlike
    certain = certain and not divided and declared in LANGUAGES
    outcome = Outcome.FAILED if certain else Outcome.CANT_TELL
    yield finding(rule, outcome, _not_as_declared(facts, declared, spoken))


def _not_as_declared(facts: TextFacts, declared: str, spoken: str) -> str:
    said, seems = language_name(declared), language_name(spoken)
    if declared != base_language(facts.declared):
        return f"Det meste af teksten er mærket som {said}, men ser ud til at være på {seems}."
    what = "Filen" if facts.document else "Siden"
    return f"{what} siger, at den er på {said}, men teksten ser ud til at være på {seems}."


def same_language(one: str, other: str) -> bool:
    """Whether two languages are one for us."""
    return one == other or any({one, other} <= alike for alike in _ALIKE)


def is_another(declared: str, spoken: str) -> bool:
    """Whether a text that seems to be in `spoken` is in another language than it says.

    One in a language that we do not know seems to be in one that we do, and may well be what it says.
    """
    known = declared in LANGUAGES or spoken in _UNLIKE_OTHERS
    return known and not same_language(declared, spoken)


def language_name(code: str) -> str:
    """A language in Danish, in small letters."""
    return _NAMES.get(code, f"sproget ”{code}”")
