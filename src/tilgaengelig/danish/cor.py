"""Det Centrale Ordregister (COR, ordregister.dk, CC0) of Dansk Sprognævn and others, where a ministry has it at hand.

We may not carry it, since it could not be had where we work; a person downloads it and names the file in
TILGAENGELIG_COR. One form a line, fields apart by tabs: id (COR.30686.203.01), lemma, gloss, tag (vb.præs.akt), form,
and, in later versions, whether the form is in the norm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tilgaengelig.model.errors import WrongUse

_WANTED = ("vb.inf.akt", "vb.præs.akt", "vb.præt.akt", "vb.perf.part")


@dataclass(frozen=True, slots=True)
class Register:
    """What we take from COR. A verb is its infinitive, present, past and participle; nouns are forms of nouns."""

    verbs: tuple[tuple[str, str, str, str], ...]
    nouns: frozenset[str]
    genitives: frozenset[str]


def read(path: Path) -> Register:
    """Reads COR's list. Deponents (synes) are no verbs here. Raises WrongUse for what is not readable or not COR."""
    verbs: dict[str, dict[str, str]] = {}
    nouns: set[str] = set()
    genitives: set[str] = set()
    for lemma, tag, form in _rows(path):
        if tag.startswith("vb."):
            kind = next((wanted for wanted in _WANTED if tag.startswith(wanted)), "")
            if kind:
                verbs.setdefault(lemma, {}).setdefault(kind, form)
        elif tag.startswith("sb."):
            nouns.add(form)
            if ".gen" in tag or form.endswith("s"):
                genitives.add(form)
    whole = [tuple(forms[kind] for kind in _WANTED) for forms in verbs.values() if len(forms) == len(_WANTED)]
    if not whole:
        raise WrongUse(f"Der er ingen verber i {path}. Er det COR’s tabulatorseparerede liste?")
    taken = ((inf, pres, past, part) for inf, pres, past, part in whole if not inf.endswith("s"))
    return Register(tuple(taken), frozenset(nouns), frozenset(genitives))


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """The number of the lemma, the tag and the form of each line that is COR's."""
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                if len(fields) > 4 and fields[0].startswith("COR"):
                    yield ".".join(fields[0].split(".")[:-2]), fields[3], fields[4].lower()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(f"COR kan ikke læses fra {path}: {error}") from error
