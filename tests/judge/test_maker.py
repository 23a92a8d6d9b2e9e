"""What made a PDF, and the steps that are for that program."""

import pytest

from tilgaengelig.model.maker import program_of, steps_for

STEPS = [
    "Overvej først: Kan teksten være en webside?",
    "Word: Brug stilene.",
    "Word og InDesign: Gem som PDF.",
    "InDesign: Knyt formater til koder.",
    "Acrobat: Sæt koder på.",
]


@pytest.mark.parametrize(
    ("producer", "program"),
    [
        ("Microsoft® Word til Microsoft 365", "Word"),
        ("Acrobat PDFMaker 22 til Word; Adobe PDF Library", "Word"),
        ("Adobe InDesign 20.1 (Windows); Adobe PDF Library 17.0", "InDesign"),
        ("Writer; LibreOffice 24.2", "LibreOffice"),
        ("Canon iR-ADV C5535", "skanner"),
        ("WordPress PDF", ""),
        ("", ""),
    ],
)
def test_program_is_told_from_what_the_file_says(producer: str, program: str) -> None:
    assert program_of(producer) == program


def test_steps_of_other_programs_are_left_out_where_the_program_is_known() -> None:
    assert steps_for(STEPS, "Adobe InDesign 20.1") == [STEPS[0], *STEPS[2:]]
    assert steps_for(STEPS, "Microsoft Word") == [*STEPS[:3], STEPS[4]]


@pytest.mark.parametrize("producer", ["", "Canon iR-ADV", "TCPDF"])
def test_all_steps_are_told_where_no_step_is_for_the_program(producer: str) -> None:
    assert steps_for(STEPS, producer) == STEPS
