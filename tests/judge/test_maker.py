"""What made a PDF, and the steps that are for that program."""

import pytest
from judge_things import rulebook

from tilgaengelig.model.maker import origin, program_of, steps_for

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
        ("WeasyPrint 70.0", "system"),
        ("DBLaTeX-0.3.12; xdvipdfmx (20211117)", "system"),
        ("pdfTeX-1.40.24", "system"),
        ("Microsoft Word; iText 7.2", "Word"),
        ("Textmaker", ""),
        ("", ""),
    ],
)
def test_program_is_told_from_what_the_file_says(producer: str, program: str) -> None:
    assert program_of(producer) == program


def test_steps_of_other_programs_are_left_out_where_the_program_is_known() -> None:
    assert steps_for(STEPS, "Adobe InDesign 20.1") == [STEPS[0], *STEPS[2:]]
    assert steps_for(STEPS, "Microsoft Word") == [*STEPS[:3], STEPS[4]]


@pytest.mark.parametrize("producer", ["", "Canon iR-ADV"])
def test_all_steps_are_told_where_no_step_is_for_the_program(producer: str) -> None:
    assert steps_for(STEPS, producer) == STEPS


def test_nobody_is_sent_to_word_with_what_a_system_made() -> None:
    assert steps_for(STEPS, "TCPDF 6.4") == [STEPS[0], STEPS[-1]]
    assert "den, der står for programmet" in origin("TCPDF 6.4")


def test_of_a_scan_the_document_before_it_is_asked_for_and_of_others_nothing_is_said() -> None:
    assert "der blev skannet" in origin("Canon iR-ADV")
    assert origin("Microsoft Word") == origin("") == ""


def test_whoever_uses_libreoffice_is_told_what_to_do_wherever_users_of_word_are() -> None:
    silent = [
        rule.id
        for rule in rulebook().rules.values()
        if rule.topic == "pdf"
        and steps_for(rule.steps, "Microsoft Word") != steps_for(rule.steps, "TCPDF")
        and steps_for(rule.steps, "LibreOffice 24.2") == steps_for(rule.steps, "TCPDF")
    ]
    assert silent == []
