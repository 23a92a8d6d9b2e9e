"""A passive said actively, where that can be done without knowing more than the sentence tells."""

from __future__ import annotations

from tilgaengelig.danish.actors import names_actor
from tilgaengelig.danish.boundaries import begins_sentence
from tilgaengelig.danish.passive import Form, Passive
from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.wordlists import listed

_AS_OBJECT = {
    "jeg": "mig",
    "du": "dig",
    "han": "ham",
    "hun": "hende",
    "vi": "os",
    "de": "dem",
    "den": "den",
    "det": "det",
}
_AS_SUBJECT = {"mig": "jeg", "dig": "du", "ham": "han", "hende": "hun", "os": "vi", "dem": "de", "jer": "I"}
_DETERMINERS = listed("din dit dine jeres vores min mit mine denne dette disse alle hver hvert den det de")
_DEFINITE = ("en", "et", "erne", "ene")
# Where and when it is done may stay where it is; what else follows may belong to the one who does it.
_GOES_ON = listed("i på inden efter senest hver ved hos før den under hvert")
_FINITE = listed("bliver blev")
_LONGEST = 4  # words of what it is done to


def active(prose: Prose, sentence: Sentence, passive: Passive) -> tuple[int, int, str] | None:
    """Return start and end in `prose.text` and what may stand there; None where no wording is sure.

    "Ansøgningen behandles af kommunen inden fire uger." gives "Kommunen behandler ansøgningen". The sentence must
    begin with what it is done to, and name the one who does it in a single word right after the verb.
    """
    lows = prose.lows
    verb = _verb(prose, passive)
    agent = passive.last + 1
    if verb is None or agent >= sentence.last or lows[passive.last] != "af":
        return None
    start, end = prose.starts[sentence.first], prose.ends[agent]
    undergoes = _as_object(prose, sentence.first, passive.first)
    does = _as_subject(prose, agent)
    if undergoes is None or does is None or not _is_plain(prose.text[start:end]):
        return None
    if agent + 1 < sentence.last and (
        lows[agent + 1] not in _GOES_ON or "," in prose.text[end : sentence.end]
    ):
        return None
    return start, end, f"{does[0].upper()}{does[1:]} {verb} {undergoes}"


def _verb(prose: Prose, passive: Passive) -> str | None:
    if passive.form is Form.PRESENT:
        return passive.verb.present
    if passive.form is Form.PAST:
        return passive.verb.past
    blive = prose.lows[passive.first]
    if passive.form is Form.BLIVE and passive.last == passive.first + 2 and blive in _FINITE:
        return passive.verb.present if blive == "bliver" else passive.verb.past
    return None


def _is_plain(text: str) -> bool:
    return all(letter.isalpha() or letter == " " for letter in text)


def _as_object(prose: Prose, first: int, last: int) -> str | None:
    """What it is done to, as an object in small letters: "Din ansøgning" gives "din ansøgning"."""
    words = prose.words[first:last]
    if not 0 < len(words) <= _LONGEST:
        return None
    low = prose.lows[first]
    if len(words) == 1:
        if low in _AS_OBJECT:
            return _AS_OBJECT[low]
        return low if low.endswith(_DEFINITE) and begins_sentence(words[0]) and len(low) > 4 else None
    if low not in _DETERMINERS or not all(word.islower() for word in words[1:]):
        return None
    return " ".join((low, *words[1:]))


def _as_subject(prose: Prose, index: int) -> str | None:
    """The one who does it: a pronoun, or a noun in the definite form that names who can act."""
    word = prose.words[index]
    if word in _AS_SUBJECT:
        return _AS_SUBJECT[word]
    return word if names_actor(word) else None
