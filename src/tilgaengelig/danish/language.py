"""The language of a text, and whether it is Danish.

py3langid tells 97 % of single sentences right, but takes 3-4 % of Danish ones for Norwegian. A wrong verdict would
accuse a Danish page of a fault, so Danish and Norwegian are told apart by the words that only one of them has, and
nothing is said about short texts.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tilgaengelig.danish.normal import joined, normalise
from tilgaengelig.danish.wordlists import listed
from tilgaengelig.danish.words import is_address, words_of

FEWEST_WORDS = 20
"""Words below which nothing is said about a text's language."""

SURELY_NORWEGIAN = 60
"""Words from which Norwegian is believed on balance; below, no Danish word may stand against it."""

_NORWEGIAN = {"nb": "no", "nn": "no"}
LANGUAGES = listed(
    "da nb nn no sv fo is fi en de fr nl es it pt pl ro lt lv et bs hr sr tr ar fa ur so uk ru vi"
)
"""Languages of Danish public pages that are told apart: Nordic, those of neighbours, and those of newcomers that
municipalities write in. A text in any other is taken for one of these."""

# Common words that are written so in one of the two only.
_DANISH_ONLY = listed(
    """
    af hvad nogle noget nogen blevet blev bliver blive uge uger mig dig sig efter nu ud uden igen gennem mod tage taget
    været give giver gives vores jer kun fx enkelte oplysninger borgere afgørelse ydelse tilskud sådan børn bør
    udbetalt afslag hjælp hjælpe breve skrive ansøgning ansøgningen
    """
)
_NORWEGIAN_ONLY = listed(
    """
    av hva noen noe blitt uke uker meg deg seg etter opp ut uten igjen gjennom mellom vært bli gir
    ikkje eg frå ein eit korleis kva å søknad søknaden vedtak vedtaket opplysninger nåværende mye språk hjelp
    """
)
# Frequent words that Danish shares with no language but the Scandinavian ones, and English ones that Danish hasn't.
_SCANDINAVIAN = listed(
    "og er ikke på af det som til du vi skal kan der har fra om eller også hvad når hvis et jeg"
)
_ENGLISH = listed("the and of is are to you your this that with from or be not which we it as by on was will")
# Frequent words of Greenlandic, which the model does not know, and nobody else has.
_GREENLANDIC = listed(
    """
    aamma aammalu imaluunniit tamanna taamaattumik taamaalilluni ilaatigut kisianni kalaallit nunaat nunaanni tamatuma
    illit uanga inuit innuttaasut innuttaasoq namminersorlutik oqartussat naalakkersuisut kommunimi ullumikkut
    nutaanik paasissutissat pineqartoq pillugu pillugit malillugu aqqutigalugu naapertorlugu qinnuteqaat
    qinnuteqaatit sullissivik saaffigisinnaavarput pisariaqarpat tassaavoq tassani pisinnaavutit ilinnut
    """
)
_GREENLANDIC_SHARE = 0.08
_APART = 5  # words of one only, and none of the other, tell Danish and Norwegian apart
_RUNS, _RUN = 50, 80  # runs of words that the model is shown of a long text, and the length of each
_DANISH_SHARE = 0.12  # of all words; Danish prose has about 0.25, English text none

_CODE = re.compile(r"[_\\<>{}\[\]=;@#$|`]|\w\(|\)\.|[a-zæøå][A-Z]|\d")


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """What a text seems to be written in.

    `code` is ISO 639-1 ("no" for both kinds of Norwegian), None where the text is too short to tell. `probability` is
    the model's own, between 0 and 1, and 0 where `code` is None. `words` are the words that were looked at: code,
    numbers and addresses are left out.
    """

    code: str | None
    probability: float
    words: int


@lru_cache(maxsize=2)  # who asks for the language of a long text asks for more of it in the same breath
def detect(text: str) -> LanguageGuess:
    """Guess the language of `text` (one block or several), from twenty words upwards."""
    found = _prose(text)
    if len(found) < FEWEST_WORDS:
        return LanguageGuess(None, 0.0, len(found))
    lowered = [word.lower() for word in found]
    if _is_greenlandic(lowered):
        return LanguageGuess("kl", 1.0, len(found))
    code, probability = _model().classify(" ".join(_sampled(found)))
    code = _NORWEGIAN.get(code, code)
    if code != "da" and _is_danish_by_words(code, lowered):
        return LanguageGuess("da", 1 - float(probability), len(found))
    return LanguageGuess(code, float(probability), len(found))


def _sampled(found: Sequence[str]) -> Sequence[str]:
    """Words from all over a long text: more of them cost the model time and tell it nothing."""
    if len(found) <= _RUNS * _RUN:
        return found
    starts = (len(found) * at // _RUNS for at in range(_RUNS))
    return [word for start in starts for word in found[start : start + _RUN]]


def is_danish(text: str) -> bool | None:
    """Say whether `text` is Danish; None where it is too short to say, or might be Danish or Norwegian."""
    guess = detect(text)
    if guess.code is None or guess.code == "da":
        return None if guess.code is None else True
    if guess.code == "no":
        return _verdict_on_norwegian([word.lower() for word in _prose(text)])
    return False


def danish_or_norwegian(text: str) -> str | None:
    """Tell the two apart by the words that only one of them has: "da", "no", or None where that is not plain."""
    danish, norwegian = _evidence([word.lower() for word in _prose(text)])
    if danish >= _APART and not norwegian:
        return "da"
    return "no" if norwegian >= _APART and not danish else None


def _is_greenlandic(lowered: list[str]) -> bool:
    return sum(word in _GREENLANDIC for word in lowered) >= max(2, _GREENLANDIC_SHARE * len(lowered))


@lru_cache(maxsize=2)
def _prose(text: str) -> tuple[str, ...]:
    """Return the words of `text` without program code, numbers and addresses, as writing is told by its words."""
    pieces = [piece for piece in joined(normalise(text).text).split() if not _CODE.search(piece)]
    return tuple(word for word in words_of(" ".join(pieces)) if not is_address(word))


def _is_danish_by_words(code: str, lowered: list[str]) -> bool:
    danish, norwegian = _evidence(lowered)
    if code == "no":
        return danish > norwegian
    scandinavian = sum(word in _SCANDINAVIAN for word in lowered)
    if scandinavian < _DANISH_SHARE * len(lowered) or danish <= norwegian:
        return False
    return scandinavian > sum(word in _ENGLISH for word in lowered) and code not in ("sv", "fo", "is")


def _verdict_on_norwegian(lowered: list[str]) -> bool | None:
    danish, norwegian = _evidence(lowered)
    if len(lowered) >= SURELY_NORWEGIAN and norwegian > danish:
        return False
    return False if norwegian > 2 and not danish else None


def _evidence(lowered: list[str]) -> tuple[int, int]:
    return sum(word in _DANISH_ONLY for word in lowered), sum(word in _NORWEGIAN_ONLY for word in lowered)


_loading = threading.Lock()


def load() -> None:
    """Load the model, for whoever can do so while nobody waits; else the first question has it loaded."""
    _model()


def _model() -> Any:
    """Return the model; with its library it takes up to half a second to load, so it waits for the first question."""
    with _loading:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Any:
    # The library takes as long to load as its model.
    from py3langid import langid

    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES & set(identifier.labels))
    return identifier
