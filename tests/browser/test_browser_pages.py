"""Pages that do what they should not: dialogs, redirects, downloads, sabotage, resources that never come."""

from __future__ import annotations

import contextlib
import http.server
import shutil
import socket
import time

import pytest
from browser_house import (
    NO_ALT,
    Reader,
    Site,
    faults,
    other_site,
    page,
    reader,
    settings,
    site,
    task,
)

from tilgaengelig.gather.browser.session import Session
from tilgaengelig.gather.browser.visit import Shown, visit
from tilgaengelig.model.addresses import normal
from tilgaengelig.model.errors import SetupLacks, Unread
from tilgaengelig.model.trouble import TroubleKind

__all__ = ["other_site", "reader", "site"]


def script(code: str) -> str:
    """A script, and a picture without alternative text after it."""
    return f"<script>{code}</script>{NO_ALT}"


FAULT = [("image-alt", "img")]


@pytest.mark.parametrize(
    "code",
    [
        "alert('hej')",
        "if (confirm('Sikker?')) document.querySelector('h1').remove()",
        "if (prompt('Navn?') !== null) document.querySelector('h1').remove()",
        "print()",
        "addEventListener('load', () => { alert('en'); alert('to'); })",
        "addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'Bliv!'; })",
        "setTimeout(() => alert('sent'), 20)",
        "document.documentElement.appendChild(document.createElement('iframe')).contentWindow.alert('ramme')",
    ],
)
def test_a_page_that_opens_dialogs_is_read_and_so_is_the_next(site: Site, reader: Reader, code: str) -> None:
    site.put(NO_ALT, "/naeste")
    facts = reader.read(site.put(script(code)))
    assert ("image-alt", "img") in faults(facts)
    assert faults(reader.read(f"{site.origin}/naeste")) == FAULT


@pytest.mark.parametrize(
    "code",
    [
        "Array.prototype.map = Array.prototype.filter = Array.prototype.forEach = () => { throw 1; }",
        "JSON.parse = JSON.stringify = () => 'intet'",
        "window.Promise = function () { throw 1; }; Promise.resolve = () => null",
        "window.setTimeout = () => 0; window.requestAnimationFrame = () => 0",
        "window.axe = { run: () => ({ violations: [] }), runPartial: () => null }; window.tilgaengelig = null",
        "Object.defineProperty(Element.prototype, 'getAttribute', { value: () => 'x' })",
        "document.querySelectorAll = () => []; Node.prototype.contains = () => true",
        "Object.freeze(Object.prototype); delete window.Map; delete window.WeakMap",
    ],
)
def test_a_page_that_breaks_its_own_script_world_is_read_as_any_other(
    site: Site, reader: Reader, code: str
) -> None:
    assert faults(reader.read(site.put(script(code)))) == FAULT


def test_nothing_of_ours_can_be_seen_by_the_page(site: Site, reader: Reader) -> None:
    seen = "document.title = typeof axe + typeof tilgaengelig + document.documentElement.outerHTML.length"
    address = site.put(script(seen))
    first = reader.read(address).title
    assert first.startswith("undefinedundefined")
    assert reader.read(address).title == first


def test_a_page_that_waits_for_ever_for_a_picture_is_read(site: Site, reader: Reader) -> None:
    site.pages["/aldrig.png"] = site.hang
    address = site.put('<img src="/aldrig.png" width="9" height="9">')
    with reader.in_haste():
        assert faults(reader.read(address)) == FAULT


def test_a_page_that_waits_for_ever_for_its_style_is_not_read(site: Site, reader: Reader) -> None:
    # The script waits for the style, and the rest of the page for the script: nobody would see a word.
    site.pages["/aldrig.css"] = site.hang
    address = site.put(NO_ALT, head='<link rel="stylesheet" href="/aldrig.css"><script>1</script>')
    with reader.in_haste():
        trouble = reader.trouble(address)
    assert (trouble.kind, trouble.detail) == (TroubleKind.BROWSER_TIMEOUT, "1 sekund")


def test_a_page_that_never_comes_is_told_as_such_and_never_taken_for_the_one_before(
    site: Site, reader: Reader
) -> None:
    before = site.put(NO_ALT, "/foer")
    reader.read(before)
    site.pages["/aldrig"] = site.hang
    with reader.in_haste():
        assert reader.trouble(f"{site.origin}/aldrig").kind is TroubleKind.BROWSER_TIMEOUT
    assert faults(reader.read(before)) == FAULT


def test_a_page_whose_answer_is_broken_off_is_a_lost_connection(site: Site, reader: Reader) -> None:
    trouble = reader.trouble(site.put_whole(lambda request: request.connection.close(), "/afbrudt"))
    assert trouble.kind is TroubleKind.CONNECTION_LOST


def test_an_address_that_downloads_a_file_is_told_as_a_download(site: Site, reader: Reader) -> None:
    reader.read(site.put("<p>Siden før</p>", "/foer"))
    address = site.put_whole(b"PK\3\4", "/fil.zip")
    site.headers["/fil.zip"] = {"Content-Type": "application/zip", "Content-Disposition": "attachment"}
    assert reader.trouble(address).kind is TroubleKind.DOWNLOAD
    assert faults(reader.read(site.put(NO_ALT))) == FAULT


def test_a_page_that_starts_a_download_by_itself_is_read(site: Site, reader: Reader) -> None:
    site.put_whole(b"PK\3\4", "/fil.zip")
    site.headers["/fil.zip"] = {"Content-Type": "application/zip", "Content-Disposition": "attachment"}
    code = "addEventListener('load', () => { location.href = '/fil.zip'; })"
    assert faults(reader.read(site.put(script(code)))) == FAULT


@pytest.mark.parametrize(
    "code",
    [
        "location.href = '/andet'",
        "location.replace('/andet')",
        "addEventListener('load', () => setTimeout(() => { location = '/andet'; }, 30))",
    ],
)
def test_a_page_that_script_leads_elsewhere_is_left_and_where_to_is_told(
    site: Site, reader: Reader, code: str
) -> None:
    site.put("<p>Et andet sted</p>", "/andet")
    trouble = reader.trouble(site.put(script(code)))
    assert (trouble.kind, trouble.detail) == (TroubleKind.PAGE_LEFT, f"{site.origin}/andet")


def test_a_page_that_script_leads_to_another_host_is_left(
    site: Site, other_site: Site, reader: Reader
) -> None:
    target = other_site.put("<p>Et andet sted</p>", "/andet")
    trouble = reader.trouble(site.put(script(f"location = '{target}'")))
    assert (trouble.kind, trouble.detail) == (TroubleKind.PAGE_LEFT, target)


@pytest.mark.parametrize("code", ["history.pushState({}, '', '/nyt')", "history.replaceState({}, '', '/nyt?a=1')",
                                  "location.hash = 'afsnit'"])  # fmt: skip
def test_a_page_that_only_rewrites_its_address_is_read(site: Site, reader: Reader, code: str) -> None:
    assert faults(reader.read(site.put(script(code), "/gammelt"))) == FAULT


def test_a_meta_refresh_that_comes_soon_is_a_page_left(site: Site, reader: Reader) -> None:
    site.put("<p>Et andet sted</p>", "/andet")
    address = site.put(NO_ALT, head='<meta http-equiv="refresh" content="0;url=/andet">')
    trouble = reader.trouble(address)
    assert (trouble.kind, trouble.detail) == (TroubleKind.PAGE_LEFT, f"{site.origin}/andet")


def test_a_meta_refresh_that_comes_late_does_not_disturb_and_is_a_fault(site: Site, reader: Reader) -> None:
    address = site.put(NO_ALT, head='<meta http-equiv="refresh" content="60;url=/andet">')
    assert [rule for rule, _ in faults(reader.read(address))] == ["image-alt", "meta-refresh"]


def test_a_server_that_leads_the_browser_elsewhere_is_a_page_left(site: Site, reader: Reader) -> None:
    site.put("<p>Et andet sted</p>", "/andet")

    def redirect(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", "/andet")
        request.end_headers()

    trouble = reader.trouble(site.put_whole(redirect, "/gammelt"))
    assert (trouble.kind, trouble.detail) == (TroubleKind.PAGE_LEFT, f"{site.origin}/andet")


@pytest.mark.parametrize(
    "path",
    [
        "/s?q='a'|b^c`d",
        "/s?a[]=1&b={x}",
        "/s?q=a+b%20c&r=%C3%A6",
        "/s?q=æøå",
        "/mappe//to/../æ (1)/",
        "/%7Enavn/~navn",
        "/a;b=1,c!$&'()*@:",
        '/s?q="<>',
        "/%E6%F8",
    ],
)
def test_an_address_in_our_normal_form_is_the_one_that_the_browser_arrives_at(
    site: Site, reader: Reader, path: str
) -> None:
    def any_path(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html; charset=utf-8")
        request.end_headers()
        request.wfile.write(page(NO_ALT).encode())

    class Everything(dict[str, object]):
        def get(self, _key: str, _default: object = None) -> object:
            return any_path

    site.pages = Everything()  # type: ignore[assignment]
    assert faults(reader.read(normal(site.origin + path, site.origin))) == FAULT


def test_who_is_not_admitted_is_not_read(site: Site, reader: Reader) -> None:
    seen: list[Shown] = []

    def admit(shown: Shown) -> None:
        seen.append(shown)
        raise Unread(TroubleKind.LOGIN)

    beside = '<header><input type="password"></header><input type="password" hidden>'
    address = site.put(
        f'{beside}<input type="password" aria-label="Kode"><p>Log ind her</p>', title="Log ind"
    )
    with pytest.raises(Unread) as raised:
        visit(reader.session, address, task(), admit)
    assert raised.value.trouble.kind is TroubleKind.LOGIN
    assert seen == [
        Shown(address, 200, "Log ind", "En overskrift Log ind her", "En overskrift Log ind her", 1)
    ]


def test_the_status_that_the_browser_got_is_shown(site: Site, reader: Reader) -> None:
    seen: list[int] = []
    visit(reader.session, f"{site.origin}/findes-ikke", task(), lambda shown: seen.append(shown.status))
    assert seen == [404]


def test_a_window_that_the_page_opens_does_not_take_the_place_of_the_page(site: Site, reader: Reader) -> None:
    site.put("<p>Reklame</p>", "/reklame")
    facts = reader.read(site.put(script("window.open('/reklame')")))
    assert (faults(facts), facts.title) == (FAULT, "En side")


def test_the_browser_opens_no_pages_of_its_own(reader: Reader) -> None:
    # Chromium's suggestions under an address, which nobody types here, take as long to start as all else.
    with reader.session.line() as line:
        there = line.call("Target.getTargets", filter=[{}])["targetInfos"]
    assert "page" in {each["type"] for each in there}
    assert [each["url"] for each in there if each["url"].startswith("chrome:")] == []


@pytest.mark.parametrize("browser", ["chromium-headless-shell", "chromium"])
def test_nothing_goes_past_the_proxy_for_talks_between_browsers(
    site: Site, monkeypatch: pytest.MonkeyPatch, browser: str
) -> None:
    if not shutil.which(browser):
        pytest.skip("not on this machine")
    monkeypatch.setattr("tilgaengelig.gather.browser.driver._BINARIES", (browser,))
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener,
        contextlib.closing(Session(settings())) as session,
    ):
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(1)
        stun = f"stun:127.0.0.1:{listener.getsockname()[1]}"
        talk = f"""const talk = new RTCPeerConnection({{ iceServers: [{{ urls: "{stun}" }}] }});
            talk.onicegatheringstatechange = () => {{ document.title = talk.iceGatheringState; }};
            talk.createDataChannel("x");
            talk.createOffer().then((offer) => talk.setLocalDescription(offer));"""
        session.driver.get(site.put(script(talk)))
        until = time.monotonic() + 20
        while session.driver.title != "complete" and time.monotonic() < until:
            time.sleep(0.05)
        with pytest.raises(TimeoutError):
            listener.recv(100)


def test_what_pages_leave_lying_does_not_fill_the_machine(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tilgaengelig.gather.browser.session._MOST_HEAP", 100_000_000)
    session = reader.session
    used = []
    for number in range(6):  # of some 50 MB each
        heap = "<script>held = Array.from({ length: 2e6 }, (_, i) => ({ i }))</script>"
        address = site.put(heap, f"/{number}")
        session.forget(address)
        session.driver.get(address)
        used.append(session.cdp("Runtime.getHeapUsage")["totalSize"])
    assert max(used) < 200_000_000


def test_a_browser_that_cannot_start_is_told_as_what_the_set_up_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tilgaengelig.gather.browser.driver._first", lambda *_names: "/bin/false")
    with pytest.raises(SetupLacks, match="make setup"):
        Session(settings())


def deep(count: int, tag: str) -> str:
    """Elements, each within the one before, or frames."""
    into = "at.contentDocument.body" if tag == "iframe" else "at"
    return (
        "<script>let at = document.createElement('p'); document.body.append(at); at.append('fortroligt');"
        f"for (let i = 0; i < {count}; i += 1) {{ const made = document.createElement('{tag}');"
        f"(at.localName === 'p' ? document.body : {into}).append(made); at = made; }}</script>"
    )


@pytest.mark.parametrize(("count", "tag"), [(3000, "b"), (160, "iframe")])
def test_a_page_that_our_own_script_fails_on_is_told_as_our_fault_and_costs_no_browser(
    site: Site, reader: Reader, caplog: pytest.LogCaptureFixture, count: int, tag: str
) -> None:
    reader.session.sick = False
    assert reader.trouble(site.put(deep(count, tag))).kind is TroubleKind.OUR_FAULT
    assert not reader.session.sick
    (said,) = [one.getMessage() for one in caplog.records if one.name.startswith("tilgaengelig")]
    assert said.startswith("a script of ours failed on a page: ")
    assert "fortroligt" not in said
    assert faults(reader.read(site.put(NO_ALT, "/naeste"))) == FAULT
