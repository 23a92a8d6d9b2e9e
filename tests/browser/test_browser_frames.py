"""axe in every frame, whatever its origin, and in open shadow trees."""

from __future__ import annotations

from typing import Any

import pytest
from browser_house import NO_ALT, Reader, Site, faults, other_site, page, reader, rulebook, site

from tilgaengelig.gather.browser.axe import MOST_DEPTH
from tilgaengelig.judge.verdict import judge
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.subject import PageFacts

__all__ = ["other_site", "reader", "site"]


def frame(source: str, more: str = "") -> str:
    """A frame that has a title."""
    return f'<iframe title="Ramme" width="300" height="200" src="{source}" {more}></iframe>'


def in_frames(facts: PageFacts) -> list[tuple[str, str]]:
    """What was found to fail inside frames or shadow trees."""
    return [(rule, target) for rule, target in faults(facts) if " >>> " in target]


def test_a_fault_in_a_frame_of_the_same_origin_is_found(site: Site, reader: Reader) -> None:
    site.put(NO_ALT, "/inde")
    facts = reader.read(site.put(frame("/inde")))
    assert in_frames(facts) == [("image-alt", "iframe >>> img")]


def test_a_fault_in_a_frame_of_another_host_is_found(site: Site, other_site: Site, reader: Reader) -> None:
    inner = other_site.put(NO_ALT, "/inde")
    facts = reader.read(site.put(frame(inner)))
    assert in_frames(facts) == [("image-alt", "iframe >>> img")]


def test_a_fault_in_a_frame_within_a_frame_of_another_host_is_found(
    site: Site, other_site: Site, reader: Reader
) -> None:
    site.put(NO_ALT, "/inderst")
    inner = other_site.put(frame(f"{site.origin}/inderst").replace("Ramme", "Inderst"), "/inde")
    facts = reader.read(site.put(frame(inner)))
    assert in_frames(facts) == [("image-alt", "iframe >>> iframe >>> img")]


def test_each_of_several_frames_has_its_own_faults(site: Site, reader: Reader) -> None:
    site.put(NO_ALT, "/en")
    site.put('<p><a href="/x"></a></p>' + frame("/en").replace("Ramme", "Inderst"), "/to")
    address = site.put(
        frame("/to", 'id="foerste"').replace("Ramme", "Den første") + frame("/en", 'id="anden"')
    )
    assert in_frames(reader.read(address)) == [
        ("image-alt", "#foerste >>> iframe >>> img"),
        ("image-alt", "#anden >>> img"),
        ("link-name", "#foerste >>> a"),
    ]


def test_a_frame_that_is_sandboxed_without_scripts_is_entered_all_the_same(
    site: Site, other_site: Site, reader: Reader
) -> None:
    inner = other_site.put(NO_ALT, "/inde")
    facts = reader.read(site.put(frame(inner, "sandbox")))
    assert in_frames(facts) == [("image-alt", "iframe >>> img")]
    assert not [hit for hit in facts.hits if hit.outcome is Outcome.UNTESTED]


def test_a_frame_whose_mark_up_stands_in_srcdoc_is_entered(site: Site, reader: Reader) -> None:
    inner = "<!doctype html><html lang=da><title>I</title><main><img src=/a.png>"
    body = f'<iframe title="Ramme" srcdoc="{inner}"></iframe>'
    facts = reader.read(site.put(body))
    assert in_frames(facts) == [("image-alt", "iframe >>> img")]


def test_a_fault_in_an_open_shadow_tree_is_found(site: Site, reader: Reader) -> None:
    body = """<x-kort></x-kort><script>
      document.querySelector("x-kort").attachShadow({mode: "open"}).innerHTML = '<p class="b"><img src="/a.png"></p>';
    </script>"""
    facts = reader.read(site.put(body))
    assert in_frames(facts) == [("image-alt", "x-kort >>> img")]
    assert facts.hits[0].place.path == "main>x-kort>p.b>img"
    assert facts.hits[0].place.region is Region.MAIN


def test_a_frame_inside_a_shadow_tree_is_entered(site: Site, reader: Reader) -> None:
    site.put(NO_ALT, "/inde")
    body = f"""<x-kort></x-kort><script>
      document.querySelector("x-kort").attachShadow({{mode: "open"}}).innerHTML = `{frame("/inde")}`;
    </script>"""
    assert in_frames(reader.read(site.put(body))) == [("image-alt", "x-kort >>> iframe >>> img")]


def test_where_an_element_stands_is_told_by_its_own_frame(site: Site, reader: Reader) -> None:
    site.put_whole(
        page("<p>Tekst</p>").replace("</main>", "</main><footer><img src='/logo.png'></footer>"), "/inde"
    )
    hit = reader.read(site.put(frame("/inde"))).hits[0]
    assert (hit.place.path, hit.place.region, hit.key) == ("footer>img", Region.FOOTER, "src=/logo.png")


def test_a_heading_that_only_the_whole_page_shows_to_be_wrong_has_its_place_all_the_same(
    site: Site, reader: Reader
) -> None:
    site.put_whole(
        page("").replace("<h1>En overskrift</h1>", "<section><h4>Dybt nede</h4></section>"), "/inde"
    )
    facts = reader.read(site.put(frame("/inde")))
    (hit,) = (hit for hit in facts.hits if hit.rule == "heading-order")
    assert (hit.place.target, hit.place.path) == ("iframe >>> h4", "main>section>h4")


def test_links_that_only_the_whole_page_shows_to_be_alike_have_their_place_all_the_same(
    site: Site, reader: Reader
) -> None:
    links = '<p><a href="/et">Vejledning</a> <a href="/to">Vejledning</a></p>'
    site.put("<p>Indhold</p>", "/inde")
    facts = reader.read(site.put(frame("/inde") + links), rules={"identical-links-same-purpose"})
    (hit,) = (hit for hit in facts.hits if hit.rule == "identical-links-same-purpose")
    assert hit.place.path == "main>p>a"


def frames_within_frames(site: Site, depth: int) -> str:
    """The address of a page with a fault of its own and a chain of frames, each in the one before."""
    for level in range(depth):
        site.put(frame(f"/dyb{level + 1}") if level < depth - 1 else "<p>Bunden</p>", f"/dyb{level}")
    return site.put(frame("/dyb0") + NO_ALT)


def test_frames_are_followed_to_the_sixth_and_what_lies_deeper_is_untested(
    site: Site, reader: Reader
) -> None:
    assert reader.read(frames_within_frames(site, MOST_DEPTH)).tested["frame-tested"] is Outcome.PASSED
    facts = reader.read(frames_within_frames(site, MOST_DEPTH + 1))
    untested = [hit for hit in facts.hits if hit.outcome is Outcome.UNTESTED]
    assert [hit.rule for hit in untested] == ["frame-tested"]
    assert untested[0].place.target == " >>> ".join(["iframe"] * (MOST_DEPTH + 1))
    assert ("image-alt", "img") in faults(facts)


def test_a_frame_that_was_not_entered_is_a_finding_of_its_own_rule(site: Site, reader: Reader) -> None:
    facts = reader.read(frames_within_frames(site, MOST_DEPTH + 1))
    found = judge(facts, rulebook().rules, 40).findings
    assert [(one.rule, one.outcome) for one in found if one.engine_rule == "frame-tested"] == [
        ("ramme-ikke-testet", Outcome.UNTESTED)
    ]


def test_a_frame_that_vanishes_under_the_walk_costs_only_itself(
    site: Site, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put(NO_ALT, "/inde")
    address = site.put(frame("/inde", 'id="bliver"') + frame("/inde", 'id="gaar"').replace("Ramme", "To"))
    usual = reader.session.cdp

    def cdp(command: str, **arguments: Any) -> Any:
        if command == "DOM.getFrameOwner":
            top = usual("Page.getFrameTree")["frameTree"]
            gone = [inner["frame"]["id"] for inner in top["childFrames"]][1:]
            if arguments["frameId"] in gone:
                return usual(command, frameId="there is no such frame")
        return usual(command, **arguments)

    monkeypatch.setattr(reader.session, "cdp", cdp)
    facts = reader.read(address)
    assert in_frames(facts) == [("image-alt", "#bliver >>> img")]
    assert [hit.place.target for hit in facts.hits if hit.outcome is Outcome.UNTESTED] == ["#gaar"]
