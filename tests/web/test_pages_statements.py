"""The draft of the statement, the sample, the register of what the act exempts and the domains, on the pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import httpx
import pytest
from api_things import SITE, WEBP, kept_audit, workshop_in
from pages_things import EVIL, browsing, soup, text

from tilgaengelig.model.access import Role
from tilgaengelig.model.audit import Attended, Order, SubjectKind, VisitState
from tilgaengelig.model.denmark import today
from tilgaengelig.workshop import Workshop

TODAY = today()
REGISTER = "/websteder/undtaget"
DOMAINS = "/websteder/domaener"
DECISION = {
    "websted": "https://www.ministerium.dk/hvadsomhelst",
    "sti": "/arkiv/",
    "grundlag": "gammelt-dokument",
    "begrundelse": f"Referaterne bruges ikke mere. {EVIL}",
    "navn": "Anna Holm",
    "besluttet": TODAY.isoformat(),
    "igen": (TODAY + dt.timedelta(days=300)).isoformat(),
}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("erklaering")) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop) as client:
        yield client


@pytest.fixture(scope="module")
def audit(workshop: Workshop) -> str:
    return f"/kontroller/{kept_audit(workshop.store)}"


def test_the_draft_stands_field_by_field_with_what_a_person_decides_marked(
    client: httpx.Client, audit: str
) -> None:
    page = soup(client.get(f"{audit}/erklaering"))
    fields = {text(each.select_one("h2")): each for each in page.select(".draft-field")}
    assert next(iter(fields)) == "1. Organisation og websted"
    assert len(fields) == 7
    assert "1.1.1 Ikke-tekstbaseret indhold" in text(fields["4. Ikke-tilgængeligt indhold"])
    marks = [text(mark) for mark in page.select(".draft-text mark")]
    assert "[SKRIV: et nummer, som nogen tager]" in marks
    assert f"Der er {len(marks)} steder." in text(page.select_one(".font-lead"))
    assert len(marks) == sum(text(field).count("[") for field in fields.values())
    whole = client.get(f"{audit}/erklaering.txt")
    assert "attachment" in whole.headers["content-disposition"]
    for field in page.select(".draft-text"):
        assert field.get_text().strip() in whole.text
    english = soup(client.get(f"{audit}/erklaering?sprog=en"))
    assert text(english.select("main h2")[6]) == "7. Date"
    assert "[CHECK: is it there?]" in [text(mark) for mark in english.select(".draft-text mark")]


def test_people_test_the_sample_and_their_finds_come_into_the_draft(client: httpx.Client, audit: str) -> None:
    asked = client.get(f"{audit}/stikproeve")
    assert asked.status_code == 303
    page = soup(client.get(asked.headers["location"]))
    assert "forside" in text(page.select_one("table"))
    link = page.select_one("a[download]")
    assert link is not None
    made = client.get(str(link["href"])).json()
    addresses = [one["description"] for one in made["selectSample"]["structuredSample"]]
    assert [text(row) for row in page.select("tbody th")][: len(addresses)] == [
        address.removeprefix(SITE) for address in addresses
    ]
    subject = made["selectSample"]["structuredSample"][0]["@id"]
    found = {"outcome": "earl:failed", "description": f"Fokus kan ikke ses. {EVIL}"}
    made["auditSample"].append(
        {"mode": "earl:manual", "subject": subject, "test": "WCAG22:focus-visible", "result": found}
    )
    sent = {"fil": ("kontrol.json", json.dumps(made).encode())}
    page = soup(client.post(f"{audit}/erklaering", files=sent, data={"sprog": "da"}))
    assert "Fokus kan ikke ses." in text(page.select_one("#felt-4"))
    assert "Vi har ikke gemt filen" in text(page.select_one(".alert-success"))


@pytest.mark.parametrize("sent", [None, ("billede.png", WEBP), ("x.json", b"[" * 100_000), ("y.json", b"{}")])
def test_a_file_that_is_no_evaluation_is_told(
    client: httpx.Client, audit: str, sent: tuple[str, bytes] | None
) -> None:
    answer = client.post(f"{audit}/erklaering", files={"fil": sent} if sent else {"x": ("", b"")})
    assert answer.status_code == 422
    page = soup(answer)
    assert text(page.select_one("#fil-fejl")).endswith(".")
    assert page.select(".draft-field")


def test_an_exemption_is_written_shown_and_taken_out_again(client: httpx.Client, audit: str) -> None:
    answer = client.post(REGISTER, data=DECISION)
    assert answer.headers["location"] == f"{REGISTER}?websted=www.ministerium.dk"
    page = soup(client.get(answer.headers["location"]))
    shown = text(page.select_one(".register"))
    assert "/arkiv/" in shown
    assert "Dokumentet er udgivet før den 23. september 2018" in shown
    assert "af Anna Holm" in shown
    assert "/arkiv/: Dokumentet" in text(soup(client.get(f"{audit}/erklaering")).select_one("#felt-4"))
    assert not soup(client.get(f"{REGISTER}?websted=www.andet.dk")).select(".register")
    number = page.select_one("input[name=id]")
    assert number is not None
    assert client.post(f"{REGISTER}/fjern", data={"id": str(number["value"])}).status_code == 303
    assert not soup(client.get(REGISTER)).select(".register")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("websted", ""),
        ("sti", "arkiv"),
        ("grundlag", ""),
        ("grundlag", "fordi"),
        ("begrundelse", "gammelt"),
        ("navn", " "),
        ("besluttet", "i går"),
        ("igen", "2001-01-01"),
    ],
)
def test_a_decision_that_nobody_could_judge_is_asked_for_again(
    client: httpx.Client, field: str, value: str
) -> None:
    answer = client.post(REGISTER, data=DECISION | {field: value})
    assert answer.status_code == 422
    page = soup(answer)
    assert text(page.select_one("#fejlen")).endswith(".")
    kept = page.select_one("#begrundelse")
    assert kept is not None
    assert kept.get_text() == (value if field == "begrundelse" else DECISION["begrundelse"])
    assert not page.select(".register")


def test_what_may_be_exempted_by_its_age_fills_in_the_form(client: httpx.Client, workshop: Workshop) -> None:
    first = "https://gammel.ministerium.dk/arkiv/2016-03-referat.pdf"
    store = workshop.store
    old = store.begin(Order(first), rulebook="1f2e", versions={}, first=[first]).id
    visit = store.next_visits(old, limit=1)[0]
    document = SubjectKind.DOCUMENT
    store.keep(old, Attended(visit, VisitState.READ, kind=document, media_type="application/pdf", status=200))
    page = soup(client.get(f"{REGISTER}?websted=gammel.ministerium.dk"))
    link = page.select_one(".register a")
    assert link is not None
    form = soup(client.get(str(link["href"]).partition("#")[0])).select_one(
        "form[action='/websteder/undtaget']"
    )
    assert form is not None
    for name, wanted in (("websted", "gammel.ministerium.dk"), ("sti", "/arkiv/2016-03-referat.pdf")):
        field = form.select_one(f"#{name}")
        assert field is not None
        assert field["value"] == wanted
    chosen = form.select_one("#grundlag option[selected]")
    assert chosen is not None
    assert chosen["value"] == "gammelt-dokument"


def test_the_domains_tell_what_each_lacks(client: httpx.Client) -> None:
    sent = {"domaene": "Job.Ministerium.dk", "ejer": f"Bo {EVIL}"}
    assert client.post(DOMAINS, data=sent).status_code == 303
    page = soup(client.get(DOMAINS))
    row = next(each for each in page.select("tbody tr") if "job.ministerium.dk" in each.get_text())
    assert [text(cell) for cell in row.select("td")][:2] == ["Ved ikke", "Kontrollér job.ministerium.dk"]
    assert "Bo" in text(row)
    assert client.post(f"{DOMAINS}/fjern", data={"domaene": "job.ministerium.dk"}).status_code == 303
    assert "job.ministerium.dk" not in text(soup(client.get(DOMAINS)).select_one("main p:nth-of-type(3)"))
    refused = client.post(DOMAINS, data={"domaene": "ikke et domæne"})
    assert refused.status_code == 422
    assert text(soup(refused).select_one("#fejlen")).endswith(".")


def test_a_reader_sees_the_register_and_an_editor_writes_in_it(workshop: Workshop, audit: str) -> None:
    _, reading = workshop.store.issue_token("Læser", Role.LAESER)
    _, writing = workshop.store.issue_token("Redaktør", Role.REDAKTOER)
    with browsing(workshop, demand_access=True) as client:
        client.headers["Authorization"] = f"Bearer {reading}"
        for path in (REGISTER, DOMAINS):
            page = soup(client.get(path))
            assert not page.select(f"form[action^='{path}']")
            assert "Det kan en redaktør gøre." in text(page.select_one("main"))
        # What is sent to be read is kept nowhere, and no deed.
        finished = {"fil": ("kontrol.json", b'{"auditSample": []}')}
        assert client.post(f"{audit}/erklaering", files=finished).status_code == 200
        assert client.post(REGISTER, data=DECISION).status_code == 403
        assert client.post(DOMAINS, data={"domaene": "andet.dk"}).status_code == 403
        client.headers["Authorization"] = f"Bearer {writing}"
        assert client.post(REGISTER, data=DECISION).status_code == 303
        assert client.post(DOMAINS, data={"domaene": "andet.dk"}).status_code == 303
        number = soup(client.get(REGISTER)).select_one("input[name=id]")
        assert number is not None
        assert client.post(f"{REGISTER}/fjern", data={"id": str(number["value"])}).status_code == 303
