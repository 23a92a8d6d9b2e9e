"""What `doctor` says of a machine on which something is wrong: what it is, and that it does not do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ports import closed_port
from tilgaengelig.cli.app import app
from tilgaengelig.gather.browser.driver import installed


def doctor(folder: Path) -> tuple[int, dict[str, str]]:
    """How it ended, and what it said of each thing."""
    done = CliRunner().invoke(app, ["doctor", "--database", f"sqlite:///{folder / 'a.db'}"])
    return done.exit_code, dict(line.split(": ", 1) for line in done.output.splitlines()[1:])


def test_a_setting_that_is_misspelt_is_named_with_what_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILGAENGELIG_BROWSER", "9")
    code, told = doctor(tmp_path)
    assert code == 2
    assert re.match(
        r"virker ikke\. TILGAENGELIG_BROWSER kendes ikke.* Mente du TILGAENGELIG_BROWSERS\?",
        told["Indstillinger"],
    )


def test_a_file_of_secrets_that_is_misspelt_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tilgaengelig_databas").write_text("postgresql://x:hemmelig@y/z")
    monkeypatch.setenv("TILGAENGELIG_SECRETS", str(tmp_path))
    code, told = doctor(tmp_path)
    assert code == 2
    assert "TILGAENGELIG_DATABAS kendes ikke" in told["Indstillinger"]
    assert "hemmelig" not in str(told)


def test_what_is_set_and_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = closed_port()
    monkeypatch.setenv("TILGAENGELIG_TRACES", f"http://127.0.0.1:{nobody}")
    monkeypatch.setenv("TILGAENGELIG_PULSE", "/findes-ikke/liv")
    monkeypatch.setenv("TILGAENGELIG_MAIL__HOST", "127.0.0.1")
    monkeypatch.setenv("TILGAENGELIG_MAIL__PORT", str(nobody))
    monkeypatch.setenv("TILGAENGELIG_MAIL__SENDER", "os@ministerium.example")
    code, told = doctor(tmp_path)
    assert code == 2
    assert told["Spor"].startswith(f"mangler. Ingen tager imod spor på http://127.0.0.1:{nobody}")
    assert told["Livstegn"].startswith("virker ikke. Filen /findes-ikke/liv kan ikke skrives")
    assert told["Mail"].startswith("virker ikke. Mailserveren 127.0.0.1 tog ikke imod beskeden")


def test_a_recipient_of_a_site_that_is_none_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "TILGAENGELIG_RECIPIENTS", '[{"name": "Anna", "to": "a@b.example", "sites": ["ministeriet"]}]'
    )
    code, told = doctor(tmp_path)
    assert code == 2
    assert told["Modtagere"].startswith("virker ikke. Anna skal have besked om ”ministeriet”, men")


def test_a_machine_without_a_browser_is_not_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert installed() is None
    code, told = doctor(tmp_path)
    assert code == 2
    assert told["Browser"].startswith("mangler. Der er ingen Chromium eller Chrome.")


def test_a_database_with_a_password_is_named_without_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["doctor", "--database", "postgresql://os:hemmelig@127.0.0.1:9/x"])
    assert done.exit_code == 2
    assert "127.0.0.1:9/x" in done.output
    assert "hemmelig" not in done.output
