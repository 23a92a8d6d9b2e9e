"""What a person does about faults on the pages, and files checked before they are published."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pikepdf
import pytest
from api_things import Site, finished, kept_audit, until, workshop_in
from api_things import fault as fault_of
from pages_things import EVIL, browsing, soup, text

from tilgaengelig.model.audit import Order
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.task import TaskState
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.web.checking import Checking, Rechecked
from tilgaengelig.work.check import Checked
from tilgaengelig.workshop import Workshop

BAD = (
    '<!doctype html><html lang="da"><title>Side</title><main><h1>Hej</h1>'
    '<img src="a.png" width="9" height="9">{}</main></html>'
)
NEXT_YEAR = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=300)).isoformat()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("handling")


@pytest.fixture(scope="module")
def workshop(folder: Path) -> Iterator[Workshop]:
    with workshop_in(folder, allow_network=["127.0.0.0/8"]) as workshop:
        yield workshop


@pytest.fixture(scope="module")
def client(workshop: Workshop) -> Iterator[httpx.Client]:
    with browsing(workshop) as client:
        yield client


@pytest.fixture(scope="module")
def audit(workshop: Workshop) -> str:
    return f"/kontroller/{kept_audit(workshop.store)}"


def first(client: httpx.Client, audit: str, outcome: str) -> str:
    page = soup(client.get(f"{audit}/fejl?udfald={outcome}"))
    link = page.select_one(".cards-list .card-title a")
    assert link is not None
    return str(link["href"])


def test_a_fault_is_accepted_and_taken_back(client: httpx.Client, audit: str) -> None:
    fault = first(client, audit, "failed")
    before = len(soup(client.get(f"{audit}/fejl")).select(".cards-list > li"))
    ground = {"grund": "planlagt", "navn": "Anna Holm", "til": NEXT_YEAR, "note": EVIL}
    assert client.post(f"{fault}/accepter", data=ground).status_code == 303
    page = soup(client.get(fault))
    assert "Anna Holm" in text(page.select_one(".act"))
    assert len(soup(client.get(f"{audit}/fejl")).select(".cards-list > li")) == before - 1
    assert fault in str(soup(client.get(f"{audit}/fejl?udfald=accepteret")))
    mark = page.select_one("input[name=accept]")
    assert mark is not None
    assert client.post(f"{fault}/fortryd", data={"accept": str(mark["value"])}).status_code == 303
    assert len(soup(client.get(f"{audit}/fejl")).select(".cards-list > li")) == before


def test_a_fault_is_given_to_somebody_and_said_to_be_mended(
    client: httpx.Client, workshop: Workshop, audit: str
) -> None:
    fault = first(client, audit, "failed")
    alike = (fault_of("img"), fault_of("a", Impact.SERIOUS, rule="link-uden-navn"))
    finished(workshop.store, Order("https://www.styrelsen.dk/"), {"findings": alike})
    assert "Ingen har taget den endnu" in text(soup(client.get(fault)).select_one("#arbejde"))
    given = {"ansvarlig": "Bo Lund", "besked": EVIL, "navn": "Anna Holm", "goer": "gem"}
    assert client.post(f"{fault}/arbejde", data=given).headers["location"] == f"{fault}#arbejde"
    page = soup(client.get(fault))
    shown = text(page.select_one("#arbejde"))
    assert "Det gør Bo Lund" in shown
    assert "Anna Holm : <script>" in shown
    assert not page.select("#arbejde script")
    client.post(f"{fault}/arbejde", data={"ansvarlig": "Bo Lund", "navn": "Bo Lund", "goer": "rettet"})
    assert "Den er meldt rettet. Den næste kontrol ser efter." in text(
        soup(client.get(fault)).select_one("#arbejde")
    )
    (task,) = workshop.store.tasks(assignee="Bo Lund")
    assert task.site == "www.ministerium.dk", "though another site was audited later and has the same fault"
    assert (task.state, len(task.comments)) == (TaskState.CLAIMED, 1)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"navn": "Anna", "goer": "gem"}, "hvem der retter fejlen"),
        ({"navn": " ", "goer": "rettet"}, "hvem du er"),
    ],
)
def test_work_that_says_nothing_or_not_by_whom_is_asked_for_again(
    client: httpx.Client, audit: str, sent: dict[str, str], said: str
) -> None:
    answer = client.post(f"{first(client, audit, 'failed')}/arbejde", data=sent)
    assert answer.status_code == 422
    assert said in answer.text


@pytest.mark.parametrize(
    ("field", "value"), [("til", "i morgen"), ("til", "2001-01-01"), ("navn", " "), ("note", "")]
)
def test_an_acceptance_that_lacks_something_is_asked_for_again(
    client: httpx.Client, audit: str, field: str, value: str
) -> None:
    fault = first(client, audit, "failed")
    ground = {"grund": "andet", "navn": "Bo", "til": NEXT_YEAR, "note": "Fordi"} | {field: value}
    answer = client.post(f"{fault}/accepter", data=ground)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("[role=alert]")
    for name in ("navn", "note"):
        kept = page.select_one(f"#{name}")
        assert kept is not None
        assert kept["value"] == ground[name]


def test_a_doubt_becomes_a_fault_or_none_as_a_person_says(client: httpx.Client, audit: str) -> None:
    doubt = first(client, audit, "cantTell")
    faults = len(soup(client.get(f"{audit}/fejl")).select(".cards-list > li"))
    assert client.post(f"{doubt}/svar", data={"svar": "fejl", "navn": "Anna"}).status_code == 303
    assert len(soup(client.get(f"{audit}/fejl")).select(".cards-list > li")) == faults + 1
    page = soup(client.get(doubt))
    assert "det er en fejl" in text(page.select_one(".act"))
    mark = page.select_one("input[name=accept]")
    assert mark is not None
    client.post(f"{doubt}/fortryd", data={"accept": str(mark["value"])})
    assert client.post(f"{doubt}/svar", data={"svar": "ingen", "navn": "Anna"}).status_code == 303
    assert not soup(client.get(f"{audit}/fejl?udfald=cantTell")).select(".cards-list > li")
    assert len(soup(client.get(f"{audit}/fejl")).select(".cards-list > li")) == faults


def test_a_page_is_checked_again_until_its_fault_is_gone(
    client: httpx.Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("rettet")
    page = folder / "index.html"
    page.write_text(BAD.format(""), encoding="utf-8")
    with Site(folder) as site:
        here = client.post("/kontroller/ny", data={"adresse": site.address, "sider": "1"}).headers["location"]
        until(lambda: "Kontrollér webstedet igen" in client.get(here).text)
        link = soup(client.get(f"{here}/fejl?regel=billede-uden-alternativ-tekst")).select_one(
            ".cards-list a"
        )
        assert link is not None
        fault = str(link["href"])
        still = soup(client.post(f"{fault}/igen", data={"side": site.address}))
        assert "stadig" in text(still.select_one(".act .alert"))
        page.write_text(BAD.format("").replace("<img", '<img alt="Et kort"'), encoding="utf-8")
        gone = soup(client.post(f"{fault}/igen", data={"side": site.address}))
        assert "ikke mere" in text(gone.select_one(".act .alert"))
        other = client.post(f"{fault}/igen", data={"side": "http://169.254.169.254/"})
        assert other.status_code == 422


@pytest.mark.parametrize(
    ("still", "said"),
    [
        (True, "stadig"),
        (False, "ikke mere"),
        (None, "kunne ikke prøve, om fejlen er der endnu. Siden er tom"),
    ],
)
def test_what_a_second_look_came_to_is_said(
    client: httpx.Client, audit: str, monkeypatch: pytest.MonkeyPatch, still: bool | None, said: str
) -> None:
    async def again(_: Checking, address: str, *_given: object) -> Rechecked:
        return Rechecked(Checked(address, trouble=Trouble(TroubleKind.EMPTY)), still)

    monkeypatch.setattr(Checking, "again", again)
    fault = first(client, audit, "failed")
    chosen = soup(client.get(fault)).select_one("#side option")
    assert chosen is not None
    page = soup(client.post(f"{fault}/igen", data={"side": str(chosen["value"])}))
    assert said in text(page.select_one(".act .alert"))


def test_files_are_checked_and_not_kept(client: httpx.Client, folder: Path) -> None:
    marker = "ZEBRAFINKEN"
    sent = {"fil": ("ny side.html", BAD.format(f"<p>{marker}</p>").encode())}
    page = soup(client.post("/filer", files=sent))
    assert "Billeder skal have en alternativ tekst" in text(page.select_one("section"))
    document = pikepdf.new()
    document.add_blank_page()
    body = io.BytesIO()
    document.save(body)
    page = soup(client.post("/filer", files={"fil": ("fil.pdf", body.getvalue())}))
    assert "bryder standarden PDF/UA-1" in text(page.select_one("section"))
    assert "Kan ikke offentliggøres endnu" in text(page.select_one("section"))
    assert "Det skal rettes" in text(page.select_one("section"))
    sheet = client.post("/filer", files={"fil": ("fil.pdf", body.getvalue())}, data={"svar": "side"})
    assert sheet.headers["content-disposition"] == 'attachment; filename="fil.html"'
    assert "Siden her er til den, der har lavet eller leveret filen." in sheet.text
    assert "PDF-filen skal have koder" in sheet.text
    for path in folder.rglob("*"):
        assert not path.is_file() or marker.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("name", "body"),
    [("brev.docx", b"PK"), ("tom.pdf", b""), (EVIL, b"x"), ("", b"")],
)
def test_a_file_that_is_none_of_ours_is_told(client: httpx.Client, name: str, body: bytes) -> None:
    answer = client.post("/filer", files={"fil": (name, body)})
    assert answer.status_code == 422
    assert soup(answer).select_one("#fil-fejl")


def test_a_file_larger_than_the_form_says_is_refused_with_the_limit(client: httpx.Client) -> None:
    answer = client.post("/filer", files={"fil": ("stor.pdf", b"%PDF-1.7" + bytes(51_000_000))})
    assert answer.status_code == 413
    assert "fylder mere end 50 MB" in answer.text


def test_a_damaged_pdf_is_told_and_nothing_breaks(client: httpx.Client) -> None:
    page = soup(client.post("/filer", files={"fil": (f"{EVIL}.pdf", b"%PDF-1.7 vr\xf8vl")}))
    assert text(page.select_one(".lead-rest"))
