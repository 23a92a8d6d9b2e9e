"""How a text speaks to its reader: with "du", with "De", or as if the reader were somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.verbs import lexicon
from tilgaengelig.danish.wordlists import listed

_FORMAL = {"De": "du", "Dem": "dig", "Deres": None}  # din, dit or dine
# "man" asks something of the reader only together with these.
_MODALS = listed("kan skal må bør vil behøver kunne skulle måtte burde ønsker får har søger bor")
_CONDITIONS = listed("hvis når at hvad hvor hvordan før inden for såfremt fordi om som så mens")
# Those that a letter or a page speaks to when it says "ansøgeren".
_PERSONS = listed("ansøger ansøgeren klageren klager")
# Before the word these make it any applicant, a verb, or part of what something else is said of.
_BINDS = listed(
    "en enhver ny hver anden du vi han hun jeg der som og eller fra til for af med på om ved hos mod"
)
_DUTIES = listed("skal kan må bør har vil får bedes skulle kunne")
# "Klager" is complaints as well. These are what is said of complaints: they are sent, or have suspensory effect.
_SAID_OF_THINGS = listed("være blive opsættende")
_REACH = 3  # words between the finite verb and what is said
_NO_ADJECTIVES = _DUTIES | listed("ikke ville måtte burde inde ude")


@dataclass(frozen=True, slots=True)
class Place:
    """The words `first` to `last` (half-open), and what to write there, or None where that depends."""

    first: int
    last: int
    plain: str | None = None


def formal(prose: Prose) -> Iterator[Place]:
    """Yields "De", "Dem" and "Deres" in the polite sense: written with a capital inside a sentence.

    At a sentence's start the capital tells nothing, and before another capital it may begin a name (De Radikale).
    """
    words = prose.words
    if _FORMAL.keys().isdisjoint(words):
        return
    for sentence in prose.sentences:
        for at in range(sentence.first + 1, sentence.last):
            word = words[at]
            if word in _FORMAL and _inside(prose, at) and not _names(prose, at, sentence.last):
                yield Place(at, at + 1, _FORMAL[word])


def _inside(prose: Prose, at: int) -> bool:
    """Whether nothing before the word gives it a capital anyway: a colon, a bracket, an opening quotation mark."""
    before = prose.text[prose.ends[at - 1] : prose.starts[at]]
    return before.isspace() or before.strip() == ","


def _names(prose: Prose, at: int, last: int) -> bool:
    following = prose.words[at + 1 : min(at + 2, last)]
    previous = prose.words[at - 1]
    named = bool(following) and (following[0][:1].isupper() or following[0] == "forenede")
    return named or (len(previous) > 1 and previous.isupper())


def says_du(prose: Prose) -> bool:
    """Whether the text speaks to its reader as "du"."""
    return "du" in prose.lows or "dig" in prose.lows


def impersonal(prose: Prose) -> Iterator[Place]:
    """Yields "man" where it stands for the one who reads: what one can, shall or may.

    Where somebody says "jeg" and nobody "du", the text is talk or a story, and its "man" is anybody.
    """
    lows = prose.lows
    if "man" not in lows or ("jeg" in lows and not says_du(prose)):
        return
    for sentence in prose.sentences:
        for at in range(sentence.first, sentence.last):
            if lows[at] != "man" or prose.words[at] == "MAN":
                continue
            after = lows[at + 1 : min(at + 2, sentence.last)]
            before = lows[max(sentence.first, at - 1) : at]
            if (after and after[0] in _MODALS) or (before and before[0] in _MODALS | _CONDITIONS):
                yield Place(at, at + 1)


def third_person(prose: Prose) -> Iterator[Place]:
    """Yields "ansøgeren skal" and its like: the reader spoken of as somebody else."""
    lows = prose.lows
    if _PERSONS.isdisjoint(lows):
        return
    for sentence in prose.sentences:
        for at in range(sentence.first, sentence.last - 1):
            if (
                lows[at] not in _PERSONS
                or lows[at + 1] not in _DUTIES
                or not _free(prose, at, sentence.first)
            ):
                continue
            if lows[at] != "klager" or not _are_complaints(prose, at, sentence):
                yield Place(at, at + 1, "du")


def _free(prose: Prose, at: int, first: int) -> bool:
    """Whether the word stands for itself: "en ansøger" is any, "du klager" is a verb."""
    before = prose.lows[at - 1] if at > first else ""
    return before not in _BINDS


def _are_complaints(prose: Prose, at: int, sentence: Sentence) -> bool:
    """Whether "klager" is what was sent, not who sent it: "eventuelle klager", "klager skal sendes til os"."""
    before = prose.lows[at - 1] if at > sentence.first else ""
    if before.endswith("e") and before not in _NO_ADJECTIVES:
        return True
    passives = lexicon().passives
    after = prose.lows[at + 2 : min(sentence.last, at + 2 + _REACH)]
    return any(low in passives or low in _SAID_OF_THINGS for low in after)
