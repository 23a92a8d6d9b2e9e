"""Whether what the site says still holds: when it was last updated, and days that are over."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from tilgaengelig.danish.dates import written
from tilgaengelig.judge.own import finding, told_apart
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding

_MOST = 5
_LEAST_WORDS = 60
#: From this share on, saying when a page was updated is the habit of the site.
_HABIT = 0.5


def updated(facts: SiteFacts, rule: Rule, *, months: int = 24, least: int = 5) -> Iterator[SiteFinding]:
    """Pages that were last updated more than `months` ago, or that do not say when, though the others do.

    Always a question: what is old may still be right.
    """
    pages = [page for page in facts.shown_alone() if page.traits.words >= _LEAST_WORDS]
    said = [page for page in pages if page.traits.updated]
    oldest = _months_before(facts.today, months)
    for page in said:
        day = page.traits.updated
        if day and day < oldest:
            message = f"Siden er sidst opdateret {written(day)}. Passer den stadig?"
            yield SiteFinding(
                page.visit, finding(rule, Outcome.CANT_TELL, message, component=told_apart(rule, "old"))
            )
    if not said and len(pages) >= least:
        front = facts.front or pages[0]
        message = "Ingen af siderne siger, hvornår de sidst er opdateret. Kan læseren se, om teksten gælder?"
        yield SiteFinding(
            front.visit, finding(rule, Outcome.CANT_TELL, message, component=told_apart(rule, "none"))
        )
    elif said and len(said) >= _HABIT * len(pages):
        for page in pages:
            if not page.traits.updated:
                message = (
                    "De fleste sider siger, hvornår de sidst er opdateret. Denne gør ikke. Passer den stadig?"
                )
                apart = told_apart(rule, "missing")
                yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message, component=apart))


def over(facts: SiteFacts, rule: Rule) -> Iterator[SiteFinding]:
    """Deadlines and coming days in the text that are over. The same sentence on many pages is one component."""
    for page in facts.all:
        past = [each for each in page.traits.deadlines if each.day < facts.today]
        for each in past[-_MOST:]:
            message = f"Den {written(each.day)} er passeret: ”{each.said}” Skal teksten rettes?"
            apart = told_apart(rule, each.said)
            yield SiteFinding(page.visit, finding(rule, Outcome.CANT_TELL, message, component=apart))


def _months_before(day: dt.date, months: int) -> dt.date:
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
