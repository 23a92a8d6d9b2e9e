"""The examples for build servers: each is what its server takes, and says what the program understands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tilgaengelig.cli.app import app
from tilgaengelig.report.formats import FORMATS

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
EXAMPLES = {
    "github.yml": ["vendor.github-workflows"],
    "gitlab.yml": ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
}
_SCAN = re.compile(r"tilgaengelig scan ((?:.+\n)(?:\s+--.+\n)*)")


def example(name: str) -> Path:
    return ROOT / "docs" / "builds" / name


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_fits_the_schema_of_its_server(name: str) -> None:
    done = subprocess.run(
        [BIN / "check-jsonschema", "--builtin-schema", *EXAMPLES[name], example(name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_asks_for_what_there_is_and_shows_what_is_written(name: str) -> None:
    text = example(name).read_text(encoding="utf-8")
    (said,) = _SCAN.findall(text)
    context = typer.main.get_command(app).make_context("tilgaengelig", ["scan", *said.split()])
    command = context.command.get_command(context, "scan")  # type: ignore[attr-defined]
    asked = command.make_context("scan", said.split()).params
    assert asked["url"] == "http://127.0.0.1:8080/"
    written = {f"{asked['output']}/{FORMATS[each].file_name}" for each in ("html", *asked["format_"])}
    shown = set(re.findall(r"rapport/rapport\.[\w.]+", text))
    assert shown
    assert shown <= written
