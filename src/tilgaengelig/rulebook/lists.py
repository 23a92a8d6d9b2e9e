"""What the rulebook has in lists: criteria, audiences, topics, measures and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import OTHER, Criterion, Duty, NameSource, Topic
from tilgaengelig.model.supplier import Supplier, Suppliers
from tilgaengelig.model.wordlist import Entry, WordList
from tilgaengelig.rulebook.reader import Reader
from tilgaengelig.rulebook.source import Source


@dataclass(frozen=True, slots=True)
class AudienceGoal:
    """What a text for an audience should come to: LIX at most `goal`, too hard above `limit`.

    `advice` has the kinds of advice that count for it; with more than `weight` of it in a hundred words the text is
    heavy, whatever its LIX. `tone` says how to write to them.
    """

    audience: Audience
    name: Mapping[str, str]
    description: Mapping[str, str]
    goal: int
    limit: int
    advice: tuple[AdviceKind, ...] = ()
    weight: int = 10
    tone: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """A measure for those who read it: its name, what it means, and what it cannot tell. `id` is its key in JSON."""

    id: str
    name: Mapping[str, str]
    meaning: Mapping[str, str]
    limits: Mapping[str, str]


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
            name_source=read.word("name_source", NameSource),
            clause=read.raw("clause"),
            document_clause=read.raw("document_clause"),
            duty=Duty.LOVKRAV if read.flag("lovkrav") else Duty.GOD_PRAKSIS,
            simplified=bool(read.flag("simplified")),
            decided_by=read.texts("decided_by"),
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
            weight=read.number("weight", 10),
            tone=read.languages("tone", required=False),
        )
        lix.done()
        read.done()
    for audience in Audience:
        if audience not in found:
            source.fault((), f"mangler målgruppen {audience}")
    return found


def wordlist(source: Source, name: str) -> WordList:
    """The entries of one word list: a list of mappings, each with a word or phrase of its own.

    An entry that is switched off (`enabled: false`) is left out: so a ministry takes a word of ours away.
    """
    entries: dict[str, Entry] = {}
    for index, item in enumerate(_list(source)):
        read = Reader(source, item, (index,))
        if read.flag("enabled") is False:
            continue
        entry = Entry(
            word=read.text("word"),
            instead=read.text("instead", default=""),
            forms=_forms(read),
            unless=read.texts("unless"),
            note=read.text("note", default=""),
            hint=read.text("hint", default=""),
            before=read.texts("before"),
        )
        if not (entry.instead or entry.hint or entry.note):
            read.fault(
                "word",
                f"”{entry.word}” siger hverken, hvad man kan skrive (instead, hint), eller hvorfor (note)",
            )
        if entry.word in entries:
            read.fault("word", f"”{entry.word}” står to gange")
        entries[entry.word] = entry
        read.done()
    return WordList(name, entries)


def _forms(read: Reader) -> Mapping[str, str]:
    """A word's other forms, each with what to write for it; a mere list of them has nothing that would fit."""
    if isinstance(read.raw("forms", {}), list):
        return dict.fromkeys(read.texts("forms"), "")
    return read.pairs("forms")


def topics(source: Source) -> dict[str, Topic]:
    """The topics in their order."""
    found: dict[str, Topic] = {}
    for index, item in enumerate(_list(source)):
        read = Reader(source, item, (index,))
        topic = Topic(read.text("id"), read.languages("name"), read.languages("about"))
        if topic.id in found:
            read.fault("id", f"{topic.id} står to gange")
        found[topic.id] = topic
        read.done()
    if OTHER not in found:
        source.fault((), f"mangler emnet {OTHER}, som er for regler uden emne")
    return found


def suppliers(source: Source) -> Suppliers:
    """Those who bring frames and scripts into pages, and the hosts that only carry the files of others.

    A rulebook without the file knows none by name.
    """
    known: dict[str, Supplier] = {}
    carriers: list[str] = []
    for index, item in enumerate(_list(source) if source.value is not None else []):
        read = Reader(source, item, (index,))
        name, hosts = read.text("id"), read.texts("hosts")
        if name in known:
            read.fault("id", f"{name} står to gange")
        if not hosts:
            read.fault("hosts", "mangler: mindst én vært skal stå her")
        if read.flag("carries"):
            carriers += hosts
        else:
            known[name] = Supplier(
                name, read.text("name"), read.text("what"), hosts, read.texts("containers")
            )
        read.done()
    return Suppliers(tuple(known.values()), tuple(carriers))


def measures(source: Source) -> dict[str, MeasureWords]:
    """The measures of a text in their order."""
    found: dict[str, MeasureWords] = {}
    for index, item in enumerate(_list(source) if source.value is not None else []):
        read = Reader(source, item, (index,))
        one = MeasureWords(
            read.text("id"), read.languages("name"), read.languages("meaning"), read.languages("limits")
        )
        if one.id in found:
            read.fault("id", f"{one.id} står to gange")
        found[one.id] = one
        read.done()
    return found


def _list(source: Source) -> list[object]:
    if isinstance(source.value, list):
        return source.value
    source.fault((), "skal være en liste")
    return []
