"""Whether a verb of several words, or an adverb, may stand where a single word stood.

Danish puts the subject, "ikke" and its like, and often the object between the words: "Derfor imødekommer vi din
ansøgning" is "Derfor siger vi ja til din ansøgning", and "Vi refunderer den" is "Vi betaler den tilbage". What draws
a conclusion stands within its clause, where what tells how may end it: "Du skal altså betale", "Loven ændres sådan:".
"""

from __future__ import annotations

from tilgaengelig.danish.prose import Prose
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
    "med": listed("sende sender sendte sendt send"),
    "ved": listed("lægge lægger lagde lagt læg"),
}
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
    is_verb = finite or verb in known.verbs or verb in known.participles
    if len(words) == 1 or not is_verb or verb in _NO_OBJECT | _ADVERBS:
        return True
    if (verb, words[-1]) == (prose.lows[first], prose.lows[last - 1]):
        return True  # "er således at": what stands around it stands around the same words
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


def _is_inverted(prose: Prose, verb: int, first: int) -> bool:
    """Whether the verb opens its clause, or stands after what does: the subject follows it."""
    if verb == first or prose.lows[verb - 1] in _FRONTED:
        return True
    return not prose.text[prose.ends[verb - 1] : prose.starts[verb]].isspace()


def _ends_in_particle(words: list[str]) -> bool:
    return words[-1] in _PARTICLES or words[0].lower() in _PARTICLE_VERBS.get(words[-1], ())
