"""Addresses as a person reads them, and what a person has written of one held against what it has."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.cli.scans import folder_among
from tilgaengelig.model.addresses import normal, readable, site_of
from tilgaengelig.model.audit import Order
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.exemption import Basis, Exemption
from tilgaengelig.model.readability import Audience
from tilgaengelig.report.words import short_address
from tilgaengelig.store.inventory import host_named
from tilgaengelig.work.audit import make_order

NOW = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("https://www.kommune.dk/b%C3%B8rn/%C3%85r", "https://www.kommune.dk/børn/År"),
        ("https://xn--bger-gra.dk/xn--bger-gra", "https://bøger.dk/xn--bger-gra"),
        ("www.xn--bger-gra.dk:8080", "www.bøger.dk:8080"),
        ("https://x.dk/a%CC%8Arsrapport.pdf", "https://x.dk/a\u030arsrapport.pdf"),
        ("/s%c3%b8g?q=%C3%A6bler", "/søg?q=æbler"),
    ],
)
def test_danish_letters_are_read_as_letters(kept: str, read: str) -> None:
    assert readable(kept) == read


@pytest.mark.parametrize(
    "kept",
    [
        "https://x.dk/to%20ord%2Ftegn%3Fet?a=%26%25C3%25B8",  # not letters, and a % that is one
        "https://xn--80ak6aa92e.com/",  # looks like apple.com
        "https://x.dk/%D0%B0%E2%80%AE%C3%97%C3",  # Cyrillic, the other way round, a sign, half a letter
        "https://xn--zzzzzzz--.dk/",  # no name at all
    ],
)
def test_what_is_no_letter_of_ours_stays_as_it_is(kept: str) -> None:
    assert readable(kept) == kept


@given(
    host=st.sampled_from(["bøger.dk", "www.skær-bæk.dk", "straße.example", "x.dk"]),
    path=st.text("aåøÆé\u0301\u030a×ж/%20 ?&=.", max_size=30),
)
def test_what_is_read_leads_to_the_same_place(host: str, path: str) -> None:
    kept = normal(f"https://{host}/{path}")
    assert normal(readable(kept)) == kept


def test_a_report_shows_the_letters_of_a_path() -> None:
    assert short_address("https://a.dk/b%C3%B8rn?s=%C3%A6", "a.dk") == "/børn?s=æ"
    assert short_address("https://xn--bger-gra.dk/", "a.dk") == "https://bøger.dk/"


@pytest.mark.parametrize("written", ["/bøger/", "/b%C3%B8ger/", "/b%c3%b8ger/"])
def test_a_decision_holds_however_its_path_is_written(written: str) -> None:
    decided = Exemption("1", "x.dk", f"{written}*.pdf", Basis.ARCHIVE, "", "", NOW.date(), NOW.date(), NOW)
    assert decided.holds("https://x.dk/b%C3%B8ger/gammel.pdf")
    assert not decided.holds("https://x.dk/boger/gammel.pdf")


def test_a_section_is_found_however_its_path_is_written() -> None:
    order = Order(
        "https://x.dk/", sections=(("/for-børn/", Audience.PRESSE), ("/%C3%A5r", Audience.KOMMUNER))
    )
    assert order.audience_of("https://x.dk/for-b%C3%B8rn/leg") is Audience.PRESSE
    assert order.audience_of("https://x.dk/%C3%A5r/2026") is Audience.KOMMUNER
    assert order.audience_of("https://x.dk/for") is Audience.BORGERE


def test_parts_of_a_site_have_folders_of_their_own_among_others() -> None:
    addresses = (
        "https://x.dk/",
        "https://x.dk/da/om/",
        "https://x.dk/da/",
        "https://x.dk:8080/",
        "https://y.dk/",
    )
    folders = [folder_among(make_order(address)) for address in addresses]
    assert folders == ["x.dk", "x.dk_da_om", "x.dk_da", "x.dk-8080", "y.dk"]


def test_a_part_of_a_site_is_the_same_however_it_is_named() -> None:
    by_prefix = make_order("https://bøger.dk/", prefix="/bøger/")
    assert by_prefix.place == make_order("https://xn--bger-gra.dk/b%C3%B8ger/").place
    assert make_order("https://x.dk/da/om?til=/en/").prefix == "/da/"
    assert (
        make_order("https://x.dk/", prefix="/da").place == make_order("https://x.dk/da/").place == "x.dk/da/"
    )
    assert make_order("https://x.dk/", prefix="/").place == "x.dk/"


@pytest.mark.parametrize("named", ["bøger.dk", "https://BØGER.dk/om", "xn--bger-gra.dk", " bøger.dk:443 "])
def test_a_site_is_the_same_however_it_is_named(named: str) -> None:
    assert site_of(named) == host_named(named) == "xn--bger-gra.dk"


@pytest.mark.parametrize("named", ["", "to ord", "https://", "ftp://x.dk", "x.dk:99999", "https://[::1/"])
def test_what_names_no_site_is_told(named: str) -> None:
    with pytest.raises(WrongUse, match="er ikke et domæne"):
        host_named(named)
