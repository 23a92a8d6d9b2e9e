"""The text of HTML and Markdown, without its mark-up and code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tilgaengelig.model.letter import ParagraphKind

Blocks = Iterator[tuple[ParagraphKind, str]]

_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), ParagraphKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), ParagraphKind.ITEM),
    **dict.fromkeys(("td", "th", "caption"), ParagraphKind.CELL),
}
_ENDS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "details", "div", "dl", "fieldset", "figcaption",
     "figure", "footer", "form", "header", "hr", "html", "legend", "main", "nav", "ol", "p", "pre", "section",
     "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", *_KINDS]
)  # fmt: skip
#: What no reader of the letter sees, or what is no text of it.
_UNSEEN = frozenset(
    ["head", "script", "style", "template", "noscript", "svg", "math", "object", "iframe", "select", "textarea",
     "audio", "video", "canvas", "del", "title"]
)  # fmt: skip
_SPACE = re.compile(r"\s")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?:[^\n]*\n){0,100}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_NOTE = re.compile(r"^[ ]{0,3}\[\^[\w-]{1,40}\]:[ \t]*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[\w-]{1,40}\]")
_MADE_ITEMS = {"list_item_open": ParagraphKind.ITEM, "heading_open": ParagraphKind.HEADING}
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
#: What XHTML begins with. The parser warns of it on standard error, and reads on as HTML all the same.
_DECLARED = re.compile(r"<\?(?=xml)", re.IGNORECASE)


def of_html(source: str) -> Blocks:
    """The blocks of a letter in HTML, all of it: a letter has no menus, and its mark-up is seldom sound."""
    yield from _Html().blocks(BeautifulSoup(_DECLARED.sub("<?-", source), "lxml"))


class _Html:
    """Walks without recursion, whatever the depth; each end of a block ends a paragraph."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.kinds = [ParagraphKind.PARAGRAPH]

    def blocks(self, root: Tag) -> Blocks:
        """The blocks below `root`, in its order."""
        open_: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
        while open_:
            tag, children = open_[-1]
            child = next(children, None)
            if child is None:
                open_.pop()
                if tag.name in _ENDS:
                    yield from self._flush()
                    self.kinds.pop()
            elif isinstance(child, Tag):
                if _is_unseen(child):
                    continue
                if child.name in _ENDS:
                    yield from self._flush()
                    self.kinds.append(_KINDS.get(child.name, self.kinds[-1]))
                elif child.name == "br":
                    self.said.append("\n")
                open_.append((child, iter(child.contents)))
            elif type(child) is NavigableString:  # comments and the like are kinds of it
                self.said.append(_SPACE.sub(" ", child))
        yield from self._flush()

    def _flush(self) -> Blocks:
        lines = (" ".join(line.split()) for line in "".join(self.said).split("\n"))
        text = "\n".join(line for line in lines if line)
        self.said.clear()
        if text:
            yield self.kinds[-1], text


def _is_unseen(tag: Tag) -> bool:
    if tag.name in _UNSEEN or tag.has_attr("hidden"):
        return True
    if tag.name == "pre" and tag.find("code", recursive=False) is not None:
        return True  # a listing; words set in code within a sentence are read with it
    return _HIDDEN.search(str(tag.get("style", ""))) is not None


def of_markdown(source: str) -> Blocks:
    """The blocks of a letter in Markdown (CommonMark with tables and footnotes), without code and mark-up."""
    source = _FRONT_MATTER.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    # A footnote's own text is a paragraph; its marks in the text are mark-up.
    notes = _NOTE.sub("\n\ue000", source)
    tokens = _MARKDOWN.parse(_NOTE_MARK.sub("", notes))
    kinds: list[ParagraphKind] = []
    cell = False
    for token in tokens:
        if token.type in _MADE_ITEMS:
            kinds.append(_MADE_ITEMS[token.type])
        elif token.type in ("list_item_close", "heading_close"):
            kinds.pop()
        elif token.type in ("td_open", "th_open", "td_close", "th_close"):
            cell = token.nesting > 0
        elif token.type == "html_block":
            yield from of_html(_COMMENT.sub("", token.content))
        elif token.type == "inline":
            text = _inline(token.children or [])
            kind = ParagraphKind.CELL if cell else kinds[-1] if kinds else ParagraphKind.PARAGRAPH
            note = text.startswith("\ue000")
            yield ParagraphKind.FOOTNOTE if note else kind, text.lstrip("\ue000")


def _inline(tokens: list[Token]) -> str:
    said: list[str] = []
    struck = 0
    for token in tokens:
        if token.type in ("s_open", "s_close"):
            struck += token.nesting
        elif struck:
            continue
        elif token.type in ("text", "code_inline"):
            said.append(token.content)
        elif token.type == "softbreak":
            said.append(" ")
        elif token.type == "hardbreak" or (
            token.type == "html_inline" and token.content.lower().startswith("<br")
        ):
            said.append("\n")
    return "".join(said).strip()


_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
