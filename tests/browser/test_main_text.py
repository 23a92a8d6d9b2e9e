"""The main text of a page that marks none."""

from __future__ import annotations

import pytest

from tilgaengelig.gather.maintext import main_text
from tilgaengelig.model.subject import Block

ADDRESS = "https://www.ministerium.example/"
FIRST = "Du kan søge om støtte til din husleje. Du skal bo til leje og have en lav indkomst."
SECOND = (
    "Mangler vi noget, skriver vi til dig. Du får svar inden fire uger, og pengene kommer i måneden efter."
)
MENU = "<nav><ul><li><a href='/a'>Nyheder</a></li><li><a href='/b'>Kontakt os</a></li></ul></nav>"


def whole(body: str) -> str:
    """A page with a menu, a footer, and this between them."""
    return (
        f"<!doctype html><html lang='da'><head><title>Støtte</title></head><body>{MENU}<div>{body}</div>"
        "<footer><p>Ministeriet, Gaden 1, 1000 Byen</p></footer></body></html>"
    )


def test_menus_and_footers_are_left_out_and_headings_items_and_paragraphs_told_apart() -> None:
    body = (
        f"<h1>Støtte til husleje</h1><p>{FIRST}</p><h2>Sådan søger du</h2><ul><li>Find din lejekontrakt frem.</li>"
        f"<li>Log ind med MitID.</li></ul><p>{SECOND}</p>"
    )
    assert main_text(whole(body), ADDRESS) == (
        Block("heading", "Støtte til husleje"),
        Block("paragraph", FIRST),
        Block("heading", "Sådan søger du"),
        Block("item", "Find din lejekontrakt frem."),
        Block("item", "Log ind med MitID."),
        Block("paragraph", SECOND),
    )


def test_cells_of_a_table_stand_alone() -> None:
    table = "<table><tr><th>Hvor mange I er</th><th>Indkomst</th></tr><tr><td>En</td><td>200.000</td></tr></table>"
    blocks = main_text(whole(f"<p>{FIRST}</p>{table}<p>{SECOND}</p>"), ADDRESS)
    assert [block.text for block in blocks if block.kind == "cell"] == [
        "Hvor mange I er",
        "Indkomst",
        "En",
        "200.000",
    ]


def test_a_line_broken_by_hand_is_two_blocks_and_a_link_breaks_nothing() -> None:
    blocks = main_text(whole(f"<p>{FIRST}<br>Ring <a href='/x'>til</a> os.</p><p>{SECOND}</p>"), ADDRESS)
    assert [block.text for block in blocks] == [FIRST, "Ring til os.", SECOND]


@pytest.mark.parametrize("html", ["", " ", "<", "<html></html>", "<p>", "\0", "<body><nav>Menu</nav></body>"])
def test_a_page_without_text_has_no_blocks(html: str) -> None:
    assert main_text(html, ADDRESS) == ()
