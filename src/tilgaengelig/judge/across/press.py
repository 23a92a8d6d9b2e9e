"""Contact information for the press, near the front page."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.own import finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding, SitePage
from tilgaengelig.model.traits import PressContact

Offer = tuple[SitePage, PressContact]


def contact(facts: SiteFacts, rule: Rule, *, clicks: int = 2) -> Iterator[SiteFinding]:
    """A person with telephone and e-mail for the press within so many clicks of the front page.

    A site that does not say on most pages how to reach who is behind it (a handbook, a course) owes it nothing.
    """
    front = facts.front
    reachable = [page.traits.reachable for page in facts.pages()]
    if front is None or sum(reachable) < len(reachable) / 2:
        return
    offers = [(page, page.traits.press) for page in facts.pages() if page.traits.press]
    near = [(page, offer) for page, offer in offers if page.clicks is not None and page.clicks <= clicks]
    if any(offer.whole for _, offer in near):
        return
    whole = [(page, offer) for page, offer in offers if offer.whole]
    if whole:
        yield _far(rule, whole[0], clicks)
    elif near:
        yield _lacking(rule, max(near, key=_worth))
    else:
        yield SiteFinding(front.visit, _none(rule, facts, clicks, elsewhere=bool(offers)))


def _worth(offer: Offer) -> tuple[int, int]:
    page, contact = offer
    return contact.name + contact.telephone + contact.mail, -(page.clicks or 0)


def _far(rule: Rule, offer: Offer, clicks: int) -> SiteFinding:
    page, _ = offer
    if page.clicks is None:
        return SiteFinding(
            page.visit,
            finding(rule, Outcome.FAILED, "Ingen links fører fra forsiden til kontakten til pressen."),
        )
    message = f"Kontakten til pressen ligger {page.clicks} klik fra forsiden. Der bør højst være {clicks}."
    return SiteFinding(page.visit, finding(rule, Outcome.FAILED, message))


def _lacking(rule: Rule, offer: Offer) -> SiteFinding:
    page, contact = offer
    lacks = [
        what
        for what, there in (
            ("et telefonnummer", contact.telephone),
            ("en mailadresse", contact.mail),
            ("et navn", contact.name),
        )
        if not there
    ]
    # That two words are no name is hard to be sure of; a number and an address are told by their form.
    sure = not (contact.telephone and contact.mail)
    said = " og ".join(", ".join(lacks).rsplit(", ", 1))
    message = f"Under ”{contact.heading}” mangler pressen {said}."
    return SiteFinding(page.visit, finding(rule, Outcome.FAILED if sure else Outcome.CANT_TELL, message))


def _none(rule: Rule, facts: SiteFacts, clicks: int, *, elsewhere: bool) -> Finding:
    if facts.whole and not elsewhere:
        return finding(
            rule, Outcome.FAILED, f"Pressen kan ikke finde nogen at kontakte inden for {clicks} klik."
        )
    message = (
        f"Vi fandt ingen kontakt til pressen inden for {clicks} klik. Findes den et sted, som vi ikke læste?"
    )
    return finding(rule, Outcome.CANT_TELL, message)
