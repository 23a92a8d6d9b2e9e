"""Settings: a TOML file, over it the environment, over that the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from program import Home
from sites import Site, answer
from troubles import GOOD

from tilgaengelig.cli.options import settings
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.store import Store


@pytest.fixture
def home(tmp_path: Path) -> Home:
    bare = Home(tmp_path / "home")
    del bare.environment["TILGAENGELIG_DATABASE"]
    return bare


def write_settings(home: Home, text: str) -> None:
    folder = home.folder / ".config" / "tilgaengelig"
    folder.mkdir(parents=True)
    (folder / "tilgaengelig.toml").write_text(text, "utf-8")


def made(home: Home) -> list[str]:
    """The databases that there are now, by name."""
    return sorted(path.stem for path in home.folder.rglob("*.db"))


def test_without_settings_the_database_is_in_the_home_folder(home: Home) -> None:
    assert home.run("audit", "list").code == 0
    assert (home.folder / ".local" / "share" / "tilgaengelig" / "tilgaengelig.db").is_file()


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(home: Home) -> None:
    def url(name: str) -> str:
        return f"sqlite:///{home.folder / name}.db"

    write_settings(home, f'database = "{url("toml")}"\n')
    assert home.run("audit", "list").code == 0
    assert made(home) == ["toml"]
    assert home.run("audit", "list", TILGAENGELIG_DATABASE=url("env")).code == 0
    assert made(home) == ["env", "toml"]
    assert home.run("audit", "list", "--database", url("cli"), TILGAENGELIG_DATABASE=url("env2")).code == 0
    assert made(home) == ["cli", "env", "toml"]


@pytest.mark.parametrize("way", ["toml", "env"])
def test_a_limit_from_the_settings_is_kept(home: Home, way: str) -> None:
    if way == "toml":
        write_settings(home, 'page_bytes = 1000\ncontact = "web@ministerium.example"\n')
    else:
        home.environment["TILGAENGELIG_PAGE_BYTES"] = "1000"
        home.environment["TILGAENGELIG_CONTACT"] = "web@ministerium.example"
    agents: list[str] = []
    with Site({"/": answer(GOOD), "/stor": answer(GOOD + "<!--" + "a" * 1000 + "-->")}) as site:
        site.heard = lambda handler: agents.append(handler.headers["User-Agent"])
        said = home.run("check", "--json", site.at("/"), site.at("/stor"))
    assert [line["error"] is None for line in said.objects] == [True, False]
    assert "fylder mere end grænsen" in said.objects[1]["error"]
    assert agents
    assert all("web@ministerium.example" in agent for agent in agents)


def test_a_network_opened_in_the_environment_is_open(home: Home) -> None:
    with Site({"/": answer(GOOD)}) as neighbour:
        page = GOOD.replace("</main>", f'<img alt="" src="{neighbour.at("/a.png")}"></main>')
        with Site({"/": answer(page)}) as site:
            assert home.run("check", site.at()).code == 0
            assert neighbour.asked == []
            assert home.run("check", site.at(), TILGAENGELIG_ALLOW_NETWORK='["127.0.0.0/8"]').code == 0
            assert neighbour.asked == ["/a.png"]


@pytest.mark.parametrize(
    ("settings", "environment", "named"),
    [
        ("", {"TILGAENGELIG_BROWSERS": "mange"}, "browsers"),
        ("browsers = 0", {}, "browsers"),
        ("", {"TILGAENGELIG_ALLOW_NETWORK": "10.0.0.0/8, hest"}, "allow_network"),
        ("browsere = 3\n", {}, "browsere"),
        (
            "cookies = 'spis'\n",
            {},
            "”cookies” kan ikke bruges: den skal være 'refuse', 'accept' eller 'leave'.",
        ),
        ("", {"TILGAENGELIG_QUALWEB": "nej"}, "den skal være true eller false"),
        ("", {"TILGAENGELIG_WEBDRIVER": "hest"}, "”webdriver” kan ikke bruges: den skal være en adresse"),
        ("[[recipients]]\nname = 'x'\nto = 'x@y.dk'\nwho = ['redaktor']\n", {}, "'redaktør', 'udvikler'"),
        ("browsers = [\n", {}, "tilgaengelig.toml"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_danish_sentence(
    home: Home, settings: str, environment: dict[str, str], named: str
) -> None:
    if settings:
        write_settings(home, settings)
        del home.environment["TILGAENGELIG_BROWSERS"]  # which goes before the file
    home.environment.update(environment)
    (home.here / "brev.txt").write_text("Hej med dig.", "utf-8")
    for said in home.run_in_turn("audit list", "letter brev.txt").values():
        assert said.code == 2
        assert said.err.startswith("Fejl: ")
        assert len(said.err.splitlines()) == 1
        assert named in said.err
        assert "should be" not in said.err


def test_the_store_that_was_set_is_the_one_scanned_into(home: Home) -> None:
    url = f"sqlite:///{home.folder / 'min.db'}"
    with Site({"/": answer(GOOD)}) as site:
        assert home.run("scan", site.at(), "--database", url).code == 0
        with Store(url) as store:
            assert [record.order.start for record in store.audits()] == [site.at()]
        assert made(home) == ["min"]
        assert [path.name for path in (home.here / "rapport").iterdir()] == [f"127.0.0.1-{site.port}"]


def test_no_copy_is_made_of_a_database_that_is_not_there(home: Home) -> None:
    said = home.run("database", "backup", "kopi.db", "--database", f"sqlite:///{home.folder / 'forkert.db'}")
    assert said.code == 2
    assert "Der er ingen database i " in said.err
    assert made(home) == []


def test_a_folder_of_secrets_that_is_not_there_is_told(home: Home) -> None:
    said = home.run("audit", "list", TILGAENGELIG_SECRETS="/findes-ikke")
    assert said.code == 2
    assert said.err.startswith(
        "Fejl: Mappen /findes-ikke findes ikke; TILGAENGELIG_SECRETS skal være en mappe"
    )


def test_a_secret_that_may_not_be_read_is_told_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "tilgaengelig_database"
    secret.write_text("sqlite:///a.db")
    monkeypatch.setenv("TILGAENGELIG_SECRETS", str(tmp_path))
    monkeypatch.delenv("TILGAENGELIG_DATABASE", raising=False)
    read = Path.read_text

    def refused(path: Path, *given: Any, **more: Any) -> str:
        if path == secret:  # whoever runs the tests may read all, if it is root
            raise PermissionError(13, "Permission denied", str(path))
        return read(path, *given, **more)

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(WrongUse, match=f"{secret} må ikke læses"):
        settings()
