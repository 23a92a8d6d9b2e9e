"""Traps are bounded, real sites are not, and an audit taken up again decides the same."""

import pytest

from tilgaengelig.gather.crawl.traps import TrapGuard, is_trap, shape

#: More steps from the start than what its page or a sitemap names.
FAR = 2


def admitted(guard: TrapGuard, addresses: list[str]) -> list[str]:
    return [address for address in addresses if guard.admits(address, FAR)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://x.dk/kalender?maaned=2024-05", "https://x.dk/kalender?maaned=2031-12"),
        ("https://x.dk/kalender/2024/05/01", "https://x.dk/kalender/2031/12/31"),
        ("https://x.dk/side?p=1&q=2", "https://x.dk/side?q=9&p=10"),
        ("https://x.dk/fil/9f86d081884c7d65", "https://x.dk/fil/0a86d08188abcdef"),
        (
            "https://x.dk/f/3f2504e0-4f89-11d3-9a0c-0305e82c3301",
            "https://x.dk/f/6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        ),
    ],
)
def test_addresses_that_count_up_have_one_shape(one: str, other: str) -> None:
    assert shape(one) == shape(other)


def test_addresses_with_words_have_shapes_of_their_own() -> None:
    assert shape("https://x.dk/om/presse") != shape("https://x.dk/om/kontakt")
    assert shape("https://x.dk/?side=om") != shape("https://x.dk/?side=presse")


@pytest.mark.parametrize(
    "address",
    [
        "https://x.dk/" + "a" * 1500,
        "https://x.dk/" + "/".join(f"del{i}x" for i in range(25)),
        "https://x.dk/a/b/a/b/a/b",
        "https://x.dk/da/da/da",
        "https://x.dk/a/q/b/q/c/q/d/q",
        "https://x.dk/?" + "&".join(f"p{i}=1" for i in range(14)),
    ],
)
def test_what_a_loop_made_is_a_trap(address: str) -> None:
    assert is_trap(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://x.dk/",
        "https://x.dk/2024/24/24/nyhed",
        "https://x.dk/da/om/da/om",
        "https://x.dk/a/b/c/d/e/f/g?h=1&i=2",
    ],
)
def test_what_a_person_made_is_none(address: str) -> None:
    assert not is_trap(address)


def test_only_so_many_of_one_shape_are_admitted() -> None:
    guard = TrapGuard(limit=5)
    days = [f"https://x.dk/kalender?dag={day}" for day in range(100)]
    assert len(admitted(guard, days)) == 5
    assert guard.admits("https://x.dk/kontakt", FAR)
    assert not guard.admits("https://x.dk/kalender?dag=1000", FAR)


@pytest.mark.parametrize(
    ("form", "most"),
    [
        ("https://x.dk/Default.aspx?ID={}", 100),
        ("https://x.dk/index.php?id={}", 100),
        ("https://x.dk/index.php?sid={}", 5),
        ("https://x.dk/index.php?id={}&dag=1", 5),
        ("https://x.dk/sites/default/files/2023-05/bilag-{}.pdf", 100),
        ("https://x.dk/kalender/2023-05/{}", 5),
    ],
)
def test_what_mostly_tells_true_pages_is_bounded_later(form: str, most: int) -> None:
    assert len(admitted(TrapGuard(limit=5), [form.format(number) for number in range(1000, 1200)])) == most


def test_what_the_front_page_or_a_sitemap_names_is_admitted_and_takes_nobodys_place() -> None:
    days = [f"https://x.dk/kalender?dag={day}" for day in range(100)]
    guard = TrapGuard(limit=5)
    assert all(guard.admits(day, 1) for day in days[:50])
    assert not guard.admits("https://x.dk/da/da/da", 1)
    assert len(admitted(guard, days[50:])) == 5
    resumed = TrapGuard(limit=5, admitted=[(day, 1) for day in days[:50]])
    assert len(admitted(resumed, days[50:])) == 5


def test_queries_in_every_combination_are_bounded() -> None:
    guard = TrapGuard(limit=5)
    queries = [f"https://x.dk/find?emne={'abcdefghijklmnop'[i]}ord" for i in range(16)]
    assert len(admitted(guard, queries)) == 15


def test_many_pages_with_titles_of_their_own_are_no_trap() -> None:
    guard = TrapGuard(limit=5)
    pages = [f"https://x.dk/nyheder/2024/{'abcdefghijklmnopqrstuvwxyz'[i]}-titel" for i in range(26)]
    assert len(admitted(guard, pages)) == 26


def test_a_guard_taken_up_again_decides_as_it_would_have() -> None:
    batches = [[f"https://x.dk/k?d={day}" for day in range(start, start + 4)] for start in range(0, 40, 4)]
    whole = TrapGuard(limit=10)
    known: list[str] = []
    for batch in batches:
        # As after a kill, from what the store has.
        resumed = TrapGuard(limit=10, admitted=[(each, FAR) for each in known])
        one, other = admitted(whole, batch), admitted(resumed, batch)
        assert one == other
        known += one
    assert len(known) == 10
    assert all(whole.admits(address, FAR) for address in known)
