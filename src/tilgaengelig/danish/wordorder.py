"""Whether a verb of several words, or an adverb, may stand where a single word stood.

Danish puts the subject, "ikke" and its like, and often the object between the words: "Derfor imødekommer vi din
ansøgning" is "Derfor siger vi ja til din ansøgning", and "Vi refunderer den" is "Vi betaler den tilbage". What draws
a conclusion stands within its clause, where what tells how may end it: "Du skal altså betale", "Loven ændres sådan:".
"""

from __future__ import annotations

from collections.abc import Sequence

from tilgaengelig.danish.address import formal
from tilgaengelig.danish.clauses import is_finite, is_order
from tilgaengelig.danish.passive import under_modal
from tilgaengelig.danish.phrases import opens_with
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
_OPENS_PHRASE = _PREPOSITIONS | listed("uden hver hvert hvad")
_HAVING = listed("har have havde")
_CONCLUDES = listed("altså")
_TELLS_HOW = listed("sådan")
# These open the clause that says how: "sådan, at", "sådan som".
_MANNER = listed("at som")
_OTHERS_THAN_HIMSELF = listed("jeg du vi jer dig mig os")
# Orders for "der henvises til" and its like. An order opens its sentence, and stands in no clause under another.
_ORDERS = listed("se husk kontakt")
_ANNOUNCING = listed("hermed vedlagt hoslagt herved")
_NOT_FOR_ORDERS = listed("der henvendelse")
_IF = listed("hvis når")
# A way with a comma that ends in one of these goes on after it; any other is a clause that a comma must close.
OPENS_CLAUSE = listed("at fordi hvor når")
_DETERMINERS = listed(
    "en et den det de denne dette disse din dit dine vores jeres deres min mit mine hver hvert nogen noget ingen"
)
# Of "afholde" only what costs is paid, and only the rest is held.
_HOLDING = listed("holde holder holdt holdes hold")
_COSTS = ("udgift", "omkostning", "merudgift")
# To these nobody says yes: they are met.
_NEEDED = ("behov", "behovet", "behovene")
# "Endvidere skal du" is not "også skal du", and "forinden skal du" not "før skal du".
_NEVER_FIRST = listed("også før inden")
_ADDING = listed("og men samt")
_NEGATIONS = listed("ikke aldrig næppe hverken")


def fits(prose: Prose, first: int, last: int, way: str) -> bool:
    """Say whether `way` may stand for the words `first` to `last` (half-open) without more being changed.

    True of whatever is neither a verb of several words nor an adverb that we know the place of.
    """
    sentence = prose.sentences[prose.sentence_of(first)]
    ends = last >= sentence.last
    goes_on = not ends and prose.text[prose.ends[last - 1] : prose.starts[last]].isspace()
    if way.lower() in _CONCLUDES | _TELLS_HOW:
        return _adverb_fits(prose, last, way.lower(), ends=ends, goes_on=goes_on)
    known = lexicon()
    words = way.split()
    verb = words[0].lower()
    if not _stands_in_its_place(prose, first, last, words) or (goes_on and _is_to_end(prose, last, words)):
        return False
    if last - first == 1 and not _is_in_its_tense(prose, sentence.first, first, verb):
        return False
    finite = verb in known.presents or (
        verb in known.pasts and not (verb in known.participles and _has_helper(prose, sentence.first, first))
    )
    if len(words) == 1 or not (finite or _is_verb(verb)) or verb in _NO_OBJECT | _ADVERBS:
        return True
    if (verb, words[-1]) == (prose.lows[first], prose.lows[last - 1]):
        return True  # "er således at": what stands around it stands around the same words
    if not finite and _needs_object(prose, last, words) and _is_passive(prose, sentence.first, first, words):
        return False  # "din ansøgning er sagt ja til"
    if finite and prose.lows[first] in known.passives and under_modal(prose, first, known):
        return False  # "skal anmodes" is not "skal bliver bedt"
    if "sig" in words and not _OTHERS_THAN_HIMSELF.isdisjoint(prose.lows[sentence.first : sentence.last]):
        return False  # "vi tager os af"
    if not goes_on:
        # "Du skal give besked til, hvis du flytter"
        return ends or not (_needs_object(prose, last, words) and prose.lows[last] in _IF)
    return _goes_on(prose, first, last, words, finite=finite)


def _is_verb(low: str) -> bool:
    known = lexicon()
    return any(low in forms for forms in (known.verbs, known.participles, known.passives)) or is_order(low)


def _needs_object(prose: Prose, last: int, words: list[str]) -> bool:
    """Whether these words end in a preposition, which those before word number `last` do not."""
    return words[-1] in _PREPOSITIONS - {prose.lows[last - 1]} and not _ends_in_particle(words)


def _goes_on(prose: Prose, first: int, last: int, words: list[str], *, finite: bool) -> bool:
    """Whether a verb of these words may stand before what follows it: no subject, and what may end the verb too."""
    following = prose.lows[last]
    if finite and (following in _SUBJECTS | _ADVERBS or prose.words[last] == "I"):
        return False
    if words[-1] in _PREPOSITIONS and following == "om":
        return False  # "give besked til om"
    sentence = prose.sentences[prose.sentence_of(first)]
    if finite and following not in _NO_OBJECT and _is_inverted(prose, first, sentence.first):
        return False
    return following in _NO_OBJECT or not _ends_in_particle(words)


def _adverb_fits(prose: Prose, last: int, adverb: str, *, ends: bool, goes_on: bool) -> bool:
    if adverb in _CONCLUDES:
        return goes_on and prose.lows[last] not in _MANNER
    comma = not ends and prose.text.startswith(",", prose.ends[last - 1])
    return not comma or prose.lows[last] in _MANNER


def _is_to_end(prose: Prose, last: int, words: list[str]) -> bool:
    """Whether what follows cannot: no noun comes after what is said of it with a preposition, as in "uden at blive
    indlagt behandling" and "bygget på forskning metode", nor after a clause with a comma, as in "det, du søger om,
    byggeri"."""
    following = prose.lows[last]
    if any("," in word for word in words) and words[-1] not in OPENS_CLAUSE:
        return not (following in _NO_OBJECT or is_finite(following))
    opening = words[0].lower()
    described = opening in lexicon().participles and not _PREPOSITIONS.isdisjoint(words[1:-1])
    if len(words) == 1 or words[-1] in _PREPOSITIONS | OPENS_CLAUSE:
        return False
    if not (described or opening in _OPENS_PHRASE):
        return False
    return not (following in _NO_OBJECT | _ADVERBS | _SUBJECTS | BEING or is_finite(following))


def negated(prose: Prose, first: int) -> bool:
    """Say whether "ikke" or its like stands right before word number `first`: to have no duty is no ban."""
    return first > 0 and prose.lows[first - 1] in _NEGATIONS


def stands_before(prose: Prose, last: int, phrases: Sequence[str]) -> bool:
    """Say whether one of the phrases follows in the sentence, right before word number `last`; commas do not count."""
    sentence = prose.sentences[prose.sentence_of(last - 1)]
    return opens_with(
        phrases, prose.text[prose.ends[last - 1] : sentence.end].replace(",", " ").lower().lstrip()
    )


def _stands_in_its_place(prose: Prose, first: int, last: int, words: list[str]) -> bool:
    """Whether a way of these words may stand where the old ones did, by what part of the sentence they are."""
    opening, sentence = words[0].lower().rstrip(","), prose.sentences[prose.sentence_of(first)]
    before = prose.lows[first - 1] if first > sentence.first else ""
    if _are_others(prose, first, words) or (
        opening == "og" and any(low.startswith("hv") for low in prose.lows[first:last])
    ):
        return False  # "hvorefter de slettes" is "og så slettes de"
    if before and len(words) > 1 and prose.lows[first] in _ANNOUNCING:
        return False  # "hvorfor den hermed fremsendes" is not "hvorfor den her er"
    if opening in _ORDERS and prose.lows[first] in _NOT_FOR_ORDERS:
        return not before or before.isdigit()  # "6. Der henvises til" has the number before it
    if opening == "som" and prose.lows[first] != "som":
        return _is_after_noun(prose, first, before)
    if opening in _NEVER_FIRST and len(words) == 1:
        return not _is_before_verb(prose, first, last, before, opening)
    if opening in ("jeg", "mig", "at") and opening not in prose.lows[first:last]:
        return _is_case(prose, last, opening, before)
    if opening in _HOLDING:
        return not any(low.startswith(_COSTS) for low in prose.lows[sentence.first : sentence.last])
    if words[1:2] == ["ja"]:
        return not any(low.endswith(_NEEDED) for low in prose.lows[sentence.first : sentence.last])
    if opening in ("skal", "skulle") and len(words) == 1:
        return not negated(prose, first)
    return True


def _are_others(prose: Prose, first: int, words: list[str]) -> bool:
    """Whether "De" may be several others, where the words speak to the reader: it opens a sentence, and no other "De"
    of the text is surely polite."""
    speaks = not {"du", "dig"}.isdisjoint(word.lower() for word in words)
    return prose.lows[first] == "de" and speaks and next(formal(prose), None) is None


def _is_in_its_tense(prose: Prose, sentence: int, at: int, verb: str) -> bool:
    """Whether a past or a participle may stand where a word does that is both: "vi afholdt den", "den er afholdt"."""
    known, low = lexicon(), prose.lows[at]
    if low not in known.pasts or low not in known.participles:
        return True
    if (verb in known.pasts) == (verb in known.participles):
        return True
    if _has_helper(prose, sentence, at):
        return verb in known.participles
    opens = at == sentence or not prose.text[prose.ends[at - 1] : prose.starts[at]].isspace()
    # Where it opens its clause it may be either, and so where what it is a part of began before a comma.
    return not opens and verb in known.pasts and (_HAVING | BEING).isdisjoint(prose.lows[sentence:at])


def _has_helper(prose: Prose, sentence: int, at: int) -> bool:
    """Whether "har", "er" or their like stands before word number `at`, with no comma between."""
    for here in range(at - 1, sentence - 1, -1):
        if not prose.text[prose.ends[here] : prose.starts[here + 1]].isspace():
            return False
        if prose.lows[here] in _HAVING | BEING:
            return True
    return False


def _is_case(prose: Prose, last: int, opening: str, before: str) -> bool:
    """Whether a subject ("jeg"), an object ("mig") or what is done ("at trække fra") may stand after that word."""
    if opening == "jeg":
        ends = last >= prose.sentences[prose.sentence_of(last - 1)].last
        return not ends and is_finite(prose.lows[last]) and before not in _PREPOSITIONS
    if opening == "at" and not before:
        return last < len(prose.lows) and is_finite(prose.lows[last])  # "At finde nye folk er svært."
    is_verb = before in lexicon().verbs or f"{before}e" in lexicon().verbs  # "kontakte" and "kontakt"
    return before in _PREPOSITIONS or (opening == "mig" and is_verb)


def _is_before_verb(prose: Prose, first: int, last: int, before: str, adverb: str) -> bool:
    """Whether the words open their clause, with its verb after them, or stand where only "også" can before a verb."""
    if last >= prose.sentences[prose.sentence_of(first)].last:
        return False
    following = prose.lows[last]
    if adverb != "også" and following in lexicon().verbs:
        return True
    parted = first > 0 and not prose.text[prose.ends[first - 1] : prose.starts[first]].isspace()
    return is_finite(following) and (not before or parted or before in _ADDING)


def _is_after_noun(prose: Prose, first: int, before: str) -> bool:
    """Whether a noun may stand before word number `first`: a clause with "som" has to follow what it tells of."""
    if not before or not prose.text[prose.ends[first - 1] : prose.starts[first]].isspace():
        return False
    known = lexicon()
    return before not in _DETERMINERS | _NO_OBJECT | _ADVERBS | BEING and not (
        before in known.verbs or (before in known.presents and before not in known.nounlike)
    )


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
