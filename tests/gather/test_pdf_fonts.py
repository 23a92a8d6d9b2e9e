"""Fonts of PDFs: what is read of their programs and maps by ourselves is what fontTools and the long way read."""

from __future__ import annotations

import io
import struct

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph
from hypothesis import given, settings
from hypothesis import strategies as st

from tilgaengelig.gather.pdf import cmaps, sfnt

_GLYPHS = [".notdef", *(f"g{at}" for at in range(1, 40))]
_LETTERS = st.dictionaries(st.integers(0, 255), st.sampled_from(_GLYPHS[1:]), min_size=1, max_size=60)


def _program(letters: dict[int, str], kind: int = 4) -> bytes:
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(_GLYPHS)
    builder.setupCharacterMap({})
    builder.setupGlyf({name: Glyph() for name in _GLYPHS})
    builder.setupHorizontalMetrics({name: (10 * at, 0) for at, name in enumerate(_GLYPHS)})
    builder.setupHorizontalHeader()
    builder.setupPost()
    table = CmapSubtable.newSubtable(kind)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 1, 0, letters
    builder.font["cmap"].tables = [table]
    target = io.BytesIO()
    builder.font.save(target)
    return target.getvalue()


@settings(max_examples=30)
@given(letters=_LETTERS, kind=st.sampled_from([0, 4, 6, 12]))
def test_a_letters_glyph_is_the_one_that_fonttools_finds(letters: dict[int, str], kind: int) -> None:
    body = _program(letters, kind)
    theirs = TTFont(io.BytesIO(body))["cmap"].tables[0].cmap
    ours = sfnt.truetype(body).tables[3, 1]
    assert [ours(code) for code in range(-1, 300)] == [
        _GLYPHS.index(theirs[code]) if code in theirs else None for code in range(-1, 300)
    ]


def test_a_programs_glyphs_have_their_names_and_widths() -> None:
    program = sfnt.truetype(_program({65: "g7"}))
    assert program.count == len(_GLYPHS)
    assert program.names["g7"] == 7
    assert [program.width(glyph) for glyph in (0, 7, 39, 40)] == [0, 70, 390, None]


def test_a_program_that_is_cut_short_is_broken_unless_nothing_is_lost_that_is_asked_for() -> None:
    body = _program({65: "g7", 300: "g8"})
    read = 0
    for cut in range(len(body) + 1):
        try:
            assert sfnt.truetype(body[:cut]).tables[3, 1](65) == 7
            read += 1
        except (ValueError, KeyError, struct.error):
            continue
    assert 0 < read < len(body) // 2


@settings(max_examples=30)
@given(
    entries=st.lists(
        st.tuples(st.binary(min_size=1, max_size=4), st.binary(min_size=1, max_size=6)), max_size=8
    ),
    ranges=st.lists(
        st.tuples(st.integers(0, 0xFFFF), st.integers(0, 40), st.binary(min_size=1, max_size=4)), max_size=8
    ),
)
def test_a_map_that_is_read_at_once_says_the_same_as_one_read_word_by_word(
    entries: list[tuple[bytes, bytes]], ranges: list[tuple[int, int, bytes]]
) -> None:
    def written(blank: str) -> bytes:
        def digits(value: bytes) -> str:
            return f"<{blank}{value.hex()}>"

        chars = "\n".join(digits(code) + " " + digits(value) for code, value in entries)
        runs = "\n".join(
            digits(low.to_bytes(2)) + digits(min(low + more, 0xFFFF).to_bytes(2)) + digits(value)
            for low, more, value in ranges
        )
        return f"1 beginbfchar\n{chars}\nendbfchar\n1 beginbfrange\n{runs}\nendbfrange".encode()

    assert cmaps.parsed(written("")).texts == cmaps.parsed(written(" ")).texts
