"""Checks of the fonts: text that has no letters behind it, and flaws that only the maker of the file can mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tilgaengelig.judge.document.telling import asked, failed, listed
from tilgaengelig.model.document import Font, FontFlaw
from tilgaengelig.model.finding import Finding, Place
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

#: From this share of a font's letters on, what is without Unicode is text that nobody can have read out.
_UNREADABLE = 0.5
_FEW_LETTERS = 5

CONDITIONS: Mapping[FontFlaw, tuple[str, str]] = {
    FontFlaw.NOT_EMBEDDED: ("31-009", "er ikke lagt ind i filen"),
    FontFlaw.GLYPHS_MISSING: ("31-011", "mangler tegn, som siderne viser"),
    FontFlaw.NOTDEF: ("31-030", "viser tegn, som den ikke har"),
    FontFlaw.WIDTHS: ("31-016", "har tegn med forkert bredde"),
    FontFlaw.REGISTRY: ("31-001", "passer ikke til sin tegntabel"),
    FontFlaw.ORDERING: ("31-002", "passer ikke til sin tegntabel"),
    FontFlaw.SUPPLEMENT: ("31-003", "passer ikke til sin tegntabel"),
    FontFlaw.NO_CID_MAP: ("31-005", "mangler en tegntabel"),
    FontFlaw.UNKNOWN_CMAP: ("31-006", "bruger en ukendt tegntabel"),
    FontFlaw.WRITING_MODE: ("31-007", "siger to ting om sin skriveretning"),
    FontFlaw.BASE_CMAP: ("31-008", "bruger en ukendt tegntabel"),
    FontFlaw.CHARSET: ("31-012", "har en ufuldstændig liste over sine tegn"),
    FontFlaw.CIDSET: ("31-014", "har en ufuldstændig liste over sine tegn"),
    FontFlaw.NO_TABLE: ("31-017", "mangler en tegntabel"),
    FontFlaw.NO_ENCODING: ("31-019", "siger ikke, hvilken tegntabel den følger"),
    FontFlaw.STRANGE_NAMES: ("31-022", "har tegn med ukendte navne"),
    FontFlaw.SYMBOLIC_ENCODING: ("31-024", "har en tegntabel for meget"),
    FontFlaw.SYMBOLIC_TABLES: ("31-026", "har forkerte tegntabeller"),
    FontFlaw.UNMAPPED: ("31-027", "har tegn, der ikke svarer til noget bogstav"),
    FontFlaw.MAPPED_TO_ZERO: ("31-028", "har tegn, der står for ingenting"),
    FontFlaw.MAPPED_TO_MARK: ("31-029", "har tegn, der står for ingenting"),
}


def _unreadable(font: Font) -> bool:
    return font.unmapped >= max(_UNREADABLE * font.shown, _FEW_LETTERS)


def _nonsense(font: Font) -> bool:
    """Signs of the font's own, or signs that are pictures by its name."""
    if _unreadable(font):
        return bool(_SIGNS.search(font.name))
    return font.private >= max(_UNREADABLE * font.shown, _FEW_LETTERS)


#: Fonts of pictures and lines, by their names.
_SIGNS = re.compile(r"dingbat|wingding|webding|symbol|icon|awesome|circle|^line\d|logo", re.I)


def unreadable(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Text whose signs lead to no letters: read out or copied it is nothing (Matterhorn 10-001, 31-027).

    Signs of the font's own may be pictures, of which there is nothing to read: of those we ask.
    """
    fonts = [font for font in facts.fonts if _unreadable(font) and not _SIGNS.search(font.name)]
    if fonts:
        message = f"Tekst med skriften {_names(fonts)} kan ikke læses op, for ingen ved, hvilke bogstaver tegnene er."
        yield failed(rule, message, fonts[0].page)
    nonsense = [font for font in facts.fonts if _nonsense(font)]
    if nonsense:
        message = (
            f"Tegnene i skriften {_names(nonsense)} bliver til volapyk, når de læses op. Er de bogstaver?"
        )
        yield asked(rule, message, Place(page=nonsense[0].page))


def _names(fonts: Sequence[Font]) -> str:
    return listed([f"”{font.name or 'uden navn'}”" for font in fonts[:3]])


def flaws(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """All that is amiss inside the fonts, in one line for whoever delivered the file (Matterhorn 31-001 to 31-030)."""
    found: dict[str, list[FontFlaw]] = {}
    for font in facts.fonts:
        told = [flaw for flaw in font.flaws if not (flaw is FontFlaw.UNMAPPED and _unreadable(font))]
        if told:
            found.setdefault(font.name or "uden navn", []).extend(told)
    if not found:
        return
    conditions = sorted({CONDITIONS[flaw][0] for told in found.values() for flaw in told})
    shown = "; ".join(
        f"”{name}” " + listed(list(dict.fromkeys(CONDITIONS[flaw][1] for flaw in told)))
        for name, told in list(found.items())[:4]
    )
    more = f" Det samme gælder {len(found) - 4} til." if len(found) > 4 else ""
    page = next(font.page for font in facts.fonts if font.flaws)
    if "31-027" in conditions:
        conditions.append("10-001")
    yield failed(rule, f"Skrifterne har fejl: {shown}.{more}", page, matterhorn=tuple(conditions))
