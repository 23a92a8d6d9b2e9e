"""What did not change is taken over whole: nobody can tell it from what was read anew, but for when it was checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from store_things import SITE, begun, finding, links, read, troubled, visits

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.audit import Attended, AuditState, Visit
from tilgaengelig.model.carrying import Carried
from tilgaengelig.model.finding import Finding, Outcome, Place, Region
from tilgaengelig.model.imprint import Imprint
from tilgaengelig.model.overview import Overview
from tilgaengelig.model.readability import Readability
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.site import SiteFinding
from tilgaengelig.model.traits import Traits
from tilgaengelig.model.writing import HardSentence, Remark, Writing
from tilgaengelig.store import NewAddress, Store

FRONT, NEWS, GONE = f"{SITE}/", f"{SITE}/nyt", f"{SITE}/findes-ikke"
WORKING = "https://www.ministerium.dk/stil.css"


def other(snippet: str) -> Finding:
    """The logo's fault in another place, with words of its own."""
    place = Place(target="main > img", snippet=snippet, region=Region.MAIN, viewports=("desktop",))
    return finding(place=place, ordinal=1, message="Et andet sted.")


def pages(at: dict[str, Visit]) -> dict[str, Attended]:
    """What a reader of the two pages would keep."""
    front = read(
        at[FRONT],
        finding(picture=b"RIFF....WEBP"),
        other("<img>"),
        finding("tvivl", outcome=Outcome.CANT_TELL, rule="lang-sætning"),
        links=links(NEWS, GONE, "https://www.borger.dk/"),
        title="Forside",
        language="da",
        text_language="da",
        readability=Readability(200, 20, 50, 90),
        writing=Writing(
            (Remark("kancellisprog", AdviceKind.OFFICIALESE, 2, "såfremt", "hvis"),),
            (HardSentence("Såfremt det er tilfældet, bortfalder ydelsen.", 6, 50.0),),
        ),
        traits=Traits(title="Forside", sketch=b"abc"),
        facts={"scored": True},
        size=1234,
        imprint=Imprint("aa", '"1"', "", {WORKING: "bb"}, (GONE, NEWS)),
    )
    news = read(
        at[NEWS],
        finding(impact=Impact.SERIOUS),
        links=links(FRONT),
        traits=Traits(title="Nyt"),
        imprint=Imprint("cc"),
    )
    return {FRONT: front, NEWS: news}


def onward(visit: Visit) -> list[NewAddress]:
    return (
        [NewAddress(NEWS, visit.depth + 1), NewAddress(GONE, visit.depth + 1)]
        if visit.address == FRONT
        else []
    )


def audited(store: Store, *, carried_from: str | None = None, again: tuple[str, ...] = ()) -> str:
    """A night: all pages read, or taken over from a night before but for those of `again`."""
    audit = begun(store).id
    known = store.known(carried_from) if carried_from else {}
    while waiting := visits(store, audit):
        for visit in waiting:
            if visit.address == GONE:
                store.keep(audit, troubled(visit))
            elif visit.address in known and visit.address not in again:
                before = known[visit.address].visit
                found = store.links_of([before])[before]
                store.carry(audit, [Carried(visit, before, found)], new=onward(visit))
            else:
                store.keep(audit, pages({FRONT: visit, NEWS: visit})[visit.address], new=onward(visit))
    facts = store.site_facts(audit)
    across = finding("titel", rule="samme-titel", engine_rule="site.titles", outcome=Outcome.CANT_TELL)
    store.keep_site(audit, [SiteFinding(facts.all[0].visit, across)])
    for component in store.recurring(audit, Responsibility.REDAKTOER, lambda places: len(places) > 1):
        store.reassign(audit, component, Responsibility.UDVIKLER)
    store.finish(audit, AuditState.DONE)
    return audit


def told(store: Store, audit: str) -> tuple[object, ...]:
    """All that is told of an audit, but for its name and its times."""
    whole: Overview = store.overview(audit, occurrences=None)
    subjects = [replace(row, seconds={}, checked=None) for row in whole.subjects]
    facts = store.site_facts(audit)
    site = [(page.address, page.traits, page.clicks, page.sources) for page in facts.all]
    findings = store.findings(audit, limit=1000)
    return whole.components, subjects, whole.broken, whole.wording, whole.coverage, site, findings


def test_a_night_that_is_carried_over_tells_what_the_night_before_told(store: Store) -> None:
    first = audited(store)
    assert told(store, audited(store, carried_from=first)) == told(store, first)


def test_a_night_in_which_some_pages_are_read_anew_tells_what_a_full_night_tells(store: Store) -> None:
    first = audited(store)
    for again in (FRONT, NEWS):
        assert told(store, audited(store, carried_from=first, again=(again,))) == told(store, first)


def test_what_is_carried_over_can_be_carried_over_again(store: Store) -> None:
    first = audited(store)
    second = audited(store, carried_from=first)
    store.delete_audit(first)
    third = audited(store, carried_from=second)
    assert told(store, third) == told(store, second)
    assert store.known(third).keys() == {FRONT, NEWS}


def test_what_was_deleted_meanwhile_is_left_to_be_opened(store: Store) -> None:
    first, second = audited(store), audited(store)
    old, new = store.known(first), store.known(second)
    audit = begun(store, FRONT, NEWS).id
    waiting = {visit.address: visit for visit in visits(store, audit)}
    store.delete_audit(first)
    store.carry(audit, [Carried(waiting[FRONT], old[FRONT].visit, ())])
    assert {visit.address for visit in visits(store, audit)} == {FRONT, NEWS}
    both = [Carried(waiting[FRONT], old[FRONT].visit, ()), Carried(waiting[NEWS], new[NEWS].visit, ())]
    store.carry(audit, both)
    assert [visit.address for visit in visits(store, audit)] == [FRONT]


def test_what_is_taken_over_is_done_and_not_read_lately(store: Store) -> None:
    first = audited(store)
    later = dt.datetime.now(dt.UTC)
    audited(store, carried_from=first, again=(NEWS,))
    pulse = store.pulse(later)
    assert (pulse.running, pulse.read, pulse.done, sum(pulse.troubles.values())) == (0, 1, 2, 1)


def test_it_says_when_it_was_checked(store: Store) -> None:
    first = audited(store)
    second = audited(store, carried_from=first, again=(NEWS,))
    when = {
        audit: {row.address: row.checked for row in store.overview(audit).subjects}
        for audit in (first, second)
    }
    assert when[second][FRONT] == when[first][FRONT]
    checked, before = when[second][NEWS], when[first][NEWS]
    assert checked is not None
    assert before is not None
    assert checked > before
    assert when[first][GONE] is None
    assert store.known(second)[FRONT].checked == when[first][FRONT]


def test_an_imprint_comes_back_as_it_was_kept(store: Store) -> None:
    known = store.known(audited(store))
    assert known[FRONT].imprint == Imprint("aa", '"1"', "", {WORKING: "bb"}, (GONE, NEWS))
    assert (known[NEWS].imprint.uses, known[NEWS].imprint.related) == (None, ())
    assert dt.datetime.now(dt.UTC) - known[NEWS].checked < dt.timedelta(minutes=10)
    assert known[FRONT].imprint.conditions == {"If-None-Match": '"1"'}


def test_what_was_given_to_the_developer_is_given_anew_each_night(store: Store) -> None:
    first = audited(store)
    alone = begun(store).id
    (visit,) = visits(store, alone)
    known = store.known(first)[FRONT]
    store.carry(alone, [Carried(visit, known.visit, ())])
    assert {row.responsibility for row in store.findings(first, rule="billede-uden-alternativ-tekst")} == {
        Responsibility.UDVIKLER
    }
    assert {row.responsibility for row in store.findings(alone)} == {Responsibility.REDAKTOER}
    assert {row.engine_rule for row in store.findings(alone)} == {"image-alt"}
