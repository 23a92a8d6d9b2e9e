"""Draws findings of our own rules to be judged by hand: `python bench/judging.py rapport.json [--count 50] [--seed 1]`.

How often we are right can only be told by looking. The draw is the same each time for the same seed; each finding is
shown with its address, its place and its mark-up. docs/false-alarms.md keeps what came of it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any


def main() -> int:
    """Draws from the reports given, and shows what was drawn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=Path, nargs="+", help="rapport.json of one or more audits")
    parser.add_argument("--count", type=int, default=50, help="how many are drawn (default 50)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--outcome", default="failed", choices=["failed", "cantTell"])
    parser.add_argument("--most", type=int, default=50, help="how many of one rule (default 50)")
    parser.add_argument("--rule", help="only of this rule")
    given = parser.parse_args()
    found = [one for report in given.reports for one in _ours(report, given.outcome, given.rule)]
    print(f"{len(found)} findings of our own rules; by rule:")
    for rule, count in Counter(one["rule"] for one in found).most_common():
        print(f"  {count:5} {rule}")
    drawn = _drawn(found, given.count, given.most, random.Random(given.seed))
    for number, one in enumerate(sorted(drawn, key=lambda one: (one["rule"], one["address"])), 1):
        print(f"\n{number}. {one['rule']}: {one['message']}")
        print(f"   {one['address']}\n   {one['target']}\n   {one['snippet']}")
    return 0


def _drawn(
    found: Sequence[Mapping[str, Any]], count: int, most: int, chance: random.Random
) -> list[Mapping[str, Any]]:
    """A random draw in which no rule has more than `most`."""
    drawn: list[Mapping[str, Any]] = []
    taken: Counter[str] = Counter()
    for one in chance.sample(found, len(found)):
        if taken[one["rule"]] < most and len(drawn) < count:
            taken[one["rule"]] += 1
            drawn.append(one)
    return drawn


def _ours(report: Path, outcome: str, rule: str | None) -> Iterator[Mapping[str, Any]]:
    """Each place that one of our own rules on pages found."""
    for component in json.loads(report.read_text(encoding="utf-8"))["components"]:
        ours = component["engine"] == "tilgaengelig" and component["engineRule"].startswith("page.")
        if ours and component["outcome"] == outcome and rule in (None, component["rule"]):
            for place in component["occurrences"]:
                yield {"rule": component["rule"], **place}


if __name__ == "__main__":
    sys.exit(main())
