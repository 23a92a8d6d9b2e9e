"""The pages in English: every word of ours has an English one, and what is Danish says so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import httpx
import pytest
from api_things import kept_audit, workshop_in
from babel.messages.extract import extract_from_dir
from pages_things import browsing, soup, text

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.access import Role
from tilgaengelig.model.denmark import today
from tilgaengelig.model.finding import Outcome
from tilgaengelig.report.words import environment, templates
from tilgaengelig.store import Ground
from tilgaengelig.web.pages.frame import TEMPLATES, catalogue
from tilgaengelig.web.pages.results import PARTS
from tilgaengelig.web.pages.settings import SAID
from tilgaengelig.workshop import Workshop

_PLACEHOLDER = re.compile(r"%\(\w+\)s")
_DANISH = re.compile(r"[æøåÆØÅ]|\b(?:og|ikke|det|siden|fejl|vis|af|til)\b")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("engelsk")) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop) as client:
        client.cookies.set("sprog", "en")
        yield client


def said() -> set[tuple[str, ...]]:
    """What the templates say by gettext, and the titles that they are handed."""
    found = extract_from_dir(TEMPLATES, [("**.j2", "jinja2.ext.babel_extract")])
    words = {(each[2],) if isinstance(each[2], str) else tuple(each[2]) for each in found}
    handed = [title for _, title in PARTS.values()] + [said for _, said in SAID] + list(Role)
    return words | {(str(each),) for each in handed}


def test_every_danish_word_has_an_english_one_with_the_same_places_to_fill() -> None:
    known = catalogue("en")
    assert said() == set(known)
    for danish, english in known.items():
        assert all(english), danish
        places = [set(_PLACEHOLDER.findall(words)) for words in (*danish, *english)]
        assert all(each == places[0] for each in places), danish


def test_sentences_on_what_went_wrong_are_in_english_word_for_word_as_our_code_has_them(
    client: httpx.Client,
) -> None:
    ours = {
        each.value
        for path in TEMPLATES.parents[1].rglob("*.py")
        for each in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(each, ast.Constant)
    }
    known = catalogue("en", "-fejl")
    assert {danish for (danish,) in known} <= ours
    missing = soup(client.get("/findes/ikke"))
    assert text(missing.select_one("h1")) == "There is nothing at this address"
    kept = missing.select_one("p.font-lead span")  # it names an address, so it stays Danish
    assert kept is not None
    assert kept["lang"] == "da"
    refused = soup(client.post("/breve", data={"tekst": " "}))
    assert (
        text(refused.select_one("#brev-fejl"))
        == "The letter is empty. Write or paste the text, and try again."
    )
    client.cookies.set("sprog", "da")
    assert "Brevet er tomt" in client.post("/breve", data={"tekst": " "}).text
    client.cookies.set("sprog", "en")


def test_the_shared_words_have_the_same_keys_in_english_as_in_the_report() -> None:
    danish = environment().get_template("ord.html.j2").module.__dict__
    english = templates(TEMPLATES / "en").get_template("ord.html.j2").module.__dict__
    names = {name for name, value in english.items() if isinstance(value, dict) and not name.startswith("_")}
    assert names >= {"impacts", "duties", "people", "states"}
    assert all(set(english[name]) == set(danish[name]) for name in names)


@pytest.mark.parametrize(
    "place",
    [
        *("", "/fejl", "/fejl?udfald=cantTell", "/sider", "/fejl/{fault}", "/laesbarhed", "/krav"),
        *("/erklaering", "/stikproeve?tal=4"),
    ],
)
def test_what_an_english_page_says_in_danish_says_that_it_is_danish(
    workshop: Workshop, client: httpx.Client, place: str
) -> None:
    audit = kept_audit(workshop.store)
    if "{fault}" in place:
        listed = soup(client.get(f"/kontroller/{audit}/fejl"))
        link = listed.select_one(".cards-list a")
        assert link is not None
        place = "/fejl/" + str(link["href"]).rpartition("/")[2]
    page = soup(client.get(f"/kontroller/{audit}{place}"))
    assert page.html is not None
    assert page.html["lang"] == "en"
    for other in page.select('[lang="da"], bdi, code, [translate="no"], textarea'):
        other.decompose()
    assert not _DANISH.findall(text(page))


@pytest.mark.parametrize(
    "place",
    [
        *("/", "/breve", "/filer", "/kontroller", "/kontroller/ny", "/websteder", "/regler"),
        *("/websteder/domaener", "/websteder/undtaget", "/indstillinger"),
    ],
)
def test_the_other_pages_are_english(client: httpx.Client, place: str) -> None:
    page = soup(client.get(place))
    for other in page.select('[lang="da"], bdi, code, [translate="no"], textarea'):
        other.decompose()
    assert not _DANISH.findall(text(page))


def test_one_is_one_in_english_too(workshop: Workshop, client: httpx.Client) -> None:
    store = workshop.store
    audit = kept_audit(store)
    fault = next(each for each in store.overview(audit).components if each.outcome is Outcome.FAILED)
    accepted = store.accept(fault.id, Ground(Reason.PLANNED, "Anna", today(), ""), audit_id=audit)
    try:
        words = text(soup(client.get(f"/kontroller/{audit}")))
    finally:
        store.withdraw(accepted.id)
    assert re.search(r"\b(1 breaks|(?!1 )\d+ break) a legal requirement, 1 is accepted", words)


def test_an_english_choice_among_danish_ones_says_that_it_is_english(client: httpx.Client) -> None:
    (unknown,) = soup(client.get("/breve")).select('#slags option[value=""]')
    assert (text(unknown), unknown["lang"]) == ("Not known", "en")


def test_a_fault_is_told_in_english_where_the_rulebook_has_it(
    workshop: Workshop, client: httpx.Client
) -> None:
    audit = kept_audit(workshop.store)
    rule = workshop.rulebook.rules["billede-uden-alternativ-tekst"]
    page = soup(client.get(f"/kontroller/{audit}/fejl"))
    link = next(each for each in page.select(".card-title a") if text(each) == rule.title["en"])
    assert "lang" not in link.attrs
    assert rule.why["en"] in text(soup(client.get(str(link["href"]))))


def test_the_language_is_chosen_by_a_button_on_every_page_and_leads_back_to_it(client: httpx.Client) -> None:
    form = soup(client.get("/regler?ord=link")).select_one('form[action="/sprog"]')
    assert form is not None
    assert form.select_one('button[name="sprog"][value="da"][lang="da"]')
    back = form.select_one('input[name="tilbage"]')
    assert back is not None
    assert back["value"] == "/regler?ord=link"
