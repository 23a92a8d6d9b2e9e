"""Words read in pictures: what Tesseract says of them in its table."""

from __future__ import annotations

import pytest

from tilgaengelig.gather.browser.reading import words_of

_HEAD = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext"


def _row(confidence: str, word: str) -> str:
    return "\t".join(["5", "1", "1", "1", "1", "1", "0", "0", "10", "10", confidence, word])


def test_only_words_that_tesseract_is_sure_of_are_read() -> None:
    rows = [_HEAD, _row("96.5", "Husk"), _row("-1", ""), _row("31", "fr1st"), _row("90", "fristen")]
    assert words_of("\n".join(rows)) == "Husk fristen"


@pytest.mark.parametrize("table", ["", "nonsense", _HEAD, "a\tb\nc"])
def test_a_table_without_words_reads_as_nothing(table: str) -> None:
    assert words_of(table) == ""
