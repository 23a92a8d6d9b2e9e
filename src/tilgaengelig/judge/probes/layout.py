"""What the page in other windows told (WCAG 1.3.4, 1.4.4, 1.4.10, 1.4.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilgaengelig.judge import own
from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.probes.telling import called
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Cut, Layout
from tilgaengelig.model.rule import Rule

_TURN = re.compile(
    r"\b(drej|vend|rot[eé]r|rotate|turn|tilt|liggende|stående|landscape|portrait)\b", re.IGNORECASE
)


def cut_when_zoomed(seen: Layout, rule: Rule) -> Iterator[Finding]:
    """Boxes that cut their text at 200 percent (1.4.4; ACT 59br37; F69)."""
    for cut in seen.cut_when_zoomed:
        yield _told(cut, rule, "når siden er forstørret til 200 procent")


def cut_when_spaced(seen: Layout, rule: Rule) -> Iterator[Finding]:
    """Boxes that cut their text only when the reader spreads it out (1.4.12; F104)."""
    for cut in seen.cut_when_spaced:
        if not cut.before:
            yield _told(cut, rule, "når brugeren gør afstanden i teksten større")


def _told(cut: Cut, rule: Rule, when: str) -> Finding:
    lines = "en linje" if cut.lost == 1 else f"{cut.lost} linjer"
    # What ends neatly between two lines as the page is may have been cut off on purpose.
    if cut.before and not cut.through:
        message = f"Kan resten af teksten {called(cut.spot)} læses et andet sted, {when}?"
        return own_finding(rule, cut.spot, Outcome.CANT_TELL, message)
    message = f"Teksten {called(cut.spot)} bliver skåret af, {when}: {lines} kan ikke læses."
    return own_finding(rule, cut.spot, Outcome.FAILED, message)


def wide(seen: Layout, rule: Rule) -> Iterator[Finding]:
    """Text that needs scrolling sideways, or is lost, in a window of 320 CSS px (1.4.10; F102).

    Tables, pictures, code and the like may be wide. A single word that is too long is asked about.
    """
    for one in seen.wide:
        if one.words or one.lost:
            how = " og kan ikke ses" if one.lost else ", så man skal rulle sidelæns for at læse den"
            message = f"På en skærm, der er 320 pixel bred, går {called(one.spot)} ud over kanten{how}."
            yield own_finding(rule, one.spot, Outcome.FAILED, message)
        else:
            message = f"Kan {called(one.spot)} deles, så det kan være på en skærm, der er 320 pixel bred?"
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, message)


def one_way(seen: Layout, rule: Rule) -> Iterator[Finding]:
    """Pages that show themselves only while the screen is held in one way (1.3.4; F97, F100)."""
    if seen.one_way:
        sure = bool(_TURN.search(seen.one_way))
        message = (
            "Siden viser kun sit indhold, når skærmen holdes på én bestemt led."
            if sure
            else "Er der en grund til, at siden næsten intet viser, når skærmen vendes?"
        )
        yield own.finding(rule, Outcome.FAILED if sure else Outcome.CANT_TELL, message)
