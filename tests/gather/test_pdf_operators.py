"""Content streams are read alike by the one expression for plain ones and by pikepdf's parser."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as some
from properties import patient

from tilgaengelig.gather.pdf.operators import (
    IMAGE,
    MARK,
    PAINT,
    SHOW,
    instructions,
    shows_letters,
    strings_in,
)

#: An operator that nobody knows: from here on pikepdf's parser reads.
UNKNOWN = b"ukendt "
PIECES = [
    b"BT /F1 12 Tf (Hej) Tj ET",
    b"/F#31 1 Tf [(a) -250 <4142> (\\(\\251\\n\\\n)]TJ",
    b"(en (to) tre)'",
    b'1 2 (ord) "',
    b"() Tj [] TJ [-3()<>] TJ",
    b"/P <</MCID 0>> BDC",
    b"/Span<</ActualText<FEFF0020>/Lang(da-DK)>>BDC",
    b"/Table#20Heading <</MCID 17 /E (\\)) >>BDC",
    b"/Artifact BMC",
    b"/OC /Lag BDC",
    b"EMC",
    b"/Mrk /Navn DP /Mrk MP",
    b"q 1 0 0 -1 0 0 cm 0.5 .5 -1 rg 3 Tr",
    b"Q",
    b"0 0 m 1 1 l h f* 0 0 9 9 re W n",
    b"0 0 9 9 re\nf S s F B B* b b*",
    b"/Sh1 sh [3 2] 0 d /Cs1 cs .1 /P1 scn 1 0 0 SCN",
    b"/Im1 Do /GS0 gs",
    b"BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI",
    b"% en kommentar (\n",
]


def told(stream: bytes) -> list[tuple[str, Any]]:
    with pikepdf.new() as pdf:
        found = list(instructions(pdf, pikepdf.Stream(pdf, stream)))
        return [(kind, _plain(kind, on)) for kind, on in found]


def _plain(kind: str, on: Any) -> Any:
    if kind == SHOW:
        return shows_letters(on), set(strings_in([on]))
    if kind != MARK or not isinstance(on[1], pikepdf.Dictionary | dict):
        return on
    return on[0], {key: str(on[1].get(key)) for key in on[1].keys()}  # noqa: SIM118 - no plain dict


@patient
@given(some.lists(some.sampled_from(PIECES), max_size=8), some.sampled_from([b"\n", b" ", b"\r\n"]))
def test_both_ways_of_reading_a_stream_tell_the_same(pieces: list[bytes], between: bytes) -> None:
    stream = between.join(pieces)
    assert told(stream) == told(UNKNOWN + stream)


@patient
@given(some.binary(max_size=60))
def test_both_ways_tell_the_same_of_strings_of_any_bytes(text: bytes) -> None:
    stream = pikepdf.String(text).unparse() + b" Tj"
    assert told(stream) == told(UNKNOWN + stream) == [(SHOW, (bool(text), {text} - {b""}))]


def test_what_shows_nothing_is_passed_over_and_the_rest_told_in_order() -> None:
    stream = b"q 1 0 0 1 72 700 cm BT /F1 12 Tf 3 Tr <48> Tj ET Q 0 0 9 9 re f /Im1 Do"
    assert told(stream) == [
        ("q", None),
        ("Tf", "/F1"),
        ("Tr", 3),
        (SHOW, (True, {b"H"})),
        ("Q", None),
        (PAINT, None),
        ("Do", "/Im1"),
    ]


def test_what_stands_before_and_after_an_inline_image_is_read() -> None:
    stream = b"(a) Tj BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI (b) Tj"
    assert told(stream) == [(SHOW, (True, {b"a"})), (IMAGE, None), (SHOW, (True, {b"b"}))]


@pytest.mark.filterwarnings("ignore:Unexpected end of stream")
@pytest.mark.parametrize("stream", [b"(" * 50_000, b"[" + b"(a)" * 50_000, b"<<" * 50_000, b"/" * 100_000])
def test_stream_that_never_ends_what_it_begins_is_read_in_one_go(stream: bytes) -> None:
    assert all(kind != SHOW for kind, _ in told(stream))
