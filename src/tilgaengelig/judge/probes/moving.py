"""What happened by itself on a page (WCAG 1.4.2, 2.2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.probes.telling import called
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Moving
from tilgaengelig.model.rule import Rule

#: Text that changed so often in less than four seconds goes on by itself.
_OFTEN = 3


def changing(seen: Moving, rule: Rule) -> Iterator[Finding]:
    """Text that goes on changing by itself, where no control says that it stops anything (2.2.2; ACT efbfc7).

    What shows the time, or changed less often, is asked about.
    """
    if seen.stopper:
        return
    for one in seen.changing:
        if one.times >= _OFTEN and one.lasting and not one.clock:
            message = (
                f"Teksten {called(one.spot)} skifter af sig selv, og der er ingen knap til at standse den."
            )
            yield own_finding(rule, one.spot, Outcome.FAILED, message)
        elif one.lasting:
            message = f"Kan brugeren standse teksten {called(one.spot)}, som skifter af sig selv?"
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, message)


def movement(seen: Moving, rule: Rule) -> Iterator[Finding]:
    """What moves for more than five seconds, and films that start by themselves, without a way to stop them (2.2.2).

    Moving words fail; whether anything else distracts is for a person.
    """
    if seen.stopper:
        return
    for one in seen.animated:
        if one.text and not one.busy:
            message = f"{called(one.spot, start=True)} bevæger sig hele tiden, og der er ingen knap til at standse det."
            yield own_finding(rule, one.spot, Outcome.FAILED, message)
        elif not one.busy:
            message = "Kan brugeren standse det, der bevæger sig her?"
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, message)
    for film in seen.films:
        message = "Kan brugeren standse videoen, som starter af sig selv?"
        yield own_finding(rule, film, Outcome.CANT_TELL, message)


def sounds(seen: Moving, rule: Rule) -> Iterator[Finding]:
    """Sound of more than three seconds that starts by itself, without a control for it (1.4.2; ACT 80f0bf; F93)."""
    if not seen.stopper:
        for one in seen.sounds:
            message = "Lyden starter af sig selv, og der er ingen knap til at slå den fra."
            yield own_finding(rule, one, Outcome.FAILED, message)
