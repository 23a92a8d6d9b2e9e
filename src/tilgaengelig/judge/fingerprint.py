"""What makes the same fault on many pages one component."""

from __future__ import annotations

import hashlib

from tilgaengelig.model.rule import Rule, Sameness
from tilgaengelig.model.subject import Hit


def component(rule: Rule, hit: Hit) -> str:
    """A fingerprint of 16 hex digits.

    The structural path (tags and stable classes; no ids, no positions, no order of attributes) is the
    place. Where one mend serves one element, what tells it from its likes is part too (an image's source,
    a link's address); where one mend serves a place in the design (contrast, target size), it is not.
    """
    parts = [rule.id, hit.rule, hit.place.path, hit.place.region]
    if rule.sameness is Sameness.ELEMENT:
        parts.append(hit.key)
    if hit.foreign:
        parts.append(hit.foreign)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
