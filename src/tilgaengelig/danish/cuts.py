"""Where a long Danish sentence can be cut in two."""

from __future__ import annotations

from dataclasses import dataclass

from tilgaengelig.danish.clauses import is_finite
from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.wordlists import listed

LEAST = 6
"""Words that both halves must have at least."""

_RELATIVE = 10  # words of a relative clause that can stand as a sentence of its own

_JOINING = listed("og men")
_REASONING = listed("idet hvorfor hvorefter hvorved mens hvormed")
_RELATING = listed("som der hvilket fordi da")
_NO_CLAUSE = listed("som der")  # after "og": more of the same relative clause
_PERSONS = listed("vi du jeg han hun man")
_SUBJECTS = listed("vi du jeg han hun det den de der man")


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut before the word `word`. `instead` is the whole sentence as two, where no word need change; else None."""

    word: int
    instead: str | None


def cut(prose: Prose, sentence: Sentence) -> Cut | None:
    """Return the best place to cut; None where there is none.

    A semicolon is best, then ", og" and ", men" before a new clause, then ", idet" and its like, then a relative
    clause that ends the sentence, and last an "og" without a comma before a new subject. Of places as good the one
    nearest to the middle.
    """
    middle = (sentence.first + sentence.last) / 2
    found = [
        (rank, abs(at - middle), at)
        for at in range(sentence.first + LEAST, sentence.last - LEAST + 1)
        if (rank := _rank(prose, sentence, at)) is not None
    ]
    if not found:
        return None
    _, _, at = min(found)
    return Cut(at, _as_two(prose, sentence, at))


def _rank(prose: Prose, sentence: Sentence, at: int) -> int | None:
    before = prose.text[prose.ends[at - 1] : prose.starts[at]].strip()
    low = prose.lows[at]
    if before == ";":  # else it parts what a list has
        return 0 if _is_new_clause(prose, at - 1) else None
    if low in _JOINING:
        if not _is_new_clause(prose, at):
            return None
        return 1 if before == "," else (4 if not before and prose.lows[at + 1] in _SUBJECTS else None)
    if before != ",":
        return None
    if low in _REASONING:
        return 2
    ends_it = sentence.last - at >= _RELATIVE and "," not in prose.text[prose.starts[at] : sentence.end]
    return 3 if low in _RELATING and ends_it else None


def _is_new_clause(prose: Prose, at: int) -> bool:
    """Say whether "og" or "men" is followed by a subject, or something else put first, and soon by a finite verb."""
    lows = prose.lows
    if lows[at + 1] in _NO_CLAUSE or is_finite(lows[at + 1]):
        return False
    if lows[at + 1] in _PERSONS:
        return True
    for later in range(at + 2, min(at + 5, len(lows))):
        if "," in prose.text[prose.ends[later - 1] : prose.starts[later]]:
            return False
        if is_finite(lows[later]):
            return True
    return False


def _as_two(prose: Prose, sentence: Sentence, at: int) -> str | None:
    """The sentence cut at a semicolon or ", men" before a new subject: nothing but the sign and a capital changes."""
    text = prose.text
    sign = text[prose.ends[at - 1] : prose.starts[at]].strip()
    subject = prose.lows[at + 1] if prose.lows[at] == "men" else prose.lows[at]
    if (sign != ";" and prose.lows[at] != "men") or subject not in _SUBJECTS:
        return None
    first, rest = text[sentence.start : prose.ends[at - 1]], text[prose.starts[at] : sentence.end]
    if first.count("(") != first.count(")"):
        return None
    return f"{first}. {rest[0].upper()}{rest[1:]}"
