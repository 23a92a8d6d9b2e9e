"""The page as a real browser shows it, and as a keyboard and axe meet it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest
from report_browser import Reader, reader
from report_factory import STARTED, overview, report_of, troubled
from report_samples import believable, hostile, large
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tilgaengelig.model.supervision import Earlier
from tilgaengelig.model.trouble import TroubleKind

REPORTS = {
    "believable": believable(),
    "empty": overview(),
    "nothing read": overview((troubled("/", TroubleKind.TIMEOUT, "30 sekunder"),)),
    "hostile": hostile(),
}
OPEN_ALL = "document.querySelectorAll('details').forEach((details) => { details.open = true; });"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with reader(tmp_path_factory.mktemp("rapport")) as made:
        yield made


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, False), (1280, True)])
def test_axe_finds_nothing_on_the_page(browser: Reader, name: str, width: int, dark: bool) -> None:
    browser.open(report_of(REPORTS[name]), width, dark=dark)
    if name == "believable":
        assert browser.axe()["violations"] == []
    browser.run(OPEN_ALL)
    found = browser.axe()
    assert found["violations"] == []
    assert "color-contrast" in found["passes"]
    if name == "believable":
        assert found["incomplete"] == []


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_the_page_for_the_management_is_accessible_itself(
    browser: Reader, name: str, width: int, dark: bool
) -> None:
    earlier = (Earlier(STARTED, 402, 38), Earlier(STARTED, 431, 41))
    browser.open(report_of(REPORTS[name], earlier=earlier), width, dark=dark, name="rapport.ledelse.html")
    found = browser.axe()
    assert (found["violations"], found["incomplete"]) == ([], [])
    assert browser.run("return document.documentElement.scrollWidth") <= width
    assert browser.said() == []


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_scrolls_sideways_at_320_pixels(browser: Reader, name: str) -> None:
    browser.open(report_of(REPORTS[name]), 320)
    browser.run(OPEN_ALL)
    assert browser.run("return document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough_for_a_finger(browser: Reader) -> None:
    browser.open(report_of(REPORTS["believable"]), 390)
    browser.run(OPEN_ALL)
    small = browser.run(
        "return [...document.querySelectorAll('button, select, input, summary, .addresses a, .menu a, tbody th a')]"
        ".filter((e) => e.getBoundingClientRect().height > 0 && e.getBoundingClientRect().height < 24)"
        ".map((e) => e.outerHTML.slice(0, 120))"
    )
    assert small == []


def test_headings_go_down_one_step_at_a_time(browser: Reader) -> None:
    browser.open(report_of(REPORTS["believable"]))
    levels = browser.run(
        "return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_enter_on_a_column_sorts_it_and_says_so(browser: Reader) -> None:
    browser.open(report_of(REPORTS["believable"]))
    button = _sorter(browser, "LIX")
    _press(browser, button, Keys.ENTER, "descending")
    status = button.find_element(By.XPATH, "ancestor::div[@class='table']/preceding-sibling::p[1]")
    assert status.get_attribute("role") == "status"
    assert status.get_attribute("textContent") == "Sorteret efter LIX, højeste først"
    column = (
        "return [...document.querySelectorAll('#tabel-sider-krop tr')].map((row) => row.cells[4].textContent)"
    )
    shown = browser.run(column)
    numbers = [float(text.replace(",", ".")) for text in shown if text != "Intet tal"]
    assert numbers == sorted(numbers, reverse=True)
    assert shown[-1] == "Intet tal"
    _press(browser, button, Keys.SPACE, "ascending")
    assert browser.run(column)[-1] == "Intet tal"


def test_the_first_tab_is_the_way_past_the_menu(browser: Reader) -> None:
    browser.open(report_of(REPORTS["believable"]))
    browser.driver.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    first = browser.driver.switch_to.active_element
    assert first.text == "Gå til rapporten"
    first.send_keys(Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "indhold"


def test_faults_are_filtered_by_who_mends_them_and_by_words(browser: Reader) -> None:
    browser.open(report_of(REPORTS["believable"]))
    status = browser.driver.find_element(By.CSS_SELECTOR, "[data-status=fejl-liste]")
    assert status.text == "Viser 13 af 13 fejl"
    browser.driver.find_element(By.ID, "fejl-hvem").send_keys("Udvikler")
    _await_text(browser, status, "Viser 1 af 13 fejl")
    visible = browser.driver.find_elements(By.CSS_SELECTOR, "#fejl-liste [data-group]:not([hidden]) h3")
    assert [heading.text for heading in visible] == ["Links skal have en tekst"]
    browser.driver.find_element(By.CSS_SELECTOR, "[data-filters=fejl-liste] [data-reset]").send_keys(
        Keys.ENTER
    )
    _await_text(browser, status, "Viser 13 af 13 fejl")
    browser.driver.find_element(By.ID, "fejl-ord").send_keys("BILLEDE-12")
    _await_text(browser, status, "Viser 1 af 13 fejl")


def test_pages_are_found_by_words_and_by_status(browser: Reader) -> None:
    browser.open(report_of(REPORTS["believable"]))
    status = browser.driver.find_element(By.CSS_SELECTOR, "[data-status=tabel-sider-krop]")
    browser.driver.find_element(By.ID, "sider-status").send_keys("Ikke læst")
    _await_text(browser, status, "Viser 3 af 71 adresser")
    browser.driver.find_element(By.ID, "sider-ord").send_keys("intranet")
    _await_text(browser, status, "Viser 1 af 71 adresser")


def test_without_script_everything_is_there_and_nothing_is_dead(browser: Reader) -> None:
    browser.open(report_of(REPORTS["believable"]), script=False)
    try:
        assert len(browser.driver.find_elements(By.CSS_SELECTOR, "#tabel-sider-krop tr")) == 71
        assert not any(
            panel.is_displayed() for panel in browser.driver.find_elements(By.CSS_SELECTOR, ".filters")
        )
        assert browser.driver.find_elements(By.CSS_SELECTOR, "th button") == []
    finally:
        browser.cdp("Emulation.setScriptExecutionDisabled", value=False)


def test_nothing_hostile_runs_and_the_policy_is_kept(browser: Reader) -> None:
    browser.said()
    browser.open(report_of(REPORTS["hostile"]))
    assert browser.said() == []
    assert browser.run("return document.scripts.length") == 1
    links = browser.run("return [...document.links].map((a) => [a.protocol, a.hash || a.rel])")
    assert {protocol for protocol, _ in links} <= {"http:", "https:"}
    assert {rel for _, rel in links if not rel.startswith("#")} == {"noreferrer noopener"}


def test_three_thousand_pages_still_open_sort_and_search(browser: Reader) -> None:
    browser.open(report_of(large()))
    assert browser.run("return document.querySelectorAll('#tabel-sider-krop tr').length") == 3000
    _press(browser, _sorter(browser, "Fejl"), Keys.ENTER, "descending")
    assert browser.run("return document.querySelector('#tabel-sider-krop tr').cells[3].textContent") == "2"
    browser.driver.find_element(By.ID, "sider-ord").send_keys("side-2999")
    _await_text(
        browser,
        browser.driver.find_element(By.CSS_SELECTOR, "[data-status=tabel-sider-krop]"),
        "Viser 1 af 3.000 adresser",
    )


def test_on_paper_what_was_folded_is_open_and_controls_are_gone(browser: Reader) -> None:
    browser.open(report_of(REPORTS["believable"]))
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    assert not browser.driver.find_element(By.CSS_SELECTOR, ".filters").is_displayed()
    assert not browser.driver.find_element(By.CSS_SELECTOR, ".menu").is_displayed()
    folded = "return document.querySelector('details.fault').lastElementChild.getBoundingClientRect().height"
    assert browser.run(folded) > 0
    with pikepdf.open(io.BytesIO(browser.printed())) as pdf:
        _, _, width, height = (float(side) for side in pdf.pages[0].mediabox)
        assert (round(width), round(height)) == (595, 842)
        assert len(pdf.pages) > 5


def _sorter(browser: Reader, column: str) -> WebElement:
    """The button in the head of the table of all pages."""
    where = f"//table[.//caption[@id='tabel-sider']]//button[text()='{column}']"
    return browser.driver.find_element(By.XPATH, where)


def _press(browser: Reader, button: WebElement, key: str, way: str) -> None:
    """Press the key, and wait until the column says that it is sorted that way."""
    button.send_keys(key)
    head = button.find_element(By.XPATH, "..")
    WebDriverWait(browser.driver, 20).until(lambda _: head.get_attribute("aria-sort") == way, f"not {way}")


def _await_text(browser: Reader, element: WebElement, text: str) -> None:
    WebDriverWait(browser.driver, 20).until(lambda _: element.text == text, f"not {text!r}")
