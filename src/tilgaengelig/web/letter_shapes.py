"""The shapes of letters (as `letter --json` has them) and of rules."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, StrictBool

from tilgaengelig.model.letter import LetterKind, ParagraphKind
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Criterion, Duty, Example, Impact, Responsibility, Rule
from tilgaengelig.web.result_shapes import ReadabilityShape
from tilgaengelig.web.shapes import WRITABLE, Given, Taken


class LetterFile(Taken):
    """A letter's file. JSON carries it in base64, so that no foreign page can send one without asking first."""

    name: Annotated[
        str,
        Field(min_length=1, max_length=255, description="Filens navn; endelsen siger, hvad den er"),
        WRITABLE,
    ]
    content: Annotated[str, Field(description="Filen i base64")]


class LetterOrder(Taken):
    """A letter to be scored, as text or as a file. It is neither stored nor logged."""

    text: Annotated[str | None, Field(description="Brevets tekst"), WRITABLE] = None
    file: Annotated[
        LetterFile | None,
        Field(description="Eller brevets fil: .docx, .odt, .pdf, .html, .md, .txt eller .eml"),
    ] = None
    audience: Annotated[Audience, Field(description="Hvem brevet er til")] = Audience.BORGERE
    kind: Annotated[
        LetterKind | None, Field(description="Hvad brevet er; uden det gætter vi, og siger, at vi gætter")
    ] = None
    hints: Annotated[
        StrictBool, Field(description="Også de råd, der oftere tager fejl; de tæller ikke med i tallet")
    ] = False
    old_text: Annotated[
        str | None, Field(description="En ældre udgave, som brevet skal sammenlignes med"), WRITABLE
    ] = None


class AdviceShape(Given):
    """One piece of advice on the characters `start` to `end` (code points of the text as received)."""

    start: int
    end: int
    kind: str
    message: str
    suggestion: str | None


class SentenceShape(Given):
    """One sentence, its measures and the advice on it."""

    start: int
    end: int
    words: int
    lix: float
    advice: list[AdviceShape]


class DifficultyShape(Given):
    """`score` is LIX and the weight of the advice on a hundred words, added; it orders texts to one audience."""

    score: float
    advice_weight: float


class ParagraphShape(Given):
    """A paragraph of the document: the way from a place in the text back into it."""

    number: int
    kind: ParagraphKind
    start: int
    end: int


class ComparisonShape(Given):
    """What became of a letter since its old version."""

    verdict: str
    better: list[str]
    worse: list[str]


class PeriodsShape(Given):
    """Björnsson's own count: stops and colons before a capital; and LIX by it."""

    periods: int
    lix: float | None


class MeasuresShape(ReadabilityShape):
    """All measures of a text; shares are 0 to 1. `prose` leaves out headings, lists and addresses."""

    rix: float | None
    ovix: float | None
    words_per_sentence: float | None
    long_share: float | None
    rare_share: float | None
    minutes: float
    prose: ReadabilityShape
    bjornsson: PeriodsShape


class LetterShape(Given):
    """A scored letter; `verdict` is one or two plain sentences for its writer."""

    text: str
    audience: Audience
    kind: LetterKind | None
    suggested_kind: LetterKind | None
    verdict: str
    difficulty: DifficultyShape
    readability: MeasuresShape
    sentences: list[SentenceShape]
    advice: list[AdviceShape]
    paragraphs: list[ParagraphShape]
    untested: list[str]
    comparison: ComparisonShape | None


class RuleShape(Given):
    """A rule in short."""

    id: str
    title: str
    impact: Impact
    responsibility: Responsibility
    duty: Duty
    wcag: list[str]
    helps: list[str]
    status: str

    @classmethod
    def of(cls, rule: Rule) -> Self:
        """From the model, in Danish."""
        return cls(**_short(rule))


class CriterionShape(Given):
    """A success criterion that a rule serves."""

    sc: str
    level: str
    name: str
    clause: str | None


class ExampleShape(Given):
    """An example with one sentence on why it passes or fails; one of the three holds it."""

    why: str
    html: str
    page: str
    text: str


class RuleWhole(RuleShape):
    """A rule with all its words."""

    why: str
    fix: str
    steps: list[str]
    criteria: list[CriterionShape]
    clauses: list[str]
    act: list[str]
    matterhorn: list[str]
    passed: list[ExampleShape]
    failed: list[ExampleShape]
    inapplicable: list[ExampleShape]

    @classmethod
    def whole(cls, rule: Rule, criteria: list[Criterion]) -> Self:
        """From the model, in Danish."""
        return cls(
            **_short(rule),
            why=rule.why["da"],
            fix=rule.fix["da"],
            steps=list(rule.steps),
            criteria=[
                CriterionShape(sc=item.sc, level=item.level, name=item.name["da"], clause=item.clause)
                for item in criteria
            ],
            clauses=list(rule.clauses),
            act=list(rule.act),
            matterhorn=list(rule.matterhorn),
            passed=_examples(rule.passed),
            failed=_examples(rule.failed),
            inapplicable=_examples(rule.inapplicable),
        )


def _short(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title["da"],
        "impact": rule.impact,
        "responsibility": rule.responsibility,
        "duty": rule.duty,
        "wcag": list(rule.wcag),
        "helps": list(rule.helps),
        "status": rule.status,
    }


def _examples(examples: tuple[Example, ...]) -> list[ExampleShape]:
    return [ExampleShape.model_validate(example) for example in examples]
