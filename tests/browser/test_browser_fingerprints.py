"""What names an element is the same whatever a tool makes anew, and another for another element.

The mark-up in the manner of Drupal, Umbraco and TYPO3 is made by hand after their default templates; the pages in
`wagtail/` were rendered by Wagtail itself (see the note there).
"""

from __future__ import annotations

import json
import random
import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_house import Reader, Site, page, reader, site

__all__ = ["reader", "site"]

Names = list[tuple[str, str, str]]
NOTE = "((one) => { const {path, region, key} = tilgaengelig.note(one); return [path, region, key]; })"
ONE = f"{NOTE}(document.querySelector('[data-x]'))"


def names(site: Site, reader: Reader, bodies: list[str], *, main: bool = True) -> Names:
    """Path, region and key of the element marked with `data-x` in each body, each on a page of its own."""
    found: Names = []
    for body in bodies:
        html = page(body) if main else page("").replace("</main>", f"</main>{body}")
        reader.session.driver.get(site.put_whole(html))
        found.append(
            tuple(
                reader.session.evaluate(reader.session.top(), f"{NOTE}(document.querySelector('[data-x]'))")
            )
        )
    return found


def together(site: Site, reader: Reader, headers: list[str]) -> Names:
    """The same for many pieces that stand in landmarks of their own: one page has room for all."""
    reader.session.driver.get(site.put_whole(page("").replace("</main>", "</main>" + "".join(headers))))
    ask = f"[...document.querySelectorAll('[data-x]')].map({NOTE})"
    return [tuple(one) for one in reader.session.evaluate(reader.session.top(), ask)]


# Class names as tools make them; `{}` is what is new with each build.
MADE: dict[str, Callable[[random.Random], str]] = {
    "CSS modules, by webpack": lambda dice: f"Kort_titel__{_base64(dice, 5)}",
    "CSS modules, by Vite": lambda dice: f"_titel_{_base36(dice, 5)}_{dice.randrange(1, 400)}",
    "styled-components": lambda dice: f"sc-{_letters(dice, 6)} {_letters(dice, 6)}",
    "styled-components with names": lambda dice: (
        f"Kort__Titel-sc-{_base36(dice, 7)}-{dice.randrange(9)} {_letters(dice, 6)}"
    ),
    "emotion": lambda dice: f"css-{_base36(dice, 7)}-Titel",
    "JSS": lambda dice: f"makeStyles-titel-{dice.randrange(1, 900)} jss{dice.randrange(10, 900)}",
    "Angular": lambda dice: f"titel ng-tns-c{dice.randrange(9999)}-{dice.randrange(99)} ng-star-inserted",
    "Svelte": lambda dice: f"titel svelte-{_base36(dice, 6)}",
    "Astro": lambda dice: f"titel astro-{_base36(dice, 8)}",
    "Tailwind's variants": lambda dice: " ".join(
        dice.sample(["flex", "md:flex", "hover:underline", "w-[32px]", "lg:w-1/2", "!mt-0"], 6)
    ),
    "states": lambda dice: (
        "titel " + dice.choice(["is-open", "active", "titel--active", "js-titel", "has-focus", ""])
    ),
    "running numbers": lambda dice: (
        f"views-row views-row-{dice.randrange(1, 40)} titel-{dice.randrange(1000, 9999)}"
    ),
}


def _base64(dice: random.Random, length: int) -> str:
    """As base64 has it, with a digit or a capital: a hash without either is too much like a word."""
    return dice.choice(string.digits + string.ascii_uppercase) + "".join(
        dice.choices(string.ascii_letters + string.digits + "_", k=length - 1)
    )


def _base36(dice: random.Random, length: int) -> str:
    middle = dice.choices(string.ascii_lowercase + string.digits, k=length - 3)
    return (
        dice.choice(string.ascii_lowercase)
        + dice.choice(string.digits)
        + "".join(middle)
        + dice.choice("klmnxyz")
    )


def _letters(dice: random.Random, length: int) -> str:
    return "".join(dice.choices(string.ascii_letters, k=length))


@pytest.mark.parametrize("tool", MADE)
def test_what_a_tool_makes_anew_with_each_build_names_nothing(site: Site, reader: Reader, tool: str) -> None:
    dice = random.Random(tool)
    scopes = [f"data-v-{_base36(dice, 8)}", f"_ngcontent-{_base36(dice, 3)}-c{dice.randrange(99)}"]
    headers = []
    for number in range(60):
        attributes = [
            f'class="{MADE[tool](dice)}"',
            f'id="n-{number}"',
            'name="cvr"',
            "data-x",
            dice.choice(scopes),
        ]
        dice.shuffle(attributes)
        around = MADE[tool](dice)
        headers.append(
            f'<header class="top"><div class="{around}"><input {" ".join(attributes)}></div></header>'
        )
    found = set(together(site, reader, headers))
    assert len(found) == 1, found


WRITTEN = """kort kort-titel kort__titel kort__image card__title hero heroBanner navBar topMenu site-header main-nav
  facade decade accordion btn-primary text-muted field--name-body layout-2col html5 isolated indefinite column
  has2 svelteKit pdfListe"""


def test_what_people_write_stays_and_tells_places_apart(site: Site, reader: Reader) -> None:
    classes = WRITTEN.split()
    found = together(site, reader, [f'<header><p data-x class="{name}">x</p></header>' for name in classes])
    assert len(set(found)) == len(classes), [path for path, _, _ in found]


DRUPAL = """<div class="views-row"><article data-history-node-id="{n}" about="/nyheder/{n}"
  class="node node--type-nyhed node--promoted node--view-mode-teaser"><div class="field field--name-field-media"
  id="field-{n}"><img {x} src="/sites/default/files/styles/{style}/public/2026-05/foto.jpg?itok={hash}" width="{w}"
  height="220" loading="lazy"></div></article></div>"""
UMBRACO = """<div class="umb-block-grid__layout-item" data-content-element-type-alias="billede" data-col-span="{w}"
  data-content-udi="umb://element/{hash}"><img {x} src="/media/k3ld01ab/foto.jpg?width={w}&amp;height=300&amp;v={hash}"
  class="umb-img" id="b{n}"></div>"""
TYPO3 = """<div id="c{n}" class="frame frame-default frame-type-textmedia frame-layout-0"><figure class="image"><img {x}
  class="image-embed-item" src="/fileadmin/_processed_/{h}/{k}/csm_foto_{ten}.jpg" width="{w}" height="300">
  </figure></div>"""
WORDPRESS = """<figure class="wp-block-image wp-image-{n}"><img {x} decoding="async" class="wp-image-{n}"
  src="/wp-content/uploads/2026/05/foto-{w}x300.jpg" srcset="/wp-content/uploads/2026/05/foto-{w}x300.jpg {w}w">
  </figure>"""


@pytest.mark.parametrize(
    "template",
    [DRUPAL, UMBRACO, TYPO3, WORDPRESS],
    ids=["Drupal", "Umbraco", "TYPO3", "WordPress"],
)
def test_an_image_of_a_cms_is_the_same_in_every_rendition_and_another_is_another(
    site: Site, reader: Reader, template: str
) -> None:
    dice = random.Random(7)

    def made() -> str:
        digits = {"n": dice.randrange(1, 90000), "w": dice.randrange(200, 1200)}
        texts = {
            "hash": _base36(dice, 8),
            "style": dice.choice(["large", "hero_2x"]),
            "h": dice.choice("0a7f"),
            "k": dice.choice("b3"),
        }
        return template.format(x="data-x", ten=f"{dice.randrange(16**10):010x}", **digits, **texts)

    same = names(site, reader, [made() for _ in range(4)])
    assert len(set(same)) == 1, same
    (other,) = names(site, reader, [re.sub(r"foto", "portraet", made())])
    assert other[2] != same[0][2]


MENU = """<header class="site-header{front}"><nav class="menu menu--main" id="block-{n}"><ul class="menu__list">
  <li class="menu__item menu__item--{state}"><a href="{href}" class="menu__link is-{state}">Nyheder</a></li>
  <li><button data-x class="menu__toggle" aria-controls="m-{n}"></button></li></ul></nav></header>"""


def test_a_button_of_the_header_is_the_same_on_every_page(site: Site, reader: Reader) -> None:
    headers = [
        MENU.format(front=front, n=n, state=state, href=href)
        for n, (front, state, href) in enumerate(
            [
                (" site-header--front", "active", "/"),
                ("", "collapsed", "/nyheder"),
                ("", "active-trail", "/om?x=1"),
            ]
        )
    ]
    found = names(
        site,
        reader,
        [f'<div class="layout layout-{n}">{one}</div>' for n, one in enumerate(headers)],
        main=False,
    )
    assert len(set(found)) == 1, found


@pytest.mark.parametrize(
    ("link", "same"),
    [
        ('<a data-x href="#">x</a>', True),
        ('<a data-x href="#indhold">x</a>', True),
        ('<form data-x action=""><input></form>', True),
        ('<form data-x action="{here}"><input></form>', True),
        ('<a data-x href="/side-11">x</a>', True),
        ('<a data-x href="https://del.example/sharer?u={here}">x</a>', True),
        ('<a data-x href="/print?side={here}">x</a>', True),
        ('<a data-x href="{here}?kontrast=1">x</a>', True),
        ('<a data-x href="/nyhed?id={n}">x</a>', False),
        ('<a data-x href="/nyhed-{n}">x</a>', False),
        ('<img data-x src="/billede.ashx?id={n}">', False),
        ('<img data-x src="/_next/image?url=%2Ffoto-{n}.png&amp;w=640">', False),
        ('<img data-x src="/_next/image?url=%2Ffoto.png&amp;w={n}">', True),
        ('<img data-x src="data:image/gif;base64,R0lGODlhAQABAIAAA{n}AAACwAAAAAAQABAAACAkQBADs=">', False),
        ('<a data-x href="/x"><img src="/a.png?v={n}"></a>', True),
        ('<input data-x name="felt{n}">', False),
        ('<label data-x for="f-{n}">x</label><input id="f-{n}" name="cvr">', True),
        ('<label data-x for="f">x</label><input id="f" name="cvr{n}">', False),
        ('<section data-x aria-label="x"><img src="/{n}.png"></section>', True),
    ],
)
def test_what_tells_an_element_from_its_likes_is_what_it_is_and_not_where_it_was_met(
    site: Site, reader: Reader, link: str, same: bool
) -> None:
    found: Names = []
    for n in (11, 22):
        path = f"/side-{n}"
        body = link.replace("{here}", path).replace("{n}", str(n))
        reader.session.driver.get(site.put_whole(page(body), path))
        found.append(
            tuple(
                reader.session.evaluate(reader.session.top(), f"{NOTE}(document.querySelector('[data-x]'))")
            )
        )
    assert (found[0] == found[1]) is same, json.dumps(found)


@pytest.mark.parametrize(
    ("body", "inline"),
    [
        ('<p data-x style="color: #bbb">x</p>', ["color"]),
        ('<p style="color: #bbb"><span data-x>x</span></p>', ["color"]),
        ('<font color="#bbbbbb"><b data-x>x</b></font>', ["color"]),
        ('<table bgcolor="#888888"><tr><td data-x>x</td></tr></table>', ["color"]),
        ('<div style="background: #ccc"><p data-x class="bleg">x</p></div>', ["color"]),
        ('<p data-x class="bleg">x</p>', []),
        ('<div style="color: #111"><p data-x class="bleg">x</p></div>', []),
        ('<div style="background: #ccc"><p data-x class="bleg boks">x</p></div>', []),
        ('<button data-x style="padding: 0; width: 12px">x</button>', ["size"]),
        ('<p data-x style="letter-spacing: 0 !important">x</p>', ["spacing"]),
        ('<p data-x style="margin: 0">x</p>', ["size"]),
    ],
)
def test_looks_set_in_the_mark_up_are_told_from_those_of_a_style_sheet(
    site: Site, reader: Reader, body: str, inline: list[str]
) -> None:
    style = "<style>.bleg { color: #bbb } .boks { background: #fff }</style>"
    reader.session.driver.get(site.put_whole(page(body, head=style)))
    ask = "tilgaengelig.note(document.querySelector('[data-x]')).inline"
    assert reader.session.evaluate(reader.session.top(), ask) == inline


def test_what_wagtail_renders_is_the_same_on_each_of_its_pages(site: Site, reader: Reader) -> None:
    found: dict[str, list[list[str]]] = {}
    for name in ("en", "to", "tre"):
        html = (Path(__file__).parent / "wagtail" / f"{name}.html").read_text(encoding="utf-8")
        reader.session.driver.get(site.put_whole(html, f"/{name}"))
        for selector in ("a.logo", "img.teaser", ".block-text a", ".block-image img"):
            ask = f"{NOTE}(document.querySelector('{selector}'))"
            found.setdefault(selector, []).append(reader.session.evaluate(reader.session.top(), ask))
    for selector in ("a.logo", ".block-text a"):
        assert found[selector][0] == found[selector][1] == found[selector][2]
    for selector in ("img.teaser", ".block-image img"):
        one, other, third = found[selector]
        assert one == other
        assert third[2] != one[2]
    # One picture, whichever rendition of it stands there.
    assert found["img.teaser"][0][2] == found[".block-image img"][0][2]
