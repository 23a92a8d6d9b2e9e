"""The box about cookies that stands over a page until it is answered.

It is judged for itself while it stands, and then refused, so that all else is judged as most visitors see it. It is
never accepted unless that was asked for. Whatever its button does, nothing but GET and HEAD leaves the browser, and
the page is not left.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tilgaengelig.gather.browser.axe import FrameAxe
from tilgaengelig.gather.browser.brought import Brought
from tilgaengelig.gather.browser.failures import ScriptFailed
from tilgaengelig.gather.browser.hits import axe_hits, qualweb_hits
from tilgaengelig.gather.browser.line import LineBroken
from tilgaengelig.gather.browser.outline import outline
from tilgaengelig.gather.browser.pixels import measured
from tilgaengelig.gather.browser.probes.driven import Driven, OutOfTime
from tilgaengelig.gather.browser.qualweb import qualweb
from tilgaengelig.gather.browser.session import DESKTOP, Session
from tilgaengelig.model.subject import Banner, Element, Hit

log = logging.getLogger(__name__)

_SECONDS = 8.0
#: A box takes its time to slide away.
_GOES_SECONDS, _STEP = 2.0, 0.1
_BOX = "tilgaengelig.bannerBox()"
_SETS_FOCUS = frozenset({"QW-ACT-R13"})
#: What there is to say of a page that rests.
Rest = TypeVar("Rest")
_ANSWERS = {"refuse": Banner.REFUSED, "accept": Banner.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Box:
    """What stood in such a box before it was answered: what the engines said of it, and its elements."""

    hits: tuple[Hit, ...]
    elements: tuple[Element, ...]


def met(told: Mapping[str, Any] | None, wanted: str) -> Banner | None:
    """What is to become of the box of which the page has `told`, where there is one; `wanted` as in BrowserSettings."""
    if not told:
        return None
    return _ANSWERS[wanted] if told.get(wanted) else Banner.LEFT


def box_seen(
    session: Session, brought: Brought, options: Mapping[str, Any], monitored: Collection[str]
) -> Box:
    """What there is to say of the box that was met, while it stands.

    The authority's engine answers no box: to it each page has one. Its rules (`monitored`) run here at desktop size,
    but for the one that sets the focus about, since the page is to be judged yet.
    """
    run = FrameAxe(session, brought).run(_BOX, options)
    told = session.here(f"tilgaengelig.outline({_BOX})")
    contrasts = measured(session, run.cant_tell)
    hits = list(axe_hits(run, DESKTOP.name, contrasts))
    still = [rule for rule in monitored if rule not in _SETS_FOCUS]
    theirs = qualweb(session, brought, still, _BOX) if still else None
    if theirs is not None:
        hits += qualweb_hits(theirs)
    return Box(tuple(hits), outline(told))


def answered(session: Session, answer: Banner, settled: Callable[[], Rest]) -> tuple[Banner, Rest]:
    """Presses the button of that answer; Banner.LEFT where the box stands all the same, and the page once it rests.

    What `settled` waits for is guarded yet: a button may send, or lead elsewhere, a while after it was pressed.
    """
    kind = next(name for name, banner in _ANSWERS.items() if banner is answer)
    try:
        with session.line() as line:
            page = Driven(session, line, time.monotonic() + _SECONDS)
            page.guard()
            page.evaluate(f"tilgaengelig.press({json.dumps(kind)})")
            return (answer if _goes(page) else Banner.LEFT), settled()
    except (LineBroken, ScriptFailed, OutOfTime) as error:
        log.info("a box about cookies could not be answered: %s", error)
    return Banner.LEFT, settled()


def _goes(page: Driven) -> bool:
    until = time.monotonic() + _GOES_SECONDS
    while time.monotonic() < until:
        page.pause(_STEP)
        if page.evaluate("tilgaengelig.bannerGone()"):
            return True
    return False


def put_last(page: tuple[Element, ...], box: tuple[Element, ...]) -> tuple[Element, ...]:
    """The page's elements with those of a box that is gone by now, as the last of the page."""
    moved = (one if one.parent < 0 else replace(one, parent=one.parent + len(page)) for one in box)
    return (*page, *moved)
