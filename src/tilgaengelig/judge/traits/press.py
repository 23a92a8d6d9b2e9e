"""What a page offers the press: a person, a telephone number and an e-mail address under a heading of the press."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilgaengelig.model.finding import Region
from tilgaengelig.model.subject import Element, PageFacts
from tilgaengelig.model.traits import PressContact

_PRESS = re.compile(
    r"\bpresse(?!meddel|foto|billed|klip|møde|rum\w+\s)\w*|\bjournalist\w*|\bnyhedsrum", re.IGNORECASE
)
_HEADING = re.compile(r"h[1-6]")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_TELEPHONE = re.compile(r"(?<![\d/.-])(?:(?:\+|00)\s?45\s?)?(?:\d[ .]?){7}\d(?![\d/-])")
_WORD = r"[A-ZÆØÅÉÖÜ][a-zæøåéöüäáíóúðA-ZÆØÅ]*[a-zæøåéöüäáíóúð](?:-[A-ZÆØÅ][a-zæøåéöü]+)?"
_NAME = re.compile(rf"(?<![\w-]){_WORD}(?:\s[A-ZÆØÅ]\.)?(?:\s{_WORD}){{1,3}}(?![\w-])(?!\s?\d)")
#: Two words with capitals that name no person.
_NO_NAME = re.compile(
    r"ministeri|styrelse|kontor|afdeling|koncern|kommunikation|sekretariat|enhed|direktorat|kommune|region|nævn|råd\b"
    r"|chef\b|rådgiver\b|konsulent\b|direktør\b|minister\b|medarbejder\b|vagt\w*|gade\b|vej\b|plads\b|kanal\b|torv\b|allé\b|\b(?:kontakt|presse\w*|telefon|mail|skriv|ring|mandag|fredag|vi|du|se|læs)\b",
    re.IGNORECASE,
)
#: Of one section so many elements are read.
_MOST = 80


def contact(facts: PageFacts) -> PressContact | None:
    """The best that the page offers the press, None where it says nothing to them."""
    found = [_offered(heading, section) for heading, section in _sections(facts)]
    return max(found, key=lambda one: one.name + one.telephone + one.mail, default=None)


def _sections(facts: PageFacts) -> Iterator[tuple[str, list[Element]]]:
    """What stands under a heading of the press; all of the content where the page itself is the press's."""
    content = [one for one in facts.elements if one.place.region is not Region.NAV]
    for at, element in enumerate(content):
        if _HEADING.fullmatch(element.tag) and len(element.text) < 100 and _PRESS.search(element.text):
            if element.tag == "h1":
                yield element.text, content
                continue
            yield element.text, _under(content, at)
        elif (
            element.tag in ("p", "li", "dt", "td", "th", "div", "a")
            and len(element.text) < 200
            and _PRESS.match(element.text)
        ):
            yield element.text.split("\n")[0][:100], content[at : at + 4]


def _under(content: list[Element], at: int) -> list[Element]:
    level = content[at].tag
    section = []
    for element in content[at + 1 : at + 1 + _MOST]:
        if _HEADING.fullmatch(element.tag) and element.tag <= level:
            break
        section.append(element)
    return section


def _offered(heading: str, section: list[Element]) -> PressContact:
    links = [one.attributes.get("href", "") for one in section if one.tag == "a"]
    lines = [line for one in section if len(one.text) < 600 for line in one.text.split("\n")]
    return PressContact(
        heading=" ".join(heading.split())[:100],
        name=any(_is_name(found.group()) for line in lines for found in _NAME.finditer(line)),
        telephone=any(link.startswith("tel:") for link in links) or any(map(_TELEPHONE.search, lines)),
        mail=any(link.startswith("mailto:") for link in links) or any(map(_MAIL.search, lines)),
    )


def _is_name(found: str) -> bool:
    """Two words or more after any title, none of which is part of an office or a street."""
    words = found.split()
    while words and _NO_NAME.search(words[0]):
        del words[0]
    return len(words) > 1 and not any(map(_NO_NAME.search, words))
