"""What makes the same fault on two pages one component, on pages that a browser shows and the judge judges."""

from __future__ import annotations

import pytest
from browser_house import Reader, Site, page, reader, rulebook, site

from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.finding import Finding, Outcome

__all__ = ["reader", "site"]


def findings(site: Site, reader: Reader, html: str, rule: str) -> list[Finding]:
    """The failed findings of one rule on a page."""
    found = judge(reader.read(site.put_whole(html)), rulebook().rules, 40).findings
    return [one for one in found if one.rule == rule and one.outcome is Outcome.FAILED]


def component(site: Site, reader: Reader, body: str, rule: str) -> str:
    """The component of the one finding of a rule on a page."""
    (found,) = findings(site, reader, page(body), rule)
    return found.component


PICTURE = "billede-uden-alternativ-tekst"
FIELD = "felt-uden-ledetekst"
CONTRAST = "kontrast-for-lav"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<img src="/a.png" class="foto">', '<img class="foto" src="/a.png">'),
        ('<img src="/a.png" id="b-1">', '<img src="/a.png" id="b-2">'),
        ('<img src="/a.png" class="foto">', '<img src="/a.png" class="portraet">'),
        ('<img src="/a.png">', '<p>Noget før</p><img src="/a.png">'),
        ('<img src="/a.png">', '<img alt="x" src="/b.png"><img src="/a.png">'),
        ('<img src="/a.png">', '<div class="kort"><img src="/a.png"></div>'),
        ('<img src="/a.png">', '<img src="/a.png?v=2">'),
        ('<img src="/a.png" width="40">', '<img src="/a.png" width="60" loading="eager" title="">'),
    ],
)
def test_an_image_is_the_same_whatever_else_changes(site: Site, reader: Reader, one: str, other: str) -> None:
    assert component(site, reader, one, PICTURE) == component(site, reader, other, PICTURE)


def test_another_image_is_another_component(site: Site, reader: Reader) -> None:
    found = findings(site, reader, page('<img src="/a.png"><img src="/b.png">'), PICTURE)
    assert len({one.component for one in found}) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            '<p class="f"><input name="cvr" id="felt-1"></p>',
            '<p class="f"><input name="cvr" id="felt-2"></p>',
        ),
        ('<p class="f css-1a2b3c"><input name="cvr"></p>', '<p class="f css-4d5e6f"><input name="cvr"></p>'),
        ('<p class="f"><input name="cvr"></p>', '<p>Før</p><p class="f"><input type="" name="cvr"></p>'),
        (
            '<p class="f"><input name="cvr"></p>',
            '<p id="x" class="f active"><input value="1" name="cvr"></p>',
        ),
    ],
)
def test_a_field_is_the_same_by_its_place_and_name(site: Site, reader: Reader, one: str, other: str) -> None:
    assert component(site, reader, one, FIELD) == component(site, reader, other, FIELD)


@pytest.mark.parametrize(
    "other", ['<p class="f"><input name="tlf"></p>', '<p class="g"><input name="cvr"></p>']
)
def test_a_field_of_another_name_or_place_is_another(site: Site, reader: Reader, other: str) -> None:
    field = '<p class="f"><input name="cvr"></p>'
    assert component(site, reader, field, FIELD) != component(site, reader, other, FIELD)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('class="note css-1x2y3z"', 'class="note css-9k8j7h"'),
        ('class="note sc-bdVaJa"', 'class="note sc-hKgILt"'),
        ('class="note Kort__a1B2c"', 'class="note Kort__z9Y8x"'),
        ('class="note node-12345"', 'class="note node-99999"'),
        ('class="note is-active"', 'class="note"'),
        ('class="note open first"', 'class="note last"'),
        ('class="b a"', 'class="a b"'),
        ('id="block-1" class="note"', 'class="note" id="block-2"'),
        ('class="note" title="x" data-nid="7"', 'data-nid="8" class="note"'),
    ],
)
def test_a_place_in_the_design_is_the_same_by_the_classes_that_people_wrote(
    site: Site, reader: Reader, one: str, other: str
) -> None:
    bodies = [f'<p {attributes} style="color: #bbb">Bleg tekst</p>' for attributes in (one, other)]
    first, second = (component(site, reader, body, CONTRAST) for body in bodies)
    assert first == second


def test_texts_of_one_style_are_one_component_and_of_another_style_another(
    site: Site, reader: Reader
) -> None:
    style = "<style>.note, .kilde { color: #bbb }</style>"
    body = '<p class="note">Den ene</p><p class="note">Den anden</p><p class="kilde">En kilde</p>'
    found = findings(site, reader, page(body, head=style), CONTRAST)
    first, second, third = (one.component for one in found)
    assert (first == second, first == third) == (True, False)
    assert [one.ordinal for one in found] == [0, 1, 0]
    assert len({one.id("http://127.0.0.1/") for one in found}) == 3


def test_the_same_image_in_the_footer_is_the_developers_and_another_component(
    site: Site, reader: Reader
) -> None:
    image = '<img src="/a.png">'
    html = page(image).replace("</main>", f"</main><footer>{image}</footer>")
    main, footer = findings(site, reader, html, PICTURE)
    assert main.component != footer.component
    assert (main.responsibility, footer.responsibility) == ("redaktør", "udvikler")


@pytest.mark.parametrize(
    ("around", "region"),
    [
        ("<header>{}</header>", "header"),
        ("<nav>{}</nav>", "nav"),
        ("<footer>{}</footer>", "footer"),
        ("<aside>{}</aside>", "aside"),
        ('<div role="banner">{}</div>', "header"),
        ('<div role="contentinfo">{}</div>', "footer"),
        ('<div class="site-footer">{}</div>', "footer"),
        ('<div id="hovedmenu">{}</div>', "nav"),
        ("<div>{}</div>", ""),
        ("<nav><footer>{}</footer></nav>", "nav"),
    ],
)
def test_the_region_of_an_element_is_told_by_what_it_stands_in(
    site: Site, reader: Reader, around: str, region: str
) -> None:
    html = page("").replace("</main>", "</main>" + around.format('<img src="/a.png">'))
    (found,) = findings(site, reader, html, PICTURE)
    assert found.place.region == region


def test_a_header_of_an_article_is_content(site: Site, reader: Reader) -> None:
    body = '<article><header><img src="/a.png"></header></article>'
    (found,) = findings(site, reader, page(body), PICTURE)
    assert found.place.region == "main"


def test_a_page_without_landmarks_is_all_content(site: Site, reader: Reader) -> None:
    html = '<!doctype html><html lang="da"><title>x</title><body><h1>X</h1><p><img src="/a.png"></p></body></html>'
    (found,) = findings(site, reader, html, PICTURE)
    assert found.place.region == "main"
