"""Images: what their alternative text says, and whether they bear words that should be text (WCAG 1.1.1, 1.4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tilgaengelig.judge import page
from tilgaengelig.judge.elements.page_title import is_front
from tilgaengelig.judge.elements.texts import plain, short, words
from tilgaengelig.judge.page import own_finding
from tilgaengelig.model.finding import Finding, Outcome, Region
from tilgaengelig.model.host import bare
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Element, Outline, PageFacts

_FILE = re.compile(r"\S+\.(jpe?g|png|gif|svg|webp|bmp|tiff?|avif|heic|ico)", re.IGNORECASE)
#: A number may be what the picture shows (a year, a telephone number), and may be what a camera counted to.
_NUMBER = re.compile(r"\d{4,}[\d_-]*")
#: Names that cameras, telephones and programs give: they say nothing of what is shown.
_GIVEN = re.compile(
    r"(img|dsc[nf]?|pict?|dcim|mvi|pxl|image|billede|foto|photo|unavngivet|untitled|unnamed|screenshot|skærmbillede|scan|"
    r"pasted[ _-]?(image|graphic))[ _-]?\(?\d[\d _.-]*\)?|"
    r"(?=\d*[a-f])[0-9a-f]{12,}",
    re.IGNORECASE,
)


def alt_is_file_name(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Alternative texts that are the name of the file (failure F30). One that only looks like it is asked about."""
    for _, element in _images(facts):
        alt, file = element.name.strip(), _file(element)
        if _FILE.fullmatch(alt) or _GIVEN.fullmatch(alt) or ("." in alt and _written(alt) == _written(file)):
            message = (
                f"Den alternative tekst ”{short(alt)}” er filens navn. Den siger ikke, hvad billedet viser."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)
        elif alt and alt.lower() == PurePosixPath(file).stem.lower() and re.search(r"[_-]|\d{2}", alt):
            message = (
                f"Den alternative tekst ”{short(alt)}” er også filens navn. Siger den, hvad billedet viser?"
            )
            yield own_finding(rule, element, Outcome.CANT_TELL, message)
        elif _NUMBER.fullmatch(alt):
            message = f"Den alternative tekst ”{short(alt)}” er kun et tal. Siger det, hvad billedet viser?"
            yield own_finding(rule, element, Outcome.CANT_TELL, message)


def _written(file: str) -> str:
    """A file's name as a person may have written it: what stands between its words is no part of it."""
    return re.sub(r"[\s_-]+", " ", file).strip().lower()


_NOTHING = frozenset(
    {
        "billede",
        "billedet",
        "billeder",
        "foto",
        "fotoet",
        "fotografi",
        "grafik",
        "illustration",
        "figur",
        "ikon",
        "logo",
    }
    | {
        "image",
        "images",
        "img",
        "photo",
        "picture",
        "pic",
        "graphic",
        "icon",
        "thumbnail",
        "spacer",
        "placeholder",
    }
    | {
        "alt",
        "alternativ",
        "alt-tekst",
        "alttekst",
        "alternativ tekst",
        "indsæt alternativ tekst",
        "alt text",
        "banner",
    }
    | {"tekst", "pladsholder", "dekoration", "billede uden titel"}
)
_CREDIT = re.compile(r"(foto|photo|fotograf|kilde|credit): ?[\w./ ,&-]{2,60}")


def alt_says_nothing(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Alternative texts that stand for any image at all (WCAG failure F30). One that only credits is asked about."""
    for _, element in _images(facts):
        alt = plain(element.name)
        if alt in _NOTHING:
            message = (
                f"Den alternative tekst er kun ”{short(element.name)}”. Den siger ikke, hvad billedet viser."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)
        elif _CREDIT.fullmatch(" ".join(element.name.lower().split())):
            message = f"Den alternative tekst ”{short(element.name)}” nævner kun, hvem billedet er fra. Hvad viser det?"
            yield own_finding(rule, element, Outcome.CANT_TELL, message)


_OPENING = re.compile(
    r"((et|dette|her er et|her ses et) )?(billede|foto|fotografi|grafik|ikon) (af|viser|med|som viser|for) |"
    r"(an? )?(image|picture|photo|graphic|icon) (of|showing) |"
    r"(her ses|(billedet|fotoet) viser|på (billedet|fotoet) (ses|ser man)) ",
    re.IGNORECASE,
)


def alt_says_image(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Alternative texts that begin with ”billede af”: the screen reader has said so already."""
    for _, element in _images(facts):
        opening = _OPENING.match(element.name)
        if opening and words(element.name[opening.end() :]):
            message = (
                f"Den alternative tekst begynder med ”{opening[0].strip()}”. Det siger skærmlæseren selv."
            )
            yield own_finding(rule, element, Outcome.FAILED, message)


def alt_repeats(facts: PageFacts, rule: Rule, *, axe: Sequence[str] = ()) -> Iterator[Finding]:
    """Alternative texts that say the same as the words beside the image: its caption, a heading, the link by its side.

    What stands in the same link or button is axe's to tell (image-redundant-alt). Where the image is all that its own
    link holds, an empty text would leave that link without a name.
    """
    yield from page.engine(facts, rule, axe=axe)
    tree = facts.outline
    for at in tree.all("img", "svg"):
        element = tree.elements[at]
        alt = plain(element.name)
        if len(alt) < 3 or element.attributes.get("alt", " ") == "":
            continue
        told = next((text for text in _beside(tree, at) if plain(text) == alt), "")
        if told:
            message = f"Den alternative tekst ”{short(element.name)}” gentager ordene ved siden af billedet."
            link = tree.within(at, "a", "button")
            if link is not None:
                what = "linket" if tree.elements[link].tag == "a" else "knappen"
                message += f" Den er også navnet på {what}. Gør den først tom, når ordene står i {what}."
            yield own_finding(rule, element, Outcome.FAILED, message)


def _beside(tree: Outline, at: int) -> Iterator[str]:
    """What stands right beside an image, outside the link that it may be in."""
    link = tree.within(at, "a", "button")
    if link is not None and tree.elements[link].text:
        return
    figure = tree.within(at, "figure")
    for inner in tree.near(figure) if figure is not None else ():
        if tree.elements[inner].tag == "figcaption":
            yield tree.elements[inner].text
    # An image or its link may be all that a block holds: then its neighbour is the block's.
    for outer in [at, *tree.around(at)]:
        if tree.elements[outer].text or tree.elements[outer].tag in ("li", "td", "th", "main"):
            return
        following = tree.after(outer)
        if following is not None:
            yield tree.elements[following].text
            first = next(iter(tree.near(following)), None)
            if first is not None and tree.elements[first].tag == "a":
                yield tree.elements[first].text
            return


#: Words in a file's name or an alternative text that stand for an image with words in it.
_BEARS_TEXT = re.compile(
    r"(?<![a-zæøå])(plakat|infografik|infographic|citat|quote|invitation|flyer|løbeseddel|faktaboks)(?![a-zæøå])",
    re.IGNORECASE,
)
#: So many words describe a picture; more, with figures among them, were rather read off it.
_LONG_ALT = 15


#: Pictures in which words are excepted, or no fault: logos, and programs as they are shown.
_MARKS = re.compile(r"logo|brand|våben|banner|skærm|screenshot|screen|dialog|vindue|menu", re.IGNORECASE)
#: A logo by the classes and names of what is around it; ”blogoversigt” and ”psykologordning” are none.
_LOGO = re.compile(r"(?<![A-Za-z])logo|Logo|logo(?![a-z])")
#: Where those who are behind a site, and those who pay for it, put their logos.
_SENDERS = frozenset({Region.HEADER, Region.FOOTER})
#: Pictures that bear words and show more than them (WCAG: "significant other visual content").
_SHOWN = re.compile(
    r"diagram|tabel|forside|omslag|rapport|pjece|foto|(?<![a-zæøå])(linje|søjle)?graf(en)?(?![a-zæøå])|"
    r"(?<![a-zæøå])(land|by|verdens|oversigts|danmarks)?kort(et)?(?![a-zæøå])|"
    r"(?<![a-z])(chart|graph|map|table|cover|report|photo)(?![a-z])",
    re.IGNORECASE,
)
_ENOUGH_READ = 4
_MANY_READ = 8
#: So much of what is read stands in the alternative text, and so much of that is read.
_MOST_READ = 0.5
_NEARLY_ALL = 0.8


def image_of_text(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Images of text (WCAG 1.4.5; technique C22; ACT 0va7u6).

    Failed where the words read in an image are those of its alternative text and the other way round, so that it was
    made to say them; a button needs no more than the first. Of other words in it, of charts, maps and covers, of what
    stands in header or footer and may be somebody's logo, and of images that nobody has read, a person is asked. Logos
    are excepted, and diagrams are asked about by their own rule.
    """
    tree = facts.outline
    for at, element in _images(facts):
        read = [word for word in words(element.attributes.get("written", "")) if len(word) > 2]
        if read and not _is_mark(facts, at):
            seen = set(read)
            said = {word for word in words(element.name) if len(word) > 2}
            same = len(seen & said) > _MOST_READ * len(seen)
            button = element.tag == "input"
            whole = len(seen & said) >= _NEARLY_ALL * len(said) and not _SHOWN.search(_called(element))
            sure = whole and len(read) >= _ENOUGH_READ and element.place.region not in _SENDERS
            told = short(element.attributes["written"])
            if same and (button or sure):
                yield own_finding(rule, element, Outcome.FAILED, f"Billedet er tekst: ”{told}”.")
                continue
            if len(read) >= (_ENOUGH_READ if same else _MANY_READ) and not _is_untold_figure(tree, at):
                message = f"I billedet står der ”{told}”. Kan det skrives som tekst på siden?"
                yield own_finding(rule, element, Outcome.CANT_TELL, message)
                continue
        if _width(element) < 150 or "written" in element.attributes:
            continue
        named = _BEARS_TEXT.search(_called(element))
        many = len(words(element.name)) >= _LONG_ALT and re.search(r"\d", element.name)
        if many or (named and element.name):
            message = (
                "Er der tekst i billedet? Så skriv den som tekst på siden, så den kan forstørres og læses op. "
                "Billedet er ikke læst af maskinen."
            )
            yield own_finding(rule, element, Outcome.CANT_TELL, message)


def _is_mark(facts: PageFacts, at: int) -> bool:
    """A picture in which words are excepted by what it is called, by what is around it, or as it leads to the front."""
    tree = facts.outline
    element = tree.elements[at]
    if _MARKS.search(f"{_file(element)} {element.name} {element.attributes.get('class', '')}"):
        return True
    if _LOGO.search(f"{element.place.target} {element.place.path}"):
        return True
    link = tree.within(at, "a")
    return link is not None and _leads_home(tree.elements[link].attributes.get("href", ""), facts.address)


def _leads_home(address: str, page_address: str) -> bool:
    """Whether an address is that of the front page of the page's own site."""
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return False
    return bare(host) == bare(urlsplit(page_address).netloc) and is_front(address)


_FIGURES = re.compile(
    r"(?<![a-zæøå])(infografik|infographic|diagram|søjlediagram|lagkagediagram|cirkeldiagram|kurvediagram|graf|kurve|"
    r"chart|figur|flowchart|rutediagram|tidslinje|organisationsdiagram|organigram|procesdiagram)(?![a-zæøå])",
    re.IGNORECASE,
)
_ENOUGH = 25
#: What is narrower (CSS px) is hardly a diagram.
_WIDE = 250


#: Fewer numbers may be those of the years.
_NUMBERS = 6
_REFERS = re.compile(r"tabel|table|herunder|nedenfor|below", re.IGNORECASE)


def figures_as_text(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """Diagrams that seem to be told by a short alternative text alone (WCAG 1.1.1; techniques G95 with G73).

    What a script draws is most often a diagram too: where nothing is said of it at all, that is asked.
    """
    tree = facts.outline
    for at in tree.all("img", "svg", "canvas"):
        if _is_untold_figure(tree, at):
            message = (
                "Billedet ligner et diagram. Står det, det viser, også som tekst eller i en tabel på siden?"
            )
            yield own_finding(rule, tree.elements[at], Outcome.CANT_TELL, message)
        elif _is_wordless_drawing(tree, at):
            message = "Skærmlæsere får intet at vide om denne tegning. Står det, den viser, også som tekst på siden?"
            yield own_finding(rule, tree.elements[at], Outcome.CANT_TELL, message)


def _is_untold_figure(tree: Outline, at: int) -> bool:
    """A diagram by its name, large enough to be one, that nothing but a short alternative text tells of."""
    element = tree.elements[at]
    if (
        not _FIGURES.search(_called(element))
        or _width(element) < _WIDE
        or len(words(element.name)) >= _ENOUGH
    ):
        return False
    if len(re.findall(r"\d+(?:[.,]\d+)*", element.name)) >= _NUMBERS or _refers_to_table(tree, at):
        return False
    return not element.attributes.get("aria-describedby") and not _told_in_figure(tree, at)


def _refers_to_table(tree: Outline, at: int) -> bool:
    """Whether an alternative text says where the numbers stand, and a table comes there."""
    return bool(_REFERS.search(tree.elements[at].name)) and any(table > at for table in tree.all("table"))


def _is_wordless_drawing(tree: Outline, at: int) -> bool:
    """A canvas with something on it, as large as a diagram, that neither it nor what is around it has a word for."""
    element = tree.elements[at]
    if (
        element.tag != "canvas"
        or "shows" not in element.attributes
        or element.role in ("presentation", "none")
    ):
        return False
    if _width(element) < _WIDE or element.place.region is not Region.MAIN or element.name:
        return False
    told = (*tree.inside(at), *(outer for outer in tree.around(at) if tree.elements[outer].role))
    return not any(
        tree.elements[one].name or tree.elements[one].text for one in told
    ) and not _told_in_figure(tree, at)


def _told_in_figure(tree: Outline, at: int) -> bool:
    figure = tree.within(at, "figure", "details")
    inside = [tree.elements[inner] for inner in tree.near(figure)] if figure is not None else []
    return any(
        one.tag in ("table", "details", "ul", "ol") or len(words(one.text)) >= _ENOUGH for one in inside
    )


def _images(facts: PageFacts) -> Iterator[tuple[int, Element]]:
    """The images that have words of their own to be told by, each with its index."""
    for at, element in enumerate(facts.elements):
        is_image = element.tag == "img" or (
            element.tag == "input" and element.attributes.get("type", "").lower() == "image"
        )
        if (
            (is_image or element.role == "img")
            and not element.silent
            and element.role not in ("presentation", "none")
        ):
            yield at, element


def _called(element: Element) -> str:
    """What an image is called: its file, without the ending, and its alternative text."""
    return f"{PurePosixPath(_file(element)).stem} {element.name}".replace("_", " ")


def _width(element: Element) -> int:
    """How wide an image is shown, or (where it was not fetched) says that it is."""
    stated = element.attributes.get("width", "")
    return max(
        element.look.width, int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0
    )


def _file(element: Element) -> str:
    """The name of an image's file."""
    source = element.attributes.get("src", "")
    if source.startswith("data:"):
        return ""
    try:
        return PurePosixPath(unquote(urlsplit(source).path)).name
    except ValueError:
        return ""  # no address that anybody could follow
