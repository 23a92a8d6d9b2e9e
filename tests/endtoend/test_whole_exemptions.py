"""The register of what the act exempts, and the draft of a statement, from the command line."""

from __future__ import annotations

import io
import json

import pikepdf
import pytest
from program import Home
from sites import Site, answer
from statements import TODAY, page

REASON = "Referaterne bruges ikke i sager mere."


def pdf(day: str) -> bytes:
    """A file that says when it was written."""
    made = pikepdf.new()
    made.add_blank_page()
    made.docinfo["/CreationDate"] = f"D:{day}120000Z"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, str]:
    """A home in which a site with an old and a new PDF has been scanned, and the site's address."""
    home = Home(tmp_path_factory.mktemp("exemptions"))
    links = '<a href="/arkiv/gammel.pdf">Referat</a> <a href="/ny.pdf">Plan</a><img src="/x.png" width="80">'
    site = Site(
        {
            "/": page("Velkommen", "", links),
            "/moms/": page("Moms", ""),
            "/told/": page("Told", ""),
            "/arkiv/gammel.pdf": answer(pdf("20170502"), Content_Type="application/pdf"),
            "/ny.pdf": answer(pdf("20250102"), Content_Type="application/pdf"),
        }
    )
    with site:
        assert home.run("scan", site.at(), "--allow-network", "127.0.0.0/8", "--output", "ud").code == 0
    return home, site.at()


def test_an_old_file_is_suggested_until_somebody_decides(scanned: tuple[Home, str]) -> None:
    home, site = scanned
    add = f"exemption add {site} /arkiv/ --basis gammelt-dokument --by 'Anna Holm' --reason '{REASON}'"
    drafted = f"statement draft {site} --output udkast.txt"
    before, made, draft, listed = home.run_in_turn(
        f"exemption suggest {site}", add, drafted, "exemption list"
    ).values()
    assert "/arkiv/gammel.pdf  [gammelt-dokument]" in before.out
    assert "bekræft" in before.out
    assert "/ny.pdf" not in before.out
    told = json.loads((home.here / "ud" / "rapport.json").read_text("utf-8"))["exemptions"]
    assert [one["basis"] for one in told["suggestions"]] == ["gammelt-dokument"]
    assert (made.code, draft.code) == (0, 0)
    text = (home.here / "udkast.txt").read_text("utf-8")
    assert "- /arkiv/: Dokumentet er udgivet før den 23. september 2018" in text
    assert "- 1.1.1 Ikke-tekstbaseret indhold" in text
    assert "[SKRIV: navnet på jeres myndighed]" in text
    (number,) = [line.split()[0] for line in listed.lines]
    after, removed, empty = home.run_in_turn(
        f"exemption suggest {site}", f"exemption remove {number}", "exemption list"
    ).values()
    assert "intet" in after.out
    assert removed.code == 0
    assert empty.lines == ["Registret er tomt."]


def test_what_is_typed_wrongly_is_told_in_danish(scanned: tuple[Home, str]) -> None:
    home, site = scanned
    past = TODAY.isoformat()
    base = f"exemption add {site} /x/ --basis kort --by Anna"
    said = home.run_in_turn(
        f"{base} --reason kort",
        f"{base} --reason 'En grund, som alle kan se.' --review {past}",
        f"{base} --reason 'En grund, som alle kan se.' --review i-morgen",
        f"statement draft {site} --lang tysk",
        "statement draft https://ukendt.dk",
    )
    assert {one.code for one in said.values()} == {2}
    assert all(one.err.startswith("Fejl: ") for one in said.values())
