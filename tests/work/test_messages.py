"""From what the store has of two nights to a mail in a mailbox, by way of the settings."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, update
from typer.testing import CliRunner

from tilgaengelig.cli.app import app
from tilgaengelig.gather.sending.hooks import Poster
from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.message import Channel, Occasion
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.model.website import Budget, Measure, Website
from tilgaengelig.settings import Settings
from tilgaengelig.store import Store
from tilgaengelig.store.schema import audit as audits
from tilgaengelig.work.messages import (
    Addressed,
    note_told,
    note_week,
    on_audit,
    on_failure,
    on_week,
    recipients_of,
    send,
    server_of,
    unmet,
)

HOST = "www.ministerium.example"
SETTINGS = """
[mail]
host = "127.0.0.1"
port = 1
security = "none"
sender = "tilgaengelig@ministerium.example"
user = "bruger"
password = "{secret}"

[[recipients]]
name = "Redaktionen"
to = "web@ministerium.example"
who = ["redaktør"]

[[recipients]]
name = "Udviklerne"
channel = "slack"
to = "https://kroge.example/{secret}"
who = ["udvikler"]
secret = "{secret}"

[[recipients]]
name = "Ugebrevet"
to = "uge@ministerium.example"
weekly = true
"""
SECRET = "en-hemmelighed"


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    (tmp_path / "tilgaengelig.toml").write_text(SETTINGS.replace("{secret}", SECRET), encoding="utf-8")
    monkeypatch.setitem(Settings.model_config, "toml_file", tmp_path / "tilgaengelig.toml")
    given: dict[str, Any] = {}
    return Settings(**given)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'x.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        opened.migrate()
        yield opened


def night(store: Store, *faults: str, trouble: bool = False) -> str:
    """An audit of one page with these faults, each an editor's unless it is called after a developer."""
    audit = store.begin(Order(f"https://{HOST}/"), rulebook="1", versions={}, first=[f"https://{HOST}/"]).id
    (visit,) = store.next_visits(audit, limit=1, exclude=())
    if trouble:
        said = Trouble(TroubleKind.TIMEOUT, "30 sekunder")
        attended = Attended(visit, VisitState.TROUBLED, trouble=said)
    else:
        found = tuple(map(_finding, faults))
        attended = Attended(visit, VisitState.READ, SubjectKind.PAGE, "text/html", 200, findings=found)
    store.keep(audit, attended, new=[])
    store.finish(audit, AuditState.DONE)
    return audit


def _finding(name: str) -> Finding:
    who = Responsibility.UDVIKLER if name.startswith("kode") else Responsibility.REDAKTOER
    place = Place(f"#{name}", f"<img id={name}>")
    return Finding("regel", Outcome.FAILED, Impact.CRITICAL, name, "axe", "x", (), who, place, name)


def names(found: list[Addressed]) -> dict[str, int]:
    return {each.recipient.name: each.message.count for each in found}


def test_each_is_told_of_the_new_faults_that_are_theirs(store: Store, told: Settings) -> None:
    recipients = recipients_of(told, store)
    first = night(store, "gammel")
    assert on_audit(store, {}, recipients, first) == [], "there was nothing before"
    assert names(on_audit(store, {}, recipients, night(store, "gammel", "ny", "kode"))) == {
        "Redaktionen": 1,
        "Udviklerne": 1,
    }
    assert on_audit(store, {}, recipients, night(store, "gammel", "ny", "kode")) == []


def test_what_an_audit_ordered_in_between_found_is_told_by_the_night(store: Store, told: Settings) -> None:
    recipients = recipients_of(told, store)
    note_told(store, night(store, "gammel"))
    ordered = night(store, "gammel", "ny", "kode")
    down = night(store, trouble=True)
    note_told(store, down)
    last = night(store, "gammel", "ny", "kode")
    assert names(on_audit(store, {}, recipients, last)) == {"Redaktionen": 1, "Udviklerne": 1}
    note_told(store, last)
    note_told(store, ordered)
    assert on_audit(store, {}, recipients, night(store, "gammel", "ny", "kode")) == []


def test_what_was_last_told_may_be_deleted(store: Store, told: Settings) -> None:
    first = night(store, "gammel")
    note_told(store, first)
    night(store, "gammel", "ny")
    store.delete_audit(first)
    found = on_audit(store, {}, recipients_of(told, store), night(store, "gammel", "ny", "kode"))
    assert names(found) == {"Udviklerne": 1}


def test_the_limits_on_what_is_new_count_since_what_was_told(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILGAENGELIG_RECIPIENTS", '[{"name": "Anna", "to": "a@ministerium.example"}]')
    limits = (Budget(Measure.NEW_CRITICAL, 0),)
    store.add_website(Website("ministeriet", Order(f"https://{HOST}/"), budgets=limits))
    note_told(store, night(store, "gammel"))
    night(store, "gammel", "ny")
    shown = CliRunner().invoke(
        app, ["audit", "tell", night(store, "gammel", "ny"), "--show", "--database", url]
    )
    assert "Nye kritiske fejl: 1. Grænsen er 0." in shown.output


NOW = dt.datetime(2026, 11, 30, 7, 0, tzinfo=dt.UTC)
#: A night by how many days before now it began, and what stood in it; None where the site was down.
Nights = dict[float, str | None]


def digest(
    store: Store, url: str, told: Settings, nights: Nights, now: dt.datetime = NOW, lasted: float = 0
) -> list[Addressed]:
    """The digest after these nights, each of which lasted so many days."""
    for days, faults in nights.items():
        made = night(store, *(faults or "").split(), trouble=faults is None)
        engine = create_engine(url)
        with engine.begin() as connection:
            began = NOW - dt.timedelta(days=days)
            times = {"started": began, "finished": began + dt.timedelta(days=lasted)}
            connection.execute(update(audits).where(audits.c.id == made).values(times))
        engine.dispose()
    return on_week(store, {}, recipients_of(told, store), now=now)


def test_the_digest_tells_of_the_week_to_those_who_asked_for_it(
    store: Store, url: str, told: Settings
) -> None:
    nights: Nights = {8.2: "gammel", 7.2: "gammel sidst", 3.2: "gammel sidst ny", 0.2: "sidst ny kode"}
    (found,) = digest(store, url, told, nights)
    assert found.recipient.name == "Ugebrevet"
    assert (found.message.occasion, found.message.count, found.message.mended) == (Occasion.WEEK, 2, 1)


def test_an_audit_that_was_under_way_at_the_last_digest_is_told_of_in_the_next(
    store: Store, url: str, told: Settings
) -> None:
    nights: Nights = {8.1: "gammel", 7.1: "gammel ny", 0.2: "gammel ny"}
    (found,) = digest(store, url, told, nights, lasted=0.2)
    assert found.message.count == 1


def test_a_digest_that_is_late_is_held_against_the_one_before(store: Store, url: str, told: Settings) -> None:
    note_week(store, NOW - dt.timedelta(days=8.1))
    nights: Nights = {8.2: "gammel", 7.2: "gammel ny", 0.2: "gammel ny"}
    (found,) = digest(store, url, told, nights)
    assert found.message.count == 1
    note_week(store, NOW)
    assert digest(store, url, told, {}) == []
    (again,) = on_week(store, {}, recipients_of(told, store), days=8, now=NOW)
    assert again.message.count == 1


def test_what_a_clock_that_was_ahead_noted_is_not_believed(store: Store, url: str, told: Settings) -> None:
    note_week(store, NOW + dt.timedelta(days=300))
    (found,) = digest(store, url, told, {7.2: "gammel", 0.2: "gammel ny"})
    assert found.message.count == 1


def test_the_first_digest_of_a_site_is_held_against_its_first_audit(
    store: Store, url: str, told: Settings
) -> None:
    (found,) = digest(store, url, told, {2.2: "gammel", 1.2: "gammel ny", 0.2: "gammel ny kode"})
    assert found.message.count == 2


def test_a_site_that_was_down_a_week_ago_is_held_against_what_was_known_of_it_then(
    store: Store, url: str, told: Settings
) -> None:
    (found,) = digest(store, url, told, {8.2: "a b c", 7.2: None, 0.2: "a b c ny"})
    assert [each.back for each in found.message.items] == [False]


def test_the_week_is_told_also_where_the_site_is_down_in_the_end(
    store: Store, url: str, told: Settings
) -> None:
    (found,) = digest(store, url, told, {7.2: "a", 3.2: "a ny", 0.2: None})
    assert found.message.count == 1
    assert digest(store, url, told, {}, NOW + dt.timedelta(days=7)) == [], "that was told a week ago"


def test_what_is_audited_no_more_is_told_of_once(store: Store, url: str, told: Settings) -> None:
    assert digest(store, url, told, {60: "gammel", 53: "gammel ny"}) == []
    assert len(digest(store, url, told, {}, NOW - dt.timedelta(days=50))) == 1


def test_an_audit_that_read_nothing_is_told_with_its_reason(store: Store, told: Settings) -> None:
    night(store, "gammel")
    found = on_audit(store, {}, recipients_of(told, store), night(store, trouble=True))
    assert [each.recipient.name for each in found] == ["Udviklerne", "Ugebrevet"]
    assert "svarede ikke inden for 30 sekunder" in found[0].message.mishap


def of_sites(told: Settings, *sites: str) -> Settings:
    """The settings with one recipient, of these sites."""
    (first, *_) = told.recipients
    return told.model_copy(update={"recipients": [first.model_copy(update={"sites": list(sites)})]})


@pytest.mark.parametrize(
    "named",
    [HOST, HOST.upper(), HOST.removeprefix("www."), f"https://{HOST}/", "ministeriet"],
)
def test_a_recipient_s_site_is_named_as_everywhere(store: Store, told: Settings, named: str) -> None:
    store.add_website(Website("ministeriet", Order(f"https://{HOST}/")))
    settings = of_sites(told, named)
    night(store, "gammel")
    found = on_audit(store, {}, recipients_of(settings, store), night(store, "gammel", "ny"))
    assert names(found) == {"Redaktionen": 1}
    assert unmet(settings, store) == []


@pytest.mark.parametrize("named", ["ministerium", "://", "andet.example"])
def test_a_recipient_s_site_that_is_none_is_told_of(store: Store, told: Settings, named: str) -> None:
    settings = of_sites(told, named)
    night(store, "gammel")
    assert on_audit(store, {}, recipients_of(settings, store), night(store, "gammel", "ny")) == []
    assert [named in said for said in unmet(settings, store)] == [True]


def test_secrets_come_from_the_settings_and_are_shown_nowhere(store: Store, told: Settings) -> None:
    developers = recipients_of(told, store)[1]
    assert (developers.channel, developers.secret, SECRET in developers.to) == (Channel.SLACK, SECRET, True)
    server = server_of(told)
    assert server is not None
    assert server.password == SECRET
    assert SECRET not in f"{told!r} {developers!r} {server!r}"


def test_one_that_cannot_be_reached_keeps_nobody_else_from_their_message(
    store: Store, told: Settings
) -> None:
    found = on_failure(recipients_of(told, store), HOST, "Serveren svarer ikke.")
    nobody = Poster("http://127.0.0.1:1", "tilgaengelig", pauses=())
    mishaps = asyncio.run(send(found, server_of(told), nobody))
    assert len(mishaps) == len(found) == 2
    assert mishaps[0].startswith("Beskeden til Udviklerne kom ikke frem")
    assert mishaps[1].startswith("Mailserveren 127.0.0.1 tog ikke imod beskeden")
    assert SECRET not in " ".join(mishaps)
