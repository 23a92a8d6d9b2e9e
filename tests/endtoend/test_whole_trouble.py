"""What is wrong with what is published, told in one plain Danish sentence: by check, check --json and scan alike."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from program import Home, Said
from sites import Site, answer, redirect
from troubles import GOOD, TROUBLES, Case, troubled_world

#: Sentences end in a full stop and have none before: these are the only dots that are no end.
_NO_END = re.compile(r"robots\.txt|www\.\w+\.dk|[\w-]+\.invalid|\d+\.\d+\.\d+\.\d+|https?://\S*[^\s.]")


@dataclass(frozen=True)
class Told:
    """The same cases through the three ways of asking, by the case's name."""

    lines: list[dict[str, Any]]
    checked: Said
    plain: Said
    scans: dict[str, Said]
    reports: dict[str, dict[str, Any] | None]
    cases: list[Case]
    neighbour_asked: list[str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with troubled_world() as (cases, neighbour):
        home = Home(tmp_path_factory.mktemp("trouble") / "home")
        addresses = [case.address for case in cases]
        commands = [
            shlex.join(["scan", "--output", f"ud/{place}", "--", address])
            for place, address in enumerate(addresses)
        ]
        # One database for all: several scans at once are one person's usual morning.
        with ThreadPoolExecutor(4) as pool:
            checked = pool.submit(home.run, "check", "--json", "--", *addresses)
            plain = pool.submit(home.run, "check", "--", *addresses)
            halves = [pool.submit(home.run_in_turn, *commands[half::2]) for half in range(2)]
            scans = halves[0].result() | halves[1].result()
        yield Told(
            lines=checked.result().objects,
            checked=checked.result(),
            plain=plain.result(),
            scans={case.name: scans[command] for case, command in zip(cases, commands, strict=True)},
            reports={case.name: _report(home.here / "ud" / str(place)) for place, case in enumerate(cases)},
            cases=cases,
            neighbour_asked=neighbour.asked,
        )


def _report(folder: Path) -> dict[str, Any] | None:
    file = folder / "rapport.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else None


def is_one_sentence(text: str) -> bool:
    """Whether it is one sentence: a capital or what was quoted first, a full stop last, and none between."""
    return bool(re.fullmatch(r"[A-ZÆØÅ”X][^.!?\n]+\.", _NO_END.sub("X", text)))


@pytest.mark.parametrize("name", TROUBLES)
def test_check_json_tells_it_in_one_sentence(told: Told, name: str) -> None:
    place = [case.name for case in told.cases].index(name)
    case, line = told.cases[place], told.lines[place]
    assert line["address"] == case.address
    assert case.says in line["error"]
    assert is_one_sentence(line["error"]), line["error"]
    assert line["readability"] is None
    assert bool(line["findings"]) is case.judged


@pytest.mark.parametrize("name", TROUBLES)
def test_check_tells_it_in_one_sentence(told: Told, name: str) -> None:
    case = next(case for case in told.cases if case.name == name)
    after = told.plain.lines.index(case.address) + 1
    assert told.plain.lines[after].startswith("  Bemærk: " if case.judged else "  Ikke kontrolleret: ")
    assert case.says in told.plain.lines[after]


@pytest.mark.parametrize("name", TROUBLES)
def test_scan_tells_it_in_one_sentence_and_exits_2_or_3(told: Told, name: str) -> None:
    case = next(case for case in told.cases if case.name == name)
    said = told.scans[name]
    assert said.code == (2 if case.typed_wrong else 3)
    (line,) = [line for line in said.err.splitlines() if line.startswith("Fejl: ")]
    sentence = line.removeprefix("Fejl: ").split("/: ")[-1].split(".pdf: ")[-1]
    assert (case.scan_says or case.says) in line
    assert is_one_sentence(sentence), sentence


@pytest.mark.parametrize("name", TROUBLES)
def test_a_scan_that_read_nothing_leaves_a_report_that_says_so(told: Told, name: str) -> None:
    case = next(case for case in told.cases if case.name == name)
    report = told.reports[name]
    if case.typed_wrong:
        assert report is None
        return
    assert report is not None
    assert (report["coverage"]["read"], report["summary"]["pagesWithoutFaults"], report["components"]) == (
        0,
        0,
        [],
    )
    assert report["coverage"]["found"] >= 1


def test_check_answers_3_and_says_nothing_but_its_lines(told: Told) -> None:
    assert (told.checked.code, told.plain.code) == (3, 3)
    assert (told.checked.err, told.plain.err) == ("", "")
    assert [line["address"] for line in told.lines] == [case.address for case in told.cases]


def test_a_redirect_from_what_was_typed_opens_no_other_port(told: Told) -> None:
    assert told.neighbour_asked == []


SENT_ON = "https://naboskab.example/da"
CHARSET = GOOD.replace("besvær", "besvær, også på æøå").encode("windows-1252")
BESIDE = "".join(f'<a href="/{name}">{name}</a> ' for name in ("tabt", "fejl", "ud", "login"))
#: Sites that each have something of their own to tell, by name.
SITES = {
    "lukket": {
        "/robots.txt": answer("User-agent: *\nDisallow: /\n", Content_Type="text/plain"),
        "/": answer(GOOD),
    },
    "robots-fejl": {"/robots.txt": answer("Av", 500), "/": answer(GOOD)},
    "tegnsæt": {"/": answer(CHARSET)},
    "blandet": {
        "/": answer(GOOD.replace("</main>", BESIDE + "</main>")),
        "/fejl": answer("Av", 500),
        "/ud": redirect("https://naboskab.example/"),
        "/login": answer("Nej", 401),
    },
    "sender-videre": {"/": redirect(SENT_ON)},
}


@dataclass(frozen=True)
class Scanned:
    """A site, how the scan of it ended, its report, and what a check of it said."""

    site: Site
    said: Said
    report: dict[str, Any] | None
    checked: Said


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scanned]:
    """Each of the sites, by its name; one process for them all."""
    home = Home(tmp_path_factory.mktemp("sites") / "home")
    with ExitStack() as stack:
        sites = {name: stack.enter_context(Site(dict(routes))) for name, routes in SITES.items()}
        scans = {name: f"scan {site.at()} --output {name}" for name, site in sites.items()}
        check = f"check --json {sites['tegnsæt'].at()}"
        said = home.run_in_turn(*scans.values(), check)
    return {
        name: Scanned(sites[name], said[command], _report(home.here / name), said[check])
        for name, command in scans.items()
    }


def test_a_page_may_not_reach_another_port_by_picture_frame_script_or_link(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with Site({"/": answer(GOOD)}) as neighbour:
        there = neighbour.at()
        page = GOOD.replace(
            "</main>",
            f"""<img src="{there}a.png" alt=""><iframe title="Nabo" src="{there}b"></iframe>
            <script>fetch("{there}c").catch(() => 0); new Image().src = "{there}d";
            new WebSocket("{there}e".replace("http", "ws"));</script><a href="{there}f">Nabo</a></main>""",
        )
        with Site({"/": answer(page)}) as site:
            closed = home.run("scan", site.at(), "--output", "ud")
            assert (closed.code, neighbour.asked) == (0, [])
            opened = home.run(
                "scan", site.at(), "--output", "ud", "--fresh", "--allow-network", "127.0.0.0/8"
            )
    assert opened.code == 0
    assert {"/a.png", "/b", "/c", "/d"} <= set(neighbour.asked)
    assert "/f" not in neighbour.asked


def test_a_site_whose_robots_txt_shuts_us_out_is_not_read(scanned: dict[str, Scanned]) -> None:
    one = scanned["lukket"]
    assert set(one.site.asked) <= {"/robots.txt", "/sitemap.xml"}
    assert one.said.code == 3
    assert "Webstedets robots.txt beder robotter om at holde sig væk herfra" in one.said.err


def test_a_site_whose_robots_txt_fails_is_not_said_to_forbid(scanned: dict[str, Scanned]) -> None:
    one = scanned["robots-fejl"]
    assert "/" not in one.site.asked
    assert one.said.code == 3
    assert "beder robotter om at holde sig væk" not in one.said.err
    assert re.search(r"robots\.txt.*(svar 500)", one.said.err)


def test_a_charset_that_is_not_what_was_said_is_read_and_noted(scanned: dict[str, Scanned]) -> None:
    one = scanned["tegnsæt"]
    (checked,) = one.checked.objects
    assert one.report is not None
    (row,) = one.report["addresses"]
    assert (one.said.code, row["state"]) == (0, "read")
    assert row["facts"]["charset"] == "utf-8, i virkeligheden windows-1252"
    assert (checked["error"], checked["readability"]["words"] > 10) == (None, True)


def test_a_page_beside_troubles_is_read_and_the_troubles_are_counted(scanned: dict[str, Scanned]) -> None:
    one = scanned["blandet"]
    assert one.report is not None
    coverage = one.report["coverage"]
    assert (one.said.code, coverage["read"], coverage["redirected"], coverage["notRead"]) == (0, 1, 1, 3)
    kinds = {row["kind"]: row["count"] for row in coverage["troubled"]}
    assert kinds == {"not-found": 1, "server-error": 1, "login": 1}
    assert {row["address"] for row in one.report["brokenLinks"]} == {
        one.site.at("/tabt"),
        one.site.at("/fejl"),
    }


def test_a_start_that_sends_on_to_another_site_says_which(scanned: dict[str, Scanned]) -> None:
    one = scanned["sender-videre"]
    assert one.said.code == 3
    start = f"Fejl: {one.site.at()} sender videre til {SENT_ON}, som "
    assert one.said.err.startswith(start), one.said.err
    assert one.said.err.endswith("; scan det i stedet.\n")
