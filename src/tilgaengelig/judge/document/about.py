"""Checks of what a PDF says of itself: tags, title, language, permissions, identification."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tilgaengelig.judge.codes import names_language
from tilgaengelig.judge.document.telling import asked, failed, listed, on_pages
from tilgaengelig.judge.document.tree import needs_tags
from tilgaengelig.model.finding import Finding, Place
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

#: What programs call a file that nobody gave a title, and names of files wherever they stand in one.
_FILE_NAME = re.compile(
    r"^microsoft (?:word|powerpoint|excel) - |^untitled|^(?:skabelon|dokument)[ _-]?\d*$|^præsentation ?\d+$"
    r"|^powerpoint[ -](?:præsentation|presentation)$|^(?:dias|slide)(?: nummer| number)? ?\d+$|^\S*_\S*$"
    r"|\w\.(?:docx?|docm|dotx?|pptx?|xlsx?|xlsm|indd|pdf|odt|rtf)(?!\.?\w)",
    re.I,
)
#: A title that is the file's name too is one that a program gave where it is not written as titles are.
_NO_TITLE = re.compile(r"[a-zæøå].*|(?=\S*[\d-])\S+")
_WORD = re.compile(r"[^\W\d_]+")
#: So many words say what a picture shows; fewer may be a page's number or the name of a file.
_LEAST_WORDS = 4
#: A file has so many covers.
_COVERS = 2


def tagged(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A document without tags has no structure to read by (ISO 14289-1, 7.1; Matterhorn 01-005)."""
    if not facts.tagged:
        yield failed(rule, "Dokumentet har ingen koder (tags), så en skærmlæser kan ikke se dets opbygning.")


def title(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A title that is there and shown (ISO 14289-1, 7.1; Matterhorn 06-003, 07-001, 07-002)."""
    hidden = () if facts.shows_title else ("07-001", "07-002")
    if not facts.title:
        # Where there are no metadata at all, that is the condition that is broken.
        lacks = ("06-003",) if facts.identity.metadata else ()
        yield failed(rule, "Dokumentet har ingen titel.", matterhorn=(*lacks, *hidden))
    elif not facts.shows_title:
        message = f"Dokumentet har titlen ”{facts.title}”, men viser filens navn i stedet."
        yield failed(rule, message, matterhorn=hidden)


def title_is_filename(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A title that looks like the name of a file or a template (WCAG technique PDF18)."""
    stem = unquote(PurePosixPath(urlsplit(facts.address).path).stem)
    title = facts.title.strip()
    if _FILE_NAME.search(title) or (title and title == stem and _NO_TITLE.fullmatch(title)):
        yield asked(rule, f"Er ”{facts.title}” dokumentets rigtige titel?")


def language(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A language for all of the text (ISO 14289-1, 7.2; Matterhorn 11-001)."""
    silent = [page for page in facts.content if page.no_language or page.no_language_spans]
    if (facts.language and not silent) or (_malformed(facts) and not facts.language):
        return
    if facts.language:
        where = on_pages((page.page for page in silent), facts.pages)
        message = f"{where} har tekst, som ikke siger, hvilket sprog den er på."
    else:
        message = "Dokumentet siger ikke, hvilket sprog det er skrevet på."
    conditions = [
        condition
        for condition, there in (
            ("11-001", bool(silent)),
            ("11-002", facts.silent.alternatives > 0 or any(page.no_language_spans for page in silent)),
            ("11-003", facts.silent.bookmarks > 0),
            ("11-004", facts.silent.annotations > 0),
            ("11-005", facts.silent.fields > 0),
            ("11-006", facts.silent.metadata > 0),
        )
        if there
    ]
    yield failed(rule, message, silent[0].page if silent else None, matterhorn=tuple(conditions))


def silent_language(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """A language for the words around the text (ISO 14289-1, 7.2; Matterhorn 11-002 to 11-006).

    Where the text itself has none, that is the fault, and this follows from it.
    """
    if not facts.language:
        return
    silent = facts.silent
    found = [
        (condition, words)
        for condition, words, count in (
            ("11-003", "bogmærkerne", silent.bookmarks),
            ("11-002", "de alternative tekster", silent.alternatives),
            ("11-004", "linkene og kommentarerne", silent.annotations),
            ("11-005", "felternes navne", silent.fields),
            ("11-006", "oplysningerne om filen", silent.metadata),
            (
                "11-001",
                "sidehoveder og anden pynt",
                sum(page.no_language_artifacts for page in facts.content),
            ),
        )
        if count
    ]
    if found:
        words = listed([words for _, words in found])
        message = (
            f"Sproget mangler for {words}, fordi dokumentet som helhed ikke siger, hvilket sprog det er på."
        )
        yield failed(rule, message, matterhorn=tuple(condition for condition, _ in found))


def malformed_language(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """The document's language is named by a code such as da (ISO 32000-1, 14.9.2; Matterhorn 11-001; WCAG 3.1.1).

    Matterhorn asks how it is written only: "dansk" and "dk" break no condition of it, and name no language.
    """
    wrong = _malformed(facts)
    nameless = bool(facts.language) and not names_language(facts.language)
    if wrong or nameless:
        message = (
            f"Sprogkoden er skrevet forkert: {_quoted(wrong or (facts.language,))}. "
            "Dansk skal skrives som ”da” eller ”da-DK”."
        )
        yield failed(rule, message, matterhorn=None if wrong else ())


def malformed_in_parts(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """So are those of its parts (WCAG 3.1.2)."""
    wrong = facts.extras.malformed_in_parts
    if wrong and wrong != _malformed(facts):
        yield failed(
            rule,
            f"Sprogkoden for noget af teksten er skrevet forkert: {_quoted(wrong)}. "
            "Engelsk skal skrives som ”en” eller ”en-GB”.",
        )


def _malformed(facts: DocumentFacts) -> tuple[str, ...]:
    """What is said for the document's language and is none; where it is silent itself, its tags say it."""
    own = facts.extras.malformed_language
    if own is not None:
        return (own,)
    return () if facts.language else facts.extras.malformed_in_parts


def _quoted(codes: Sequence[str]) -> str:
    return listed([f"”{code}”" if code else "en tom kode" for code in codes[:3]])


def text_layer(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Pages that are pictures of text (WCAG 1.1.1 and 1.4.5; technique PDF7): one finding for them all.

    A file that has nothing but pictures without words was scanned, and so was one without tags that is mostly pictures.
    A picture in any other may be a photo. One with few words of text is asked about where half of the file is such.
    """
    pages = _doubtful_pictures(facts)
    scanned = bool(pages) and _scanned(facts, pages)
    if not scanned and (len(pages) + len(facts.pages_of_few_words)) * 2 >= facts.pages:
        pages = tuple(sorted({*pages, *facts.pages_of_few_words}))
    if not pages:
        return
    which = "Siden" if facts.pages == 1 else on_pages(pages, facts.pages)
    if scanned:
        what = "et billede" if len(pages) == 1 else "billeder"
        message = f"{which} er {what} af tekst, så ordene kan hverken læses op eller søges i."
        yield failed(rule, message, pages[0])
    else:
        what = "et stort billede" if len(pages) == 1 else "store billeder"
        question = "Står der ord på billedet?" if len(pages) == 1 else "Står der ord på billederne?"
        yield asked(rule, f"{which} har {what} og næsten ingen tekst. {question}", Place(page=pages[0]))


def _doubtful_pictures(facts: DocumentFacts) -> tuple[int, ...]:
    """The pages whose pictures may be text: all that have some where they are half of the file.

    Where they are fewer we believe what it says of them: that they are decoration, or a word or two, of covers only.
    """
    silent, told = facts.pages_without_text, facts.pictures_told
    every = tuple(sorted({*silent, *(number for number, _ in told)}))
    if len(every) * 2 >= facts.pages:
        return every
    vague = [number for number, words in told if len({*_WORD.findall(words.lower())}) < _LEAST_WORDS]
    return tuple(sorted({*silent, *vague})) if len(vague) > _COVERS else silent


def _scanned(facts: DocumentFacts, pictures: Sequence[int]) -> bool:
    """Whether such pages are surely scans: all of a file, most of one without tags, or half and not the covers."""
    if any(words for _, words in facts.pictures_told):
        return False
    if facts.tagged or len(pictures) == facts.pages:
        return len(pictures) == facts.pages
    more = len(pictures) * 2 - facts.pages
    return more > 0 or (more == 0 and not {*pictures} <= {1, facts.pages})


def assistive_access(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """Permissions that shut assistive technology out (ISO 14289-1, 7.16; Matterhorn 26-002)."""
    if not facts.assistive_access:
        yield failed(rule, "Filens beskyttelse spærrer for hjælpemidler som skærmlæsere.")


@needs_tags
def identification(facts: DocumentFacts, rule: Rule) -> Iterator[Finding]:
    """What a file must say of itself to be PDF/UA (ISO 14289-1, 5 and 7.1; Matterhorn 06-001 to 06-003)."""
    if not facts.identity.metadata:
        yield failed(rule, "Filen har ingen oplysninger om sig selv (metadata).", matterhorn=("06-001",))
        return
    if facts.pdfua is None:
        message = "Filen siger ikke, at den følger standarden for tilgængelige PDF-filer (PDF/UA)."
        yield failed(rule, message, matterhorn=("06-002",))
    elif facts.pdfua not in (1, 2) or facts.identity.pdfua_prefixes:
        message = "Filens mærke for tilgængelige PDF-filer (PDF/UA) er skrevet forkert."
        yield failed(rule, message, matterhorn=("06-002",))
    elif facts.pdfua == 1 and not re.fullmatch(r"1\.[0-7]", facts.identity.version):
        yield failed(
            rule, "Filens første linje siger en version, som PDF/UA ikke kender.", matterhorn=("06-002",)
        )
    if facts.title and not facts.identity.xmp_title:
        yield failed(rule, "Filens titel står ikke i dens metadata.", matterhorn=("06-003",))


def bookmarks(facts: DocumentFacts, rule: Rule, *, least_pages: int = 20) -> Iterator[Finding]:
    """Bookmarks in a long document (WCAG technique PDF2)."""
    if facts.pages > least_pages and not facts.extras.bookmarks:
        yield failed(rule, f"Dokumentet er på {facts.pages} sider og har ingen bogmærker.")


def could_be_page(
    facts: DocumentFacts, rule: Rule, *, most_pages: int = 2, least_words: int = 50
) -> Iterator[Finding]:
    """A text so short that it could as well be a page of the site: no form, no scan, nothing to be printed."""
    words = sum(len(block.text.split()) for block in facts.blocks)
    forms = any(one.kind == "Widget" for one in facts.annotations) or facts.extras.dynamic_form
    if facts.pages <= most_pages and words >= least_words and not forms and not facts.pages_without_text:
        size = "én side" if facts.pages == 1 else f"{facts.pages} sider"
        yield asked(rule, f"Filen er på {size}. Kunne teksten lige så godt stå på en webside?")
