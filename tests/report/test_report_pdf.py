"""Our PDFs keep to what we ask of others: PDF/UA-1 by our own check, in Danish, with nothing to mend."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from report_factory import component, overview, page, report_of, troubled
from report_samples import believable, hostile

from our_book import BOOK
from tilgaengelig.gather.pdf.document import read_document
from tilgaengelig.judge.verdict import conforms, judge
from tilgaengelig.model.errors import SetupLacks
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.overview import Overview
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.report.pdf import html_to_pdf, write_pdf
from tilgaengelig.rulebook.book import Rulebook

LINK = "link-uden-tekst"


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return BOOK


@pytest.mark.parametrize(
    "whole", [believable(20), overview(), hostile()], ids=["believable", "empty", "hostile"]
)
def test_the_report_is_pdf_ua_and_our_own_check_finds_no_fault_in_it(
    whole: Overview, rulebook: Rulebook, tmp_path: Path
) -> None:
    write_pdf(report_of(whole), tmp_path / "rapport.pdf")
    facts = read_document((tmp_path / "rapport.pdf").read_bytes(), "rapport.pdf")
    findings = judge(facts, rulebook.rules, 40).findings
    assert [each.message for each in findings if each.outcome is Outcome.FAILED] == []
    assert conforms(facts, findings)
    assert (facts.pdfua, facts.language, facts.tagged) == (1, "da", True)
    assert facts.title.startswith("Rapport om tilgængelighed: ")


def printed(whole: Overview, folder: Path) -> str:
    write_pdf(report_of(whole), folder / "rapport.pdf")
    facts = read_document((folder / "rapport.pdf").read_bytes(), "rapport.pdf")
    return " ".join(" ".join(block.text.split()) for block in facts.blocks)


def test_a_rule_tells_all_who_mend_it_and_its_worst_impact(tmp_path: Path) -> None:
    pages = tuple(page(f"/p{number}", failed=1) for number in range(9))
    first, *rest = (each.address for each in pages)
    slight = component(1, LINK, tuple(rest), impact=Impact.MINOR, responsibility=Responsibility.UDVIKLER)
    editors = [component(number, LINK, (first,), impact=Impact.SERIOUS) for number in (2, 3)]
    report = report_of(overview(pages, (slight, *editors)))
    assert report.failed[0].faults[0].component.id == slight.id
    told = printed(overview(pages, (slight, *editors)), tmp_path).partition("Alle fejl, efter krav")[2]
    row = told.partition("Links skal have en tekst")[2][:80]
    assert "Alvorlig" in row
    assert "redaktør (2), udvikler (1)" in row


def test_pages_and_reasons_that_are_not_named_are_counted(tmp_path: Path) -> None:
    pages = tuple(page(f"/p{number}", failed=1) for number in range(9))
    broken = component(1, LINK, tuple(each.address for each in pages))
    # Places are cut where there are many: these are all on one page.
    cut = replace(broken, occurrences=(broken.occurrences[0],) * 3)
    unread = tuple(
        troubled(f"/t{number}", TroubleKind.NOT_AN_ADDRESS, f"fejl {number}") for number in range(400, 460)
    )
    told = printed(overview((*pages, *unread), (cut,)), tmp_path)
    assert "Den står på 8 sider mere." in told
    assert "Der er 10 grunde mere. Se dem i den fulde rapport." in told


def test_nothing_is_fetched_for_a_pdf(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    page = '<html lang="da"><title>x</title><p>Tekst <img src="file:///etc/hostname" alt="x"></html>'
    html_to_pdf(page, tmp_path / "x.pdf")
    facts = read_document((tmp_path / "x.pdf").read_bytes(), "x.pdf")
    assert [block.text for block in facts.blocks] == ["Tekst x"]


def test_without_pango_one_sentence_says_what_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(SetupLacks, match="Pango mangler"):
        write_pdf(report_of(overview()), tmp_path / "rapport.pdf")
    assert list(tmp_path.iterdir()) == []
