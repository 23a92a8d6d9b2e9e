"""What is noted of a page: viewports, pictures, links, the main text, who is logged in, and the same each time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from browser_house import (
    NO_ALT,
    Reader,
    Site,
    admit_all,
    faults,
    other_site,
    page,
    reader,
    settings,
    site,
    task,
)

from tilgaengelig.gather.browser.session import DESKTOP, PHONE, TABLET, Session
from tilgaengelig.gather.browser.visit import visit
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.subject import Block, Link, PageFacts

__all__ = ["other_site", "reader", "site"]

PROSE = "Du kan søge om støtte til din husleje, og det tager et kvarter, hvis du har din lejekontrakt klar. "

VIEWPORT = '<meta name="viewport" content="width=device-width">'


def where(facts: PageFacts) -> dict[str, tuple[str, ...]]:
    """The viewports of each sure hit, by its target."""
    return {hit.place.target: hit.place.viewports for hit in facts.hits if hit.outcome is Outcome.FAILED}


def test_a_fault_is_told_once_with_the_viewports_in_which_it_shows(site: Site, reader: Reader) -> None:
    style = """<style>
      #bred { display: none } @media (min-width: 1000px) { #bred { display: inline } #smal { display: none } }
    </style>"""
    images = "".join(NO_ALT.replace("<img", f'<img id="{name}"') for name in ("bred", "smal", "altid"))
    facts = reader.read(site.put(images, head=style + VIEWPORT), DESKTOP, PHONE)
    assert where(facts) == {"#bred": ("desktop",), "#smal": ("phone",), "#altid": ("desktop", "phone")}


def test_a_fault_of_the_tablet_only_is_found_when_the_tablet_is_asked_for(site: Site, reader: Reader) -> None:
    style = "<style>img { display: none } @media (min-width: 700px) and (max-width: 900px) { img { display: inline } }"
    address = site.put(NO_ALT, head=style + "</style>" + VIEWPORT)
    assert where(reader.read(address, DESKTOP, PHONE)) == {}
    assert where(reader.read(address, DESKTOP, PHONE, TABLET)) == {"img": ("tablet",)}


@pytest.mark.parametrize(
    ("body", "restless", "wide"),
    [
        ("<p>En side, der står stille.</p>", False, False),
        ('<p style="animation: 1s infinite alternate gå">Avisen løber.</p>', True, False),
        ('<p style="animation: 1s 2 alternate gå">Den holder op igen.</p>', False, False),
        ('<p style="width: 700px">En boks, der er bredere end en telefon.</p>', False, True),
    ],
)
def test_it_is_told_of_a_page_whether_it_moves_for_ever_and_fits_the_phone(
    site: Site, reader: Reader, body: str, restless: bool, wide: bool
) -> None:
    style = "<style>@keyframes gå { to { opacity: 0.5 } }</style>"
    facts = reader.read(site.put(body, head=style + VIEWPORT), DESKTOP, PHONE)
    assert (facts.restless, facts.wide) == (restless, wide)


BARE = NO_ALT.replace("<img", '<img id="uden"')
SMALL = """button { width: 40px; height: 40px; padding: 0; border: 0 }
    @media (max-width: 800px) { button { width: 16px; height: 16px } }"""


def test_where_the_phone_changes_but_sizes_the_faults_of_the_markup_are_told_of_both_and_those_of_size_of_one(
    site: Site, reader: Reader
) -> None:
    buttons = '<button id="a">A</button><button id="b">B</button>'
    facts = reader.read(
        site.put(BARE + buttons, head=f"<style>{SMALL}</style>{VIEWPORT}"),
        DESKTOP,
        PHONE,
        rules=["image-alt", "target-size", "video-caption"],
    )
    assert where(facts) == {"#uden": ("desktop", "phone"), "#a": ("phone",), "#b": ("phone",)}
    assert facts.tested["video-caption"] is Outcome.INAPPLICABLE


@pytest.mark.parametrize(
    "head",
    [
        "<style>@media (max-width: 800px) { #uden { display: none } }</style>",
        "<style>@media (max-width: 800px) { #uden { visibility: hidden } }</style>",
        "<style>@media (max-width: 800px) { p { content-visibility: hidden } }</style>",
        "<script>matchMedia('(max-width: 800px)').onchange = () => { uden.alt = 'Et hus' }</script>",
    ],
)
def test_a_fault_that_the_phone_hides_or_mends_is_of_the_desktop_alone(
    site: Site, reader: Reader, head: str
) -> None:
    facts = reader.read(site.put(f"<p>{BARE}</p>", head=head + VIEWPORT), DESKTOP, PHONE, rules=["image-alt"])
    assert where(facts) == {"#uden": ("desktop",)}


SHADOW = (
    "<div id=vaert></div><script>vaert.attachShadow({mode: 'open'}).innerHTML ="
    "'<style>@media (max-width: 800px) { img { display: none } }</style><img src=/a.png>'</script>"
)
CLIPPED = (
    "<style>@media (max-width: 800px) { #ude { margin-left: 300px } }</style>"
    '<div style="width: 200px; overflow: hidden"><div id="ude" style="width: 50px">Ud</div></div>'
)


HIDDEN = f"<div hidden><iframe src=/ramme></iframe></div><p>{PROSE}</p>"


@pytest.mark.parametrize(
    ("body", "changed"), [(f"<p>{PROSE}</p>", False), (SHADOW, True), (CLIPPED, True), (HIDDEN, False)]
)
def test_what_is_another_on_the_phone_in_a_shadow_tree_or_out_of_its_box_is_seen(
    site: Site, reader: Reader, body: str, changed: bool
) -> None:
    reader.read(site.put(body, head=VIEWPORT))
    assert reader.session.here("tilgaengelig.changed()") is True  # what it was before is not known
    reader.session.show(PHONE)
    assert reader.session.here("tilgaengelig.changed()") is changed


def test_a_page_after_one_that_ended_on_the_phone_is_shown_on_the_desktop_first(
    site: Site, reader: Reader
) -> None:
    wide = "<style>p { display: none } @media (min-width: 1000px) { p { display: block } }</style>"
    address = site.put(f"<p>{PROSE}</p>" * 2, head=wide + VIEWPORT)
    for _ in range(2):
        assert len(reader.read(address, DESKTOP, PHONE).blocks) == 3


def test_what_is_sure_in_one_viewport_outweighs_what_is_unsure_in_another(site: Site, reader: Reader) -> None:
    # Over a picture nobody can tell the contrast; on the phone the picture is gone.
    style = "<style>p { color: #bbb; background: url(/a.png) } @media (max-width: 800px) { p { background: #fff } }"
    facts = reader.read(site.put("<p>Blegt</p>", head=style + "</style>" + VIEWPORT), DESKTOP, PHONE)
    (hit,) = [hit for hit in facts.hits if hit.rule == "color-contrast"]
    assert (hit.outcome, hit.place.viewports) == (Outcome.FAILED, ("desktop", "phone"))


def test_a_rule_that_some_element_fails_is_not_among_those_that_passed(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put('<img src="/a.png" alt="Et hus">' + NO_ALT))
    assert "image-alt" not in facts.tested
    assert facts.tested["document-title"] is Outcome.PASSED
    assert facts.tested["video-caption"] is Outcome.INAPPLICABLE


def test_only_the_rules_asked_for_are_run(site: Site, reader: Reader) -> None:
    address = site.put(NO_ALT + '<a href="/x"></a>')
    facts = reader.read(address, rules={"link-name"})
    assert [rule for rule, _ in faults(facts)] == ["link-name"]
    assert facts.tested == {}


def test_a_hit_says_where_and_what_in_danish(site: Site, reader: Reader) -> None:
    html = page("<p>Tekst</p>").replace(
        "</main>", '</main><footer class="bund"><a href="/hjem?x=1"><img src="/logo.png"></a></footer>'
    )
    facts = reader.read(site.put_whole(html))
    (image,) = [hit for hit in facts.hits if hit.rule == "image-alt"]
    assert image.message == "Elementet har ingen alt-attribut"
    assert (image.place.region, image.place.path) == (Region.FOOTER, "footer.bund>a>img")
    assert (image.place.snippet, image.key, image.foreign) == ('<img src="/logo.png">', "src=/logo.png", "")
    (link,) = [hit for hit in facts.hits if hit.rule == "link-name"]
    assert link.key == "href=/hjem&x=1"


def targets(facts: PageFacts) -> list[str]:
    """All that an engine is sure of."""
    return [hit.place.target for hit in facts.hits if hit.outcome is Outcome.FAILED]


def box(picture: bytes | None) -> tuple[int, int]:
    """Width and height of a WebP picture."""
    assert picture is not None
    assert picture[:4] == b"RIFF"
    assert picture[8:16] == b"WEBPVP8X"
    width, height = (int.from_bytes(picture[at : at + 3], "little") + 1 for at in (24, 27))
    return width, height


def test_a_picture_is_a_webp_of_the_element_and_a_little_around_it(site: Site, reader: Reader) -> None:
    image = '<img src="/a.png" style="width: 200px; height: 100px; margin: 1500px 100px 100px">'
    facts = reader.read(site.put(image), wants_pictures=targets)
    (hit,) = [hit for hit in facts.hits if hit.rule == "image-alt"]
    assert box(hit.picture) == (248, 148)


@pytest.mark.parametrize(
    "beside",
    [
        "<p>CPR-nummer 010190-<b>1234</b></p>",
        "<p>Storgade 12<br>010190-<b>1234</b></p>",
        "<p>CPR-nummer 010190-<br>1234</p>",
        '<p><i style="margin-right: 1em">12</i>010190-1234</p>',
        '<input aria-label="CPR" value="0101901234">',
        '<x-kort><template shadowrootmode="open"><p>010190-1234</p></template></x-kort>',
        '<iframe title="Kort" srcdoc="<p>010190-1234</p>"></iframe>',
    ],
)
def test_no_picture_is_taken_where_it_would_show_a_cpr_number(
    site: Site, reader: Reader, beside: str
) -> None:
    far = '<div style="height: 3000px"></div><img id="fjern" src="/b.png" width="40" height="40">'
    near = f'<div style="display: flex"><img id="naer" src="/a.png" width="40" height="40">{beside}</div>'
    facts = reader.read(site.put(near + far), wants_pictures=targets)
    pictures = {hit.place.target: hit.picture for hit in facts.hits if hit.rule == "image-alt"}
    assert pictures["#naer"] is None
    assert pictures["#fjern"] is not None


def test_a_picture_of_a_huge_element_is_cut(site: Site, reader: Reader) -> None:
    image = '<img src="/a.png" style="width: 1200px; height: 4000px">'
    facts = reader.read(site.put(image), wants_pictures=targets)
    (hit,) = [hit for hit in facts.hits if hit.rule == "image-alt"]
    assert box(hit.picture) == (900, 500)


def test_pictures_are_taken_only_of_what_is_wanted_and_can_be_seen(site: Site, reader: Reader) -> None:
    def wants(facts: PageFacts) -> list[str]:
        return [hit.place.target for hit in facts.hits if hit.rule != "link-name"]

    hidden = '<input style="position: absolute; width: 0; height: 0; border: 0; padding: 0">'
    facts = reader.read(site.put(NO_ALT + '<a href="/x"></a>' + hidden), wants_pictures=wants)
    assert {hit.rule for hit in facts.hits if hit.picture} == {"image-alt"}
    assert {"link-name", "label", "css-orientation-lock"} <= {hit.rule for hit in facts.hits}


def test_a_fault_of_the_phone_has_its_picture_from_the_phone(site: Site, reader: Reader) -> None:
    style = "<style>img { display: none } @media (max-width: 800px) { img { display: block; width: 100% } }"
    address = site.put('<img src="/a.png" height="50">', head=style + "</style>" + VIEWPORT)
    facts = reader.read(address, DESKTOP, PHONE, wants_pictures=targets)
    (hit,) = [hit for hit in facts.hits if hit.rule == "image-alt"]
    width, height = box(hit.picture)
    assert (width < 430, height) == (True, 74 + 24)


def test_an_element_of_the_outline_has_its_picture_from_the_desktop(site: Site, reader: Reader) -> None:
    def wants(facts: PageFacts) -> list[str]:
        return [element.place.target for element in facts.elements if element.tag == "p"]

    address = site.put('<p style="width: 300px; height: 60px">Tekst</p>', head=VIEWPORT)
    facts = reader.read(address, DESKTOP, PHONE, wants_pictures=wants)
    pictured = {element.tag: element.picture for element in facts.elements if element.picture}
    assert box(pictured["p"])[1] == 60 + 2 * 24
    assert set(pictured) == {"p"}


def test_links_that_only_script_makes_are_found(site: Site, reader: Reader) -> None:
    body = """<a href="/fast">Fast</a><script>
      setTimeout(() => {
        const link = document.createElement("a");
        link.href = "lavet?a=1#b"; link.textContent = " Lavet  af script ";
        document.querySelector("main").append(link);
      }, 60);
    </script>"""
    links = reader.read(site.put(body, "/mappe/")).links
    assert links == (
        Link(f"{site.origin}/fast", "Fast"),
        Link(f"{site.origin}/mappe/lavet?a=1#b", "Lavet af script"),
    )


def test_links_are_those_that_lead_somewhere_with_the_words_that_a_reader_meets(
    site: Site, reader: Reader
) -> None:
    body = """<a href="mailto:a@b.example">Skriv</a><a href="javascript:void 0">Klik</a><a href="tel:112">Ring</a>
      <a href="/p"><img src="/a.png" alt="Et hus"></a><a>Intet</a>
      <map name="k"><area href="/kort" alt="Fyn"></map><iframe src="/ramme" title="Ramme"></iframe>"""
    site.put("<p>Ramme</p>", "/ramme")
    assert [
        (link.address.removeprefix(site.origin), link.text) for link in reader.read(site.put(body)).links
    ] == [
        ("/p", "Et hus"),
        ("/kort", "Fyn"),
        ("/ramme", "Ramme"),
    ]


def test_the_main_text_is_told_in_blocks_by_what_they_are(site: Site, reader: Reader) -> None:
    body = f"""<p>{PROSE}</p><h2>Sådan   gør du</h2>
      <ul><li>Find kontrakten</li><li>Log ind <ul><li>med MitID</li></ul></li></ul>
      <table><caption>Beløb</caption><tr><th>År</th><td>2025 <b>kr.</b></td></tr></table>
      <dl><dt>Frist</dt><dd>1. maj</dd></dl><p>Før<br>efter <a href="/x">linket</a>.</p><div>Løs tekst</div>
      <figure><img src="/a.png" alt="Hus"><figcaption>Huset set fra gaden</figcaption></figure>"""
    assert reader.read(site.put(body)).blocks == (
        Block("heading", "En overskrift"),
        Block("paragraph", PROSE.strip()),
        Block("heading", "Sådan gør du"),
        Block("item", "Find kontrakten"),
        Block("item", "Log ind"),
        Block("item", "med MitID"),
        Block("heading", "Beløb"),
        Block("cell", "År"),
        Block("cell", "2025 kr."),
        Block("item", "Frist"),
        Block("item", "1. maj"),
        Block("paragraph", "Før\nefter linket."),
        Block("paragraph", "Løs tekst"),
        Block("paragraph", "Huset set fra gaden"),
    )


@pytest.mark.parametrize(
    "outside",
    [
        "<nav>UDENFOR</nav>",
        "<header>UDENFOR</header>",
        "<footer>UDENFOR</footer>",
        "<aside>UDENFOR</aside>",
        '<div role="navigation">UDENFOR</div>',
        '<div role="search">UDENFOR</div>',
        '<p style="display: none">UDENFOR</p>',
        '<p style="visibility: hidden">UDENFOR</p>',
        "<p hidden>UDENFOR</p>",
        '<p aria-hidden="true">UDENFOR</p>',
        "<script>// UDENFOR</script>",
        "<style>/* UDENFOR */</style>",
        "<template>UDENFOR</template>",
        "<noscript>UDENFOR</noscript>",
        "<button>UDENFOR</button>",
        "<select><option>UDENFOR</option></select>",
        "<pre>UDENFOR</pre>",
    ],
)
def test_what_is_not_running_text_is_not_the_main_text(site: Site, reader: Reader, outside: str) -> None:
    inside = f"<p>{PROSE}</p>"
    blocks = reader.read(site.put(inside + outside)).blocks
    assert blocks == (Block("heading", "En overskrift"), Block("paragraph", PROSE.strip()))


def test_what_stands_outside_main_is_not_the_main_text(site: Site, reader: Reader) -> None:
    html = page(f"<p>{PROSE}</p>").replace("<main>", "<p>UDENFOR</p><main>")
    assert "UDENFOR" not in str(reader.read(site.put_whole(html)).blocks)


def test_a_page_without_main_has_its_text_found_among_the_menus(site: Site, reader: Reader) -> None:
    menu = (
        "<nav><ul>" + "".join(f'<li><a href="/{n}">Menupunkt {n}</a></li>' for n in range(9)) + "</ul></nav>"
    )
    paragraphs = (
        "Du kan søge om støtte til din husleje. Du skal bo til leje og have en lav indkomst.",
        "Mangler vi noget, skriver vi til dig. Du får svar inden fire uger, og pengene kommer i måneden efter.",
    )
    steps = ("Find din lejekontrakt og din årsopgørelse.", "Log ind med MitID, og svar på spørgsmålene.")
    text = f"""<h1>Støtte til husleje</h1><p>{paragraphs[0]}</p><h2>Sådan søger du</h2>
      <ul><li>{steps[0]}</li><li>{steps[1]}</li></ul><p>{paragraphs[1]}</p>"""
    html = page("").replace(
        "<main><h1>En overskrift</h1></main>", f"{menu}<div>{text}</div><footer>Bund</footer>"
    )
    assert reader.read(site.put_whole(html)).blocks == (
        Block("heading", "Støtte til husleje"),
        Block("paragraph", paragraphs[0]),
        Block("heading", "Sådan søger du"),
        Block("item", steps[0]),
        Block("item", steps[1]),
        Block("paragraph", paragraphs[1]),
    )


def test_the_text_that_script_writes_is_read(site: Site, reader: Reader) -> None:
    body = f"<p id='p'></p><script>setTimeout(() => {{ p.textContent = '{PROSE}' }}, 60)</script>"
    assert Block("paragraph", PROSE.strip()) in reader.read(site.put(body)).blocks


def test_title_language_and_address_are_those_of_the_page(site: Site, reader: Reader) -> None:
    facts = reader.read(
        site.put("<p>Hi</p>", "/a?b=1".partition("?")[0], lang="en-GB", title="  A \n title ")
    )
    assert (facts.address, facts.title, facts.language) == (f"{site.origin}/a", "A title", "en-GB")
    assert facts.engines["axe"] == "4.14.1"
    assert facts.engines["browser"] == reader.session.version
    assert set(facts.seconds) == {
        "load", "settle", "outline", "reading", "run", "pixels", "picture", "text"
    }  # fmt: skip


def test_the_same_page_twice_gives_the_same(site: Site, reader: Reader) -> None:
    site.put(NO_ALT, "/inde")
    body = f"""<p>{PROSE}</p>{NO_ALT * 5}<a href="/x"></a><iframe src="/inde"></iframe><p style="color: #aaa">Bleg</p>
      <h4>Dybt</h4><ul><p>Galt</p></ul><script>for (let i = 0; i < 9; i++) document.querySelector("main").append(
      Object.assign(document.createElement("img"), {{ src: `/p${{i}}.png`, width: 20, height: 20 }}))</script>"""
    address = site.put(body)
    first, second = (
        replace(reader.read(address, DESKTOP, PHONE, wants_pictures=targets), seconds={}) for _ in range(2)
    )
    assert len(first.hits) > 18
    assert first == second


def test_a_log_in_reaches_the_page_and_only_its_own_origin_and_stands_in_no_fact(
    site: Site, other_site: Site
) -> None:
    secret, token = "hemmelig-kage", "hemmelig-polet"
    state = {
        "cookies": [
            {"name": "s", "value": secret, "domain": "127.0.0.1", "path": "/", "expires": -1, "httpOnly": True,
             "secure": False, "sameSite": "Lax"}
        ],
        "origins": [{"origin": site.origin, "localStorage": [{"name": "polet", "value": token}]}],
    }  # fmt: skip
    told = "<h2>x</h2><script>document.querySelector('h2').textContent = localStorage.getItem('polet') ? 'Inde' : 'Ude'"
    addresses = [one.put(told + "</script>" + NO_ALT) for one in (site, other_site)]
    logged_in = settings(storage_state=state)
    session = Session(logged_in)
    try:
        ours, others = (visit(session, address, task(), admit_all) for address in addresses)
    finally:
        session.close()
    assert f"s={secret}" in site.cookies[0]
    assert not any(secret in cookie for cookie in other_site.cookies)
    headings = [str(facts.blocks) for facts in (ours, others)]
    assert ("Inde" in headings[0], "Ude" in headings[1]) == (True, True)
    for said in (repr(ours), repr(logged_in), repr(session)):
        assert secret not in said
        assert token not in said


def test_a_page_is_told_who_reads_it(site: Site) -> None:
    session = Session(settings(user_agent="tilgaengelig/1 (+mailto:os@ministerium.example)"))
    try:
        title = "<script>document.title = navigator.userAgent + '|' + navigator.language</script>"
        facts = visit(session, site.put(title), task(), admit_all)
    finally:
        session.close()
    assert "tilgaengelig/1 (+mailto:os@ministerium.example)|da" in facts.title
    assert "Headless" not in facts.title


@pytest.mark.parametrize(
    "body",
    [
        '<iframe src="/ramme" title="Ramme"></iframe>',
        '<div><template shadowrootmode="open"><iframe src="/ramme" title="Ramme"></iframe></template></div>',
        '<object data="/ramme" type="text/html"></object>',
    ],
)
def test_what_a_page_is_made_of_is_told_for_its_frames_too(site: Site, reader: Reader, body: str) -> None:
    for name in ("/side.js", "/ramme.js"):
        site.put_whole(b"", name)
        site.headers[name] = {"Content-Type": "text/javascript"}
    site.put("<p>En ramme</p>", "/ramme", head='<script src="/ramme.js"></script>')
    alone = reader.read(site.put(f"<p>{PROSE}</p>", head='<script src="/side.js"></script>'))
    assert alone.uses == (f"{site.origin}/side.js",)
    framed = reader.read(site.put(body, head='<script src="/side.js"></script>'))
    assert set(framed.uses or ()) >= {f"{site.origin}/side.js", f"{site.origin}/ramme.js"}
