"""The links of a page as it came from the server, and what its head says of other addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from tilgaengelig.model.addresses import normal
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import Link

_LONGEST_TEXT = 200
#: So many elements in a link are looked at: links in links each hold all of those within.
_MOST_WITHIN = 500
#: Longer than any address that we would ask for.
_LONGEST_REFRESH = 4000
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_REFRESH = re.compile(
    # By the HTML standard: after the seconds a semicolon, a comma or white space, or it is no refresh at all.
    r"\s*+([0-9]++)[0-9.]*+(?:\s*+[;,]\s*+(?:url\s*+=\s*+)?(.*)|\s++(?:url\s*+=\s*+)?(.*)|\s*+)",
    re.IGNORECASE | re.DOTALL,
)
_FEEDS = (
    "application/rss",
    "application/atom",
    "application/json",
    "application/feed",
    "text/xml",
    "application/xml",
)
_FEEDS_OEMBED = ("oembed", "+xml", "+json")
_SILENT_TAGS = frozenset({"script", "style", "template", "noscript"})


@dataclass(frozen=True, slots=True)
class Refresh:
    """A meta refresh: after so many seconds to that address."""

    seconds: int
    target: str


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a page points, each address once and in the order of the page.

    `alternates` are the page in another language or for another medium. Links whose address is none are left out.
    """

    base: str
    links: tuple[Link, ...] = ()
    canonical: str = ""
    alternates: tuple[str, ...] = ()
    refresh: Refresh | None = None


def page_links(page: str, base: str) -> PageLinks:
    """The links of a page that was read at `base`; broken mark-up gives what can be read of it."""
    tree = _parsed(page)
    if tree is None:
        return PageLinks(base)
    base = _base(tree, base)
    links: dict[str, Link] = {}
    for written, words in _written_links(tree):
        try:
            address = normal(written, base)
        except Unread:
            continue
        if address not in links or not links[address].text:
            links[address] = Link(address, words)
    return PageLinks(
        base=base,
        links=tuple(links.values()),
        canonical=next(_related(tree, base, "canonical"), ""),
        alternates=tuple(dict.fromkeys(_related(tree, base, "alternate"))),
        refresh=_refresh(tree, base),
    )


def _parsed(text: str) -> etree._Element | None:
    # NUL ends a text for libxml2; a browser shows it as a sign of its own.
    body = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    for deep in (False, True):
        parser = html.HTMLParser(encoding="utf-8", recover=True, huge_tree=deep, no_network=True)
        try:
            tree = etree.fromstring(body, parser)
        except (etree.XMLSyntaxError, etree.ParserError):
            tree = None
        # libxml2 drops all that comes after 256 levels, as elements that nobody closed easily make; with
        # huge_tree after 2048. The body's size was limited where it was fetched.
        if deep or not any("depth" in entry.message for entry in parser.error_log):
            break
    return tree if tree is not None and isinstance(tree.tag, str) else None


def _base(tree: etree._Element, base: str) -> str:
    for element in tree.iter("base"):
        if written := (element.get("href") or "").strip():
            try:
                return normal(written, base)
            except Unread:
                return base
    return base


def _written_links(tree: etree._Element) -> Iterator[tuple[str, str]]:
    for element in tree.iter("a", "area", "iframe", "frame"):
        written = element.get("href" if element.tag in {"a", "area"} else "src")
        if written is None or _leads_nowhere(written) or _is_in_template(element):
            continue
        yield written.strip(), _words(element)


def _is_in_template(element: etree._Element) -> bool:
    """What scripts make copies of is no part of the page, unless the template says that it is a shadow tree."""
    return any(outer.get("shadowrootmode") is None for outer in element.iterancestors("template"))


def _leads_nowhere(written: str) -> bool:
    """A place on the page itself, a mail address, a script: nothing that can be fetched."""
    scheme = _SCHEME.match(re.sub(r"[\t\r\n]", "", written))
    return written.strip().startswith("#") or bool(scheme and scheme[1].lower() not in {"http", "https"})


def _words(element: etree._Element) -> str:
    """The link's text; without one, what stands for its picture, or its label or title."""
    said = _collapsed(" ".join(_texts(element)))
    if said:
        return said
    for inner in islice(element.iter(), _MOST_WITHIN):
        if inner.tag in ("img", "input") and (said := _collapsed(inner.get("alt") or "")):
            return said
    return next(
        (said for key in ("alt", "aria-label", "title") if (said := _collapsed(element.get(key) or ""))), ""
    )


def _texts(element: etree._Element) -> Iterator[str]:
    for node in islice(element.iter(), _MOST_WITHIN):
        if isinstance(node.tag, str) and node.tag not in _SILENT_TAGS:
            yield node.text or ""
        if node is not element:
            yield node.tail or ""


def _collapsed(text: str) -> str:
    words = " ".join(text[: 20 * _LONGEST_TEXT].split())
    return words if len(words) <= _LONGEST_TEXT else words[: _LONGEST_TEXT - 1] + "…"


def _related(tree: etree._Element, base: str, relation: str) -> Iterator[str]:
    for element in tree.iter("link"):
        if relation not in (element.get("rel") or "").lower().split() or not element.get("href"):
            continue
        kind = (element.get("type") or "").lower()
        if relation == "alternate" and (
            kind.startswith(_FEEDS)
            or kind.endswith(_FEEDS_OEMBED)
            or not (element.get("hreflang") or element.get("media"))
            or "stylesheet" in (element.get("rel") or "").lower()
        ):
            continue
        try:
            yield normal(element.get("href") or "", base)
        except Unread:
            continue


def _refresh(tree: etree._Element, base: str) -> Refresh | None:
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        if any(outer.tag in _SILENT_TAGS for outer in element.iterancestors()):
            continue  # for readers without script; our browser has it
        found = _REFRESH.fullmatch((element.get("content") or "")[:_LONGEST_REFRESH])
        if not found:
            continue
        try:
            target = normal((found[2] or found[3] or "").strip().strip("\"'"), base)
        except Unread:
            continue
        return Refresh(int(found[1][:9]), target)
    return None
