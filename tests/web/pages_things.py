"""The pages as a browser without script meets them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from api_things import served
from bs4 import BeautifulSoup, Tag

from tilgaengelig.workshop import Workshop

EVIL = "<script>alert(1)</script>\"'></textarea></title><img src=x onerror=alert(1)>{{7*7}}"


@contextmanager
def browsing(workshop: Workshop, **settings: Any) -> Iterator[httpx.Client]:
    """A client that says of itself what a browser says of a form on one of our pages."""
    with served(workshop, **settings) as api:
        root = str(api.base_url.join("/")).rstrip("/")
        headers = {"Origin": root, "Sec-Fetch-Site": "same-origin"}
        with httpx.Client(base_url=root, headers=headers, timeout=60, trust_env=False) as client:
            yield client


def soup(page: Any) -> BeautifulSoup:
    """The page's elements, once it is seen that nothing in it runs or loads but what is ours."""
    made = BeautifulSoup(page.text, "lxml")
    for script in made.find_all("script"):
        assert str(script.get("src", "")).startswith("/statisk/"), script
        assert not script.string
    for element in made.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"], element
    for name in ("href", "src", "action", "formaction"):
        for element in made.select(f"[{name}]"):
            value = str(element[name])
            # A picture may stand in the page itself; nothing else that a page holds may be followed or run.
            if (element.name, name) == ("img", "src") and value.startswith("data:image/webp;base64,"):
                continue
            assert value.startswith(("/", "#", "?", "http://", "https://")), value[:200]
    return made


def text(element: BeautifulSoup | Tag | None) -> str:
    """The words of an element, squeezed."""
    assert element is not None
    return " ".join(element.get_text(" ").split())
