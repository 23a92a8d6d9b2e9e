"""CPR numbers hidden in what we say and keep of a page or a document. They are the page's to publish, never ours.

It is done where findings come to be, so neither the store nor a report ever has them. What tells a component from its
likes is made before, and so stays the same.
"""

from __future__ import annotations

from dataclasses import replace

from tilgaengelig.danish.personal import without_cpr
from tilgaengelig.model.finding import Finding
from tilgaengelig.model.traits import Traits
from tilgaengelig.model.writing import Writing


def discreet(finding: Finding) -> Finding:
    """The finding without CPR numbers in its words, its code and where it points."""
    place = finding.place
    message, snippet, target = map(without_cpr, (finding.message, place.snippet, place.target))
    if (message, snippet, target) == (finding.message, place.snippet, place.target):
        return finding
    return replace(finding, message=message, place=replace(place, snippet=snippet, target=target))


def discreet_writing(writing: Writing) -> Writing:
    """The same of a text's remarks and hard sentences."""
    return Writing(
        tuple(replace(each, phrase=without_cpr(each.phrase)) for each in writing.remarks),
        tuple(replace(each, text=without_cpr(each.text)) for each in writing.hardest),
    )


def discreet_traits(traits: Traits) -> Traits:
    """The same of what the site rules keep, whose findings quote it."""
    return replace(
        traits,
        title=without_cpr(traits.title),
        heading=without_cpr(traits.heading),
        signposts=tuple(each._replace(name=without_cpr(each.name)) for each in traits.signposts),
        deadlines=tuple(each._replace(said=without_cpr(each.said)) for each in traits.deadlines),
    )
