"""The rulebook whole: ours, with a ministry's own folder layered over it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from tilgaengelig.model.errors import Fault, RulebookFault, UnknownThing
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Criterion, Rule, Topic
from tilgaengelig.model.supervision import MONITORED
from tilgaengelig.model.supplier import Suppliers
from tilgaengelig.model.wordlist import WordList
from tilgaengelig.rulebook import lists, parse
from tilgaengelig.rulebook.layers import (
    AUDIENCES,
    CRITERIA,
    MEASURES,
    SUPPLIERS,
    TOPICS,
    WORD_LISTS,
    Layered,
    layers,
    merge,
)
from tilgaengelig.rulebook.lists import AudienceGoal, MeasureWords
from tilgaengelig.rulebook.reader import nearest
from tilgaengelig.rulebook.source import Source
from tilgaengelig.rulebook.verify import Checks, verify, verify_criteria, verify_engine


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All rules by id, the criteria by number, the topics in order, the audiences, the measures and the word
    lists by name, and the suppliers.

    `digest` changes when any word does. `notes` are what could be better in it, and keep nobody from using it.
    """

    rules: Mapping[str, Rule]
    criteria: Mapping[str, Criterion]
    topics: Mapping[str, Topic]
    audiences: Mapping[Audience, AudienceGoal]
    measures: Mapping[str, MeasureWords]
    lists: Mapping[str, WordList]
    suppliers: Suppliers
    locale: Mapping[str, Any]
    digest: str
    notes: tuple[Fault, ...] = ()

    @classmethod
    def load(cls, folders: Sequence[Path], checks: Checks, locale: Path | None = None) -> Rulebook:
        """Reads the folders, later ones laid over earlier ones (see layers).

        `checks` are the functions that rules may name, with the settings that they take; `locale` is the
        engine's own Danish file, over which our words are laid. Raises RulebookFault with all faults.
        """
        files = layers(folders)
        whole = [layered.source for layered in files.values()]
        faults: list[Fault] = []
        shared = {name: _taken(files, name) for name in (CRITERIA, AUDIENCES, TOPICS, MEASURES, SUPPLIERS)}
        criteria = lists.criteria(shared[CRITERIA])
        goals, topics = lists.audiences(shared[AUDIENCES]), lists.topics(shared[TOPICS])
        measures = lists.measures(shared[MEASURES])
        suppliers = lists.suppliers(shared[SUPPLIERS])
        words = {name: files.pop(name).source for name in list(files) if name.startswith(WORD_LISTS)}
        known = {PurePosixPath(name).stem: lists.wordlist(source, PurePosixPath(name).stem)
                 for name, source in words.items() if source.value is not None}  # fmt: skip
        messages = _locale(folders, locale, faults)
        rules: dict[str, Rule] = {}
        for layered in files.values():
            source = layered.source
            if (source.value is None and source.faults) or _changes_nothing(layered, files):
                continue
            rule = parse.rule(source, criteria, topics)
            rule = _bound(source, replace(rule, changed=layered.changed, own=layered.own), known)
            verify(source, rule, checks, rules)
            for name in ("axe", "poorer"):
                if name in rule.settings and messages:
                    verify_engine(source, name, rule.settings[name], messages.get("rules", {}))
            for name in ("qualweb", "doubted"):
                if name in rule.settings:
                    verify_engine(source, name, rule.settings[name], MONITORED)
            rules[rule.id] = rule
        verify_criteria(shared[CRITERIA], criteria, rules)
        whole += [source for source in shared.values() if source not in whole]
        faults += [fault for source in whole for fault in source.faults]
        if faults:
            raise RulebookFault(faults)
        notes = tuple(note for source in whole for note in source.notes)
        return cls(
            rules,
            criteria,
            topics,
            goals,
            measures,
            known,
            suppliers,
            messages,
            _digest(folders),
            notes,
        )

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises UnknownThing."""
        if rule_id not in self.rules:
            raise UnknownThing(f"Der er ingen regel med navnet ”{rule_id}”; se dem med ”tilgaengelig rules”.")
        return self.rules[rule_id]

    def engine_rules(self, engine: str) -> frozenset[str]:
        """The rules of an engine that are to run: those that some rule gathers, unless it is switched off."""
        return frozenset(
            name for rule in self.rules.values() if rule.active for name in rule.settings.get(engine, ())
        )

    def beyond_the_law(self) -> Rulebook:
        """The same with the rules on level AAA switched on, but for those that a ministry has switched off."""
        on = {
            name: replace(rule, enabled=True) if rule.beyond and rule.enabled is None else rule
            for name, rule in self.rules.items()
        }
        return replace(self, rules=on)


def _taken(files: dict[str, Layered], name: str) -> Source:
    layered = files.pop(name, None)
    return layered.source if layered else Source(name, None)


def _changes_nothing(layered: Layered, files: Mapping[str, Layered]) -> bool:
    """Notes a file without an id, which is a change to a rule, where there is no such rule: most are misspelt."""
    value, name = layered.source.value, PurePosixPath(layered.source.file).stem
    if not layered.own or not isinstance(value, Mapping) or "id" in value:
        return False
    rules = [PurePosixPath(file).stem for file, one in files.items() if not one.own]
    layered.source.fault(("id",), f"mangler, og vi har ingen regel ”{name}” at ændre; {nearest(name, rules)}")
    return True


def _bound(source: Source, rule: Rule, known: Mapping[str, WordList]) -> Rule:
    """The rule with its word list in place of the list's name."""
    name = rule.settings.get("words")
    if not isinstance(name, str):
        return rule
    if name not in known:
        source.fault(("with", "words"), f"er ingen ordliste: {name!r}; {nearest(name, known)}")
        return rule
    return replace(rule, settings={**rule.settings, "words": known[name]})


def _locale(folders: Sequence[Path], base: Path | None, faults: list[Fault]) -> dict[str, Any]:
    merged: dict[str, Any] = json.loads(base.read_text(encoding="utf-8")) if base else {}
    for folder in folders:
        ours = folder / "axe" / "da.json"
        if ours.is_file():
            try:
                merged = merge(merged, json.loads(ours.read_text(encoding="utf-8")))
            except json.JSONDecodeError as error:
                faults.append(
                    Fault("axe/da.json", error.lineno, "filen", f"kan ikke læses som JSON ({error.msg})")
                )
    return merged


def _digest(folders: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.json")]):
            whole.update(str(path.relative_to(folder)).encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()[:16]
