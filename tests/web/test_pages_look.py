"""The light and the dark look: every colour has both, and can be told from what is behind it in both."""

from __future__ import annotations

import re

import pytest

from tilgaengelig.gather.pdf.contrast import contrast_ratio
from tilgaengelig.web.pages.frame import TEMPLATES

STATIC = TEMPLATES.parent / "static"
LIGHT, DARK = ((STATIC / name).read_text(encoding="utf-8") for name in ("site.css", "moerk.css"))
LOOKS = [(style, where) for style in (LIGHT, DARK) for where in (":root", ".rapport")]
#: What is read, and what is seen as a line or a piece (WCAG 2.2, 1.4.3 and 1.4.11).
READ = ("ink", "quiet", "link", "link-hover", "accent", "critical", "serious", "moderate", "minor")
SEEN = ("edge", "wrong", "right", "beware", "mark-edge", "focus", "read", "not-read", "chart-0", "chart-1")


def colours(style: str, selector: str) -> dict[str, str]:
    """The colours that a style names for a selector."""
    block = re.search(rf"^{re.escape(selector)} {{(.*?)}}", style, re.DOTALL | re.MULTILINE)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block[1]))


def ratio(one: str, other: str) -> float:
    def parts(colour: str) -> tuple[int, int, int]:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
        red, green, blue = bytes.fromhex(digits)
        return red, green, blue

    return contrast_ratio(parts(one), parts(other))


@pytest.mark.parametrize("where", [":root", ".rapport"])
def test_every_colour_of_the_light_look_has_one_in_the_dark(where: str) -> None:
    assert colours(LIGHT, where).keys() <= colours(DARK, where).keys()


@pytest.mark.parametrize(("style", "where"), LOOKS)
def test_what_is_read_can_be_read_on_all_that_is_behind_it(style: str, where: str) -> None:
    known = colours(style, where)
    for name in READ:
        for behind in ("paper", "wash", f"{name}-wash"):
            if name in known and behind in known:
                assert ratio(known[name], known[behind]) >= 4.5, (name, behind)
    for behind in ("mark", "mark-wide"):
        if behind in known:
            assert ratio(known["ink"], known[behind]) >= 4.5, behind


@pytest.mark.parametrize(("style", "where"), LOOKS)
def test_what_is_seen_stands_out(style: str, where: str) -> None:
    known = colours(style, where)
    for name in known.keys() & set(SEEN):
        assert ratio(known[name], known["paper"]) >= 3, name


def test_the_design_system_s_own_colours_are_written_anew_where_our_pages_meet_them() -> None:
    for part in (".form-input", ".form-select", ".button-primary", ".button-secondary", ".table", ".alert"):
        assert part in DARK, part
    buttons = re.findall(r"background-color: (#\w+); border-color: #\w+; color: (#\w+)", DARK)
    assert len(buttons) == 3
    assert all(ratio(behind, words) >= 4.5 for behind, words in buttons)
