"""Where a browser runs: as a child of ours on this machine, or at a Selenium Grid or another remote driver."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.remote_connection import ChromeRemoteConnection
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.webdriver import WebDriver
from urllib3.exceptions import HTTPError

from tilgaengelig.model.errors import SetupLacks

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
    # Browsers with windows call it one way, those without the other, and each passes over what it does not know.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # It would ask its maker for the time, for accounts, and for newer parts of itself, whatever is switched off above:
    # so it is told a place for these where there is nothing. It keeps pages of that host apart from all others, so it
    # must be one that nobody's pages are on.
    "--gaia-url=http://127.255.255.254:9",
    "--component-updater=url-source=http://127.255.255.254:9/",
    # A page's script, and axe in it, is over before it pays to optimize it: what V8 compiles beside it, on each page
    # anew, is a sixth of all work. So its middle compiler, which compiles two hundred pieces a page, is left out, and
    # the last begins at ten times the runs that it waits for by itself: long pages do need that one.
    "--js-flags=--no-maglev --invocation-count-for-turbofan=30000 --invocation-count-for-osr=5000",
    # Frames of other origins stay in the page's process, where the one CDP session reaches them.
    "--disable-site-isolation-trials",
    # RenderDocument makes a frame anew for each document, and hands it all our scripts again: a third of what loading
    # takes. The last two are pages of suggestions for an address that nobody types: half of what a start costs.
    "--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints,MediaRouter,"
    "NetworkTimeServiceQuerying,RenderDocument,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
)

#: The first is Chromium without windows, menus and accounts: the same engine for a third less of the processor, and
#: Debian keeps it at the version of its chromedriver.
_BINARIES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

#: Seconds that a Grid may take to find a free browser for us.
_GRID_SECONDS = 120
#: How far browsers stand back for others who want the processor (nice); further where we do so ourselves, since only
#: root may step forward.
_NICENESS = 10
#: prctl's word for a right that nothing started from here may have again, and the right to more of the processor.
_PR_CAPBSET_DROP, _CAP_SYS_NICE = 24, 23
_LEASH = """if read -r _; then kill -KILL 0; fi
setsid /bin/sh -c 'sleep 1; rm -rf "$1"' sweep "$1" &
sleep 0.2
kill -KILL 0"""


class LocalBrowser:
    """A driver and its browser in one process group, with a profile of their own."""

    def __init__(self) -> None:
        # The browser's profile holds cookies: it goes with the browser, also where we or it were killed.
        self._home = tempfile.mkdtemp(prefix="tilgaengelig-")
        self._leash = _leash(self._home)
        self.pid = self._leash.pid

    def start(self, proxy: str) -> WebDriver:
        """A running browser behind the proxy. Raises SetupLacks."""
        # Found on the machine, else Selenium Manager's business; it is to report to nobody.
        os.environ.setdefault("SE_AVOID_STATS", "true")
        options = _options(proxy)
        binary, driver = installed(), _first("chromedriver")
        if binary and driver:
            options.binary_location = binary
        service = Service(
            driver, env={**os.environ, "TMPDIR": self._home}, popen_kw={"process_group": self.pid}
        )
        _stay_meek()
        try:
            running = webdriver.Chrome(options=options, service=service)
        except BrowserGone as error:
            raise SetupLacks(
                "Browseren kunne ikke startes. Kør ”make setup”, eller installér Chromium og chromedriver "
                f"i samme udgave. ({_reason(error)})"
            ) from error
        # Audits can wait, and those cannot who ask the same machine for a page or the score of a letter.
        os.setpriority(os.PRIO_PGRP, self.pid, max(_NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
        return running

    def kill(self) -> None:
        """Ends the browser and its driver at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def let_go(self) -> None:
        """Ends what may be left of the group, and the leash with it."""
        if self._leash.stdin:
            with contextlib.suppress(OSError):
                self._leash.stdin.write(b"\n")
                self._leash.stdin.flush()
            with contextlib.suppress(OSError):
                self._leash.stdin.close()
        self._leash.wait()
        shutil.rmtree(self._home, ignore_errors=True)


class RemoteBrowser:
    """A browser at a Grid or another remote driver, which clears away after it."""

    pid = 0

    def __init__(self, address: str) -> None:
        self._address = address
        self._driver: WebDriver | None = None

    def start(self, proxy: str) -> WebDriver:
        """A session of a browser that goes through our proxy. Raises SetupLacks."""
        config = ClientConfig(remote_server_addr=self._address, timeout=_GRID_SECONDS)
        connection = ChromeRemoteConnection(self._address, client_config=config)
        try:
            self._driver = webdriver.Remote(command_executor=connection, options=_options(proxy))
        except BrowserGone as error:
            raise SetupLacks(
                f"Der kunne ikke startes en browser på {self._address}. Se efter, om den server kører, og om den har "
                f"Chromium. ({_reason(error)})"
            ) from error
        return self._driver

    def kill(self) -> None:
        """Asks the server, by another connection, to end the session; a server that is gone has ended it."""
        if self._driver is not None:
            with contextlib.suppress(*BrowserGone):
                self._driver.execute("quit")

    def let_go(self) -> None:
        """The session must not hold its place at the server; one that has ended is not missed."""
        self.kill()


def seen_from(address: str) -> str:
    """This machine's own address on the way to a remote driver; loopback where there is none, as for one here.

    Raises SetupLacks where there is no way.
    """
    if not address:
        return "127.0.0.1"
    parts = urlsplit(address)
    try:
        # Nothing is sent: the system only chooses the way.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect((parts.hostname, parts.port or 4444))
            return str(probe.getsockname()[0])
    except (OSError, ValueError) as error:
        raise SetupLacks(
            f"Serveren med browsere på {address} kan ikke findes. Se efter, om adressen er rigtig."
        ) from error


def version_at(address: str) -> str:
    """The version of the browsers at a remote driver or Grid, which one of them says; empty where none can be had.

    What a Grid itself tells of its nodes is what one may ask them for, such as `stable`.
    """
    browser = RemoteBrowser(address)
    try:
        return str(browser.start("").capabilities["browserVersion"])
    except SetupLacks:
        return ""
    finally:
        browser.let_go()


def server_says(address: str) -> str:
    """In Danish, whether a remote driver or Grid is ready. Raises SetupLacks where nobody answers."""
    try:
        answer = httpx.get(f"{address.rstrip('/')}/status", timeout=10)
        ready = bool(answer.raise_for_status().json()["value"]["ready"])
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        raise SetupLacks(
            f"Der er ingen server med browsere på {address}. Se efter, om den kører. ({type(error).__name__})"
        ) from error
    return "klar" if ready else "ikke klar endnu"


def _reason(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


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


def _stay_meek() -> None:
    """What this thread starts from now on may not lift itself again: as root, Chromium does so with each page.

    Whoever is not root has no such right to lose, and is refused.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_SYS_NICE, 0, 0, 0)


def installed() -> str | None:
    """The browser of this machine that is started here; None where Selenium is to find one."""
    return _first(*_BINARIES)


def installed_version() -> str:
    """The version of the browser on this machine; empty where there is none, or it does not say."""
    binary = installed()
    if binary is None:
        return ""
    try:
        said = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip()


def _options(proxy: str) -> webdriver.ChromeOptions:
    options = webdriver.ChromeOptions()
    for flag in _flags(proxy):
        options.add_argument(flag)
    options.set_capability("unhandledPromptBehavior", "dismiss")
    options.add_experimental_option("excludeSwitches", ["disable-popup-blocking", "enable-logging"])
    options.add_experimental_option("prefs", {"download_restrictions": 3})
    return options


def _flags(proxy: str) -> Sequence[str]:
    flags = list(_FLAGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    if proxy:
        # Without the second, Chromium goes around the proxy to loopback.
        flags += [f"--proxy-server={proxy}", "--proxy-bypass-list=<-loopback>"]
    return flags


def _first(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)
