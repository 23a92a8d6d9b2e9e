"""How a page comes: opened, waited for until it rests, and what to say of one that does not."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from selenium.common.exceptions import TimeoutException, WebDriverException

from tilgaengelig.gather.browser.failures import DocumentGone, ScriptFailed
from tilgaengelig.gather.browser.session import Session
from tilgaengelig.gather.net.spoken import seconds_said
from tilgaengelig.model.addresses import normal
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import TroubleKind

log = logging.getLogger(__name__)

QUIET_MS = 150
SETTLE_MS = 5000
TRIES = 3
_WHOLE = "performance.getEntriesByType('navigation')[0]?.domContentLoadedEventEnd > 0"


def open_page(session: Session, address: str) -> None:
    """Has the browser go to `address`. Raises Unread where no page stands there after that, or only half of one."""
    before = session.document
    try:
        session.driver.get(address)
        late = None
    except TimeoutException as error:
        late = error
    except WebDriverException as error:
        if "net::ERR_" not in (error.msg or ""):
            raise
        raise Unread(TroubleKind.CONNECTION_LOST) from error
    stands = session.tree()["frame"]
    arrived = stands["loaderId"] != before or same(stands["url"], address)
    if late:
        # The driver has stopped the loading. What the page still waited for may be a counter or an advertisement:
        # it is judged if its source was read to the end.
        if not arrived or not session.here(_WHOLE):
            seconds = seconds_said(session.settings.load_seconds)
            raise Unread(TroubleKind.BROWSER_TIMEOUT, seconds) from late
    elif not arrived:
        # The page before it still stands there: what came was no page.
        raise Unread(TroubleKind.DOWNLOAD)


def settled(session: Session, address: str, *, several: bool) -> Mapping[str, Any]:
    """What stands on the page once it rests; it is to be seen in `several` windows, or in this alone.

    A page that moves on in the meantime is given three tries.
    """
    for tried in range(1, TRIES + 1):
        try:
            return dict(session.here(f"{settling()}.then(() => tilgaengelig.facts({json.dumps(several)}))"))
        except ScriptFailed as error:
            time.sleep(0.3)
            if tried == TRIES:
                raise failed(session, address, error) from error
    raise AssertionError("the last try answers or raises")


def failed(session: Session, address: str, failure: ScriptFailed) -> Unread:
    """What to say of a page that could not be asked: it went, or the fault is ours, and its browser serves the next."""
    if isinstance(failure, DocumentGone):
        return _went(session, address)
    log.warning("a script of ours failed on a page: %s", failure)
    return Unread(TroubleKind.OUR_FAULT)


def _went(session: Session, address: str) -> Unread:
    """What to say of a page that went under our hands: it led elsewhere, or loads itself anew for ever.

    It would do so to the next page too: its browser is to serve no more.
    """
    session.sick = True
    where = str(session.tree()["frame"]["url"])
    if same(where, address):
        return Unread(TroubleKind.BROWSER_TIMEOUT, seconds_said(TRIES * SETTLE_MS / 1000))
    return Unread(TroubleKind.PAGE_LEFT, where[:2000])


def settling() -> str:
    """Script that is done once the page rests."""
    return f"tilgaengelig.settle({QUIET_MS}, {SETTLE_MS})"


def same(one: str, other: str) -> bool:
    """Whether two addresses are one: browsers escape some signs that our normal form leaves as they are."""
    plain = [unquote_to_bytes(address.partition("#")[0]).rstrip(b"/") for address in (one, other)]
    return plain[0] == plain[1]


def is_normally(arrived: str, address: str) -> bool:
    """Whether the way added only what our normal form leaves out: a session, who sent the reader."""
    try:
        return normal(arrived) == address
    except Unread:
        return False
