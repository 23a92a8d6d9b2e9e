"""What programs are told beside their answers: ETags, when they ask too fast, and counts for those who watch."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from api_things import SITE, is_problem, kept_audit, served, workshop_in
from prometheus_client.parser import text_string_to_metric_families

from tilgaengelig.model.access import Role
from tilgaengelig.web.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def counts(client: httpx.Client) -> dict[tuple[str, ...], float]:
    """Every figure, by its name and what its labels say."""
    told = client.get(str(client.base_url).replace("/api/v1/", "/metrics"))
    assert told.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(told.text)
    return {
        (each.name, *sorted(each.labels.values())): each.value for one in families for each in one.samples
    }


def test_what_has_not_changed_need_not_be_read_again(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, served(workshop) as client:
        kept_audit(workshop.store)
        first = client.get("/audits")
        tag = first.headers["etag"]
        assert first.headers["cache-control"] == "private, no-cache"
        for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            again = client.get("/audits", headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        kept_audit(workshop.store)
        changed = client.get("/audits", headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert len(changed.json()["items"]) == 2
        assert changed.headers["etag"] != tag


def test_a_problem_and_what_was_sent_have_no_tag(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, served(workshop) as client:
        assert "etag" not in client.get("/audits/findes-ikke").headers
        letter = client.post("/letters", json={"text": "Du skal svare."})
        assert "etag" not in letter.headers
        assert letter.headers["cache-control"] == "no-store"


def test_a_bucket_is_emptied_by_asking_and_filled_by_time() -> None:
    clock = Clock()
    pace = Pace(60, clock)
    assert [pace.wait("a") for _ in range(60)] == [0] * 60
    assert pace.wait("a") == 1
    assert pace.wait("b") == 0
    clock.now = 1.0
    assert [pace.wait("a"), pace.wait("a")] == [0, 1]
    clock.now = 3600.0
    assert [pace.wait("a") for _ in range(61)] == [0] * 60 + [1]


def test_whoever_keeps_asking_waits_no_longer_for_that_and_nought_is_no_limit() -> None:
    clock = Clock()
    pace = Pace(2, clock)
    assert [pace.wait("a") for _ in range(5)] == [0, 0, 30, 30, 30]
    clock.now = 29.0
    assert pace.wait("a") == 1
    clock.now = 30.0
    assert pace.wait("a") == 0
    assert not any(Pace(0, clock).wait("a") for _ in range(1000))


def test_a_token_that_asks_too_fast_is_told_when_to_come_again_and_others_are_not_held_up(
    tmp_path: Path,
) -> None:
    with (
        workshop_in(tmp_path, calls_a_minute=3, unknown_calls_a_minute=2) as workshop,
        served(workshop, demand_access=True) as client,
    ):
        one, other = (
            {"Authorization": f"Bearer {workshop.store.issue_token(name, Role.LAESER)[1]}"} for name in "ab"
        )
        assert [client.get("/audits", headers=one).status_code for _ in range(3)] == [200] * 3
        held = client.get("/audits", headers=one)
        is_problem(held, 429, "too-fast")
        assert 1 <= int(held.headers["retry-after"]) <= 20
        assert client.get("/audits", headers=other).status_code == 200
        assert [client.get("/audits").status_code for _ in range(3)] == [401, 401, 429]
        assert client.get("/health").status_code == 200


def test_one_second_is_not_seconds(tmp_path: Path) -> None:
    with (
        workshop_in(tmp_path, unknown_calls_a_minute=60) as workshop,
        served(workshop, demand_access=True) as client,
    ):
        asked = (client.get("/audits") for _ in range(1000))
        held = next(answer for answer in asked if answer.status_code == 429)
        assert held.json()["detail"] == "Vent 1 sekund, og prøv så igen."


def test_a_person_is_told_on_a_page(tmp_path: Path) -> None:
    with (
        workshop_in(tmp_path, unknown_calls_a_minute=1) as workshop,
        served(workshop, demand_access=True) as client,
    ):
        login = str(client.base_url).replace("/api/v1/", "/log-ind")
        assert client.get(login).status_code == 200
        held = client.get(login)
        assert (held.status_code, held.headers["content-type"]) == (429, "text/html; charset=utf-8")
        wait = int(held.headers["retry-after"])  # a busy machine answers later
        assert 30 <= wait <= 60
        assert f"Vent {wait} sekunder" in held.text


def test_whoever_watches_sees_audits_letters_and_what_went_wrong(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, served(workshop) as client:
        before = counts(client)
        assert before["tilgaengelig_audits_running",] == 0
        kept_audit(workshop.store)
        client.post("/letters", json={"text": "Du skal svare inden fredag."})
        client.get("/audits/findes-ikke")
        after = counts(client)
    assert after["tilgaengelig_audits_running",] == 1
    assert after["tilgaengelig_audits_waiting",] == after["tilgaengelig_audits_working",] == 0
    assert after["tilgaengelig_pages_per_second",] == pytest.approx(2 / 60)
    assert after["tilgaengelig_pages_done",] == 2
    assert after["tilgaengelig_addresses_unread", "not-found"] == 1
    assert after["tilgaengelig_letter_seconds_count",] == 1
    assert after["tilgaengelig_problems_total", "unknown-thing"] == 1
    assert after["tilgaengelig_requests_total", "4xx", "program"] == 1


def test_no_count_tells_an_address_or_a_word_that_was_sent(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, served(workshop) as client:
        kept_audit(workshop.store)
        client.post("/letters", json={"text": "Hemmelighed 010190-1234."})
        client.get("/hemmelig-sti")
        told = client.get(str(client.base_url).replace("/api/v1/", "/metrics")).text
    assert SITE not in told
    assert "emmelig" not in told


def test_from_elsewhere_the_counts_take_a_token(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, served(workshop, demand_access=True) as client:
        place = str(client.base_url).replace("/api/v1/", "/metrics")
        is_problem(client.get(place), 401, "unknown-caller")
        _, secret = workshop.store.issue_token("prometheus", Role.LAESER)
        assert client.get(place, headers={"Authorization": f"Bearer {secret}"}).status_code == 200
