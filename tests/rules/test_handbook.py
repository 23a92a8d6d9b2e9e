"""The handbook made of our own rulebook: whole, easy to read, harmless, and without a fault by our own rules."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup, Tag

from our_book import BOOK
from tilgaengelig import resources
from tilgaengelig.danish.readability import measure
from tilgaengelig.gather.browser.session import DESKTOP, PHONE, BrowserSettings, Session
from tilgaengelig.gather.browser.visit import PageTask, visit
from tilgaengelig.gather.local import FolderServer
from tilgaengelig.gather.maintext import main_text
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Audience
from tilgaengelig.report.content import Lesson
from tilgaengelig.report.handbook import Handbook, write_handbook

PICTURE = BOOK.rules["billede-uden-alternativ-tekst"]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
LESSONS = (
    Lesson(PICTURE.id, PICTURE.title["da"], 412, HOSTILE, PICTURE.passed[0], "https://www.ministeriet.dk/a"),
    Lesson("side-uden-titel", "Siden skal have en titel", 1, "<html>", None, "javascript:alert(3)"),
)
DANISH = Handbook(
    BOOK.rules, BOOK.criteria, BOOK.topics, "da", BOOK.digest, "0.1.0", "www.ministeriet.dk", LESSONS
)
#: One page of each kind, and of the rules one with code, one with texts and one with a whole page.
KINDS = (
    "index.html",
    "krav.html",
    "regler.html",
    "print.html",
    "fejl.html",
    "roller/redaktoer.html",
    "roller/jurist.html",
    "emner/billeder.html",
    "krav/1-2-4.html",
    "regler/billede-uden-alternativ-tekst.html",
    "regler/tekst-for-svaer.html",
    "regler/side-uden-titel.html",
)

FEW = (
    "billede-uden-alternativ-tekst",
    "tekst-for-svær",
    "side-uden-titel",
    "pdf-uden-sprog",
    "klikflade-for-lille",
    "lang-sætning",
    "side-uden-gyldigt-sprog",
    "side-på-andet-sprog-end-angivet",
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The handbook in each language."""
    made = {}
    for language in ("da", "en"):
        made[language] = tmp_path_factory.mktemp(language)
        write_handbook(replace(DANISH, language=language), made[language])
    return made


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The handbook of a few rules, so that the pages with all of them are soon looked at by a browser."""
    made = {}
    few = {name: BOOK.rules[name] for name in FEW}
    for language in ("da", "en"):
        made[language] = tmp_path_factory.mktemp(f"small-{language}")
        write_handbook(replace(DANISH, rules=few, language=language), made[language])
    return made


@functools.cache
def parsed(path: Path) -> BeautifulSoup:
    """The page."""
    return BeautifulSoup(path.read_text("utf-8"), "lxml")


def pages(folder: Path) -> Iterator[tuple[str, BeautifulSoup]]:
    """Every page of a handbook by its path."""
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), parsed(path)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """One browser for all pages."""
    running = Session(BrowserSettings(resources.AXE / "axe.min.js", BOOK.locale))
    yield running
    running.close()


@pytest.mark.parametrize(
    ("language", "page"),
    [*(("da", page) for page in KINDS), ("en", "index.html"), ("en", "regler/tekst-for-svaer.html")],
)
def test_a_page_of_each_kind_has_no_fault_by_our_own_rules(
    small: dict[str, Path], session: Session, language: str, page: str
) -> None:
    with FolderServer(small[language]) as server:
        task = PageTask((DESKTOP, PHONE), BOOK.engine_rules("axe"), main_text)
        facts = visit(session, server.address(page), task, lambda _shown: None)
    # The examples of what is too hard to read are meant to be too hard.
    rules = {rule.id: rule for rule in BOOK.rules.values() if rule.check != "text.lix"}
    found = judge(facts, rules, BOOK.audiences[Audience.BORGERE].limit).findings
    assert [one for one in found if one.outcome in (Outcome.FAILED, Outcome.UNTESTED)] == []
    assert facts.hits or facts.blocks


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_link_within_the_handbook_leads_to_something(folders: dict[str, Path], language: str) -> None:
    folder = folders[language]
    dead = []
    for name, page in pages(folder):
        for element in page.select("[href], [src]"):
            address, anchor = urldefrag(str(element.get("href") or element["src"]))
            if address.startswith("https://"):
                continue
            target = (folder / name).parent / unquote(address) if address else folder / name
            known = target.resolve().is_relative_to(folder) and target.is_file()
            if not known or (anchor and not parsed(target.resolve()).find(id=anchor)):
                dead.append((name, address, anchor))
    assert dead == []


def test_there_is_a_page_for_every_rule_role_and_criterion_and_each_is_reached(
    folders: dict[str, Path],
) -> None:
    named = {name for name, _page in pages(folders["da"])}
    assert sum(name.startswith("regler/") for name in named) == len(BOOK.rules)
    assert sum(name.startswith("krav/") for name in named) == 55
    assert sum(name.startswith("roller/") for name in named) == 5
    linked = {
        (Path(name).parent / str(link["href"])).as_posix().replace("roller/../", "").replace("emner/../", "")
        for name, page in pages(folders["da"])
        if name in ("index.html", "krav.html", "regler.html")
        for link in page.select("a[href]")
    }
    assert named - linked - {"index.html", "fejl.html"} == set()


def test_no_page_needs_a_script_a_network_or_an_id_twice(folders: dict[str, Path]) -> None:
    for name, page in pages(folders["da"]):
        ids = [str(element["id"]) for element in page.select("[id]")]
        assert len(ids) == len(set(ids)), name
        loaded = [str(one.get("src") or one.get("href")) for one in page.select("script, link, img, iframe")]
        assert {Path(one).name for one in loaded} <= {"stil.css", "soeg.js"}, name
        assert page.select("style, [style], [onclick]") == []
        assert len(page.select("h1")) == 1


def test_the_whole_list_is_there_for_those_who_run_no_script(folders: dict[str, Path]) -> None:
    page = parsed(folders["da"] / "regler.html")
    assert len(page.select("#alle .rules li")) == sum(rule.active for rule in BOOK.rules.values())
    assert page.select_one("[data-search][hidden]")


def test_what_comes_from_the_house_s_pages_is_text_and_no_mark_up(folders: dict[str, Path]) -> None:
    page = parsed(folders["da"] / "fejl.html")
    assert HOSTILE in page.get_text()
    assert page.select("script, img") == []
    assert all(not str(link["href"]).startswith("javascript") for link in page.select("a"))
    text = " ".join(page.get_text(" ").split())
    assert "Fundet på 412 steder." in text
    assert "Fundet på 1 sted." in text
    assert PICTURE.passed[0].html in page.get_text()


def test_a_name_that_is_a_draft_is_told_as_one(folders: dict[str, Path]) -> None:
    for criterion in BOOK.criteria.values():
        page = parsed(folders["da"] / DANISH.criterion_path(criterion)).get_text()
        assert ("udkast" in page.lower()) is criterion.draft, criterion.sc


def test_a_rule_s_page_shows_all_that_it_rests_on(folders: dict[str, Path]) -> None:
    text = parsed(folders["da"] / DANISH.rule_path(PICTURE)).get_text(" ")
    for told in ("1.1.1", "9.1.1.1", "niveau A", "H37", "23a2a8", "Lov nr. 692 af 8. juni 2018", "Redaktør"):
        assert told in text
    small = parsed(folders["da"] / "regler/klikflade-for-lille.html").get_text(" ")
    assert "Lov nr. 692" not in small
    assert "Står ikke i standarden" in small
    document = parsed(folders["da"] / "regler/pdf-uden-sprog.html").get_text(" ")
    assert "10.3.1.1" in document


def test_what_the_house_has_changed_or_switched_off_is_told(tmp_path: Path) -> None:
    changed = replace(PICTURE, changed=("impact", "title"))
    off = replace(BOOK.rules["tekst-for-svær"], enabled=False)
    book = replace(DANISH, rules={**BOOK.rules, changed.id: changed, off.id: off}, lessons=())
    write_handbook(book, tmp_path)
    assert "Ændret hos jer: alvor og titel." in parsed(tmp_path / book.rule_path(changed)).get_text()
    assert "Reglen er slået fra." in parsed(tmp_path / book.rule_path(off)).get_text()
    listed = parsed(tmp_path / "regler.html").select_one("#alle")
    assert listed is not None
    assert off.title["da"] not in listed.get_text()
    assert not (tmp_path / "fejl.html").exists()


def test_english_stands_where_there_is_english_and_the_rest_is_marked_as_danish(
    folders: dict[str, Path],
) -> None:
    page = parsed(folders["en"] / DANISH.rule_path(PICTURE))
    heading, steps = page.select_one("h1"), page.select_one("ol.steps")
    assert isinstance(heading, Tag)
    assert isinstance(steps, Tag)
    assert heading.get_text(strip=True) == PICTURE.title["en"]
    assert steps["lang"] == "da"
    for name, one in pages(folders["en"]):
        for element in one.select("[lang=da]"):
            element.decompose()
        for element in one.select("pre, code"):
            element.decompose()
        left = re.findall(r"\S*[æøåÆØÅ]\S*", one.get_text(" "))
        assert left == [], name


def test_the_handbook_is_as_easy_to_read_as_it_asks_others_to_be(folders: dict[str, Path]) -> None:
    for name, page in pages(folders["da"]):
        copy = BeautifulSoup(str(page.select_one("main")), "lxml")
        for element in copy.select(".example, pre, code, dl, table, .rules, .mends"):
            element.decompose()
        blocks = [" ".join(block.get_text().split()) for block in copy.select("h1, h2, h3, h4, p, li")]
        prose = measure([block for block in blocks if block.endswith((".", "?"))])
        if prose.words >= 60 and prose.lix is not None:
            assert prose.lix < 40, name
