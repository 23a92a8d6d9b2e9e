"""From a file of the rulebook to the model's words: rules, criteria and audiences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Criterion, Duty, Example, Impact, Responsibility, Rule, Sameness
from tilgaengelig.model.wordlist import Entry, WordList
from tilgaengelig.rulebook.reader import Reader
from tilgaengelig.rulebook.source import Source


@dataclass(frozen=True, slots=True)
class AudienceGoal:
    """What a text for an audience should come to: LIX at most `goal`, too hard above `limit`.

    `advice` has the kinds of advice that count for it.
    """

    audience: Audience
    name: Mapping[str, str]
    description: Mapping[str, str]
    goal: int
    limit: int
    advice: tuple[AdviceKind, ...] = ()


class _Expected(StrEnum):
    """What a rule may say of an example that breaks it."""

    FAILED = "failed"
    CANT_TELL = "cantTell"


def rule(source: Source, criteria: Mapping[str, Criterion]) -> Rule:
    """One rule; its clauses and its duty follow from its criteria. Faults are noted on the source."""
    read = Reader(source, source.value)
    requires = Reader(source, read.raw("requires", {}), ("requires",))
    wcag = requires.texts("wcag")
    for sc in wcag:
        if sc not in criteria:
            requires.fault("wcag", f"{sc} er ikke et kriterium på niveau A eller AA i WCAG 2.2")
    known = [criteria[sc] for sc in wcag if sc in criteria]
    document = str(read.raw("check", "")).startswith("document.")
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
        duty=Duty.LOVKRAV if any(item.duty == Duty.LOVKRAV for item in known) else Duty.GOD_PRAKSIS,
        wcag=wcag,
        clauses=tuple(clause for clause in clauses if clause),
        act=requires.texts("act"),
        matterhorn=requires.texts("matterhorn"),
        helps=read.texts("helps"),
        sameness=read.word("sameness", Sameness, default=Sameness.ELEMENT),
        why=read.languages("why"),
        fix=_languages(fix),
        steps=fix.texts("steps"),
        status=read.text("status", default="stable"),
        enabled=read.flag("enabled"),
        kind=read.word("kind", AdviceKind) if str(read.raw("check", "")).startswith("advice.") else None,
        passed=_examples(examples, "passed"),
        failed=_examples(examples, "failed"),
        inapplicable=_examples(examples, "inapplicable"),
    )
    for inner in (requires, fix, examples, read):
        inner.done()
    return made


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
            # Only a piece that fails can fail in more than one way.
            outcome=str(one.word("outcome", _Expected, default=_Expected.FAILED)) if fails else "passed",
            also=one.texts("also") if fails else (),
        )
        # Many short texts may share the one sentence on why.
        several = one.texts("texts")
        found += [replace(example, text=text) for text in several] or [example]
        one.done()
    return tuple(found)


def criteria(source: Source) -> dict[str, Criterion]:
    """The WCAG 2.2 criteria of level A and AA by number."""
    found: dict[str, Criterion] = {}
    for index, item in enumerate(_list(source)):
        read = Reader(source, item, (index,))
        sc = read.text("sc")
        if sc in found:
            read.fault("sc", f"{sc} står to gange")
        found[sc] = Criterion(
            sc=sc,
            level=read.text("level"),
            name=read.languages("name"),
            name_source=read.text("name_source"),
            clause=read.raw("clause"),
            document_clause=read.raw("document_clause"),
            duty=Duty.LOVKRAV if read.flag("lovkrav") else Duty.GOD_PRAKSIS,
            simplified=bool(read.flag("simplified")),
            machine=read.text("machine"),
            ask=read.languages("ask"),
        )
        read.done()
    return found


def audiences(source: Source) -> dict[Audience, AudienceGoal]:
    """The audiences and what a text for each should come to."""
    found: dict[Audience, AudienceGoal] = {}
    for index, item in enumerate(_list(source)):
        read = Reader(source, item, (index,))
        audience = read.word("id", Audience)
        lix = Reader(source, read.raw("lix"), (index, "lix"))
        found[audience] = AudienceGoal(
            audience=audience,
            name=read.languages("name"),
            description=read.languages("description"),
            goal=lix.number("goal", 40),
            limit=lix.number("limit", 45),
            advice=read.words("advice", AdviceKind),
        )
        lix.done()
        read.done()
    for audience in Audience:
        if audience not in found:
            source.fault((), f"mangler målgruppen {audience}")
    return found


def wordlist(source: Source, name: str) -> WordList:
    """The entries of one word list: a list of mappings, each with a word or phrase of its own."""
    entries: dict[str, Entry] = {}
    for index, item in enumerate(_list(source)):
        read = Reader(source, item, (index,))
        entry = Entry(
            word=read.text("word"),
            instead=read.text("instead", default=""),
            forms=read.pairs("forms"),
            unless=read.texts("unless"),
            note=read.text("note", default=""),
        )
        if not (entry.instead or entry.note):
            read.fault(
                "word", f"”{entry.word}” siger hverken, hvad man kan skrive (instead), eller hvorfor (note)"
            )
        if entry.word in entries:
            read.fault("word", f"”{entry.word}” står to gange")
        entries[entry.word] = entry
        read.done()
    return WordList(name, entries)


def _list(source: Source) -> list[object]:
    if isinstance(source.value, list):
        return source.value
    source.fault((), "skal være en liste")
    return []
