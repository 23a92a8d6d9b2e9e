"""The ways to a page: more than one, and at least one."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.across.navigation import common_targets
from tilgaengelig.judge.own import finding
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding
from tilgaengelig.model.traits import Way

#: What so many of the pages lead to in their menus is found from everywhere.
_MENU = 0.8


def one_way(facts: SiteFacts, rule: Rule, *, least: int = 5) -> Iterator[SiteFinding]:
    """Pages to which one link on one page is the only way (WCAG 2.4.5; G63, G125, G126, G161, G185).

    A search, a map or an index is a second way to every page. Front page and steps of a process are excepted.
    """
    pages = list(facts.pages())
    seen = {way for page in pages for way in page.traits.ways}
    if not facts.whole or len(pages) < least or seen & {Way.SEARCH, Way.MAP, Way.INDEX}:
        return
    menu = common_targets(pages, _MENU)
    for page in pages:
        if page.traits.process or page.clicks in (0, None) or page.sources > 1 or page.address in menu:
            continue
        # What the front page leads to may be taken to be found there; an unnamed button may open a search.
        sure = (page.clicks or 0) > 1 and Way.UNCLEAR not in seen
        message = (
            "Der er kun én vej til siden: et enkelt link. Webstedet har ingen søgning og ingen oversigt."
        )
        yield SiteFinding(page.visit, finding(rule, Outcome.FAILED if sure else Outcome.CANT_TELL, message))


def orphan(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Pages that the site's map for robots names, and no page links to."""
    if not facts.whole:
        return
    for page in facts.pages():
        if page.clicks is None and page.sources == 0:
            message = "Ingen side linker hertil. Er siden glemt, eller mangler der et link?"
            yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message))
