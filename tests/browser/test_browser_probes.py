"""Pages that are driven: what the probes may not do to the world, and what they may not do to an audit."""

from __future__ import annotations

import asyncio
import http.server
import struct
import time
from collections.abc import Collection
from typing import Any, cast

import pytest
from browser_house import (
    NO_ALT,
    Reader,
    Site,
    admit_all,
    end_its_page,
    faults,
    page,
    reader,
    settings,
    site,
    task,
)

from tilgaengelig.gather.browser.line import LineBroken
from tilgaengelig.gather.browser.pool import BrowserPool
from tilgaengelig.gather.browser.probes import PROBES
from tilgaengelig.gather.browser.probes.driven import Driven, OutOfTime
from tilgaengelig.gather.browser.probes.keyboard import MOST_STOPS
from tilgaengelig.gather.browser.session import Session
from tilgaengelig.gather.browser.visit import Shown, visit
from tilgaengelig.model.probes import Keyboard, Moving, Probed, Using
from tilgaengelig.model.subject import PageFacts

__all__ = ["reader", "site"]

SENDS = """
<button onfocus="fetch('/fetch', {method: 'POST', body: 'x'})">1</button>
<button onfocus="navigator.sendBeacon('/beacon', 'x')">2</button>
<button onfocus="fetch('/slet', {method: 'DELETE'})">3</button>
<form id="here" action="/form" method="post"></form><button onfocus="here.submit()">4</button>
<form id="there" action="/window" method="post" target="_blank"></form><button onfocus="there.submit()">5</button>
<script>
  const post = `fetch("${location.origin}/worker", {method: "POST"})`;
  const work = () => URL.createObjectURL(new Blob([post]));
</script>
<button onfocus="new Worker(work())">6</button>
<button onfocus="document.body.append(Object.assign(document.createElement('img'), {src: '/a.png'}))">7</button>
"""

OPTIONS = "<option>Aarhus</option><option>Odense</option>"


def drive(reader: Reader, address: str, probes: Collection[str] = ("keyboard",)) -> PageFacts:
    """The facts of a page that these probes drove."""
    return visit(reader.session, address, task(rules=["document-title"], probes=probes), admit_all)


def probed(reader: Reader, address: str, *probes: str) -> Probed:
    """What the probes saw of a page."""
    seen = drive(reader, address, probes or ("keyboard",)).probed
    assert seen is not None
    return seen


def walk(reader: Reader, address: str) -> Keyboard:
    """What the keyboard told of a page."""
    seen = probed(reader, address).keyboard
    assert seen is not None
    return seen


def test_nothing_but_get_leaves_a_page_that_is_driven(reader: Reader, site: Site) -> None:
    address = site.put(SENDS)
    methods: list[str] = []
    site.heard = methods.append
    seen = walk(reader, address)
    assert [stop.spot.text for stop in seen.stops] == ["1", "2", "3", "4", "5", "6", "7"]
    assert "/a.png" in site.asked
    assert set(methods) == {"GET"}


@pytest.mark.parametrize("when", ["", "onfocus"])
def test_nor_does_anything_that_a_worker_would_send_for_it(reader: Reader, site: Site, when: str) -> None:
    site.put_whole(
        "onconnect = ({ports: [p]}) => { p.onmessage = () => fetch('/delt', {method: 'POST'}) }", "/delt.js"
    )
    site.headers["/delt.js"] = {"Content-Type": "text/javascript"}
    born = "window.port = window.port || new SharedWorker('/delt.js').port; "
    sends = f'<button onfocus="{born} port.postMessage(1)">Send</button>'
    address = site.put(sends if when else f"<script>{born}</script>{sends}")
    methods: list[str] = []
    site.heard = methods.append
    assert walk(reader, address).whole
    drive(reader, site.put("<p>Næste</p>", "/naeste"), PROBES)  # by then it would have been sent
    assert "/delt.js" in site.asked or when
    assert set(methods) == {"GET"}


def test_a_page_is_not_left_and_what_it_tried_is_told(reader: Reader, site: Site) -> None:
    address = site.put(
        '<a href="/log-ud" onfocus="location.href = this.href">Log ud</a> <a href="/x">Videre</a>'
    )
    seen = walk(reader, address)
    assert [stop.tried for stop in seen.stops] == [f"{site.origin}/log-ud", ""]
    assert "/log-ud" not in site.asked


def test_a_page_that_will_not_be_left_does_not_hold_up_the_next(reader: Reader, site: Site) -> None:
    address = site.put(
        '<button onclick="1">Gem</button><script>onbeforeunload = (e) => e.preventDefault()</script>'
    )
    assert walk(reader, address).whole
    assert drive(reader, site.put("<p>Næste</p>", "/naeste")).address == f"{site.origin}/naeste"


def test_what_a_page_sends_when_it_is_left_is_not_let_out_either(reader: Reader, site: Site) -> None:
    later = "setTimeout(() => fetch('/senere', {method: 'POST'}), 1500)"
    last = "addEventListener('pagehide', () => navigator.sendBeacon('/til-sidst', 'x'))"
    address = site.put(f'<button onfocus="{later}">Tryk</button><script>{last}</script>')
    methods: list[str] = []
    site.heard = methods.append
    assert walk(reader, address).whole
    drive(reader, site.put("<p>Næste</p>", "/naeste"), PROBES)
    assert set(methods) == {"GET"}


def test_a_page_that_goes_blank_under_one_probe_is_opened_again_for_the_next(
    reader: Reader, site: Site
) -> None:
    address = site.put('<button onfocus="location.href = `about:blank`">Tryk</button>')
    seen = probed(reader, address, "keyboard", "using")
    assert (seen.keyboard, seen.using) == (None, Using())


def test_a_page_that_hangs_under_the_keys_keeps_what_was_found_before(site: Site) -> None:
    hangs = site.put('<p>Tekst</p><button onfocus="for (;;);">Tryk</button>')
    works = site.put("<p>Tekst</p>", "/videre")

    async def read() -> list[PageFacts]:
        async with BrowserPool(settings(probe_seconds=3), size=1) as pool:
            wanted = task(rules=["document-title"], probes=("keyboard",))
            return [await pool.page(address, wanted, admit_all) for address in (hangs, works)]

    hung, fine = asyncio.run(read())
    assert [element.tag for element in hung.elements] == ["main", "h1", "p", "button"]
    assert hung.probed is not None
    assert (hung.probed.asked, hung.probed.keyboard) == (("keyboard",), None)
    assert fine.probed is not None
    assert fine.probed.keyboard == Keyboard()


def test_a_page_whose_process_dies_between_two_probes_is_not_begun_anew_and_keeps_what_was_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = site.put(NO_ALT)

    def die(page: Driven) -> Keyboard:
        end_its_page(page.session)
        return Keyboard()

    async def read() -> PageFacts:
        async with BrowserPool(settings(), size=1) as pool:
            return await pool.page(address, task(probes=("moving", "keyboard", "hover")), admit_all)

    monkeypatch.setitem(cast(dict[str, Any], PROBES), "keyboard", die)
    facts = asyncio.run(read())
    assert faults(facts) == [("image-alt", "img")]
    assert site.asked.count("/") == 1
    assert facts.probed is not None
    assert (facts.probed.moving, facts.probed.keyboard, facts.probed.hover) == (Moving(), Keyboard(), None)


def test_a_page_that_hangs_between_two_probes_is_not_begun_anew_either(site: Site) -> None:
    session = Session(settings())
    try:
        session.driver.get(site.put('<button onclick="1">Tryk</button>'))
        with session.line() as line:
            page = Driven(session, line, time.monotonic() + 30)
            page.guard()
            page.until = time.monotonic() + 1
            line.send("Runtime.evaluate", line.attach(session.tab), expression="for (;;);")
            with pytest.raises(OutOfTime, match="hung"):
                page.restore()
    finally:
        session.close()


def test_a_page_that_will_not_be_opened_again_costs_the_probes_no_more_than_their_time(site: Site) -> None:
    moves = site.put("<button onfocus=\"history.pushState(null, '', '/andet')\">Tryk</button>")

    async def read() -> PageFacts:
        async with BrowserPool(settings(page_seconds=16, probe_seconds=4), size=1) as pool:
            return await pool.page(
                moves, task(rules=["document-title"], probes=("keyboard", "using")), hang_from_now
            )

    def hang_from_now(_shown: Shown) -> None:
        site.put_whole(site.hang)

    facts = asyncio.run(read())
    assert facts.probed is not None
    assert facts.probed.keyboard is not None


def test_a_browser_whose_page_is_guarded_no_more_serves_no_other(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_page: Driven) -> None:
        raise LineBroken("Input.dispatchKeyEvent: no")

    async def read() -> set[Session]:
        async with BrowserPool(settings(), size=1) as pool:
            await pool.page(site.put(NO_ALT), task(probes=("keyboard",)), admit_all)
            return set(pool._all)

    monkeypatch.setitem(cast(dict[str, Any], PROBES), "keyboard", broken)
    assert asyncio.run(read()) == set()


def test_what_a_page_throws_at_its_probes_is_no_line_of_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    thrown = "{ get() { throw new Error('fortroligt\\n2026-11-28 [info] falsk'); } }"
    throws = f"<script>Object.defineProperty(window, 'WebSocket', {thrown})</script>"

    async def read() -> None:
        async with BrowserPool(settings(), size=1) as pool:
            await pool.page(site.put(throws), task(probes=("keyboard",)), admit_all)

    caplog.set_level("INFO", "tilgaengelig")
    asyncio.run(read())
    (said,) = [line for line in caplog.messages if line.startswith("the probes of a page broke down: Error")]
    assert "fortroligt" not in caplog.text
    assert "\n" not in said


def test_a_page_is_shown_at_desktop_size_when_its_probes_are_done(reader: Reader, site: Site) -> None:
    assert set(probed(reader, site.put("<p>Tekst</p>"), *PROBES).asked) == set(PROBES)
    width = reader.session.driver.execute_script("return innerWidth")
    assert width == 1280


@pytest.mark.parametrize("frame", ["", " sandbox"])
def test_the_keyboard_comes_through_a_frame(reader: Reader, site: Site, frame: str) -> None:
    site.put_whole(page("<a href='/a'>a</a> <a href='/b'>b</a>"), "/inde")
    seen = walk(
        reader,
        site.put(f'<a href="/1">1</a><iframe src="/inde" title="x"{frame}></iframe><a href="/2">2</a>'),
    )
    # A sandbox is of another origin: nothing is known of what is in it.
    inside = [] if frame else ["a", "a"]
    assert [stop.spot.tag for stop in seen.stops] == ["a", "iframe", *inside, "a"]
    assert seen.trap == ()
    assert seen.whole


@pytest.mark.parametrize(
    "part",
    [
        '<video controls preload=none><source src="/f.mp4"><track kind="captions" src="/f.vtt"></video>',
        '<label>Dato <input type="date"></label>',
        "<x-x></x-x><script>document.querySelector('x-x').attachShadow({mode: 'closed'}).innerHTML ="
        " '<button>1</button><button>2</button>'</script>",
    ],
)
def test_the_keyboard_comes_through_what_has_stops_of_its_own(reader: Reader, site: Site, part: str) -> None:
    seen = walk(reader, site.put(f'{part}<a id="efter" href="/2">2</a>'))
    assert [stop.spot.place.target for stop in seen.stops][-1] == "#efter"
    assert (len(seen.stops), seen.trap, seen.whole) == (2, (), True)


def test_what_is_in_a_fixed_box_may_be_what_covers(reader: Reader, site: Site) -> None:
    inner = '<div style="background: #fff"><p style="margin: 0; height: 300px">Gemt</p></div>'
    body = f'<a href="/x">x</a><div id="boks" style="position: fixed; inset: 0">{inner}</div>'
    (stop,) = walk(reader, site.put(body)).stops
    assert stop.cover is not None
    assert stop.cover.place.target == "#boks"


def test_focus_that_shows_elsewhere_on_the_page_is_seen(reader: Reader, site: Site) -> None:
    style = "<style>a:focus { outline: none } #vis { position: absolute; left: 900px; top: 700px }</style>"
    body = (
        '<a href="/x" onfocus="vis.hidden = false" onblur="vis.hidden = true">x</a><p id="vis" hidden>Her</p>'
    )
    seen = walk(reader, site.put(body, head=style))
    assert [stop.visible for stop in seen.stops] == [True]


def test_a_skip_link_to_text_that_holds_no_link_has_arrived(reader: Reader, site: Site) -> None:
    body = '<a href="#tekst">Spring til indhold</a><nav><a href="/x">Menu</a></nav><p id="tekst">Tekst</p>'
    assert [one.arrived for one in walk(reader, site.put(body)).skip_links] == [True]


@pytest.mark.parametrize(("links", "whole"), [(MOST_STOPS, True), (MOST_STOPS + 1, False)])
def test_a_way_that_is_too_long_is_told_as_cut_short(
    reader: Reader, site: Site, links: int, whole: bool
) -> None:
    seen = walk(reader, site.put("".join(f'<a href="/{n}">{n}</a> ' for n in range(links))))
    assert (len(seen.stops), seen.whole) == (MOST_STOPS, whole)


def test_a_dialog_may_hold_the_focus(reader: Reader, site: Site) -> None:
    body = (
        '<a href="/x">x</a><div role="dialog" aria-label="Cookies">'
        '<button id="ja">Ja</button><button id="nej">Nej</button></div>'
        "<script>ja.addEventListener('blur', () => setTimeout(() => nej.focus()));"
        "nej.addEventListener('blur', () => setTimeout(() => ja.focus()))</script>"
    )
    assert walk(reader, site.put(body)).trap == ()


def test_a_larger_target_of_what_the_keyboard_has_too_is_not_for_the_mouse_alone(
    reader: Reader, site: Site
) -> None:
    body = (
        '<div onclick="1"><a href="/x">Læs</a></div><label onclick="1">Navn <input></label>'
        '<a href="/y"><span onclick="1">Mere</span></a><div id="alone" onclick="1">Kun mus</div>'
    )
    seen = walk(reader, site.put(body))
    assert [one.spot.place.target for one in seen.mouse_only] == ["#alone"]


def test_focus_in_a_frame_is_looked_at_too(reader: Reader, site: Site) -> None:
    unseen = "<style>#b:focus { outline: none }</style>"
    site.put_whole(page("<p><a id='a' href='/a'>a</a> <a id='b' href='/b'>b</a></p>", head=unseen), "/inde")
    seen = walk(reader, site.put('<p>Se her:</p><iframe id="ramme" src="/inde" title="x"></iframe>'))
    told = [(stop.spot.place.target, stop.visible) for stop in seen.stops]
    assert told == [("#ramme", None), ("#ramme >>> #a", True), ("#ramme >>> #b", False)]


def test_a_ring_that_is_cut_off_is_not_taken_for_its_likes_that_show(reader: Reader, site: Site) -> None:
    cut = "display:inline-block;overflow:hidden;height:1.2em;vertical-align:top"
    seen = walk(
        reader,
        site.put(
            '<p><a href="#a">Et</a> <a href="#b">To</a> '
            f'<span style="{cut}"><a style="display:block;height:1.2em" href="#c">Tre</a></span></p>',
            head="<style>a:focus {outline: 3px solid}</style>",
        ),
    )
    assert [stop.visible for stop in seen.stops] == [True, None, False]


def test_a_page_that_goes_elsewhere_at_its_last_stop_is_told_of(reader: Reader, site: Site) -> None:
    seen = walk(reader, site.put("<button onfocus=\"location = '/andet'\">Videre</button>"))
    assert [stop.tried for stop in seen.stops] == [f"{site.origin}/andet"]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (f'<label for="a">Kommune</label> <select id="a">{OPTIONS}</select>', "Kommune"),
        (f"<label>Kommune <select>{OPTIONS}</select></label>", "Kommune"),
        (
            f'<b id="k">Din</b> <b id="l">kommune</b> <select aria-labelledby="k l">{OPTIONS}</select>',
            "Din kommune",
        ),
        (f"<select>{OPTIONS}</select>", ""),
        ('<label for="a">Besked</label> <textarea id="a">Skriv her</textarea>', "Besked"),
        ('<label><input type="checkbox" value="1"> Ja tak</label>', "Ja tak"),
        ('<input type="submit" value="Send">', "Send"),
        ("<button>Søg</button>", "Søg"),
    ],
)
def test_a_field_is_called_by_its_label_and_not_by_what_can_be_chosen(
    reader: Reader, site: Site, field: str, name: str
) -> None:
    assert [stop.spot.text for stop in walk(reader, site.put(field)).stops] == [name]


def test_a_key_among_others_that_opens_something_only_once_is_heard(reader: Reader, site: Site) -> None:
    opens = "addEventListener('keydown', (e) => { if (e.key === 'h') { e.preventDefault(); hjælp.hidden = false; } })"
    used = probed(reader, site.put(f'<p id="hjælp" hidden>Hjælp</p><script>{opens}</script>'), "using").using
    assert used is not None
    assert used.keys == ("h",)


def sound(seconds: float) -> bytes:
    """So much of a loud noise, as the beginning of a file of waves that goes on for as long as there is anything."""
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        2**31 - 1,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        8000,
        16000,
        2,
        16,
        b"data",
        2**31 - 37,
    )
    return head + b"\x00\x40\x00\xc0" * int(seconds * 4000)


def test_sound_that_starts_by_itself_is_heard_where_it_ends_and_a_stream_holds_no_probe_up(
    reader: Reader, site: Site
) -> None:
    def stream(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "audio/wav")
        request.end_headers()
        request.wfile.write(sound(20))
        while not site.over.wait(0.2):
            request.wfile.write(sound(1))

    site.put_whole(stream, "/radio")
    site.put_whole(sound(8), "/lyd")
    site.headers["/lyd"] = {"Content-Type": "audio/wav", "Content-Length": str(len(sound(8)))}
    body = '<audio autoplay src="/radio"></audio><audio autoplay src="/lyd" id="lyd"></audio>'
    heard = probed(reader, site.put(body), "moving").moving
    assert heard is not None
    assert [one.place.target for one in heard.sounds] == ["#lyd"]


@pytest.mark.parametrize(
    ("control", "heard"),
    [
        ("<button>Pauseknap</button>", "Pauseknap"),
        ('<button aria-label="Lydstyrke">🔊</button>', "Lydstyrke"),
        ("<button>Vis/skjul nyhedsbåndet</button>", "Vis/skjul nyhedsbåndet"),
        ('<button title="Muted"></button>', "Muted"),
        ('<button class="slick-pause"></button>', "slick-pause"),
        ('<button><i class="fa fa-pause"></i></button>', "fa-pause"),
        ('<input type="checkbox" id="pauseSlides">', "pauseSlides"),
        ('<button class="slick-pause">Næste</button><button class="animation hide"></button>', ""),
        ("<button>Vis/skjul hovedmenu</button><button>Stoppesteder</button>", ""),
        ('<a href="/pause">Pause</a>', ""),
    ],
)
def test_a_control_that_may_stop_what_moves_is_heard(
    reader: Reader, site: Site, control: str, heard: str
) -> None:
    seen = probed(reader, site.put(control), "moving").moving
    assert seen is not None
    assert seen.stopper == heard
