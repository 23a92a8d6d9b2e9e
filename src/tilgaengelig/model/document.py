"""What a PDF is built of, as plain facts: tags, content, fonts, annotations and what surrounds them.

Terms are those of ISO 32000-1; what each fact is asked for is said by the checks in `judge.document`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Box = tuple[float, float, float, float]
#: A place on a page: the page's number, and the box there.
Mark = tuple[int, Box]


class Mapping(StrEnum):
    """What the role map makes of a structure type."""

    GOOD = ""
    NONE = "none"
    CIRCULAR = "circular"
    REMAPPED = "remapped"


class Part(StrEnum):
    """A part of a file that may be broken while the rest can be read.

    FILE is its frame: what was mended in it. LOOKS is how the pages look, of which we see so many and no more.
    """

    FILE = "file"
    TAGS = "tags"
    CONTENT = "content"
    TEXT = "text"
    FONTS = "fonts"
    ANNOTATIONS = "annotations"
    BOOKMARKS = "bookmarks"
    METADATA = "metadata"
    EXTRAS = "extras"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class Loss:
    """A part that could not be read, or not to its end: on one page, from it `onward`, or (None) as a whole."""

    part: Part
    page: int | None = None
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A structure element. `kind` is its type as written, `role` the standard type that it stands for, "" for none.

    `parent` is the index of the element above, -1 for the tree's root; `page` the first page that its content is
    on. `language` says whether it has or inherits one. Texts are None where the file has none. `text` is the
    beginning of what it shows itself and through inline elements; `size` the height of that type in points,
    `bold` its weight, `box` where it stands (points from the page's lower left corner, left-bottom-right-top).
    `content` counts the pieces of content that are its own; `widgets` those that are form fields. `orphan` lacks
    its way up. `stops` are where its text begins anew after a wide gap within a line (points from the left).
    `blank` says that its content was seen, and is nothing but blanks.
    """

    kind: str
    role: str
    parent: int = -1
    page: int | None = None
    language: bool = True
    mapping: Mapping = Mapping.GOOD
    alt: str | None = None
    actual: str | None = None
    expansion: str | None = None
    id: str = ""
    scope: str = ""
    headers: tuple[str, ...] = ()
    rows: int = 1
    columns: int = 1
    field_role: str = ""
    content: int = 0
    widgets: int = 0
    orphan: bool = False
    text: str = ""
    size: float = 0.0
    bold: bool = False
    box: Box | None = None
    stops: tuple[int, ...] = ()
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Faint:
    """Text that stands out too little as it is rendered (WCAG 1.4.3).

    `color` and `ground` are #rrggbb, `ratio` the contrast between them and `needed` what text of its size needs.
    `sure` where letters and ground have one colour each, and no other text shows the same words at their place.
    `tag` is the index of its tag; `artifact` says that it is marked as decoration, `inside` that it lies in a form,
    as logos and diagrams do.
    """

    page: int
    text: str
    box: Box
    ratio: float
    needed: float
    color: str
    ground: str
    sure: bool
    tag: int | None = None
    artifact: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class PageContent:
    """What is amiss between a page's content and the tags, as counts of pieces.

    `loose_…` is neither tagged nor an artifact. `no_language` is text whose language nothing tells,
    `no_language_artifacts` such text in artifacts, `no_language_spans` alternative texts of marked content.
    """

    page: int
    loose_text: int = 0
    loose_images: int = 0
    loose_lines: int = 0
    loose_blanks: int = 0
    artifacts_in_tags: int = 0
    tags_in_artifacts: int = 0
    no_language: int = 0
    no_language_spans: int = 0
    no_language_artifacts: int = 0


class FontFlaw(StrEnum):
    """What is amiss inside a font (ISO 14289-1, 7.21)."""

    NOT_EMBEDDED = "not-embedded"
    GLYPHS_MISSING = "glyphs-missing"
    NOTDEF = "notdef"
    WIDTHS = "widths"
    REGISTRY = "registry"
    ORDERING = "ordering"
    SUPPLEMENT = "supplement"
    NO_CID_MAP = "no-cid-map"
    UNKNOWN_CMAP = "unknown-cmap"
    WRITING_MODE = "writing-mode"
    BASE_CMAP = "base-cmap"
    CHARSET = "charset"
    CIDSET = "cidset"
    NO_TABLE = "no-table"
    NO_ENCODING = "no-encoding"
    STRANGE_NAMES = "strange-names"
    SYMBOLIC_ENCODING = "symbolic-encoding"
    SYMBOLIC_TABLES = "symbolic-tables"
    UNMAPPED = "unmapped"
    MAPPED_TO_ZERO = "mapped-to-zero"
    MAPPED_TO_MARK = "mapped-to-mark"


@dataclass(frozen=True, slots=True)
class Font:
    """A font that the pages show text in.

    `shown` counts its different letters that are read out, `unmapped` those of them without Unicode, `private` those
    whose Unicode is no letter but a number of the font's own (private use). `flaws` are those of all its letters.
    """

    name: str
    kind: str
    page: int
    shown: int = 0
    unmapped: int = 0
    flaws: tuple[FontFlaw, ...] = ()
    private: int = 0


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation. `tag` is the standard type of its structure element, None where it is in none.

    `described` says whether /Contents, `alternative` whether its element's /Alt has words. `hidden` is by its
    flags, `outside` the page. `field` is the name of the form field, `label` its /TU. `address` is where
    a link goes. `language` says whether
    it (a field: the field) names its own. `media` are what its media clips lack: "CT", "Alt".
    """

    kind: str
    page: int
    tag: str | None = None
    described: bool = False
    alternative: bool = False
    contents: str = ""
    hidden: bool = False
    outside: bool = False
    field: str = ""
    label: str = ""
    address: str = ""
    language: bool = False
    media: tuple[str, ...] = ()
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What the file says of itself. `version` is that of its header, "" where malformed.

    `pdfua_prefixes` are the keys of the PDF/UA identification that are not written with the prefix pdfuaid.
    `xmp_title` is the title that stands in the metadata.
    """

    version: str = "1.7"
    metadata: bool = True
    pdfua_prefixes: tuple[str, ...] = ()
    xmp_title: bool = True


@dataclass(frozen=True, slots=True)
class Silent:
    """Where the file has words whose language nothing tells, beside the text of its pages (counts)."""

    bookmarks: int = 0
    alternatives: int = 0
    annotations: int = 0
    fields: int = 0
    metadata: int = 0


@dataclass(frozen=True, slots=True)
class Extras:
    """What a file may carry beside text and tags.

    `layers_nameless` says that the first configuration of optional content has no name, `layers_without_name` counts
    the others without one, `layers_automatic` those that change by themselves; `attachments` are
    embedded files that lack a name; `dynamic_form` is XFA that must be built by the reader; `references` are
    form XObjects that show other files, `shared_forms` tagged ones that are shown more than once. `tab_orders`
    are pages with annotations whose tab order is not that of the tags. `malformed_language` is what the document
    says for a language and is none, `malformed_in_parts` what tags and pieces of text say.
    """

    suspects: bool = False
    layers_nameless: bool = False
    layers_without_name: int = 0
    layers_automatic: int = 0
    attachments: tuple[str, ...] = ()
    dynamic_form: bool = False
    references: int = 0
    shared_forms: int = 0
    tab_orders: tuple[int, ...] = ()
    bookmarks: int = 0
    malformed_language: str | None = None
    malformed_in_parts: tuple[str, ...] = ()
