"""`check`: its JSON is the contract's, to the letter; local files and pasted pages are judged like others."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from program import Home, Said, alive, ended
from sites import Site, answer
from troubles import GOOD

from tilgaengelig import resources

LINE = {"address", "mediaType", "findings", "readability", "error"}
FINDING = {
    "rule",
    "outcome",
    "impact",
    "wcag",
    "engine",
    "engineRule",
    "target",
    "snippet",
    "message",
    "responsibility",
}
READABILITY = {"words", "sentences", "longWords", "lix"}
PDFS = resources.SAMPLE / "site" / "publikationer"
FAULTY = """<!doctype html><html lang="da"><head><title>En side</title></head><body><main><h1>En side</h1>
<img src="kort.png"><p>Her står noget, som enhver kan læse. <a href="/nyt"></a></p></main></body></html>"""


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x10\x40\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def rules(line: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((finding["engineRule"], finding["outcome"]) for finding in line["findings"])


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@dataclass(frozen=True)
class Checked:
    """What was typed after `check --json`, what was said, and the home that it was said in."""

    home: Home
    typed: list[str]
    said: Said


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """Pages and documents, at addresses and in files, sound, faulty and missing, in one command."""
    home = Home(tmp_path_factory.mktemp("check") / "home")
    shutil.copy(PDFS / "aarsrapport-2025.pdf", home.here / "rapport.pdf")
    shutil.copy(PDFS / "vejledning-tilskud.pdf", home.here / "vejledning.pdf")
    (home.here / "side.html").write_text(FAULTY, "utf-8")
    with Site({"/langsom": answer(GOOD), "/fejl": answer(FAULTY)}) as site:
        # The fragment and the capitals are the person's own: the address comes back as it was typed.
        typed = ["rapport.pdf", site.at("/langsom#Afsnit"), "findes-ikke.html", "side.html", "vejledning.pdf"]
        typed += [site.at("/fejl").replace("http:", "HTTP:"), "./side.html"]
        return Checked(home, typed, home.run("check", "--json", "--output", "sider", *typed))


def test_check_json_gives_one_object_a_line_with_just_the_contracts_keys_in_the_order_given(
    checked: Checked,
) -> None:
    lines = checked.said.objects
    assert (checked.said.code, checked.said.err) == (3, "")
    assert [line["address"] for line in lines] == checked.typed
    pdf = [line["address"].endswith(".pdf") for line in lines]
    assert [set(line) for line in lines] == [LINE | ({"conformant"} if is_pdf else set()) for is_pdf in pdf]
    for line in lines:
        extra = {"matterhorn", "page"} if line["address"].endswith(".pdf") else set()
        assert all(set(finding) == FINDING | extra for finding in line["findings"])
        assert {finding["outcome"] for finding in line["findings"]} <= {"failed", "cantTell", "untested"}
        assert line["readability"] is None or set(line["readability"]) == READABILITY
    assert [line["mediaType"] for line in lines] == [
        "application/pdf", "text/html", None, "text/html", "application/pdf", "text/html", "text/html"
    ]  # fmt: skip
    assert [line["error"] is None for line in lines] == [True, True, False, True, True, True, True]
    assert lines[2]["error"] == "Filen findes-ikke.html findes ikke; se efter, om navnet er rigtigt."
    assert lines[1]["findings"] == []
    assert (
        rules(lines[5])
        == rules(lines[3])
        == rules(lines[6])
        == [("image-alt", "failed"), ("link-name", "failed")]
    )
    assert [line.get("conformant") for line in lines if "conformant" in line] == [False, True]
    assert {finding["rule"] for finding in lines[0]["findings"] if finding["outcome"] == "failed"} == {
        "pdf-uden-koder", "pdf-uden-sprog", "pdf-uden-titel"
    }  # fmt: skip
    assert all(finding["wcag"] == sorted(finding["wcag"]) for line in lines for finding in line["findings"])
    assert lines[0]["readability"]["words"] > 300


def test_check_stores_nothing_and_leaves_nothing_but_the_pages_that_were_asked_for(checked: Checked) -> None:
    home = checked.home
    assert not (home.folder / "audits.db").exists()
    pages = home.here / "sider"
    assert sorted(path.name for path in pages.iterdir()) == ["001-rapport.html", "002-vejledning.html"]
    assert "PDF-filen skal have koder" in (pages / "001-rapport.html").read_text("utf-8")
    left = {path.name for path in home.here.iterdir()}
    assert left == {"rapport.pdf", "side.html", "vejledning.pdf", "sider"}
    assert list(home.temporary.iterdir()) == [], "a browser that was closed leaves no profile"


def test_check_drives_the_page_and_tries_its_forms_only_with_permission(home: Home) -> None:
    link = '<p><a href="/x" style="outline: none">Læs om puljen</a></p>'
    form = (
        '<form action="/send" novalidate><p id="f"></p><p><label>Sag <input name="a"></label></p>'
        '<p><label>Emne <input name="b"></label></p><button>Send</button></form>'
        "<script>document.forms[0].onsubmit = (e) => { e.preventDefault(); f.textContent = 'Skriv din sag'; }</script>"
    )
    (home.here / "side.html").write_text(GOOD.replace("</body>", f"{link}{form}</body>"), "utf-8")
    home.environment["TILGAENGELIG_PROBE_SECONDS"] = "40"
    said = home.run_in_turn("check --json side.html", "check --json side.html --allow-forms")
    alone, permitted = (rules(each.objects[0]) for each in said.values())
    assert ("page.focus_unseen", "failed") in alone
    assert [one for one in alone if one[0].startswith("page.errors")] == []
    assert [one for one in permitted if one[0].startswith("page.errors")] == [
        ("page.errors_unheard", "failed")
    ]


def test_a_finding_says_what_the_contract_shows(checked: Checked) -> None:
    line = checked.said.objects[5]
    finding = next(each for each in line["findings"] if each["engineRule"] == "image-alt")
    message = finding.pop("message")
    assert finding == {
        "rule": "billede-uden-alternativ-tekst",
        "outcome": "failed",
        "impact": "critical",
        "wcag": ["1.1.1"],
        "engine": "axe",
        "engineRule": "image-alt",
        "target": "img",
        "snippet": '<img src="kort.png">',
        "responsibility": "redaktør",
    }
    assert message
    assert line["readability"] == {"words": 9, "sentences": 2, "longWords": 0, "lix": 4.5}


def test_a_local_page_is_shown_with_what_lies_beside_it_and_nothing_above_its_folder(home: Home) -> None:
    folder = home.here / "kladde å"
    (folder / "billeder").mkdir(parents=True)
    (folder / "stil.css").write_text(".bleg { color: #ccc; background: #fff }", "utf-8")
    (folder / "billeder" / "kort.png").write_bytes(png(640, 40))
    # Only with the style is the text pale; only with the picture is the page as wide as its script demands.
    (folder / "side.html").write_text(
        """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Kladde</title>
        <link rel="stylesheet" href="stil.css"></head><body><main><h1>Kladde</h1><p class="bleg">Bleg tekst.</p>
        <img id="kort" src="billeder/kort.png" alt="Kort"></main><script>addEventListener("load", () => {
        if (document.getElementById("kort").naturalWidth !== 640) document.title = "" })</script></body></html>""",
        "utf-8",
    )
    shutil.copy(folder / "stil.css", home.here / "hemmelig.css")
    below = home.here / "ud"
    below.mkdir()
    (below / "side.html").write_text(
        GOOD.replace("<p>", '<p class="bleg">').replace(
            "</head>", '<link rel="stylesheet" href="../hemmelig.css"></head>'
        ),
        "utf-8",
    )
    said = home.run("check", "--json", "kladde å/side.html", str(folder / "side.html"), "ud/side.html")
    # Of the pale words the law's demand is told, and the one of level AAA.
    pale = [("color-contrast", "failed")] * 2
    assert (said.code, [rules(line) for line in said.objects]) == (0, [pale, pale, []])


def test_pasted_html_is_judged_beside_other_addresses_and_stored_nowhere(home: Home) -> None:
    (home.here / "side.html").write_text(GOOD, "utf-8")
    pasted = FAULTY.replace("En side", "MÆRKEORD-I-DET-INDSATTE").encode()
    said = home.run("check", "--json", "side.html", "-", stdin=pasted)
    beside, line = said.objects
    assert (said.code, beside["address"], beside["findings"]) == (0, "side.html", [])
    assert (line["address"], line["mediaType"], line["error"]) == ("-", "text/html", None)
    assert rules(line) == [("image-alt", "failed"), ("link-name", "failed")]
    kept = [path for place in (home.folder, home.temporary) for path in place.rglob("*") if path.is_file()]
    assert [path for path in kept if "MÆRKEORD".encode() in path.read_bytes()] == []


def test_nothing_pasted_is_an_empty_page_and_without_json_the_answer_reads_as_danish(home: Home) -> None:
    (home.here / "side.html").write_text(FAULTY, "utf-8")
    said = home.run_in_turn("check - --json", "check side.html")
    empty, plain = said.values()
    assert (empty.code, empty.objects[0]["error"][:12]) == (3, "Siden er tom")
    assert (plain.code, plain.err, plain.lines[0]) == (0, "", "side.html")
    assert "  fejl: Billeder skal have en alternativ tekst (redaktør)" in plain.lines


def test_an_interrupted_check_ends_quietly_with_its_browser(home: Home) -> None:
    with Site({"/": answer(GOOD)}) as site:
        gate = site.hold("/")
        with ended(home.start("check", "--json", site.at()), home) as process:
            home.waits(process, gate.reached.is_set, "the page to be asked for")
            os.killpg(process.pid, signal.SIGINT)
            said = home.said(process)
            assert not alive(process, home)
    assert (said.code, said.out, said.err) == (3, "", "Fejl: Afbrudt, før noget var færdigt.\n")
