"""A newsletter in the browser: whoever sent it does not learn that it was checked."""

from __future__ import annotations

from pathlib import Path

from browser_house import Reader, Site, faults, other_site, reader

from tilgaengelig.gather.letters.mail import Mail, Picture
from tilgaengelig.gather.letters.newsletter import PAGE, POLICY, pages_of
from tilgaengelig.gather.local import FolderServer

__all__ = ["other_site", "reader"]


def test_nothing_but_its_own_page_is_asked_for(other_site: Site, reader: Reader) -> None:
    there = other_site.origin
    inner = f"<img src='{there}/ramme.png'><meta http-equiv='refresh' content='0;url={there}/ramme'>"
    html = f"""<!--[if mso]><html><body><![endif]--><html lang="da"><head>
        <meta http-equiv="refresh" content="0;url={there}/videre"><link rel="stylesheet" href="{there}/a.css"></head>
        <body background="{there}/bag.png"><h1>Nyt</h1><img src="{there}/taeller.png">
        <iframe title="a" src="cid:b"></iframe><iframe title="b" src="data:text/html,{inner}"></iframe>
        <iframe title="c" srcdoc="{inner}"></iframe></body></html>"""
    drawing = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:h="http://www.w3.org/1999/xhtml">
        <image href="{there}/tegning.png"/><h:meta http-equiv="refresh" content="0;url={there}/tegning"/></svg>"""
    mail = Mail("Nyt", "a@b.dk", "", html, None, {"b": Picture("image/svg+xml", drawing.encode())})
    with FolderServer(Path("/nonexistent"), pages_of(mail), policy=POLICY) as server:
        facts = reader.read(server.address(PAGE[1:]))
    assert ("image-alt", "img") in faults(facts)
    assert other_site.asked == []
