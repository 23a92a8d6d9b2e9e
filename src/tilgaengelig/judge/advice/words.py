"""Words and phrases that have plainer ones, by the word lists of the rulebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from tilgaengelig.danish import gender
from tilgaengelig.danish.clauses import is_whole
from tilgaengelig.danish.gender import Gender
from tilgaengelig.danish.phrases import first_place
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.references import in_title
from tilgaengelig.danish.vocabulary import Found, Vocabulary, is_english, is_explained
from tilgaengelig.danish.wordorder import OPENS_CLAUSE, fits, stands_before
from tilgaengelig.judge.own import advice
from tilgaengelig.model.advice import Advice
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.wordlist import Entry, WordList

_DATED = (
    "[dato]",
    "[periode]",
    "[tid]",
    "uge [tal]",
    "senest",
    "samme dag",
    "samme arbejdsdag",
    "dagen efter",
    "næste dag",
)


#: Words for what the lists have as "i det omfang": the comma belongs before them.
_CONJUNCTIONS = frozenset({"hvis", "når", "fordi", "selv om", "så"})
_JOINING = frozenset({"og", "eller", "men", "samt", "at", "som", "der", "kun", "også"})


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of an entry, with what may be written for just that form. Without an entry: here the word is right.

    `genders` has for each way that is a noun of another gender than the form: of which the form is, and of which it.
    """

    entry: Entry | None
    instead: str = ""
    genders: tuple[tuple[Gender, Gender] | None, ...] = ()


@lru_cache(maxsize=64)
def _vocabulary(words: WordList) -> Vocabulary[_Form]:
    forms: dict[str, _Form] = {}
    for entry in words.entries.values():
        forms |= {phrase: _Form(None) for phrase in entry.unless}
    for entry in words.entries.values():
        forms |= {form: _Form(entry, instead, _genders(entry, form)) for form, instead in entry.forms.items()}
        forms[entry.word] = _Form(entry, entry.instead, _genders(entry, entry.word))
    return Vocabulary(forms)


def _genders(entry: Entry, form: str) -> tuple[tuple[Gender, Gender] | None, ...]:
    """The genders of a noun and of what may be written for it, as the entry's definite forms show them."""
    definite = {
        shown: (other, plain)
        for other, plain in entry.forms.items()
        if plain and (shown := gender.of_definite(other))
    }
    if form in (other for other, _ in definite.values()):
        return ()  # no word before "skrivelsen" shows its gender
    one = definite.get(Gender.COMMON) or definite.get(Gender.NEUTER) if form == entry.word else None
    noun, plain = one or definite.get(Gender.PLURAL) or ("", "")
    old = gender.of_definite(noun)
    news = [gender.of_definite(way.split()[0].rstrip(",")) for way in plain.split(" / ")] if plain else []
    return tuple((old, new) if old and new and old != new else None for new in news)


def _found(prose: Prose, words: WordList) -> Iterator[tuple[Found[_Form], Entry]]:
    for found in _vocabulary(words).find(prose):
        if found.meaning.entry is not None and not in_title(prose, found.first):
            yield found, found.meaning.entry


def officialese(prose: Prose, rule: Rule, *, words: WordList, what: str) -> Iterator[Advice]:
    """Words that only offices use, each with a plain one in the same form; `what` says what is wrong with them."""
    for found, entry in _found(prose, words):
        start, end = prose.span(found.first, found.last)
        shown = _shown(prose, start, end)
        said = [f"”{shown}” {what}."]
        holds = not entry.before or stands_before(prose, found.last, entry.before)
        if not (holds or entry.note):
            continue
        written = found.meaning.instead if holds else ""
        capital = shown[0].isupper() and not shown.isupper()
        if capital and not entry.word.islower():  # "at De bedes svare" is "at du skal svare"
            capital = prose.sentences[prose.sentence_of(found.first)].first == found.first
        plain = _alternatives(written, capital=capital)
        if ways := plain or _alternatives(entry.hint, capital=False):
            said.append(f"Skriv hellere {_either(ways)}.")
        if entry.note and not (entry.before and holds):
            said.append(entry.note)
        start, suggestion = _fitting(prose, found, plain) or (start, None)
        if suggestion and suggestion.lower() in _CONJUNCTIONS:
            start, end, suggestion = _with_comma(prose, found, start, end, suggestion)
        yield advice(rule, start, end, " ".join(said), suggestion)


def _with_comma(
    prose: Prose, found: Found[_Form], start: int, end: int, conjunction: str
) -> tuple[int, int, str]:
    """The comma within or after the words set before the conjunction: "i det omfang, det er muligt", ", hvis det er".

    The place to change, and what is to stand there.
    """
    after = prose.text.startswith(",", end)
    if not after and "," not in prose.text[start:end]:
        return start, end, conjunction
    end += after
    follows_word = found.first > 0 and prose.text[prose.ends[found.first - 1] : start] == " "
    if not follows_word or prose.lows[found.first - 1] in _JOINING:
        return start, end, conjunction
    return start - 1, end, f", {conjunction}"


def _fitting(prose: Prose, found: Found[_Form], plain: list[str]) -> tuple[int, str] | None:
    """The first way that fits the sentence as it stands, and where it begins: at a word before it that must follow."""
    start = prose.starts[found.first]
    for way, change in zip_longest(plain, found.meaning.genders[: len(plain)]):
        if not fits(prose, found.first, found.last, way):
            continue
        if "," in way and not gender.stands_free(prose, found.first):
            continue  # "en den, der skylder penge"
        way = _closed(prose, found.last, way)
        if change is None:
            if gender.is_described(prose, found.first, found.last, way):
                continue  # "anskaffelsen er dyr" is "købet er dyrt"
            return start, way
        before = gender.before(prose, found.first, *change)
        if before is not None:
            return (prose.starts[found.first - 1], f"{before} {way}") if before else (start, way)
    return None


def _closed(prose: Prose, last: int, way: str) -> str:
    """The way with a comma after the clause that it ends in, where the sentence goes on: "den, der skylder, skal"."""
    if (
        "," not in way
        or way.split()[-1] in OPENS_CLAUSE
        or last >= prose.sentences[prose.sentence_of(last - 1)].last
    ):
        return way
    return f"{way}," if prose.text[prose.ends[last - 1] : prose.starts[last]].isspace() else way


def abbreviation(prose: Prose, rule: Rule, *, words: WordList) -> Iterator[Advice]:
    """Abbreviations that most readers have to guess at.

    One that the text explains where it stands is left alone, and so is one in the title of an act. One that is
    to be explained, and not written out, is told of once, and not at all where the text has explained it before.
    """
    known: set[str] = set()
    for found, entry in _found(prose, words):
        if is_explained(prose, found.first, found.last):
            known.add(entry.word)
            continue
        if entry.word in known:
            continue
        if entry.instead.endswith(f"({entry.word})"):
            known.add(entry.word)
        start, end = prose.span(found.first, found.last)
        end += found.stop and not prose.text.startswith("..", end)
        shown = prose.text[start:end]
        plain = _alternatives(found.meaning.instead, capital=shown[0].isupper() and shown[1:].islower())
        told = f"Skriv {_either(plain)}." if plain else entry.note
        # Where the abbreviation's stop ends the sentence too, the words written out need one of their own.
        sentence = prose.sentences[prose.sentence_of(found.first)]
        if plain and plain[0].endswith(" at"):  # "mhp. at" is "for at", and "mhp. aftale" has no verb for it
            if found.last < sentence.last and prose.lows[found.last] == "at":
                end = prose.ends[found.last]
            else:
                told, plain = f"Skriv {_either(plain)} og et udsagnsord.", []
        message = f"Ikke alle kender forkortelsen ”{shown}”. {told}"
        ends = found.stop and end == sentence.end and is_whole(prose, sentence, found.first)
        yield advice(rule, start, end, message, plain[0] + "." * ends if plain else None)


def foreign_term(prose: Prose, rule: Rule, *, words: WordList, what: str) -> Iterator[Advice]:
    """Technical and foreign words, the first time each stands in the text, unless it is explained or in English."""
    told: set[str] = set()
    for found, entry in _found(prose, words):
        if entry.word in told:
            continue
        told.add(entry.word)
        if is_explained(prose, found.first, found.last) or is_english(prose, found.first):
            continue
        start, end = prose.span(found.first, found.last)
        stop = "." in prose.text[start:end] and prose.text.startswith(
            ".", end
        )  # "p.a." is shown with its last stop
        shown = _shown(prose, start, end + stop)
        capital = shown[0].isupper() and not shown.isupper()
        fitting = _alternatives(found.meaning.instead, capital=capital)
        plain = fitting or _alternatives(entry.instead or entry.hint, capital=False)
        start, suggestion = _fitting(prose, found, fitting) or (start, None)
        yield advice(rule, start, end, _term_message(shown, what, plain, entry.note), suggestion)


def vague_deadline(prose: Prose, rule: Rule, *, words: WordList) -> Iterator[Advice]:
    """Words like "snarest" where the sentence names neither a date nor a number of days."""
    sentences = iter(prose.sentences)
    sentence = next(sentences, None)
    for found, entry in _found(prose, words):
        while sentence is not None and sentence.last <= found.first:
            sentence = next(sentences, None)
        if sentence is None:
            return
        if first_place(_DATED, prose.text[sentence.start : sentence.end].lower()):
            continue
        start, end = prose.span(found.first, found.last)
        message = f"Hvornår er ”{_shown(prose, start, end)}”? {entry.note}"
        yield advice(rule, start, end, message)


def _shown(prose: Prose, start: int, end: int) -> str:
    """The words as written, on one line."""
    return " ".join(prose.text[start:end].split())


def _term_message(shown: str, what: str, plain: list[str], note: str) -> str:
    if plain and note:
        return f"”{shown}” {what}. Skriv {_either(plain)}, eller forklar ordet: {note}"
    if plain:
        return f"”{shown}” {what}. Skriv hellere {_either(plain)}."
    return f"”{shown}” {what}. Forklar det første gang, for eksempel sådan: {note}"


def _alternatives(instead: str, *, capital: bool) -> list[str]:
    """What may be written, best first: the list parts several ways with a stroke."""
    ways = [way.strip() for way in instead.split(" / ")] if instead else []
    return [way[:1].upper() + way[1:] for way in ways] if capital else ways


def _either(ways: list[str]) -> str:
    quoted = [f"”{way}”" for way in ways]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} eller {quoted[-1]}"
