"""What the engines said of elements, as hits: one form for both, and one hit for the same in several viewports."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tilgaengelig.gather.browser.axe import AxeRun
from tilgaengelig.gather.browser.qualweb import WINDOW, QualWebRun
from tilgaengelig.model.finding import Outcome, Place, Region
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.subject import Contrast, Hit

SNIPPET = 400

#: Hits by the engine's rule and the element's selector.
Hits = dict[tuple[str, str], Hit]


def axe_hits(run: AxeRun, viewport: str, contrasts: Mapping[str, Contrast]) -> Iterator[Hit]:
    """What axe found in one viewport, failed or in doubt, with the contrasts that pixels told, by target."""
    for outcome, rules in ((Outcome.FAILED, run.failed), (Outcome.CANT_TELL, run.cant_tell)):
        for rule in rules:
            # axe says of a frame that it could not enter that a person should look: we say untested.
            said = Outcome.UNTESTED if rule["id"] == "frame-tested" else outcome
            for node in rule["nodes"]:
                if rule["id"] == "color-contrast-enhanced" and node["reason"] == "nonBmp":
                    continue  # a sign without words is no text (1.4.6)
                impact = node["impact"] or rule["impact"]
                yield Hit(
                    engine="axe",
                    rule=rule["id"],
                    outcome=said,
                    impact=Impact(impact) if impact else None,
                    message=node["message"],
                    contrast=contrasts.get(json.dumps(node["target"])) if "contrast" in rule["id"] else None,
                    **_seen(node, run.notes.get(json.dumps(node["target"]), {}), viewport),
                )


def qualweb_hits(run: QualWebRun) -> Iterator[Hit]:
    """What QualWeb failed. Its messages are English, and ours stand in the rules."""
    for node in run.failed:
        yield Hit(
            engine="qualweb",
            rule=node["rule"],
            outcome=Outcome.FAILED,
            impact=None,
            message="",
            **_seen(node, node["note"], WINDOW.name),
        )


def merge(hits: Hits, found: Iterable[Hit]) -> None:
    """Adds what one viewport showed: the same fault in several viewports is one, and `failed` is the stronger."""
    for hit in found:
        known = hits.get((hit.rule, hit.place.target))
        if known is None:
            hits[hit.rule, hit.place.target] = hit
            continue
        viewports = tuple(dict.fromkeys((*known.place.viewports, *hit.place.viewports)))
        stronger = hit if hit.outcome == Outcome.FAILED != known.outcome else known
        place = replace(stronger.place, viewports=viewports)
        hits[hit.rule, hit.place.target] = replace(stronger, place=place)


def tested(axe: AxeRun | None, qualweb: QualWebRun | None, hit: Collection[str]) -> dict[str, Outcome]:
    """The rules without a hit; axe tells a rule as passed too where other elements failed it."""
    outcomes: dict[str, Outcome] = {}
    if axe:
        outcomes |= dict.fromkeys(axe.inapplicable, Outcome.INAPPLICABLE)
        outcomes |= dict.fromkeys(axe.passed, Outcome.PASSED)
    if qualweb:
        words = {"passed": Outcome.PASSED, "inapplicable": Outcome.INAPPLICABLE}
        outcomes |= {rule: words[word] for rule, word in qualweb.outcomes.items() if word in words}
    return {rule: outcome for rule, outcome in outcomes.items() if rule not in hit}


def selector(target: Sequence[Any]) -> str:
    """axe's target as one string: steps into frames and shadow trees are joined by ` >>> `."""
    flat = [step if isinstance(step, str) else " >>> ".join(step) for step in target]
    return " >>> ".join(flat)


def _seen(node: Mapping[str, Any], note: Mapping[str, Any], viewport: str) -> dict[str, Any]:
    """Where a node stands, and what place.js notes of its element."""
    return {
        "place": Place(
            target=selector(node["target"]),
            snippet=node["html"][:SNIPPET],
            path=note.get("path", ""),
            region=Region(note.get("region", "")),
            viewports=(viewport,),
        ),
        "key": note.get("key", ""),
        "foreign": note.get("foreign", ""),
        "inline": tuple(note.get("inline", ())),
    }
