"""Checks of what tags say against what the page shows: what is certain fails, the rest is asked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

from tilgaengelig.judge.document.lines import TextBlock, place_of, runs, text_blocks
from tilgaengelig.judge.document.structure import level
from tilgaengelig.judge.document.tables import Grid, grids_of
from tilgaengelig.judge.document.telling import MOST, asked, counted, listed, one_by_one, shortened
from tilgaengelig.judge.document.tree import Tree, needs_tags
from tilgaengelig.judge.own import finding
from tilgaengelig.model.document import Annotation, Tag
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

_PICTURE = r"\.(?:png|jpe?g|gif|svg|tiff?|bmp|eps|psd|emf|wmf|webp)"
#: One word, a path, or a word or two and numbers: "Skærmbillede 2024-05-01 kl. 10.10.10.png".
_FILE = re.compile(
    rf"\S{{1,100}}(?:{_PICTURE}|\.ai)|(?:[a-z]:[\\/]|\\\\|file:/).{{1,250}}{_PICTURE}|"
    rf"(?:\S+\s+){{1,2}}(?:(?:[\d._-]+|kl\.|at)\s+){{0,3}}\S*\d\)?{_PICTURE}",
    re.I,
)
#: A few words that end as a file's name does may be one, or be about one.
_FILE_OF_WORDS = re.compile(rf"(?:\S+\s+){{1,4}}\S+{_PICTURE}", re.I)
#: What Word adds to the words that it finds itself.
_BY_PROGRAM = re.compile(
    r"automatisk genereret beskrivelse|description automatically generated|AI-genereret indhold|AI-generated content",
    re.I,
)
_GENERIC = re.compile(
    r"(?:et |en )?(?:billede|foto|figur|grafik|diagram|graf|illustration|tegning|ikon|logo|image|picture|graphic|"
    r"photo|figure|chart)\s*\d*[.:]?",
    re.I,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)
_SHORTEST_ADDRESS = 40
_EMPTY_WORDS = frozenset(
    {"her", "klik her", "læs mere", "se mere", "link", "mere", "her.", "klik", "download"}
)
_BULLET = re.compile(r"(?:[•▪●◦■□▫○➢✓–—*-]|\(?\d{1,2}[.)]|\(?[a-zæøå]\))\s+\S")
_LEAST_ITEMS = 3
_MACHINE_NAME = re.compile(
    r"(?:text|tekst|field|felt|check ?box|button|undefined|combo|list ?box)[ _-]?\d*", re.I
)
#: One word in small letters, or one with signs that no text has within a word.
_FOR_PROGRAMS = re.compile(r"[a-zæøå]+|[^\W_]*[_.\[\]#:0-9]\S*")
#: A heading feigned by type is this much larger than the body, or bold where the body is not.
_LARGER = 1.15
_LONGEST_HEADING = 100
_LONGEST_CELL = 80
#: A figure with its unit, a share in parentheses ("21 (100 %)"), and the mark of a note.
_FIGURE = re.compile(
    r"[-+−–]?\s?\d[\d\s.,]*(?:%|pct\.?|(?:mio|mia)?\.?\s?kr\.?|(?:mio|mia)\.?|tkr\.?|km|m²|m2|kg|år|timer)?"
    r"(?:\s?\([-+−–]?\d[\d\s.,]*(?:%|pct\.?)?\))?\s?\*{0,3}",
    re.I,
)
_MONTH = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|marts?|apr(?:il)?|maj|juni?|juli?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"(?:den )?\d{{1,2}}\.? ?{_MONTH}(?: \d{{4}})?|{_MONTH} \d{{4}}|"
    r"\d{1,2}[-/]\d{1,2}(?:[-/ ]\d{2,4})?|\d{4}-\d\d-\d\d",
    re.I,
)
#: What stands for no figure: nothing at all, or signs as in the tables of Statistics Denmark.
_NONE = re.compile(r"[-−–—.…·•\s]*")
#: Programs make tables of fewer rows to set things beside each other.
_LEAST_ROWS = 3
#: So many figures in a column are data though not all of it are; letterheads have one date, or two.
_MANY = 3
#: One of so many cells at most is empty where a table holds data.
_FULL = 4
_PICTURES = ("Figure", "Formula", "Form")
_LISTING = ("L", "TOC", "Index")
_PARAGRAPHS = ("P", "Div", "NonStruct")
_MOST_EXAMPLES = 4


@needs_tags
def empty_alternative(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Alternative texts that say nothing: the name of a file fails, a general word is asked about (WCAG F30).

    So are those that a program wrote, for they may be wrong.
    """
    tree = Tree(facts)
    for index, tag in list(tree.of("Figure", "Formula"))[: MOST * 10]:
        words = (tag.alt or "").strip()
        if _FILE.fullmatch(words):
            message = f"Figurens alternative tekst er navnet på en fil: ”{shortened(words)}”."
            yield finding(rule, Outcome.FAILED, message, place=tree.place(index))
        elif _BY_PROGRAM.search(words):
            message = (
                f"Figurens alternative tekst er skrevet af et program: ”{shortened(words)}”. Passer den?"
            )
            yield asked(rule, message, tree.place(index))
        elif _GENERIC.fullmatch(words) or _FILE_OF_WORDS.fullmatch(words):
            yield asked(rule, f"Figurens alternative tekst er ”{words}”. Siger det nok?", tree.place(index))


@needs_tags
def no_headings(facts: DocumentFacts, rule: Rule, *, least_pages: int = 3) -> Iterator[Finding]:
    """A document of some pages that has no heading in its tags (WCAG technique PDF9).

    Where some of its text looks like headings, that is what is asked about.
    """
    if facts.pages < least_pages or any(tag.role == "H" or level(tag) for tag in facts.tags):
        return
    if not _feigned(Tree(facts)):
        yield asked(
            rule, f"Dokumentet er på {facts.pages} sider og har ingen overskrifter. Skal det ikke have det?"
        )


@needs_tags
def empty_heading(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Headings with nothing in them, or nothing but blanks: they are read out all the same."""
    tree = Tree(facts)
    full = tree.holds(lambda tag: bool((tag.content and not tag.blank) or tag.text or tag.alt or tag.actual))
    wrong = [
        index for index, tag in enumerate(facts.tags) if (tag.role == "H" or level(tag)) and not full[index]
    ]
    yield from one_by_one(rule, tree, wrong, lambda _: "En overskrift er tom.")


@needs_tags
def feigned_headings(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Paragraphs that look like headings: short, larger or bolder than the body, and followed by it."""
    tree = Tree(facts)
    found = _feigned(tree)
    if found:
        examples = listed([f"”{shortened(block.text, 40)}”" for _, block in found[:_MOST_EXAMPLES]])
        what = counted(len(found), "stykke tekst ligner en overskrift", "stykker tekst ligner overskrifter")
        yield asked(
            rule,
            f"{what} uden at være kodet som det: {examples}. Er det overskrifter?",
            tree.place(found[0][0]),
        )


def _feigned(tree: Tree) -> list[TextBlock]:
    blocks = text_blocks(tree)
    sizes: Counter[float] = Counter()
    bold = 0
    for _, block in blocks:
        sizes[round(block.size)] += len(block.text)
        bold += len(block.text) if block.bold else 0
    if not sizes:
        return []
    body = sizes.most_common(1)[0][0]
    bold_tells = bold * 4 < sizes.total()
    return [
        (at, block)
        for (at, block), (_, following) in pairwise(blocks)
        if _looks_like_heading(block, body, bold_tells=bold_tells)
        and not tree.inside(at, "Table", "TOC")
        and following.role in _PARAGRAPHS
        and round(following.size) <= body
        and not following.bold
        and len(following.text) > _LONGEST_HEADING
    ]


def _looks_like_heading(tag: Tag, body: float, *, bold_tells: bool) -> bool:
    if (
        tag.role != "P"
        or not 2 < len(tag.text) <= _LONGEST_HEADING
        or tag.text.endswith((".", ",", ";", ":"))
    ):
        return False
    letters = any(map(str.isalpha, tag.text)) and tag.text[:1].isalnum()
    return letters and (tag.size >= body * _LARGER or (bold_tells and tag.bold))


@needs_tags
def hand_made_list(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Paragraphs in a row that begin with bullets or numbers (Matterhorn 16-003), but for those in what lists them."""
    tree = Tree(facts)

    def is_item(index: int, block: Tag) -> bool:
        return _is_item(block) and not tree.inside(index, *_LISTING)

    for run in runs(text_blocks(tree), is_item):
        if len(run) >= _LEAST_ITEMS:
            example = shortened(run[0][1].text, 40)
            message = (
                f"{len(run)} afsnit i træk begynder med tegn eller tal, for eksempel ”{example}”. "
                "Er det en liste?"
            )
            yield asked(rule, message, place_of(tree, run))


def _is_item(tag: Tag) -> bool:
    return tag.role in _PARAGRAPHS and bool(_BULLET.match(tag.text))


@needs_tags
def link_words(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Links whose words do not say where they lead (WCAG 2.4.4)."""
    tree = Tree(facts)
    found = []
    for index, tag in tree.of("Link"):
        words = (tag.actual or tag.alt or tree.text(index)).strip()
        address = bool(_ADDRESS.fullmatch(words)) and len(words) >= _SHORTEST_ADDRESS
        if address or words.lower() in _EMPTY_WORDS:
            found.append((index, words))
    if found:
        examples = listed([f"”{shortened(words)}”" for _, words in found[:_MOST_EXAMPLES]])
        what = counted(len(found), "link siger", "links siger")
        yield asked(rule, f"{what} måske ikke, hvor man kommer hen: {examples}.", tree.place(found[0][0]))


@needs_tags
def no_header_cells(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Tables without any header cell (WCAG 1.3.1): certain where they hold data, else they may only set things out.

    A cell that shows something and has no words, such as a logo, is no cell of data.
    """
    tree = Tree(facts)
    seen = tree.holds(lambda tag: tag.role in _PICTURES or (tag.box is not None and not tag.blank))
    for index, grid in islice(grids_of(tree), MOST):
        cells = set(grid.cells.values())
        if grid.cut or not cells or any(tree.tags[cell].role == "TH" for cell in cells):
            continue
        texts = {cell: tree.text(cell).strip() for cell in cells}
        if _holds_data(grid, texts) and not any(seen[cell] and not texts[cell] for cell in cells):
            message = f"Tabellen på {len(grid.widths)} rækker har ingen overskriftsceller."
            yield finding(rule, Outcome.FAILED, message, place=tree.place(index))
        else:
            yield asked(
                rule, "Tabellen har ingen overskriftsceller. Er det en tabel med data?", tree.place(index)
            )


def _holds_data(grid: Grid, texts: Mapping[int, str]) -> bool:
    """Whether a table has short words in nearly all cells of some rows, and figures or dates down one of its columns.

    The corner says nothing: it may well be empty.
    """
    empty = [cell for place, cell in grid.cells.items() if place != (0, 0) and not texts[cell]]
    if (
        len(grid.widths) < _LEAST_ROWS
        or max(grid.widths) < 2
        or max(map(len, texts.values())) > _LONGEST_CELL
        or len(empty) * _FULL > len(grid.cells) - 1
    ):
        return False
    columns: defaultdict[int, list[str]] = defaultdict(list)
    for (row, column), cell in grid.cells.items():
        if row:  # the first may have words for what is below
            columns[column].append(texts[cell])
    return any(map(_is_data, columns.values()))


def _is_data(column: Sequence[str]) -> bool:
    """Whether all words of a column, or most where there are many, are of one kind that data are of."""
    none = sum(1 for words in column if _NONE.fullmatch(words))
    figures = sum(1 for words in column if _FIGURE.fullmatch(words))
    dates = sum(1 for words in column if _DATE.fullmatch(words))
    return (figures > 1 and figures + none == len(column)) or (
        max(figures, dates) >= _MANY and (max(figures, dates) + none) * 2 > len(column)
    )


def machine_label(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Fields whose name is one that a program made up (WCAG 3.3.2)."""
    wrong = [one for one in facts.annotations if one.label and _is_made_up(one)]
    if wrong:
        examples = listed(list(dict.fromkeys(f"”{one.label}”" for one in wrong))[:_MOST_EXAMPLES])
        yield asked(
            rule,
            f"Felter har navne, som et program har fundet på: {examples}. Hvad skal man skrive i dem?",
            Place(page=wrong[0].page, box=wrong[0].box),
        )


def _is_made_up(one: Annotation) -> bool:
    """A name that programs give, or the field's own for programs ("tlf_nr") that was copied to where people hear it."""
    label = one.label.strip()
    copied = label == one.field and bool(_FOR_PROGRAMS.fullmatch(label))
    return copied or bool(_MACHINE_NAME.fullmatch(label))


@needs_tags
def running_heads(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """The same words at the same place on most pages, tagged as text (Matterhorn 18-001)."""
    places: defaultdict[tuple[str, int, int], list[TextBlock]] = defaultdict(list)
    tree = Tree(facts)
    for index, block in text_blocks(tree):
        if block.box and block.page is not None:
            masked = re.sub(r"\d+", "#", block.text)
            places[masked, round(block.box[0] / 4), round(block.box[1] / 4)].append((index, block))
    most = [found for found in places.values() if _on_most_pages(facts, found)]
    if most:
        examples = listed([f"”{shortened(found[0][1].text, 40)}”" for found in most[:_MOST_EXAMPLES]])
        message = (
            f"Det samme står på samme sted på de fleste sider: {examples}. Er det sidehoved eller sidefod?"
        )
        yield asked(rule, message, tree.place(most[0][0][0]))


def _on_most_pages(facts: DocumentFacts, found: Sequence[TextBlock]) -> bool:
    pages = {block.page for _, block in found}
    return len(pages) >= max(3, facts.pages * 0.5)
