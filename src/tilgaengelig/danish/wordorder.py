"""Whether a verb of several words, or an adverb, may stand where a single word stood.

Danish puts the subject, "ikke" and its like, and often the object between the words: "Derfor imødekommer vi din
ansøgning" is "Derfor siger vi ja til din ansøgning", and "Vi refunderer den" is "Vi betaler den tilbage". What draws
a conclusion stands within its clause, where what tells how may end it: "Du skal altså betale", "Loven ændres sådan:".
"""

from __future__ import annotations

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.verbphrases import BEING
from tilgaengelig.danish.verbs import lexicon
from tilgaengelig.danish.wordlists import listed

_SUBJECTS = listed("jeg du han hun vi man der")
_ADVERBS = listed(
    "ikke aldrig altid også kun dog derfor ofte normalt nu allerede straks samtidig først derefter så herefter jo"
)
# After these at a clause's beginning the verb stands before its subject.
_FRONTED = _ADVERBS | listed(
    "dermed desuden endelig her heraf herfra herved derfra dertil dag fremover senere måske"
)
# These open what follows the verb and its object; nothing that follows them can be the object.
_NO_OBJECT = listed(
    """
    i på til for fra med ved om af og eller som der hos under over efter mod inden uden samt at når hvis da fordi
    mens før senest hver men
    """
)
# Words that an object stands before, where they end a verb of several words: "betaler beløbet tilbage".
_PARTICLES = listed("tilbage ud op væk færdig klart gang muligt umuligt sværere ned ind sig")
_PARTICLE_VERBS = {
    "med": listed("sende sender sendte sendt send sendes"),
    "ved": listed("lægge lægger lagde lagt læg lægges"),
}
# A verb that ends in one of these has its object after it.
_PREPOSITIONS = listed("i på til for fra med ved om af under over efter mod hos")
_HAVING = listed("har have havde")
_CONCLUDES = listed("altså")
_TELLS_HOW = listed("sådan")
# These open the clause that says how: "sådan, at", "sådan som".
_MANNER = listed("at som")
_OTHERS_THAN_HIMSELF = listed("jeg du vi jer dig mig os")


def fits(prose: Prose, first: int, last: int, way: str) -> bool:
    """Say whether `way` may stand for the words `first` to `last` (half-open) without more being changed.

    True of whatever is neither a verb of several words nor an adverb that we know the place of.
    """
    sentence = prose.sentences[prose.sentence_of(first)]
    ends = last >= sentence.last
    goes_on = not ends and prose.text[prose.ends[last - 1] : prose.starts[last]].isspace()
    if way.lower() in _CONCLUDES:
        return goes_on and prose.lows[last] not in _MANNER
    if way.lower() in _TELLS_HOW:
        comma = not ends and prose.text.startswith(",", prose.ends[last - 1])
        return not comma or prose.lows[last] in _MANNER
    known = lexicon()
    words = way.split()
    verb = words[0].lower()
    finite = verb in known.presents or verb in known.pasts
    is_verb = finite or any(verb in forms for forms in (known.verbs, known.participles, known.passives))
    if len(words) == 1 or not is_verb or verb in _NO_OBJECT | _ADVERBS:
        return True
    if (verb, words[-1]) == (prose.lows[first], prose.lows[last - 1]):
        return True  # "er således at": what stands around it stands around the same words
    needs_object = words[-1] in _PREPOSITIONS - {prose.lows[last - 1]} and not _ends_in_particle(words)
    if needs_object and not finite and _is_passive(prose, sentence.first, first, words):
        return False  # "din ansøgning er sagt ja til"
    if "sig" in words and not _OTHERS_THAN_HIMSELF.isdisjoint(prose.lows[sentence.first : sentence.last]):
        return False  # "vi tager os af"
    if not goes_on:
        return True
    following = prose.lows[last]
    if finite and (following in _SUBJECTS | _ADVERBS or prose.words[last] == "I"):
        return False
    if finite and following not in _NO_OBJECT and _is_inverted(prose, first, sentence.first):
        return False
    return following in _NO_OBJECT or not _ends_in_particle(words)


def _is_passive(prose: Prose, sentence: int, verb: int, words: list[str]) -> bool:
    """Whether the verb is a passive. Of participles only those are none that stand after "har"."""
    known, first = lexicon(), words[0].lower()
    if first not in known.participles:
        return first in known.passives
    helpers = (low for low in reversed(prose.lows[sentence:verb]) if low in _HAVING | BEING)
    return next(helpers, "") not in _HAVING


def _is_inverted(prose: Prose, verb: int, first: int) -> bool:
    """Whether the verb opens its clause, or stands after what does: the subject follows it."""
    if verb == first or prose.lows[verb - 1] in _FRONTED:
        return True
    return not prose.text[prose.ends[verb - 1] : prose.starts[verb]].isspace()


def _ends_in_particle(words: list[str]) -> bool:
    return words[-1] in _PARTICLES or words[0].lower() in _PARTICLE_VERBS.get(words[-1], ())
