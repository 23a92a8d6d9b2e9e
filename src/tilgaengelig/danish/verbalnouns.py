"""Nouns made of verbs (vurdering, anvendelse), and where Danish officialese uses them instead of the verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tilgaengelig.danish.actors import may_act
from tilgaengelig.danish.clauses import has_verb
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbphrases import without_doer
from tilgaengelig.danish.verbs import Lexicon, Verb, lexicon
from tilgaengelig.danish.wordlists import listed


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The words `first` to `last` (half-open) wrap a verb in a noun; `verb` is the form that could carry the sentence.

    `instead` may stand in their place, word for word; None where the sentence must be built anew.
    """

    first: int
    last: int
    verb: str
    instead: str | None = None


# Verbs that say no more than that what the noun says is done.
_DOING = listed("foretage gennemføre iværksætte udføre")
_ARTICLES = listed("en et")
_QUALITIES = listed(
    """
    nærmere konkret samlet individuel ny fornyet løbende særlig grundig faglig lægelig årlig foreløbig endelig
    egentlig nødvendig saglig teknisk juridisk økonomisk retlig generel overordnet detaljeret kritisk
    afsluttende selvstændig
    """
)
# Before a verbal noun with "af", these can be followed by "at" and the verb instead.
_TO = listed("til")
# ... and after these the sentence wants a clause of its own: when somebody does it.
_WHEN = listed("ved under efter inden før")
# Nouns of this shape that name a thing, a state or a body.
_THINGS = listed(
    """
    slutning samling stilling forening afdeling ordning retning bygning mening betegnelse størrelse forbindelse
    betydning blanding oplevelse følelse fornemmelse ledelse tilladelse forestilling betingelse forudsætning
    befolkning bevilling erklæring lejlighed hensigt virkning ledning stemning spænding ring ting regering
    opfattelse overraskelse skikkelse begivenhed hændelse uddannelse undgåelse lovgivning undervisning holdning
    handling anledning ydelse værelse omgivelse
    """
)


_TITLE = 20  # words looked back over for the name of a law
LAWS = (
    "lov", "loven", "lovens", "bekendtgørelse", "bekendtgørelsen", "cirkulære", "direktiv", "forordning",
    "overenskomst", "aftale", "vejledning",
)  # fmt: skip
"""How words for what has a title of its own end: laws, orders and treaties. It can't be said otherwise."""


@lru_cache(maxsize=4096)
def verb_of(noun: str) -> Verb | None:
    """Return the verb that a noun in -ing or -else is made of, whatever its number; None for other nouns."""
    for ending in ("erne", "er", "en"):
        if noun.endswith(("ing" + ending, "els" + ending)):
            noun = noun.removesuffix(ending) + ("e" if noun.endswith("els" + ending) else "")
            break
    if noun in _THINGS:
        return None
    verbs = lexicon().verbs
    if noun.endswith("løsning"):
        return verbs.get(noun.removesuffix("ning") + "e")  # løse, not løsne
    if noun.endswith("else"):
        stem = noun.removesuffix("else")
        return verbs.get(stem + "e") or verbs.get(stem)
    if not noun.endswith("ing"):
        return None
    stem = noun.removesuffix("ing")
    short = stem.removesuffix("n")
    doubled = short + short[-1:] + "e"
    return verbs.get(stem + "e") or verbs.get(short + "e") or verbs.get(doubled)


def wrapped(prose: Prose) -> Iterator[Wrapped]:
    """Verbs wrapped in nouns: after foretage and its like, and after prepositions before "af"; in order."""
    known = lexicon()
    doing = _doing()
    titles: dict[int, bool] = {}  # by sentence: whether it has no verb; a title or heading is left alone
    for index in sorted([*prose.places_of(doing.keys()), *prose.places_of(_TO | _WHEN)]):
        low = prose.lows[index]
        found = _done(prose, index, doing[low]) if low in doing else _after_preposition(prose, index, known)
        if found is None:
            continue
        at = prose.sentence_of(index)
        if _names_a_law(prose, prose.sentences[at].first, index):
            continue
        if at not in titles:
            titles[at] = not has_verb(prose, prose.sentences[at])
        if not titles[at]:
            yield found


def _names_a_law(prose: Prose, first: int, index: int) -> bool:
    """Say whether the words stand in what a law or a treaty is called: "lov om ... til beskyttelse af"."""
    for at in range(index - 1, max(first, index - _TITLE) - 1, -1):
        if "," in prose.text[prose.ends[at] : prose.starts[at + 1]]:
            return False
        if prose.lows[at].endswith(LAWS):
            return True
    return False


def inflected(verb: Verb, form: str, other: Verb) -> str | None:
    """Return `other` in the form in which `form` is of `verb`: foretog gives vurderede. None for other forms."""
    return other[verb.index(form)] if form in verb else None


@lru_cache(maxsize=1)
def _doing() -> dict[str, Verb]:
    verbs = lexicon().verbs
    return {form: verbs[word] for word in _DOING for form in (*verbs[word], *verbs[word].passives)}


def _done(prose: Prose, index: int, doing: Verb) -> Wrapped | None:
    """`foretager en konkret vurdering af`: with the suggestion `vurderer` where nothing else is said of it."""
    lows, end = prose.lows, len(prose.lows)
    at = index + 1
    if at < end and lows[at] in _ARTICLES:
        at += 1
    quality = at < end and (lows[at] in _QUALITIES or lows[at][:-1] in _QUALITIES)
    at += quality
    if at >= end or not together(prose, index, at):
        return None
    verb = verb_of(lows[at])
    if verb is None:
        return None
    form = inflected(doing, lows[index], verb)
    with_of = at + 1 < end and lows[at + 1] == "af" and together(prose, at, at + 1)
    sure = with_of and form is not None and not quality and not lows[at].endswith(("en", "erne"))
    sure = sure and not without_doer(prose, index)
    if doing.infinitive != "foretage" and lows[at].endswith(("en", "erne")):
        return None  # "gennemføre uddannelsen" is more than to do it
    return Wrapped(index, at + 1 + with_of, verb.present, form if sure else None)


def _after_preposition(prose: Prose, index: int, known: Lexicon) -> Wrapped | None:
    """`til dækning af` gives `til at dække`; `ved behandling af` wants a clause: når vi behandler."""
    lows = prose.lows
    if index + 2 >= len(lows) or lows[index + 2] != "af" or not together(prose, index, index + 2):
        return None
    noun = lows[index + 1]
    verb = verb_of(noun)
    if verb is None or noun.endswith(("inger", "elser", "erne")):
        return None
    if noun == "anvendelse" and lows[index] in ("ved", "under"):
        return Wrapped(index, index + 3, known.verbs["bruge"].present, "med")
    if lows[index] in _TO:
        if noun.endswith("en"):
            return None
        # "til godkendelse af bestyrelsen": they are the ones who approve.
        if may_act(prose, index + 3, prose.sentences[prose.sentence_of(index)].last):
            return Wrapped(index, index + 3, verb.present)
        return Wrapped(index, index + 3, verb.infinitive, f"{prose.words[index]} at {verb.infinitive}")
    return Wrapped(index, index + 3, verb.present)


def together(prose: Prose, first: int, last: int) -> bool:
    """Say whether nothing but spaces stands between these words."""
    return all(prose.text[prose.ends[at] : prose.starts[at + 1]].isspace() for at in range(first, last))
