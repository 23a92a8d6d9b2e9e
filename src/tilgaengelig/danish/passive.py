"""Passives in Danish prose: behandles, blev behandlet.

Measured on the development part of UD_Danish-DDT (`make bench`, docs/advice.md). The word itself decides, by the
lexicon; the words around it only where it may be another word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbs import Lexicon, Verb, lexicon
from tilgaengelig.danish.wordlists import listed


class Form(StrEnum):
    """How a passive is made, and where it stands."""

    INFINITIVE = "infinitive"
    PRESENT = "present"
    PAST = "past"
    BLIVE = "blive"


@dataclass(frozen=True, slots=True)
class Passive:
    """The words `first` to `last` (half-open) are a passive of `verb`; of a blive passive, from blive to participle."""

    first: int
    last: int
    verb: Verb
    form: Form


MODALS = listed("skal skulle kan kunne må måtte vil ville bør burde tør turde")
_ADVERBS = listed(
    """
    ikke også kun altid aldrig først så derfor ofte normalt som samtidig fortsat stadig nu straks dog derefter
    herefter blot alene desuden tillige endvidere dermed herved derved i mere fuldt helt nemt let automatisk
    løbende senest
    """
)
# After these, a form that may be a passive or a genitive is the passive: a genitive is followed by what is owned.
_AFTER_VERB = listed(
    """
    af i på til for fra med ved om under over efter før mellem uden mod hos gennem via pr ad inden siden omkring
    ifølge og eller men at som der hvis når da fordi hvor så ikke også kun altid aldrig først derfor derefter
    her dér ind ud op ned hen bort frem tilbage sammen igen senest samtidig fortsat stadig nu straks dog
    særskilt efterfølgende årligt månedligt hvert hver den det de vi du jeg han hun man
    """
)
_SUBJECTS = listed("der som")
_NEW_CLAUSE = listed(
    """
    der som hvis når da fordi hvor er har bliver blev var men såfremt dersom idet mens medmindre selvom eftersom
    hvorefter hvorfor hvorved
    """
)
_ADDS = listed("og eller")
# What people do to each other when they are the subject: vi ses, de følges ad.
_MUTUAL = listed("ses sås tales taltes høres hørtes følges fulgtes skilles skiltes skiftes")
_PEOPLE = listed("vi de jeg man os jer begge parterne ad")
_BLIVE = listed("blive bliver blev blevet")
_REACH = 7  # words between blive and its participle, and one
# Participles that say what somebody is or feels, not what is done to him.
_STATES = listed(
    """
    født nødt gift fraskilt skilt forelsket interesseret skuffet bekendt kendt overrasket bekymret begejstret
    irriteret lettet stresset berømt bevidst beruset forvirret fortvivlet vant berettiget forkølet inspireret
    motiveret engageret fascineret imponeret rystet rørt velkendt opbragt chokeret fornærmet frustreret
    deprimeret betaget død bredt blødt lyst spændt modsat udbredt forskudt tiltrængt
    """
)
# Forms of participles that are mostly adverbs: what is looked for may still follow.
_BY_THE_WAY = listed("lidt vist fortsat let oplagt øst bestemt omvendt ret fast tæt gjort")
_STOPS = listed("at og eller som der men har er havde var hvis når da fordi om vil kan skal")
_ARTICLES = listed("et en ethvert enhver noget")
_CLAUSE_ENDS = frozenset(",;:.!?()–\n")


def passives(prose: Prose) -> Iterator[Passive]:
    """All passives of a prose, in order."""
    known = lexicon()
    lows = prose.lows
    for index in sorted([*prose.places_of(known.passives.keys()), *prose.places_of(_BLIVE)]):
        low = lows[index]
        if low in _BLIVE:
            last = _participle(prose, index, known)
            if last is not None:
                yield Passive(index, last + 1, known.participles[lows[last]], Form.BLIVE)
        elif _is_passive(prose, index, known):
            yield _s_passive(prose, index, known.passives[low], known)


def _s_passive(prose: Prose, index: int, verb: Verb, known: Lexicon) -> Passive:
    if prose.lows[index] == verb.passives[1]:
        form = Form.PAST
    else:
        form = Form.INFINITIVE if under_modal(prose, index, known) else Form.PRESENT
    return Passive(index, index + 1, verb, form)


def under_modal(prose: Prose, index: int, known: Lexicon) -> bool:
    """Say whether the word is an infinitive: a modal or "at" stands before it, and no other verb between.

    "Så skal disse passager udleveres", "kan købes eller lejes".
    """
    lows = prose.lows
    for at in range(index - 1, max(-1, index - _REACH - 2), -1):
        if lows[at] in MODALS or lows[at] == "at":
            return True
        clause_ends = _parted(prose, at) and lows[at + 1] not in _ADDS
        if (
            clause_ends
            or lows[at] in _NEW_CLAUSE
            or (lows[at] in known.presents and lows[at] not in known.nounlike)
        ):
            return False
    return False


def _governed(lows: list[str], index: int) -> bool:
    """Say whether a modal or "at" stands before the word, with adverbs at most between."""
    at = index - 1
    while at >= 0 and lows[at] in _ADVERBS and index - at < 4:
        at -= 1
    return at >= 0 and (lows[at] in MODALS or lows[at] == "at")


def _is_passive(prose: Prose, index: int, known: Lexicon) -> bool:
    lows, word = prose.lows, prose.words[index]
    low = lows[index]
    if word is not low and word != low and not _opens(prose, index):
        return False  # a name, or a heading in capitals
    if low in _MUTUAL and not _PEOPLE.isdisjoint(lows[max(0, index - 2) : index + 2]):
        return False
    if low in known.doubtful:
        before = lows[index - 1] if index else ""
        return before in _SUBJECTS or _governed(lows, index) or _is_followed_by_no_noun(prose, index)
    return True


def _opens(prose: Prose, index: int) -> bool:
    """Say whether a sentence begins with this word."""
    before = prose.text[max(0, prose.starts[index] - 3) : prose.starts[index]].strip()
    return (
        index == 0
        or before[-1:] in ".!?:•-–"
        or "\n" in prose.text[prose.ends[index - 1] : prose.starts[index]]
    )


def _is_followed_by_no_noun(prose: Prose, index: int) -> bool:
    after = index + 1
    if after == len(prose.words) or _parted(prose, index):
        return True
    return prose.lows[after] in _AFTER_VERB


def _parted(prose: Prose, index: int) -> bool:
    """Say whether a comma, a stop or a line end stands after the word."""
    return not _CLAUSE_ENDS.isdisjoint(prose.text[prose.ends[index] : prose.starts[index + 1]])


def _participle(prose: Prose, index: int, known: Lexicon) -> int | None:
    """Return where the participle of blive at `index` stands; None where it has none."""
    lows, count = prose.lows, len(prose.lows)
    for at in range(index + 1, min(count, index + _REACH + 1)):
        if _parted(prose, at - 1):
            return None
        low = lows[at]
        if low in _STOPS:
            return None
        if low not in known.participles or low != prose.words[at]:
            continue
        if low in _STATES:
            return None
        if low in _BY_THE_WAY:
            continue
        if lows[at - 1] in _ARTICLES:
            continue
        if low in known.nounlike and _has_another(prose, at, index, known):
            continue
        return at
    return None


def _has_another(prose: Prose, at: int, index: int, known: Lexicon) -> bool:
    """Say whether a participle still follows: "bliver arbejdet udført"."""
    for later in range(at + 1, min(len(prose.lows), index + _REACH + 1)):
        if _parted(prose, later - 1) or prose.lows[later] in _STOPS:
            return False
        if prose.lows[later] in known.participles:
            return True
    return False
