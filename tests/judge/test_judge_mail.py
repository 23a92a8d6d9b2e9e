"""What a newsletter is judged by beside its page: the plain text that comes with it."""

from __future__ import annotations

import pytest
from judge_things import rulebook

from tilgaengelig.judge.mail import plain_text_part
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.subject import MailFacts, PageFacts

RULE = rulebook().rules["nyhedsbrev-uden-ren-tekst"]


@pytest.mark.parametrize(
    ("mail", "outcomes"),
    [
        (None, []),
        (MailFacts(has_html=False, shown_words=0, plain_words=0), []),
        (MailFacts(has_html=True, shown_words=200, plain_words=0), [Outcome.FAILED]),
        (MailFacts(has_html=True, shown_words=200, plain_words=12), [Outcome.CANT_TELL]),
        (MailFacts(has_html=True, shown_words=20, plain_words=3), []),
        (MailFacts(has_html=True, shown_words=200, plain_words=180), []),
    ],
)
def test_a_mail_in_html_has_plain_text_that_says_the_same(
    mail: MailFacts | None, outcomes: list[Outcome]
) -> None:
    facts = PageFacts("http://127.0.0.1/mail.html", "Nyt", "da", (), (), mail=mail)
    assert [finding.outcome for finding in plain_text_part(facts, RULE)] == outcomes
