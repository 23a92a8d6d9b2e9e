"""What makes the same fault on many pages one component."""

from __future__ import annotations

import hashlib

from tilgaengelig.model.host import domain_of
from tilgaengelig.model.rule import Rule, Sameness
from tilgaengelig.model.subject import Hit


def component(rule: Rule, hit: Hit) -> str:
    """A fingerprint of 16 hex digits.

    The structural path (tags and stable classes; no ids, no positions, no order of attributes) is the
    place. Where one mend serves a place in the design (contrast, target size) the place is all; where it
    serves one element, what tells it from its likes (a field's name) is part too. An image or a link that is
    the same one, by its address, is the same wherever in the region it stands. What a supplier brought is told
    apart by supplier, whichever of the supplier's hosts it came from.
    """
    place = [rule.id, hit.rule, hit.place.region]
    if rule.sameness is Sameness.PLACE:
        parts = [*place, hit.place.path]
    elif hit.key.startswith(_ADDRESSED):
        parts = [*place, hit.key]
    else:
        parts = [*place, hit.place.path, hit.key]
    if hit.foreign:
        parts.append(domain_of(hit.foreign))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


_ADDRESSED = ("src=", "href=", "data=", "img=")
