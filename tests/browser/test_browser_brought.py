"""Who brought an element that is not the page's own, in a real browser: frames, scripts and known containers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser_house import Reader, Site, other_site, page, reader, rulebook, settings, site, task

from tilgaengelig.gather.browser.brought import Brought
from tilgaengelig.gather.browser.session import Session
from tilgaengelig.gather.browser.visit import visit
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Responsibility
from tilgaengelig.model.supplier import Supplier, Suppliers

__all__ = ["other_site", "reader", "site"]

PICTURE = "billede-uden-alternativ-tekst"
IMAGE = "<img src=/x.png width=40 height=40>"


def brought(site: Site, reader: Reader, html: str) -> dict[str, str]:
    """The bringer of every image without a text, by the image's id or source."""
    found = reader.read(site.put_whole(html)).hits
    return {
        hit.place.target.rpartition(" >>> ")[2]: hit.foreign.partition(":")[0]
        for hit in found
        if hit.rule == "image-alt" and hit.outcome is Outcome.FAILED
    }


def script(site: Site, path: str, code: str) -> str:
    """Puts a script on a site; the element that runs it."""
    site.pages[path] = code
    site.headers[path] = {"Content-Type": "text/javascript"}
    return f'<script src="{site.origin}{path}"></script>'


@pytest.mark.parametrize(
    "code",
    [
        'const i = document.createElement("img"); i.src = "/x.png"; i.id = "i"; document.body.append(i);',
        'document.body.insertAdjacentHTML("beforeend", `<div class=w><p><img id=i src=/x.png></p></div>`);',
        'document.querySelector("#plads").innerHTML = "<p><img id=i src=/x.png></p>";',
        'document.write("<img id=i src=/x.png>");',
        'const t = document.createElement("template"); t.innerHTML = "<p><img id=i src=/x.png></p>";'
        "document.body.append(t.content.cloneNode(true));",
        'setTimeout(() => { document.querySelector("#plads").innerHTML = "<img id=i src=/x.png>"; }, 20);',
        'Promise.resolve().then(() => { indsæt("#plads", "<img id=i src=/x.png>"); });',
    ],
)
def test_what_a_script_from_elsewhere_puts_in_is_its_hosts(
    site: Site, other_site: Site, reader: Reader, code: str
) -> None:
    own = "<script>function indsæt(hvor, hvad) { document.querySelector(hvor).innerHTML = hvad; }</script>"
    body = f'{own}<img id="egen" src="/a.png"><div id="plads"></div>{script(other_site, "/w.js", code)}'
    assert brought(site, reader, page(body)) == {"#egen": "", "#i": "127.0.0.2"}


def test_what_our_own_script_puts_in_is_ours_also_by_way_of_a_borrowed_library(
    site: Site, other_site: Site, reader: Reader
) -> None:
    library = script(other_site, "/bibliotek.js", "window.sæt = (hvor, hvad) => { hvor.innerHTML = hvad; };")
    code = 'sæt(document.querySelector("#plads"), "<img id=i src=/x.png>");'
    body = f'<div id="plads"></div>{library}{script(site, "/app.js", code)}'
    assert brought(site, reader, page(body)) == {"#i": ""}


def test_in_a_shadow_tree_its_host_tells(site: Site, other_site: Site, reader: Reader) -> None:
    code = """const host = document.createElement("x-chat"); document.body.append(host);
      host.attachShadow({mode: "open"}).innerHTML = "<img id=i src=/x.png>";"""
    assert brought(site, reader, page(script(other_site, "/w.js", code))) == {"#i": "127.0.0.2"}


def test_a_frame_of_another_site_is_its_hosts_and_so_is_all_in_it(
    site: Site, other_site: Site, reader: Reader
) -> None:
    inner = other_site.put(IMAGE.replace("<img", '<img id="i"'), "/video")
    own = site.put('<img id="egen" src="/a.png">', "/egen")
    body = f'<iframe title="Video" src="{inner}"></iframe><iframe title="Egen" src="{own}"></iframe>'
    assert brought(site, reader, page(body)) == {"#i": "127.0.0.2", "#egen": ""}


def test_a_frame_of_our_own_is_read_also_where_another_sites_script_runs_in_it(
    site: Site, other_site: Site, reader: Reader
) -> None:
    inner = site.put(
        f'<img id="i" src="/a.png">{script(other_site, "/maal.js", "window.maalt = 1;")}', "/indre"
    )
    assert brought(site, reader, page(f'<iframe title="Egen" src="{inner}"></iframe>')) == {"#i": ""}


def test_what_a_script_put_in_and_took_away_again_costs_nothing_but_itself(
    site: Site, other_site: Site, reader: Reader
) -> None:
    session = reader.session
    code = (
        'document.body.insertAdjacentHTML("beforeend", "<p id=først></p><p id=sidst><img src=/x.png></p>");'
    )
    address = site.put_whole(page(script(other_site, "/w.js", code)))
    reader.read(address)
    top = session.top()
    brought = Brought(session, address)
    brought.mark(session.evaluate(top, "tilgaengelig.tops()"))
    session.evaluate(top, 'document.querySelector("#sidst").remove()')
    brought.mark(session.evaluate(top, "tilgaengelig.tops()"))
    assert session.evaluate(top, 'tilgaengelig.note(document.querySelector("#først")).foreign').startswith(
        "127.0.0.2"
    )


def test_a_frame_without_an_address_is_whose_script_put_it_in(
    site: Site, other_site: Site, reader: Reader
) -> None:
    code = """const f = document.createElement("iframe"); f.title = "Chat";
      f.srcdoc = "<html lang=da><title>Chat</title><main><h1>Chat</h1><img id=i src=/x.png></main>";
      document.body.append(f);"""
    inner = "<html lang=da><title>x</title><main><h1>x</h1><img id=egen src=/x.png></main>"
    own = f'<iframe title="Egen" srcdoc="{inner}"></iframe>'
    body = own + script(other_site, "/chat.js", code)
    assert brought(site, reader, page(body)) == {"#i": "127.0.0.2", "#egen": ""}


def test_what_a_frame_in_the_footer_shows_is_footer(site: Site, reader: Reader) -> None:
    inner = site.put(IMAGE, "/indre")
    html = page("").replace("</main>", f'</main><footer><iframe title="x" src="{inner}"></iframe></footer>')
    facts = reader.read(site.put_whole(html))
    assert [hit.place.region for hit in facts.hits if hit.rule == "image-alt"] == ["footer"]


def test_the_supplier_is_the_one_to_mend_it_and_two_frames_of_one_are_one_component(
    site: Site, other_site: Site, reader: Reader
) -> None:
    frames = "".join(
        f'<iframe title="Video {path}" src="{other_site.put(IMAGE, path)}"></iframe>' for path in ("/a", "/b")
    )
    facts = reader.read(site.put_whole(page(f"{frames}{IMAGE}")))
    found = [one for one in judge(facts, rulebook().rules, 40).findings if one.rule == PICTURE]
    who = [(one.responsibility, one.foreign.partition(":")[0]) for one in found]
    theirs = (Responsibility.LEVERANDOER, "127.0.0.2")
    assert sorted(who) == [theirs, theirs, (Responsibility.REDAKTOER, "")]
    assert len({one.component for one in found}) == 2


@pytest.fixture(scope="module")
def knowing() -> Iterator[Session]:
    """A browser that knows a supplier by what it puts in, and a host that only carries."""
    known = Supplier("boks", "Boksen", "boksen", ("boks.example",), ("#Boks",))
    session = Session(settings(suppliers=Suppliers((known,), ("127.0.0.2",))))
    try:
        yield session
    finally:
        session.close()


def test_a_known_container_is_its_suppliers_wherever_its_code_lies(site: Site, knowing: Session) -> None:
    body = f'<div id="Boks">{IMAGE}</div><x-a></x-a><div id="boksen">{IMAGE}</div>'
    html = page(body + "<script>document.querySelector('x-a').attachShadow({mode: 'open'})</script>")
    facts = visit(knowing, site.put_whole(html), task(), lambda _shown: None)
    assert [hit.foreign for hit in facts.hits if hit.rule == "image-alt"] == ["boks.example", ""]


def test_a_host_that_only_carries_files_has_brought_nothing(
    site: Site, other_site: Site, knowing: Session
) -> None:
    code = 'document.body.insertAdjacentHTML("beforeend", "<img src=/x.png>");'
    address = site.put_whole(page(script(other_site, "/app.js", code)))
    facts = visit(knowing, address, task(), lambda _shown: None)
    assert [hit.foreign for hit in facts.hits if hit.rule == "image-alt"] == [""]


def test_an_element_that_went_while_it_was_asked_of_was_brought_by_nobody(
    site: Site, other_site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = reader.session.cdp

    def cdp(command: str, **arguments: Any) -> Any:
        if command == "DOM.getNodeStackTraces":
            usual(
                "DOM.getDocument", depth=0
            )  # with that the DevTools forget their nodes, as with a page that changes
        return usual(command, **arguments)

    monkeypatch.setattr(reader.session, "cdp", cdp)
    code = 'document.body.insertAdjacentHTML("beforeend", "<img src=/x.png>");'
    facts = reader.read(site.put_whole(page(script(other_site, "/app.js", code))))
    assert [hit.foreign for hit in facts.hits if hit.rule == "image-alt"] == [""]
