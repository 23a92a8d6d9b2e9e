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


def test_a_site_among_many_is_found_by_its_name_address_and_house(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, browsing(workshop) as client:
        for number in range(130):
            order = make_order(f"http://nr{number:03}.example/")
            house = "Ærøs Museer" if number % 10 else "Skatte & Afgifter"
            workshop.store.add_website(Website(f"sted {number:03}", order, house=house, schedule="0 2 * * *"))
        for address in ("/websteder", "/indstillinger"):

            def names(query: str, address: str = address) -> list[str]:
                table = soup(client.get(f"{address}{query}")).select(
                    "section[aria-labelledby=websteder], main"
                )
                return [text(cell) for cell in table[-1].select("tbody th")]

            assert len(names("")) == 100
            assert names("?ord=nr007") == ["sted 007"]
            assert names("?ord=009+%C3%86R%C3%98S") == ["sted 009"]
            assert names("?ord=intet") == []
            page = soup(client.get(f"{address}?ord=%C3%A6r%C3%B8s"))
            assert [str(link["href"]) for link in page.select("nav.pages a")] == [
                f"{address}?ord=%C3%A6r%C3%B8s&fra=100"
            ]
            assert page.select_one("input[name=ord]")["value"] == "ærøs"  # type: ignore[index]
            assert text(page.select_one("[role=status]")) == "117 websteder."
            assert len(names("?ord=%C3%A6r%C3%B8s&fra=100")) == 17


def test_few_sites_are_shown_without_a_search(tmp_path: Path) -> None:
    with workshop_in(tmp_path) as workshop, browsing(workshop) as client:
        workshop.store.add_website(Website("a", make_order("http://a.example/")))
        assert not soup(client.get("/websteder")).select("form[role=search]")
        assert not soup(client.get("/indstillinger")).select("form[role=search]")
