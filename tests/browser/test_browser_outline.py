"""The outline: the elements that our own rules look at, as a real browser shows them."""

from __future__ import annotations

from browser_house import Reader, Site, reader, site

from tilgaengelig.model.finding import Region
from tilgaengelig.model.subject import Element, PageFacts

__all__ = ["reader", "site"]


def one(facts: PageFacts, tag: str) -> Element:
    """The only element of that tag."""
    (found,) = (element for element in facts.elements if element.tag == tag)
    return found


def test_elements_come_in_order_each_with_the_one_around_it(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put("<ul><li><a href='/a'>Søg</a></li></ul><p>Tekst</p>"))
    tags = [element.tag for element in facts.elements]
    assert tags == ["main", "h1", "ul", "li", "a", "p"]
    around = [tags[element.parent] if element.parent >= 0 else "" for element in facts.elements]
    assert around == ["", "main", "main", "ul", "li", "main"]


def test_a_link_has_its_name_its_whole_address_and_its_place(site: Site, reader: Reader) -> None:
    address = site.put(
        "<div><p><a href='../fil.pdf' target=_blank><img src='/a.png' alt='Vejledning'></a></p></div>"
    )
    link = one(reader.read(address), "a")
    assert (link.name, link.text) == ("Vejledning", "")
    told = dict(link.attributes)
    assert told.pop("drawn")  # its picture, by which it is told from links of the same name
    assert told == {"href": f"{site.origin}/fil.pdf", "target": "_blank"}
    assert (
        link.place.target
        == "body > main:nth-of-type(1) > div:nth-of-type(1) > p:nth-of-type(1) > a:nth-of-type(1)"
    )
    assert link.place.region is Region.MAIN
    assert reader.session.driver.find_element("css selector", link.place.target).tag_name == "a"


def test_an_image_without_alternative_text_lacks_the_attribute(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put("<img src='/a.png'><img src='/b.png' alt=''>"))
    assert [element.attributes.get("alt") for element in facts.elements if element.tag == "img"] == [None, ""]


def test_what_is_not_shown_is_left_out_but_for_what_never_shows(site: Site, reader: Reader) -> None:
    facts = reader.read(
        site.put(
            "<p hidden>a</p><p style='visibility: hidden'>b</p><video><track kind=captions src='/t.vtt'></video>"
        )
    )
    assert [element.tag for element in facts.elements] == ["main", "h1", "video", "track"]


def test_text_keeps_its_lines_and_is_told_of_blocks_by_any_name(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put("<div>- et<br>-  to</div><div><p>Inden i</p></div>"))
    assert [(element.tag, element.text) for element in facts.elements if element.tag in {"div", "p"}] == [
        ("div", "- et\n- to"),
        ("p", "Inden i"),
    ]


def test_how_an_element_looks(site: Site, reader: Reader) -> None:
    style = "font-size: 20px; font-weight: 700; font-style: italic; text-transform: uppercase; width: 300px"
    look = one(reader.read(site.put(f"<p style='{style}'>Stort</p>")), "p").look
    assert (look.size, look.weight, look.italic, look.upper, look.inline, look.width) == (
        20,
        700,
        True,
        True,
        False,
        300,
    )


def test_the_nearest_language_and_silence_are_inherited(site: Site, reader: Reader) -> None:
    facts = reader.read(
        site.put("<div lang=en><p>Hello</p></div><p aria-hidden=true><b>Skjult</b> <i lang=sv>tyst</i></p>")
    )
    told = {element.tag: (element.language, element.silent) for element in facts.elements}
    assert told["p"] == ("da", True)
    assert told["div"] == ("en", False)
    assert told["b"] == ("da", True)
    assert told["i"] == ("sv", True)


def test_shadow_trees_and_what_is_slotted_into_them_are_read(site: Site, reader: Reader) -> None:
    facts = reader.read(
        site.put(
            "<x-box><p>Udefra</p><a href='/x'>Link</a></x-box><script>"
            "document.querySelector('x-box').attachShadow({mode: 'open'})"
            ".innerHTML = '<section><h2 id=i>Indefra</h2><slot></slot></section>'</script>"
        )
    )
    assert [
        (element.tag, element.place.target.removeprefix("body > main:nth-of-type(1) > "))
        for element in facts.elements
    ][2:] == [
        ("section", "x-box:nth-of-type(1) >>> section:nth-of-type(1)"),
        ("h2", "x-box:nth-of-type(1) >>> #i"),
        ("p", "x-box:nth-of-type(1) > p:nth-of-type(1)"),
        ("a", "x-box:nth-of-type(1) > a:nth-of-type(1)"),
    ]


def test_a_form_whose_fields_bear_the_names_of_properties_is_read(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put("<form><input name=children><input name=id><input name=title></form>"))
    assert [element.attributes.get("name") for element in facts.elements if element.tag == "input"] == [
        "children",
        "id",
        "title",
    ]


def test_a_page_of_endless_elements_is_told_in_part(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put("<p>a</p>" * 20_000), rules=["image-alt"])
    assert len(facts.elements) == 12_000


def test_a_page_of_endless_depth_is_told_in_part(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put("<div role=group>" * 2_000), rules=["image-alt"])
    assert 100 < len(facts.elements) < 400


def test_what_is_preformatted_keeps_its_spaces(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put("<pre>År    Antal\n2025  96</pre><p>År    Antal</p>"), rules=["image-alt"])
    assert (one(facts, "pre").text, one(facts, "p").text) == ("År    Antal\n2025  96", "År Antal")


def test_what_a_style_sheet_writes_into_a_link_is_told(site: Site, reader: Reader) -> None:
    style = "<style>a.fil::after { content: ' (PDF)' } a.fil::before { content: url(/a.png) }</style>"
    facts = reader.read(
        site.put("<a class=fil href=/a.pdf>Bilag</a> <a href=/b>Side</a>", head=style), rules=["image-alt"]
    )
    told = [element.attributes.get("generated") for element in facts.elements if element.tag == "a"]
    assert told == ["(PDF)", None]


def test_words_that_stand_in_a_shadow_tree_by_themselves_do_not_keep_a_page_from_being_read(
    site: Site, reader: Reader
) -> None:
    script = (
        "document.querySelector('#p').attachShadow({mode: 'open'}).textContent = 'Fristen er den 1. maj.'"
    )
    facts = reader.read(site.put(f"<p id=p></p><script>{script}</script>"))
    assert any(element.tag == "p" for element in facts.elements)


def test_what_is_told_of_a_control_are_the_words_that_are_seen(site: Site, reader: Reader) -> None:
    hidden = "position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"
    facts = reader.read(
        site.put(
            f"<a href=/a aria-label=x>Hent <span style='{hidden}'>den store</span> <b>rapport</b></a>"
            "<a href=/b>Uden andet navn</a>"
        )
    )
    told = [element.attributes.get("seen") for element in facts.elements if element.tag == "a"]
    assert told == ["Hent rapport", None]


def test_a_frame_tells_whether_it_holds_what_another_holds(site: Site, reader: Reader) -> None:
    frames = "".join(
        f"<iframe title=a srcdoc='{held}'></iframe>" for held in ("<p>En</p>", "<p>En</p>", "<p>To</p>")
    )
    facts = reader.read(site.put(frames))
    first, second, third = (one.attributes["holds"] for one in facts.elements if one.tag == "iframe")
    assert first == second != third


def test_only_pictures_that_show_anything_are_told_as_such(site: Site, reader: Reader) -> None:
    drawn = "document.querySelector('#b').getContext('2d').fillRect(0, 0, 9, 9)"
    facts = reader.read(
        site.put(
            f"<canvas id=a></canvas><canvas id=b></canvas><img src=/no.gif alt=''><script>{drawn}</script>"
        )
    )
    assert [one.attributes.get("id") for one in facts.elements if "shows" in one.attributes] == ["b"]


def test_of_a_drawing_the_links_are_told(site: Site, reader: Reader) -> None:
    drawn = (
        '<svg viewBox="0 0 9 9" role="img" aria-label="Kort"><g><text>Kort</text></g>'
        '<g><a href="/nord"><text>Nord</text></a></g><g><a href="/syd" aria-label="Syd"><circle r="3"/></a></g></svg>'
    )
    facts = reader.read(site.put(drawn))
    links = [one for one in facts.elements if one.tag == "a"]
    assert [(one.name, one.text) for one in links] == [("Nord", "Nord"), ("Syd", "")]
    assert [one.attributes["href"] for one in links] == [f"{site.origin}/nord", f"{site.origin}/syd"]
    assert [facts.elements[one.parent].tag for one in links] == ["svg", "svg"]
    for link in links:
        assert reader.session.driver.find_element("css selector", link.place.target).tag_name == "a"


def test_what_has_no_size_of_letters_has_the_size_nought(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put('<video controls><source src="/film.mp4"></video>'))
    assert one(facts, "source").look.size == 0


def test_what_is_folded_away_keeps_its_text(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put("<details><summary>Mere</summary><p>Der er\n to  linjer</p></details>"))
    assert (one(facts, "p").text, one(facts, "summary").text) == ("Der er to linjer", "Mere")
