"""The box about cookies: judged for itself, refused and never accepted, and gone when the page is judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from browser_house import NO_ALT, Reader, Site, faults, reader, site, task

from tilgaengelig.gather.browser.session import DESKTOP, PHONE
from tilgaengelig.gather.browser.visit import visit
from tilgaengelig.model.subject import Banner
from tilgaengelig.model.supervision import MONITORED

__all__ = ["reader", "site"]

RULES = ["image-alt", "button-name"]
STYLE = "<style>#samtykke { position: fixed; bottom: 0; left: 0; right: 0; background: #fff; padding: 20px }</style>"


def box(*buttons: str, more: str = "") -> str:
    """A box about cookies with buttons of these names; each puts its name in the title, and sends it off."""
    does = "fetch('/svar', {method: 'POST', body: this.innerText}); document.title = this.innerText; samtykke.remove()"
    made = "".join(f'<button type="button" onclick="{does}">{name}</button>' for name in buttons)
    return (
        f'<div id="samtykke" role="dialog" aria-label="Cookies"><p>Vi bruger cookies.</p>{made}{more}</div>'
    )


@pytest.fixture
def accepting(reader: Reader) -> Iterator[Reader]:
    """A reader that was told to accept."""
    usual = reader.session.settings
    reader.session.settings = replace(usual, cookies="accept")
    yield reader
    reader.session.settings = usual


@pytest.mark.parametrize(
    "name",
    [
        "Afvis alle",
        "Kun nødvendige cookies",
        "Nej tak",
        "Accepter kun nødvendige",
        "Reject analytics cookies",
        "Necessary cookies only",
    ],
)
def test_the_box_is_refused_by_whatever_name_its_button_has(reader: Reader, site: Site, name: str) -> None:
    facts = reader.read(site.put(box("Accepter alle", name, "Vis detaljer"), head=STYLE), rules=RULES)
    assert (facts.banner, facts.title) == (Banner.REFUSED, name)


def test_what_the_button_sends_does_not_leave_the_browser(reader: Reader, site: Site) -> None:
    methods: list[str] = []
    address = site.put(box("Afvis"), head=STYLE)
    site.heard = methods.append
    assert reader.read(address, rules=RULES).banner is Banner.REFUSED
    assert set(methods) == {"GET"}


def test_the_box_is_judged_for_itself_and_the_page_without_it(reader: Reader, site: Site) -> None:
    hides = "<script>document.querySelector('main').style.display = 'none'</script>"
    shows = "document.querySelector('main').style.display = ''; samtykke.remove()"
    body = '<p>Tekst</p><img src="/b.png" width="40" height="40">'
    inside = f'<p>Vi bruger cookies.</p>{NO_ALT}<button onclick="{shows}">Afvis</button>'
    outside = f'<div id="samtykke" role="dialog">{inside}</div>{hides}'
    address = site.put_whole(
        f'<html lang="da"><title>Side</title><body><main><h1>Side</h1>{body}</main>{outside}</body></html>'
    )
    facts = reader.read(address, DESKTOP, PHONE, rules=RULES, monitored=MONITORED)
    axe = {hit.place.snippet[:16]: hit.place.viewports for hit in facts.hits if hit.engine == "axe"}
    assert axe == {'<img src="/a.png': ("desktop",), '<img src="/b.png': ("desktop", "phone")}
    # To the authority's engine every page has its box, since it answers none.
    theirs = [hit.place.snippet[:16] for hit in facts.hits if hit.rule == "QW-ACT-R17"]
    assert theirs == ['<img src="/a.png', '<img src="/b.png']
    assert [one.tag for one in facts.elements] == ["main", "h1", "p", "img", "div", "p", "img", "button"]
    assert [facts.elements[one.parent].tag for one in facts.elements[5:]] == ["div", "div", "div"]


def test_while_the_box_stands_the_authoritys_engine_speaks_of_it_alone(reader: Reader, site: Site) -> None:
    mends = "document.querySelector('main img').alt = 'Et kort'; samtykke.remove()"
    inside = f'<p>Vi bruger cookies.</p>{NO_ALT}<button onclick="{mends}">Afvis</button>'
    body = '<main><h1>Side</h1><img src="/b.png" width="40" height="40"></main>'
    address = site.put_whole(
        f'<html lang="da"><title>Side</title><body>{body}<div id="samtykke" role="dialog">{inside}</div></body></html>'
    )
    facts = reader.read(address, rules=RULES, monitored=MONITORED)
    theirs = [hit.place.snippet[:16] for hit in facts.hits if hit.rule == "QW-ACT-R17"]
    assert (facts.banner, theirs) == (Banner.REFUSED, ['<img src="/a.png'])


def test_a_box_that_can_only_be_accepted_is_left_standing(reader: Reader, site: Site) -> None:
    facts = reader.read(site.put(box("OK", more='<a href="/om">Læs mere</a>'), head=STYLE), rules=RULES)
    assert (facts.banner, facts.title) == (Banner.LEFT, "En side")
    assert [one.text for one in facts.elements if one.tag == "button"] == ["OK"]


def test_a_box_that_stays_when_it_was_refused_is_judged_with_the_page(reader: Reader, site: Site) -> None:
    stays = '<div id="samtykke"><p>Vi bruger cookies.</p><button>Afvis</button><button></button></div>'
    facts = reader.read(site.put(stays, head=STYLE), rules=RULES)
    assert facts.banner is Banner.LEFT
    assert faults(facts) == [("button-name", "button:nth-child(3)")]
    assert [one.tag for one in facts.elements].count("button") == 2


def test_a_box_is_accepted_where_that_was_asked_for(accepting: Reader, site: Site) -> None:
    facts = accepting.read(site.put(box("Afvis", "Tillad alle"), head=STYLE), rules=RULES)
    assert (facts.banner, facts.title) == (Banner.ACCEPTED, "Tillad alle")


def test_a_box_in_a_shadow_tree_is_refused(reader: Reader, site: Site) -> None:
    inner = "<div role=dialog><p>Vi bruger cookies.</p><button>Accepter</button><button>Afvis</button></div>"
    script = (
        f"<div id=vaert></div><script>const root = vaert.attachShadow({{mode: 'open'}}); root.innerHTML = `{inner}`;"
        "root.querySelectorAll('button')[1].onclick = () => vaert.remove()</script>"
    )
    assert reader.read(site.put(script), rules=RULES).banner is Banner.REFUSED


@pytest.mark.parametrize(
    "body",
    [
        "<p>Vi bruger cookies. Du kan altid sige nej.</p><button>Afvis</button>",
        '<div role="dialog"><p>Vil du svare på et spørgsmål?</p><button>Nej tak</button></div>',
        '<div id="cookie-politik"><p>Sådan bruger vi cookies.</p><a href="/mere">Læs mere</a></div>',
    ],
)
def test_what_is_no_box_about_cookies_is_let_be(reader: Reader, site: Site, body: str) -> None:
    assert reader.read(site.put(body), rules=RULES).banner is None


def test_a_page_that_would_be_loaded_anew_by_the_answer_stays(reader: Reader, site: Site) -> None:
    button = '<button onclick="samtykke.remove(); location.href = `/ny`">Afvis</button>'
    loads = f'<div id="samtykke"><p>Vi bruger cookies.</p>{button}</div>'
    facts = reader.read(site.put(loads, head=STYLE), rules=RULES)
    assert (facts.banner, "/ny" in site.asked) == (Banner.REFUSED, False)


def after(milliseconds: int, does: str) -> str:
    """A box whose button lets it go, and does something a while later."""
    later = f"samtykke.remove(); setTimeout(() => {does}, {milliseconds})"
    button = f'<button id="nej">Afvis</button><script>nej.onclick = () => {{ {later} }}</script>'
    return f'<div id="samtykke"><p>Vi bruger cookies.</p>{button}</div>'


def test_what_the_button_does_a_while_later_is_stopped_as_well(reader: Reader, site: Site) -> None:
    methods: list[str] = []
    site.heard = methods.append
    sends = site.put(after(180, "fetch('/svar', {method: 'POST'})"), "/sender", head=STYLE)
    assert reader.read(sends, rules=RULES).banner is Banner.REFUSED
    site.put("<p>Noget andet</p>", "/andet", title="En anden")
    leads = site.put(after(200, "{ location = '/andet' }"), "/leder", head=STYLE)
    facts = reader.read(leads, rules=RULES)
    assert (facts.banner, facts.title) == (Banner.REFUSED, "En side")
    assert "/andet" not in site.asked
    assert set(methods) == {"GET"}


def test_a_page_is_admitted_without_its_box_too(reader: Reader, site: Site) -> None:
    address = site.put(box("Afvis"), head=STYLE)
    admitted: list[str] = []
    visit(reader.session, address, task(rules=RULES), lambda shown: admitted.append(shown.title))
    assert admitted == ["En side", "Afvis"]
