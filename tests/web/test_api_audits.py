"""Audits ordered over HTTP and seen through, on a real site and with a real browser."""

from pathlib import Path

import httpx
import pytest
from api_things import Site, is_as_described, is_problem, served, until, workshop_in

_PAGE = """<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1>{body}</main></body></html>"""
_TEXT = "<p>" + "Vi svarer dig inden for fire uger. Ring til os, hvis du har spørgsmål. " * 12 + "</p>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    pages = {
        "index": ("Forside", f'{_TEXT}<a href="om.html">Om os</a> <a href="brev.html">Breve</a>'),
        "om": ("Om os", f'{_TEXT}<img src="logo.png"><a href="væk.html">Et dødt link</a>'),
        "brev": ("Breve", _TEXT),
    }
    for name, (title, body) in pages.items():
        (site / f"{name}.html").write_text(_PAGE.format(title=title, body=body), encoding="utf-8")
    return site


@pytest.mark.timeout(240)
def test_an_audit_from_its_order_to_its_report(folder: Path, tmp_path: Path) -> None:
    with (
        Site(folder) as site,
        workshop_in(tmp_path, allow_network=["127.0.0.0/8"]) as workshop,
        served(workshop) as client,
    ):
        ordered = client.post("/audits", json={"address": site.address, "maxPages": 10})
        begun = is_as_described(client, ordered, "startAudit")
        assert ordered.status_code == 202
        here = ordered.headers["location"]
        assert here == f"/api/v1/audits/{begun['id']}"
        assert (begun["state"], begun["activity"], begun["resumed"]) == ("running", "working", False)
        again = client.post("/audits", json={"address": site.address, "maxPages": 10}).json()
        assert (again["id"], again["resumed"]) == (begun["id"], True)
        is_problem(client.delete(here.removeprefix("/api/v1")), 409, "busy")

        audit = f"/audits/{begun['id']}"
        until(lambda: client.get(f"{audit}/progress").json()["state"] == "done", 150)
        progress = is_as_described(client, client.get(f"{audit}/progress"), "getProgress")
        assert (progress["found"], progress["read"], progress["troubled"]) == (4, 3, 1)
        assert progress["findings"] >= 1

        whole = is_as_described(client, client.get(audit), "getAudit")
        assert (whole["activity"], whole["coverage"]["pages"]) == ("none", 3)
        found = client.get(f"{audit}/findings", params={"rule": "billede-uden-alternativ-tekst"})
        (image,) = is_as_described(client, found, "listFindings")["items"]
        assert image["address"] == f"{site.address}om.html"
        picture = client.get(f"{audit}/components/{image['component']}/picture")
        assert picture.content[8:12] == b"WEBP"
        (broken,) = client.get(f"{audit}/broken-links").json()["items"]
        assert broken["sources"] == [{"address": f"{site.address}om.html", "text": "Et dødt link"}]
        report = client.get(f"{audit}/report", params={"format": "json"}).json()
        assert report["coverage"] == whole["coverage"]
        assert "Forside" in client.get(f"{audit}/report").text


def test_a_closed_network_is_not_asked_for_anything(folder: Path, tmp_path: Path) -> None:
    with Site(folder) as site, workshop_in(tmp_path) as workshop, served(workshop) as client:
        for address in (site.address, site.address.replace("127.0.0.1", "2130706433")):
            ordered = client.post("/audits", json={"address": address, "fresh": True})
            _refused(client, f"/audits/{ordered.json()['id']}")
        assert site.asked == []


def _refused(client: httpx.Client, audit: str) -> None:
    until(lambda: client.get(audit).json()["state"] == "done")
    assert client.get(audit).json()["coverage"]["read"] == 0
    (start,) = client.get(f"{audit}/pages").json()["items"]
    assert start["trouble"]["kind"] == "address-refused"
    assert "lukket netværk" in start["trouble"]["sentence"]


def test_what_is_under_way_when_the_program_ends_is_put_down_as_stopped(folder: Path, tmp_path: Path) -> None:
    with Site(folder) as site, workshop_in(tmp_path, allow_network=["127.0.0.0/8"]) as workshop:
        site.open.clear()
        with served(workshop) as client:
            ids = [
                client.post("/audits", json={"address": site.address, "depth": depth}).json()["id"]
                for depth in (1, 2)
            ]
            until(lambda: "/" in site.asked)
            assert client.get(f"/audits/{ids[1]}/progress").json()["activity"] == "waiting"
        assert [workshop.store.audit(each).state.value for each in ids] == ["stopped", "stopped"]


def test_an_audit_is_stopped_and_taken_up_again(folder: Path, tmp_path: Path) -> None:
    with Site(folder) as site, workshop_in(tmp_path, allow_network=["127.0.0.0/8"]) as workshop:
        site.open.clear()
        with served(workshop) as client:
            order = {"address": site.address}
            audit = client.post("/audits", json=order).json()["id"]
            until(lambda: "/" in site.asked)
            stopping = is_as_described(client, client.post(f"/audits/{audit}/stop"), "stopAudit")
            assert stopping["activity"] in {"stopping", "none"}
            until(lambda: client.get(f"/audits/{audit}").json()["activity"] == "none")
            assert client.get(f"/audits/{audit}").json()["state"] == "stopped"
            again = client.post("/audits", json=order).json()
            assert (again["id"], again["resumed"]) == (audit, True)
            assert client.post(f"/audits/{audit}/stop").status_code == 202
            until(lambda: client.get(f"/audits/{audit}").json()["activity"] == "none")
            assert client.delete(f"/audits/{audit}").status_code == 204
