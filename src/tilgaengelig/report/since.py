"""What became of a site since the audit before, as data and in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tilgaengelig.model.difference import Change, Changed, Difference, PageChange, PageChanged
from tilgaengelig.model.rule import Criterion, Rule
from tilgaengelig.model.website import Overrun
from tilgaengelig.report.content import Since
from tilgaengelig.report.ranking import words_of
from tilgaengelig.report.words import environment


def make_since(difference: Difference, rules: Mapping[str, Rule], criteria: Mapping[str, Criterion]) -> Since:
    """The difference with the words of the rules that it is about."""
    ids = {each.sighting.rule for each in difference.changes}
    return Since(difference, {id_: words_of(id_, rules, criteria) for id_ in ids})


def difference_as_json(difference: Difference) -> dict[str, Any]:
    """Plain values for json. Pages of which there is nothing to tell are left out; the counts have them."""
    return {
        "before": difference.before.id,
        "after": difference.after.id,
        "since": difference.before.started.isoformat(),
        "measuredAlike": difference.measured_alike,
        "failed": {str(change): len(difference.of(change)) for change in Change},
        "pageCounts": {str(change): len(difference.pages_of(change)) for change in PageChange},
        "changes": [_changed(each) for each in difference.changes],
        "pages": [_page(each) for each in difference.pages if each.tells],
    }


def since_lines(since: Since) -> list[str]:
    """The difference for a terminal."""
    return environment().get_template("siden.txt.j2").render(since=since).rstrip().splitlines()


def overrun_lines(overruns: Iterable[Overrun]) -> list[str]:
    """Each in one Danish sentence."""
    words = environment().get_template("ord.html.j2").module
    return [str(words.overrun(each)) for each in overruns]  # type: ignore[attr-defined]


def _changed(each: Changed) -> dict[str, Any]:
    sighting = each.sighting
    return {
        "change": each.change,
        "component": sighting.component,
        "rule": sighting.rule,
        "outcome": sighting.outcome,
        "impact": sighting.impact,
        "responsibility": sighting.responsibility,
        "message": sighting.message,
        "snippet": sighting.snippet,
        "moved": each.moved,
        "new": list(each.new),
        "still": len(each.still),
        "mended": list(each.mended),
        "gone": list(each.gone),
        "notReached": list(each.not_reached),
    }


def _page(page: PageChanged) -> dict[str, Any]:
    return {
        "address": page.address,
        "change": page.change,
        "new": page.new,
        "mended": page.mended,
        "still": page.still,
        "notReached": page.not_reached,
        "source": page.source or None,
    }
