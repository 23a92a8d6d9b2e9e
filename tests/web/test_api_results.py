"""What an audit found, asked for in every way; each answer is what the OpenAPI document promises."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from api_things import SITE, WEBP, is_as_described, is_problem, kept_audit, served, workshop_in

from tilgaengelig.cli.checks import as_data
from tilgaengelig.judge.verdict import Verdict
from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.audit import AuditState, Order
from tilgaengelig.report.formats import FORMATS
from tilgaengelig.store import Ground
from tilgaengelig.work.check import Checked
from tilgaengelig.workshop import Workshop

from api_things import fault  # isort: skip


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("api")) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def audit(workshop: Workshop) -> str:
    audit = kept_audit(workshop.store)
    workshop.store.finish(audit, AuditState.STOPPED)
    return audit


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with served(workshop) as client:
        yield client


def _all(client: httpx.Client, address: str, operation: str) -> list[Any]:
    """Every item of a list, followed by its links."""
    items = []
    at: str | None = address
    while at:
        part = is_as_described(client, client.get(str(client.base_url.join(at))), operation)
        assert len(part["items"]) <= 1
        items += part["items"]
        at = part["next"]
    return items


def test_an_audit_tells_its_settings_and_the_truth_about_what_was_read(
    client: httpx.Client, audit: str
) -> None:
    told = is_as_described(client, client.get(f"/audits/{audit}"), "getAudit")
    assert told["start"] == f"{SITE}/"
    assert told["maxPages"] == 500
    assert (told["state"], told["activity"], told["mishap"]) == ("stopped", "none", None)
    assert told["started"].endswith("Z")
    assert told["coverage"] == {
        "found": 4,
        "read": 2,
        "pages": 2,
        "documents": 0,
        "redirected": 0,
        "waiting": 1,
        "notRead": 2,
        "troubled": [{"kind": "not-found", "count": 1}],
        "leftOut": [],
        "cookieBoxes": [],
    }


def test_progress_counts_what_is_kept_and_knows_no_pace_of_what_is_not_at_work(
    client: httpx.Client, audit: str
) -> None:
    told = is_as_described(client, client.get(f"/audits/{audit}/progress"), "getProgress")
    counts = {name: told[name] for name in ("found", "queued", "read", "troubled", "findings")}
    assert counts == {"found": 4, "queued": 1, "read": 2, "troubled": 1, "findings": 3}
    assert (told["current"], told["rate"], told["secondsLeft"]) == (None, None, None)


def test_audits_come_newest_first_and_in_parts(client: httpx.Client, workshop: Workshop, audit: str) -> None:
    newer = [
        workshop.store.begin(Order(f"{SITE}/{n}"), rulebook="1", versions={}, first=[]).id for n in range(2)
    ]
    listed = [item["id"] for item in _all(client, "/api/v1/audits?limit=1", "listAudits")]
    assert listed == [*reversed(newer), audit]
    for each in newer:
        workshop.store.delete_audit(each)


def test_findings_come_in_parts_each_once(client: httpx.Client, audit: str) -> None:
    items = _all(client, f"/api/v1/audits/{audit}/findings?limit=1", "listFindings")
    ids = [item["id"] for item in items]
    assert ids == sorted(ids)
    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"rule": "link-uden-navn"}, 1),
        ({"rule": "findes-ikke"}, 0),
        ({"impact": "critical"}, 2),
        ({"outcome": "cantTell"}, 1),
        ({"responsibility": "udvikler"}, 0),
        ({"address": f"{SITE}/om"}, 2),
        ({"address": f"{SITE.upper()}/x/../om#top"}, 2),
        ({"address": f"{SITE}/om", "impact": "critical"}, 1),
    ],
)
def test_findings_are_filtered(client: httpx.Client, audit: str, filters: dict[str, str], count: int) -> None:
    found = client.get(f"/audits/{audit}/findings", params=filters)
    assert len(is_as_described(client, found, "listFindings")["items"]) == count


def test_filters_stand_in_the_address_of_what_follows(client: httpx.Client, audit: str) -> None:
    items = _all(client, f"/api/v1/audits/{audit}/findings?limit=1&impact=critical", "listFindings")
    assert [item["impact"] for item in items] == ["critical", "critical"]


def test_a_finding_has_every_key_of_check_json(client: httpx.Client, audit: str) -> None:
    item = client.get(f"/audits/{audit}/findings").json()["items"][0]
    verdict = Verdict(findings=(fault("img"),), readability=None, text_language="da", scored=True)
    pdf = as_data(Checked("x", "application/pdf", verdict, conformant=False))
    assert set(pdf["findings"][0]) <= set(item)


def test_components_lead_to_their_findings_and_their_picture(client: httpx.Client, audit: str) -> None:
    items = _all(client, f"/api/v1/audits/{audit}/components?limit=1", "listComponents")
    assert [(item["impact"], item["pages"]) for item in items] == [
        ("critical", 2),
        ("serious", 1),
        ("minor", 1),
    ]
    picture = client.get(str(client.base_url.join(items[0]["picture"])))
    assert (picture.content, picture.headers["content-type"]) == (WEBP, "image/webp")
    assert len(client.get(str(client.base_url.join(items[0]["findings"]))).json()["items"]) == 2
    assert items[2]["picture"] is None
    is_problem(client.get(f"/audits/{audit}/components/{items[2]['id']}/picture"), 404, "unknown-thing")


def test_pages_has_every_address_with_its_trouble_in_a_sentence(client: httpx.Client, audit: str) -> None:
    items = _all(client, f"/api/v1/audits/{audit}/pages?limit=1", "listPages")
    assert [item["state"] for item in items] == ["read", "read", "troubled", "queued"]
    assert items[0]["readability"] == {"words": 120, "sentences": 10, "longWords": 30, "lix": 37.0}
    assert items[2]["trouble"]["sentence"].startswith("Siden findes ikke (svar 404)")
    only = client.get(f"/audits/{audit}/pages", params={"state": "queued"}).json()["items"]
    assert [item["address"] for item in only] == [f"{SITE}/x"]


def test_broken_links_name_the_pages_that_have_them(client: httpx.Client, audit: str) -> None:
    items = _all(client, f"/api/v1/audits/{audit}/broken-links?limit=1", "listBrokenLinks")
    assert items[0]["sources"] == [{"address": f"{SITE}/", "text": "Læs mere"}]


def test_the_report_comes_in_every_format_that_there_is(client: httpx.Client, audit: str) -> None:
    for name, writer in FORMATS.items():
        report = client.get(f"/audits/{audit}/report", params={"format": name})
        assert report.status_code == 200
        assert report.headers["content-type"] == writer.media_type
        suffix = writer.file_name.removeprefix("rapport")
        assert f'filename="rapport-{audit}{suffix}"' in report.headers["content-disposition"]
        assert "ministerium.dk" in report.text or report.content[:4] in (b"PK\x03\x04", b"%PDF")
    assert client.get(f"/audits/{audit}/report?format=json").json()["audit"]["id"] == audit
    assert (
        client.get(f"/audits/{audit}/report?format=csv")
        .headers["content-disposition"]
        .startswith("attachment")
    )


def test_the_html_report_is_shut_off_from_the_api(client: httpx.Client, audit: str) -> None:
    policy = client.get(f"/audits/{audit}/report").headers["content-security-policy"]
    for part in (
        "default-src 'none'",
        "script-src 'sha256-",
        "sandbox allow-scripts",
        "frame-ancestors 'none'",
    ):
        assert part in policy
    assert "allow-same-origin" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["findings", "components", "pages", "broken-links"])
def test_a_place_in_a_list_that_is_not_there_is_told(client: httpx.Client, audit: str, path: str) -> None:
    response = client.get(f"/audits/{audit}/{path}", params={"after": "findes-ikke"})
    is_problem(response, 422, "invalid-input" if path == "findings" else "wrong-use")


def test_a_place_in_the_list_of_audits_that_is_not_there_is_told(client: httpx.Client) -> None:
    is_problem(client.get("/audits", params={"after": "findes\0ikke"}), 422, "wrong-use")


@pytest.mark.parametrize("name", ["20260101T000000-abcdef", "x", "x%00y", "ære"])
def test_an_audit_that_is_not_there_is_told(client: httpx.Client, name: str) -> None:
    for path in ("", "/progress", "/findings", "/components", "/pages", "/broken-links", "/report"):
        told = is_problem(client.get(f"/audits/{name}{path}"), 404, "unknown-thing")
        assert told["detail"] == "Der er ingen kontrol med det id. Se dem, der er, på /api/v1/audits."


def test_rules_are_listed_and_shown(client: httpx.Client, workshop: Workshop) -> None:
    rules = is_as_described(client, client.get("/rules"), "listRules")["items"]
    assert len(rules) == len(workshop.rulebook.rules)
    for rule in rules:
        whole = is_as_described(client, client.get(f"/rules/{rule['id']}"), "getRule")
        assert whole["why"]
        assert whole["fix"]
    is_problem(client.get("/rules/findes-ikke"), 404, "unknown-thing")


def test_a_finished_audit_is_deleted_and_gone(client: httpx.Client, workshop: Workshop) -> None:
    audit = kept_audit(workshop.store)
    is_problem(client.delete(f"/audits/{audit}"), 409, "busy")
    stopped = is_as_described(client, client.post(f"/audits/{audit}/stop"), "stopAudit")
    assert stopped["state"] == "stopped"
    assert client.get(f"/audits/{audit}").status_code == 200
    assert client.delete(f"/audits/{audit}").status_code == 204
    is_problem(client.get(f"/audits/{audit}"), 404, "unknown-thing")


def test_an_audit_that_is_done_cannot_be_stopped(client: httpx.Client, workshop: Workshop) -> None:
    audit = kept_audit(workshop.store)
    workshop.store.finish(audit, AuditState.DONE)
    is_problem(client.post(f"/audits/{audit}/stop"), 409, "busy")
    client.delete(f"/audits/{audit}").raise_for_status()


ACCEPT = {"reason": "planlagt", "note": "Ny forside.", "by": "Anna Holm", "until": "2099-05-01"}


def test_a_component_is_accepted_shown_and_taken_back(client: httpx.Client, audit: str) -> None:
    component = client.get(f"/audits/{audit}/components").json()["items"][0]["id"]
    answer = client.post(f"/audits/{audit}/acceptances", json={"id": component, **ACCEPT})
    made = is_as_described(client, answer, "accept")
    assert (made["site"], made["component"], made["finding"]) == ("www.ministerium.dk", component, "")
    shown = is_as_described(client, client.get(f"/audits/{audit}/components"), "listComponents")["items"][0]
    assert shown["accepted"] == made
    assert _all(client, "/api/v1/acceptances?limit=1&site=www.ministerium.dk", "listAcceptances") == [made]
    assert client.get("/acceptances", params={"site": "www.andet.dk"}).json()["items"] == []
    assert client.delete(f"/acceptances/{made['id']}").status_code == 204
    assert client.get(f"/audits/{audit}/components").json()["items"][0]["accepted"] is None
    is_problem(client.delete(f"/acceptances/{made['id']}"), 404, "unknown-thing")


def test_a_component_is_told_as_accepted_while_that_holds(
    client: httpx.Client, workshop: Workshop, audit: str
) -> None:
    def told() -> Any:
        return client.get(f"/audits/{audit}/components").json()["items"][0]

    def accept(thing: str, reason: Reason, until: str, *, now: dt.datetime | None = None) -> str:
        ground = Ground(reason, "Anna Holm", dt.date.fromisoformat(until), "")
        return workshop.store.accept(thing, ground, audit_id=audit, now=now).id

    component = told()
    long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    run_out = accept(component["id"], Reason.PLANNED, "2026-02-01", now=long_ago)
    assert told()["accepted"] is None
    client.delete(f"/acceptances/{run_out}").raise_for_status()
    findings = client.get(component["findings"].removeprefix("/api/v1")).json()["items"]
    single = [accept(each["id"], Reason.PLANNED, "2099-05-01") for each in findings]
    assert told()["accepted"]["id"] in single
    for each in single:
        client.delete(f"/acceptances/{each}").raise_for_status()


@pytest.mark.parametrize(
    ("changes", "status", "name"),
    [
        ({"until": "i morgen"}, 422, "invalid-input"),
        ({"until": "2026-01-01"}, 422, "wrong-use"),
        ({"by": " "}, 422, "wrong-use"),
        ({"reason": "fordi"}, 422, "invalid-input"),
        ({"id": "0" * 20}, 422, "wrong-use"),
    ],
)
def test_what_cannot_be_accepted_is_told(
    client: httpx.Client, audit: str, changes: dict[str, str], status: int, name: str
) -> None:
    component = client.get(f"/audits/{audit}/components").json()["items"][0]["id"]
    answer = client.post(f"/audits/{audit}/acceptances", json={"id": component, **ACCEPT, **changes})
    is_problem(answer, status, name)
