"""A ministry's own files laid over ours: only what they say is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tilgaengelig.rulebook.source import Key, Source, read

CRITERIA = "kriterier.yaml"
AUDIENCES = "maalgrupper.yaml"
TOPICS = "emner.yaml"
SUPPLIERS = "leverandoerer.yaml"
MEASURES = "maal.yaml"
#: Word lists lie in this folder and keep its name in theirs; other YAML files, wherever they lie, are rules.
WORD_LISTS = "ordlister/"
#: The engine's messages, which are no YAML.
_ENGINE = "axe"


@dataclass(frozen=True, slots=True)
class Layered:
    """A file as it counts. `changed` are the keys that a folder over ours set otherwise; `own` that only it has it."""

    source: Source
    changed: tuple[str, ...] = ()
    own: bool = False

    def under(self, above: Source, entry: str | None) -> Layered:
        """This file with another over it."""
        merged = _over(self.source, above, entry)
        return Layered(
            merged, (*self.changed, *_changed(self.source.value, merged.value, self.changed)), self.own
        )


def layers(folders: Sequence[Path]) -> dict[str, Layered]:
    """Every file of the folders by name, later folders over earlier ones.

    A file of the same name is laid over the one before, key by key: what it does not say stays as it was, a
    list is replaced whole, and a key with no value is taken away. Where another `check` is named, none of the
    settings of the one before stay.
    """
    found: dict[str, Layered] = {}
    for number, folder in enumerate(folders):
        for name, source in sources(folder).items():
            below = found.get(name)
            if below is None:
                found[name] = Layered(source, own=number > 0)
            elif name == CRITERIA:
                source.fault((), "kan ikke ændres lokalt: kriterierne står i WCAG og i loven")
                below.source.faults.extend(source.faults)
            else:
                found[name] = below.under(source, _entry(name))
    return found


def sources(folder: Path) -> dict[str, Source]:
    """A folder's files by name; a second of the same name keeps its path."""
    found: dict[str, Source] = {}
    for path in sorted(folder.rglob("*.yaml"), key=lambda path: (path.parent != folder, path)):
        file = path.relative_to(folder)
        if file.parts[0] == _ENGINE:
            continue
        name = file.as_posix() if file.as_posix().startswith(WORD_LISTS) else path.name
        found[file.as_posix() if name in found else name] = read(path, file.as_posix())
    return found


def _entry(name: str) -> str | None:
    """The key that tells a file's entries apart; None for a file that is one thing, such as a rule."""
    if name.startswith(WORD_LISTS):
        return "word"
    return "id" if name in (AUDIENCES, TOPICS, MEASURES, SUPPLIERS) else None


def merge(below: Any, above: Any) -> Any:
    """Mappings key by key, all else replaced; a key whose value is None is taken away."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    merged = {**below, **{key: merge(below.get(key), value) for key, value in above.items()}}
    return {key: value for key, value in merged.items() if value is not None}


def _over(below: Source, above: Source, entry: str | None) -> Source:
    moved: dict[int, int] = {}
    value = merge(_fitting(below.value, above.value), above.value)
    if entry and isinstance(below.value, list) and isinstance(above.value, list):
        value, moved = _by_entry(below.value, above.value, entry)
    places = dict(below.places)
    places.update((_moved(key, moved), place) for key, place in above.places.items())
    faults, notes = [*below.faults, *above.faults], [*below.notes, *above.notes]
    return Source(above.file, value, places, faults, notes)


def _fitting(below: Any, above: Any) -> Any:
    """What is below, without the settings of a check that is no longer asked."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return below
    another = above.get("check", below.get("check")) != below.get("check")
    return {key: value for key, value in below.items() if not (another and key == "with")}


def _by_entry(below: list[Any], above: list[Any], entry: str) -> tuple[list[Any], dict[int, int]]:
    """The merged list, and where each entry above came to stand in it."""
    merged, moved = list(below), {}
    at = {item.get(entry): index for index, item in enumerate(below) if isinstance(item, Mapping)}
    for index, item in enumerate(above):
        name = item.get(entry) if isinstance(item, Mapping) else None
        moved[index] = at.get(name, len(merged)) if name is not None else len(merged)
        if moved[index] < len(merged):
            merged[moved[index]] = merge(merged[moved[index]], item)
        else:
            merged.append(item)
    return merged, moved


def _moved(key: Key, moved: Mapping[int, int]) -> Key:
    if key and isinstance(key[0], int) and key[0] in moved:
        return (moved[key[0]], *key[1:])
    return key


def _changed(below: Any, merged: Any, known: tuple[str, ...]) -> list[str]:
    if not isinstance(below, Mapping) or not isinstance(merged, Mapping):
        return []
    keys = {*below, *merged}
    return sorted(str(key) for key in keys if below.get(key) != merged.get(key) and key not in known)
