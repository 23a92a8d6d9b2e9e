"""The report keeps to what it asks of others: its own prose has LIX below 40."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from report_factory import STARTED, overview, report_of, troubled
from report_samples import believable

from tilgaengelig.danish.readability import measure
from tilgaengelig.model.overview import Overview
from tilgaengelig.model.supervision import Earlier
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.report import render_director, render_html, summary_lines

BLOCKS = "h1, h2, h3, h4, p, li:not(:has(p)), dt, dd, caption, summary, label"
FOREIGN = "script, style, pre, code, table, .addresses, [translate=no]"
WHOLES = {
    "believable": believable(),
    "empty": overview(),
    "login": overview((troubled("/", TroubleKind.LOGIN),)),
}


def prose(whole: Overview) -> list[str]:
    """The report's own blocks of text."""
    return blocks_of(render_html(report_of(whole)))


def blocks_of(html: str) -> list[str]:
    """A page's blocks of text: no code, no addresses, no cells of tables."""
    page = BeautifulSoup(html, "lxml")
    for element in page.select(FOREIGN):
        element.decompose()
    return [" ".join(block.get_text().split()) for block in page.select(BLOCKS)]


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES)
def test_the_page_is_easy_enough_to_read(whole: Overview) -> None:
    lix = measure(prose(whole)).lix
    assert lix is not None
    assert lix < 40


def test_the_page_for_the_management_is_easier_still() -> None:
    before = (Earlier(STARTED, 402, 38),)
    for whole in WHOLES.values():
        lix = measure(blocks_of(render_director(report_of(whole, earlier=before)))).lix
        assert lix is not None
        assert lix < 35


def test_whole_sentences_alone_are_easy_enough_to_read() -> None:
    lix = measure([block for block in prose(believable()) if block.endswith((".", "?"))]).lix
    assert lix is not None
    assert lix < 40


def test_the_summary_is_easy_enough_to_read() -> None:
    lix = measure(summary_lines(report_of(believable()))).lix
    assert lix is not None
    assert lix < 40
