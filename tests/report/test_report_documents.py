"""The pages on single PDFs: what to mend, where, and how in the program that made it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from report_factory import RULES, SITE, overview, page, report_of, webp

from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import DocumentFinding, SubjectRow
from tilgaengelig.model.rule import Duty, Impact, Responsibility
from tilgaengelig.report.data import as_json
from tilgaengelig.report.documents import exemption, without_pages
from tilgaengelig.report.page import render_html, write_html

DUTY = next(one for one in RULES.values() if one.duty is Duty.LOVKRAV).id
CUSTOM = next(one for one in RULES.values() if one.duty is Duty.GOD_PRAKSIS).id


def pdf(path: str, title: str = "Vejledning om støtte til bolig", **facts: Any) -> SubjectRow:
    told = {
        "pages": 3,
        "tagged": True,
        "shows_title": True,
        "assistive_access": True,
        "has_title": True,
        **facts,
    }
    return page(path, kind=SubjectKind.DOCUMENT, media_type="application/pdf", title=title, facts=told)


def found(rule: str = DUTY, outcome: Outcome = Outcome.FAILED, **other: Any) -> DocumentFinding:
    message = other.pop("message", "Side 2 har <en> fejl.")
    return DocumentFinding(rule, outcome, Impact.SERIOUS, Responsibility.REDAKTOER, message, **other)


def components(*findings: DocumentFinding) -> tuple[Any, ...]:
    from report_factory import component

    return tuple(
        component(at, rule, (SITE + "/a.pdf",)) for at, rule in enumerate({one.rule for one in findings})
    )


def written(
    folder: Path, row: SubjectRow, *findings: DocumentFinding, others: tuple[SubjectRow, ...] = ()
) -> str:
    """The page on the one PDF that there is."""
    told = overview((row, *others), components(*findings), in_documents={row.address: findings})
    write_html(report_of(told), folder / "rapport.html")
    (file,) = (folder / "pdf").glob("*.html")
    return file.read_text()


def test_the_page_says_whether_the_file_can_be_published_and_what_stands_in_the_way(tmp_path: Path) -> None:
    html = written(
        tmp_path,
        pdf("/a.pdf", producer="Microsoft Word", created="2017-03-12"),
        found(page=2, target="Document > P[3]", picture=webp()),
        found(CUSTOM),
        found(outcome=Outcome.CANT_TELL, message="Er det en liste?"),
    )
    assert "Kan ikke offentliggøres endnu: 1 fejl, som spærrer for læsere." in html
    assert "Side 2 har &lt;en&gt; fejl." in html
    assert "Document &gt; P[3]" in html
    assert 'alt="Side 2 i filen med en rød ramme om stedet"' in html
    assert html.index("Det skal rettes") < html.index("Det skal du tage stilling til")
    assert html.index("Er det en liste?") < html.index("Formaliteter og god praksis")
    assert "Filen er fra den 12. marts 2017. Er den også udgivet før den 23. september 2018" in html


def test_the_report_links_to_the_pages_and_is_whole_without_them(tmp_path: Path) -> None:
    row = pdf("/filer/Årsrapport 2025.pdf")
    told = report_of(overview((row,), components(found()), in_documents={row.address: (found(),)}))
    assert 'href="pdf/001-aarsrapport-2025.html"' in render_html(told)
    assert "pdf/001" not in render_html(without_pages(told))
    write_html(without_pages(told), tmp_path / "rapport.html")
    assert [file.name for file in tmp_path.iterdir()] == ["rapport.html"]


@pytest.mark.parametrize("picture", [b"no picture", b"RIFF0000WEBP" + bytes(400_000)])
def test_what_is_no_picture_or_too_large_is_not_shown(tmp_path: Path, picture: bytes) -> None:
    assert "<img" not in written(tmp_path, pdf("/a.pdf"), found(page=1, picture=picture))


def test_a_page_with_the_same_title_may_be_the_same_text(tmp_path: Path) -> None:
    same = page("/stoette", title="Vejledning om støtte til bolig - Ministeriet")
    other = page("/andet", title="Vejledning om noget helt andet")
    assert "har samme titel" in written(tmp_path / "1", pdf("/a.pdf"), found(), others=(same, other))
    assert "har samme titel" not in written(tmp_path / "2", pdf("/a.pdf"), found(), others=(other,))


def test_the_data_tells_the_verdict_and_the_pages_that_link_to_each_pdf() -> None:
    row = pdf("/a.pdf", producer="Microsoft Word", created="2024-05-01")
    linked = {row.address: ((SITE + "/tilskud", "Læs vejledningen"),)}
    told = overview((row,), components(found()), linked=linked, in_documents={row.address: (found(),)})
    (document,) = as_json(report_of(told))["documents"]
    assert (document["ready"], document["barriers"], document["created"]) == (False, 1, "2024-05-01")
    assert document["sources"] == [{"address": SITE + "/tilskud", "text": "Læs vejledningen"}]


@pytest.mark.parametrize(("size", "said"), [(2_345_678, "(PDF, 2,3 MB)"), (47_001, "(PDF, 48 kB)")])
def test_every_link_to_a_pdf_tells_its_type_and_size(tmp_path: Path, size: int, said: str) -> None:
    row = replace(pdf("/a.pdf"), size=size)
    told = overview((row,), components(found()), in_documents={row.address: (found(),)})
    write_html(report_of(told), tmp_path / "rapport.html")
    for file in tmp_path.rglob("*.html"):
        links = re.findall(r'<a href="[^"]*/a\.pdf"[^>]*>(.*?)</a>', file.read_text(), re.DOTALL)
        assert links
        assert all(link.endswith(said) for link in links)


def test_a_document_of_before_the_act_may_be_exempt() -> None:
    assert "22. september 2018" in exemption(dt.date(2018, 9, 22))
    assert exemption(dt.date(2018, 9, 23)) == ""
    assert exemption(None) == ""
