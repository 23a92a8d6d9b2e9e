"""Checks of newsletters beside the page that they are shown as."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.own import finding
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import PageFacts

#: A plain text of less than this share of the words says that one should look at the other part.
_SHARE = 0.2
_LEAST_WORDS = 30


def plain_text_part(facts: PageFacts, rule: Rule) -> Iterator[Finding]:
    """A mail in HTML whose plain text is missing, empty or far shorter (RFC 2046, 5.1.4)."""
    mail = facts.mail
    if mail is None or not mail.has_html:
        return
    if not mail.plain_words:
        yield finding(
            rule, Outcome.FAILED, "Mailen har ingen ren tekst, så uden layout er der intet at læse."
        )
    elif mail.shown_words >= _LEAST_WORDS and mail.plain_words < _SHARE * mail.shown_words:
        message = (
            f"Den rene tekst har {mail.plain_words} ord, og det pæne brev har {mail.shown_words}. "
            "Siger de det samme?"
        )
        yield finding(rule, Outcome.CANT_TELL, message)
