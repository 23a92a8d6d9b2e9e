"""The PDFs of an audit: whether each can be published, and a page on each for whoever delivered it."""

from __future__ import annotations

import base64
import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tilgaengelig.danish.dates import written
from tilgaengelig.model.audit import SubjectKind, VisitState
from tilgaengelig.model.exemption import DOCUMENTS_BEFORE
from tilgaengelig.model.finding import Finding
from tilgaengelig.model.maker import origin, steps_for
from tilgaengelig.model.overview import DocumentFinding, Overview, SubjectRow
from tilgaengelig.model.publication import Kind, Publication, kind_of
from tilgaengelig.report.content import DocumentGroup, DocumentRow, Report, RuleWords
from tilgaengelig.report.texts import lix_of

#: Where the pages lie, beside the report.
FOLDER = "pdf"
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_PICTURE_LIMIT = 300_000
#: A page has the document's title where it shares so many of its words, and there are so many to share.
_ALIKE = 0.8
_LEAST_WORDS = 3


def make_documents(overview: Overview, words: Mapping[str, RuleWords]) -> tuple[DocumentRow, ...]:
    """The PDFs that were read, in the order of the audit. `words` has every rule that found something."""
    rows = [row for row in overview.subjects if row.state is VisitState.READ]
    documents = [row for row in rows if row.kind is SubjectKind.DOCUMENT]
    titles = _Titles(row for row in rows if row.kind is SubjectKind.PAGE)
    return tuple(
        _document(
            row,
            overview.linked.get(row.address, ()),
            overview.in_documents.get(row.address),
            words,
            titles.like(row),
            f"{FOLDER}/{number:03d}-{_slug(row.address)}.html",
        )
        for number, row in enumerate(documents, 1)
    )


def document_alone(
    name: str,
    about: Mapping[str, str | int | float | bool],
    findings: Iterable[Finding],
    words: Mapping[str, RuleWords],
) -> DocumentRow:
    """A PDF that was checked by itself. `about` is what was told of it, `words` has every rule that found something."""
    row = SubjectRow(
        name,
        VisitState.READ,
        SubjectKind.DOCUMENT,
        0,
        title=str(about.get("title", "")),
        language=str(about.get("language", "")),
        facts=about,
    )
    found = [
        DocumentFinding(
            one.rule,
            one.outcome,
            one.impact,
            one.responsibility,
            one.message,
            one.place.target,
            one.place.page,
            one.matterhorn,
            one.picture,
        )
        for one in findings
    ]
    return _document(row, (), found, words, "", f"{_slug(name)}.html")


def _document(
    row: SubjectRow,
    sources: tuple[tuple[str, str], ...],
    findings: Sequence[DocumentFinding] | None,
    words: Mapping[str, RuleWords],
    like: str,
    file: str,
) -> DocumentRow:
    producer = str(row.facts.get("producer", ""))
    kinds = [kind_of(one.outcome, words[one.rule].duty) for one in findings or ()]
    created = _day(str(row.facts.get("created", "")))
    return DocumentRow(
        address=row.address,
        title=row.title,
        has_title=bool(row.facts.get("has_title", row.title)),
        language=row.language,
        pages=_count(row, "pages"),
        tagged=_flag(row, "tagged"),
        shows_title=_flag(row, "shows_title"),
        pages_without_text=_count(row, "pages_without_text"),
        assistive_access=_flag(row, "assistive_access"),
        lix=lix_of(row),
        failed=row.failed,
        sources=sources,
        producer=producer,
        origin=origin(producer),
        created=created,
        exemption=exemption(created),
        like=like,
        publication=None if findings is None else Publication.of(kinds, lost=bool(row.facts.get("damaged"))),
        groups=tuple(_groups(findings or (), words, producer)),
        file=file if findings is not None else "",
        size=row.size,
    )


def exemption(created: dt.date | None) -> str:
    """What the day on which a document was made says of the act's exemption; "" where it says nothing."""
    if created is None or created >= DOCUMENTS_BEFORE:
        return ""
    return (
        f"Filen er fra den {written(created)}. Er den også udgivet før den {written(DOCUMENTS_BEFORE)}, kan den være "
        "undtaget, hvis ingen skal bruge den til en opgave, der stadig er i gang. Er den det?"
    )


def _groups(
    findings: Sequence[DocumentFinding], words: Mapping[str, RuleWords], producer: str
) -> Iterator[DocumentGroup]:
    """Barriers first, then what needs eyes, formalities, and what was not tested; a rule once in each."""
    by_rule: defaultdict[tuple[Kind, str], list[DocumentFinding]] = defaultdict(list)
    for one in findings:
        kind = kind_of(one.outcome, words[one.rule].duty)
        if kind is not None:
            by_rule[kind, one.rule].append(one)
    for kind in Kind:
        for (of, rule), found in by_rule.items():
            if of is kind:
                steps = tuple(steps_for(words[rule].steps, producer))
                yield DocumentGroup(kind, words[rule], steps, tuple(found))


def without_pages(report: Report) -> Report:
    """The report as it is sent without the pages on its PDFs, which it then does not speak of."""
    return replace(report, documents=tuple(replace(row, file="") for row in report.documents))


class _Titles:
    """The pages by the words of their titles."""

    def __init__(self, pages: Iterator[SubjectRow]) -> None:
        self._pages = [
            (row.address, found) for row in pages if len(found := _words(row.title)) >= _LEAST_WORDS
        ]

    def like(self, document: SubjectRow) -> str:
        """The address of a page that has the document's title, "" where there is none: it may be the same text."""
        own = _words(document.title)
        if len(own) < _LEAST_WORDS:
            return ""
        near = ((len(own & page) / len(own), address) for address, page in self._pages)
        share, address = max(near, default=(0.0, ""))
        return address if share >= _ALIKE else ""


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{2,}", title.casefold()))


def picture_of(picture: bytes | None) -> str:
    """A finding's picture as a data address, "" where there is none that a page can hold."""
    if not picture or len(picture) > _PICTURE_LIMIT or picture[:4] != b"RIFF" or picture[8:12] != b"WEBP":
        return ""
    return "data:image/webp;base64," + base64.b64encode(picture).decode()


def _slug(address: str) -> str:
    """The document's own name, as every file system can hold it."""
    try:
        name = unquote(PurePosixPath(urlsplit(address).path).stem)
    except ValueError:
        name = ""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "fil"


def _day(stated: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stated) if stated else None
    except ValueError:
        return None


def _flag(row: SubjectRow, name: str) -> bool | None:
    value = row.facts.get(name)
    return None if value is None else bool(value)


def _count(row: SubjectRow, name: str) -> int | None:
    value = row.facts.get(name)
    return int(value) if isinstance(value, int | float) else None
