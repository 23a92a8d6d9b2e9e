"""The container set-up, as far as it can be told without an engine: each word in it means something."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from tilgaengelig.cli.app import app
from tilgaengelig.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
COMPOSE = ROOT / "docker-compose.yml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}


def test_the_compose_file_fits_the_compose_schema() -> None:
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_there(name: str) -> None:
    whole = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    service = SERVICES[name]
    volumes = {each.partition(":")[0] for each in service.get("volumes", ())}
    assert set(service.get("depends_on", ())) <= set(SERVICES)
    assert set(service.get("networks", ())) <= set(whole["networks"])
    assert set(service.get("secrets", ())) <= set(whole["secrets"])
    assert volumes <= set(whole["volumes"])


def test_no_two_services_wait_for_each_other() -> None:
    waiting = {name: set(service.get("depends_on", ())) for name, service in SERVICES.items()}
    while waiting:
        free = {name for name, others in waiting.items() if not others}
        assert free, f"these wait for each other: {waiting}"
        waiting = {name: others - free for name, others in waiting.items() if name not in free}


def test_there_is_a_node_for_each_browser_that_may_be_at_work() -> None:
    def usual(name: str) -> int:
        return int(re.findall(r":-(\d+)\}", str(SERVICES[name]["scale"]))[0])

    browsers = usual("worker") * int(SERVICES["worker"]["environment"]["TILGAENGELIG_BROWSERS"])
    assert SERVICES["chromium"]["environment"]["SE_NODE_MAX_SESSIONS"] == "1"
    assert usual("chromium") == browsers + 1  # the api's


@pytest.mark.parametrize("name", ["api", "worker"])
def test_who_opens_pages_reaches_the_grid_and_the_web(name: str) -> None:
    assert {"browsers", "out"} <= set(SERVICES[name]["networks"])
    assert "selenium-hub" in SERVICES[name]["environment"]["TILGAENGELIG_WEBDRIVER"]


@pytest.mark.parametrize("name", OURS)
def test_what_a_service_of_ours_is_told_are_settings_that_there_are(name: str) -> None:
    told = {each for each in OURS[name]["environment"] if each.startswith(PREFIX)}
    assert {each.removeprefix(PREFIX).lower() for each in told} <= {*Settings.model_fields, "secrets"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_limits_and_tells_how_it_is(name: str) -> None:
    service = SERVICES[name]
    assert "mem_limit" in service
    assert "cpus" in service
    assert "healthcheck" in service or name == "migrate"  # a step ends by itself


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_runs_a_command_that_there_is(name: str) -> None:
    command = [word for word in OURS[name]["command"] if not word.startswith("$")]
    flags = [word for word in command if word.startswith("--")]
    words = command[: command.index(flags[0])] if flags else command
    done = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "160"})
    assert done.exit_code == 0, done.output
    assert [flag for flag in flags if flag not in done.output] == []


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_ours_can_change_nothing_and_has_no_rights(name: str) -> None:
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "user" not in service
    assert re.search(r"^USER 10001$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)


def test_browsers_have_no_way_out_but_through_a_worker() -> None:
    whole = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert SERVICES["chromium"]["networks"] == ["browsers"]
    assert whole["networks"]["browsers"] == {"internal": True}


def test_no_secret_stands_in_the_compose_file() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    assert not re.search(r"postgresql://|PASSWORD: ", text)


@pytest.mark.skipif(
    not (BIN / "hadolint").exists(), reason="hadolint is made for Linux on x86_64 only; CI has it"
)
def test_the_dockerfile_has_no_lint() -> None:
    done = subprocess.run(
        [BIN / "hadolint", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_image_is_given_all_that_the_build_asks_for() -> None:
    given = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    licences = re.search(r"license-files = \[(.*?)\]", project)
    assert licences
    asked = {"rules", "reports", "sample", "src", "lock", "hatch_build.py", "pyproject.toml", "vendor.toml"}
    asked |= {name for name in re.findall(r'"([^"]+)"', licences[1]) if "/" not in name}
    assert asked <= given
    assert all((ROOT / name).exists() for name in given)
