"""QualWeb, the engine of the authority's monitoring, on the page that a browser shows, in our isolated world.

Its bundles stand in every document from its birth as functions that nobody has called (session.py); here they are
called once a page, after everything else: QualWeb writes into the page and moves its focus. Where a box about cookies
stands they are called for that as well, but for what moves the focus. It is one piece of script without pauses, so the
browser itself ends it when its time is up.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from selenium.common.exceptions import WebDriverException

from tilgaengelig.gather.browser.brought import Brought
from tilgaengelig.gather.browser.failures import ScriptFailed
from tilgaengelig.gather.browser.session import DESKTOP, Session, Viewport

log = logging.getLogger(__name__)

#: The window in which QualWeb's core opens pages unless told otherwise; to us it is the desktop.
WINDOW = Viewport(DESKTOP.name, 1366, 768)

#: How Chromium says that it has ended a script whose time was up.
_ENDED = "Execution was terminated"


@dataclass(frozen=True, slots=True)
class QualWebRun:
    """What QualWeb said of a page: each rule's verdict in its own words (`passed`, `warning`, `failed`,
    `inapplicable`), and the elements that failed, in the form of axe's nodes with a note from place.js."""

    outcomes: Mapping[str, str]
    failed: tuple[Mapping[str, Any], ...]


def qualweb(
    session: Session, brought: Brought, rules: Collection[str], box: str = "null"
) -> QualWebRun | None:
    """QualWeb's verdict on the page as it is shown now; None where it broke down or its time was up.

    `box` is script that names an element: then only what failed in that is told.
    """
    seconds = session.settings.qualweb_seconds
    try:
        answer = session.here(
            f"tilgaengelig.qualweb({json.dumps(sorted(rules))}, {box})", wait=False, seconds=seconds
        )
    except ScriptFailed as error:
        log.info("QualWeb broke down on a page: %s", error)
        return None
    except WebDriverException as error:
        if _ENDED not in (error.msg or ""):
            raise
        log.info("QualWeb was ended on a page after %s seconds", seconds)
        session.here("tilgaengelig.wipe()", wait=False)
        return None
    brought.settle([node["note"] for node in answer["failed"]], answer["asked"])
    return QualWebRun(answer["outcomes"], tuple(answer["failed"]))
