"""References to acts: where they stand in a sentence, and how many it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tilgaengelig.danish.clauses import is_finite
from tilgaengelig.danish.prose import Prose, Sentence
from tilgaengelig.danish.wordlists import listed

# "§ 7, stk. 2, nr. 3", with the act that it stands in before or after it.
_REFERENCE = re.compile(
    r"""§{1,2}\s?\d{1,4}(?:\s?[a-z]\b)?
        (?: \s?[-–]\s?\d{1,4} )?
        (?P<parts> (?:,?\s{1,2}(?:stk|nr|litra|pkt)\.?\s{1,2}[\da-z]{1,3}\.?(?:\s?pkt\.)?){0,4} )""",
    re.VERBOSE,
)
# What may still belong to a reference: "2. pkt.", "i forvaltningsloven", "om ekstraheringspligt", "og § 6", "jf. § 2".
_GOES_ON = re.compile(
    r"""(?: ,?\s{1,2}\d{1,2}\.\s?(?:og\s\d{1,2}\.\s?)?pkt\.?
          | ,?\s{1,2}(?:i|og|samt)\s{1,2}(?:[\w-]{1,40}\s{1,2}){0,2}[\w-]{0,40}
            (?:lov|loven|lovens|bekendtgørelsen?|forordningen?|direktivet?)\b
            (?:\s{1,2}nr\.\s\d{1,5}\saf\s\d{1,2}\.\s\w{3,9}\s\d{4})?
            (?:\s{1,2}om\s(?:m\.v\.|m\.m\.|mv\.|[^,.;§]){1,120})?
          | ,?\s{1,2}(?:jf\.|og|eller|samt|til)\s{1,2}(?:[\w-]{1,40}\s{1,2}){0,2}§{1,2}\s?\d{1,4}(?:\s?[a-z]\b)?
          | (?<=\s)§{1,2}\s?\d{1,4}(?:\s?[a-z]\b)?
          | ,?\s{1,2}(?:stk|nr|litra)\.?\s{1,2}[\da-z]{1,3}
          | (?:-|\s?og\s|\s?eller\s)\d{1,3}
        )""",
    re.VERBOSE,
)
_ACTS = listed("lov lovbekendtgørelse bekendtgørelse cirkulære betænkning forordning direktiv anordning")
_LONGEST_TITLE = 15  # words
# A reference is given by one of these, near before it; without one the act is what the sentence is about.
_REFERS = listed("jf jvf jfr efter ifølge henhold medfør omfattet fremgår følger")
_NEAR = 5  # words
_AHEAD = 120  # code points in which they are looked for
# "§ 3. Kommunen skal", "Stk. 2. Kommunen kan": how the paragraphs of an act begin.
_PARAGRAPH = re.compile(r"(?:^|[.:]\s)(?:§\s?\d{1,4}(?:\s?[a-z])?|Stk\.\s\d{1,2})\.\s", re.MULTILINE)
_OF_AN_ACT = 3
_MANY = 3
_FEWEST_AFTER = 4  # words: with fewer the reference stands at the end, where it does not disturb


@dataclass(frozen=True, slots=True)
class References:
    """The references of one sentence that disturb it: their place in the text, and how many there are."""

    start: int
    end: int
    count: int


def disturbing(prose: Prose) -> Iterator[References]:
    """Yields the sentences with three references or more, and those with a long one ("§ 7, stk. 2") in their middle.

    One at the sentence's end or in brackets is where it should be. An act is left alone: its own references are
    what it consists of.
    """
    text = prose.text
    if "§" not in text or len(_PARAGRAPH.findall(text)) >= _OF_AN_ACT:
        return
    for sentence in prose.sentences:
        if text.find("§", sentence.start, sentence.end) < 0:
            continue
        found = [
            match
            for match in _REFERENCE.finditer(text, sentence.start, sentence.end)
            if not _numbers_itself(text, sentence.start, match)
        ]
        if len(found) >= _MANY:
            yield References(found[0].start(), found[-1].end(), len(found))
            continue
        for match in found:
            end = _whole(text, match.end(), sentence.end)
            if (
                match["parts"]
                and len(text[end : sentence.end].split()) >= _FEWEST_AFTER
                and not _REFERS.isdisjoint(_before(text, sentence, match))
                and not _is_bracketed(text, sentence, match)
            ):
                yield References(match.start(), end, 1)
                break


def _before(text: str, sentence: Sentence, match: re.Match[str]) -> list[str]:
    return [
        word.strip(",.")
        for word in text[max(sentence.start, match.start() - _AHEAD) : match.start()].lower().split()[-_NEAR:]
    ]


def _whole(text: str, end: int, last: int) -> int:
    """Where a reference ends that may go on: with the act it stands in, and with what else is referred to."""
    while match := _GOES_ON.match(text, end, last):
        end = match.end()
    return end


def in_title(prose: Prose, at: int) -> bool:
    """Whether word number `at` belongs to the title of an act, a circular or the like: "lov om boliger m.v.".

    A title is over with a comma, and where the sentence's verb comes.
    """
    first = max(prose.sentences[prose.sentence_of(at)].first, at - _LONGEST_TITLE)
    for before in range(at - 1, first, -1):
        low = prose.lows[before]
        if low == "om" and prose.lows[before - 1] in _ACTS:
            return True
        if is_finite(low) or "," in prose.text[prose.ends[before] : prose.starts[before + 1]]:
            return False
    return False


def _numbers_itself(text: str, start: int, match: re.Match[str]) -> bool:
    """`§ 3. Kommunen skal`: the number of the paragraph itself."""
    return match.start() - start < 3 and text.startswith(".", match.end())


def _is_bracketed(text: str, sentence: Sentence, match: re.Match[str]) -> bool:
    opened, closed = (text.rfind(bracket, sentence.start, match.start()) for bracket in "()")
    return opened > closed
