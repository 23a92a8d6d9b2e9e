"""Letters from the command line: comments in Word, versions compared, a file watched, and newsletters checked."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path
from unicodedata import normalize

import pytest
from docx import Document
from program import PATIENCE, PROGRAM, Home, ended

HEAVY = (
    "Kære Anna\n\nDet skal herved meddeles, at Deres ansøgning er modtaget, og at De i medfør af loven "
    "og de dertil hørende regler vil få svar, når sagen er behandlet af kontoret og af nævnet.\n"
)
PLAIN = "Kære Anna\n\nVi har fået din ansøgning. Du får svar inden fire uger.\n"
NEWSLETTER = b"""From: nyt@prove.dk
Subject: Nyt i juni
Content-Type: text/html; charset=utf-8

<html lang="da"><body><h1>Nyt i juni</h1><p>Vi har nye regler.</p><img src="cid:logo"></body></html>
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_a_letter_becomes_a_word_file_with_comments_and_its_versions_are_compared(home: Home) -> None:
    (home.here / "gammel.txt").write_text(HEAVY, "utf-8")
    (home.here / "ny.txt").write_text(PLAIN, "utf-8")
    (home.here / "lang.txt").write_text("Vi svarer snarest.\n\n" * 510, "utf-8")
    commands = [
        "letter lang.txt --output retter.docx",
        "letter gammel.txt --output ud.docx",
        "letter ny.txt --compare gammel.txt --kind kvittering",
        "letter ny.txt --output ud.txt",
        "letter ny.txt --watch --json",
        "letter ny.txt --kind roman",
    ]
    crowded, written, compared, *refused = home.run_in_turn(*commands).values()
    assert (crowded.code, crowded.err) == (0, "")
    assert "Der er kun plads til 500 kommentarer." in crowded.out
    assert (written.code, written.lines[-1]) == (0, "Brevet med kommentarer ligger i ud.docx.")
    comments = [comment.text for comment in Document(str(home.here / "ud.docx")).comments]
    assert any(comment.startswith("Sætningen har") for comment in comments)
    assert compared.code == 0
    assert compared.lines[0].startswith("Teksten er blevet lettere")
    assert "  - Lange sætninger: 1 før, 0 nu." in compared.lines
    assert "  - Hvem kan modtageren spørge? Skriv et telefonnummer og gerne et navn." in compared.lines
    assert {said.code for said in refused} == {2}


def test_a_letter_written_on_a_mac_is_told_as_any_other(home: Home) -> None:
    text = "Vi skal gøre opmærksom på, at afgørelsen træffes på baggrund af oplysningerne.\n"
    for form in ("NFC", "NFD"):  # of å there is a letter, and an a with a ring of its own
        (home.here / f"{form}.txt").write_text(normalize(form, text), "utf-8")
    whole, apart = home.run_in_turn("letter NFC.txt", "letter NFD.txt").values()
    assert (
        "     - ”på baggrund af” er kancellisprog. Skriv hellere ”ud fra” eller ”på grund af”." in whole.lines
    )
    assert apart.out == whole.out


def test_a_word_file_that_finds_no_room_leaves_the_one_before_it(home: Home) -> None:
    (home.here / "brev.txt").write_text(HEAVY, "utf-8")
    (home.here / "ud.docx").write_text("gårsdagens", "utf-8")
    done = subprocess.run(
        [PROGRAM, "letter", "brev.txt", "--output", "ud.docx"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=home.here,
        env=home.environment,
        # Stands in for a full disk; a Word file of ours has tens of thousands of bytes.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, resource.RLIM_INFINITY)),
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Fejl: ud.docx kan ikke skrives (")
    assert (home.here / "ud.docx").read_text("utf-8") == "gårsdagens"
    assert sorted(path.name for path in home.here.iterdir()) == ["brev.txt", "ud.docx"]


def test_a_watched_letter_is_scored_again_at_every_save_until_it_is_ended(home: Home) -> None:
    letter = home.here / "brev.txt"
    letter.write_text(HEAVY, "utf-8")
    with ended(home.start("letter", "brev.txt", "--watch"), home) as process:
        home.waits(process, lambda: shown(home).count("Tonen:") == 1, "the first score")
        letter.unlink()  # as Word does when it saves
        letter.write_text(PLAIN, "utf-8")
        home.waits(process, lambda: shown(home).count("Tonen:") == 2, "the second score")
        os.killpg(process.pid, signal.SIGINT)
        said = home.said(process)
    assert (said.code, said.err) == (0, "")
    assert "Teksten er blevet lettere" in said.out


def shown(home: Home) -> str:
    return (home.folder / "out").read_text("utf-8")


def test_a_newsletter_is_checked_as_the_page_that_it_is_shown_as(home: Home) -> None:
    (home.here / "nyt.eml").write_bytes(NEWSLETTER)
    said = home.run("check", "nyt.eml", "--json")
    (line,) = said.objects
    assert (said.code, line["address"], line["mediaType"]) == (0, "nyt.eml", "message/rfc822")
    assert {finding["rule"] for finding in line["findings"] if finding["outcome"] == "failed"} == {
        "billede-uden-alternativ-tekst",
        "nyhedsbrev-uden-ren-tekst",
    }
    assert line["readability"]["words"] == 7


def test_a_mail_that_cannot_be_read_does_not_cost_the_others_theirs(home: Home) -> None:
    (home.here / "skrald.eml").write_bytes(b"skrald")
    said = home.run("check", "skrald.eml", "findes-ikke.html", "--json")
    assert said.code == 3
    assert [line["address"] for line in said.objects] == ["skrald.eml", "findes-ikke.html"]
    assert all(line["error"] for line in said.objects)


def test_a_letter_cannot_command_the_terminal(home: Home) -> None:
    (home.here / "brev.txt").write_text("Vi\x1b[31m sender snarest\x07 svar.", "utf-8")
    shown = home.run_in_turn("letter brev.txt", "sentences brev.txt")
    assert "1 sætning," in shown["letter brev.txt"].out
    assert not {"\x1b", "\x07"} & {sign for said in shown.values() for sign in said.out}
