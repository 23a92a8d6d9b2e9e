"""What can be wrong with what is published: a site with one folder for each, and what we should say of it."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pikepdf
from sites import Answer, Handler, Site, answer, redirect

from ports import closed_port

GOOD = """<!doctype html><html lang="da"><head><title>En god side</title></head><body><main>
<h1>En god side</h1><p>Her står noget, som enhver kan læse uden besvær.</p></main></body></html>"""


@dataclass(frozen=True)
class Case:
    """One thing wrong. `says` is part of our sentence; what was `typed_wrong` cannot be scanned at all (exit 2).

    `scan_says` is what a scan says, where that is something else. A page whose code is `judged` all the same has
    findings when it is checked alone.
    """

    name: str
    address: str
    says: str
    typed_wrong: bool = False
    scan_says: str = ""
    judged: bool = False


#: The names of the cases, in order.
TROUBLES = (
    *("et ord", "kun et skema", "ftp", "script", "ukendt vært", "lukket port", "selvunderskrevet", "404"),
    *("login", "401", "60 MB", "endeløs", "gzip-bombe", "tom", "blank", "xml", "billede", "ødelagt PDF"),
    *("låst PDF", "500", "ring", "altid videre", "robotspærre", "skjult 404", "en anden port"),
)


def _endless(handler: Handler) -> None:
    """A page that never ends, and does not say how long it is."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Connection", "close")
    handler.end_headers()
    piece = b"<p>" + b"a" * 1_000_000
    for _ in range(60):
        handler.wfile.write(piece)
    handler.close_connection = True


def _announced(handler: Handler) -> None:
    """A page that says that it is of 60 MB."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "60000000")
    handler.end_headers()
    handler.close_connection = True


def _onward(handler: Handler) -> None:
    """Each address sends on to one that was never seen."""
    folder, _, number = handler.path.rpartition("/")
    redirect(f"{folder}/{int(number or 0) + 1}")(handler)


def _bomb() -> bytes:
    return gzip.compress(b"<p>" + b" " * 60_000_000, 9)


def _locked_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made, encryption=pikepdf.Encryption(owner="ejer", user="hemmelig"))
    return made.getvalue()


LOGIN = """<!doctype html><html lang="da"><title>Log ind</title><h1>Log ind</h1><form action="/log-ind" method="post">
<label>Brugernavn <input name="u"></label><label>Adgangskode <input type="password" name="p"></label>
<button>Log ind</button></form></html>"""
BOT_WALL = """<!doctype html><html lang="en"><title>Just a moment...</title><p>Checking your browser.</p>
<script>window._cf_chl_opt={cvId:'3'};</script></html>"""
SOFT_404 = """<!doctype html><html lang="da"><title>Siden findes ikke</title><h1>Siden findes ikke</h1>
<p>Prøv at søge.</p></html>"""
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>Nyheder</title></channel></rss>'
PDF = "application/pdf"

ROUTES: dict[str, Answer] = {
    "/tabt/": answer("<h1>Væk</h1>", 404),
    "/login/": answer(LOGIN),
    "/401/": answer("<h1>Nej</h1>", 401),
    "/stor/": _announced,
    "/endel%C3%B8s/": _endless,
    "/bombe/": answer(_bomb(), Content_Encoding="gzip"),
    "/tom/": answer(b""),
    "/blank/": answer("<!doctype html><html lang=da><title></title><body></body></html>"),
    "/xml/": answer(RSS),
    "/billede/": answer(b"\x89PNG\r\n\x1a\n" + bytes(100), Content_Type="image/png"),
    "/%C3%B8delagt/fil.pdf": answer(b"%PDF-1.7\n" + b"sludder " * 50, Content_Type=PDF),
    "/l%C3%A5st/fil.pdf": answer(_locked_pdf(), Content_Type=PDF),
    "/fejl/": answer("<h1>Av</h1>", 500),
    "/ring/": redirect("/ring/rundt"),
    "/ring/rundt": redirect("/ring/"),
    "/videre/": _onward,
    **{f"/videre/{number}": _onward for number in range(40)},
    "/sp%C3%A6rret/": answer(BOT_WALL, 503),
    "/v%C3%A6k/": answer(SOFT_404),
}


@contextmanager
def troubled_world() -> Iterator[tuple[list[Case], Site]]:
    """The cases, and a neighbour at another port that nobody may visit."""
    secure = Site({"/": answer(GOOD)}, tls=True)
    with Site({"/": answer(GOOD)}) as neighbour, Site(dict(ROUTES)) as site, secure:
        site.routes["/nabo/"] = redirect(neighbour.at("/hemmeligt"))
        nowhere = f"http://127.0.0.1:{closed_port()}/"
        cases = [
            Case("et ord", "hest", "”hest” er ikke en webadresse", typed_wrong=True),
            Case("kun et skema", "http://", "er ikke en webadresse", typed_wrong=True),
            Case("ftp", "ftp://x", "er ikke en webadresse", typed_wrong=True),
            Case("script", "javascript:alert(1)", "er ikke en webadresse", typed_wrong=True),
            Case("ukendt vært", "http://findes-ikke.invalid/", "findes ikke på nettet"),
            Case("lukket port", nowhere, "svarer ikke"),
            Case("selvunderskrevet", secure.at(), "sikkerhedscertifikat er ikke i orden"),
            Case("404", site.at("/tabt/"), "Siden findes ikke (svar 404)"),
            Case("login", site.at("/login/"), "kræver, at man logger ind"),
            Case("401", site.at("/401/"), "kræver, at man logger ind"),
            Case("60 MB", site.at("/stor/"), "fylder mere end grænsen"),
            Case("endeløs", site.at("/endeløs/"), "fylder mere end grænsen"),
            Case("gzip-bombe", site.at("/bombe/"), "fylder mere end grænsen"),
            Case("tom", site.at("/tom/"), "Siden er tom", judged=True),
            Case("blank", site.at("/blank/"), "Siden er tom", judged=True),
            Case("xml", site.at("/xml/"), "som vi ikke kan kontrollere"),
            Case("billede", site.at("/billede/"), "Indholdet er af typen image/png"),
            Case("ødelagt PDF", site.at("/ødelagt/fil.pdf"), "PDF-filen er beskadiget"),
            Case("låst PDF", site.at("/låst/fil.pdf"), "låst med adgangskode"),
            Case("500", site.at("/fejl/"), "Serveren fejlede (svar 500)"),
            Case("ring", site.at("/ring/"), "sender videre i ring eller for mange gange"),
            Case("altid videre", site.at("/videre/"), "sender videre i ring eller for mange gange"),
            Case("robotspærre", site.at("/spærret/"), "spærrer for robotter"),
            Case("skjult 404", site.at("/væk/"), "Siden er en fejlside"),
            Case(
                "en anden port",
                site.at("/nabo/"),
                "peger ind i et lukket netværk (127.0.0.1)",
                scan_says=f"sender videre til {neighbour.at('/hemmeligt')}, som ",
            ),
        ]
        assert tuple(case.name for case in cases) == TROUBLES
        yield cases, neighbour
