"""What is published, gathered into facts: plain values that can be stored and judged again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tilgaengelig.model.document import Annotation, Extras, Font, Identity, Loss, PageContent, Silent, Tag
from tilgaengelig.model.finding import Outcome, Place
from tilgaengelig.model.rule import Impact


@dataclass(frozen=True, slots=True)
class Link:
    """A way from one address to another, as it stood in the page. `address` is in its one normal form."""

    address: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """What an engine said of one element; not yet what we tell a person.

    `outcome` is `failed`, `cantTell` or `untested`. `key` is what tells the element from its likes (an
    image's source, a link's address, a field's name). `foreign` is the host of the frame or script that
    brought it, where that is not the page's own. `inline` has those of `color`, `size` and `spacing` that were set
    in the mark-up itself, and not in a style sheet.
    """

    engine: str
    rule: str
    outcome: Outcome
    impact: Impact | None
    message: str
    place: Place
    key: str = ""
    foreign: str = ""
    inline: tuple[str, ...] = ()
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of main text that ends a sentence by itself: `kind` is heading, paragraph, item or cell."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is shown at desktop size: `size` is its font's, in CSS px, as are `x`, `y`, `width`, `height`."""

    size: float = 16.0
    weight: int = 400
    italic: bool = False
    upper: bool = False
    inline: bool = False
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """One visible element of a page's outline.

    `parent` is the index of the nearest element around it in the outline, -1 where there is none. `name` is the
    accessible name of what has one; `text` is what it shows, cut at 1,000 characters, its lines by `\n`.
    `attributes` are those that our rules look at, with `href` and `src` made whole, and as `generated` what a style
    sheet writes into a link. `language` is the nearest one stated. `silent` elements are hidden from assistive
    technology.
    """

    tag: str
    place: Place
    parent: int = -1
    role: str = ""
    name: str = ""
    text: str = ""
    language: str = ""
    silent: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    look: Look = Look()
    key: str = ""
    foreign: str = ""
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class MailFacts:
    """A mail beside the page that is made of it: whether it has HTML, and the words of its two parts."""

    has_html: bool
    shown_words: int
    plain_words: int


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A web page as a real browser showed it. `mail` is there where the page is a newsletter.

    `elements` is its outline in document order: the top document without its frames, at desktop size.
    `engines` gives each engine's version; `tested` the engine rules that ran, with the outcomes that have
    no hits (`passed`, `inapplicable`). `seconds` says where the time went (load, settle, run, picture).
    """

    address: str
    title: str
    language: str
    blocks: tuple[Block, ...]
    hits: tuple[Hit, ...]
    links: tuple[Link, ...] = ()
    elements: tuple[Element, ...] = ()
    engines: Mapping[str, str] = field(default_factory=dict)
    tested: Mapping[str, Outcome] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    mail: MailFacts | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A PDF as read without showing it.

    `pages` is a count; `pages_without_text` has the numbers (from 1) of pages that are pictures of text.
    `assistive_access` is False where the file's permissions shut assistive technology out. `pdfua` is the part of
    ISO 14289 that it claims to follow. `content` has the pages on which content and tags disagree. `lost` is what
    could not be read: nothing is known of it.
    """

    address: str
    pages: int
    tagged: bool
    title: str
    shows_title: bool
    language: str
    assistive_access: bool
    pages_without_text: tuple[int, ...]
    blocks: tuple[Block, ...]
    producer: str = ""
    pdfua: int | None = None
    links: tuple[Link, ...] = ()
    identity: Identity = field(default_factory=Identity)
    tags: tuple[Tag, ...] = ()
    content: tuple[PageContent, ...] = ()
    fonts: tuple[Font, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    silent: Silent = field(default_factory=Silent)
    extras: Extras = field(default_factory=Extras)
    lost: tuple[Loss, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


Facts = PageFacts | DocumentFacts
