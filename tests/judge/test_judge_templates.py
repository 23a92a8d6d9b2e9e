"""Which faults stand in a template, as only the whole site can tell."""

from __future__ import annotations

import pytest

from tilgaengelig.judge.site import TEMPLATE_PAGES, Templates

SITE = "https://www.ministerium.example"
NEWS = [f"{SITE}/nyheder/2026/nyhed-{n}" for n in range(20)]
TASKS = [f"{SITE}/opgaver/opgave-{n}" for n in range(20)]
TEMPLATES = Templates([f"{SITE}/", *NEWS, *TASKS])


def once(addresses: list[str]) -> dict[str, int]:
    return dict.fromkeys(addresses, 1)


def test_what_is_on_most_pages_of_the_site_is_the_templates() -> None:
    assert TEMPLATES.hold(once([f"{SITE}/", *NEWS[:14], *TASKS[:14]]))
    assert not TEMPLATES.hold(once([*NEWS[:10], *TASKS[:10]]))


def test_a_template_may_serve_one_section_alone() -> None:
    assert TEMPLATES.hold(once(NEWS))
    assert TEMPLATES.hold(once(NEWS[:17]))
    assert not TEMPLATES.hold(once(NEWS[:14]))


def test_few_pages_are_chance_even_where_they_are_all() -> None:
    few = [f"{SITE}/om/{n}" for n in range(TEMPLATE_PAGES)]
    assert Templates(few).hold(once(few))
    assert not Templates(few[1:]).hold(once(few[1:]))


def test_pages_that_differ_in_their_query_only_are_one() -> None:
    lists = [f"{SITE}/nyheder?side={n}" for n in range(40)]
    assert not Templates([*lists, f"{SITE}/om"]).hold(once(lists))


@pytest.mark.parametrize(
    ("counts", "template"),
    [
        ([1] * 20, True),
        ([3] * 20, True),
        ([2] * 17 + [1, 4, 5], True),
        ([1, 2, 3, 4] * 5, False),
        ([1] * 12 + [2, 3, 4, 2, 3, 4, 7, 9], False),
    ],
)
def test_a_template_shows_its_fault_equally_often_and_editors_do_not(
    counts: list[int], template: bool
) -> None:
    assert TEMPLATES.hold(dict(zip(NEWS, counts, strict=True))) is template


def test_an_address_that_is_odd_is_a_page_like_any_other() -> None:
    assert not Templates([]).hold({})
    assert not Templates(["https://x.example", "https://x.example/"]).hold({"https://x.example": 1})
