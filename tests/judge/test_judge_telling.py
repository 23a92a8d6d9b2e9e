"""Each is told what is theirs, new and hard enough, at most ten things, worst first; nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from tilgaengelig.judge.telling import failure, news
from tilgaengelig.model.audit import AuditRecord, AuditState, Order
from tilgaengelig.model.difference import Change, Changed, Difference, Sighting
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.message import Channel, Occasion, Recipient
from tilgaengelig.model.rule import Impact, Responsibility

SITE = "www.ministerium.example"
EDITORS = Recipient(
    "Redaktionen", Channel.MAIL, "web@ministerium.example", frozenset({Responsibility.REDAKTOER})
)
ALL = Recipient("Alle", Channel.MAIL, "alle@ministerium.example")
TITLES = {"regel": "Billeder skal have en tekst"}


def changed(
    number: int,
    change: Change = Change.NEW,
    who: Responsibility = Responsibility.REDAKTOER,
    impact: Impact = Impact.SERIOUS,
    outcome: Outcome = Outcome.FAILED,
    pages: int = 1,
) -> Changed:
    addresses = tuple(f"https://{SITE}/{number}/{page}" for page in range(pages))
    sighting = Sighting(
        f"{number:016x}", "regel", "x", outcome, impact, who, "", "", dict.fromkeys(addresses, 1)
    )
    fresh = change in (Change.NEW, Change.BACK)
    return Changed(change, sighting, new=addresses if fresh else (), still=() if fresh else addresses)


def difference(*changes: Changed, alike: bool = True) -> Difference:
    def record(id_: str) -> AuditRecord:
        return AuditRecord(
            id_,
            Order(f"https://{SITE}/"),
            AuditState.DONE,
            dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
            None,
            "",
            {},
        )

    return Difference(record("i-går"), record("i-nat"), changes, (), alike)


def told(recipient: Recipient, *changes: Changed, **more: Any) -> list[str] | None:
    message = news(difference(*changes), recipient, TITLES, site=SITE, **more)
    return None if message is None else [item.component.lstrip("0") for item in message.items]


def test_nothing_is_told_where_nothing_is_new() -> None:
    assert told(ALL) is None
    assert (
        told(ALL, changed(1, Change.STILL), changed(2, Change.MENDED), changed(3, Change.NOT_REACHED)) is None
    )
    assert told(ALL, changed(1, outcome=Outcome.CANT_TELL)) is None


def test_an_editor_is_told_of_what_an_editor_mends() -> None:
    assert told(EDITORS, changed(1), changed(2, who=Responsibility.UDVIKLER)) == ["1"]
    assert told(EDITORS, changed(2, who=Responsibility.UDVIKLER)) is None


def test_what_is_milder_than_was_asked_for_is_not_told() -> None:
    mild = changed(1, impact=Impact.MODERATE)
    assert told(ALL, mild) is None
    assert told(replace(ALL, at_least=Impact.MINOR), mild) == ["1"]


def test_the_worst_comes_first_and_of_many_ten_are_told_and_counted() -> None:
    many = [changed(n, pages=n) for n in range(1, 13)]
    critical = changed(15, impact=Impact.CRITICAL)
    message = news(difference(*many, critical), ALL, TITLES, site=SITE)
    assert message is not None
    assert [item.pages for item in message.items] == [1, *range(12, 3, -1)]
    assert message.items[0].impact is Impact.CRITICAL
    assert message.count == 13


def test_what_came_back_is_told_as_such() -> None:
    message = news(difference(changed(1, Change.BACK)), ALL, TITLES, site=SITE)
    assert message is not None
    assert [(item.title, item.back) for item in message.items] == [("Billeder skal have en tekst", True)]


def test_what_is_known_and_has_spread_is_told_as_such() -> None:
    known = replace(changed(1, Change.STILL), new=(f"https://{SITE}/mere",))
    message = news(difference(changed(2), known), ALL, TITLES, site=SITE)
    assert message is not None
    assert (message.count, message.spread, sorted(item.spread for item in message.items)) == (
        2,
        1,
        [False, True],
    )


def test_a_limit_that_was_overrun_is_told_also_where_nothing_is_new() -> None:
    message = news(difference(), ALL, TITLES, site=SITE, overruns=["LIX er over grænsen."])
    assert message is not None
    assert (message.count, message.overruns) == (0, ("LIX er over grænsen.",))


def test_other_rules_than_last_time_are_told() -> None:
    message = news(difference(changed(1), alike=False), ALL, TITLES, site=SITE)
    assert message is not None
    assert not message.alike


def test_another_site_is_none_of_theirs() -> None:
    assert told(replace(ALL, sites=frozenset({"www.andet.example"})), changed(1)) is None
    assert told(replace(ALL, sites=frozenset({SITE})), changed(1)) == ["1"]


def test_the_week_s_digest_goes_to_those_who_asked_for_it_and_tells_what_was_mended_too() -> None:
    weekly = replace(ALL, weekly=True)
    assert told(weekly, changed(1)) is None
    assert told(ALL, changed(1), occasion=Occasion.WEEK) is None
    message = news(difference(changed(1, Change.MENDED)), weekly, TITLES, site=SITE, occasion=Occasion.WEEK)
    assert message is not None
    assert (message.count, message.mended) == (0, 1)


def test_that_an_audit_failed_concerns_developers_and_those_who_are_told_everything() -> None:
    developers = replace(EDITORS, who=frozenset({Responsibility.UDVIKLER}))
    assert failure(EDITORS, site=SITE, mishap="Serveren svarer ikke.") is None
    for recipient in (developers, ALL, replace(ALL, weekly=True)):
        message = failure(recipient, site=SITE, mishap="Serveren svarer ikke.")
        assert message is not None
        assert message.mishap == "Serveren svarer ikke."
