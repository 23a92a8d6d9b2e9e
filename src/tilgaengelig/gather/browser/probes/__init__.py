"""Probes: what can only be told of a page by driving it. They run on an open page when all else has been gathered.

A probe takes the page (`Driven`) and gives what it saw as a value of the model; judge/probes judges it. One that
breaks down, or runs out of time, leaves None: its rules are untested there, and the visit goes on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from tilgaengelig.gather.browser.driver import BrowserGone
from tilgaengelig.gather.browser.failures import ScriptFailed
from tilgaengelig.gather.browser.line import LineBroken
from tilgaengelig.gather.browser.probes.driven import ANSWER_SECONDS, Driven, OutOfTime
from tilgaengelig.gather.browser.probes.forms import forms
from tilgaengelig.gather.browser.probes.hover import hover
from tilgaengelig.gather.browser.probes.keyboard import keyboard
from tilgaengelig.gather.browser.probes.layout import layout
from tilgaengelig.gather.browser.probes.moving import moving
from tilgaengelig.gather.browser.probes.using import using
from tilgaengelig.gather.browser.session import DESKTOP, Session
from tilgaengelig.model.probes import Probed

log = logging.getLogger(__name__)

#: In this order: those that change the page least come first. The names are those of `Probed`.
PROBES: Mapping[str, Callable[[Driven], Any]] = {
    "moving": moving,
    "layout": layout,
    "keyboard": keyboard,
    "hover": hover,
    "using": using,
    "forms": forms,
}
ALL = tuple(PROBES)
#: Those that need nobody's permission.
FREE = tuple(name for name in ALL if name != "forms")


def probe(
    session: Session, names: Collection[str], seconds: float, look: Callable[[Probed], Mapping[str, bytes]]
) -> Probed:
    """Runs the probes of these names on the page that the session shows, for `seconds` at most in all.

    `look` takes pictures of what was seen, at desktop size, before the page is left. Whatever the page does, this
    ends well: a browser that hangs or dies makes the session `sick`.
    """
    asked = tuple(name for name in ALL if name in names)
    seen: dict[str, Any] = {}
    took: dict[str, float] = {}
    pictures: Mapping[str, bytes] = {}

    def so_far() -> Probed:
        return Probed(asked=asked, seconds=took, pictures=pictures, **seen)

    try:
        with session.line() as line:
            page = Driven(session, line, time.monotonic() + seconds)
            try:
                page.guard()
                for name in asked:
                    began = time.monotonic()
                    seen[name] = _run(PROBES[name], page)
                    took[name] = time.monotonic() - began
            except OutOfTime as error:
                session.sick = error.hung
                log.info("the probes of a page were cut short: %s", error)
            if not session.sick:
                if session.viewport != DESKTOP:
                    session.show(DESKTOP, seconds=ANSWER_SECONDS)
                # What shows what was done says more than the element as it stands.
                pictures = {**look(so_far()), **page.evidence}
                page.end()
    except (LineBroken, ScriptFailed, OutOfTime) as error:
        # Nothing guards the page any more, and it may do what it was kept from: it goes with its browser.
        session.sick = True
        log.info("the probes of a page broke down: %s", error)
    except BrowserGone as error:
        session.sick = True
        log.info("a browser fell to the probes: %s", type(error).__name__)
    return so_far()


def _run(one: Callable[[Driven], Any], page: Driven) -> Any:
    page.restore()
    try:
        return one(page)
    except ScriptFailed as error:
        log.info("a probe broke down: %s", error)
        return None
