"""Letters sent to the API as files and as texts: scored in memory, and nowhere to be found afterwards."""

import base64
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from api_things import is_as_described, is_problem, served, workshop_in
from docx import Document

from tilgaengelig.workshop import Workshop

MARKER = "ZEBRAFINKEN"
DECISION = (
    f"Kære Anna. Du får afslag på din ansøgning om {MARKER}. Vi har truffet afgørelsen efter lovens § 3."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(scope="module")
def workshop(folder: Path) -> Iterator[Workshop]:
    with workshop_in(folder, letter_characters=5000) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with served(workshop) as client:
        yield client


def in_base64(body: bytes) -> str:
    return base64.b64encode(body).decode()


def word(folder: Path, *paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = folder / "sendt.docx"
    document.save(str(path))
    body = path.read_bytes()
    path.unlink()
    return body


def test_a_word_file_is_scored_and_each_place_leads_back_to_its_paragraph(
    client: httpx.Client, tmp_path: Path
) -> None:
    body = word(tmp_path, "Kære Anna", "Du får afslag, fordi " + "huset er nyt og " * 10 + "ovnen er gammel.")
    told = client.post(
        "/letters", json={"file": {"name": "brev.docx", "content": in_base64(body)}, "kind": "afgørelse"}
    )
    data = is_as_described(client, told, "scoreLetter")
    (long,) = [each for each in data["advice"] if each["kind"] == "long-sentence"]
    assert data["text"][long["start"] :].startswith("Du får afslag")
    assert [
        each["number"] for each in data["paragraphs"] if each["start"] <= long["start"] < each["end"]
    ] == [2]
    asked = [each["message"] for each in data["advice"] if each["kind"] == "letter-part"]
    assert any("paragraffen" in question for question in asked)
    assert data["kind"] == "afgørelse"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("brev.eml", b"From: a@b.dk\nSubject: Svar\n\nDu kan komme i morgen.\n"),
        ("brev.html", b"<p>Du kan komme i morgen.</p>"),
        ("brev.md", b"Du kan **komme** i morgen."),
    ],
)
def test_other_kinds_of_file_are_read_too(client: httpx.Client, name: str, body: bytes) -> None:
    told = client.post("/letters", json={"file": {"name": name, "content": in_base64(body)}})
    assert "Du kan komme i morgen." in is_as_described(client, told, "scoreLetter")["text"]


def test_a_letter_whose_kind_nobody_has_chosen_gets_a_suggestion(client: httpx.Client) -> None:
    data = client.post("/letters", json={"text": DECISION}).json()
    assert (data["kind"], data["suggestedKind"]) == (None, "afgørelse")
    asked = [each["message"] for each in data["advice"] if each["kind"] == "letter-part"]
    assert asked
    assert all(
        question.startswith(("Er brevet en afgørelse?", "Brevet ligner en afgørelse.")) for question in asked
    )


def test_two_versions_are_compared(client: httpx.Client) -> None:
    old = "Vi har modtaget din ansøgning " + "og vi ser på den " * 8 + "snart."
    told = client.post("/letters", json={"text": "Vi har din ansøgning. Vi ser på den nu.", "oldText": old})
    comparison = is_as_described(client, told, "scoreLetter")["comparison"]
    assert comparison["verdict"].startswith("Teksten er blevet lettere")
    assert "Lange sætninger: 1 før, 0 nu." in comparison["better"]


@pytest.mark.parametrize(
    ("sent", "status", "name"),
    [
        ({}, 422, "wrong-use"),
        ({"text": MARKER, "file": {"name": "a.txt", "content": in_base64(b"a")}}, 422, "wrong-use"),
        ({"file": {"name": f"{MARKER}.txt", "content": f"{MARKER}!"}}, 422, "wrong-use"),
        ({"file": {"name": f"{MARKER}.exe", "content": in_base64(MARKER.encode())}}, 422, "wrong-use"),
        ({"file": {"name": "a.docx", "content": in_base64(MARKER.encode())}}, 422, "wrong-use"),
        (
            {"file": {"name": "a.pdf", "content": in_base64(b"%PDF-1.7 " + MARKER.encode())}},
            422,
            "document-corrupt",
        ),
        ({"file": {"name": "a.txt", "content": in_base64(f"{MARKER} ".encode() * 500)}}, 413, "too-large"),
        ({"text": "Hej.", "kind": MARKER}, 422, "invalid-input"),
        ({"text": "Hej.", "oldText": f"{MARKER} " * 500}, 413, "too-large"),
    ],
)
def test_what_cannot_be_scored_is_told_without_a_word_of_it(
    client: httpx.Client, sent: dict[str, Any], status: int, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post("/letters", json=sent)
    is_problem(response, status, name)
    assert MARKER not in response.text + caplog.text


def test_a_letter_leaves_no_trace(
    client: httpx.Client,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    body = word(tmp_path, DECISION, *("Et afsnit mere, så filen bliver stor nok. " * 5 for _ in range(20)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    sends = [
        {"text": DECISION, "oldText": DECISION},
        {"file": {"name": f"{MARKER}.docx", "content": in_base64(body)}},
        {"file": {"name": "brev.txt", "content": in_base64(DECISION.encode())}},
        {"file": {"name": "brev.pdf", "content": in_base64(b"%PDF-1.7 " + DECISION.encode() * 20_000)}},
    ]
    for sent in sends:
        assert client.post("/letters", json=sent).headers["cache-control"] == "no-store"
    assert "POST /api/v1/letters" in caplog.text
    assert MARKER not in caplog.text + "".join(capfd.readouterr())
    kept = [path for place in (folder, tmp_path) for path in place.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in kept), "the search looks where things are kept"
    assert [path for path in kept if MARKER.encode() in path.read_bytes()] == []


def test_hints_are_given_where_they_are_asked_for_and_never_weigh(client: httpx.Client) -> None:
    text = "Behandlingen af ansøgninger om tilskud til etablering af lokaler til foreninger i kommunen tager tid."
    plain, more = (
        client.post("/letters", json={"text": text, "hints": hints}).json() for hints in (False, True)
    )
    kinds = [{one["kind"] for one in told["advice"]} for told in (plain, more)]
    assert kinds[1] - kinds[0] == {"noun-chain"}
    assert plain["difficulty"] == more["difficulty"]


def test_advice_stands_with_the_sentence_in_which_it_begins(client: httpx.Client) -> None:
    text = "Kære Anna. Vi svarer snarest. Såfremt du klager, svarer vi snarest."
    told = client.post("/letters", json={"text": text}).json()
    by_sentence = [[text[one["start"] : one["end"]] for one in each["advice"]] for each in told["sentences"]]
    assert by_sentence == [[], ["snarest"], ["Såfremt", "snarest"]]
