"""What the way through a page with the keyboard alone told (WCAG 2.1.1, 2.1.2, 2.4.1, 2.4.3, 2.4.7, 2.4.11, 3.2.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tilgaengelig.judge.page import own_finding
from tilgaengelig.judge.probes.telling import called
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.probes import Keyboard, Stop
from tilgaengelig.model.rule import Rule


def focus_unseen(seen: Keyboard, rule: Rule) -> Iterator[Finding]:
    """Stops of the Tab key at which no pixel of the window says where the focus is (2.4.7; ACT oj04fd)."""
    for stop in seen.stops:
        if stop.visible is False and stop.cover is None:
            message = f"Når man når til {called(stop.spot)} med tabulatortasten, ændrer intet sig på skærmen."
            yield own_finding(rule, stop.spot, Outcome.FAILED, message)


def focus_covered(seen: Keyboard, rule: Rule) -> Iterator[Finding]:
    """Stops that are wholly hidden by something that stays in its place when the page is scrolled (2.4.11).

    What one box hides is mended in one place: it is told once, at the first stop.
    """
    behind: dict[tuple[str, bool], list[Stop]] = defaultdict(list)
    for stop in seen.stops:
        if stop.cover:
            behind[stop.cover.place.target, stop.cover_is_dialog].append(stop)
    for (_, is_dialog), stops in behind.items():
        first, more = stops[0], _more(len(stops) - 1)
        if is_dialog:
            message = f"Dækker boksen stadig for {called(first.spot)}{more}, når brugeren har svaret på den?"
            yield own_finding(rule, first.spot, Outcome.CANT_TELL, message)
        elif first.cover:
            message = (
                f"{called(first.spot, start=True)}{more} er helt skjult bag {called(first.cover)}, "
                f"når {'de' if more else 'det'} har fokus."
            )
            yield own_finding(rule, first.spot, Outcome.FAILED, message)


def _more(number: int) -> str:
    if number == 0:
        return ""
    return " og ét sted til" if number == 1 else f" og {number} steder til"


def silent(seen: Keyboard, rule: Rule) -> Iterator[Finding]:
    """Stops that assistive technology is told nothing of (4.1.2; ACT 6cfa84)."""
    for stop in seen.stops:
        if stop.silent:
            message = f"Fokus lander på {called(stop.spot)}, men skærmlæsere får intet at vide om det."
            yield own_finding(rule, stop.spot, Outcome.FAILED, message)


def trap(seen: Keyboard, rule: Rule) -> Iterator[Finding]:
    """What holds the focus: told once, at its first stop (2.1.2; ACT 80af7b)."""
    if seen.trap:
        first = seen.trap[0]
        names = " og ".join(called(one) for one in seen.trap[:2])
        message = f"Med tastaturet kan man ikke komme videre fra {names}, hverken frem eller tilbage."
        yield own_finding(rule, first, Outcome.FAILED, message)


def mouse_only(seen: Keyboard, rule: Rule) -> Iterator[Finding]:
    """What listens for the mouse and is not to be had by the keyboard (2.1.1; F54).

    It fails only where its role says that it is a control; else there may be another way to the same thing.
    """
    if seen.trap:
        return
    for one in seen.mouse_only:
        if one.widget and not one.keys:
            why = (
                "man kan komme dertil med tabulatortasten, men ingen tast gør noget"
                if one.reached
                else "tabulatortasten kommer ikke dertil"
            )
            message = f"{called(one.spot, start=True)} kan kun bruges med mus: {why}."
            yield own_finding(rule, one.spot, Outcome.FAILED, message)
        elif one.pointer or one.widget:
            message = f"Kan det, som sker ved et klik på {called(one.spot)}, også gøres med tastaturet?"
            yield own_finding(rule, one.spot, Outcome.CANT_TELL, message)


def skip_link_fails(seen: Keyboard, rule: Rule) -> Iterator[Finding]:
    """Links past the menus that lead nowhere when they are used with the keyboard (2.4.1)."""
    for link in seen.skip_links:
        if not link.arrived:
            message = (
                f"Efter {called(link.spot)} står man stadig i toppen, når man trykker på tabulatortasten."
            )
            yield own_finding(rule, link.spot, Outcome.FAILED, message)


def leads_away(seen: Keyboard, rule: Rule) -> Iterator[Finding]:
    """Stops at which the page goes elsewhere, sends a form or opens a window just by the focus coming (3.2.1; F55)."""
    for stop in seen.stops:
        if stop.tried:
            message = f"Siden skifter eller åbner et vindue, så snart {called(stop.spot)} får fokus."
            yield own_finding(rule, stop.spot, Outcome.FAILED, message)


def order(seen: Keyboard, rule: Rule) -> Iterator[Finding]:
    """Parts of the page in which the focus runs against what is seen; whether that matters is for a person (2.4.3)."""
    for one in seen.shuffled:
        message = "Giver det mening, at fokus springer i en anden rækkefølge, end tingene står i?"
        yield own_finding(rule, one, Outcome.CANT_TELL, message)
