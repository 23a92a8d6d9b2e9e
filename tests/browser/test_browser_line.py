"""The line to the browser's DevTools: what it hands on, and that nobody waits at one that has ended."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from browser_house import settings
from selenium.common.exceptions import WebDriverException

from tilgaengelig.gather.browser import line
from tilgaengelig.gather.browser.session import Session


@pytest.fixture
def session() -> Iterator[Session]:
    """A browser of its own, which may be lost."""
    opened = Session(settings(page_seconds=5))
    try:
        yield opened
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ("ab\ud83d", "ab\ufffd"),
        ("\ude00\ud83d\ude00\ud83d", "\ufffd\U0001f600\ufffd"),
        ("\\ud83d", "\\ud83d"),
        ("\\\ud83d", "\\\ufffd"),
        ("\\ud83d\ude00", "\\ud83d\ufffd"),
        ("\ud7ff rødgrød \U0001f600", "\ud7ff rødgrød \U0001f600"),
    ],
)
def test_half_a_letter_is_told_as_one_that_cannot_be_read(session: Session, told: str, heard: str) -> None:
    assert session.here(json.dumps(told)) == heard


def test_a_message_larger_than_any_that_is_needed_ends_the_line(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "_MOST", 10_000)
    with pytest.raises(WebDriverException, match="a message of"):
        session.here("'x'.repeat(20000)")
    with pytest.raises(WebDriverException, match="a message of"):
        session.here("1")


def test_a_picture_of_noise_as_large_as_any_that_is_taken_is_heard(session: Session) -> None:
    session.here(
        "(() => { const sheet = Object.assign(document.createElement('canvas'), {width: 1280, height: 8000});"
        "const drawn = sheet.getContext('2d'), noise = drawn.createImageData(1280, 8000);"
        "for (let at = 0; at < noise.data.length; at += 1) noise.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;"
        "drawn.putImageData(noise, 0, 0); sheet.style = 'position: absolute; left: 0; top: 0';"
        "document.documentElement.append(sheet) })()"
    )
    whole = {"x": 0, "y": 0, "width": 1280, "height": 8000, "scale": 1}
    shot = session.cdp(
        "Page.captureScreenshot", seconds=60, format="png", clip=whole, captureBeyondViewport=True
    )
    assert len(shot["data"]) > 30_000_000


def test_who_waits_at_a_line_that_breaks_down_is_told_so_at_once(session: Session) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("frame")

    assert session._own is not None
    session._own.on("Page.frameNavigated", stumble)
    session.cdp("Page.navigate", url="data:,x")
    with pytest.raises(WebDriverException, match="KeyError"):
        session.here("new Promise(() => {})")
