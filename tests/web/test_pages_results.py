"""The pages on what an audit found: every view has an address, every fault too, and nothing hostile runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from api_things import SITE, fault, finished, kept_audit, workshop_in
from bs4 import Tag
from pages_things import EVIL, browsing, soup, text

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.denmark import today
from tilgaengelig.model.finding import Outcome, Place, Region
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.subject import Link
from tilgaengelig.store import Ground
from tilgaengelig.store.store import Store
from tilgaengelig.web.pages.results import PARTS
from tilgaengelig.workshop import Workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("resultat")) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop) as client:
        yield client


@pytest.fixture(scope="module")
def audit(workshop: Workshop) -> str:
    return kept_audit(workshop.store)


def hostile_audit(store: Store) -> str:
    """Every text that comes from outside is an attack."""
    audit = store.begin(Order(f"{SITE}/ond"), rulebook="1", versions={"axe": EVIL}, first=[f"{SITE}/ond"]).id
    visit = store.next_visits(audit, limit=1)[0]
    place = Place(target=EVIL, snippet=EVIL, region=Region.MAIN, viewports=("desktop",))
    found = [
        fault(str(number), outcome=outcome, message=EVIL, rule=rule, engine_rule=EVIL)
        for number, (rule, outcome) in enumerate(
            [(EVIL, Outcome.FAILED), ("link-uden-navn", Outcome.CANT_TELL), (EVIL, Outcome.UNTESTED)]
        )
    ]
    attended = Attended(
        visit,
        VisitState.READ,
        kind=SubjectKind.PAGE,
        status=200,
        title=EVIL,
        language=EVIL,
        text_language=EVIL,
        findings=tuple(replace(each, place=place, picture=b"<svg onload=alert(1)>") for each in found),
        links=(Link(f"{SITE}/{EVIL}", EVIL),),
        facts={EVIL: EVIL},
    )
    store.keep(audit, attended)
    return audit


def test_the_overview_says_what_to_mend_first_and_leads_to_it(client: httpx.Client, audit: str) -> None:
    page = soup(client.get(f"/kontroller/{audit}"))
    assert text(page.select_one("h1")) == "Kontrol af www.ministerium.dk"
    assert "ikke færdig" in text(page.select_one(".alert"))
    links = [str(link["href"]) for link in page.select(".mend h3 a")]
    assert len(links) == 2
    one = soup(client.get(links[0]))
    words = text(one.select_one("main"))
    for part in ("Koden", "Hvorfor det betyder noget", "Sådan retter du", "Hjælper især", "Her står den"):
        assert part in words
    assert one.select_one('img[src$="/picture"]')
    assert len(one.select(".places > li")) == 2


def test_where_all_faults_are_accepted_the_overview_claims_not_that_there_are_none(
    client: httpx.Client, workshop: Workshop
) -> None:
    store = workshop.store
    accepted = finished(store, Order("https://accepteret.example/"), {"findings": (fault("img"),)})
    (component,) = store.overview(accepted).components
    store.accept(component.id, Ground(Reason.PLANNED, "Anna", today(), ""), audit_id=accepted)
    shown = text(soup(client.get(f"/kontroller/{accepted}")).select_one("main"))
    assert "Der er ingen åbne fejl: I har accepteret dem, vi fandt. Se også" in shown
    assert "Ingen fejl fundet" not in shown


def test_the_counts_agree_with_the_lists_that_they_lead_to(client: httpx.Client, workshop: Workshop) -> None:
    store = workshop.store
    audit = kept_audit(store)
    store.finish(audit, AuditState.DONE)
    first, *_, doubt = sorted(
        store.overview(audit).components, key=lambda each: each.outcome is Outcome.CANT_TELL
    )
    made = [
        store.accept(each.id, Ground(reason, "Anna", today(), ""), audit_id=audit)
        for each, reason in ((first, Reason.PLANNED), (doubt, Reason.FALSE_ALARM))
    ]
    try:
        page = soup(client.get(f"/kontroller/{audit}"))
        lists = {
            each: text(
                soup(client.get(f"/kontroller/{audit}/fejl?udfald={each}")).select_one("p[role=status]")
            )
            for each in ("failed", "accepteret", "besvaret", "cantTell")
        }
    finally:
        for each in made:
            store.withdraw(each.id)
    assert "Se alle fejl (1)" in text(page)
    assert "1 er accepteret" in text(page)
    assert lists == {
        "failed": "1 fejl.",
        "accepteret": "1 fejl.",
        "besvaret": "1 svar.",
        "cantTell": "0 steder at se på.",
    }


def test_the_menu_marks_the_list_that_is_shown(client: httpx.Client, audit: str) -> None:
    here = f"/kontroller/{audit}"
    marked = {
        where: [
            (str(link["href"]).removeprefix(here), link["aria-current"])
            for link in soup(client.get(here + where)).select(".result-menu a[aria-current]")
        ]
        for where in ("/fejl", "/fejl?udfald=cantTell", "/fejl?udfald=accepteret")
    }
    assert marked == {
        "/fejl": [("/fejl", "page")],
        "/fejl?udfald=cantTell": [("/fejl?udfald=cantTell", "page")],
        "/fejl?udfald=accepteret": [("/fejl", "true")],
    }


def test_each_finding_has_an_address_that_stays(client: httpx.Client, audit: str) -> None:
    first = client.get(f"/api/v1/audits/{audit}/findings").json()["items"][0]
    led = client.get(f"/kontroller/{audit}/fund/{first['id']}")
    assert led.status_code == 303
    path, _, anchor = led.headers["location"].partition("#")
    assert soup(client.get(path)).find(id=anchor)
    assert client.get(f"/kontroller/{audit}/fund/{'0' * 20}").status_code == 404


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("", 2),
        ("?alvor=critical", 1),
        ("?alvor=serious", 1),
        ("?regel=link-uden-navn", 1),
        ("?krav=1.1.1", 2),
        ("?krav=2.4.4", 0),
        (f"?side={SITE}/om", 1),
        ("?ansvarlig=jurist", 0),
        ("?ord=billeder+alternativ", 1),
        ("?udfald=cantTell", 1),
        ("?udfald=untested", 0),
        ("?udfald=vrøvl&alvor=&fra=7", 2),
    ],
)
def test_what_is_chosen_stands_in_the_address(
    client: httpx.Client, audit: str, query: str, faults: int
) -> None:
    page = soup(client.get(f"/kontroller/{audit}/fejl{query}"))
    assert len(page.select(".cards-list > li")) == faults
    for select in page.select(".filters select"):
        chosen = select.select_one("option[selected]")
        if (
            f"{select['name']}=" in query
            and "vrøvl" not in query
            and faults
            and f"{select['name']}=&" not in query
        ):
            assert chosen is not None
            assert f"{select['name']}={chosen['value']}" in query


def test_what_stands_far_down_is_found_by_its_page_and_by_its_own_address(
    client: httpx.Client, workshop: Workshop
) -> None:
    store = workshop.store
    first = [f"{SITE}/langt/{number:03}" for number in range(60)]
    audit = store.begin(Order(f"{SITE}/langt"), rulebook="1", versions={}, first=first).id
    for visit in store.next_visits(audit, limit=60):
        store.keep(audit, Attended(visit, VisitState.READ, findings=(fault("img"),)))
    (last,) = store.findings(audit, address=first[-1])
    listed = soup(client.get(f"/kontroller/{audit}/fejl", params={"side": first[-1]}))
    assert len(listed.select(".cards-list > li")) == 1
    led = client.get(f"/kontroller/{audit}/fund/{last.id}")
    path, _, anchor = led.headers["location"].partition("#")
    place = soup(client.get(path)).find(id=anchor)
    assert isinstance(place, Tag)
    assert "/langt/059" in text(place)
    for given in (last.id, store.findings(audit, address=first[0])[0].id):
        page = soup(client.get(f"/kontroller/{audit}/fejl/{last.component}?fund={given}"))
        ids = [str(each["id"]) for each in page.select(".places > li")]
        assert f"fund-{given}" in ids
        assert len(ids) == len(set(ids))


def test_many_faults_come_a_part_at_a_time(client: httpx.Client, workshop: Workshop) -> None:
    store = workshop.store
    audit = store.begin(Order(f"{SITE}/mange"), rulebook="1", versions={}, first=[f"{SITE}/mange"]).id
    visit = store.next_visits(audit, limit=1)[0]
    found = tuple(
        fault(f"img{n}", Impact.SERIOUS, responsibility=Responsibility.UDVIKLER, picture=None)
        for n in range(30)
    )
    store.keep(audit, Attended(visit, VisitState.READ, kind=SubjectKind.PAGE, status=200, findings=found))
    first = soup(client.get(f"/kontroller/{audit}/fejl?alvor=serious"))
    (more,) = first.select(".pages a")
    rest = soup(client.get(str(more["href"])))
    seen = [str(link["href"]) for page in (first, rest) for link in page.select(".cards-list .card-title a")]
    assert len(set(seen)) == len(seen) == 30


@pytest.mark.parametrize("name", PARTS)
def test_every_part_of_the_report_has_a_page_and_its_links_lead_on(
    client: httpx.Client, audit: str, name: str
) -> None:
    answer = client.get(f"/kontroller/{audit}/{name}")
    assert answer.status_code == 200
    page = soup(answer)
    assert len(page.select("h1")) == 1
    for link in page.select('.rapport a[href^="#"]'):
        assert page.find(id=str(link["href"])[1:]), link
    for link in page.select('.rapport a[href^="/"]'):
        assert client.get(str(link["href"])).status_code in (200, 303), link


def test_script_in_every_field_is_shown_and_never_run(client: httpx.Client, workshop: Workshop) -> None:
    audit = hostile_audit(workshop.store)
    here = f"/kontroller/{audit}"
    ids = [each["id"] for each in client.get(f"/api/v1/audits/{audit}/components").json()["items"]]
    assert len(ids) == 3
    paths = [here, f"{here}/fejl", f"{here}/fejl?udfald=cantTell", f"{here}/fejl?udfald=untested"]
    paths += (
        [f"{here}/fejl/{id_}" for id_ in ids] + [f"{here}/{name}" for name in PARTS] + ["/", "/kontroller"]
    )
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = soup(answer)
        assert not page.select("img[onerror], svg[onload]")
    shown = soup(
        client.get(f"{here}/fejl", params=dict.fromkeys(("ord", "side", "regel", "krav", "alvor"), EVIL))
    )
    field = shown.select_one("#ord")
    assert field is not None
    assert field["value"] == EVIL


def test_what_is_not_there_is_told(client: httpx.Client, audit: str) -> None:
    for path in ("/kontroller/vrøvl", f"/kontroller/{audit}/vrøvl", f"/kontroller/{audit}/fejl/{'0' * 20}"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert text(soup(answer).select_one("h1"))


def test_the_rulebook_is_searched_by_word_topic_person_and_criterion(client: httpx.Client) -> None:
    every = soup(client.get("/regler"))
    count = len(every.select(".rules li"))
    assert count > 100
    found = soup(client.get("/regler?ord=alternativ+tekst"))
    assert 0 < len(found.select(".rules li")) < count
    assert "Billeder skal have en alternativ tekst" in text(found.select_one("main"))
    for query in ("emne=billeder", "rolle=redaktør", "krav=1.1.1"):
        assert 0 < len(soup(client.get(f"/regler?{query}")).select(".rules li")) < count
    assert not soup(client.get("/regler", params={"ord": EVIL, "emne": EVIL, "rolle": EVIL})).select(
        ".rules li"
    )
    for link in found.select(".rules a")[:3]:
        rule = soup(client.get(str(link["href"])))
        for onward in rule.select('.rapport a[href^="/"]'):
            assert client.get(str(onward["href"])).status_code == 200
    assert client.get("/regler/findes-ikke").status_code == 404
    client.cookies.set("sprog", "en")
    assert "Images must have" in text(
        soup(client.get("/regler/billede-uden-alternativ-tekst")).select_one("h1")
    )
    client.cookies.clear()
