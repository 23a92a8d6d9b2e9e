"""Night after night on a part of the sample site: only what changed is opened, and a full audit tells the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from program import Home, Said, sound
from sites import Site

from tilgaengelig import resources

NAMES = ("", "arkiv.html", "frivilligpris.html", "hoering.html", "moedesteder.html")
PAGES = {f"/nyheder/{name}" for name in NAMES}
TOLD = ("components", "coverage", "summary", "brokenLinks", "wording", "criteria")


class Nights:
    """A site of our own to change, a home, and what each night told."""

    def __init__(self, folder: Path) -> None:
        self.pages = folder / "site"
        shutil.copytree(resources.SAMPLE / "site", self.pages)
        self.site = Site(folder=self.pages)
        self.home = Home(folder / "home")
        self.home.environment |= {"TILGAENGELIG_QUALWEB": "true", "TILGAENGELIG_BROWSERS": "2"}

    def change(self, path: str, old: str, new: str) -> None:
        file = self.pages / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def night(self, *options: str) -> tuple[Said, dict[str, Any]]:
        self.site.asked.clear()
        said = sound(self.home.run("audit", "run", "nyt", "--output", "rapport", *options))
        report = json.loads((self.home.here / "rapport" / "rapport.json").read_text(encoding="utf-8"))
        return said, report

    def opened(self) -> set[str]:
        """The pages that were asked for more than once: by us, and then by the browser."""
        return {path for path in PAGES if self.site.asked.count(path) > 1}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    made = Nights(tmp_path_factory.mktemp("naetter"))
    with made.site:
        sound(
            made.home.run(
                "site", "add", made.site.at("/nyheder/"), "--name", "nyt", "--limit", "nye-kritiske=0"
            )
        )
        yield made


def told(report: dict[str, Any]) -> dict[str, Any]:
    """What a night tells, but for its times and the nights before it."""
    addresses = [{**row, "checked": None} for row in report["addresses"]]
    supervision = {**report["supervision"], "earlier": None}
    return {"addresses": addresses, "supervision": supervision, **{key: report[key] for key in TOLD}}


def test_only_what_changed_is_opened_and_a_full_audit_tells_the_same(nights: Nights) -> None:
    said, first = nights.night()
    assert said.code == 0
    assert nights.opened() == PAGES
    assert first["difference"] is None

    nights.change("nyheder/hoering.html", "</main>", '<img src="/billeder/kalender.svg"></main>')
    said, second = nights.night()
    assert said.code == 1, "a limit of the site's own is overrun"
    assert "Nye kritiske fejl: 1. Grænsen er 0." in said.out
    assert nights.opened() == {"/nyheder/hoering.html"}
    changes = second["difference"]["changes"]
    (new,) = (each for each in changes if (each["change"], each["outcome"]) == ("new", "failed"))
    assert new["new"] == [nights.site.at("/nyheder/hoering.html")]
    assert [each["measure"] for each in second["overruns"]] == ["nye-kritiske"]
    before = {row["address"]: row["checked"] for row in first["addresses"]}
    same = [row for row in second["addresses"] if row["checked"] == before[row["address"]]]
    assert len(same) == len(second["addresses"]) - 1

    _, full = nights.night("--full")
    assert nights.opened() == PAGES
    assert told(full) == told(second)


def test_what_is_said_to_be_mended_is_opened_though_nothing_changed(nights: Nights) -> None:
    report = json.loads((nights.home.here / "rapport" / "rapport.json").read_text(encoding="utf-8"))
    place = nights.site.at("/nyheder/frivilligpris.html")
    fault = next(
        each["id"]
        for each in report["components"]
        if each["outcome"] == "failed" and {row["address"] for row in each["occurrences"]} == {place}
    )
    nights.site.asked.clear()
    commands = (f"audit mended {fault} --by Anna", "audit run nyt --output rapport", "audit tasks --json")
    told_of = nights.home.run_in_turn(*commands)[commands[-1]]
    assert nights.opened() == {"/nyheder/frivilligpris.html"}
    (task,) = json.loads(told_of.out)
    assert (task["state"], task["comments"][-1]["by"]) == ("åben", None)
