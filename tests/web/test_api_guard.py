"""Who may call and what they may send; each refusal and each mistake told as a problem, in Danish."""

import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from api_things import is_as_described, is_problem, served, workshop_in

from tilgaengelig import resources
from tilgaengelig.model.errors import DatabaseFails
from tilgaengelig.model.letter import Draft
from tilgaengelig.model.readability import Audience
from tilgaengelig.web import letters
from tilgaengelig.work.letters import score
from tilgaengelig.work.shapes import letter_as_data
from tilgaengelig.workshop import Workshop

MARKER = "ZEBRAFINKEN"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with workshop_in(tmp_path_factory.mktemp("api"), letter_characters=2000) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with served(workshop, hosts=["tilgaengelig.ministerium.dk"]) as client:
        yield client


def test_a_letter_is_scored_as_on_the_command_line(client: httpx.Client, workshop: Workshop) -> None:
    text = "Kære Anna 🦊\nVi har modtaget din ansøgning. " + "Vi skriver til dig, " * 10 + "når vi ved mere."
    told = client.post("/letters", json={"text": text, "audience": "kommuner"})
    assert is_as_described(client, told, "scoreLetter") == letter_as_data(
        score(Draft.plain(text), Audience.KOMMUNER, workshop.rulebook, 10_000)
    ) | {"comparison": None}
    assert told.headers["cache-control"] == "no-store"
    assert told.json()["advice"][0]["kind"] == "long-sentence"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {"text": f"Kære {MARKER}. Tak for dit brev."}}, 200),
        ({"json": {"text": MARKER, "audience": MARKER}}, 422),
        ({"json": {"text": [MARKER]}}, 422),
        ({"json": {"text": "Hej", f"Kære {MARKER}": 1}}, 422),
        ({"json": [MARKER]}, 422),
        ({"content": f'{{"text": "{MARKER}'.encode(), "headers": {"Content-Type": "application/json"}}, 422),
        (
            {
                "content": f'{{"text": "{MARKER} \\ud800"}}'.encode(),
                "headers": {"Content-Type": "application/json"},
            },
            422,
        ),
        (
            {"content": f'{MARKER} "\xff'.encode("latin-1"), "headers": {"Content-Type": "application/json"}},
            400,
        ),
        ({"content": MARKER.encode(), "headers": {"Content-Type": "text/plain"}}, 415),
        ({"json": {"text": f"{MARKER} " * 500}}, 413),
        ({"json": {"text": f"{MARKER} " * 500_000}}, 413),
    ],
)
def test_a_letter_is_in_no_log_and_no_problem(
    client: httpx.Client,
    sent: dict[str, Any],
    status: int,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post("/letters", **sent)
    assert response.status_code == status, response.text
    assert response.headers["cache-control"] == "no-store"
    if status != 200:
        assert response.headers["content-type"] == "application/problem+json"
        assert MARKER not in response.text
    assert "POST /api/v1/letters" in caplog.text
    assert MARKER not in caplog.text
    assert MARKER not in "".join(capfd.readouterr())


def test_a_letter_that_breaks_us_is_in_no_log_either(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(draft: Draft, *_: object, **__: object) -> None:
        raise ValueError(draft.text)

    monkeypatch.setattr(letters, "score", breaks)
    caplog.set_level(logging.DEBUG)
    response = client.post("/letters", json={"text": MARKER})
    is_problem(response, 500, "our-fault")
    assert "ValueError" in caplog.text
    assert MARKER not in caplog.text + response.text


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"address": "skal udfyldes"}),
        ({"address": ""}, {"address": "skal have mindst 1 tegn"}),
        ({"address": "a.dk", "maxPages": 0}, {"maxPages": "skal være mindst 1"}),
        ({"address": "a.dk", "maxPages": "5"}, {"maxPages": "skal være et helt tal"}),
        ({"address": "a.dk", "depth": 1000}, {"depth": "må højst være 100"}),
        ({"address": "a.dk", "depth": None}, {"depth": "skal være et helt tal"}),
        ({"address": "a.dk", "thorough": "ja"}, {"thorough": "skal være true eller false"}),
        ({"address": "a.dk", "prefix": "da"}, {"prefix": "har ikke den rigtige form"}),
        (
            {"address": "a.dk", "audience": "alle"},
            {"audience": "skal være en af disse: borgere, kommuner, organisationer eller presse"},
        ),
        (
            {"address": "a.dk", "maxpages": 5, "fresh": 1},
            {
                "fresh": "skal være true eller false",
                "maxpages": "kendes ikke; se efter, om navnet er stavet rigtigt",
            },
        ),
        ([], {"": "skal være et JSON-objekt"}),
    ],
)
def test_what_is_wrong_with_an_order_is_told_field_by_field(
    client: httpx.Client, sent: Any, errors: dict[str, str]
) -> None:
    told = is_problem(client.post("/audits", json=sent), 422, "invalid-input")
    assert {error["field"]: error["message"] for error in told["errors"]} == errors
    assert client.get("/audits").json()["items"] == []


@pytest.mark.parametrize("path", ["/audits?limit=0", "/audits?limit=x", "/audits?limit=501"])
def test_what_is_wrong_with_a_query_is_told(client: httpx.Client, path: str) -> None:
    told = is_problem(client.get(path), 422, "invalid-input")
    assert told["errors"][0]["field"] == "limit"


def test_an_address_that_is_none_is_told_at_once(client: httpx.Client) -> None:
    told = is_problem(client.post("/audits", json={"address": "file:///etc/passwd"}), 422, "not-an-address")
    assert "er ikke en webadresse" in told["detail"]


def test_an_empty_letter_is_told(client: httpx.Client) -> None:
    told = is_problem(client.post("/letters", json={"text": "  "}), 422, "wrong-use")
    assert told["detail"] == "Brevet er tomt. Skriv eller indsæt teksten, og prøv igen."


def test_unknown_routes_and_methods_are_told(client: httpx.Client) -> None:
    is_problem(client.get("/findes-ikke"), 404, "unknown-route")
    is_problem(client.get("/audits/"), 404, "unknown-route")
    wrong = client.put("/rules", json={})
    is_problem(wrong, 405, "wrong-method")
    assert wrong.headers["allow"] == "GET"


def test_a_deep_json_is_unreadable(client: httpx.Client) -> None:
    response = client.post(
        "/audits", content=b"[" * 100_000, headers={"Content-Type": "application/json; charset=utf-8"}
    )
    is_problem(response, 400, "unreadable")


@pytest.mark.parametrize("chunked", [True, False])
def test_what_is_too_large_is_refused(client: httpx.Client, chunked: bool) -> None:
    body: Any = (b"x" * 100_000 for _ in range(20)) if chunked else b"x" * 2_000_000
    told = client.post("/audits", content=body, headers={"Content-Type": "application/json"})
    assert is_problem(told, 413, "too-large")["detail"] == "Det sendte fylder mere end 1 MB. Del det op."


@pytest.mark.parametrize(
    "host",
    ["evil.dk", "127.0.0.1.evil.dk", "evil.dk:80", "localhost@evil.dk", "evil.dk/localhost", "[::2]", ""],
)
def test_a_host_that_is_not_ours_is_refused(client: httpx.Client, host: str) -> None:
    is_problem(client.get("/health", headers={"Host": host}), 400, "wrong-host")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:81", "127.0.0.1", "[::1]:8000", "tilgaengelig.ministerium.dk"]
)
def test_hosts_of_ours_are_answered(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).json()["status"] == "ok"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.dk"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_web_page_cannot_change_anything(client: httpx.Client, headers: dict[str, str]) -> None:
    for method, path in (
        ("POST", "/audits"),
        ("POST", "/letters"),
        ("DELETE", "/audits/x"),
        ("POST", "/audits/x/stop"),
    ):
        is_problem(client.request(method, path, json={"text": "Hej"}, headers=headers), 403, "foreign-origin")
    assert "access-control-allow-origin" not in client.get("/audits", headers=headers).headers


def test_our_own_page_may(client: httpx.Client) -> None:
    origin = f"http://{client.base_url.host}:{client.base_url.port}"
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    assert client.post("/letters", json={"text": "Hej med dig."}, headers=headers).status_code == 200


def test_every_answer_has_headers_that_shut_it_in(client: httpx.Client) -> None:
    for path in ("/health", "/findes-ikke", "/docs", "/openapi.json"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_readiness_looks_at_what_is_needed(
    client: httpx.Client,
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = is_as_described(client, client.get("/ready"), "getReadiness")
    assert [(check["name"], check["ready"]) for check in told["checks"]] == [
        ("database", True),
        ("axe", True),
        ("qualweb", True),
        ("rulebook", True),
    ]

    def lacks(**_: object) -> None:
        raise DatabaseFails("Databasen på 10.0.3.7 kan ikke bruges.")

    monkeypatch.setattr(workshop.store, "audits", lacks)
    monkeypatch.setitem(resources._PLACES, "AXE", (resources.RULES, "findes-ikke", "axe-core"))
    response = client.get("/ready")
    assert response.status_code == 503
    told = is_as_described(client, response, "getReadiness")
    assert [check["ready"] for check in told["checks"]] == [False, False, True, True]
    problem = is_problem(client.get("/audits"), 503, "setup-lacks")
    # Where it is stands in the log alone: whether the program can work is told to everybody.
    assert told["checks"][0]["sentence"] == problem["detail"]
    assert "10.0.3.7" not in problem["detail"]
    assert caplog.text.count("10.0.3.7") == 2
    assert client.get("/health").status_code == 200
