"""What happens by itself while nobody touches the page: movement, changing text, sound."""

from __future__ import annotations

from tilgaengelig.gather.browser.probes.driven import Driven
from tilgaengelig.gather.browser.probes.spots import spot
from tilgaengelig.model.probes import Animated, Changing, Moving

#: How long a page with scripts is to have rested, and how long it is watched where something has changed: changes every
#: second then show three times.
_GLANCE_MS, _WATCH_MS = 1400, 3600
#: The longest between two turns of a carousel, and how often that is waited for.
_TURN_MS, _TURNS = 7500, 3


def moving(page: Driven) -> Moving:
    """Watches the page. One on which nothing acts changes no text, and is not waited for."""
    page.load("moving.js")
    animated = page.evaluate("tilgaengelig.animated()")
    changing = page.evaluate(f"tilgaengelig.changing({_GLANCE_MS}, {_WATCH_MS})") if page.acts else []
    for _ in range(_TURNS if page.acts and not changing else 0):
        changing = page.evaluate(f"tilgaengelig.turning({_TURN_MS})")
        if changing is not None:
            break
    return Moving(
        animated=tuple(Animated(spot(one["spot"]), one["text"], one["busy"]) for one in animated),
        changing=tuple(
            Changing(spot(one["spot"]), one["times"], one["lasting"], one["clock"]) for one in changing
        ),
        films=tuple(spot(one) for one in page.evaluate("tilgaengelig.films()")),
        sounds=tuple(spot(one) for one in page.evaluate("tilgaengelig.sounds()")),
        stopper=page.evaluate("tilgaengelig.stopper()"),
    )
