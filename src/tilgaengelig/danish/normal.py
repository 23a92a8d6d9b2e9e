"""The text as it is counted, and the way back to the text as it was received."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from tilgaengelig.danish.wordlists import KEEPS_HYPHEN

# Characters without width that tell a browser where a word may break, or nothing at all. They stand inside words
# and are no letters: soft hyphen, zero width space, word joiner, byte order mark.
INVISIBLE = "\u00ad\u200b\u2060\ufeff"

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
# A soft hyphen that a line break has made visible: both go, the word is whole again.
_BROKEN_AT_SOFT_HYPHEN = r"\u00ad[ \t]*\r?\n[ \t]*(?=[^\W\d_])"
# Composition takes place between a character beyond ASCII and the one before it: no change begins elsewhere.
_CHANGEABLE = re.compile(
    rf"{_BROKEN_AT_SOFT_HYPHEN}|[\x00-\x7f]?(?:[^\x00-\x7f\u00ad]|\u00ad(?![ \t]*\r?\n))+"
)
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_CLUSTER = re.compile(rf"[^{_COMBINING}]?[{_COMBINING}]+|.", re.DOTALL)
_OTHER_LINE_ENDS = ("\r", "\v", "\f", "\x85", "\u2028", "\u2029")
_LINE_ENDS = str.maketrans(dict.fromkeys(_OTHER_LINE_ENDS, "\n"))

# "ansøg-⏎ning" is one word; "børne-⏎og ungeudvalget" and "e-⏎mail" keep their hyphen.
_BROKEN_WORD = re.compile(
    r"(?P<hyphen>[-\u2010])(?<=[^\W\d_].)[ \t]*\n[ \t]*(?!(?:og|eller|samt|til|som|men)\b)(?=(?P<next>[^\W\d_]+))"
)
_BROKEN_CAPITALS = re.compile(
    r"[-\u2010](?<=[A-ZÆØÅ]{3}.)[ \t]*\n[ \t]*(?!(?:OG|ELLER|SAMT)\b)(?=[A-ZÆØÅ]{3})"
)
_FIRST_PART = re.compile(r"[^\W_]+\Z")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text composed (NFC), without invisible characters, and with `\\n` for every kind of line end.

    `received(start, end)` maps a half-open span of `text` to code points of the text as received.
    """

    text: str
    _normal: list[tuple[int, int]] = field(default_factory=list)  # changed pieces in `text`, in order
    _original: list[tuple[int, int]] = field(default_factory=list)  # ... and where they come from

    def received(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text as received; an edge inside a composed letter takes in all of it."""
        if not self._normal:
            return start, end
        return self._start(start), self._end(end)

    def _start(self, position: int) -> int:
        index = bisect_right(self._normal, position, key=lambda piece: piece[0]) - 1
        if index < 0:
            return position
        (_, normal_end), (first, last) = self._normal[index], self._original[index]
        return first if position < normal_end else last + position - normal_end

    def _end(self, position: int) -> int:
        index = bisect_left(self._normal, position, key=lambda piece: piece[0]) - 1
        if index < 0:
            return position
        (_, normal_end), (_, last) = self._normal[index], self._original[index]
        return last if position <= normal_end else last + position - normal_end


def normalise(text: str) -> Normal:
    """Return `text` in the form that is counted. A text that needs no change is passed on untouched."""
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and not _INVISIBLE.search(text)):
        return Normal(_with_newlines(text))
    parts: list[str] = []
    normal: list[tuple[int, int]] = []
    original: list[tuple[int, int]] = []
    done = length = 0
    for first, last, replacement in _changes(text):
        parts += (text[done:first], replacement)
        length += first - done
        normal.append((length, length + len(replacement)))
        original.append((first, last))
        length += len(replacement)
        done = last
    parts.append(text[done:])
    return Normal(_with_newlines("".join(parts)), normal, original)


def _changes(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for match in _CHANGEABLE.finditer(text):
        piece = match.group()
        if piece[0] == "\u00ad" and piece.endswith(("\n", " ", "\t")):
            found.append((match.start(), match.end(), ""))
            continue
        composed = _composed(piece)
        if composed != piece:
            found += _finer(piece, match.start(), composed)
    return found


def _composed(piece: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", piece))


def _finer(piece: str, offset: int, composed: str) -> list[tuple[int, int, str]]:
    """Cut a changed piece into letters with their accents; leave it whole where that would change the outcome."""
    clusters = [(m.start() + offset, m.end() + offset, m.group()) for m in _CLUSTER.finditer(piece)]
    cut = [(first, last, _composed(cluster), cluster) for first, last, cluster in clusters]
    if "".join(new for _, _, new, _ in cut) != composed:
        return [(offset, offset + len(piece), composed)]
    return [(first, last, new) for first, last, new, cluster in cut if new != cluster]


def _with_newlines(text: str) -> str:
    """Return a text of the same length in which every line end is one `\\n` (and `\\r\\n` a space and one)."""
    if "\r" in text:
        text = text.replace("\r\n", " \n")
    if any(end in text for end in _OTHER_LINE_ENDS):
        return text.translate(_LINE_ENDS)
    return text


def joined(text: str) -> str:
    """Return normalised text with the words that a hyphen and a line break had cut in two made whole."""
    if "\n" not in text or ("-" not in text and "\u2010" not in text):
        return text
    return _BROKEN_WORD.sub(_join, _BROKEN_CAPITALS.sub("", text))


def breaks(text: str) -> list[tuple[int, int, str]]:
    """Return where `joined` makes words whole: place of the hyphen, of what follows, and the hyphen where it stays."""
    if "\n" not in text or ("-" not in text and "\u2010" not in text):
        return []
    found = {match.start(): (match.end(), _join(match)) for match in _BROKEN_WORD.finditer(text)}
    found |= {match.start(): (match.end(), "") for match in _BROKEN_CAPITALS.finditer(text)}
    return [(hyphen, *found[hyphen]) for hyphen in sorted(found)]


def _join(match: re.Match[str]) -> str:
    before = _FIRST_PART.search(match.string, max(0, match.start() - 40), match.start())
    first = before.group() if before else ""
    keeps = len(first) < 2 or first in KEEPS_HYPHEN or not first[-1].islower() or not match["next"].islower()
    return match["hyphen"] if keeps else ""
