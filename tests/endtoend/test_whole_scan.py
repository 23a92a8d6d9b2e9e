"""A scan of the sample site, through the command line and a real browser: what FAULTS.md promises is found."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from program import Home, Said
from sites import Site, answer

from tilgaengelig import resources
from tilgaengelig.model.denmark import local

SITE = resources.SAMPLE / "site"
FAULTS = (resources.SAMPLE / "FAULTS.md").read_text("utf-8")
BOTH, PHONE = {"desktop", "phone"}, {"phone"}
FRAMES = {"/indlejret/kalender.html", "/indlejret/tilmelding.html"}
PDFS = {
    f"/publikationer/{name}.pdf" for name in ("aarsrapport-2025", "vejledning-tilskud", "referat-skannet")
}
MISSING, FORBIDDEN = "/publikationer/strategi-2024.html", "/kladder/ny-strategi.html"
PAGES = {f"/{path.relative_to(SITE).as_posix()}".removesuffix("index.html") for path in SITE.rglob("*.html")}
TEMPLATE = PAGES - FRAMES - {FORBIDDEN}


@dataclass(frozen=True)
class Scanned:
    """The sample site, scanned once for all tests of this file."""

    home: Home
    said: Said
    report: dict[str, Any]
    asked: tuple[str, ...]
    output: Path

    def addresses(self, **wanted: object) -> dict[str, dict[str, Any]]:
        """The report's addresses by path, those that have these values."""
        return {
            path_of(row["address"]): row
            for row in self.report["addresses"]
            if all(row[key] == value for key, value in wanted.items())
        }

    def places(self) -> dict[tuple[str, str, str], int]:
        """How many places axe has by path, engine rule and outcome; with `@phone` where only the phone shows it."""
        found: dict[tuple[str, str, str], int] = {}
        for component in self.report["components"]:
            for place in component["occurrences"] if component["engine"] == "axe" else ():
                only = "" if set(place["viewports"]) == BOTH else "@" + "+".join(place["viewports"])
                key = (path_of(place["address"]), component["engineRule"] + only, component["outcome"])
                found[key] = found.get(key, 0) + 1
        return found


def path_of(address: str) -> str:
    """The path of an address on the test's own server."""
    return re.sub(r"^http://127\.0\.0\.1:\d+", "", address)


def promised() -> dict[tuple[str, str, str], int]:
    """The tables of FAULTS.md, as `Scanned.places` has it."""
    whole: dict[tuple[str, str, str], int] = {}

    def add(path: str, widths: str, rule: str, outcome: str, places: int) -> None:
        if rule.startswith("`"):
            key = (path, rule.strip("`") + {"both": "", "390": "@phone"}[widths], outcome)
            whole[key] = whole.get(key, 0) + places

    template, single = FAULTS.split("## On single pages")
    for cells in _rows(template):
        for page in TEMPLATE:
            add(page, cells[0], cells[1], cells[2], int(cells[3]))
    for cells in _rows(single.split("\n## ")[0]):
        add(cells[0].strip("`"), cells[1], cells[2], cells[3], int(cells[4]))
    return whole


def own_faults() -> set[tuple[str, str, str]]:
    """The table of FAULTS.md of what our own rules on pages and on the site find: path, rule, outcome."""
    table = FAULTS.split("## Beside the other pages")[1].split("\n## ")[0]
    return {(cells[0].strip("`"), cells[1].strip("`"), cells[2]) for cells in _rows(table)}


def _rows(text: str) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line[:1] == "|"]
    return [
        cells for cells in rows if cells[0] not in ("Widths", "Address") and not cells[0].startswith("---")
    ]


@pytest.fixture(scope="module")
def sample() -> Iterator[Site]:
    with Site(folder=SITE) as site:
        yield site


@pytest.fixture(scope="module")
def scanned(sample: Site, tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    home = Home(tmp_path_factory.mktemp("scan") / "home")
    for name in ("PROBE_SECONDS", "QUALWEB", "BROWSERS"):
        del home.environment[f"TILGAENGELIG_{name}"]  # as a person scans, to whom nothing was said
    said = home.run("scan", sample.at(), "--format", "csv")
    output = home.here / "rapport" / f"127.0.0.1-{sample.port}"
    assert (said.code, said.err.count("Fejl:")) == (0, 0), said
    report = json.loads((output / "rapport.json").read_text("utf-8"))
    return Scanned(home, said, report, tuple(sample.asked), output)


def test_the_tables_of_the_sample_are_read_by_these_tests() -> None:
    assert len(promised()) > 100
    assert len(TEMPLATE) == 19


def test_25_addresses_are_found_in_scope_and_one_more_is_forbidden(scanned: Scanned) -> None:
    assert set(scanned.addresses(state="read", kind="page")) == TEMPLATE | FRAMES
    assert set(scanned.addresses(state="read", kind="document")) == PDFS
    assert set(scanned.addresses(state="troubled")) == {MISSING, FORBIDDEN}
    assert len(scanned.report["addresses"]) == 26
    coverage = scanned.report["coverage"]
    assert coverage["troubled"] == [{"kind": "not-found", "count": 1}, {"kind": "robots", "count": 1}]
    counts = {name: coverage[name] for name in ("found", "read", "pages", "documents", "notRead", "waiting")}
    assert counts == {"found": 26, "read": 24, "pages": 21, "documents": 3, "notRead": 2, "waiting": 0}


def test_the_accessibility_statement_is_known_as_one(scanned: Scanned) -> None:
    known = [path for path, row in scanned.addresses().items() if row["facts"].get("statement")]
    assert known == ["/tilgaengelighedserklaering/"]
    assert "Vi har ikke læst en erklæring" not in (scanned.output / "rapport.html").read_text("utf-8")


def test_one_page_of_each_template_is_driven_and_unlike_pages_share_none(scanned: Scanned) -> None:
    groups = [[path_of(address) for address in group["pages"]] for group in scanned.report["templates"]]
    assert {path for group in groups for path in group} == TEMPLATE | FRAMES
    assert [len(group["driven"]) for group in scanned.report["templates"]] == [1] * len(groups)
    alone = {group[0] for group in groups if len(group) == 1}
    assert {"/", "/tilskud/ansoeg.html", "/arrangementer/", "/tal/", "/kommuner/"} <= alone
    assert len(groups[0]) > 3


def test_what_robots_txt_forbids_is_never_asked_for(scanned: Scanned) -> None:
    assert "/robots.txt" in scanned.asked
    assert not [path for path in scanned.asked if path.startswith("/kladder")]
    assert "ny-strategi" not in json.dumps(scanned.report["components"])


def test_the_broken_link_is_told_with_both_its_pages(scanned: Scanned) -> None:
    (broken,) = scanned.report["brokenLinks"]
    assert path_of(broken["address"]) == MISSING
    sources = {path_of(source["address"]) for source in broken["sources"]}
    assert sources == {"/om-ministeriet/", "/arrangementer/"}


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/nyheder/hoering.html", "the sitemap"),
        ("/nyheder/arkiv.html", "a link that script makes"),
        ("/job/", "an area"),
        ("/indlejret/kalender.html", "an iframe"),
        ("/indlejret/tilmelding.html", "a sandboxed iframe"),
    ],
)
def test_a_page_is_reached_that_only_one_way_leads_to(scanned: Scanned, path: str, way: str) -> None:
    assert path in scanned.addresses(state="read"), way


def test_an_address_with_a_tracking_parameter_or_a_fragment_is_not_another_page(scanned: Scanned) -> None:
    assert not [row["address"] for row in scanned.report["addresses"] if set("?#") & set(row["address"])]
    assert "naboskab.example" not in json.dumps(scanned.report["addresses"])


def test_axe_says_just_what_the_tables_say_of_each_page(scanned: Scanned) -> None:
    expected, found = promised(), scanned.places()
    assert {key: found.get(key, 0) for key in expected} == expected
    assert set(found) - set(expected) == set()


def test_our_own_rules_on_pages_and_site_say_just_what_the_table_says(scanned: Scanned) -> None:
    found = {
        (path_of(place["address"]), component["rule"], component["outcome"])
        for component in scanned.report["components"]
        for place in component["occurrences"]
        if component["engine"] == "tilgaengelig"
        and (
            component["engineRule"].startswith(("site.", "page.")) or component["engineRule"] == "text.terms"
        )
    }
    # A deadline that lay ahead when the table was written may be over by now.
    assert {one for one in found - own_faults() if one[1] != "dato-er-passeret"} == set()
    assert own_faults() <= found


def test_a_fault_of_the_template_is_one_component_on_its_19_pages_and_the_developers(
    scanned: Scanned,
) -> None:
    recurring = [
        each for each in scanned.report["components"] if each["pages"] > 2 and each["engine"] == "axe"
    ]
    rules = sorted(
        (each["engineRule"], tuple(each["occurrences"][0]["viewports"]), each["pages"]) for each in recurring
    )
    both = ("desktop", "phone")
    assert rules == [
        ("button-name", both, 19),
        ("button-name", ("phone",), 19),
        ("color-contrast", both, 19),
        ("image-alt", both, 19),
        ("link-name", both, 19),
    ]
    mended = {each["engineRule"]: each["responsibility"] for each in recurring}
    assert mended.pop("color-contrast") in ("udvikler", "designer")
    assert set(mended.values()) == {"udvikler"}


def test_the_pdfs_bear_their_facts_and_their_faults(scanned: Scanned) -> None:
    rows = scanned.addresses(kind="document")
    facts = {
        path.rpartition("/")[2]: tuple(row["facts"][key] for key in ("pages", "tagged", "pages_without_text"))
        for path, row in rows.items()
    }
    assert facts == {
        "aarsrapport-2025.pdf": (4, False, 0),
        "vejledning-tilskud.pdf": (2, True, 0),
        "referat-skannet.pdf": (1, False, 1),
    }
    assert rows["/publikationer/vejledning-tilskud.pdf"]["language"] == "da-DK"
    found: dict[str, set[str]] = {path.rpartition("/")[2]: set() for path in rows}
    for component in scanned.report["components"]:
        for place in component["occurrences"]:
            name = place["address"].rpartition("/")[2]
            if name in found and component["outcome"] == "failed":
                found[name].add(component["rule"])
    untagged = {"pdf-uden-koder", "pdf-uden-sprog", "pdf-uden-titel"}
    assert found == {
        "aarsrapport-2025.pdf": untagged,
        "vejledning-tilskud.pdf": set(),
        "referat-skannet.pdf": untagged | {"pdf-uden-tekstlag"},
    }


def test_lix_follows_the_bands_of_the_table(scanned: Scanned) -> None:
    lix = {path: row["readability"]["lix"] for path, row in scanned.addresses().items() if row["readability"]}
    bands: list[list[float]] = []
    for about, where in re.findall(r"^\| (\d\d-\d\d) \| (.*) \|$", FAULTS, re.MULTILINE):
        named = re.findall(r"`([^`]+)`", where)
        paths = [name if name.startswith("/") else f"/publikationer/{name}" for name in named]
        low, high = map(int, about.split("-"))
        bands.append([lix[path] for path in paths])
        assert all(low - 6 <= value <= high + 6 for value in bands[-1]), (
            about,
            dict(zip(paths, bands[-1], strict=True)),
        )
    easy, _, harder, hard = bands
    assert max(easy) < min(harder) <= max(harder) < min(hard)


def test_the_english_page_is_said_to_be_english_and_has_no_lix(scanned: Scanned) -> None:
    english = scanned.addresses()["/en/"]
    assert (english["language"], english["textLanguage"], english["readability"]) == ("en", "en", None)
    assert {
        row["textLanguage"]
        for path, row in scanned.addresses(kind="page").items()
        if path in TEMPLATE - {"/en/"}
    } == {"da"}


def test_the_report_is_one_page_and_data_that_keep_to_the_schema(scanned: Scanned) -> None:
    schema = json.loads((resources.REPORTS / "rapport.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(scanned.report, schema)
    page = (scanned.output / "rapport.html").read_text("utf-8")
    assert '<html lang="da"' in page
    assert not re.search(r"<(?:script|img|link|iframe)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//", page)
    assert {path.name for path in scanned.output.iterdir()} >= {"rapport.html", "rapport.json"}


def test_a_table_is_written_when_it_is_asked_for(scanned: Scanned) -> None:
    (table,) = scanned.output.glob("*.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > sum(
        each["places"] for each in scanned.report["components"] if each["outcome"] == "failed"
    )


def test_the_summary_says_how_many_were_read_and_where_the_report_is(scanned: Scanned) -> None:
    assert "Vi læste 21 sider og 3 PDF-filer." in scanned.said.out
    assert "2 adresser, som vi ikke læste" in scanned.said.out
    assert "Billeder skal have en alternativ tekst" in scanned.said.out
    assert scanned.said.lines[-1].endswith("rapport.html")


def test_the_audit_is_listed_and_shown_and_its_report_written_again(scanned: Scanned) -> None:
    listed = scanned.home.run("audit", "list")
    (line,) = listed.lines
    audit = line.split()[0]
    assert (listed.code, audit) == (0, scanned.report["audit"]["id"])
    began = local(dt.datetime.fromisoformat(scanned.report["audit"]["started"]))
    assert line.split(maxsplit=1)[1].startswith(f"færdig    {began:%d.%m.%Y kl. %H.%M}  ")
    again = scanned.home.run("audit", "show", audit, "--output", "igen")
    assert again.code == 0
    assert "Vi læste 21 sider og 3 PDF-filer." in again.out
    written = json.loads((scanned.home.here / "igen" / "rapport.json").read_text("utf-8"))
    assert written | {"made": ""} == scanned.report | {"made": ""}


HEADINGS = """<!doctype html><html lang="da"><title>Overskrifter</title><main><h1>Et</h1><h2>To</h2>
<h4>Fire</h4><p>Her mangler et niveau.</p></main></html>"""


@pytest.fixture(scope="module")
def limited(sample: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Said, dict[str, Any]]]:
    """Scans that are told how far to go, and when to fail: how each ended, and its report."""
    home = Home(tmp_path_factory.mktemp("limited") / "home")
    with Site({"/": answer(HEADINGS)}) as headings:
        scans = {
            "pages": f"scan {sample.at()} --max-pages 3 --fail-on critical --output pages",
            "depth": f"scan {sample.at('/tilskud/')} --depth 0 --output depth",
            "milder": f"scan {headings.at()} --fail-on serious --output milder",
        }
        said = home.run_in_turn(*scans.values())
    return {
        name: (said[command], json.loads((home.here / name / "rapport.json").read_text("utf-8")))
        for name, command in scans.items()
    }


def test_max_pages_reads_so_many_says_what_was_left_out_and_fail_on_fails(
    limited: dict[str, tuple[Said, dict[str, Any]]],
) -> None:
    said, report = limited["pages"]
    coverage = report["coverage"]
    assert said.code == 1
    assert coverage["read"] == 3
    assert coverage["leftOut"] == [{"reason": "max-pages", "count": coverage["found"] - 3}]
    assert f"Vi fandt også {coverage['found'] - 3} adresser, som vi ikke læste" in said.out


def test_depth_0_reads_the_first_page_alone(limited: dict[str, tuple[Said, dict[str, Any]]]) -> None:
    said, report = limited["depth"]
    read = [path_of(row["address"]) for row in report["addresses"] if row["state"] == "read"]
    assert (said.code, read) == (0, ["/tilskud/"])
    assert {row["leftOut"] for row in report["addresses"] if row["state"] != "read"} == {"depth"}
    assert all(path_of(row["address"]).startswith("/tilskud/") for row in report["addresses"])


def test_fail_on_lets_what_is_milder_pass(limited: dict[str, tuple[Said, dict[str, Any]]]) -> None:
    milder, report = limited["milder"]
    failed = {each["impact"] for each in report["components"] if each["outcome"] == "failed"}
    assert failed == {"moderate"}
    assert milder.code == 0
