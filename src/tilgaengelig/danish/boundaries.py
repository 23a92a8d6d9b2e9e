"""Whether a stop ends a sentence: the rules of Danish abbreviations, ordinals, initials and quotations."""

from __future__ import annotations

import re

from tilgaengelig.danish import wordlists
from tilgaengelig.danish.abbreviations import (
    ABBREVIATIONS,
    CLOSING,
    NUMBERED,
    OPENING,
    UNDECIDED,
    WEEKDAYS,
)

# A place where a sentence may end: stops with their closing quotes and brackets before white space, or a stop that
# the writer forgot to put a space after ("slut.Ny"), told from "borger.dk" by the capital and two small letters.
CANDIDATE = re.compile(
    r"""(?P<stops>[.!?…](?<![.!?…].)[.!?…]*+)
        (?: (?P<close>["'”“’»«)\]*_]*+) (?=\s)
          | (?<=[a-zæøå][a-zæøå][.!?]) (?=[A-ZÆØÅ][a-zæøå]) )""",
    re.VERBOSE,
)
# What follows: dashes, bullets and opening marks are passed over, the first real character decides.
_NEXT = re.compile(
    r"\s*(?P<dash>[-–—]\s+)?(?:[-–—*•·▪●◦‣■\uf0b7]\s+|[\"'“”„»«‘’(\[*_]+)*(?P<first>\S?)(?P<word>[^\W_]*(?:'er)?)"
)
_OPENING_MARKS = "\"'“”„»«‘’([*_"
_VOWEL = re.compile("[aeiouyæøåéáóüöä]", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"[^\W\d_]*[aeiouyæøåéöü][^\W\d_]*\Z", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[^\W\d_]+-)?\d+\Z")
_DATE = re.compile(r"\s*\d{1,2}(?:[/-]\d|\.(?:\s|\d))")
_ROMAN = re.compile(r"[IVXLC]+\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}\Z")
_SPACED_ABBREVIATION = re.compile(r"(?:\b[a-zæøå]{1,4}\.\s)+[a-zæøå]{1,4}\Z")
_CURRENCY = re.compile(r"(?:[A-Z]{3}|[Kk]r|Euro|Dollars?)\b")
# What numbers a section, an item or a paragraph of a law stays with the words it numbers: "§ 3. Stk. 2. Kommunen".
_ITEM = r"""(?: §+\s?\d+(?:\s?[a-z])?
          | (?:[Ss]tk|[Nn]r|[Pp]kt|Art|Kap|Ad)\.?\s\d+ | [Aa]d\s\d+
          | \d{1,3}(?:\.\d{1,3})* | \d{1,2}[a-z] | [IVXLC]+ | [A-Za-zÆØÅæøå]
          | (?:Kapitel|Artikel|Afsnit|Bilag|Tabel|Figur|Punkt|Trin|Spørgsmål|Del|Fase|Eksempel)
            \s(?:\d+|[IVXLC]+|[A-Z]))"""
_ENUMERATOR = re.compile(rf"[*_•▪●◦‣■\uf0b7–-]*\s*(?:{_ITEM}\.\s+)*{_ITEM}\Z", re.VERBOSE)
# The letter of a town's district is no initial: "1216 København K. Du skal tage pas med".
_DISTRICT = re.compile(
    r"(?:\b\d{4}\s[A-ZÆØÅ][a-zæøå]+|\b(?:København|Kbh\.?|Odense|[AÅ]a?rhus|[AÅ]a?lborg|Frederiksberg))"
    r"\s(?:[KVNSØC]|[NS][VØ])\Z"
)
_COMMON_NOUN_ENDINGS = ("erne", "ene", "et", "en", "ning", "else", "elser", "ninger", "hed", "tion", "skab")
_NOUNS_LIKE_NAMES = ("relsen", "delsen", "gelsen", "ttelsen", "velsen", "selsen", "lelsen", "nelsen", "lsten")
_NAME_ENDINGS = ("sen", "sten", "rgen", "bben", "rben")
_CONTINUES = frozenset(".,;:…/%&=+<>|)]}!?-–—'")
_LONGEST_ENUMERATOR = 60  # code points; without a bound "1. 1. 1. ..." would take quadratic time
_TAIL = 32  # code points looked at before a stop; no Danish abbreviation with its company is longer


def ends_sentence(text: str, start: int, end: int, stop: re.Match[str]) -> bool:
    """Say whether `stop`, a match of CANDIDATE, ends the sentence of `text` begun at `start`.

    `end` is where the unit (line, paragraph) ends: nothing beyond it is looked at.
    """
    following = _NEXT.match(text, stop.end(), end)
    if following is None or not (first := following["first"]):
        return False
    stops, close = stop["stops"], stop["close"] or ""
    if first in _CONTINUES:
        return False
    if first.islower():
        return bool(following["dash"]) and stops == "." and _ends_plainly(text, start, stop.start())
    if stops != ".":
        return not _is_aside(text, stop, close)
    return _full_stop_ends(text, start, stop, close, first, first + following["word"])


def _is_aside(text: str, stop: re.Match[str], close: str) -> bool:
    """`(!)` and `(?)` comment on the words before them."""
    return ")" in close and text[stop.start() - 1 : stop.start()] == "("


def _full_stop_ends(text: str, start: int, stop: re.Match[str], close: str, first: str, word: str) -> bool:
    at = stop.start()
    tail = text[max(start, at - _TAIL) : at]
    if not tail or tail[-1].isspace():
        return bool(tail.strip(" .\n\t"))  # not after ". . ." at a sentence's start
    token = tail.split()[-1].lstrip(_OPENING_MARKS)
    if not token:
        return True  # a lone quotation mark or bracket before the stop
    if token.lower() in WEEKDAYS and _DATE.match(text, stop.end()):
        return False
    if _is_plain(token):
        return not (_ROMAN.match(token) and _is_ruler(tail)) or begins_sentence(word)
    lowered = token.lower()
    if ")" in close and tail.count("(") and lowered in ABBREVIATIONS:
        return False  # "(ca. 5.000 kr.) Beløbet": the stop belongs to the abbreviation, the aside to its sentence
    if close and close[0] != ")":
        return True
    if at - start <= _LONGEST_ENUMERATOR and _ENUMERATOR.match(text, start, at):
        return False
    if token[-1:].isdigit():
        return _number_ends(token, tail, first, word)
    return _abbreviation_ends(_with_company(token, tail), token, tail, first, word)


def _is_plain(token: str) -> bool:
    """Say whether a token is a word like any other: letters with a vowel among them, and no abbreviation."""
    lowered = token.lower()
    if len(token) < 2 or lowered in ABBREVIATIONS or not _PLAIN_WORD.match(token):
        return False
    return not lowered.endswith("nr")


def _ends_plainly(text: str, start: int, at: int) -> bool:
    """`... sagde han. - og så gik han`: a dash after a plain word and its stop begins a new line of talk."""
    tail = text[max(start, at - _TAIL) : at]
    return bool(tail) and not tail[-1].isspace() and _is_plain(tail.split()[-1].lstrip(_OPENING_MARKS))


def _is_ruler(tail: str) -> bool:
    return _previous(tail).lower() in wordlists.RULERS


def _previous(tail: str) -> str:
    words = tail.split()
    return words[-2].strip(_OPENING_MARKS) if len(words) > 1 else ""


def _with_company(token: str, tail: str) -> str:
    """Return "m.v" for "m. v"; the token itself in all other cases."""
    spaced = _SPACED_ABBREVIATION.search(tail)
    if spaced is None:
        return token
    closed = re.sub(r"\s", "", spaced.group())
    return closed if closed in ABBREVIATIONS else token


def _number_ends(token: str, tail: str, first: str, word: str) -> bool:
    """Tell "den 3. Maj" and "Christian 4. Slot" from "stk. 2. Kommunen" and "i 2014. Ministeriet"."""
    if not _NUMBER.match(token):  # 12.500, 7.4.1, B12, 120513-0042
        return True
    if first.isdigit():
        return len(token) > 2 or _previous(tail).lower().rstrip(".") in NUMBERED | {"stk", "§", "kl"}
    if len(token) > 3:
        return True
    if word.lower() in wordlists.MONTHS or word.lower() in wordlists.ORDINAL_NOUNS:
        return False
    if _is_ruler(tail):
        return begins_sentence(word)
    return True


def _abbreviation_ends(token: str, raw: str, tail: str, first: str, word: str) -> bool:
    lowered = token.lower()
    if len(token) == 1 and token.islower() and _is_lettered(tail, lowered):
        return not first.isdigit()
    if raw[0].isupper() and (len(raw) == 1 or _DOTTED.match(raw)):
        return _initial_ends(raw, tail, first, word)
    if raw.isupper() and len(raw) > 1 and not (first.isdigit() and lowered in NUMBERED):
        return True  # "på DR. Det", "i SKAT. Vi": read letter by letter, and never abbreviated with a stop
    if lowered in CLOSING:
        return not first.isdigit() and not _CURRENCY.match(word)
    if lowered in OPENING:
        return False
    if not _is_abbreviation(lowered):
        return True
    if not first.isalpha():
        return False
    if lowered in NUMBERED and len(word) < 4 and _ROMAN.match(word) and word != "I":
        return False
    return begins_sentence(word)


def _is_abbreviation(lowered: str) -> bool:
    """Known, or looking like one: with stops inside, without a vowel, or ending in "nr" (sagsnr., cpr-nr.)."""
    if lowered in ABBREVIATIONS or lowered.endswith("nr"):
        return True
    if "@" in lowered or "/" in lowered or lowered.startswith("www."):
        return False
    if "-" in lowered or "." in lowered:
        last = re.split(r"[-.]", lowered)[-1]
        return last in UNDECIDED or bool(_DOTTED.match(lowered))
    return lowered.isalpha() and len(lowered) < 6 and not _VOWEL.search(lowered)


def _is_lettered(tail: str, letter: str) -> bool:
    """`litra d`, `§ 12 d`: the letter is a name of its own, not the abbreviation that it may be elsewhere."""
    if letter not in ABBREVIATIONS:
        return True
    before = _previous(tail).lower()
    return before in wordlists.LETTERED or before.isdigit()


def _initial_ends(token: str, tail: str, first: str, word: str) -> bool:
    """Tell "A. P. Møller" and "H.C. Andersen" from "vitamin D. Det" and "i B.T. Han"."""
    if first.isdigit():
        return False
    before = _previous(tail)
    if _DISTRICT.search(tail):
        return first.isupper()
    if len(token) == 1 and (before[:1].isupper() or before.endswith(".")) and not before.isupper():
        return begins_sentence(word) and len(word) > 2 and word.lower() not in ("den", "det")
    return begins_sentence(word)


def begins_sentence(word: str) -> bool:
    """Say whether a capital on `word` marks a new sentence more likely than a name.

    Danish writes common nouns small, so a capital on a word with the ending of one (Kommunen, Ansøgningen) tells.
    """
    lowered = word.lower()
    if lowered in wordlists.STARTERS:
        return True
    if len(word) > 8 and lowered.endswith(_NOUNS_LIKE_NAMES):
        return True
    if len(word) < 7 or lowered.endswith(_NAME_ENDINGS):
        return False
    return lowered.endswith(_COMMON_NOUN_ENDINGS)
