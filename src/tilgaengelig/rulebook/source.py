"""YAML as written, with the place of every key, so that a fault can be shown where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tilgaengelig.model.errors import Fault

Key = tuple[str | int, ...]


@dataclass(slots=True)
class Source:
    """One file, or several laid over one another: the plain value, and file and line (from 1) of each key in it.

    `faults` keep the rulebook from being used; `notes` do not.
    """

    file: str
    value: Any
    places: dict[Key, tuple[str, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def fault(self, key: Key, what: str) -> None:
        """Notes a fault at `key`; its place is that of the nearest key that stands in a file."""
        self.faults.append(self._at(key, what))

    def note(self, key: Key, what: str) -> None:
        """Notes what could be better at `key`."""
        self.notes.append(self._at(key, what))

    def _at(self, key: Key, what: str) -> Fault:
        at = key
        while at and at not in self.places:
            at = at[:-1]
        file, line = self.places.get(at, (self.file, 1))
        return Fault(file, line, ".".join(str(part) for part in key) or "filen", what)


class _Loader(yaml.CSafeLoader):
    """The safe loader, without YAML's guess that `no` or `1.10` is something else than the word written."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":float", ":bool"))
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))


def read(path: Path, name: str) -> Source:
    """Reads one file; a file that is not YAML comes back with its fault and the value None."""
    source = Source(name, None)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
        if node is not None:
            source.places.update((key, (name, line)) for key, line in _lines(node, ()))
            source.value = _Loader("").construct_document(node)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        source.faults.append(Fault(name, line, "filen", f"kan ikke læses som YAML ({_problem(error)})"))
        return source
    if node is not None:
        for key, line in _repeated(node, ()):
            dotted = ".".join(str(part) for part in key)
            source.faults.append(Fault(name, line, dotted, "står to gange, så det første ville blive glemt"))
    return source


def _problem(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0]


def _lines(node: yaml.Node, at: Key) -> Iterator[tuple[Key, int]]:
    yield at, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*at, str(key.value))
            yield from _lines(value, inner)
            yield inner, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*at, index))


def _repeated(node: yaml.Node, at: Key) -> Iterator[tuple[Key, int]]:
    """Keys that stand twice in one mapping, with the line of the second: YAML takes the last and says nothing."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield (*at, str(key.value)), key.start_mark.line + 1
            seen.add(str(key.value))
            yield from _repeated(value, (*at, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _repeated(value, (*at, index))
