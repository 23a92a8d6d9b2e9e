"""Where the statement is looked for, and what comes of it, on a web of our own making."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from tilgaengelig.model.errors import Unread
from tilgaengelig.model.statement import Lookup, Source, Status
from tilgaengelig.model.subject import Block, PageFacts
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.work.gathering import Gathered
from tilgaengelig.work.statement import asks, look_up, standard_address

TOOL = "https://was.digst.dk"
STANDARD = f"{TOOL}/mad-example-dk"
SHORT = "https://www.mad-example.dk/was"
SAYS = (
    "Ministeriet for Mad forpligter sig til at gøre webstedet www.mad-example.dk tilgængeligt.",
    "Webstedet overholder standarden delvist.",
)


@dataclass
class Web:
    """Pages by address: their paragraphs, another address, or nothing; `asked` in order."""

    pages: dict[str, tuple[str, ...] | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def read(self, address: str) -> Gathered:
        """One of them."""
        self.asked.append(address)
        found = self.pages.get(address)
        if found is None:
            raise Unread(TroubleKind.NOT_FOUND, "404", 404)
        if isinstance(found, str):
            return Gathered(302, "", 0, 0, forward=found)
        blocks = tuple(Block("paragraph", text) for text in found)
        return Gathered(200, "text/html", 0, 0, facts=PageFacts(address, "Side", "da", blocks, ()))

    def look(self, *wanted: tuple[Source, str]) -> list[Lookup]:
        """What comes of looking."""
        return list(asyncio.run(look_up(wanted, self.read, TOOL)))


@pytest.mark.parametrize(
    ("start", "address"),
    [
        ("https://www.mad-example.dk/", STANDARD),
        ("https://kommuneplan.by.dk/da/", f"{TOOL}/kommuneplan-by-dk"),
        ("http://127.0.0.1:8000/", ""),
        ("https://intranet/", ""),
        ("https://mad.localhost/", ""),
    ],
)
def test_a_site_that_the_authority_can_know_has_one_address_in_its_tool(start: str, address: str) -> None:
    assert standard_address(start, TOOL) == address


def test_a_stand_in_in_the_same_closed_network_is_asked() -> None:
    assert standard_address("http://127.0.0.2:81/", "http://127.0.0.1:80/") == "http://127.0.0.1:80/127-0-0-2"
    assert asks("http://127.0.0.2:81/", "", ["http://127.0.0.2:81/x"]) == []


def test_only_the_sites_own_was_its_twins_and_its_links_are_asked_for() -> None:
    links = [
        STANDARD,
        "https://a.dk/was",
        "https://a.dk/was",
        "https://b.dk/was",
        "https://c.dk/was",
        "https://d.dk/",
    ]
    assert asks("https://mad-example.dk/da/", TOOL, links) == [
        (Source.SHORT, "https://mad-example.dk/was"),
        (Source.SHORT, "https://www.mad-example.dk/was"),
        (Source.STANDARD, STANDARD),
        (Source.LINK, "https://a.dk/was"),
        (Source.LINK, "https://b.dk/was"),
        (Source.LINK, "https://c.dk/was"),
    ]
    assert [address for _, address in asks("https://plan.by.dk/", TOOL, ())] == [
        "https://plan.by.dk/was",
        f"{TOOL}/plan-by-dk",
    ]


def test_the_way_is_followed_and_no_page_is_read_twice() -> None:
    web = Web({SHORT: "https://mad-example.dk/was", "https://mad-example.dk/was": STANDARD, STANDARD: SAYS})
    short, standard = web.look((Source.SHORT, SHORT), (Source.STANDARD, STANDARD))
    assert short.hops == ("https://mad-example.dk/was", STANDARD)
    assert (short.official, standard.official) == (True, True)
    assert short.statement == standard.statement
    assert short.statement is not None
    assert short.statement.status is Status.PARTIAL
    assert short.statement.hosts == ("www.mad-example.dk",)
    assert web.asked == [SHORT, "https://mad-example.dk/was", STANDARD]


def test_a_ring_a_dead_end_and_another_page_are_told_apart() -> None:
    ring = Web({SHORT: STANDARD, STANDARD: SHORT}).look((Source.SHORT, SHORT))[0]
    dead = Web({SHORT: STANDARD}).look((Source.SHORT, SHORT))[0]
    other = Web({SHORT: ("Velkommen til ministeriet.",)}).look((Source.SHORT, SHORT))[0]
    assert ring.trouble is not None
    assert ring.trouble.kind is TroubleKind.TOO_MANY_REDIRECTS
    assert dead.trouble is not None
    assert (dead.end, dead.trouble.kind) == (STANDARD, TroubleKind.NOT_FOUND)
    assert (other.trouble, other.statement, other.heading) == (None, None, "Side")


def test_a_slip_of_ours_at_one_address_leaves_the_others() -> None:
    web = Web({STANDARD: SAYS})

    async def read(address: str) -> Gathered:
        if address == SHORT:
            raise RuntimeError("a slip")
        return await web.read(address)

    short, standard = asyncio.run(look_up([(Source.SHORT, SHORT), (Source.STANDARD, STANDARD)], read, TOOL))
    assert short.trouble is not None
    assert short.trouble.kind is TroubleKind.OUR_FAULT
    assert standard.statement is not None
