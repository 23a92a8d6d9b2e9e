"""Merge fields in a draft disturb neither words nor sentences, and move no place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.danish.fields import without_fields
from tilgaengelig.danish.prose import Prose

FIELDS = [
    "«Fornavn»", "{{navn}}", "{{ modtager.efternavn }}", "{ MERGEFIELD Fornavn \\* MERGEFORMAT }", "[indsæt dato]",
    "[dato]", "[navn på borger]", "[borgerens navn]", "[Skriv begrundelsen her, fx hvad I har lagt vægt på]",
    "${beloeb}", "<<Sagsnr>>", "##NAVN##", "[...]", "[XXX]",
]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_one_short_word(field: str) -> None:
    text = f"Kære {field}. Du får {field} kr. senest den {field}. {field} skal komme."
    plain = without_fields(text)
    prose = Prose.of(plain)
    assert prose.words == [
        *("Kære", "Felt", "Du", "får", "Felt", "kr", "senest", "den", "Felt", "Felt", "skal", "komme"),
    ]
    assert [text[slice(*prose.received(each.start, each.end))] for each in prose.sentences] == [
        f"Kære {field}.", f"Du får {field} kr. senest den {field}.", f"{field} skal komme.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "«Vi er glade for svaret», skrev hun.",
        "Se [1] og [vejledningen om tilskud].",
        "a < b, {c} # 5 % $",
        "[](x)",
    ],
)
def test_what_is_no_field_is_left_alone(text: str) -> None:
    assert without_fields(text) == text


@given(st.text(alphabet="«»{}[]<>#%$ abæ\n.", max_size=80))
def test_no_place_moves(text: str) -> None:
    plain = without_fields(text)
    assert len(plain) == len(text)
    assert plain == text or "Felt" in plain


@given(
    st.lists(
        st.sampled_from(["[x]", "[_]", "[xx]", "{{a}}", "«ab»", "[navn]", " ", "Vi sender svar snarest."])
    )
)
def test_no_place_moves_whatever_the_fields(pieces: list[str]) -> None:
    text = "".join(pieces)
    without = without_fields(text)
    assert len(without) == len(text)
    assert [at for at in range(len(text)) if text.startswith("snarest", at)] == [
        at for at in range(len(without)) if without.startswith("snarest", at)
    ]
