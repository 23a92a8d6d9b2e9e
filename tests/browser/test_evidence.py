"""Pictures that show what was done to a page: the way of the focus, and one place in two widths."""

from __future__ import annotations

import io

from browser_house import Reader, Site, admit_all, reader, site, task
from PIL import Image

from tilgaengelig.gather.browser.evidence import side_by_side, way_of_focus
from tilgaengelig.gather.browser.pictures import readable
from tilgaengelig.gather.browser.visit import visit
from tilgaengelig.model.probes import Probed

__all__ = ["reader", "site"]

RED = (176, 0, 32)
LONG = "En linje, der er alt for lang til at kunne stå på en smal skærm."


def png(width: int, height: int, colour: str = "white") -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, "PNG")
    return made.getvalue()


def opened(picture: bytes) -> Image.Image:
    """The picture as pixels."""
    return Image.open(io.BytesIO(picture)).convert("RGB")


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """The colour of a point."""
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return tuple(map(int, found))


def is_red(colour: tuple[int, ...]) -> bool:
    """Whether that is the colour of the way; WebP blurs it."""
    return all(abs(one - other) < 60 for one, other in zip(colour, RED, strict=True))


def probed(reader: Reader, address: str, probe: str) -> Probed:
    """What a probe saw."""
    seen = visit(reader.session, address, task(rules=["document-title"], probes=[probe]), admit_all).probed
    assert seen is not None
    return seen


def test_the_way_goes_from_stop_to_stop_in_the_page_as_it_was_cut() -> None:
    boxes = [{"x": 140, "y": y, "width": 24, "height": 20} for y in (60, 140)]
    clip = {"x": 100, "y": 50, "width": 200, "height": 200}
    drawn = opened(way_of_focus(png(200, 200), clip, boxes))
    assert drawn.size == (200, 200)
    assert [is_red(pixel(drawn, 40, y)) for y in (18, 55, 190)] == [True, True, False]


def test_two_widths_stand_beside_each_other() -> None:
    both = opened(side_by_side(png(100, 40, "blue"), png(30, 80, "green")))
    assert both.size == (100 + 30 + 3 * 16, 80 + 2 * 16)
    blue, green = pixel(both, 60, 30), pixel(both, 140, 80)
    assert (max(blue), max(green)) == (blue[2], green[1])


def test_a_part_whose_order_was_changed_is_shown_with_the_way_through_it(reader: Reader, site: Site) -> None:
    links = "".join(f'<a href="/{n}" style="display: block; width: 90px">Link {n}</a>' for n in range(3))
    turned = f'<div id="her" style="display: flex; flex-direction: row-reverse">{links}</div>'
    seen = probed(reader, site.put(turned), "keyboard")
    colours = opened(seen.pictures["#her"]).getcolors(1_000_000) or []
    assert any(isinstance(one, tuple) and is_red(tuple(map(int, one))) for _, one in colours)


def test_what_is_too_wide_is_shown_in_both_windows(reader: Reader, site: Site) -> None:
    seen = probed(reader, site.put(f'<p id="bred" style="width: 700px">{LONG}</p>'), "layout")
    assert opened(seen.pictures["#bred"]).width > 320 + 700


def test_a_place_with_a_cpr_number_is_not_shown(reader: Reader, site: Site) -> None:
    seen = probed(reader, site.put(f'<p id="bred" style="width: 700px">070761-4285. {LONG}</p>'), "layout")
    assert seen.layout is not None
    assert [one.spot.place.target for one in seen.layout.wide] == ["#bred"]
    assert "#bred" not in seen.pictures


def test_a_low_picture_is_taken_larger_for_a_machine_to_read(reader: Reader, site: Site) -> None:
    low, high = (
        '<img id="{}" src="/a.png" width="80" height="{}">'.format(*one) for one in (("lav", 20), ("høj", 90))
    )
    reader.read(site.put(low + high), rules=["document-title"])
    taken = [readable(reader.session, target) for target in ("#lav", "#høj")]
    assert [opened(picture).size for picture in taken if picture] == [(240, 60), (80, 90)]
