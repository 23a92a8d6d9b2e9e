"""Danish verbs and their forms: which words are passives and participles, and how a verb is inflected.

The verbs are those of lexicon/verbs.txt (8,100; README.md there tells where they come from). Where a ministry has
Dansk Sprognævn's COR on its machine, its verbs join them: `use_cor`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tilgaengelig.danish import cor
from tilgaengelig.danish.lexicon_files import lines
from tilgaengelig.danish.wordlists import listed

# Verbs in -s that nobody does to anything (deponents), and what people do to each other: no passives.
NEVER_PASSIVE = listed(
    """
    behøves bides blues brydes dages enedes enes fandtes fattedes fattes findes forefandtes forefindes
    forekommes forenes færdedes færdes føles føltes gyses hades haves hedes hændes hændtes kedes kives kysses
    kysstes lades lykkedes lykkes længedes længes mindedes mindes mislykkedes mislykkes mødes mødtes nænnes
    nøjedes nøjes omgås rygtes skammes skyldes skyldtes skændes skændtes sloges slås synes syntes trivedes
    trives trættes tykkes undredes undres vredes vrides væmmedes væmmes ynkes ældes øjnes glædes bones agnes
    jokes likes guides tweetes releases scores shares
    """
)
# Genitives of these exist, but are next to never met.
_SURELY_PASSIVE = listed(
    """
    bedes tages vises laves lægges føres ledes styres køres leveres skabes fjernes kendes stilles fremstilles
    fordeles produceres transporteres kontrolleres slettes serveres dækkes pakkes knyttes tælles kastes lukkes
    fyldes bringes drives ønskes omtales ejes
    """
)
# The passives of strong verbs' pasts that are met more often than another verb's present of the same form.
_PAST = listed("toges bares")
# Of the shortest forms only these are passives in the texts of our day.
_SHORT = listed("ses fås nås sås")


class Verb(NamedTuple):
    """The four forms from which the others are made: (at) give, giver, gav, (har) givet."""

    infinitive: str
    present: str
    past: str
    participle: str

    @property
    def passives(self) -> tuple[str, str]:
        """Infinitive and present (gives), and past (gaves)."""
        past = self.past + ("s" if self.past.endswith(("e", "å")) else "es")
        return self.infinitive + "s", past


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Forms of verbs in small letters. `doubtful` has the passives that are genitives too (arbejdes, klages),

    and `nounlike` the participles and presents that are nouns (arbejdet, klager).
    """

    verbs: dict[str, Verb]
    passives: dict[str, Verb]
    participles: dict[str, Verb]
    presents: dict[str, Verb]
    pasts: dict[str, Verb]
    doubtful: frozenset[str]
    nounlike: frozenset[str]


def use_cor(path: Path | None) -> None:
    """Let the verbs of Dansk Sprognævn's COR join ours in this process; None lets them go.

    Raises WrongUse for what is no such file.
    """
    _joined[:] = [cor.read(path)] if path else []
    lexicon.cache_clear()


_joined: list[cor.Register] = []


@cache
def lexicon() -> Lexicon:
    """The verbs that come with us, read once; with COR's where `use_cor` named a file."""
    every, doubtful, nounlike = _ours()
    for register in _joined:
        theirs = [Verb(*forms) for forms in register.verbs]
        every += theirs
        doubtful |= {form for verb in theirs for form in verb.passives} & register.genitives
        nounlike |= {form for verb in theirs for form in (verb.participle, verb.present)} & register.nouns
    # Backwards, so that the first of two ways to inflect a verb is the one that stays.
    verbs = {verb.infinitive: verb for verb in reversed(every)}
    passives = {form: verb for verb in reversed(every) for form in verb.passives}
    # "ledes" is to be led, and hardly ever what was suffered: so is it with nyde and nøde, ride and rede.
    for verb in reversed(every):
        form = verb.passives[0]
        if form not in _PAST and not passives[form].past.endswith(("e", "å")):
            passives[form] = verb
    for form in [
        form for form in passives if form in NEVER_PASSIVE or (len(form) < 4 and form not in _SHORT)
    ]:
        del passives[form]
    return Lexicon(
        verbs=verbs,
        passives=passives,
        participles={verb.participle: verb for verb in reversed(every)},
        presents={verb.present: verb for verb in every},
        pasts={verb.past: verb for verb in reversed(every)},
        # "de ansattes løn": the past in the passive is also what belongs to those to whom it was done.
        doubtful=frozenset((doubtful | {f"{verb.past}s" for verb in every}) - _SURELY_PASSIVE),
        nounlike=frozenset(nounlike),
    )


def _ours() -> tuple[list[Verb], set[str], set[str]]:
    strong = {verb.infinitive: verb for verb in (Verb(*line.split()) for line in lines("strong.txt"))}
    verbs = list(strong.values())
    doubtful: set[str] = set()
    nounlike: set[str] = set()
    kind = ""
    for line in lines("verbs.txt"):
        if line.startswith("["):
            kind = line.strip("[]")
            continue
        infinitive = line.rstrip("*+=")
        verb = _inflected(kind, infinitive, strong)
        if verb is None:
            continue
        verbs.append(verb)
        if line != infinitive:
            if "*" in line:
                doubtful.add(infinitive + "s")
            if "+" in line:
                nounlike.add(verb.participle)
            if "=" in line:
                nounlike.add(verb.present)
    return verbs, doubtful, nounlike


def _inflected(kind: str, infinitive: str, strong: dict[str, Verb]) -> Verb | None:
    if kind == "strong":
        return _like(infinitive, strong)
    present = infinitive + "r"
    if kind == "ede":
        if infinitive.endswith("e"):
            return Verb(infinitive, present, infinitive + "de", infinitive + "t")
        return Verb(infinitive, present, infinitive + "ede", infinitive + "et")
    stem = infinitive.removesuffix("e")
    if stem[-2:-1] == stem[-1:]:
        stem = stem[:-1]
    return Verb(infinitive, present, stem + "te", stem + "t")


def _like(infinitive: str, strong: dict[str, Verb]) -> Verb | None:
    """The forms of afgøre after those of gøre: by the longest known verb that it ends in."""
    for cut in range(len(infinitive) - 1):
        base = strong.get(infinitive[cut:])
        if base is not None:
            return Verb(*(infinitive[:cut] + form for form in base))
    return None
