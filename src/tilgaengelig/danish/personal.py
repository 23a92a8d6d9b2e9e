"""Numbers that tell who somebody is or where the money is: CPR, payment card, account."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class PersonalNumber(StrEnum):
    """What a number looks like; only a person can tell what it is."""

    CPR = "cpr"
    CARD = "card"
    ACCOUNT = "account"
    IBAN = "iban"


@dataclass(frozen=True, slots=True)
class Found:
    """A number at the half-open place `start` to `end` of the text."""

    start: int
    end: int
    number: PersonalNumber


#: For use within a set of characters: an unescaped hyphen there would make a range with whatever stands before it.
_HYPHENS = r"\-\u2010\u2011\u2013"
_GAP = rf"(?:[ \u00a0]?[{_HYPHENS}][ \u00a0]?|[ \u00a0])?"
_CPR = re.compile(
    rf"(?<![\w/@+{_HYPHENS}])(?<!\d[.,])(\d\d)(\d\d)(\d\d){_GAP}(\d)\d{{3}}(?![\w/@]|[.,{_HYPHENS}]\d)"
)
#: As _CPR, whatever stands around it but figures: what is to be hidden is also hidden in code and in addresses. Code
#: has a space that does not break as `&nbsp;`.
_SPACE_IN_CODE = r"(?:[ \u00a0]|&nbsp;)"
_MAYBE_CPR = re.compile(
    rf"(?<!\d)(\d\d)(\d\d)(\d\d)"
    rf"(?:{_SPACE_IN_CODE}?[{_HYPHENS}]{_SPACE_IN_CODE}?|{_SPACE_IN_CODE})?(\d)\d{{3}}(?!\d)"
)
_FIGURE = re.compile(r"\d")
_CARD = re.compile(r"(?<![\w.,/+-])\d{4}[ \u00a0-]?(?:\d[ \u00a0-]?){10,14}\d(?![\w-])")
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?(?!\w)")
_ACCOUNT = re.compile(
    r"""(?<!\w)(?:
        reg(?:istrerings)?\.?[ ]?(?:nr|nummer)?[.:]{0,2}\s{0,3}\d{4}\s{0,3}[,;/og-]{0,3}\s{0,3}
            konto[ -]?(?:nr|nummer)?[.:]{0,2}\s{0,3}\d{6,10}
      | (?:bank)?konto[ -]?(?:nr|nummer)?[.:]{0,2}\s{0,3}\d{4}[ \u00a0/-]?\s?\d{6,10}
    )(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
#: Lengths of cards in use. Thirteen digits are left out: those are goods and EAN addresses.
_CARD_LENGTHS = frozenset({15, 16, 18, 19})
_CARD_STARTS = "23456"


def personal_numbers(text: str) -> Iterator[Found]:
    """Every number of the kind in `text`, kind by kind; where two overlap, only the first kind's is told."""
    taken: list[tuple[int, int]] = []  # in order, and none overlaps another
    has_account = "konto" in text.lower()  # looked for first, since the pattern is slow
    for number, pattern, holds in _LOOKS:
        if number is PersonalNumber.ACCOUNT and not has_account:
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            at = bisect_left(taken, (start, end))
            beside = taken[max(0, at - 1) : at + 1]
            if holds(match) and not any(start < last and first < end for first, last in beside):
                taken.insert(at, (start, end))
                yield Found(start, end, number)


def holds_cpr(text: str) -> bool:
    """Whether anything in the text may be a CPR number, in code and addresses too."""
    return any(map(is_cpr, _MAYBE_CPR.finditer(text)))


def without_cpr(text: str) -> str:
    """The text with an x for each figure of what may be a CPR number. Rather one too many than one too few."""
    return _MAYBE_CPR.sub(lambda match: _FIGURE.sub("x", match[0]) if is_cpr(match) else match[0], text)


def is_cpr(match: re.Match[str]) -> bool:
    """Say whether the date is one, in the century that the seventh digit says (CPR's own table).

    The check by modulus 11 is no longer asked of new numbers (since 2007), so it says nothing here.
    """
    day, month, year, seventh = (int(match[group]) for group in (1, 2, 3, 4))
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= calendar.monthrange(_century(seventh, year) + year, month)[1]


def _century(seventh: int, year: int) -> int:
    if seventh < 4:
        return 1900
    if seventh in (4, 9):
        return 2000 if year < 37 else 1900
    return 2000 if year < 58 else 1800


def _is_card(match: re.Match[str]) -> bool:
    """Luhn's check digit (ISO/IEC 7812), a length that is in use, and an issuer's first digit."""
    digits = [int(sign) for sign in match.group() if sign.isdigit()]
    if len(digits) not in _CARD_LENGTHS or str(digits[0]) not in _CARD_STARTS:
        return False
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_iban(match: re.Match[str]) -> bool:
    """The remainder by 97 (ISO 13616)."""
    signs = "".join(match.group().split())
    return len(signs) <= 34 and int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


_LOOKS = (
    (PersonalNumber.IBAN, _IBAN, _is_iban),
    (PersonalNumber.ACCOUNT, _ACCOUNT, lambda match: True),
    (PersonalNumber.CARD, _CARD, _is_card),
    (PersonalNumber.CPR, _CPR, is_cpr),
)
