"""The checks of a PDF, each on facts that have just its fault."""

from __future__ import annotations

from typing import Any

import pytest
from judge_things import document_facts, judged, only, said

from tilgaengelig.model.document import Extras, PageContent
from tilgaengelig.model.finding import Outcome


def test_a_document_without_fault_has_no_finding() -> None:
    assert said(document_facts()) == []


@pytest.mark.parametrize(
    ("changes", "rule", "words", "matterhorn"),
    [
        ({"tagged": False}, "pdf-uden-koder", "ingen koder", "01-005"),
        ({"title": ""}, "pdf-uden-titel", "ingen titel", "06-003"),
        ({"shows_title": False}, "pdf-uden-titel", "viser filens navn", "07-001"),
        ({"language": ""}, "pdf-uden-sprog", "hvilket sprog", ""),
        ({"assistive_access": False}, "pdf-spærrer-hjælpemidler", "skærmlæsere", "26-002"),
    ],
)
def test_a_fault_of_a_document_is_told_by_its_rule_and_no_other(
    changes: dict[str, Any], rule: str, words: str, matterhorn: str
) -> None:
    found = only(document_facts(**changes))
    assert (found.rule, found.outcome) == (rule, Outcome.FAILED)
    assert words in found.message
    assert not matterhorn or matterhorn in found.matterhorn


def test_a_document_in_another_language_than_it_states_is_told_as_a_file_with_steps_for_its_program() -> None:
    found = only(document_facts(language="en-US"))
    assert (found.rule, found.outcome) == ("pdf-sprog-er-et-andet", Outcome.FAILED)
    assert found.message == "Filen siger, at den er på engelsk, men teksten ser ud til at være på dansk."


@pytest.mark.parametrize(
    ("language", "marked", "words"),
    [
        ("en-US", "da-DK", "Filen siger, at den er på engelsk, men teksten"),
        ("da-DK", "en-US", "Det meste af teksten er mærket som engelsk, men ser ud til at være på dansk."),
    ],
)
def test_a_document_that_is_said_to_be_in_two_languages_is_asked_about_where_one_of_them_is_right(
    language: str, marked: str, words: str
) -> None:
    found = only(document_facts(language=language, marked_language=marked))
    assert (found.rule, found.outcome) == ("pdf-sprog-er-et-andet", Outcome.CANT_TELL)
    assert words in found.message


@pytest.mark.parametrize(
    ("pages", "pictures", "words"),
    [
        (1, (1,), "Siden er et billede af tekst,"),
        (4, (1, 2, 3, 4), "Alle sider er billeder af tekst,"),
        (4, (1, 2, 4), "Side 1, 2 og 4 er billeder af tekst,"),
        (4, (2, 3), "Side 2 og 3 er billeder af tekst,"),
    ],
)
def test_a_file_without_tags_of_mostly_pictures_was_scanned(
    pages: int, pictures: tuple[int, ...], words: str
) -> None:
    facts = document_facts(tagged=False, pages=pages, pages_without_text=pictures)
    (found,) = (one for one in judged(facts).findings if one.rule == "pdf-uden-tekstlag")
    assert found.outcome is Outcome.FAILED
    assert found.message == f"{words} så ordene kan hverken læses op eller søges i."


@pytest.mark.parametrize(
    "changes",
    [{"pages_without_text": (1, 2, 3)}, {"pages_without_text": (1,), "pictures_told": ((2, ""), (3, ""))}],
)
def test_a_file_with_tags_that_is_nothing_but_pictures_without_words_was_scanned(
    changes: dict[str, Any],
) -> None:
    found = only(document_facts(pages=3, **changes))
    assert (found.rule, found.outcome) == ("pdf-uden-tekstlag", Outcome.FAILED)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"pages_without_text": (3,)},
            "Side 3 har et stort billede og næsten ingen tekst. Står der ord på billedet?",
        ),
        (
            {"pages_without_text": (1, 4), "tagged": False},
            "Side 1 og 4 har store billeder og næsten ingen tekst. Står der ord på billederne?",
        ),
        (
            {"pages_without_text": (3,), "pages_of_few_words": (1,)},
            "Side 1 og 3 har store billeder og næsten ingen tekst. Står der ord på billederne?",
        ),
    ],
)
def test_a_page_with_a_picture_may_be_a_photo_where_the_rest_is_text(
    changes: dict[str, Any], words: str
) -> None:
    (found,) = (one for one in judged(document_facts(**changes)).findings if one.rule == "pdf-uden-tekstlag")
    assert (found.outcome, found.message) == (Outcome.CANT_TELL, words)


def test_a_cover_with_a_photo_and_a_title_is_not_asked_about() -> None:
    assert said(document_facts(pages_of_few_words=(1,))) == []


def test_a_finding_on_pictured_pages_names_the_first_and_cuts_a_long_list() -> None:
    found = only(document_facts(pages=30, pages_without_text=tuple(range(3, 23)), extras=Extras(bookmarks=4)))
    assert found.place.page == 3
    assert found.message.startswith("Side 3, 4, 5, 6, 7, 8, 9, 10 og 12 til har store billeder")


@pytest.mark.parametrize(
    "title",
    [
        "vejledning.pdf",
        "vejledning",
        "Microsoft Word - Notat.docx",
        "rapport_ENDELIG.indd",
        "Dokument1",
        "untitled",
        "Skabelon 2",
        "PowerPoint-præsentation",
        "PowerPoint Presentation",
        "Dias nummer 1",
        "aarsrapport_2025_endelig",
        "Bilag2_endelig.docx [Kompatibilitetstilstand]",
    ],
)
def test_a_title_that_looks_like_the_name_of_a_file_is_asked_about(title: str) -> None:
    found = only(document_facts(title=title))
    assert (found.rule, found.outcome) == ("pdf-titel-er-filnavn", Outcome.CANT_TELL)
    assert f"”{title}”" in found.message


@pytest.mark.parametrize(
    "title",
    [
        "Vejledning",
        "Dokument om støtte",
        "Årsrapport 2025",
        "Om pdf-filer",
        "Skabelon til fuldmagt",
        "Om pdf.js",
    ],
)
def test_a_title_in_words_is_not_asked_about(title: str) -> None:
    assert said(document_facts(title=title)) == []


def test_a_title_is_held_against_the_name_that_the_address_means() -> None:
    address = "https://www.ministerium.example/%C3%A5rsrapport%202025.pdf?v=2"
    assert said(document_facts(address=address, title="årsrapport 2025")) != []


@pytest.mark.parametrize(("title", "count"), [("Årsrapport 2025", 0), ("Årsrapport-2025", 1)])
def test_a_title_that_the_file_is_named_by_is_asked_about_where_it_is_written_as_a_file_is(
    title: str, count: int
) -> None:
    assert (
        len(said(document_facts(address=f"https://www.ministerium.example/{title}.pdf", title=title)))
        == count
    )


def test_the_faults_of_a_document_are_all_told_and_none_twice() -> None:
    worst = document_facts(
        tagged=False,
        title="",
        language="",
        assistive_access=False,
        pages_without_text=(1,),
        blocks=(),
        content=(PageContent(2, no_language=3),),
    )
    verdict = judged(worst)
    assert [found.rule for found in verdict.findings] == sorted(
        [
            "pdf-spærrer-hjælpemidler",
            "pdf-uden-koder",
            "pdf-uden-sprog",
            "pdf-uden-tekstlag",
            "pdf-uden-titel",
        ]
    )
    assert len({found.component for found in verdict.findings}) == 5
    assert verdict.readability is None
