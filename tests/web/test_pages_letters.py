"""The page for letters, as plain forms: what is sent comes back with advice, and is nowhere afterwards."""

from __future__ import annotations

import io
import logging
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from api_things import workshop_in
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pages_things import EVIL, browsing, soup, text

from tilgaengelig.danish.readability import measure
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.web.pages.marks import notes_of, pieces_of

HEAVY = "Kære Anna 😀\n\nSåfremt De ønsker at klage, bedes klagen fremsendt til undertegnede."
MARKER = "ZEBRAFINKEN"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("breve")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with workshop_in(folder, letter_characters=5000) as workshop, browsing(workshop) as client:
        yield client


def test_a_pasted_letter_comes_back_with_marks_that_lead_to_their_advice(client: httpx.Client) -> None:
    page = soup(client.post("/breve", data={"tekst": HEAVY, "maalgruppe": "borgere"}))
    field = page.select_one("textarea#tekst")
    assert field is not None
    assert field.get_text().strip("\n") == HEAVY
    links = page.select(".notes [data-place]")
    assert "Såfremt" in [link.get_text() for link in links]
    for link in links:
        target = page.select_one(str(link["href"]))
        assert target is not None
        assert page.select_one(str(target["href"])) is link.find_parent("li")
    marked = page.select_one("[data-marked] .letter-text")
    assert marked is not None
    for number in marked.select(".note-number"):
        number.decompose()
    assert marked.get_text() == HEAVY
    assert "Hvis" in text(page.select_one(".notes")) or "hvis" in text(page.select_one(".notes"))


def test_places_are_counted_as_browsers_count_them(client: httpx.Client) -> None:
    page = soup(client.post("/breve", data={"tekst": HEAVY}))
    link = next(link for link in page.select("[data-place]") if link.get_text() == "Såfremt")
    units = HEAVY.encode("utf-16-le")
    start, end = 2 * int(str(link["data-start"])), 2 * int(str(link["data-end"]))
    assert units[start:end].decode("utf-16-le") == "Såfremt"


def test_a_letter_sent_again_is_held_against_the_first(client: httpx.Client) -> None:
    first = soup(client.post("/breve", data={"tekst": HEAVY}))
    old = first.select_one("input[name=gammel]")
    assert old is not None
    assert old["value"] == HEAVY
    again = soup(client.post("/breve", data={"tekst": "Kære Anna\n\nDu kan klage til mig.", "gammel": HEAVY}))
    assert "Før og nu" in text(again.select_one("#svar"))
    assert "Såfremt" in text(again.select_one("#svar details"))


def test_a_file_takes_the_place_of_the_text(client: httpx.Client) -> None:
    document = Document()
    document.add_paragraph("Kære Anna")
    document.add_paragraph("Såfremt du klager, ser vi på sagen igen.")
    body = io.BytesIO()
    document.save(body)
    page = soup(
        client.post("/breve", data={"tekst": "gammelt"}, files={"fil": ("brev.docx", body.getvalue())})
    )
    assert text(page.select_one("textarea")) == "Kære Anna Såfremt du klager, ser vi på sagen igen."


def test_what_cannot_be_read_is_told_beside_the_form(client: httpx.Client) -> None:
    empty = client.post("/breve", data={"tekst": " "})
    assert empty.status_code == 422
    assert "Brevet er tomt" in text(soup(empty).select_one("#svar [role=alert]"))
    long = client.post("/breve", data={"tekst": "ord " * 2000})
    assert long.status_code == 413
    assert text(soup(long).select_one("textarea")).startswith("ord ord")
    file = client.post("/breve", files={"fil": ("brev.docx", b"intet")})
    assert file.status_code == 422


@pytest.mark.parametrize("address", ["/breve", "/breve/hent"])
def test_whoever_picks_a_wrong_file_keeps_what_she_wrote(client: httpx.Client, address: str) -> None:
    sent = {"tekst": HEAVY, "maalgruppe": "kommuner", "gammel": "Kære Anna"}
    answer = client.post(address, data=sent, files={"fil": ("brev.doc", b"x")})
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("#svar [role=alert]")
    field, old = page.select_one("textarea#tekst"), page.select_one("input[name=gammel]")
    assert field is not None
    assert old is not None
    assert (field.get_text().strip("\n"), old["value"]) == (HEAVY, "Kære Anna")
    assert page.select_one("#maalgruppe option[value=kommuner][selected]")
    back = page.select_one("input[name=tilbage]")
    assert back is not None
    assert back["value"] == "/breve"


def test_while_one_types_only_the_answer_is_sent_and_always_as_one_that_is_shown(
    client: httpx.Client,
) -> None:
    part = client.post("/breve", data={"tekst": HEAVY}, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert 'class="notes"' in part.text
    empty = client.post("/breve", data={"tekst": ""}, headers={"HX-Request": "true"})
    assert empty.status_code == 200
    assert "Brevet er tomt" in empty.text


@pytest.mark.parametrize("comments", [{}, {"kommentarer": "ja"}])
def test_the_letter_is_given_back_for_word(client: httpx.Client, comments: dict[str, str]) -> None:
    answer = client.post("/breve/hent", data={"tekst": HEAVY, **comments})
    assert answer.headers["content-disposition"] == 'attachment; filename="brev.docx"'
    document = Document(io.BytesIO(answer.content))
    assert [each.text for each in document.paragraphs if each.text] == HEAVY.split("\n\n")
    assert bool(list(document.comments)) == bool(comments)


def test_script_in_every_field_is_shown_and_never_run(client: httpx.Client) -> None:
    fields = dict.fromkeys(("tekst", "gammel", "maalgruppe", "slags", "hints"), EVIL + "\x00\u202e")
    page = soup(client.post("/breve", data=fields))
    assert "alert(1)" in text(page.select_one("textarea"))
    assert not page.select("img")
    soup(client.post("/breve", files={"fil": (EVIL + ".txt", EVIL.encode())}))
    soup(client.post("/breve", files={"fil": ("brev" + EVIL, b"x")}))


def test_nothing_of_a_letter_is_stored_logged_or_laid_on_the_disk(
    client: httpx.Client, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[object] = []
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", laid.append)
    caplog.set_level(logging.DEBUG)
    large = (f"{MARKER}\n" + " " * 3_000_000).encode()
    assert client.post("/breve", files={"fil": ("brev.txt", large)}).status_code == 413
    client.post("/breve", data={"tekst": f"Kære {MARKER}. Du får svar i morgen."})
    client.post("/breve", files={"fil": ("brev.txt", f"Kære {MARKER}.".encode())})
    assert not laid
    assert MARKER not in caplog.text
    for path in folder.rglob("*"):
        assert not path.is_file() or MARKER.encode() not in path.read_bytes()


def test_a_form_that_no_browser_names_as_ours_is_refused(client: httpx.Client) -> None:
    for headers in (
        {"Origin": "https://ond.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ):
        answer = client.post("/breve", data={"tekst": HEAVY}, headers=headers)
        assert answer.status_code == 403
        assert "anden webside" in text(soup(answer).select_one("main"))
    with httpx.Client(base_url=client.base_url, trust_env=False) as bare:
        assert bare.post("/breve", data={"tekst": HEAVY}).status_code == 403


def test_a_form_that_is_none_is_told(client: httpx.Client) -> None:
    broken = {"Content-Type": "multipart/form-data"}
    assert client.post("/breve", content=b"xx", headers=broken).status_code == 422


@given(
    st.text(max_size=60).flatmap(
        lambda words: st.tuples(
            st.just(words),
            st.lists(
                st.tuples(
                    st.integers(0, len(words)), st.integers(0, len(words)), st.sampled_from(AdviceKind)
                ).map(lambda each: (min(each[:2]), max(each[:2]), each[2])),
                max_size=6,
            ),
        )
    )
)
def test_the_pieces_of_a_text_are_the_text_and_each_piece_of_advice_begins_once(
    made: tuple[str, list[tuple[int, int, AdviceKind]]],
) -> None:
    words, places = made
    notes = notes_of(words, [Advice(start, end, kind, "r", "m") for start, end, kind in places])
    pieces = list(pieces_of(words, notes))
    assert "".join(piece.text for piece in pieces) == words
    begun = [note.number for piece in pieces for note in piece.begins]
    placed = [note.number for note in notes if note.placed and note.advice.start < len(words)]
    assert sorted(begun) == placed


def test_the_pages_own_words_are_easy_to_read(client: httpx.Client) -> None:
    page = soup(client.get("/breve"))
    lix = measure([text(block) for block in page.select("main p, main label, main h1, main h2, main li")]).lix
    assert lix is not None
    assert lix < 40
    assert not re.search(r"\b(upload|download|link|file)\b", text(page.select_one("main")))
