"""One headless Chromium, driven by selenium; its isolated world holds axe and our probe in every frame."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.remote.remote_connection import RemoteConnection

from tilgaengelig.gather.browser.driver import BrowserGone, LocalBrowser, RemoteBrowser
from tilgaengelig.gather.browser.failures import DocumentGone, ScriptFailed, is_beyond, is_gone, thrown
from tilgaengelig.gather.browser.line import Line, LineBroken, endpoint
from tilgaengelig.gather.browser.stored import Stored
from tilgaengelig.model.subject import PageFacts
from tilgaengelig.model.supplier import Suppliers

WORLD = "tilgaengelig"

#: Bytes of script and document that a renderer may hold: where the machine is large it sweeps late, and pages of
#: thousands of links, with what the engines note of each, came to two gigabytes.
_MOST_HEAP = 400_000_000

# How the DevTools, or the driver, say of a script that it was not begun, since its world is no more.
_NOT_BEGUN = ("Cannot find context", "no such execution context")
_CONNECT_SECONDS = 5.0
#: A page that was read does nothing for longer than this, unless it hangs.
_LEAVING_SECONDS = 5.0

#: What a page loads is listed up to so much, instead of 250.
_ROOM = "performance.setResourceTimingBufferSize(1000);"
# Dialogs would block the page; nobody is there to answer them.
_NO_DIALOGS = "window.alert=()=>{};window.confirm=()=>false;window.prompt=()=>null;window.print=()=>{};"


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window size in CSS pixels; `mobile` makes the page's viewport meta element count."""

    name: str
    width: int
    height: int
    mobile: bool = False


DESKTOP = Viewport("desktop", 1280, 900)
PHONE = Viewport("phone", 390, 844, mobile=True)
TABLET = Viewport("tablet", 820, 1180, mobile=True)


@dataclass(frozen=True, slots=True)
class BrowserSettings:
    """How browsers are started. Seconds are per page: `load` to the load event, `qualweb` for QualWeb, `probe` for all
    probes together, `page` for all of it.

    `qualweb` is the folder of its bundles, where it is to run. `webdriver` is the address of a Selenium Grid or
    another remote driver; empty for browsers of this machine. `cookies` says what is done with boxes about them.
    """

    axe: Path
    locale: Mapping[str, Any]
    qualweb: Path | None = None
    suppliers: Suppliers = field(default_factory=Suppliers)
    proxy: str = ""
    webdriver: str = ""
    user_agent: str = ""
    load_seconds: float = 30.0
    qualweb_seconds: float = 10.0
    page_seconds: float = 90.0
    probe_seconds: float = 40.0
    cookies: Literal["refuse", "accept", "leave"] = "refuse"
    storage_state: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Session:
    """A running browser. Not thread-safe: one page at a time. Methods raise one of BrowserGone when it died.

    `gathered` are the facts of its page once nothing is left to do but to drive it: those are not lost if that hangs.
    """

    def __init__(self, settings: BrowserSettings) -> None:
        self.settings = settings
        self.pages = 0
        self.viewport = DESKTOP
        self.sick = False
        self.gathered: PageFacts | None = None
        self._frame: str | None = None
        self._document = ""
        self._here: int | None = None
        self.stored = Stored(settings.storage_state)
        self._own: Line | None = None
        self._host = RemoteBrowser(settings.webdriver) if settings.webdriver else LocalBrowser()
        try:
            self.driver = self._host.start(settings.proxy)
            # Selenium waits 120 s for an answer by default: longer than any page may take here.
            self._patience(settings.page_seconds)
            self.driver.set_page_load_timeout(settings.load_seconds)
            self.tab = self.driver.current_window_handle
            self._connect()
            self._prepare()
        except BaseException:
            self._host.let_go()
            self._hang_up()
            raise

    @property
    def pid(self) -> int:
        """The process group of the browser and its driver; 0 for one elsewhere."""
        return self._host.pid

    @property
    def qualweb(self) -> str:
        """The version of QualWeb's rules; empty where they do not run."""
        folder = self.settings.qualweb
        if folder is None:
            return ""
        return str(json.loads((folder / "act-rules/package.json").read_text(encoding="utf-8"))["version"])

    @property
    def version(self) -> str:
        """The browser's version, for example 156.0.8078.79."""
        return str(self.driver.capabilities["browserVersion"])

    def line(self) -> Line:
        """A line to the DevTools of the whole browser, to be closed. Raises LineBroken or OSError."""
        told = self.driver.capabilities
        where = endpoint(told, _CONNECT_SECONDS, elsewhere=bool(self.settings.webdriver))
        return Line(where, _CONNECT_SECONDS)

    def cdp(self, command: str, *, seconds: float | None = None, **arguments: Any) -> Any:
        """One Chrome DevTools command; its answer. Raises DocumentGone where the document went away under it, and
        ScriptFailed where the page is such that it cannot be answered.

        By a line of our own it is waited for `seconds`, or as long as a page may take.
        """
        return self.cdps([(command, arguments)], seconds=seconds)[0]

    def cdps(
        self, commands: Sequence[tuple[str, Mapping[str, Any]]], *, seconds: float | None = None
    ) -> list[Any]:
        """Commands that need not wait for each other; their answers. Waits and raises as `cdp`."""
        try:
            if self._own is not None:
                patience = self.settings.page_seconds if seconds is None else seconds
                return self._own.call_all(commands, self._attached, seconds=patience)
            return [
                self.driver.execute("executeCdpCommand", {"cmd": command, "params": arguments})["value"]
                for command, arguments in commands
            ]
        except (WebDriverException, LineBroken) as error:
            message = str(error.msg if isinstance(error, WebDriverException) else error)
            if is_gone(message):
                raise DocumentGone(message) from error
            if is_beyond(message):
                raise ScriptFailed(message) from error
            if isinstance(error, LineBroken):
                raise WebDriverException(message) from error
            raise

    def world(self, frame: str, *, seconds: float | None = None) -> int:
        """The isolated world of a frame (by its DevTools id) in which axe and our probe run; waits as `cdp`."""
        made = self.cdp("Page.createIsolatedWorld", seconds=seconds, frameId=frame, worldName=WORLD)
        return int(made["executionContextId"])

    def tree(self) -> Mapping[str, Any]:
        """The page's frames as the DevTools tell of them: each a `frame`, with its id, its document's loaderId and url,
        and its `childFrames`.
        """
        tree: Mapping[str, Any] = self.cdp("Page.getFrameTree")["frameTree"]
        frame = tree["frame"]
        if (frame["id"], frame["loaderId"]) != (self._frame, self._document):
            self._frame, self._document, self._here = frame["id"], frame["loaderId"], None
        return tree

    @property
    def document(self) -> str:
        """The loaderId of the top document as it was last asked for; empty before that."""
        return self._document

    def top(self) -> int:
        """The isolated world of the top document that stands there now."""
        frame = self.tree()["frame"]["id"]
        self._here = self.world(frame)
        return self._here

    @property
    def world_here(self) -> int:
        """The world in which `here` runs, as long as its document stands."""
        if self._here is None:
            self._here = self.top() if self._frame is None else self.world(self._frame)
        return self._here

    def here(self, expression: str, *, wait: bool = True, seconds: float | None = None) -> Any:
        """The value of an expression in the top document that stands there now, as `evaluate` has it.

        Its world is asked for once a document: the DevTools forget it with the document.
        """
        try:
            return self.evaluate(self.world_here, expression, wait=wait, seconds=seconds)
        except ScriptFailed as error:
            if not any(sign in error.words for sign in _NOT_BEGUN):
                raise
        return self.evaluate(self.top(), expression, wait=wait, seconds=seconds)

    def evaluate(
        self, world: int, expression: str, *, wait: bool = True, seconds: float | None = None
    ) -> Any:
        """The value of a JavaScript expression in `world`; `wait` awaits a promise.

        Raises ScriptFailed where the expression throws. The browser ends a script that runs for more than `seconds`
        without a pause.
        """
        limit = {} if seconds is None else {"timeout": seconds * 1000}
        answer = self.cdp(
            "Runtime.evaluate",
            contextId=world,
            expression=expression,
            awaitPromise=wait,
            returnByValue=True,
            **limit,
        )
        if "exceptionDetails" in answer:
            raise thrown(answer["exceptionDetails"])
        return answer["result"].get("value")

    def forget(self, address: str) -> None:
        """Nothing that a page before this stored may show in the one at `address`, or findings would hang on the order
        of pages; nor is what they left lying to fill the machine.

        What the page before stores by its clock or at beforeunload, after this and before it is gone, may show all the
        same; of its end it is told nothing else (leaving.js). One that does not answer, or moves about, is not waited
        for, since the page to come has nothing to do with it: that raises as a browser that died.
        """
        commands = [*self.stored.clearing(address), ("Runtime.getHeapUsage", {})]
        try:
            *_, used = self.cdps(commands, seconds=_LEAVING_SECONDS)
        except ScriptFailed as error:
            raise WebDriverException(error.words) from error
        if self.stored.cookies:
            self.cdp("Network.setCookies", cookies=self.stored.cookies)
        if used["totalSize"] + used.get("embedderHeapUsedSize", 0) > _MOST_HEAP:
            self.cdp("HeapProfiler.collectGarbage")

    def show(
        self,
        viewport: Viewport,
        scale: float = 1.0,
        turned: Mapping[str, Any] | None = None,
        *,
        seconds: float | None = None,
    ) -> None:
        """Gives the window the size of `viewport`, which then is `self.viewport`; waits as `cdp`.

        `scale` is how many device px a CSS px has, `turned` how the screen is held (Emulation.ScreenOrientation).
        """
        self.viewport = viewport
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            seconds=seconds,
            width=viewport.width,
            height=viewport.height,
            deviceScaleFactor=scale,
            mobile=viewport.mobile,
            **({"screenOrientation": turned} if turned else {}),
        )

    def kill(self) -> None:
        """Ends the browser at once, from whichever thread; what was under way raises."""
        self._host.kill()

    def close(self) -> None:
        """Ends the browser, politely where it still answers."""
        self._patience(5)
        try:
            self.driver.quit()
        except BrowserGone:
            self.kill()
        finally:
            self._host.let_go()
            self._hang_up()

    def _connect(self) -> None:
        """A line of our own for all commands, where the browser is on this machine.

        The driver would ask the page several things more at each. Through a Grid a line is one more thing to lose.
        """
        if self.settings.webdriver:
            return
        try:
            self._own = self.line()
            self._attached = self._own.attach(self.tab)
        except LineBroken as error:
            raise WebDriverException(str(error)) from error
        self._own.on("Inspector.targetCrashed", self._fell)
        self._own.on("Page.javascriptDialogOpening", self._dismiss)

    def _fell(self, session: str, _news: Mapping[str, Any]) -> None:
        if self._own and session == self._attached:
            self._own.give_up("the page's process crashed")

    def _dismiss(self, session: str, news: Mapping[str, Any]) -> None:
        # The driver sees to those that ask whether to leave, and to leave is what it was told.
        if self._own and news.get("type") != "beforeunload":
            self._own.send("Page.handleJavaScriptDialog", session, accept=False)

    def _hang_up(self) -> None:
        if self._own is not None:
            self._own.close()

    def _patience(self, seconds: float) -> None:
        """How long an answer of the driver is waited for; the connection is made anew with it."""
        executor = cast(RemoteConnection, self.driver.command_executor)
        executor.client_config.timeout = int(seconds)

    def _prepare(self) -> None:
        settings = self.settings
        self.cdp("Page.enable")
        self.cdp("DOM.enable")
        self.cdp("Browser.setDownloadBehavior", behavior="deny")
        engine = settings.axe.read_text(encoding="utf-8")
        ours = "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _SCRIPTS)
        containers = json.dumps(dict(settings.suppliers.containers), ensure_ascii=False)
        locale = json.dumps(settings.locale, ensure_ascii=False)
        # Compiled once by the browser and run at every document's birth: handing 650 kB of axe to each page
        # by script costs about 90 ms a page, this about 15 (docs/decisions/0003).
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            source=f"{_ROOM}\n{engine}\n;axe.configure({{locale:{locale}}});\n{ours}\n"
            f"Object.assign(tilgaengelig.containers, {containers});\n{_qualweb(settings.qualweb)}",
            worldName=WORLD,
        )
        self.cdp("Page.addScriptToEvaluateOnNewDocument", source=_NO_DIALOGS)
        # Pages get the browser's usual name, without "Headless", and who we are after it.
        usual = str(self.cdp("Browser.getVersion")["userAgent"]).replace("Headless", "")
        self.cdp(
            "Emulation.setUserAgentOverride",
            userAgent=f"{usual} {settings.user_agent}".strip(),
            acceptLanguage="da, en;q=0.5",
        )
        for script in self.stored.scripts():
            self.cdp("Page.addScriptToEvaluateOnNewDocument", source=script)
        self.show(DESKTOP)


#: Ours in the isolated world of every frame, in this order.
_SCRIPTS = (
    "leaving.js",
    "place.js",
    "look.js",
    "probe.js",
    "facets.js",
    "pixels.js",
    "outline.js",
    "banner.js",
    "qualweb.js",
)
#: QualWeb's, below its folder: its rules find the page and the tools as globals.
_BUNDLES = (
    "qw-page/dist/qw-page.bundle.js",
    "util/dist/__webpack/util.bundle.js",
    "act-rules/dist/__webpack/act.bundle.js",
)


def _qualweb(folder: Path | None) -> str:
    """QualWeb's bundles as functions that wait to be called (qualweb.js), so that few documents pay for them."""
    texts = [(folder / name).read_text(encoding="utf-8") for name in _BUNDLES] if folder else []
    return "\n".join(f"tilgaengelig.parts.push(function () {{\n{text}\n}});" for text in texts)
