"""A finished evaluation read back from the JSON-LD that the W3C's WCAG-EM Report Tool writes.

The tool frames its file anew when it saves: ids are others, a thing is told once and then only named by its id, a list
of one may be the one itself, and `id` may be `@id`. All of that is read; what cannot be is left out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.sample import MACHINE, Evaluation, Judgement, mark

_MOST_BYTES = 50_000_000
_LONGEST = 5000
_OUTCOMES = {
    "passed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "canttell": Outcome.CANT_TELL,
    "inapplicable": Outcome.INAPPLICABLE,
    "untested": Outcome.UNTESTED,
}
_SITE = ("website", "Website", "WebSite")


def read_evaluation(path: Path, anchors: Mapping[str, str]) -> Evaluation:
    """The evaluation in a file; `anchors` are the criteria by their names in WCAG's addresses. Raises WrongUse."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise WrongUse(f"Filen {path} fylder for meget til at være en kontrol fra W3C's værktøj.")
        data = path.read_bytes()
    except OSError as error:
        raise WrongUse(f"Filen {path} kan ikke læses som JSON.") from error
    return evaluation_in(data, anchors, f"Filen {path}")


def evaluation_in(data: bytes, anchors: Mapping[str, str], name: str) -> Evaluation:
    """The evaluation in a file's content; `name` is what the file is called in a problem. Raises WrongUse."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise WrongUse(f"{name} kan ikke læses som JSON.") from error
    return evaluation_of(told, anchors, name)


def evaluation_of(told: Any, anchors: Mapping[str, str], name: str) -> Evaluation:
    """The evaluation in JSON that is read already. Raises WrongUse."""
    made = next((one for one in _list(told) if isinstance(one, dict) and "auditSample" in one), None)
    if made is None:
        raise WrongUse(f"{name} er ikke en kontrol fra W3C's WCAG-EM Report Tool.")
    sample, report = _dict(made.get("selectSample")), _dict(made.get("reportFindings"))
    sampled = (*_dicts(sample.get("structuredSample")), *_dicts(sample.get("randomSample")))
    subjects = [one.get("subject") for one in _dicts(made.get("auditSample"))]
    known = {"_:website": ""}
    for one in (*sampled, *subjects):
        if (address := _address(one)) is not None:
            known.setdefault(_id(one), address)
    pages = dict.fromkeys(known.get(_id(one), "") for one in sampled)
    return Evaluation(
        title=_text(report.get("title")),
        evaluator=_text(report.get("evaluator")),
        day=_day(_text(report.get("date"))),
        pages=tuple(address for address in pages if address),
        judgements=tuple(_judgements(made, known, anchors)),
    )


def _judgements(
    made: Mapping[str, Any], known: Mapping[str, str], anchors: Mapping[str, str]
) -> Iterator[Judgement]:
    for one in _dicts(made.get("auditSample")):
        test = _id(one.get("test")).rpartition(":")[2].rpartition("#")[2]
        result = _dict(one.get("result"))
        outcome = _OUTCOMES.get(_id(result.get("outcome")).rpartition(":")[2].rpartition("#")[2].lower())
        address = known.get(_id(one.get("subject")))
        if test in anchors and outcome is not None and address is not None:
            said = _text(result.get("description"))
            yield Judgement(address, anchors[test], outcome, said, _by_machine(one, outcome, said))


def _by_machine(assertion: Mapping[str, Any], outcome: Outcome, said: str) -> bool:
    """Whether what we filled in stands as it was; the tool calls all that it saves done by hand."""
    asserter = _dict(assertion.get("assertedBy"))
    if _text(asserter.get("title")) == MACHINE:
        return _text(asserter.get("description")) == mark(outcome, said)
    return _id(assertion.get("mode")).endswith("automatic")


def _address(subject: Any) -> str | None:
    """The page's address, "" for the site as a whole, None where only its id stands."""
    told = _dict(subject)
    kinds = _list(told.get("type", told.get("@type")))
    if any(str(kind).rpartition(":")[2] in _SITE for kind in kinds):
        return ""
    return _text(told.get("description")) or None


def _id(thing: Any) -> str:
    if isinstance(thing, dict):
        thing = thing.get("id", thing.get("@id", ""))
    return _text(thing)


def _text(thing: Any) -> str:
    if isinstance(thing, dict):
        thing = thing.get("@value", "")
    # JSON can spell half of a pair of surrogates, which is in no text and could not be told again.
    return thing[:_LONGEST].encode("utf-8", "replace").decode() if isinstance(thing, str) else ""


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None  # the field is free text in the tool


def _list(thing: Any) -> list[Any]:
    if isinstance(thing, dict):
        graph = thing.get("@graph")
        return graph if isinstance(graph, list) else [thing]
    if isinstance(thing, list):
        return thing
    return [] if thing is None else [thing]


def _dict(thing: Any) -> Mapping[str, Any]:
    return thing if isinstance(thing, dict) else {}


def _dicts(thing: Any) -> list[Mapping[str, Any]]:
    return [one for one in _list(thing) if isinstance(one, dict)]
