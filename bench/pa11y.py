"""pa11y-ci with its axe runner, in exact versions from bench/package-lock.json, installed outside the repository."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import node
from processes import Ran, run

HERE = Path(__file__).resolve().parent
#: What its axe runner asks axe for at WCAG2AA.
TAGS = ("wcag2a", "wcag21a", "wcag2aa", "wcag21aa", "best-practice")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass(frozen=True, slots=True)
class Pa11y:
    """An installed pa11y-ci."""

    version: str
    axe: str


def install() -> Pa11y | None:
    """Installs what the lock names where it is not there yet; None (and a word why) where that cannot be."""
    lacks = node.install(HERE, node.CACHE)
    if lacks:
        print(f"pa11y-ci is not measured: {lacks}.")
        return None
    return Pa11y(_version("pa11y-ci"), _version("axe-core"))


def _version(package: str) -> str:
    about = json.loads((node.CACHE / "node_modules" / package / "package.json").read_text(encoding="utf-8"))
    return str(about["version"])


def check(addresses: Sequence[str], folder: Path, *, limit: float) -> tuple[Ran, Mapping[str, Any]]:
    """Runs it over the addresses with two pages at a time; what it said of each, as its JSON reporter has it."""
    settings = folder / "pa11yci.json"
    report = folder / "pa11y.json"
    report.unlink(missing_ok=True)
    settings.write_text(
        json.dumps({"defaults": _defaults(report), "urls": list(addresses)}), encoding="utf-8"
    )
    command = ["node", str(node.CACHE / "node_modules/pa11y-ci/bin/pa11y-ci.js"), "--config", str(settings)]
    ran = run(command, limit=limit)
    if not report.is_file():
        raise RuntimeError(f"pa11y-ci ended with {ran.code}: {ran.errors[:500]}")
    return ran, json.loads(report.read_text(encoding="utf-8"))["results"]


def _defaults(report: Path) -> dict[str, Any]:
    return {
        "runners": ["axe"],
        "standard": "WCAG2AA",
        "concurrency": 2,
        "useIncognitoBrowserContext": False,  # with it, and two at a time, it loses pages
        "includeWarnings": True,
        "includeNotices": True,
        "timeout": 60_000,
        "chromeLaunchConfig": {"executablePath": node.CHROMIUM, "args": list(FLAGS)},
        "reporters": [["json", {"fileName": str(report)}]],
    }
