"""The three users' ways through the pages in a real browser, and every page as our own check sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api_things import Site, fault, finished, kept_audit, served, until, workshop_in
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait

from chromium import chromium
from tilgaengelig.model.audit import Order
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.website import Website
from tilgaengelig.work.check import Subject, check
from tilgaengelig.workshop import Workshop

_PATIENCE = 60.0
HEAVY = "Kære Anna 😀\n\nSåfremt De ønsker at klage, bedes klagen fremsendt til undertegnede."
PAGE = (
    '<!doctype html><html lang="da"><title>Forside</title><main><h1>Hej</h1>'
    '<img src="a.png" width="9" height="9"></main></html>'
)


class Browser:
    """One browser for all, and the pages that it reads."""

    def __init__(self, driver: webdriver.Chrome, root: str, audit: str) -> None:
        self.driver, self.root, self.audit = driver, root, audit

    def open(self, path: str, width: int = 1280, *, script: bool = True) -> None:
        """A page, as wide as a window of that width shows it."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        self.driver.get(self.root + path)

    def find(self, selector: str) -> Any:
        """Waited for: a click is done before the page that it leads to is there."""
        found = expected_conditions.presence_of_element_located((By.CSS_SELECTOR, selector))
        return WebDriverWait(self.driver, _PATIENCE).until(found)

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script)

    def press(self, *keys: str) -> None:
        """On whatever has the focus."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def enter(self) -> None:
        """The Enter key, on what leads to another page; that page has come."""
        before = self.run("return performance.timeOrigin")
        self.press(Keys.ENTER)
        until(lambda: self.run("return performance.timeOrigin") != before)

    def tab_to(self, selector: str) -> None:
        """With the Tab key alone, as far as it takes."""
        for _ in range(150):
            if self.run(f"return document.activeElement.matches('{selector}')"):
                return
            self.press(Keys.TAB)
        pytest.fail(f"{selector} cannot be reached by keyboard")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder: Path = tmp_path_factory.mktemp("browser")
    with workshop_in(folder, allow_network=["127.0.0.0/8"]) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def browser(workshop: Workshop) -> Iterator[Browser]:
    with served(workshop) as api, chromium() as driver:
        other = Order("https://www.andet.dk/")
        for _ in range(2):
            finished(
                workshop.store,
                other,
                {"findings": (fault("img"),), "readability": Readability(120, 10, 30, 80)},
            )
        workshop.store.add_website(Website("Andet", other))
        audit = f"/kontroller/{kept_audit(workshop.store)}"
        yield Browser(driver, str(api.base_url.join("/")).rstrip("/"), audit)


def test_a_caseworker_writes_a_letter_by_keyboard_alone_on_a_narrow_screen(browser: Browser) -> None:
    browser.open("/breve", 320)
    browser.press(Keys.TAB)
    browser.press(Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "indhold"
    browser.tab_to("#tekst")
    browser.run(f"document.querySelector('#tekst').value = {HEAVY!r}")
    browser.press(" ")
    until(lambda: browser.driver.find_elements(By.CSS_SELECTOR, ".marked-behind mark"))
    behind, field = browser.find(".marked-behind").rect, browser.find("#tekst").rect
    assert (behind["x"], behind["y"]) == (field["x"], field["y"])  # each mark stands behind its own words
    browser.tab_to("#svar [data-place]")
    wanted = browser.run("return document.activeElement.textContent")
    browser.press(Keys.ENTER)
    chosen = browser.run(
        "const field = document.activeElement; return field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert chosen == wanted
    browser.tab_to("button[type=submit]")
    browser.press(Keys.ENTER)
    until(lambda: browser.run("return document.activeElement.id") == "svar")
    browser.find("#tekst").clear()
    browser.find("#tekst").send_keys("Kære Anna\n\nDu kan klage til mig.")
    until(lambda: "Før og nu" in browser.find("#svar").text)
    kept = browser.run("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert kept.replace("htmx-current-path-for-history", "").replace("/breve", "") == '{}{"":""}'


def test_an_editor_accepts_a_fault_without_script(browser: Browser) -> None:
    browser.open("/", script=False)
    browser.find("tbody a").click()
    browser.find(".mend h3 a").click()
    browser.find("#navn").send_keys("Anna Holm")
    browser.find("#til").send_keys("01012099")
    if not browser.find("#til").get_attribute("value"):
        browser.find("#til").send_keys("2099-01-01")
    browser.find("form[action$='/accepter'] button").click()
    assert "Anna Holm" in browser.find("[aria-labelledby='sagt']").text
    browser.find("form[action$='/fortryd'] button").click()
    assert browser.find("#accepter-titel")


def test_an_editor_answers_a_doubt_by_keyboard_alone_on_a_narrow_screen(browser: Browser) -> None:
    browser.open("/kontroller", 320)
    browser.tab_to("tbody a")
    browser.enter()
    browser.tab_to('.result-menu a[href$="cantTell"]')
    browser.enter()
    browser.tab_to(".cards-list a")
    browser.enter()
    browser.tab_to("#svar-navn")
    browser.press("Anna Holm")
    browser.tab_to("button[value=ingen]")
    browser.enter()
    assert "Anna Holm" in browser.find("[aria-labelledby='sagt']").text
    browser.tab_to('form[action$="/fortryd"] button')
    browser.enter()
    assert browser.find("#svar-titel")


def test_a_communication_officer_finds_how_a_site_does_by_keyboard_alone(browser: Browser) -> None:
    browser.open("/")
    browser.tab_to('.site-menu a[href="/websteder"]')
    browser.enter()
    browser.tab_to('tbody a[href$="/udvikling"]')
    browser.enter()
    assert len(browser.driver.find_elements(By.CSS_SELECTOR, "svg.chart")) == 3
    browser.tab_to("tbody a")
    browser.enter()
    assert browser.find("h1").text.startswith("Kontrol af")


def test_a_communication_officer_sees_an_audit_go_and_end(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder: Path = tmp_path_factory.mktemp("websted")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    with Site(folder) as site:
        site.open.clear()
        browser.open("/kontroller/ny")
        browser.find("#adresse").send_keys(site.address, Keys.ENTER)
        until(lambda: browser.driver.find_elements(By.CSS_SELECTOR, ".running [data-follow] progress"))
        site.open.set()
        # Asked within the page: as long as the audit runs, the page exchanges its own content.
        until(lambda: "Kontrollér webstedet igen" in browser.run("return document.body.innerText"))
    assert "Billeder skal have en alternativ tekst" in browser.find(".mends").text


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways_and_the_browser_has_nothing_to_complain_of(
    browser: Browser, width: int
) -> None:
    for path in _paths(browser):
        browser.open(path, width)
        assert browser.run("return document.documentElement.scrollWidth") <= width, path
        said: list[dict[str, str]] = browser.driver.get_log("browser")  # type: ignore[no-untyped-call]
        assert [each["message"] for each in said] == [], path


def test_our_own_check_finds_no_fault_on_any_page(browser: Browser, workshop: Workshop) -> None:
    subjects = [Subject(path, browser.root + path) for path in _paths(browser)]

    async def found() -> dict[str, list[str]]:
        # Driving a page is mostly waiting for it, so two are driven side by side.
        async with workshop.tools(browsers=2, alone=True) as tools:
            return {
                each.address: [
                    f"{one.rule}: {one.message} {one.place.target}"
                    for one in (each.verdict.findings if each.verdict else ())
                    if one.outcome is Outcome.FAILED
                ]
                async for each in check(subjects, tools, workshop.rulebook, 40, 2)
            }

    told = asyncio.run(found())
    assert told == {path: [] for path in _paths(browser)}


def _paths(browser: Browser) -> list[str]:
    here = browser.audit
    first = (
        "/",
        "/breve",
        "/filer",
        "/kontroller",
        "/websteder",
        "/websteder/domaener",
        "/websteder/undtaget?websted=www.ministerium.dk",
        "/websteder/Andet/udvikling",
        "/indstillinger",
        "/kontroller/ny",
        "/regler/billede-uden-alternativ-tekst",
    )
    parts = ("", "/fejl", "/sider", "/fejl?udfald=cantTell", "/udvikling", "/erklaering", "/stikproeve?tal=4")
    return [*first, *(f"{here}{part}" for part in parts)]
