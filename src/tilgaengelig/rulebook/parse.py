"""From a file of the rulebook to a rule in the model's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.rule import (
    OTHER,
    Criterion,
    Duty,
    Example,
    Impact,
    Responsibility,
    Rule,
    Sameness,
)
from tilgaengelig.rulebook.reader import Reader, nearest
from tilgaengelig.rulebook.source import Source

_CRITERION = re.compile(r"[1-4]\.\d\.\d{1,2}")
_ACT = re.compile("[0-9a-z]{6}")
_TECHNIQUE = re.compile("(?:ARIA|C|F|G|H|PDF|SCR|SM|SVR|T)[1-9][0-9]{0,2}")
_MATTERHORN = re.compile("[0-9]{2}-[0-9]{3}")
#: The topic of a rule that names none, by what its check looks at.
_USUAL_TOPIC = {
    "advice": "klart-sprog",
    "letter": "klart-sprog",
    "text": "klart-sprog",
    "document": "pdf",
    "site": "websted",
}
#: What an example can be shown of; a PDF file or a whole site cannot stand in a rule.
_SHOWABLE = frozenset({"page", "text", "site"})


class _Expected(StrEnum):
    """What a rule may say of an example that breaks it."""

    FAILED = "failed"
    CANT_TELL = "cantTell"


def rule(source: Source, criteria: Mapping[str, Criterion], topics: Collection[str]) -> Rule:
    """One rule; its clauses follow from its criteria. Faults are noted on the source.

    So does its duty, unless it says `duty: god praksis`: then it is about a criterion that does not demand it.
    A rule without criteria may say `duty: lovkrav`, where the act itself demands it.
    """
    read = Reader(source, source.value)
    requires = Reader(source, read.raw("requires", {}), ("requires",))
    wcag = requires.texts("wcag")
    for sc in wcag:
        if sc not in criteria:
            requires.fault("wcag", f"{sc} er ikke et kriterium på niveau A eller AA i WCAG 2.2")
    known = [criteria[sc] for sc in wcag if sc in criteria]
    subject = str(read.raw("check", "")).partition(".")[0]
    document = subject == "document"
    clauses = [item.document_clause if document else item.clause for item in known]
    fix = Reader(source, read.raw("fix"), ("fix",))
    examples = Reader(source, read.raw("examples", {}), ("examples",))
    made = Rule(
        id=read.text("id"),
        title=read.languages("title"),
        check=read.text("check"),
        settings=_settings(read),
        impact=read.word("impact", Impact),
        responsibility=read.word("responsibility", Responsibility),
        duty=_duty(read, known),
        wcag=wcag,
        clauses=tuple(clause for clause in clauses if clause),
        act=requires.names("act", _ACT, "23a2a8"),
        matterhorn=requires.names("matterhorn", _MATTERHORN, "01-005"),
        helps=read.texts("helps"),
        sameness=read.word("sameness", Sameness, default=Sameness.ELEMENT),
        why=read.languages("why"),
        fix=_languages(fix),
        steps=fix.texts("steps"),
        status=read.text("status", default="stable"),
        enabled=read.flag("enabled"),
        kind=read.word("kind", AdviceKind) if str(read.raw("check", "")).startswith("advice.") else None,
        topic=_topic(read, topics, subject),
        techniques=requires.names("techniques", _TECHNIQUE, "H37 eller F65"),
        aaa=requires.names("aaa", _CRITERION, "1.4.6"),
        passed=_examples(examples, "passed"),
        failed=_examples(examples, "failed"),
        inapplicable=_examples(examples, "inapplicable"),
    )
    _complete(source, made, subject, examples)
    for inner in (requires, fix, examples, read):
        inner.done()
    return made


def _duty(read: Reader, criteria: Collection[Criterion]) -> Duty:
    demanded = any(item.duty is Duty.LOVKRAV for item in criteria)
    follows = Duty.LOVKRAV if demanded else Duty.GOD_PRAKSIS
    said = read.word("duty", Duty, default=follows)
    if said is Duty.LOVKRAV and criteria and not demanded:
        read.fault("duty", "kan ikke være lovkrav, når intet af reglens kriterier er det")
    return said


def _topic(read: Reader, topics: Collection[str], subject: str) -> str:
    usual = _USUAL_TOPIC.get(subject, OTHER)
    topic = read.text("topic", default=usual if usual in topics else OTHER)
    if topic not in topics:
        read.fault("topic", f"{topic!r} er ikke et emne; {nearest(topic, topics)}")
    return topic


def _complete(source: Source, made: Rule, subject: str, examples: Reader) -> None:
    """What a rule is of no use without, though each of its keys may be well written."""
    if not made.steps:
        source.fault(("fix", "steps"), "mangler; skriv mindst ét trin")
    none = examples.has("none") and examples.text("none")
    if subject in _SHOWABLE and not (made.passed or made.failed or none):
        source.fault(("examples",), "mangler; vis mindst ét stykke, der er i orden, og ét, der ikke er")
    for key, words in (("title", made.title), ("why", made.why), ("fix", made.fix)):
        if "en" not in words:
            source.note((key,), "er ikke på engelsk (en); den danske tekst bliver vist i stedet")


def _settings(read: Reader) -> Mapping[str, object]:
    value = read.raw("with", {})
    if not isinstance(value, Mapping):
        read.fault("with", "skal være nøgler med værdier")
        return {}
    return dict(value)


def _languages(read: Reader) -> dict[str, str]:
    found = {"da": read.text("da")}
    if read.has("en"):
        found["en"] = read.text("en")
    return found


def _examples(read: Reader, kind: str) -> tuple[Example, ...]:
    value = read.raw(kind, [])
    if not isinstance(value, list):
        read.fault(kind, "skal være en liste")
        return ()
    found = []
    fails = kind == "failed"
    for index, item in enumerate(value):
        one = Reader(read.source, item, (*read.at, kind, index))
        example = Example(
            why=one.text("why"),
            html=one.text("html", default=""),
            page=one.text("page", default=""),
            text=one.text("text", default=""),
            pages=one.pairs("pages"),
            # Only a piece that fails can fail in more than one way.
            outcome=str(one.word("outcome", _Expected, default=_Expected.FAILED)) if fails else "passed",
            also=one.texts("also") if fails else (),
        )
        # Many short texts may share the one sentence on why.
        several = one.texts("texts")
        found += [replace(example, text=text) for text in several] or [example]
        one.done()
    return tuple(found)
