"""Who can mend a finding: decided for each, by where it stands, who brought it and who gave it its looks."""

from __future__ import annotations

from collections.abc import Collection

from tilgaengelig.model.finding import AROUND, Place, Region
from tilgaengelig.model.rule import Responsibility, Rule

#: Which of an element's looks a criterion is about, in the words of `Hit.inline`.
_LOOKS = {"1.4.1": "color", "1.4.3": "color", "1.4.11": "color", "1.4.12": "spacing", "2.5.8": "size"}


def owner(rule: Rule, place: Place, *, foreign: str = "", inline: Collection[str] = ()) -> Responsibility:
    """Who can mend this one.

    What a supplier brought is the supplier's. In the content, an editor mends what an editor wrote, and looks
    that are set in the mark-up itself: they were chosen in the editor's own window, and no style sheet can mend
    them. In the template the same two are the developer's. Looks from a style sheet are the designer's.
    """
    if foreign:
        return Responsibility.LEVERANDOER
    marked_up = any(_LOOKS.get(sc) in inline for sc in rule.wcag)
    if marked_up or rule.responsibility is Responsibility.REDAKTOER:
        return Responsibility.UDVIKLER if in_template(place) else Responsibility.REDAKTOER
    return rule.responsibility


def in_template(place: Place) -> bool:
    """True for an element of the page's frame: header, menu or footer, or outside of a content that is marked out."""
    return place.region in AROUND or (place.region is Region.NONE and bool(place.path))
