"""What the commands that run for long tell of themselves."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from tilgaengelig import logs


def test_a_line_of_json_bears_what_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(as_json=True)

    async def visit(number: int) -> None:
        with logs.about(visit=number):
            await asyncio.sleep(0)
            logging.getLogger("tilgaengelig.work").info("side %s læst", number)

    async def audit() -> None:
        with logs.about(audit="a1"):
            await asyncio.gather(visit(1), visit(2))

    asyncio.run(audit())
    logging.getLogger("tilgaengelig.work").info("færdig")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = [(line["event"], line.get("audit"), line.get("visit"), line["level"]) for line in lines]
    assert told == [
        ("side 1 læst", "a1", 1, "info"),
        ("side 2 læst", "a1", 2, "info"),
        ("færdig", None, None, "info"),
    ]
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_an_exception_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(as_json=True)
    try:
        int("x")
    except ValueError:
        logging.getLogger("tilgaengelig").exception("gik i stykker")
    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert "ValueError: invalid literal" in line["exception"]


@pytest.mark.parametrize("as_json", [True, False])
def test_what_broke_is_told_without_what_was_in_hand(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    logs.set_up(as_json=as_json)

    def score(letter: str) -> int:
        return int(letter[:0])

    try:
        score("MÆRKEORD" * 2)
    except ValueError:
        logging.getLogger("tilgaengelig").exception("gik i stykker")
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "MÆRKEORDMÆRKEORD" not in told


def test_text_is_for_eyes_and_the_libraries_beneath_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(as_json=False)
    logging.getLogger("httpx").info("GET http://hemmelig.example/")
    with logs.about(audit="a1"):
        logging.getLogger("tilgaengelig").warning("uden browser")
    (line,) = capsys.readouterr().err.splitlines()
    assert "uden browser" in line
    assert "audit=a1" in line
