"""A page that is driven and kept from doing harm meanwhile: what is sent, opened or left for is stopped in the browser.

While it is driven, every request but GET and HEAD is stopped, whatever made it; the page cannot be left, and windows
that it opens are closed before they run. What was tried is told, since it is a fact about the page. Messages to
a socket that is open already are swallowed, and no dialog waits for anybody.
"""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tilgaengelig.gather.browser.failures import DocumentGone, ScriptFailed, is_gone, thrown
from tilgaengelig.gather.browser.line import Line, LineBroken
from tilgaengelig.gather.browser.pictures import box_of, cut
from tilgaengelig.gather.browser.session import DESKTOP, Session, Viewport

_SAFE = frozenset({"GET", "HEAD"})
#: What a page fetches to show it, and tells nobody anything by.
_SHOWS = frozenset({"Image", "Font", "Stylesheet", "Media"})
_EVERYTHING = [{"urlPattern": "*"}]
_PAUSED: Mapping[str, Any] = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}
_QUIET_MS, _SETTLE_MS = 60, 1500
#: In the page's own world, since it is the page's own functions that are to do nothing.
_MUTE = """(() => {
  const nothing = () => {};
  if (window.WebSocket) WebSocket.prototype.send = nothing;
  if (window.RTCDataChannel) RTCDataChannel.prototype.send = nothing;
  window.alert = window.print = nothing; window.confirm = () => false; window.prompt = () => null;
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
})()"""
_KEYS = {
    "Tab": ("Tab", 9),
    "Escape": ("Escape", 27),
    "Enter": ("Enter", 13),
    "ArrowDown": ("ArrowDown", 40),
    "ArrowRight": ("ArrowRight", 39),
    " ": ("Space", 32),
}
_NOTHING_HEARD: Mapping[str, Any] = {"mouse": [], "hover": [], "keys": [], "motion": []}
#: A key may be worked on in a later turn of the page's own clock.
_AFTER = 0.02
#: A request may be so long on its way to whoever guards it; what needs none (mailto:) is not waited for longer.
_REQUEST_SECONDS = 1.0
#: So long is an answer waited for at most: a page that needs longer hangs.
ANSWER_SECONDS = 10.0
#: What a page sends in its end comes a moment after it was left.
_LEAVE_SECONDS, _LAST_WORDS = 5.0, 0.1
ALT, CONTROL, SHIFT = 1, 2, 8


class OutOfTime(Exception):  # noqa: N818 - never leaves this room
    """The probes have had their time, or the page no longer answers (then `hung`)."""

    def __init__(self, *, hung: bool = False) -> None:
        super().__init__("hung" if hung else "out of time")
        self.hung = hung


class Driven:
    """The page that a session shows, under our hands.

    `tried` are the addresses that it tried to go to, in order; `stopped` counts requests that were not let out, but
    for what only shows something. Methods raise OutOfTime, LineBroken and ScriptFailed.
    """

    def __init__(self, session: Session, line: Line, until: float) -> None:
        self.session = session
        self.until = until
        self.tried: list[str] = []
        #: Pictures of what was done, by the target of the element that they tell of.
        self.evidence: dict[str, bytes] = {}
        self.stopped = 0
        self._line = line
        self._tab = line.attach(session.tab)
        line.on("Inspector.targetCrashed", self._fell)
        self._top = session.tree()["frame"]["id"]
        self._moving = False
        self._sealed = False
        self._windows: set[str] = set()
        #: Unset while the page is on its way somewhere, and no request of that was met yet.
        self._met = threading.Event()
        self._met.set()
        self._document = ""
        self._world = 0
        self._address = ""
        #: Whether anything on the page can do something by itself: what only scripts do is not waited for without it.
        self.acts = True

    # ---- time ------------------------------------------------------------------------------------
    def left(self) -> float:
        """Seconds that are left for all probes together."""
        return self.until - time.monotonic()

    def _seconds(self) -> float:
        """How long an answer may be waited for."""
        left = self.left()
        if left <= 0:
            raise OutOfTime
        return min(left, ANSWER_SECONDS)

    def pause(self, seconds: float) -> None:
        """Lets the page go on for a moment, by its own clock: what it had set for sooner has been done by then."""
        self.after(seconds, "null")

    def after(self, seconds: float, expression: str) -> Any:
        """The value of an expression once the page has gone on for a moment, in one command."""
        if self.left() <= seconds:
            raise OutOfTime
        return self.evaluate(
            f"new Promise((done) => setTimeout(done, {seconds * 1000})).then(() => {expression})"
        )

    # ---- talking to it ---------------------------------------------------------------------------
    def cdp(self, command: str, **arguments: Any) -> Any:
        """One DevTools command on the page; its answer."""
        seconds = self._seconds()
        try:
            return self._line.call(command, self._tab, seconds=seconds, **arguments)
        except LineBroken as error:
            if error.late:
                raise OutOfTime(hung=True) from error
            raise

    def frame(self) -> Mapping[str, Any]:
        """The top frame: its id, its document's loaderId and url."""
        frame: Mapping[str, Any] = self.cdp("Page.getFrameTree")["frameTree"]["frame"]
        return frame

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in our isolated world, waited for. Raises ScriptFailed where it throws."""
        return self._value({"contextId": self._world}, expression)

    def in_page(self, expression: str) -> Any:
        """The value of an expression in the page's own world."""
        return self._value({}, expression)

    def _value(self, where: Mapping[str, Any], expression: str) -> Any:
        try:
            answer = self.cdp(
                "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, **where
            )
        except LineBroken as error:
            if is_gone(str(error)):
                raise DocumentGone(str(error)) from error
            raise
        if "exceptionDetails" in answer:
            raise thrown(answer["exceptionDetails"])
        return answer["result"].get("value")

    def listening(self) -> Mapping[str, Any]:
        """Which elements listen for the mouse, and what the page as a whole listens for (listening.js)."""
        if not self.acts:
            return _NOTHING_HEARD
        script = Path(__file__).with_name("listening.js").read_text(encoding="utf-8")
        heard: Mapping[str, Any] = self._value({"includeCommandLineAPI": True}, script)
        return heard

    def load(self, *names: str) -> None:
        """Brings scripts that lie beside us into our world."""
        for name in names:
            self.evaluate(Path(__file__).with_name(name).read_text(encoding="utf-8"))

    # ---- hands -----------------------------------------------------------------------------------
    def press(self, key: str, modifiers: int = 0, then: str = "null") -> Any:
        """Presses and lets go of a key, as a person does; the value of `then`, when that has been worked on."""
        self.strike(key, modifiers)
        if not self.acts:
            return self.evaluate(then)
        value = self.after(_AFTER, then)
        # That the page is on its way is told before its answer; its request comes by another way, and may be slower.
        if not self._met.wait(min(_REQUEST_SECONDS, max(0.0, self.left()))):
            self._met.set()
        return value

    def strike(self, key: str, modifiers: int = 0) -> None:
        """As `press`, without a wait for what the page does later."""
        code, number = _KEYS.get(key, ("", ord(key.upper()[0])))
        stroke: dict[str, Any] = {
            "key": key,
            "code": code,
            "windowsVirtualKeyCode": number,
            "modifiers": modifiers,
        }
        typed = (
            {"text": "\r" if key == "Enter" else key}
            if (len(key) == 1 or key == "Enter") and not modifiers
            else {}
        )
        # They are worked on in turn: when the second has been, the first has.
        kind = "keyDown" if typed else "rawKeyDown"
        self._line.send("Input.dispatchKeyEvent", self._tab, type=kind, **stroke, **typed)
        self.cdp("Input.dispatchKeyEvent", type="keyUp", **stroke)

    def point(self, x: float, y: float) -> None:
        """Moves the mouse there (CSS px in the window), without a click."""
        self.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.pause(_AFTER)

    def show(self, viewport: Viewport, scale: float = 1.0, turned: Mapping[str, Any] | None = None) -> None:
        """Gives the window another size, as `Session.show`, and waits until the page rests."""
        self.session.show(viewport, scale, turned, seconds=self._seconds())
        self.evaluate(f"tilgaengelig.settle({_QUIET_MS}, {_SETTLE_MS})")

    def picture(self, clip: Mapping[str, float]) -> bytes | None:
        """A part of the page as PNG to be shown to people; None where it holds what must not be."""
        try:
            return cut(self.session, clip, form="png", shown=True)
        except ScriptFailed:
            return None  # a picture that cannot be taken costs only itself

    def box(self, target: str) -> Mapping[str, Any] | None:
        """As `box_of`."""
        return box_of(self.session, target)

    def pixels(self, clip: Mapping[str, float] | None = None) -> bytes:
        """What the window shows, or a part of it (in CSS px of the page), as PNG: equal where all pixels are."""
        area = {"clip": {**clip, "scale": 1}} if clip else {}
        shot = self.cdp("Page.captureScreenshot", format="png", optimizeForSpeed=True, **area)
        return base64.b64decode(shot["data"])

    # ---- keeping it where it is ------------------------------------------------------------------
    def guard(self) -> None:
        """Begins to stop what could do harm."""
        line, tab = self._line, self._tab
        line.on("Fetch.requestPaused", self._request)
        line.on("Page.frameRequestedNavigation", self._on_its_way)
        line.on("Target.attachedToTarget", self._attached)
        line.on("Page.javascriptDialogOpening", self._dialog)
        line.call("Target.setAutoAttach", **_PAUSED, filter=[{"type": "page"}, {"type": "shared_worker"}])
        for command, arguments in (
            ("Page.enable", {}),
            ("Fetch.enable", {"patterns": _EVERYTHING}),
            ("Network.enable", {}),
            ("Network.setBypassServiceWorker", {"bypass": True}),
            ("Target.setAutoAttach", _PAUSED),
            ("Emulation.setFocusEmulationEnabled", {"enabled": True}),
        ):
            line.send(command, tab, **arguments)
        # A session's commands are worked on in turn: what is answered last says that all of it stands.
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=_MUTE)
        self.in_page(_MUTE)
        self._arrive()

    @contextmanager
    def sealed(self) -> Iterator[None]:
        """No request at all leaves the page, whatever its method."""
        self._sealed = True
        try:
            yield
        finally:
            self._sealed = False

    def _arrive(self) -> None:
        frame = self.frame()
        self._document, self._address = str(frame["loaderId"]), str(frame["url"])
        self._world = self.session.world(self._top, seconds=self._seconds())
        self.load("spots.js")
        self.acts = self.evaluate("tilgaengelig.acts()")

    def restore(self) -> None:
        """The page as it was opened, at desktop size, should it have gone elsewhere or been left in another size."""
        if self.session.viewport != DESKTOP:
            self.session.show(DESKTOP, seconds=self._seconds())
        frame = self.frame()
        if (frame["loaderId"], frame["url"]) == (self._document, self._address):
            self.evaluate("tilgaengelig.rest()")
            return
        self.leave()
        self.cdp("Emulation.setScriptExecutionDisabled", value=False)
        driver, usual = self.session.driver, self.session.settings.load_seconds
        driver.set_page_load_timeout(min(usual, max(0.0, self.left())))
        driver.get(self._address)
        driver.set_page_load_timeout(usual)
        self._moving = False
        self._arrive()
        self.evaluate(f"tilgaengelig.settle({_QUIET_MS}, {_SETTLE_MS})")

    def leave(self) -> None:
        """Leaves the page while it is still guarded: what it does in the end, or later, is not let out either.

        One on which nothing acts does nothing then, and may stand.
        """
        self._moving = True
        if not self.acts:
            return
        # A beacon of a page's last moment is heard of by nobody: so there is nothing of it to run by then.
        self.cdp("Emulation.setScriptExecutionDisabled", value=True)
        self.cdp("Page.navigate", url="about:blank")
        while self.frame()["url"] != "about:blank":
            time.sleep(_AFTER)
        time.sleep(_LAST_WORDS)

    def end(self) -> None:
        """Leaves the page for good; for that there is time, however late it is."""
        self.until = time.monotonic() + _LEAVE_SECONDS
        self.leave()

    def _fell(self, session: str, _news: Mapping[str, Any]) -> None:
        if session == self._tab:
            self._line.give_up("the page's process crashed")

    def _request(self, session: str, paused: Mapping[str, Any]) -> None:
        method, number = paused["request"]["method"], paused["requestId"]
        leaves = paused.get("resourceType") == "Document" and self._is_top(paused)
        if leaves and not self._moving:
            self.tried.append(str(paused["request"]["url"]))
            self._met.set()
        free = method in _SAFE and not self._sealed and session not in self._windows
        if not free or (leaves and not self._moving):
            self.stopped += paused.get("resourceType") not in _SHOWS
            # A way that is aborted leaves the page where it is; with another reason an error page would come.
            self._line.send("Fetch.failRequest", session, requestId=number, errorReason="Aborted")
        else:
            self._line.send("Fetch.continueRequest", session, requestId=number)

    def _on_its_way(self, _session: str, news: Mapping[str, Any]) -> None:
        if self._is_top(news) and news.get("disposition") == "currentTab":
            self._met.clear()

    def _is_top(self, paused: Mapping[str, Any]) -> bool:
        return bool(paused.get("frameId") == self._top)

    def _attached(self, _session: str, news: Mapping[str, Any]) -> None:
        """A new window is closed before it runs; a worker gets the same guard as the page.

        One that pages share cannot be guarded, and is ended: the page goes on without it.
        """
        target, inner = news["targetInfo"], news["sessionId"]
        if target["type"] == "page":
            if news.get("waitingForDebugger"):
                self._windows.add(inner)
                self.tried.append(str(target.get("url", "")))
                self._line.send("Fetch.enable", inner, patterns=_EVERYTHING)
                # A window that waits holds up the page that opened it; it can neither load nor send by now.
                self._line.send("Runtime.runIfWaitingForDebugger", inner)
                self._line.send("Target.closeTarget", targetId=target["targetId"])
            return
        if target["type"] == "shared_worker":
            self._line.send("Target.closeTarget", targetId=target["targetId"])
            return
        self._line.send("Fetch.enable", inner, patterns=_EVERYTHING)
        self._line.send("Runtime.runIfWaitingForDebugger", inner)

    def _dialog(self, session: str, _news: Mapping[str, Any]) -> None:
        self._line.send("Page.handleJavaScriptDialog", session, accept=True)
