"""Every rule on PDFs by an example that fails it and no other, against a document that passes them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from judge_things import document_facts, judged, rulebook, said

from tilgaengelig.judge.document.fonts import CONDITIONS
from tilgaengelig.model.document import (
    Annotation,
    Extras,
    Faint,
    Font,
    FontFlaw,
    Identity,
    Mapping,
    PageContent,
    Silent,
    Tag,
)
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.subject import Block, DocumentFacts

LINK = Annotation("Link", 2, tag="Link", described=True, contents="Læs loven", address="https://lov.example/")
ONE_ORDER = Extras(bookmarks=3, tab_orders=(2,))
MARK = Annotation("PrinterMark", 1, tag="P", described=True)
FIELD = Annotation("Widget", 3, tag="Form", field="navn", label="Dit navn")


def tag(role: str, parent: int = 0, **more: Any) -> Tag:
    return Tag(kind=more.pop("kind", role), role=role, parent=parent, page=more.pop("page", 1), **more)


#: A document with a heading, a list, a table, a figure, a formula, a note, a table of contents and a field.
GOOD = (
    tag("Document", -1),
    tag("H1", text="Vejledning om støtte", content=1),
    tag("L"),
    tag("LI", 2),
    tag("LBody", 3, text="Søg på nettet", content=1),
    tag("Table"),
    tag("TR", 5),
    tag("TH", 6, scope="Column", text="År", content=1),
    tag("TH", 6, scope="Column", text="Kroner", content=1),
    tag("TR", 5),
    tag("TD", 9, text="2025", content=1),
    tag("TD", 9, text="40", content=1),
    tag("Figure", alt="Søjlediagram over støtten, som stiger fra 40 til 60 kroner", content=1),
    tag("Formula", alt="a i anden", content=1),
    tag("Note", id="note1", text="Loven fra 2025", content=1),
    tag("TOC"),
    tag("TOCI", 15, text="Sådan gør du 2", content=1),
    tag("Form", content=1, widgets=1),
)


def good(**changes: Any) -> DocumentFacts:
    """A document that passes every rule, with changes."""
    return document_facts(
        **{"tags": GOOD, "annotations": (LINK, FIELD), "extras": Extras(bookmarks=3)} | changes
    )


def changed(index: int, **changes: Any) -> DocumentFacts:
    """The same with one tag changed."""
    return good(tags=(*GOOD[:index], replace(GOOD[index], **changes), *GOOD[index + 1 :]))


def extras(**changes: Any) -> DocumentFacts:
    return good(extras=Extras(bookmarks=3, **changes))


def content(**changes: Any) -> DocumentFacts:
    return good(content=(PageContent(2, **changes),))


def bare_table(at: int, text: str, rows: int = 3) -> tuple[Tag, ...]:
    """A table of data cells only, whose first tag has the index `at`."""
    found = [tag("Table")]
    for _ in range(rows):
        row = at + len(found)
        found += [tag("TR", at), tag("TD", row, text=text, content=1), tag("TD", row, text=text, content=1)]
    return tuple(found)


def table_of(*rows: Sequence[str], corner: tuple[Tag, ...] = ()) -> DocumentFacts:
    """A document with a table of data cells that say this; `corner` is what its first cell holds."""
    at, found = len(GOOD), [tag("Table")]
    for words in rows:
        row = at + len(found)
        found.append(tag("TR", at))
        for word in words:
            found.append(tag("TD", row, text=word, content=1 if word else 0))
            if len(found) == 3:
                found += [replace(one, parent=at + 2) for one in corner]
    return good(tags=(*GOOD, *found))


def blocks_at(*heights: float) -> tuple[Tag, ...]:
    """Paragraphs of one column at these heights, in the order of the tags."""
    return tuple(
        tag("P", text=f"Afsnit {number}", content=1, page=2, box=(72.0, height, 400.0, height + 12))
        for number, height in enumerate(heights)
    )


def tabbed(*stops: int) -> tuple[Tag, ...]:
    """Paragraphs that each begin anew at one of these places."""
    return tuple(tag("P", text="2023 40", content=1, stops=(stop,)) for stop in stops)


def line_by_line(*paragraphs: tuple[str, ...], size: float = 10, bold: bool = False) -> tuple[Tag, ...]:
    """Paragraphs each line of which is a tag of its own, as LibreOffice and WeasyPrint make them."""
    made: list[Tag] = []
    for lines in paragraphs:
        above = len(GOOD) + len(made)
        made += [
            tag("P"),
            *(tag("Span", above, text=line, size=size, bold=bold, content=1) for line in lines),
        ]
    return tuple(made)


def in_cells(height: float) -> tuple[Tag, ...]:
    """Words of one line, with wide gaps between them."""
    return tuple(
        tag("Span", text=words, size=10, content=1, box=(left, height, left + 30, height + 10))
        for words, left in (("2023", 72.0), ("212", 200.0), ("14,5", 330.0))
    )


def tabbed_by_words(*heights: float) -> tuple[Tag, ...]:
    """Lines set with tabs, where each word is a tag of its own."""
    made: list[Tag] = []
    for height in heights:
        above = len(GOOD) + len(made)
        made += [tag("P"), *(replace(word, parent=above) for word in in_cells(height))]
    return tuple(made)


def headed_by_lines(size: float, *, bold: bool) -> DocumentFacts:
    """A line that looks like a heading before a paragraph of two lines, all of them tags of their own."""
    head = line_by_line(("Sådan søger du", "om støtte"), size=size, bold=bold)
    at = len(GOOD) + len(head)
    below = (replace(one, parent=at if one.role == "Span" else 0) for one in line_by_line(HALVES))
    return good(tags=(*GOOD, *head, *below))


FAINT = Faint(
    2, "Fristen er den 1. maj", (72.0, 600.0, 200.0, 612.0), 2.3, 4.5, "#aaaaaa", "#ffffff", sure=True, tag=1
)
LONG = (
    "Du kan søge om støtte til din husleje, hvis du bor til leje og har en lav indkomst. Du søger på nettet."
    * 2
)
HALVES = (LONG[:90].strip(), LONG[90:].strip())
BODY = tag("P", text=LONG, size=10, content=1)
HEAD = tag("P", text="Sådan søger du", size=14, content=1)
RUBBISH = (
    "Du k8n søge om støttc til din hus!eje, hvis du b0r til lcje og har en Iav indk0mst, og du får svar snart. "
    * 5
)
#: Odd tokens among words, as in an instruction for a program, and words of another language.
TECHNICAL = "Sæt IPv4 og LaTeX2e til, og skriv x2y i filen, så virker det hele igen på din maskine. " * 8
GERMAN = "Das Ministerium antwortet innerhalb von zwei Wochen auf Ihre Anfrage zur Unterstützung. " * 8
FILES = (
    "IMG_2025.jpg",
    "Skærmbillede 2024-05-01 101010.png",
    "Skærmbillede 2024-05-01 kl. 10.10.10.png",
    r"C:\Users\b01\Pictures\logo ny.png",
)
BY_WORD = "Automatisk genereret beskrivelse"
LOGO = tag("Figure", alt="Ministeriets våben", content=1)
#: Tables that set things out.
LETTERHEADS = [
    table_of(
        ("", "Notat"), ("Holmens Kanal 22", "2026 1234"), ("1060 København K", "33 92 93 00"), corner=(LOGO,)
    ),
    table_of(
        ("Til", "Folketinget"), ("Dato", "4. maj 2026"), ("Sag", "20261234"), ("Telefon", "33 92 93 00")
    ),
    table_of(("Til", "Folketinget"), ("Dato", "4. maj 2026"), ("Frist", "1. juni 2026")),
    table_of(("", "Notat"), ("", "2026 1234"), ("", "33 92 93 00"), ("Departementet", "")),
    table_of(("Navn", "Titel"), ("Ida", "Chef"), ("Bo", "-"), ("Kim", "")),
]
#: Tables of data, not all of whose cells are figures.
DATA = [
    table_of(("", "2024", "2025"), ("Aarhus", "12", "14"), ("Odense", "7", "9"), ("Aalborg", "5", "6")),
    table_of(("By", "2024"), ("Aarhus", "12"), ("Odense", ""), ("Aalborg", "5")),
    table_of(("By", "2024", "2025"), ("Aarhus", "12", "-"), ("Odense", "–", "9"), ("Aalborg", "5", "..")),
    table_of(("By", "Antal"), ("Aarhus", "12"), ("Odense", "9"), ("I alt", "21 (100 %)")),
    table_of(
        ("By", "Antal"), ("Aarhus", "12"), ("Odense", "9"), ("Aalborg", "ikke oplyst"), ("I alt", "21*")
    ),
    table_of(("Frist", "Sted"), ("1. maj", "Aarhus"), ("2. maj", "Odense"), ("1. juni", "Odense")),
    table_of(("Møde", "Dag"), ("Første", "01-05-2026"), ("Andet", "2026-05-11"), ("Tredje", "juni 2026")),
]
#: What is asked, and in which words; nothing of it breaks a condition.
ASKED: list[tuple[str, DocumentFacts, str]] = [
    ("pdf-tabel-uden-hoved", good(tags=(*GOOD, *bare_table(len(GOOD), "Dato: 4. maj 2026"))), "med data?"),
    ("pdf-tabel-uden-hoved", good(tags=(*GOOD, *bare_table(len(GOOD), ""))), "med data?"),
    *(("pdf-tabel-uden-hoved", facts, "med data?") for facts in LETTERHEADS),
    ("pdf-uden-tekstlag", good(pages_without_text=(2,)), "et stort billede og næsten ingen tekst"),
    ("pdf-kontrast-for-lav", good(faint=(replace(FAINT, sure=False),)), "Kan den læses?"),
    ("pdf-kontrast-for-lav", good(faint=(replace(FAINT, artifact=True),)), "Kan den læses?"),
    ("pdf-kontrast-for-lav", good(faint=(replace(FAINT, tag=12),)), "Kan den læses?"),
    ("pdf-rækkefølge", good(tags=(*GOOD, *blocks_at(700, 640, 670))), "Er rækkefølgen rigtig?"),
    ("pdf-tabel-af-tabulatorer", good(tags=(*GOOD, *tabbed(200, 200, 200))),
     "Er det en tabel?"),
    ("pdf-kunne-være-webside", good(pages=2, annotations=(LINK,)), "på en webside"),
    ("pdf-tekst-uden-bogstaver", good(fonts=(Font("Gill", "Type0", 1, 20, 0, (), 20),)), "Er de bogstaver?"),
    ("pdf-tekst-uden-bogstaver", good(fonts=(Font("ZapfDingbats", "Type1", 1, 20, 20),)), "Er de bogstaver?"),
    ("pdf-alternativ-tekst-siger-intet", changed(12, alt="Billede 3"), "”Billede 3”"),
    ("pdf-alternativ-tekst-siger-intet", changed(12, alt="Nyt logo til brev.png"), "”Nyt logo til brev.png”"),
    ("pdf-alternativ-tekst-siger-intet", changed(12, alt=f"Et skærmbillede\n\n{BY_WORD}"), "skrevet af et program"),
    ("pdf-tekstlag-uforståeligt", good(blocks=(Block("paragraph", RUBBISH),)), "”k8n”"),
    ("pdf-uden-overskrifter", changed(1, role="P"), "ingen overskrifter"),
    ("pdf-overskrift-forklædt", good(tags=(*GOOD, HEAD, BODY)), "”Sådan søger du”"),
    ("pdf-overskrift-forklædt", good(tags=(*GOOD, replace(HEAD, size=10, bold=True), BODY)), "”Sådan søger du”"),
    ("pdf-overskrift-forklædt", headed_by_lines(14, bold=False), "”Sådan søger du om støtte”"),
    ("pdf-overskrift-forklædt", headed_by_lines(10, bold=True), "”Sådan søger du om støtte”"),
    ("pdf-liste-i-hånden", good(tags=(*GOOD, *line_by_line(("- budget",), ("- tidsplan",), ("- mål",)))), "3 afsnit"),
    ("pdf-tabel-af-tabulatorer", good(tags=(*GOOD, *tabbed_by_words(700, 680, 660))), "3 linjer i træk"),
    ("pdf-felt-med-teknisk-navn", good(annotations=(LINK, replace(FIELD, field="beloeb", label="beloeb"))), "”beloeb”"),
    ("pdf-felt-med-teknisk-navn", good(annotations=(LINK, replace(FIELD, field="tlf_2", label="tlf_2"))), "”tlf_2”"),
    ("pdf-liste-i-hånden", good(tags=(*GOOD, *(tag("P", text=f"– punkt {n}") for n in range(3)))), "3 afsnit"),
    ("pdf-link-med-adresse", good(tags=(*GOOD, tag("Link", text="læs mere"))), "”læs mere”"),
    ("pdf-link-med-adresse", good(tags=(*GOOD, tag("Link", text="https://lov.example/" + 40 * "a"))), "”https"),
    ("pdf-tabel-uden-hoved", good(tags=(*GOOD, *bare_table(len(GOOD), LONG))), "tabel med data"),
    ("pdf-tabel-uden-hoved", good(tags=(*GOOD, *bare_table(len(GOOD), "Ja", 2))), "tabel med data"),
    ("pdf-felt-med-teknisk-navn", good(annotations=(LINK, replace(FIELD, label="Text12"))), "”Text12”"),
    (
        "pdf-sidehoved-som-tekst",
        good(tags=(*GOOD, *(tag("P", page=n, text=f"Side {n} af 4", box=(50, 20, 90, 30)) for n in range(1, 5)))),
        "”Side 1 af 4”",
    ),
    ("pdf-titel-er-filnavn", good(title="Notat_endelig.docx"), "”Notat_endelig.docx”"),
]  # fmt: skip
#: What is like the above and in order.
IN_ORDER = [
    good(tags=(*GOOD, *blocks_at(690, 660, 630))),
    good(tags=(*GOOD, *blocks_at(690, 660), replace(blocks_at(690)[0], box=(420.0, 690.0, 560.0, 702.0)))),
    good(tags=(*GOOD, *tabbed(200, 260, 320))),
    good(tags=(*GOOD, *line_by_line(("Vi svarer om 14", "- 21 dage", "- eller før", "- hvis vi kan")))),
    good(tags=(*GOOD, *tabbed_by_words(700, 680))),
    headed_by_lines(10, bold=False),
    good(annotations=(LINK, replace(FIELD, field="Dit navn", label="Dit navn"))),
    good(blocks=(Block("paragraph", TECHNICAL),)),
    good(blocks=(Block("paragraph", GERMAN),), language="de"),
    good(tags=(*GOOD, replace(HEAD, size=10), BODY)),
    good(tags=(*GOOD, HEAD, replace(HEAD, text="Klage"))),
    good(tags=(*GOOD, replace(HEAD, text="Vi svarer inden fire uger."), BODY)),
    good(tags=(*GOOD, *(tag("P", text=f"– punkt {n}") for n in range(2)))),
    good(tags=(*GOOD, tag("Link", text="www.stoette.example"))),
    good(tags=(*GOOD, tag("H2"), tag("Figure", len(GOOD), alt="Ministeriets våben", content=1))),
    good(
        tags=(*GOOD, *(tag("P", page=n, text="Se loven", box=(50, 90 * n, 90, 99 * n)) for n in range(1, 5)))
    ),
    changed(12, alt="Billede af våbnet over porten"),
    changed(12, alt="Skærmbillede af det vindue, hvor man gemmer sin fil som logo.png"),
    changed(12, alt="Skærmbillede af den mappe, hvor man gemmer filen bilag2.png"),
    good(tags=(*GOOD, *(tag("P", 16, text=f"{n}. Sådan gør du {n}", content=1) for n in range(3)))),
]


CASES: list[tuple[str, DocumentFacts, str]] = [
    ("pdf-kontrast-for-lav", good(faint=(FAINT,)), ""),
    ("pdf-rækkefølge", good(tags=(*GOOD, *blocks_at(600, 630, 660, 690))), ""),
    ("pdf-uden-koder", good(tagged=False), "01-005"),
    ("pdf-uden-titel", good(title=""), "06-003"),
    ("pdf-uden-titel", good(shows_title=False), "07-001"),
    ("pdf-uden-sprog", good(language="", content=(PageContent(1, no_language=4),)), "11-001"),
    ("pdf-uden-sprog", content(no_language=1), "11-001"),
    ("pdf-uden-sprog", content(no_language_spans=1), "11-002"),
    ("pdf-sprog-mangler-uden-for-teksten", good(silent=Silent(bookmarks=3)), "11-003"),
    ("pdf-sprog-mangler-uden-for-teksten", good(silent=Silent(annotations=3)), "11-004"),
    ("pdf-sprog-mangler-uden-for-teksten", good(silent=Silent(fields=3)), "11-005"),
    ("pdf-sprog-mangler-uden-for-teksten", good(silent=Silent(metadata=1)), "11-006"),
    ("pdf-sprogkode-forkert", extras(malformed_language="dansk (DK)"), "11-001"),
    ("pdf-sprogkode-forkert", extras(malformed_language=""), "11-001"),
    ("pdf-sprogkode-forkert", good(language="", extras=Extras(bookmarks=3, malformed_in_parts=("dk_DK",))), "11-001"),
    *(("pdf-sprogkode-forkert", good(language=code), "") for code in ("dk", "DK-da", "Dansk", "Danish")),
    ("pdf-sprogkode-i-teksten-forkert", extras(malformed_in_parts=("en_GB", "")), "11-001"),
    ("pdf-spærrer-hjælpemidler", good(assistive_access=False), "26-002"),
    ("pdf-uden-bogmærker", good(pages=21, extras=Extras()), ""),
    ("pdf-uden-pdfua-mærke", good(identity=Identity(metadata=False)), "06-001"),
    ("pdf-uden-pdfua-mærke", good(pdfua=None), "06-002"),
    ("pdf-uden-pdfua-mærke", good(identity=Identity(pdfua_prefixes=("ua",))), "06-002"),
    ("pdf-uden-pdfua-mærke", good(identity=Identity(version="")), "06-002"),
    ("pdf-uden-pdfua-mærke", good(identity=Identity(xmp_title=False)), "06-003"),
    ("pdf-indhold-uden-koder", content(loose_text=2), "01-005"),
    ("pdf-indhold-uden-koder", content(loose_images=1), "01-005"),
    ("pdf-pynt-uden-mærke", content(loose_lines=7), "01-005"),
    ("pdf-pynt-uden-mærke", content(loose_blanks=1), "01-005"),
    ("pdf-pynt-og-indhold-blandet", content(artifacts_in_tags=1), "01-003"),
    ("pdf-pynt-og-indhold-blandet", content(tags_in_artifacts=1), "01-004"),
    ("pdf-gentaget-indhold", extras(references=1), "30-001"),
    ("pdf-gentaget-indhold", extras(shared_forms=1), "30-002"),
    ("pdf-koder-mistænkelige", extras(suspects=True), "01-007"),
    ("pdf-egne-koder", changed(4, kind="Brødtekst", mapping=Mapping.NONE), "02-001"),
    ("pdf-egne-koder", good(tags=(*GOOD, tag("", kind="Tekst", mapping=Mapping.CIRCULAR))), "02-003"),
    ("pdf-koder-oversat-til-sig-selv", changed(4, mapping=Mapping.CIRCULAR), "02-003"),
    ("pdf-egne-koder", changed(4, mapping=Mapping.REMAPPED), "02-004"),
    ("pdf-koder-passer-ikke-sammen", changed(16, parent=0), "09-006"),
    ("pdf-koder-passer-ikke-sammen", good(tags=(*GOOD, tag("RT"))), "09-007"),
    ("pdf-koder-passer-ikke-sammen", good(tags=(*GOOD, tag("WT"))), "09-008"),
    ("pdf-koder-passer-ikke-sammen", changed(1, orphan=True), "01-005"),
    ("pdf-liste-i-uorden", changed(4, role="P"), "09-005"),
    ("pdf-liste-i-uorden", good(tags=(*GOOD, tag("LI"))), "09-005"),
    ("pdf-overskrift-springer", changed(1, role="H2"), "14-002"),
    ("pdf-overskrift-springer", good(tags=(*GOOD, tag("H3", text="Klage"))), "14-003"),
    ("pdf-overskrifter-blandet", good(tags=(*GOOD, tag("H", text="Klage"))), "14-007"),
    ("pdf-note-uden-id", changed(14, id=""), "19-003"),
    ("pdf-note-uden-id", good(tags=(*GOOD, tag("Note", id="note1"))), "19-004"),
    ("pdf-figur-uden-alternativ-tekst", changed(12, alt=None), "13-004"),
    ("pdf-figur-uden-alternativ-tekst", changed(12, alt=""), "13-004"),
    ("pdf-formel-uden-alternativ-tekst", changed(13, alt=None), "17-002"),
    ("pdf-tabel-i-uorden", changed(10, columns=2), "09-004"),
    ("pdf-tabel-i-uorden", changed(10, rows=2), "09-004"),
    ("pdf-tabel-i-uorden", changed(10, role="P"), "09-004"),
    ("pdf-tabel-i-uorden", good(tags=(*GOOD, tag("TR"))), "09-004"),
    ("pdf-tabel-uden-overskrifter", changed(7, scope=""), "15-003"),
    ("pdf-tabel-uden-overskrifter", changed(10, headers=("findes ikke",)), "15-003"),
    ("pdf-link-uden-kode", good(annotations=(replace(LINK, tag="P"), FIELD)), "28-011"),
    ("pdf-link-uden-beskrivelse", good(annotations=(replace(LINK, described=False), FIELD)), "28-012"),
    ("pdf-felt-uden-navn", good(annotations=(LINK, replace(FIELD, label=""))), "28-005"),
    ("pdf-felt-uden-kode", good(annotations=(LINK, replace(FIELD, tag=None))), "28-010"),
    ("pdf-felt-uden-kode", changed(17, widgets=2), "28-010"),
    ("pdf-kommentar-uden-beskrivelse", good(annotations=(Annotation("Text", 1, tag="Annot"),)), "28-004"),
    ("pdf-kommentar-uden-beskrivelse", good(annotations=(Annotation("Text", 1, described=True),)), "28-002"),
    ("pdf-kommentar-uden-beskrivelse", good(annotations=(MARK,)), "28-017"),
    ("pdf-film-uden-beskrivelse", good(annotations=(replace(LINK, media=("Alt",)),)), "28-015"),
    ("pdf-film-uden-beskrivelse", good(annotations=(replace(LINK, media=("CT",)),)), "28-014"),
    *(("pdf-alternativ-tekst-siger-intet", changed(12, alt=name), "") for name in FILES),
    ("pdf-overskrift-tom", good(tags=(*GOOD, tag("H2"))), ""),
    ("pdf-tabel-uden-hoved", good(tags=(*GOOD, *(bare_table(len(GOOD), "40,5 mio. kr.")))), ""),
    *(("pdf-tabel-uden-hoved", facts, "") for facts in DATA),
    ("pdf-tabulator-uden-orden", good(annotations=(LINK, LINK), extras=ONE_ORDER), "28-009"),
    ("pdf-tabulator-uden-besked", good(annotations=(LINK, FIELD), extras=ONE_ORDER), "28-009"),
    ("pdf-lag-uden-navn", extras(layers_without_name=1), "20-001"),
    ("pdf-lag-uden-navn", extras(layers_nameless=True), "20-002"),
    ("pdf-lag-uden-navn", extras(layers_automatic=1), "20-003"),
    ("pdf-vedhæftet-fil-uden-navn", extras(attachments=("tal.xlsx",)), "21-001"),
    ("pdf-dynamisk-formular", extras(dynamic_form=True), "25-001"),
    ("pdf-tekst-uden-bogstaver", good(fonts=(Font("Gill", "Type0", 1, 20, 20, (FontFlaw.UNMAPPED,)),)), "10-001"),
    *(
        ("pdf-skrifter-med-fejl", good(fonts=(Font("Gill", "Type0", 1, 20, 1, (flaw,)),)), condition)
        for flaw, (condition, _) in CONDITIONS.items()
    ),
]  # fmt: skip


def test_a_whole_document_passes_every_rule() -> None:
    assert said(good()) == []


@pytest.mark.parametrize(("rule", "facts", "condition"), CASES)
def test_a_fault_fails_its_rule_and_no_other(rule: str, facts: DocumentFacts, condition: str) -> None:
    verdict = judged(facts)
    failed = [finding for finding in verdict.findings if finding.outcome is Outcome.FAILED]
    assert {finding.rule for finding in failed} == {rule}
    if condition:
        assert condition in {one for finding in failed for one in finding.matterhorn}
    assert all(set(finding.matterhorn) <= set(rulebook().rule(rule).matterhorn) for finding in failed)


def test_what_is_amiss_in_a_font_is_told_as_a_list_whose_parts_may_have_commas() -> None:
    def message(*flaws: FontFlaw) -> str:
        (one,) = judged(good(fonts=(Font("Gill", "Type0", 1, 20, 0, flaws),))).findings
        return one.message

    assert message(FontFlaw.NOTDEF) == "Skrifterne har fejl: ”Gill” viser tegn, som den ikke har."
    both = message(FontFlaw.NOTDEF, FontFlaw.WIDTHS)
    assert both == "Skrifterne har fejl: ”Gill” viser tegn, som den ikke har og har tegn med forkert bredde."


@pytest.mark.parametrize(("rule", "facts", "words"), ASKED)
def test_what_is_doubtful_is_asked_and_breaks_no_condition(
    rule: str, facts: DocumentFacts, words: str
) -> None:
    (found,) = judged(facts).findings
    assert (found.rule, found.outcome, found.matterhorn) == (rule, Outcome.CANT_TELL, ())
    assert words in found.message


@pytest.mark.parametrize("facts", IN_ORDER)
def test_what_is_like_a_fault_and_is_none_is_not_told(facts: DocumentFacts) -> None:
    assert said(facts) == []


def test_every_rule_on_documents_has_an_example_here() -> None:
    rules = {rule.id for rule in rulebook().rules.values() if rule.check.startswith("document.")}
    assert rules == {rule for rule, _, _ in (*CASES, *ASKED)}


def test_what_follows_from_missing_tags_is_not_told() -> None:
    facts = good(
        tagged=False,
        pdfua=None,
        tags=(),
        content=(PageContent(1, loose_text=40, loose_lines=7),),
        annotations=(replace(LINK, tag=None),),
        extras=Extras(bookmarks=3, tab_orders=(1,)),
    )
    assert [rule for rule, _ in said(facts)] == ["pdf-uden-koder"]


def test_a_hidden_annotation_and_one_off_the_page_are_met_by_nobody() -> None:
    lost = (replace(LINK, tag=None, hidden=True), replace(FIELD, label="", tag=None, outside=True))
    assert said(good(annotations=lost)) == []


def test_the_window_of_a_comment_needs_no_tag_and_no_description() -> None:
    comment = Annotation("Text", 1, tag="Annot", described=True)
    assert said(good(annotations=(comment, Annotation("Popup", 1)))) == []


def test_a_table_whose_cells_name_their_headers_needs_no_scope() -> None:
    tags = list(GOOD)
    tags[7] = replace(tags[7], scope="", id="år")
    tags[8] = replace(tags[8], scope="", id="kroner")
    tags[10] = replace(tags[10], headers=("år",))
    tags[11] = replace(tags[11], headers=("kroner",))
    assert said(good(tags=tuple(tags))) == []


def test_many_figures_without_text_are_told_one_by_one_and_the_rest_together() -> None:
    figures = tuple(tag("Figure", content=1, page=number) for number in range(1, 41))
    found = judged(good(pages=50, tags=(*GOOD, *figures))).findings
    assert len(found) == 31
    assert found[-1].message.startswith("10 til har samme fejl.")


def test_a_finding_says_where_in_the_tags_it_is() -> None:
    (found,) = judged(changed(10, headers=("x",))).findings
    assert (found.place.path, found.place.page) == ("Document > Table", 1)
    (found,) = judged(good(tags=(*GOOD, tag("Figure", page=3)))).findings
    assert (found.place.path, found.place.page) == ("Document > Figure[2]", 3)
