"""A letter's text cut where advice begins and ends, so that a page can mark it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tilgaengelig.model.advice import Advice, AdviceKind

#: What a letter lacks stands nowhere in it.
UNPLACED = frozenset({AdviceKind.LETTER_PART})
#: These are of a whole sentence or paragraph: what is within them is marked for itself.
_WIDE = frozenset({AdviceKind.LONG_SENTENCE, AdviceKind.LONG_PARAGRAPH})


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of advice with its number in the list, its words in the text, and its place in UTF-16 units.

    Browsers count a text in such units, and we in code points.
    """

    number: int
    advice: Advice
    quote: str
    start: int
    end: int

    @property
    def placed(self) -> bool:
        """Whether it is of words that stand in the text."""
        return self.advice.kind not in UNPLACED

    @property
    def wide(self) -> bool:
        """Whether it is of a whole sentence or paragraph."""
        return self.advice.kind in _WIDE


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the text, the note that is nearest to it (None: plain), and the notes that begin here."""

    text: str
    note: Note | None
    begins: tuple[Note, ...]


def notes_of(text: str, advice: Iterable[Advice]) -> list[Note]:
    """The advice in the order of the text, what a letter lacks last; numbered from 1."""
    ordered = sorted(advice, key=lambda one: (one.kind in UNPLACED, one.start, -one.end))
    units = _units(text, sorted({place for one in ordered for place in (one.start, one.end)}))
    return [
        Note(number, one, text[one.start : one.end], units[one.start], units[one.end])
        for number, one in enumerate(ordered, 1)
    ]


def pieces_of(text: str, notes: Sequence[Note]) -> Iterator[Piece]:
    """The text whole, in pieces; a piece is marked by the shortest note that holds it."""
    placed = [note for note in notes if note.placed]
    cuts = sorted(
        {0, len(text), *(place for note in placed for place in (note.advice.start, note.advice.end))}
    )
    waiting = sorted(placed, key=lambda note: note.advice.start)
    open_: list[Note] = []
    for start, end in pairwise(cuts):
        begins = []
        while waiting and waiting[0].advice.start == start:
            begins.append(waiting.pop(0))
        open_ = [note for note in [*open_, *begins] if note.advice.end > start]
        nearest = min(open_, key=lambda note: note.advice.end - note.advice.start, default=None)
        yield Piece(text[start:end], nearest, tuple(begins))


def _units(text: str, places: Sequence[int]) -> dict[int, int]:
    """For each place in code points, the same in UTF-16 units."""
    found, at, units = {}, 0, 0
    for place in places:
        units += len(text[at:place].encode("utf-16-le", "surrogatepass")) // 2
        at = place
        found[place] = units
    return found
