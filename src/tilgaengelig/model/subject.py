"""What is published, gathered into facts: plain values that can be stored and judged again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tilgaengelig.model.document import (
    Annotation,
    Extras,
    Faint,
    Font,
    Identity,
    Loss,
    PageContent,
    Part,
    Silent,
    Tag,
)
from tilgaengelig.model.finding import Outcome, Place
from tilgaengelig.model.probes import Probed
from tilgaengelig.model.rule import Impact


@dataclass(frozen=True, slots=True)
class Link:
    """A way from one address to another, as it stood in the page. `address` is in its one normal form."""

    address: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What the pixels say of a text's contrast, as WCAG's ratio of 1 to 21.

    `best` is the best that the poorest letter has anywhere around it; `least` is the least that any letter has to what
    is background for certain. `large` text needs less. A `sign` has no letters: an icon, say.
    """

    best: float
    least: float
    large: bool
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """What an engine said of one element; not yet what we tell a person.

    `outcome` is `failed`, `cantTell` or `untested`. `key` is what tells the element from its likes (an
    image's source, a link's address, a field's name). `foreign` is the host of the frame or script that
    brought it, where that is not the page's own. `inline` has those of `color`, `size` and `spacing` that were set
    in the mark-up itself, and not in a style sheet. `contrast` is there where pixels told what the engine could not.
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
    contrast: Contrast | None = None


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
    `attributes` are those that our rules look at, with `href` and `src` made whole, and some of our own: `generated`,
    what a style sheet writes into a link; `seen`, the words shown on a control that the code names otherwise;
    `shows`, on a picture that shows anything; `written`, the words read in it; `holds`, a hash of what a frame of the
    same origin shows; `inert`, on a frame behind an open dialog; `behind`, the picture behind a link; `drawn`, a hash
    of the pictures that a link without words shows; `sound`, yes or no, on a video where the browser knows it; `hint`
    and `edge`, the contrasts of a field's placeholder and border. `language` is the nearest one stated. `silent`
    elements are hidden from assistive technology.
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


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: A step in a run of text: what stands around it says what it is about.
_INLINE = frozenset({"a", "strong", "b", "em", "i", "abbr", "span", "time", "q", "label", "picture"})
_NEAR = 400


class Outline:
    """A page's elements as a tree: what is around one, in it, before it, and beside it.

    Elements are told by their index, which is their order in the document.
    """

    def __init__(self, elements: Sequence[Element]) -> None:
        self.elements = elements
        # What stands in an element follows it directly, so its end says all.
        self._ends = list(range(1, len(self.elements) + 1))
        for at in range(len(self.elements) - 1, -1, -1):
            parent = self.elements[at].parent
            if parent >= 0:
                self._ends[parent] = max(self._ends[parent], self._ends[at])
        self._ids = {
            element.attributes["id"]: element for element in self.elements if "id" in element.attributes
        }

    def all(self, *tags: str) -> Iterator[int]:
        """The elements of these tags that are not hidden from assistive technology."""
        for at, element in enumerate(self.elements):
            if element.tag in tags and not element.silent:
                yield at

    def inside(self, at: int) -> range:
        """All that stands in an element, at any depth."""
        return range(at + 1, self._ends[at])

    def near(self, at: int) -> range:
        """The first that stands in an element: as far as anybody looks for what belongs to something in it."""
        return range(at + 1, min(self._ends[at], at + 1 + _NEAR))

    def children(self, at: int) -> Iterator[int]:
        """What stands directly in an element, or (-1) directly in the page."""
        inner = at + 1
        end = self._ends[at] if at >= 0 else len(self.elements)
        while inner < end:
            yield inner
            inner = self._ends[inner]

    def after(self, at: int) -> int | None:
        """The next element with the same parent."""
        following = self._ends[at]
        if following < len(self.elements) and self.elements[following].parent == self.elements[at].parent:
            return following
        return None

    def around(self, at: int) -> Iterator[int]:
        """The elements around one, nearest first."""
        parent = self.elements[at].parent
        while parent >= 0:
            yield parent
            parent = self.elements[parent].parent

    def within(self, at: int, *tags: str) -> int | None:
        """The nearest element of these tags around one."""
        return next((outer for outer in self.around(at) if self.elements[outer].tag in tags), None)

    def block(self, at: int) -> int | None:
        """The block of text that an element in running text belongs to."""
        return next((outer for outer in self.around(at) if self.elements[outer].tag not in _INLINE), None)

    def is_heading(self, at: int) -> bool:
        """True for a heading by tag or by role."""
        element = self.elements[at]
        return element.role == "heading" or (element.tag in HEADINGS and not element.role)

    def headings(self) -> Iterator[int]:
        """The headings, in order."""
        return (at for at, element in enumerate(self.elements) if self.is_heading(at) and not element.silent)

    def level(self, at: int) -> int:
        """A heading's level."""
        element = self.elements[at]
        stated = element.attributes.get("aria-level", "")
        if stated.isdecimal():
            return int(stated)
        return int(element.tag[1]) if element.tag in HEADINGS else 2

    def by_ids(self, ids: str) -> Iterator[Element]:
        """The elements that an attribute such as aria-describedby names."""
        return (self._ids[name] for name in ids.split() if name in self._ids)


class Banner(StrEnum):
    """What became of the box about cookies on a page: refused, accepted where that was asked for, or left standing
    since it could not be answered so.
    """

    REFUSED = "refused"
    ACCEPTED = "accepted"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class MailFacts:
    """A mail beside the page that is made of it: whether it has HTML, and the words of its two parts."""

    has_html: bool
    shown_words: int
    plain_words: int


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A web page as a real browser showed it. `mail` is there where the page is a newsletter.

    `wordless` is one that shows no text at all. `elements` is its outline in document order: the top document without
    its frames, at desktop size.
    `engines` gives each engine's version; `tested` the engine rules that ran, with the outcomes that have
    no hits (`passed`, `inapplicable`). `probed` is there where the page was driven as well. `uses` are the style
    sheets, scripts, frames and data that it is made of; None where that cannot be told. `banner` is what became of its
    box about cookies, whose elements are the last of the page once it is gone. `seconds` says where the time went
    (load, settle, run, picture). `restless` is a page on which something moves without an end, `wide` one that has
    more to its right than the last of its windows shows (a phone's, usually).
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
    wordless: bool = False
    probed: Probed | None = None
    uses: tuple[str, ...] | None = None
    banner: Banner | None = None
    restless: bool = False
    wide: bool = False
    #: The same elements as a tree, made once for all the rules that walk it.
    outline: Outline = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "outline", Outline(self.elements))


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A PDF as it was read.

    `pages` is a count; `pages_without_text` has the numbers (from 1) of pages that may be pictures of text, and
    `pictures_told` those of such pages whose pictures the file says are decoration (""), or what they show. Those
    `pages_of_few_words` are filled by pictures too, with a line or two that no other page has.
    `language` is that of the document as a whole, `marked_language` the one that most of its text is marked as.
    `assistive_access` is False where the file's permissions shut assistive technology out. `pdfua` is the part
    of ISO 14289 that it claims to follow, `created` the day (YYYY-MM-DD) on which it says that it was made.
    `margins` are the lines that are no part of the text: running heads and feet, and what the tags leave out.
    `content` has the pages on which content and tags disagree, `faint` the text that stands out too little.
    `lost` is what could not be read: nothing is known of it. `turns` has the pages that are shown turned, by number
    and quarter turns with the clock: boxes are those of the pages as they are written.
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
    margins: tuple[str, ...] = ()
    producer: str = ""
    created: str = ""
    pdfua: int | None = None
    links: tuple[Link, ...] = ()
    identity: Identity = field(default_factory=Identity)
    tags: tuple[Tag, ...] = ()
    content: tuple[PageContent, ...] = ()
    faint: tuple[Faint, ...] = ()
    fonts: tuple[Font, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    silent: Silent = field(default_factory=Silent)
    extras: Extras = field(default_factory=Extras)
    lost: tuple[Loss, ...] = ()
    turns: tuple[tuple[int, int], ...] = ()
    pictures_told: tuple[tuple[int, str], ...] = ()
    pages_of_few_words: tuple[int, ...] = ()
    marked_language: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def damaged(self) -> bool:
        """Whether a part could not be read; how pages look is no part of what PDF/UA asks."""
        return any(loss.part is not Part.LOOKS for loss in self.lost)


Facts = PageFacts | DocumentFacts
