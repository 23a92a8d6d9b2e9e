"""The contrast of text read off pixels, on pictures of our own making."""

from __future__ import annotations

import numpy as np
import pytest

from tilgaengelig.gather.browser.pixels import Shot, contrast

_BOX = [0, 0, 10, 20]
_SIDE_BY_SIDE = [_BOX, [10, 0, 10, 20]]


def _painted(*columns: tuple[int, int, int], ink: tuple[int, int, int]) -> Shot:
    """Letters of 10 by 20 pixels beside one another, each on its own ground, with a stroke of ink in the midst."""
    shot = np.zeros((20, 10 * len(columns), 3), dtype=np.uint8)
    for at, ground in enumerate(columns):
        shot[:, 10 * at : 10 * at + 10] = ground
        shot[5:15, 10 * at + 4 : 10 * at + 6] = ink
        shot[5:15, 10 * at + 3] = (np.array(ground) + np.array(ink)) / 2  # its soft edge
    return shot


def _of(
    shot: Shot, ink: tuple[int, int, int], boxes: list[list[int]], alpha: float = 1.0
) -> tuple[float, float]:
    text = {"colour": [*ink, alpha], "boxes": boxes, "letters": len(boxes), "large": False, "sign": False}
    found = contrast(shot, text, (0, 0))
    assert found is not None
    return found.best, found.least


def test_black_on_white_is_21_to_1_and_the_soft_edge_of_the_letter_is_no_background() -> None:
    best, least = _of(_painted((255, 255, 255), ink=(0, 0, 0)), (0, 0, 0), [_BOX])
    assert best == pytest.approx(21)
    assert least == pytest.approx(21)


def test_the_poorest_letter_counts() -> None:
    best, _ = _of(_painted((255, 255, 255), (60, 60, 60), ink=(0, 0, 0)), (0, 0, 0), _SIDE_BY_SIDE)
    assert best < 2


def test_one_letter_alone_is_never_surely_too_pale_since_it_may_be_a_sign() -> None:
    best, least = _of(_painted((60, 60, 60), ink=(0, 0, 0)), (0, 0, 0), [_BOX])
    assert best == 21
    assert least < 2


def test_a_shadow_round_the_letter_helps_it() -> None:
    shot = _painted((60, 60, 60), ink=(0, 0, 0))
    shot[3:5, 2:8] = 255
    best, least = _of(shot, (0, 0, 0), [_BOX])
    assert best == pytest.approx(21)
    assert least < 2


def test_half_seen_text_is_mixed_with_what_is_behind_it() -> None:
    best, _ = _of(
        _painted((255, 255, 255), (255, 255, 255), ink=(178, 178, 178)), (0, 0, 0), _SIDE_BY_SIDE, alpha=0.3
    )
    assert best == pytest.approx(2.1, abs=0.1)


def test_letters_off_the_picture_tell_nothing() -> None:
    text = {
        "colour": [0, 0, 0, 1],
        "boxes": [[500, 500, 10, 10]],
        "letters": 1,
        "large": False,
        "sign": False,
    }
    assert contrast(_painted((255, 255, 255), ink=(0, 0, 0)), text, (0, 0)) is None
