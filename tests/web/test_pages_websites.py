"""The page on the group's sites."""

from __future__ import annotations

from pathlib import Path

from api_things import workshop_in
from pages_things import EVIL, browsing, soup, text

from tilgaengelig.model.website import Website
from tilgaengelig.work.audit import make_order


def test_a_group_without_sites_is_told_how_to_begin(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, browsing(workshop) as client:
        page = soup(client.get("/websteder"))
    assert page.select_one("main a[href='/indstillinger']")
    assert not page.select("table")


def test_sites_stand_by_house_with_their_audits_past_and_to_come(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, browsing(workshop) as client:
        store = workshop.store
        known = make_order("http://b.example/")
        store.add_website(Website("b", known, house="Kulturhuset", schedule="0 2 * * *"))
        store.add_website(Website("a", make_order("http://a.example/"), house=EVIL))
        record = store.begin(known, rulebook="r", versions={}, first=[known.start])
        page = soup(client.get("/websteder"))
    rows = [[text(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[0] for row in rows] == ["a", "b"]
    assert rows[0][1].startswith("<script>")  # as words, and no more
    assert rows[0][2:] == ["Kun når nogen starter den", "Ingen endnu", "0", "Ukendt"]
    assert "kl. 02" in rows[1][2]
    assert page.select_one(f'a[href="/kontroller/{record.id}"]')
    assert [str(link["href"]) for link in page.select("nav a[aria-current]")] == ["/websteder"]


def test_a_group_of_many_sites_is_shown_a_hundred_at_a_time(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, browsing(workshop) as client:
        for number in range(101):
            order = make_order(f"http://{number:03}.example/")
            workshop.store.add_website(Website(f"{number:03}", order))
        record = workshop.store.begin(order, rulebook="r", versions={}, first=[order.start])
        first, last = soup(client.get("/websteder")), soup(client.get("/websteder?fra=100"))
        beyond = soup(client.get("/websteder?fra=500"))
    assert [len(page.select("tbody tr")) for page in (first, last, beyond)] == [100, 1, 100]
    assert [str(link["href"]) for link in first.select("nav.pages a")] == ["/websteder?fra=100"]
    assert [str(link["href"]) for link in last.select("nav.pages a")] == ["/websteder?fra=0"]
    assert last.select_one(f'tbody a[href="/kontroller/{record.id}"]')
