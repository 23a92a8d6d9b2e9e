"""Accessibility statements as the WAS tool lays them out, as they are written by hand, and as nobody would."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tilgaengelig.danish.statement import Line, is_statement, read_statement
from tilgaengelig.model.statement import Statement, Status

WAS = """# Tilgængelighedserklæring for Ministeriet for Mad
Ministeriet for Mad forpligter sig til at gøre webstedet https://www.mad.example tilgængeligt, jf. ”Lov om \
tilgængelighed af offentlige organers websteder og mobilapplikationer”.
# Overholdelsesstatus
Det offentlige organ oplyser at:
Webstedet overholder standarden delvist (overholder de fleste krav)
# Vurderingsmetode
Det offentlige organ angiver metoden som: Vurdering er foretaget af ekstern part
# Uforholdsmæssig stor byrde
Ingen angivet
# Henvendelser
Telefon
33 92 93 00
E-mail: web@mad.example
# Håndhævelsesprocedure
Digitaliseringsstyrelsen fører tilsyn.
Erklæringen er offentliggjort d. 03-02-2025
Sidst opdateret: 14. januar 2026"""
BY_HAND = """# Tilgængelighedserklæring
Vi forpligter os til at gøre vores hjemmeside tilgængelig for alle.
# Hvor tilgængelig er hjemmesiden?
Hjemmesiden er fuldt ud i overensstemmelse med kravene.
# Sådan har vi gjort
Siderne er gennemgået af et firma.
# Kontakt
Ring på tlf. 3392 9300, eller brug vores kontaktformular.
Klag til Digitaliseringsstyrelsen. Udarbejdet i marts 2026."""


def lines(text: str) -> list[Line]:
    return [(line.startswith("# "), line.removeprefix("# ")) for line in text.split("\n")]


def test_a_statement_of_the_was_tool_is_read() -> None:
    assert read_statement(lines(WAS)) == Statement(
        True,
        Status.PARTIAL,
        True,
        True,
        True,
        True,
        -1,
        dt.date(2026, 1, 14),
        ("www.mad.example",),
        0,
        (),
        True,
    )


def test_a_statement_written_by_hand_is_read() -> None:
    assert read_statement(lines(BY_HAND)) == Statement(
        True, Status.FULL, True, True, True, True, -1, dt.date(2026, 3, 31), contact=True
    )


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Webstedet overholder standarden fuldt ud", Status.FULL),
        ("Webstedet overholder delvist standarden", Status.PARTIAL),
        ("Webstedet er delvist i overensstemmelse med loven.", Status.PARTIAL),
        ("Webstedet overholder ikke standarden (overholder ikke de fleste krav)", Status.NOT),
        ("Vi arbejder på sagen. Nogle filer overholder ikke kravene.", Status.MISSING),
        ("Webstedet overholder standarden fuldt ud\nWebstedet overholder standarden delvist", Status.UNCLEAR),
    ],
)
def test_the_status_is_one_of_three_or_told_as_unclear(said: str, status: Status) -> None:
    assert read_statement(lines(said)).status is status


AS_THE_TOOL_SHOWS_IT = """# Tilgængelighedserklæring
Ministeriet for Mad forpligter sig til at gøre webstedet https://mad.example/ tilgængeligt, jf. loven.
# Overholdelsesstatus
Som offentligt organ skal man sige, hvor godt webstedet følger standarden. Man kan svare:
Webstedet overholder standarden fuldt ud
Webstedet overholder standarden delvist (overholder de fleste krav)
Webstedet overholder ikke standarden (overholder ikke de fleste krav)
Det offentlige organ oplyser at: Webstedet overholder {status}.
Det offentlige organ skal også sige, hvordan webstedet er vurderet:
Det offentlige organ har selv evalueret webstedet
Vurdering er foretaget af ekstern part
Det offentlige organ angiver metoden som: {method}.
Det offentlige organ beskriver vurderingsmetoden som: Test med tastatur.
# Uforholdsmæssig stor byrde
Det offentlige organ kan undlade at rette noget, hvis det er en uforholdsmæssig stor byrde at gøre det.
{burden}"""


@pytest.mark.parametrize(
    ("own", "status"),
    [
        ("standarden fuldt ud", Status.FULL),
        ("standarden delvist (overholder de fleste krav)", Status.PARTIAL),
        ("ikke standarden (overholder ikke de fleste krav)", Status.NOT),
    ],
)
def test_of_the_answers_that_the_tool_lists_the_bodys_own_is_read(own: str, status: Status) -> None:
    text = AS_THE_TOOL_SHOWS_IT.format(
        status=own, method="Vi har anvendt anden metode", burden="Ingen angivet"
    )
    read = read_statement(lines(text))
    assert (read.status, read.method, read.hosts, read.burden) == (status, True, ("mad.example",), -1)


def test_an_answer_that_the_tool_shows_as_empty_is_not_there() -> None:
    own = AS_THE_TOOL_SHOWS_IT.format(status="standarden delvist", method="", burden="Det gælder kortet.")
    read = read_statement(lines(own))
    assert (read.method, read.burden) == (False, 3)
    none = lines(own.replace(" Webstedet overholder standarden delvist.", ""))
    assert read_statement(none).status is Status.UNCLEAR


def test_a_way_to_reach_somebody_has_a_heading() -> None:
    assert read_statement(lines("# Kontakt\nSkriv til os.")).contact
    assert not read_statement(lines("# Oplever du fejl?\nDu kan kontakte Ministeriet for Mad.")).contact


def test_eight_digits_are_a_telephone_only_where_the_text_says_so() -> None:
    assert not read_statement(lines("CVR-nr. 33 92 93 00")).telephone
    assert not read_statement(lines("Telefon\nhverdage\nfra ni\nSag 33929300")).telephone
    assert read_statement(lines("Telefon: +45 33 92 93 00")).telephone
    assert read_statement(lines("Telefonnummer\n0045 33929300")).telephone
    assert read_statement(lines("Mobil: 3392-9300")).telephone
    assert read_statement([], telephone=True).telephone


def test_a_burden_is_claimed_only_where_something_is_said_of_it() -> None:
    heading = "# Uforholdsmæssigt stor byrde\n"
    assert read_statement(lines(heading + "Ministeriet bruger ikke undtagelsen.")).burden == -1
    assert read_statement(lines(heading + "# Kontakt\nRing til os")).burden == -1
    assert read_statement(lines(heading + "Det gælder kortet.")).burden == 3


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Erklæringen er lavet den 2. marts 2026 og senest gennemgået den 1. oktober 2026.", (2026, 10, 1)),
        ("Dato\n02.03.2026", (2026, 3, 2)),
        ("Opdateret 2026-03-02", (2026, 3, 2)),
        ("Filmene bliver tekstet i foråret 2027, senest den 1. maj 2027.", None),
    ],
)
def test_the_day_is_that_of_the_last_look(said: str, day: tuple[int, int, int] | None) -> None:
    assert read_statement(lines(said)).day == (dt.date(*day) if day else None)


@pytest.mark.parametrize(
    "written",
    [
        "2026/03/02",
        "2026.03.02",
        "02-03-26",
        "d. 2/3-26",
        "den anden marts 2026",
        "2. marts, 2026",
        "2.3.26",
        "2/3 2026",
    ],
)
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert read_statement(lines(f"Sidst opdateret {written}")).day == dt.date(2026, 3, 2)


def test_what_is_not_accessible_is_counted_with_its_criteria() -> None:
    said = "# Ikke-tilgængeligt indhold\nFilm mangler tekster (1.2.2), og figurer ord (9.1.1.1). Rettet 1.2.2026.\n"
    read = read_statement(lines(f"{said}# Uforholdsmæssig byrde\nIngen angivet\n# Kontakt\nRing til os"))
    assert (read.listed, read.criteria) == (10, ("1.2.2", "1.1.1"))
    assert read_statement(lines("# Kontakt\nRing til os")).listed == -1


def test_the_sites_are_those_that_the_statement_commits_itself_for() -> None:
    said = "Vi forpligter os til at gøre https://mad.dk/da tilgængeligt.\nErklæringen gælder også for kort.mad.dk.\n"
    read = read_statement(lines(f"{said}Skriv til hjem@post.dk, eller læs mere på digst.dk."))
    assert read.hosts == ("mad.dk", "kort.mad.dk")


def test_only_a_page_that_begins_so_is_a_statement() -> None:
    assert is_statement("Tilgængelighedserklæring for mad.example")
    assert not is_statement("Nu skal alle have en tilgængelighedserklæring")


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=400)), max_size=20))
@settings(max_examples=50)
def test_any_text_can_be_read(said: list[Line]) -> None:
    assert read_statement(said).burden >= -1


def test_a_hostile_text_takes_no_more_than_a_moment() -> None:
    for piece in (
        "overholder ",
        "33 ",
        "@a.",
        "a@",
        "gælder a.b",
        "ikke-tilgængeligt indhold ",
        "1.1.1",
        "første marts ",
        "forpligter sig ",
        "fuldt ud opfylder ",
        "opdateret 1.",
    ):
        read_statement([(False, piece * 10_000)])
