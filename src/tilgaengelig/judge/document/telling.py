"""How findings of a document are told: on which pages, how many, and where in the tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tilgaengelig.judge.document.tree import Tree
from tilgaengelig.judge.own import finding
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Rule

#: So many places of one fault are told one by one; the rest are counted.
MOST = 30
_MOST_PAGES = 8


def failed(
    rule: Rule, message: str, page: int | None = None, *, matterhorn: tuple[str, ...] | None = None
) -> Finding:
    """A fault of the document, on a page where it is known."""
    return finding(rule, Outcome.FAILED, message, page=page, matterhorn=matterhorn)


def asked(rule: Rule, message: str, place: Place | None = None) -> Finding:
    """A question to a person; no machine can answer it, so it breaks no condition."""
    return finding(rule, Outcome.CANT_TELL, message, place=place, matterhorn=())


def one_by_one(
    rule: Rule, tree: Tree, wrong: Sequence[int], message: Callable[[int], str]
) -> Iterator[Finding]:
    """A finding for each tag that is wrong, and one for all that are too many to be told by themselves."""
    for index in wrong[:MOST]:
        yield finding(rule, Outcome.FAILED, message(index), place=tree.place(index))
    if rest := wrong[MOST:]:
        where = on_pages(map(tree.page, rest), 0).lower()
        yield failed(rule, f"{len(rest)} til har samme fejl. Se {where}.", tree.page(rest[0]))


def on_pages(pages: Iterable[int | None], among: int) -> str:
    """The pages as the head of a sentence: "Side 2 og 4", "Alle sider"; "Dokumentet" where none is known."""
    known = sorted({page for page in pages if page is not None})
    if not known:
        return "Dokumentet"
    if len(known) == among and among > 1:
        return "Alle sider"
    return f"Side {numbers(known)}"


def numbers(pages: Sequence[int]) -> str:
    """Numbers as a list in words, the first ones where there are many."""
    shown = ", ".join(map(str, pages[:_MOST_PAGES]))
    if len(pages) > _MOST_PAGES:
        return f"{shown} og {len(pages) - _MOST_PAGES} til"
    return " og ".join(shown.rsplit(", ", 1))


def listed(things: Sequence[str]) -> str:
    """Words as a list: "a, b og c". They may have commas of their own."""
    *first, last = things or [""]
    return f"{', '.join(first)} og {last}" if first else last


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun: "1 figur", "3 figurer"."""
    return f"{count} {one if count == 1 else many}"


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text, cut at a word."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
