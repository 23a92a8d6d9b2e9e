"""What an audit keeps of how a text is written."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

import pytest
from judge_things import DANISH, ENGLISH, HEAVY, blocks, document_facts, page_facts, rule

from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge import adviser, checks
from tilgaengelig.judge.verdict import judge
from tilgaengelig.judge.writing import HARDEST, LONGEST_SENTENCE, writing
from tilgaengelig.model.advice import Advice, AdviceKind
from tilgaengelig.model.audit import Order
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.subject import Facts
from tilgaengelig.model.writing import NOTHING, Remark, Writing

LONG = rule("lang-sætning")
KINDS = (AdviceKind.LONG_SENTENCE,)


def written(facts: Facts) -> Writing:
    """What is kept of the subject's text, where long sentences count."""
    return judge(facts, {LONG.id: LONG}, 40, KINDS).writing


def advice(text: str, part: str, kind: AdviceKind, suggestion: str | None = None) -> Advice:
    """Advice on a part of a text."""
    start = text.index(part)
    return Advice(start, start + len(part), kind, "prøve", "Skriv det enklere.", suggestion)


def test_a_heavy_page_and_a_heavy_document_have_remarks_and_their_hardest_sentences() -> None:
    for facts in (page_facts(text=HEAVY), document_facts(blocks=blocks(HEAVY))):
        found = written(facts)
        assert found.remarks == (Remark("lang-sætning", AdviceKind.LONG_SENTENCE, 1),)
        assert len(found.hardest) == HARDEST
        assert found.hardest[0].lix == max(one.lix for one in found.hardest)


def test_there_is_nothing_to_say_of_other_languages_nor_where_no_advice_counts() -> None:
    assert written(page_facts(text=ENGLISH, language="en")) == NOTHING
    assert judge(page_facts(text=HEAVY), {LONG.id: LONG}, 40).writing == NOTHING


def test_plain_prose_has_no_remarks() -> None:
    assert written(page_facts(text=DANISH)).remarks == ()


def test_words_are_counted_together_whatever_their_capitals_and_white_space() -> None:
    text = "Såfremt du søger, og såfremt du\nfår, skal du i henhold  til loven svare."
    said = [
        advice(text, "Såfremt", AdviceKind.OFFICIALESE, "Hvis"),
        advice(text, "såfremt", AdviceKind.OFFICIALESE, "hvis"),
        advice(text, "i henhold  til", AdviceKind.OFFICIALESE),
    ]
    assert writing(Prose.of(text), said).remarks == (
        Remark("prøve", AdviceKind.OFFICIALESE, 2, "såfremt", "hvis"),
        Remark("prøve", AdviceKind.OFFICIALESE, 1, "i henhold til", ""),
    )


def test_personal_data_on_a_page_is_counted_and_never_repeated() -> None:
    text = "Sagen om 010203-1234 er afsluttet."
    said = [advice(text, "010203-1234", AdviceKind.PERSONAL_DATA)]
    assert writing(Prose.of(text), said).remarks == (Remark("prøve", AdviceKind.PERSONAL_DATA, 1),)


def test_a_sentence_without_end_is_shortened_at_a_word() -> None:
    (hard,) = writing(Prose.of("ansøgning " * 1_000), ()).hardest
    assert len(hard.text) <= LONGEST_SENTENCE + 2
    assert hard.text.endswith("ansøgning …")
    assert hard.words == 1_000


def test_a_rule_of_advice_that_crashes_on_a_page_is_untested_there_and_says_nothing_of_the_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(prose: Prose, _rule: object, **_settings: object) -> Iterator[Advice]:
        yield from ()
        raise KeyError(prose.text)

    broken: Mapping[str, checks.Check] = {**checks.CHECKS, "advice.long_sentence": crash}
    monkeypatch.setattr(adviser, "CHECKS", broken)
    with caplog.at_level(logging.DEBUG):
        verdict = judge(page_facts(text=DANISH), {LONG.id: LONG}, 40, KINDS)
    assert [(one.rule, one.outcome) for one in verdict.findings] == [("lang-sætning", Outcome.UNTESTED)]
    assert "lang-sætning" in caplog.text
    assert "husleje" not in caplog.text


@pytest.mark.parametrize(
    ("path", "audience"),
    [
        ("/", Audience.BORGERE),
        ("/fag/satser", Audience.KOMMUNER),
        ("/fag/presse/nyt?a=/fag/", Audience.PRESSE),
        ("/andet?/fag/", Audience.BORGERE),
    ],
)
def test_the_longest_section_that_fits_says_whom_a_text_is_for(path: str, audience: Audience) -> None:
    sections = (("/fag/", Audience.KOMMUNER), ("/fag/presse/", Audience.PRESSE))
    order = Order("https://www.ministerium.example/", sections=sections)
    assert order.audience_of(f"https://www.ministerium.example{path}") is audience
