"""QualWeb in our browser: it says of elements what axe says of them, leaves no trace, and is ended when it is slow."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from browser_house import NO_ALT, Reader, Site, page, reader, site

from tilgaengelig import resources
from tilgaengelig.gather.browser.session import PHONE
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.subject import Hit, PageFacts
from tilgaengelig.model.supervision import ENGINE, MONITORED, QUALWEB
from tilgaengelig.settings import Settings
from tilgaengelig.workshop import Workshop

__all__ = ["reader", "site"]

BUNDLE = resources.QUALWEB / "act-rules/dist/__webpack/act.bundle.js"


def failed(facts: PageFacts, engine: str) -> list[tuple[str, str]]:
    return sorted(
        (hit.rule, hit.place.target)
        for hit in facts.hits
        if hit.engine == engine and hit.outcome is Outcome.FAILED
    )


def theirs(facts: PageFacts) -> dict[str, Hit]:
    return {hit.rule: hit for hit in facts.hits if hit.engine == QUALWEB}


def test_both_engines_name_one_element_alike_also_in_frames_and_shadow_trees(
    site: Site, reader: Reader
) -> None:
    site.put('<p class="ramme">Rammens tekst.</p>' + NO_ALT, "/ramme")
    shadow = f"<div id=vaert><template shadowrootmode=open>{NO_ALT}</template></div>"
    body = f'<p>Ord.</p>{NO_ALT}{shadow}<iframe src="/ramme" title="Ramme"></iframe>'
    facts = reader.read(site.put(body), monitored=MONITORED, rules={"image-alt"})
    found = [target for rule, target in failed(facts, QUALWEB) if rule == "QW-ACT-R17"]
    assert found == [target for _, target in failed(facts, "axe")]
    assert len(found) == 3


def test_what_the_page_lacks_is_told_of_its_root_as_axe_tells_it(site: Site, reader: Reader) -> None:
    bare = "<!doctype html><html><body><main><h1>Overskrift</h1></main></body></html>"
    facts = reader.read(site.put_whole(bare), monitored=MONITORED, rules={"document-title", "html-has-lang"})
    assert failed(facts, QUALWEB) == [("QW-ACT-R1", "html"), ("QW-ACT-R2", "html")]
    assert failed(facts, "axe") == [("document-title", "html"), ("html-has-lang", "html")]


def test_an_element_is_noted_as_for_axe(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put(f"{NO_ALT}"), monitored=MONITORED, rules={"image-alt"})
    axe = next(hit for hit in facts.hits if hit.rule == "image-alt")
    other = theirs(facts)["QW-ACT-R17"]
    assert (other.key, other.place) == (axe.key, axe.place)
    assert (other.key, other.place.path, other.place.region) == ("src=/a.png", "main>img", "main")
    assert facts.engines[QUALWEB] == reader.session.qualweb == "0.7.5"
    assert facts.tested["QW-ACT-R1"] is Outcome.PASSED
    assert facts.tested["QW-ACT-R22"] is Outcome.INAPPLICABLE


def test_the_page_is_as_it_was_when_qualweb_is_done(site: Site, reader: Reader) -> None:
    site.put(NO_ALT, "/ramme")
    reader.read(site.put(f'{NO_ALT}<iframe src="/ramme" title="Ramme"></iframe>'), PHONE, monitored=MONITORED)
    left = "[...document.querySelectorAll('*'), ...document.querySelector('iframe').contentDocument.all]"
    names = reader.session.evaluate(reader.session.top(), f"{left}.flatMap((one) => one.getAttributeNames())")
    assert "src" in names
    assert not [name for name in names if name.startswith(("qw-", "_document"))]


def test_it_is_ended_when_its_time_is_up_and_the_page_is_read_all_the_same(
    site: Site, reader: Reader
) -> None:
    address = site.put(NO_ALT + "<p>En <b>af</b> mange.</p>" * 300)
    usual = reader.session.settings
    reader.session.settings = replace(usual, qualweb_seconds=0.001)
    try:
        facts = reader.read(address, monitored=MONITORED, rules={"image-alt"})
    finally:
        reader.session.settings = usual
    assert QUALWEB not in facts.engines
    assert theirs(facts) == {}
    assert "image-alt" in [rule for rule, _ in failed(facts, "axe")]
    wrote = "document.querySelectorAll('[qw-selector]').length"
    assert reader.session.evaluate(reader.session.top(), wrote) == 0


def test_it_runs_only_where_it_is_asked_for(site: Site, reader: Reader) -> None:
    facts = reader.read(site.put(NO_ALT))
    assert QUALWEB not in facts.engines
    assert "qualweb" not in facts.seconds


def test_it_can_be_switched_off_and_audits_then_say_nothing_of_it() -> None:
    given: dict[str, Any] = {"qualweb": False, "qualweb_seconds": 3}
    with Workshop(Settings(**given | {"qualweb": True})) as on, Workshop(Settings(**given)) as off:
        assert (on.versions()[ENGINE], on.browser_settings().qualweb) == ("0.7.5", resources.QUALWEB)
        assert ENGINE not in off.versions()
        assert (off.browser_settings().qualweb, off.browser_settings().qualweb_seconds) == (None, 3)


def test_a_page_that_moves_on_when_an_element_gets_the_focus_keeps_what_was_found(
    site: Site, reader: Reader
) -> None:
    site.put("<p>En anden side.</p>", "/anden")
    leaves = """<div aria-hidden="true"><a href="#x" onfocus="location.href='/anden'">Videre</a></div>"""
    facts = reader.read(site.put(NO_ALT + leaves), monitored=MONITORED)
    assert "image-alt" in [rule for rule, _ in failed(facts, "axe")]


def test_the_criteria_of_each_rule_are_those_that_the_pinned_rules_name() -> None:
    told = re.split(r'"(QW_ACT_R\d+)":\{"name"', BUNDLE.read_text(encoding="utf-8"))
    about = dict(zip(told[1::2], told[2::2], strict=True))
    named = {
        rule: tuple(re.findall(r'"name":"(\d+\.\d+\.\d+)","level":"A{1,2}"', about[rule.replace("-", "_")]))
        for rule in MONITORED
    }
    assert named == MONITORED


def test_no_page_of_ours_disturbs_the_next(site: Site, reader: Reader) -> None:
    first, second = site.put(NO_ALT, "/a"), site.put_whole(page("<p>Ingen fejl.</p>"), "/b")
    reader.read(first, monitored=MONITORED)
    assert theirs(reader.read(second, monitored=MONITORED)) == {}


def test_what_qualweb_was_told_of_an_element_holds_until_it_sets_the_focus(
    site: Site, reader: Reader
) -> None:
    style = "<style>#spring { visibility: hidden } p:focus-within #spring { visibility: visible }</style>"
    reader.read(site.put('<p tabindex="0">En genvej <b id="spring">hertil</b></p>', head=style))
    asked = """(() => {
      const paragraph = { element: document.querySelector("p") };
      const jump = { element: document.querySelector("#spring") };
      const wrapper = {
        getElementStyleProperty(property) { return getComputedStyle(this.element)[property]; },
        focusElement() { this.element.focus(); }, dispatchEvent() {}, click() {},
      };
      const tools = { isElementVisible: ({ element }) => element.checkVisibility({ visibilityProperty: true }) };
      tilgaengelig.hasten(wrapper, tools);
      const told = () => [wrapper.getElementStyleProperty.call(jump, "visibility", ""), tools.isElementVisible(jump)];
      const before = told();
      paragraph.element.focus();
      const same = told();
      wrapper.focusElement.call(paragraph);
      return [before, same, told()];
    })()"""
    assert reader.session.here(asked) == [["hidden", False], ["hidden", False], ["visible", True]]
