"""Our findings beside pa11y-ci's, on the axe rules that both ran, and beside plain axe in our version."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import table
from node import CACHE
from pa11y import TAGS, Pa11y
from race import SAME, THEIRS, Race

Failed = Mapping[str, Mapping[str, int]]


def show(race: Race, theirs: Pa11y) -> None:
    """By rule: pages where both found it, only we, only they; and elements by each, and by axe run alone."""
    rules = _their_rules() & race.floors[0].rules
    ours = race.findings[SAME]
    sides: list[Failed] = [ours["failed"], _theirs(race.findings[THEIRS]), _plain(race)]
    rows = [row for rule in sorted(rules) if (row := _row(rule, race.site.addresses, sides))]
    heads = ["axe rule", "both", "only ours", "only theirs", "elements: ours", "theirs", "axe alone"]
    versions = f"axe-core {ours_version()} here, {theirs.axe} in pa11y-ci {theirs.version}"
    table.show(f"Findings on {len(rules)} rules that both ran ({versions}): pages by rule", heads, rows)
    unknown = sorted(rules - set(ours["known"]))
    print(f"\nShared rules that no rule of the rulebook gathers: {', '.join(unknown) or 'none'}")
    print(f"Only here: {', '.join(sorted(race.floors[0].rules - _their_rules())) or 'none'}")
    print(f"Only there: {', '.join(sorted(_their_rules() - race.floors[0].rules)) or 'none'}")


def ours_version() -> str:
    """The version of our axe."""
    from tilgaengelig import resources

    first = (resources.AXE / "axe.min.js").read_text(encoding="utf-8")[:60]
    return first.split("axe v")[1].split()[0]


def _row(rule: str, addresses: Sequence[str], sides: Sequence[Failed]) -> list[object]:
    counts = [[side.get(address, {}).get(rule, 0) for address in addresses] for side in sides]
    if not any(map(any, counts)):
        return []
    ours, theirs = counts[0], counts[1]
    pairs = list(zip(map(bool, ours), map(bool, theirs), strict=True))
    shared = [pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True))]
    return [rule, *shared, *map(sum, counts)]


def _their_rules() -> set[str]:
    """The rules that its axe runs for these tags: those that are switched on."""
    script = (
        "const axe = require('axe-core'); const tags = JSON.parse(process.argv[1]);"
        "const on = axe._audit.rules.filter((rule) => rule.enabled !== false"
        " && !rule.tags.includes('experimental')).map((rule) => rule.id);"
        "console.log(JSON.stringify(axe.getRules(tags).map((r) => r.ruleId).filter((id) => on.includes(id))))"
    )
    command = ["node", "-e", script, json.dumps(TAGS)]
    made = subprocess.run(command, cwd=CACHE, check=True, stdout=subprocess.PIPE, text=True)
    return set(json.loads(made.stdout))


def _theirs(results: Mapping[str, Any]) -> Failed:
    return {
        address: Counter(
            issue["code"]
            for issue in issues
            if "code" in issue and not issue["runnerExtras"]["needsFurtherReview"]
        )
        for address, issues in results.items()
    }


def _plain(race: Race) -> Failed:
    failed = race.floors[-1].failed
    return {address: {rule: len(nodes) for rule, nodes in rules.items()} for address, rules in failed.items()}
