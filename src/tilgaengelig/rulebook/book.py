"""The rulebook whole: ours, with a ministry's own folder layered over it."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from tilgaengelig.model.errors import Fault, RulebookFault, UnknownThing
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.rule import Criterion, Rule
from tilgaengelig.model.wordlist import WordList
from tilgaengelig.rulebook import parse
from tilgaengelig.rulebook.parse import AudienceGoal
from tilgaengelig.rulebook.source import Source, read

CRITERIA = "kriterier.yaml"
AUDIENCES = "maalgrupper.yaml"
WORD_LISTS = "ordlister"
#: These folders hold words for those who ask for them by name; every other YAML file, wherever it lies, is a rule.
WORD_FOLDERS = frozenset({"axe", WORD_LISTS})

Checks = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All rules by id, the criteria by number, the audiences and the word lists by name.

    `digest` changes when any word does.
    """

    rules: Mapping[str, Rule]
    criteria: Mapping[str, Criterion]
    audiences: Mapping[Audience, AudienceGoal]
    lists: Mapping[str, WordList]
    locale: Mapping[str, Any]
    digest: str

    @classmethod
    def load(cls, folders: Sequence[Path], checks: Checks, locale: Path | None = None) -> Rulebook:
        """Reads the folders, later ones over earlier ones (a rule of the same id replaces the one before).

        `checks` are the functions that rules may name, with the settings that they take; `locale` is the
        engine's own Danish file, over which our words are laid. Raises RulebookFault with all faults.
        """
        sources = {name: source for folder in folders for name, source in _sources(folder).items()}
        faults: list[Fault] = []
        shared = [sources.pop(name, Source(name, None)) for name in (CRITERIA, AUDIENCES)]
        criteria, goals = parse.criteria(shared[0]), parse.audiences(shared[1])
        words = _locale(folders, locale, faults)
        lists = _lists(folders, faults)
        rules: dict[str, Rule] = {}
        for source in sources.values():
            if source.value is None and source.faults:
                continue
            rule = _bound(source, parse.rule(source, criteria), lists)
            _verify(source, rule, checks, rules)
            if "axe" in rule.settings and words:
                _verify_engine(source, rule.settings["axe"], words.get("rules", {}))
            rules[rule.id] = rule
        faults += [fault for source in (*shared, *sources.values()) for fault in source.faults]
        if faults:
            raise RulebookFault(faults)
        return cls(rules, criteria, goals, lists, words, _digest(folders))

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises UnknownThing."""
        if rule_id not in self.rules:
            raise UnknownThing(f"Der er ingen regel med navnet ”{rule_id}”; se dem med ”tilgaengelig rules”.")
        return self.rules[rule_id]

    @cache  # noqa: B019 - a rulebook lives as long as the program
    def by_engine_rule(self, engine: str) -> Mapping[str, Rule]:
        """The rule that gathers each of an engine's own rules."""
        return {name: rule for rule in self.rules.values() for name in rule.settings.get(engine, ())}

    def engine_rules(self, engine: str) -> frozenset[str]:
        """The rules of an engine that are to run: those that some rule gathers, unless it is switched off."""
        return frozenset(
            name
            for rule in self.rules.values()
            if rule.enabled is not False and rule.status != "deprecated"
            for name in rule.settings.get(engine, ())
        )


def _sources(folder: Path) -> dict[str, Source]:
    """A folder's files by name, which is what lays one over another; a second of the same name keeps its path."""
    found = {name: read(folder / name, name) for name in (CRITERIA, AUDIENCES) if (folder / name).is_file()}
    for path in sorted(folder.rglob("*.yaml")):
        file = path.relative_to(folder)
        if file.parts[0] not in WORD_FOLDERS and str(file) not in found:
            found[str(file) if path.name in found else path.name] = read(path, file.as_posix())
    return found


def _lists(folders: Sequence[Path], faults: list[Fault]) -> dict[str, WordList]:
    """Every word list; a later folder adds its entries to the list of the same name, and replaces those of one word."""
    lists: dict[str, WordList] = {}
    for folder in folders:
        for path in sorted((folder / WORD_LISTS).rglob("*.yaml")):
            source = read(path, path.relative_to(folder).as_posix())
            if source.value is not None:
                new = parse.wordlist(source, path.stem)
                known = lists[path.stem].entries if path.stem in lists else {}
                lists[path.stem] = WordList(path.stem, {**known, **new.entries})
            faults += source.faults
    return lists


def _bound(source: Source, rule: Rule, lists: Mapping[str, WordList]) -> Rule:
    """The rule with its word list in place of the list's name."""
    name = rule.settings.get("words")
    if not isinstance(name, str):
        return rule
    if name not in lists:
        source.fault(
            ("with", "words"), f"er ingen ordliste: {name!r}; de kendte er {', '.join(sorted(lists))}"
        )
        return rule
    return replace(rule, settings={**rule.settings, "words": lists[name]})


def _verify(source: Source, rule: Rule, checks: Checks, rules: Mapping[str, Rule]) -> None:
    if f"{rule.id}.yaml" != PurePosixPath(source.file).name:
        source.fault(("id",), f"skal være filens navn uden .yaml; her står ”{rule.id}”")
    if rule.id in rules:
        source.fault(("id",), "bruges også af en anden regel")
    check = checks.get(rule.check)
    if check is None:
        source.fault(("check",), f"er ikke en af de prøver, vi har: {', '.join(sorted(checks))}")
        return
    try:
        # A check takes the facts and the rule by position; what the rule sets comes by keyword.
        inspect.signature(check).bind(None, None, **rule.settings)
    except TypeError as error:
        source.fault(("with",), f"passer ikke til prøven {rule.check} ({error})")


def _verify_engine(source: Source, names: object, known: Mapping[str, Any]) -> None:
    """The engine would refuse every page for the sake of one rule that it does not have; its locale names all."""
    if not isinstance(names, list):
        source.fault(("with", "axe"), "skal være en liste")
        return
    for index, name in enumerate(names):
        if name not in known:
            source.fault(("with", "axe", index), f"axe har ingen regel med navnet {name!r}")


def _locale(folders: Sequence[Path], base: Path | None, faults: list[Fault]) -> dict[str, Any]:
    merged: dict[str, Any] = json.loads(base.read_text(encoding="utf-8")) if base else {}
    for folder in folders:
        ours = folder / "axe" / "da.json"
        if ours.is_file():
            try:
                merged = _merge(merged, json.loads(ours.read_text(encoding="utf-8")))
            except json.JSONDecodeError as error:
                faults.append(
                    Fault("axe/da.json", error.lineno, "filen", f"kan ikke læses som JSON ({error.msg})")
                )
    return merged


def _merge(base: Any, over: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    return base | {key: _merge(base.get(key), value) for key, value in over.items()}


def _digest(folders: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for folder in folders:
        for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.json")]):
            whole.update(str(path.relative_to(folder)).encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()[:16]
