"""The links of a page, also of one that no validator would pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import patient

from tilgaengelig.gather.crawl.links import PageLinks, Refresh, page_links
from tilgaengelig.model.subject import Link

BASE = "https://x.dk/da/om"


def links(page: str) -> list[tuple[str, str]]:
    return [(link.address, link.text) for link in page_links(page, BASE).links]


def test_links_of_all_kinds_are_found_in_order_and_once() -> None:
    page = """<a href="kontakt">Kontakt  <b>os\n nu</b></a><map><area href="/kort" alt="Kort"></map>
      <iframe src="//y.dk/v" title="Video"></iframe><a href="/da/kontakt#top">igen</a><a href="">her</a>
      <a href=" ?side=2 ">2</a><frameset><frame src="ramme.html"></frameset>"""
    assert links(page)[:5] == [
        ("https://x.dk/da/kontakt", "Kontakt os nu"),
        ("https://x.dk/kort", "Kort"),
        ("https://y.dk/v", "Video"),
        ("https://x.dk/da/om", "her"),
        ("https://x.dk/da/om?side=2", "2"),
    ]


@pytest.mark.parametrize(
    "written", ["mailto:a@x.dk", "tel:+4512345678", "javascript:void(0)", "JAVA\nSCRIPT:x", "data:text/html,x", "#",
                "#a", "sms:1", "about:blank", "blob:x", "ftp://x.dk/"]
)  # fmt: skip
def test_what_cannot_be_fetched_is_passed_over(written: str) -> None:
    found = page_links(f'<a href="{written}">x</a><a name=x>y</a>', BASE)
    assert found.links == ()


def test_addresses_that_are_none_are_left_out() -> None:
    assert links('<a href="http://">Her</a><a href="/der">Der</a>') == [("https://x.dk/der", "Der")]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<img src=a alt="Forside">', "Forside"),
        ('Til <img alt="x"> <span>forsiden</span>', "Til forsiden"),
        ("<script>x()</script><style>y</style>Ord", "Ord"),
        ("", "Mærkat"),
        ("<!-- skjult -->", "Mærkat"),
        ("a" * 500, "a" * 199 + "…"),
    ],
)
def test_a_link_has_the_words_that_a_reader_gets(inside: str, text: str) -> None:
    assert links(f'<a href="/" aria-label="Mærkat" title="Titel">{inside}</a>') == [("https://x.dk/", text)]


def test_words_come_from_a_later_link_where_the_first_has_none() -> None:
    assert links('<a href="/a"><img></a><a href="/a">Ord</a>') == [("https://x.dk/a", "Ord")]


def test_links_in_a_template_are_no_links_of_the_page() -> None:
    page = """<template><p><a href="{{url}}">Titel</a></p></template><noscript><a href="/alle">Alle</a></noscript>
      <template shadowrootmode="open"><a href="/kort">Kort</a></template>"""
    assert links(page) == [("https://x.dk/alle", "Alle"), ("https://x.dk/kort", "Kort")]


def test_the_base_of_the_page_counts() -> None:
    found = page_links('<base target=x><base href="/en/"><base href="/no/"><a href="b">B</a>', BASE)
    assert (found.base, found.links) == ("https://x.dk/en/", (Link("https://x.dk/en/b", "B"),))
    assert page_links('<base href="mailto:x"><a href="b">', BASE).links[0].address == "https://x.dk/da/b"


def test_the_head_is_read() -> None:
    page = """<head><link rel="Canonical" href="/da/om?utm_source=x"><link rel=alternate hreflang=en href=/en>
      <link rel=alternate type=application/rss+xml hreflang=da href=/rss>
      <link rel="alternate stylesheet" media=all href=/c>
      <link rel=alternate media="only screen" href=//m.x.dk/><link rel=alternate type=application/json+oembed href=/o>
      <link rel=canonical><meta http-equiv=Refresh content="5; URL='/ny'"></head>"""
    found = page_links(page, BASE)
    assert found.canonical == "https://x.dk/da/om"
    assert found.alternates == ("https://x.dk/en", "https://m.x.dk/")
    assert found.refresh == Refresh(5, "https://x.dk/ny")


@pytest.mark.parametrize(
    ("content", "refresh"),
    [
        ("0;url=/a", Refresh(0, "https://x.dk/a")),
        ("0.5, /a", Refresh(0, "https://x.dk/a")),
        (' 3 ; URL = "b" ', Refresh(3, "https://x.dk/da/b")),
        ("60", Refresh(60, "https://x.dk/da/om")),
        ("url=/a", None),
        ("5; url=mailto:x", None),
        ("", None),
    ],
)
def test_refreshes_are_read_as_browsers_read_them(content: str, refresh: Refresh | None) -> None:
    assert page_links(f"<meta http-equiv=refresh content='{content}'>", BASE).refresh == refresh


def test_what_the_page_says_of_its_charset_counts_no_more_when_it_is_text() -> None:
    assert links('<meta charset=cp1252><a href="/æ">Læs på</a>') == [("https://x.dk/%C3%A6", "Læs på")]
    assert links('<?xml version="1.0" encoding="utf-16"?><html><a href="/a">Å</a></html>') == [
        ("https://x.dk/a", "Å")
    ]


@pytest.mark.parametrize("page", ["", " ", "<!-- -->", "<", "\0", "<html>", "blot tekst", "\ud800"])
def test_pages_without_links_have_none(page: str) -> None:
    assert page_links(page, BASE) == PageLinks(BASE)


def test_broken_and_deep_mark_up_keeps_its_links() -> None:
    assert links("<a href=/a>A<div><a href='/b'>B</p></td><a href=/c")[:2] == [
        ("https://x.dk/a", "A B"),
        ("https://x.dk/b", "B"),
    ]
    assert links("a\0b<a href=/n>N") == [("https://x.dk/n", "N")]
    assert links("<font>" * 1500 + "<a href=/dybt>Dybt</a>") == [("https://x.dk/dybt", "Dybt")]
    assert len(links("<a href=/x>" * 5_000)) == 1


@patient
@given(st.text(alphabet=st.sampled_from(list("<>/\"'=ahrefimgsclt &;#\0é")), max_size=80))
def test_no_mark_up_breaks_it(page: str) -> None:
    assert page_links(page, BASE).base


def test_a_refresh_for_readers_without_script_leads_nowhere() -> None:
    html = (
        "<head><noscript><meta http-equiv=refresh content='0; URL=/uden-script'></noscript></head><p>Her</p>"
    )
    assert page_links(html, BASE).refresh is None


@pytest.mark.timeout(60)  # a second; hours where the time grows with the square of the page
@pytest.mark.parametrize(
    "page",
    [
        f"<meta http-equiv=refresh content={'1' * 1_000_000}x>",
        f"<meta http-equiv=refresh content='1 {'; ' * 500_000}'>",
        "<a href=/a><div>" * 250 + "<b>" * 50_000,
        "<a href=/a><div>" * 250 + "<img>" * 50_000,
    ],
    ids=["figures", "signs", "links in links", "links of pictures"],
)
def test_hostile_mark_up_does_not_hang_it(page: str) -> None:
    assert len(page_links(page, "https://x.dk/").links) <= 1
