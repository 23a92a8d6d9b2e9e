"""One headless Chromium, driven by selenium; its isolated world holds axe and our probe in every frame."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.remote_connection import RemoteConnection
from urllib3.exceptions import HTTPError

from tilgaengelig.model.errors import SetupLacks
from tilgaengelig.model.supplier import Suppliers

WORLD = "tilgaengelig"

#: Whatever selenium raises when a browser has gone, hangs or answers nonsense.
BrowserGone = (WebDriverException, HTTPError, OSError)

_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--no-first-run",
    "--no-pings",
    "--mute-audio",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # Frames of other origins stay in the page's process, where the one CDP session reaches them.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints,MediaRouter",
)

_BINARIES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# How the DevTools say that a frame or its world is no more: the page moved on.
_GONE = ("context", "No frame", "No node", "Frame with the given id", "navigated or closed")

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
    """How browsers are started. Seconds are per page: `load` to the load event, `probe` for all
    probes together, `page` for all of it.
    """

    axe: Path
    locale: Mapping[str, Any]
    suppliers: Suppliers = field(default_factory=Suppliers)
    proxy: str = ""
    user_agent: str = ""
    load_seconds: float = 30.0
    page_seconds: float = 90.0
    probe_seconds: float = 40.0
    storage_state: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Session:
    """A running browser. Not thread-safe: one page at a time. Methods raise one of BrowserGone when it died."""

    def __init__(self, settings: BrowserSettings) -> None:
        self.settings = settings
        self.pages = 0
        self.viewport = DESKTOP
        self.sick = False
        self._cookies: list[dict[str, Any]] = []
        # The browser's profile holds cookies: it goes with the browser, also where we or it were killed.
        self._home = tempfile.mkdtemp(prefix="tilgaengelig-")
        self._leash = _leash(self._home)
        self.pid = self._leash.pid
        try:
            self.driver = _start(settings, self.pid, self._home)
            # Selenium waits 120 s for an answer by default: longer than any page may take here.
            self._patience(settings.page_seconds)
            self.driver.set_page_load_timeout(settings.load_seconds)
            self._prepare()
        except BaseException:
            self._let_go()
            raise

    @property
    def version(self) -> str:
        """The browser's version, for example 156.0.8078.79."""
        return str(self.driver.capabilities["browserVersion"])

    def cdp(self, command: str, **arguments: Any) -> Any:
        """One Chrome DevTools command; its answer. Raises ScriptFailed where the document went away under it."""
        try:
            return self.driver.execute_cdp_cmd(command, arguments)
        except WebDriverException as error:
            if any(sign in (error.msg or "") for sign in _GONE):
                raise ScriptFailed(error.msg) from error
            raise

    def world(self, frame: str) -> int:
        """The isolated world of a frame (by its DevTools id) in which axe and our probe run."""
        made = self.cdp("Page.createIsolatedWorld", frameId=frame, worldName=WORLD)
        return int(made["executionContextId"])

    def evaluate(self, world: int, expression: str, *, wait: bool = True) -> Any:
        """The value of a JavaScript expression in `world`; `wait` awaits a promise.

        Raises ScriptFailed with JavaScript's own words where the expression throws.
        """
        answer = self.cdp(
            "Runtime.evaluate",
            contextId=world,
            expression=expression,
            awaitPromise=wait,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise ScriptFailed(details.get("exception", {}).get("description") or details.get("text", ""))
        return answer["result"].get("value")

    def forget(self, address: str) -> None:
        """Nothing that a page before this stored may show in it, or findings would hang on the order of pages."""
        parts = urlsplit(address)
        self.cdp("Network.clearBrowserCookies")
        self.cdp(
            "Storage.clearDataForOrigin", origin=f"{parts.scheme}://{parts.netloc}", storageTypes=_STORED
        )
        if self._cookies:
            self.cdp("Network.setCookies", cookies=self._cookies)

    def show(self, viewport: Viewport) -> None:
        """Gives the window the size of `viewport`, which then is `self.viewport`."""
        self.viewport = viewport
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=viewport.width,
            height=viewport.height,
            deviceScaleFactor=1,
            mobile=viewport.mobile,
        )

    def kill(self) -> None:
        """Ends the browser and its driver at once, from whichever thread; what was under way raises."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Ends the browser, politely where it still answers."""
        self._patience(5)
        try:
            self.driver.quit()
        except BrowserGone:
            self.kill()
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Ends what may be left of the group, and the leash with it."""
        if self._leash.stdin:
            with contextlib.suppress(OSError):
                self._leash.stdin.write(b"\n")
                self._leash.stdin.flush()
            with contextlib.suppress(OSError):
                self._leash.stdin.close()
        self._leash.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    def _patience(self, seconds: float) -> None:
        """How long an answer of the driver is waited for; the connection is made anew with it."""
        executor = cast(RemoteConnection, self.driver.command_executor)
        executor.client_config.timeout = int(seconds)

    def _prepare(self) -> None:
        settings = self.settings
        self.cdp("Page.enable")
        self.cdp("DOM.enable")
        self.cdp("DOM.setNodeStackTracesEnabled", enable=True)  # for brought.py
        self.cdp("Browser.setDownloadBehavior", behavior="deny")
        engine = settings.axe.read_text(encoding="utf-8")
        ours = "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _SCRIPTS)
        containers = json.dumps(dict(settings.suppliers.containers), ensure_ascii=False)
        locale = json.dumps(settings.locale, ensure_ascii=False)
        # Compiled once by the browser and run at every document's birth: handing 650 kB of axe to each page
        # by script costs about 90 ms a page, this about 15 (docs/decisions/0003).
        self.cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            source=f"{engine}\n;axe.configure({{locale:{locale}}});\n{ours}\n"
            f"Object.assign(tilgaengelig.containers, {containers});",
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
        self._restore_storage(settings.storage_state)
        self.show(DESKTOP)

    def _restore_storage(self, state: Mapping[str, Any]) -> None:
        """Log-in as Playwright's storage state has it: cookies and local storage by origin."""
        self._cookies = [_cookie(cookie) for cookie in state.get("cookies", ())]
        for origin in state.get("origins", ()):
            items = {item["name"]: item["value"] for item in origin.get("localStorage", ())}
            self.cdp(
                "Page.addScriptToEvaluateOnNewDocument",
                source=f"if(location.origin==={json.dumps(origin['origin'])})"
                f"for(const [k,v] of Object.entries({json.dumps(items)}))localStorage.setItem(k,v);",
            )


#: Ours in the isolated world of every frame, in this order.
_SCRIPTS = ("place.js", "probe.js", "outline.js")
_STORED = "local_storage,indexeddb,service_workers,cache_storage,websql,file_systems"
_LEASH = """if read -r _; then kill -KILL 0; fi
setsid /bin/sh -c 'sleep 1; rm -rf "$1"' sweep "$1" &
sleep 0.2
kill -KILL 0"""


class ScriptFailed(Exception):  # noqa: N818 - never leaves this room
    """A script of ours threw in the page."""


def _cookie(cookie: Mapping[str, Any]) -> dict[str, Any]:
    known = ("name", "value", "domain", "path", "httpOnly", "secure", "sameSite")
    made = {name: cookie[name] for name in known if name in cookie}
    if isinstance(cookie.get("expires"), int | float) and cookie["expires"] > 0:
        made["expires"] = cookie["expires"]
    if made.get("sameSite") not in ("Strict", "Lax", "None"):
        made.pop("sameSite", None)
    return made


def _leash(home: str) -> subprocess.Popen[bytes]:
    """The first process of a group that the driver and its browser join, so that they end when we do.

    It waits for a word of ours, or for the end of its input, which comes when we are gone, also by SIGKILL, and
    then ends the group. Where we are gone, one that has left the group clears the profile away after it.
    """
    return subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
        ["/bin/sh", "-c", _LEASH, "leash", home],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,  # Ctrl-C in the terminal is not for it
    )


def installed_version() -> str:
    """The version of the browser on this machine; empty where there is none, or it does not say."""
    binary = _first(*_BINARIES)
    if binary is None:
        return ""
    try:
        said = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip()


def _start(settings: BrowserSettings, group: int, home: str) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    # Found on the machine, else Selenium Manager's business; it is to report to nobody.
    os.environ.setdefault("SE_AVOID_STATS", "true")
    binary = _first(*_BINARIES)
    driver = _first("chromedriver")
    if binary and driver:
        options.binary_location = binary
    for flag in _flags(settings):
        options.add_argument(flag)
    options.set_capability("unhandledPromptBehavior", "dismiss")
    options.add_experimental_option("excludeSwitches", ["disable-popup-blocking", "enable-logging"])
    options.add_experimental_option("prefs", {"download_restrictions": 3})
    service = Service(driver, env={**os.environ, "TMPDIR": home}, popen_kw={"process_group": group})
    try:
        return webdriver.Chrome(options=options, service=service)
    except BrowserGone as error:
        raise SetupLacks(
            "Browseren kunne ikke startes. Kør ”make setup”, eller installér Chromium og chromedriver "
            f"i samme udgave. ({str(error).splitlines()[0]})"
        ) from error


def _flags(settings: BrowserSettings) -> Sequence[str]:
    flags = list(_FLAGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    if settings.proxy:
        # Without the second, Chromium goes around the proxy to loopback.
        flags += [f"--proxy-server={settings.proxy}", "--proxy-bypass-list=<-loopback>"]
    return flags


def _first(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)
