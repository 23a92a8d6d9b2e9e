"""Two negations that cancel each other, and the plain statement that they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.wordlists import listed

# Adjectives whose u- negates what is left when it is cut off: "umulig" is "not mulig". Words such as "umærkelig" and
# "uhyggelig" are left out: what is left of them means something else.
_STEMS = listed(
    """
    almindelig sandsynlig væsentlig betydelig mulig tænkelig enig kendt interessant rimelig klar lovlig normal
    sædvanlig forståelig forenelig farlig berettiget begrundet hensigtsmæssig realistisk gyldig egnet
    tilfreds tilfredsstillende problematisk ventet vant vigtig nødvendig tilstrækkelig sikker stabil
    rigtig korrekt acceptabel anvendelig brugbar tydelig fordelagtig gunstig forståeligt fornuftig retfærdig
    opmærksom opdaget interesseret påvirket påvirkelig skadelig gavnlig villig velkommen venlig
    overkommelig overvindelig realistisk effektiv afklaret behagelig belejlig betinget forklarlig
    forudset forudsigelig forholdsmæssig logisk moden ønsket
    """
)
_NEGATED = frozenset(
    f"u{stem}{ending}" for stem in _STEMS for ending in ("", "t", "e", "ede", "te")
) | frozenset(f"u{stem[:-2]}{stem[-1]}e" for stem in _STEMS if stem.endswith("el"))
_NOT = frozenset({"ikke", "ej", "aldrig"})
_NONE = frozenset({"ingen", "intet", "ingenting"})
_NEGATING = _NOT | _NONE
# What may stand between "ikke" and the adjective without parting them.
_BETWEEN = listed("helt ganske så særlig særligt altid nødvendigvis alene et en nogen noget være blevet")
# Verbs that say no: "kan ikke udelukkes" is "er muligt".
_REFUSING = listed("udelukke udelukkes udelukket undlade undlades undgås")
_CLAUSE_PARTS = frozenset(",;:()–—-")
_REACH = 4  # words between "ikke" and a verb that says no; more, and they belong to different clauses
# "Der er ikke risiko for, at planen ikke holder": words to "at", and from there to the other "ikke".
_TO_CLAUSE = 6
_IN_CLAUSE = 8
# Of these "ikke" takes away what the other "ikke" takes away: the two cancel each other. Where something is not said,
# shown or known, they do not: "du har ikke oplyst, at du ikke bor her" says nothing of where you live.
_CANCELLING = listed(
    """
    risiko fare udelukke udelukkes udelukket umuligt hinder hindre hindrer ret enig enige betyde betyder betød mene
    mener indebære indebærer
    """
)
_FARTHEST = 40  # words between "ikke" and "medmindre"
_WITHOUT = 8  # words between "ikke" and "uden at"
# What one must have or get before something is done. Without it nothing happens: so it happens "kun med" it.
_CONDITIONS = listed(
    """
    samtykke tilladelse aftale godkendelse fuldmagt accept tilsagn bevilling dispensation retskendelse
    dommerkendelse kendelse lægeerklæring henvisning recept dokumentation legitimation
    billet kvittering underskrift kørekort pas nøgle invitation tilmelding
    """
)
_QUALITIES = 2  # words between "uden" and such a condition: "uden dit skriftlige samtykke"
# "uden videre" is one word, "straks", and "ikke uden videre" denies no more than that.
_NO_NEGATION = (["for"], ["om"], ["videre"])


@dataclass(frozen=True, slots=True)
class DoubleNegation:
    """Two negations in the words `first` to `last` (half-open), and what says the same where that is sure."""

    first: int
    last: int
    plain: str | None


def double_negations(prose: Prose) -> Iterator[DoubleNegation]:
    """Yields the double negations, at most one for each sentence."""
    lows = prose.lows
    if _NEGATING.isdisjoint(lows):
        return
    for sentence in prose.sentences:
        if _NEGATING.isdisjoint(lows[sentence.first : sentence.last]):
            continue
        for at in range(sentence.first, sentence.last):
            if lows[at] in _NEGATING:
                found = _negated_adjective(prose, at, sentence) or _with_second(prose, at, sentence)
                if found:
                    yield found
                    break


def _negated_adjective(prose: Prose, at: int, sentence: Sentence) -> DoubleNegation | None:
    """`ikke umuligt`, `ikke helt uvæsentligt`, `ikke sjældent`, `ikke uden`.

    After a comma it corrects what was said, and negates nothing twice: "kun data, ikke unødvendige oplysninger".
    """
    lows = prose.lows
    here = at + 1
    while here < sentence.last and here - at < 3 and lows[here] in _BETWEEN:
        here += 1
    if here >= sentence.last or _parted(prose, at, here):
        return None
    word = lows[here]
    if word in _NEGATED and prose.text[prose.starts[at] - 2 : prose.starts[at]] != ", ":
        return DoubleNegation(at, here + 1, word[1:] if here == at + 1 and lows[at] == "ikke" else None)
    if lows[at] != "ikke":
        return None
    if word == "sjældent":
        return DoubleNegation(at, here + 1, "ofte")
    if word == "forbudt":
        return DoubleNegation(at, here + 1, "tilladt")
    if word == "uden" and here == at + 1 and lows[here + 1 : here + 2] not in _NO_NEGATION:
        return DoubleNegation(at, here + 1, "kun med" if _before_condition(prose, here, sentence) else None)
    return None


def _before_condition(prose: Prose, at: int, sentence: Sentence) -> bool:
    """Whether the words after word number `at` name a condition, with no sign between."""
    for here in range(at + 1, min(sentence.last, at + 2 + _QUALITIES)):
        if _parted(prose, here - 1, here):
            return False
        if prose.lows[here] in _CONDITIONS:
            return True
    return False


def _with_second(prose: Prose, at: int, sentence: Sentence) -> DoubleNegation | None:
    """`ikke … medmindre`, `kan ikke udelukkes`, `ikke … uden at`, `ingen … ikke`, `ikke …, at … ikke`."""
    lows = prose.lows
    for here in range(at + 1, min(sentence.last, at + _FARTHEST)):
        low = lows[here]
        if low == "medmindre":
            # "alt, der ikke er meldt, medmindre": there the first belongs to another clause.
            return None if lows[at - 1 : at] in (["der"], ["som"]) else DoubleNegation(at, here + 1, None)
        if prose.starts[here] - prose.ends[here - 1] > 1 and _parted(prose, here - 1, here):
            cancels = here - at <= _TO_CLAUSE and not _CANCELLING.isdisjoint(lows[max(0, at - 2) : here])
            if low == "at" and cancels and (second := _in_clause(prose, here, sentence)) is not None:
                return DoubleNegation(at, second + 1, None)
            return None  # another clause begins, and with it other negations
        if lows[at] in _NONE:
            if low == "ikke" and here - at <= _REACH:
                return DoubleNegation(at, here + 1, None)
        elif low in _REFUSING and here - at <= _REACH:
            return DoubleNegation(at, here + 1, None)
        elif low == "uden" and lows[here + 1 : here + 2] == ["at"] and here - at <= _WITHOUT:
            return DoubleNegation(at, here + 2, None)
        if low == "hinder" and lows[here - 1] == "til" and here - at <= _REACH:
            return DoubleNegation(at, here + 1, None)
    return None


def _in_clause(prose: Prose, at: int, sentence: Sentence) -> int | None:
    """The "ikke" of the clause that begins with word number `at`, where one stands near its beginning."""
    for here in range(at + 1, min(sentence.last, at + _IN_CLAUSE)):
        if _parted(prose, here - 1, here):
            return None
        if prose.lows[here] == "ikke":
            return here
    return None


def _parted(prose: Prose, first: int, second: int) -> bool:
    """Whether a comma, a colon, a bracket or a dash stands between the two words."""
    return any(sign in _CLAUSE_PARTS for sign in prose.text[prose.ends[first] : prose.starts[second]].strip())
