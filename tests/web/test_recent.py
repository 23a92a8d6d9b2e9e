"""What is costly is made once, and nobody waits for what she did not ask for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from api_things import finished, kept_audit, served, workshop_in
from pages_things import browsing
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tilgaengelig.model.access import Role
from tilgaengelig.model.audit import AuditState, Order
from tilgaengelig.model.website import Website
from tilgaengelig.store import Store
from tilgaengelig.web.parts import Reports
from tilgaengelig.web.recent import Recent, Unhurried
from tilgaengelig.workshop import Workshop

#: More than the threads on which pages are made.
_READERS = 45
_AT_ONCE = 8


@contextmanager
def asked() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    questions: list[str] = []

    def ask(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        questions.append(statement)

    event.listen(Engine, "before_cursor_execute", ask)
    try:
        yield questions
    finally:
        event.remove(Engine, "before_cursor_execute", ask)


def ended(store: Store) -> str:
    audit = kept_audit(store)
    store.finish(audit, AuditState.DONE)
    return audit


def test_while_one_report_is_made_others_and_whoever_looks_after_us_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, made = threading.Event(), threading.Event(), Workshop.report
    with workshop_in(tmp_path) as workshop, browsing(workshop, demand_access=True) as client:
        slow, other = ended(workshop.store), ended(workshop.store)
        client.headers["Authorization"] = f"Bearer {workshop.store.issue_token('Anna', Role.LAESER)[1]}"
        calls = []

        def report(self: Workshop, audit_id: str, **given: Any) -> Any:
            calls.append(audit_id)
            if audit_id == slow:
                begun.set()
                go_on.wait(60)
            return made(self, audit_id, **given)

        monkeypatch.setattr(Workshop, "report", report)
        with ThreadPoolExecutor(_READERS) as readers:
            try:
                first = readers.submit(client.get, f"/kontroller/{slow}")
                assert begun.wait(60)
                assert client.get(f"/kontroller/{other}", timeout=20).status_code == 200
                waiting = [readers.submit(client.get, f"/kontroller/{slow}") for _ in range(_READERS)]
                for path in ("/api/v1/health", "/api/v1/ready"):
                    assert client.get(path, timeout=20).status_code == 200
            finally:
                go_on.set()
            assert {each.result().status_code for each in (first, *waiting)} == {200}
        assert calls == [slow, other]


def test_of_a_running_audit_too_the_overview_is_not_made_anew_for_each_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, whole = [], Store.overview

    def overview(self: Store, audit_id: str, **given: Any) -> Any:
        calls.append(audit_id)
        return whole(self, audit_id, **given)

    monkeypatch.setattr(Store, "overview", overview)
    with workshop_in(tmp_path) as workshop, served(workshop) as client:
        audit = kept_audit(workshop.store)
        for _ in range(20):
            assert client.get(f"/audits/{audit}/components?limit=1").status_code == 200
    assert len(calls) < 20


def test_what_could_not_be_made_is_made_anew_for_the_next() -> None:
    kept = Recent[int](2)

    def fails() -> int:
        raise ValueError("a")

    with pytest.raises(ValueError, match="a"):
        kept.of("a", fails)
    assert [kept.of("a", lambda: 1), kept.of("a", lambda: 2)] == [1, 1]


def test_the_last_few_are_kept() -> None:
    kept, makes = Recent[str](2), []

    def make(name: str) -> Callable[[], str]:
        return lambda: makes.append(name) or name  # type: ignore[func-returns-value]

    for name in "abacab":
        assert kept.of(name, make(name)) == name
    assert makes == ["a", "b", "c", "b"]


def test_what_takes_longer_than_it_is_kept_is_made_by_one_for_all_who_ask_meanwhile() -> None:
    now, begun, go_on, makes = 0.0, threading.Event(), threading.Event(), []
    kept = Recent[int](1, clock=lambda: now)

    def make() -> int:
        makes.append(now)
        begun.set()
        go_on.wait(60)
        return len(makes)

    with ThreadPoolExecutor(2) as readers:
        try:
            first = readers.submit(kept.of, "slow", make, 5)
            assert begun.wait(60)
            now = 100.0
            second = readers.submit(kept.of, "slow", make, 5)
            # Others that are asked for do not put out what is still in the making.
            assert [kept.of(other, lambda: 0) for other in "abc"] == [0, 0, 0]
        finally:
            go_on.set()
        assert (first.result(), second.result()) == (1, 1)
    now = 105.0  # its age is told from when it was done
    assert kept.of("slow", make, 5) == 1
    now = 105.5
    assert kept.of("slow", make, 5) == 2
    assert makes == [0.0, 105.5]


def test_of_a_running_audit_the_report_is_made_by_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So short that whoever asks next would find it old.
    monkeypatch.setattr("tilgaengelig.web.parts._RUNNING_SECONDS", 1e-9)
    turn, met, made = threading.Lock(), threading.Barrier(_AT_ONCE), Workshop.report
    together = []

    def report(self: Workshop, audit_id: str, **given: Any) -> Any:
        together.append(not turn.acquire(blocking=False))
        try:
            return made(self, audit_id, **given)
        finally:
            if not together[-1]:
                turn.release()

    monkeypatch.setattr(Workshop, "report", report)
    with workshop_in(tmp_path) as workshop:
        audit, reports = kept_audit(workshop.store), Reports(workshop)

        def ask() -> None:
            met.wait(60)
            reports.of(workshop.store.audit(audit))

        with ThreadPoolExecutor(_AT_ONCE) as readers:
            for each in [readers.submit(ask) for _ in range(_AT_ONCE)]:
                each.result()
    assert together
    assert not any(together)


def test_a_page_of_many_sites_asks_no_more_than_one_of_few(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, browsing(workshop) as client:
        counts = []
        for number in range(3):
            order = Order(f"https://{number}.example/")
            workshop.store.add_website(Website(str(number), order))
            finished(workshop.store, order, {})
            with asked() as questions:
                assert client.get("/websteder").status_code == 200
            counts.append(len(questions))
    assert len(set(counts)) == 1


def test_the_work_on_faults_comes_in_parts_and_asks_no_more_for_many(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, served(workshop) as client:
        audit = ended(workshop.store)
        counts, ids = [], [each["id"] for each in client.get(f"/audits/{audit}/components").json()["items"]]
        for one in ids:
            order = {"id": one, "by": "Anna", "text": "Hej"}
            assert client.post("/tasks", json=order).status_code == 200
            with asked() as questions:
                whole = client.get("/tasks").json()["items"]
            counts.append(len(questions))
        assert len(set(counts)) == 1
        assert [len(each["comments"]) for each in whole] == [1] * len(ids)
        following: str | None = "/api/v1/tasks?limit=1&site=www.ministerium.dk"
        found: list[dict[str, Any]] = []
        while following and len(found) <= len(ids):
            told = client.get(str(client.base_url.join(following))).json()
            (one,) = told["items"]
            found.append(one)
            # Somebody works on what was told, which moves nothing that is still to come.
            order = {"id": one["component"], "by": "Bo", "assignee": "Bo"}
            assert client.post("/tasks", json=order).status_code == 200
            following = told["next"]
        assert found == whole
        assert client.get("/tasks?after=findes-ikke").status_code == 422


def test_what_takes_long_to_look_at_is_looked_at_the_more_seldom() -> None:
    now, took, looks = 0.0, 0.1, 0

    def look() -> int:
        nonlocal now, looks
        now += took
        looks += 1
        return looks

    pulse = Unhurried(look, lambda: now)
    assert [pulse(), pulse()] == [1, 2]
    took = 7.0
    assert [pulse(), pulse()] == [3, 3]
    now += 62
    assert pulse() == 3
    now += 2
    assert pulse() == 4


def test_nobody_waits_for_what_another_looks_at_anew() -> None:
    looks = 0
    begun, seen = threading.Event(), threading.Event()

    def look() -> int:
        nonlocal looks
        looks += 1
        if looks == 2:
            begun.set()
            assert seen.wait(10)
        return looks

    pulse = Unhurried(look)
    assert pulse() == 1
    with ThreadPoolExecutor(1) as other:
        second = other.submit(pulse)
        assert begun.wait(10)
        assert pulse() == 1
        seen.set()
        assert second.result(10) == 2
