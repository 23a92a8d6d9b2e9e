"""The checks that a rule may name, by the name it gives them; each package of checks registers its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from tilgaengelig.judge import across, advice, document, elements, letter, mail, page, probes, terms, text

#: Takes the subject and the rule; yields findings, of a site with the visits they are on, and advice on prose.
Check = Callable[..., Iterator[Any]]

CHECKS: Mapping[str, Check] = {
    "page.engine": page.engine,
    "page.language_stated": page.language_stated,
    "page.frame_out_of_reach": page.frame_out_of_reach,
    "page.contrast": page.contrast,
    "page.untested_frame": page.untested_frame,
    "page.plain_text_part": mail.plain_text_part,
    "text.lix": text.lix,
    "text.language": text.language,
    "text.terms": terms.terms,
    "letter.kind": letter.kind,
    "letter.part": letter.part,
    **elements.CHECKS,
    **probes.CHECKS,
    **document.CHECKS,
    **across.CHECKS,
    **advice.CHECKS,
}


@cache  # each subject asks of all rules
def subject_of(check: str) -> str:
    """What a check looks at: page, document, text, letter, the whole site, or advice's prose."""
    return check.partition(".")[0]
