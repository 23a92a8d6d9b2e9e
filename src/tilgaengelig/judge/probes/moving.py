"""What happened by itself on a page (WCAG 1.4.2, 2.2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.elements.texts import short
from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.probes.telling import called
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Moving
from tilgaengelig.model.rule import Rule

#: Text that changed so often in less than four seconds goes on by itself.
_OFTEN = 3


def changing(seen: Moving, rule: Rule) -> Iterator[Finding]:
    """Text that goes on changing by itself, where no control says that it stops anything (2.2.2; ACT efbfc7).

    What shows the time, or changed less often, is asked about, and so is whether a control stops just this.
    """
    for one in seen.changing:
        if not one.lasting:
            continue
        told = f"Teksten {called(one.spot)} skifter af sig selv"
        if seen.stopper:
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, f"{told}. {_by(seen)}")
        elif one.times >= _OFTEN and not one.clock:
            message = f"{told}, og der er ingen knap til at standse den."
            yield own_finding(rule, one.spot, Outcome.FAILED, message)
        else:
            message = f"Kan brugeren standse teksten {called(one.spot)}, som skifter af sig selv?"
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, message)


def movement(seen: Moving, rule: Rule) -> Iterator[Finding]:
    """What moves for more than five seconds, and films that start by themselves, without a way to stop them (2.2.2).

    Moving words fail where no control says that it stops anything; whether it stops just this, or whether anything else
    distracts, is for a person.
    """
    for one in seen.animated:
        if one.busy:
            continue
        told = f"{called(one.spot, start=True)} bevæger sig hele tiden"
        if seen.stopper:
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, f"{told}. {_by(seen)}")
        elif one.text:
            message = f"{told}, og der er ingen knap til at standse det."
            yield own_finding(rule, one.spot, Outcome.FAILED, message)
        else:
            message = "Kan brugeren standse det, der bevæger sig her?"
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, message)
    for film in seen.films:
        message = "Kan brugeren standse videoen, som starter af sig selv?"
        if seen.stopper:
            message = f"Videoen starter af sig selv. {_by(seen)}"
        yield own_finding(rule, film, Outcome.CANT_TELL, message)


def sounds(seen: Moving, rule: Rule) -> Iterator[Finding]:
    """Sound of more than three seconds that starts by itself, without a control for it (1.4.2; ACT 80f0bf; F93)."""
    for one in seen.sounds:
        if seen.stopper:
            message = f"Lyden starter af sig selv. {_by(seen)}"
            yield own_finding(rule, one, Outcome.CANT_TELL, message)
        else:
            message = "Lyden starter af sig selv, og der er ingen knap til at slå den fra."
            yield own_finding(rule, one, Outcome.FAILED, message)


def _by(seen: Moving) -> str:
    """What to ask of a control that may stop it."""
    return f"Siden har knappen ”{short(seen.stopper)}”. Standser den det?"
