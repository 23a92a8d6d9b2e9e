"""What every page has: its headers, its language, its files, and problems told to people."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from api_things import kept_audit, workshop_in
from pages_things import browsing, soup, text

from tilgaengelig.workshop import Workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("sider")) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop) as client:
        yield client


def test_the_front_page_says_how_each_site_stands(workshop: Workshop, client: httpx.Client) -> None:
    assert "endnu" in text(soup(client.get("/")).select_one("main"))
    audit = kept_audit(workshop.store)
    row = soup(client.get("/")).select_one("tbody tr")
    assert row is not None
    assert text(row) == "www.ministerium.dk Ikke færdig 2 3"
    assert row.select_one(f'a[href="/kontroller/{audit}"]')


def test_a_page_lets_in_nothing_but_what_is_ours(client: httpx.Client) -> None:
    headers = client.get("/breve").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"


def test_every_file_that_a_page_or_its_style_asks_for_is_here(client: httpx.Client) -> None:
    page = soup(client.get("/"))
    asked = [str(each["href"]) for each in page.select("link[href]")]
    asked += [str(each["src"]) for each in page.select("script[src]")]
    assert len(asked) >= 5
    for address in asked:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    own = client.get("/statisk/egen/site.css").text
    fonts = re.findall(r'url\("([^"]+)"\)', own)
    assert fonts
    assert all(client.get(f"/statisk/egen/{font}").status_code == 200 for font in fonts)
    assert "@font-face" not in client.get("/statisk/dkfds/css/dkfds-virkdk.min.css").text


@pytest.mark.parametrize(
    "name", ["egen/../../guard.py", "../pages/static.py", "/etc/passwd", "egen/%2e%2e/x", ""]
)
def test_nothing_else_on_the_disk_has_an_address(client: httpx.Client, name: str) -> None:
    assert client.get(f"/statisk/{name}").status_code == 404


def test_a_person_is_told_of_a_problem_on_a_page_and_a_program_in_json(client: httpx.Client) -> None:
    page = client.get("/findes-ikke")
    assert page.status_code == 404
    assert text(soup(page).select_one("h1")) == "Der er intet på denne adresse"
    assert client.get("/api/v1/findes-ikke").json()["status"] == 404
    wrong = client.get("/", headers={"Host": "ond.example"})
    assert wrong.status_code == 400
    assert "Ukendt værtsnavn" in text(soup(wrong).select_one("h1"))


def test_the_language_is_remembered_and_one_comes_back_to_ones_page(client: httpx.Client) -> None:
    answer = client.post("/sprog", data={"sprog": "en", "tilbage": "/breve"})
    assert answer.headers["location"] == "/breve"
    assert "HttpOnly" in answer.headers["set-cookie"]
    english = soup(client.get("/breve"))
    assert english.html is not None
    assert english.html["lang"] == "en"
    client.cookies.clear()


@pytest.mark.parametrize(
    "back", ["https://ond.example/", "//ond.example", "/\\ond.example", "javascript:alert(1)", ""]
)
def test_the_way_back_never_leads_to_another(client: httpx.Client, back: str) -> None:
    answer = client.post("/sprog", data={"sprog": "da", "tilbage": back})
    assert answer.headers["location"] == "/"
    client.cookies.clear()
