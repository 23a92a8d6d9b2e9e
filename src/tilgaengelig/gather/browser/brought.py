"""Who put an element into a page: the DevTools remember which script was running when it was made.

With `DOM.setNodeStackTracesEnabled` Chromium keeps the stack of each node that script makes, whether by
createElement, innerHTML, cloneNode, document.write or a parser of its own, and also long after the page was
loaded. The last frame of the stack is where the running began: a supplier's script that goes through the page's
own jQuery is the supplier's, and our own script that goes through a borrowed library is our own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from tilgaengelig.gather.browser.failures import ScriptFailed
from tilgaengelig.gather.browser.session import Session

_STEPS = re.compile(r"\((\d+)\)")


def keep_makers(session: Session, keep: bool) -> None:
    """Whether the DevTools are to remember who makes a node: where the page's script is at work, and not where ours is.

    axe and QualWeb have a node made of each attribute that they read, and on a page of thousands of links a stack kept
    of each is a third of their time. What is known by then stays known.
    """
    session.cdp("DOM.setNodeStackTracesEnabled", enable=keep)


class Brought:
    """Who brought what into one page; each element is asked of once, in whichever viewport it is met first."""

    def __init__(self, session: Session, address: str) -> None:
        self._session = session
        self._page = urlsplit(address).netloc
        self._known: dict[str, str] = {}
        self._others = False

    def by_frame(self, address: str) -> str:
        """The host of a frame's document, where it is another's; "" for the page's own and for one without address."""
        parts = urlsplit(address)
        return self._bringer(parts.netloc) if parts.scheme in ("http", "https") else ""

    def mark(self, tops: Sequence[str]) -> None:
        """Tells the probe in the top document which children of the body (`tops`) another's script made.

        From here on our own script is at work, and no makers are kept.
        """
        self._others = bool(tops)
        self._learn(tops)
        theirs = {selector: host for selector, host in self._known.items() if host}
        if theirs:
            self._session.here(f"tilgaengelig.mark({json.dumps(theirs)})")
        keep_makers(self._session, False)

    def keep(self, keep: bool) -> None:
        """As `keep_makers`, on a page where others' script is at work."""
        if self._others:
            keep_makers(self._session, keep)

    def settle(self, notes: Iterable[dict[str, Any]], asked: Sequence[str]) -> None:
        """Fills in `foreign` of the notes whose makers are among the elements `asked` of, by their selectors."""
        self._learn(asked)
        for note in notes:
            number = note.pop("ask")
            if number is not None:
                note["foreign"] = self._known[asked[number]]

    def _learn(self, selectors: Sequence[str]) -> None:
        unknown = [selector for selector in selectors if selector not in self._known]
        if not unknown:
            return
        nodes = self._nodes(unknown)
        self._known.update({selector: self._maker(nodes.get(selector)) for selector in unknown})
        self._document()  # else the DevTools would tell of each attribute that QualWeb writes on these and their likes

    def _nodes(self, selectors: Sequence[str]) -> Mapping[str, int]:
        """Their nodes by one question, which is answered in document order; none where the page changed meanwhile."""
        session = self._session
        ordered = sorted(selectors, key=lambda selector: [int(step) for step in _STEPS.findall(selector)])
        try:
            found = session.cdp("DOM.querySelectorAll", nodeId=self._document(), selector=",".join(ordered))[
                "nodeIds"
            ]
        except ScriptFailed:
            return {}
        return dict(zip(ordered, found, strict=True)) if len(found) == len(ordered) else {}

    def _document(self) -> int:
        """The document's node; the DevTools forget which other nodes they have told us of."""
        return int(self._session.cdp("DOM.getDocument", depth=0)["root"]["nodeId"])

    def _maker(self, node: int | None) -> str:
        if not node:
            return ""
        try:
            made = self._session.cdp("DOM.getNodeStackTraces", nodeId=node).get("creation", {})
        except ScriptFailed:
            return ""
        hosts = [urlsplit(frame["url"]).netloc for frame in made.get("callFrames", ()) if frame["url"]]
        return self._bringer(hosts[-1]) if hosts else ""

    def _bringer(self, host: str) -> str:
        return self._session.settings.suppliers.bringer(host, self._page)
