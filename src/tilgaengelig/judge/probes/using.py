"""What using a page set off (WCAG 2.1.4, 2.5.4, 3.2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge import own
from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.probes.telling import called
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Using
from tilgaengelig.model.rule import Rule

#: Who takes so many keys takes them all: to jump to what begins with a letter, say.
_MANY = 20


def single_keys(seen: Using, rule: Rule) -> Iterator[Finding]:
    """Single keys that set something off wherever the focus is, and no control in sight (2.1.4; ACT ffbc54)."""
    if not seen.keys:
        return
    keys = ", ".join(f"”{key}”" for key in seen.keys[:6])
    if seen.keys_control or len(seen.keys) > _MANY:
        message = f"Kan man slå genvejene fra eller vælge andre taster end {keys}?"
        yield own.finding(rule, Outcome.CANT_TELL, message)
    else:
        message = f"Der sker noget, når man trykker på {keys} alene, og det kan ikke slås fra."
        yield own.finding(rule, Outcome.FAILED, message)


def motion(seen: Using, rule: Rule) -> Iterator[Finding]:
    """Pages that change when the device is tipped: whether there is another way is for a person (2.5.4; ACT 7677a9)."""
    if seen.moves and not seen.motion_control:
        message = "Kan det samme gøres uden at vippe telefonen, og kan bevægelsen slås fra?"
        yield own.finding(rule, Outcome.CANT_TELL, message)


def choices(seen: Using, rule: Rule) -> Iterator[Finding]:
    """Fields in which a choice alone leads elsewhere, where no words say so (3.2.2; F36, F37)."""
    for one in seen.choices:
        if one.told:
            message = f"Ved brugeren på forhånd, at siden skifter, når man vælger i {called(one.spot)}?"
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, message)
        else:
            message = f"Siden skifter, så snart man vælger noget i {called(one.spot)}."
            yield own_finding(rule, one.spot, Outcome.FAILED, message)
