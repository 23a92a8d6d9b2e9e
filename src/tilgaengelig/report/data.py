"""The report as JSON; every key is described in reports/rapport.schema.json."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tilgaengelig.model.acceptance import Acceptance
from tilgaengelig.model.denmark import day_of
from tilgaengelig.model.overview import BrokenLink, Component, Occurrence, SubjectRow
from tilgaengelig.model.trouble import Trouble
from tilgaengelig.model.writing import Wording
from tilgaengelig.report.content import CriterionRow, DocumentRow, Fault, Report, RuleWords, TemplateRow
from tilgaengelig.report.exempted import exemptions_data
from tilgaengelig.report.files import write_whole
from tilgaengelig.report.formal import formal_data
from tilgaengelig.report.reading import LixGoal
from tilgaengelig.report.since import difference_as_json
from tilgaengelig.report.texts import band_of, fit_of, lix_of
from tilgaengelig.report.words import clean_all

VERSION = 1


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values for json; for a big audit write_json needs less memory."""
    whole = _head(report)
    whole.update((name, list(rows)) for name, rows in _lists(report))
    return whole


def write_json(report: Report, path: Path) -> None:
    """Write row by row; the file is there whole or not at all."""
    write_whole(path, json_pieces(report))


def json_pieces(report: Report) -> Iterator[str]:
    """The file's text; a list's rows are made one by one, each on a line of its own."""
    head = json.dumps(_head(report), ensure_ascii=False, indent=1)
    yield head[: head.rindex("}")].rstrip()
    for name, rows in _lists(report):
        yield f',\n "{name}": ['
        between = "\n  "
        for row in rows:
            yield between + json.dumps(row, ensure_ascii=False)
            between = ",\n  "
        yield "\n ]"
    yield "\n}\n"


def _head(report: Report) -> dict[str, Any]:
    audit, order, tally = report.audit, report.audit.order, report.tally
    head: dict[str, Any] = clean_all(
        {
            "schemaVersion": VERSION,
            "program": {"name": "tilgaengelig", "version": report.program_version},
            "made": report.made.isoformat(),
            "site": report.site,
            "audit": {
                "id": audit.id,
                "start": order.start,
                "prefix": order.prefix,
                "maxPages": order.max_pages,
                "depth": order.depth,
                "audience": report.audience,
                "sections": [{"prefix": prefix, "audience": audience} for prefix, audience in order.sections],
                "thorough": order.thorough,
                "state": audit.state,
                "started": audit.started.isoformat(),
                "finished": audit.finished.isoformat() if audit.finished else None,
                "rulebook": audit.rulebook,
                "versions": dict(audit.versions),
            },
            "coverage": _coverage(report),
            "summary": {
                "pages": tally.pages,
                "pagesWithoutFaults": tally.clean_pages,
                "components": tally.components,
                "legalDuty": tally.duty,
                "impact": {str(key): count for key, count in tally.impact.items()},
                "responsibility": {str(key): count for key, count in tally.responsibility.items()},
                "accepted": tally.accepted,
                "open": {str(key): count for key, count in tally.open.items()},
                "templates": tally.templates,
                "templatePlaces": tally.template_places,
            },
            "readability": {
                "goal": report.goal.goal,
                "limit": report.goal.limit,
                "scored": len(report.texts.rows),
                "overGoal": report.texts.over_goal,
                "overLimit": report.texts.over_limit,
                "median": report.texts.median,
                "audiences": [
                    {
                        "audience": row.audience,
                        "goal": row.goal.goal,
                        "limit": row.goal.limit,
                        "texts": row.texts,
                        "median": row.median,
                        "overLimit": row.over_limit,
                        "failed": row.failed,
                    }
                    for row in report.texts.audiences
                ],
            },
            "supervision": _supervision(report),
            "exemptions": exemptions_data(report.exemptions),
            "around": [
                {"host": one.host, "certain": one.certain, "via": list(one.via)} for one in report.around
            ],
            "top": [fault.component.id for fault in report.top],
            "difference": difference_as_json(report.since.difference) if report.since else None,
            "overruns": [
                {
                    "measure": each.budget.measure,
                    "limit": each.budget.limit,
                    "amount": each.amount,
                    "where": list(each.where),
                }
                for each in report.overruns
            ],
        }
    )
    return head


def _supervision(report: Report) -> dict[str, Any] | None:
    if report.supervision is None:
        return None
    estimate = report.supervision.estimate
    return {
        "estimate": True,
        "pages": estimate.pages,
        "judgedByEngine": estimate.monitored,
        "engine": report.supervision.engine or None,
        "points": estimate.points,
        "lowest": estimate.lowest,
        "band": estimate.band,
        "lowestBand": estimate.lowest_band,
        "criteria": [
            {"sc": row.sc, "failed": row.failed, "cantTell": row.doubtful} for row in estimate.criteria
        ],
        "target": estimate.target,
        "stepsInAll": len(estimate.mends),
        "steps": [
            {
                "component": step.mend.component,
                "rule": step.mend.rule,
                "responsibility": step.mend.responsibility,
                "once": step.mend.once,
                "pages": step.mend.pages,
                "gain": round(step.mend.gain, 1),
                "total": step.mend.total,
            }
            for step in report.supervision.steps
        ],
        "earlier": [
            {
                "started": one.started.isoformat(),
                "points": one.points,
                "band": one.band,
                "pages": one.pages,
            }
            for one in report.supervision.earlier
        ],
        "statement": formal_data(report.formal),
    }


def _coverage(report: Report) -> dict[str, Any]:
    coverage = report.coverage
    return {
        "found": coverage.found,
        "read": coverage.read,
        "pages": coverage.pages,
        "documents": coverage.documents,
        "redirected": coverage.redirected,
        "waiting": coverage.waiting,
        "notRead": coverage.not_read,
        "troubled": [{"kind": kind, "count": count} for kind, count in coverage.troubled.items()],
        "leftOut": [{"reason": reason, "count": count} for reason, count in coverage.left_out.items()],
        "cookieBoxes": [
            {"answer": answer, "count": count} for answer, count in sorted(report.banners.items())
        ],
    }


def _lists(report: Report) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    rules = {fault.words.id: fault.words for fault in report.faults()}
    day = day_of(report.made)
    yield "rules", _rows(_rule, rules.values())
    yield "components", _rows(lambda fault: _component(fault, day), report.faults())
    yield "addresses", _rows(lambda row: _subject(row, report), report.subjects)
    yield "templates", _rows(_template, report.templates)
    yield "wording", _rows(_wording, report.wording)
    yield "documents", _rows(_document, report.documents)
    yield "brokenLinks", _rows(_broken, report.broken)
    yield "criteria", _rows(_criterion, report.criteria)


def _rows(make: Callable[[Any], dict[str, Any]], items: Iterable[Any]) -> Iterator[dict[str, Any]]:
    return (clean_all(make(item)) for item in items)


def _rule(words: RuleWords) -> dict[str, Any]:
    return {
        "id": words.id,
        "title": words.title,
        "why": words.why,
        "fix": words.fix,
        "steps": list(words.steps),
        "helps": list(words.helps),
        "duty": words.duty,
        "wcag": [criterion.sc for criterion in words.criteria],
        "clauses": list(words.clauses),
        "act": list(words.act),
        "techniques": list(words.techniques),
        "own": words.own,
        "changed": list(words.changed),
        "known": words.known,
    }


def _template(row: TemplateRow) -> dict[str, Any]:
    return {"id": row.id, "pages": list(row.addresses), "driven": list(row.driven)}


def _component(fault: Fault, day: dt.date) -> dict[str, Any]:
    component: Component = fault.component
    alone = component.answers.alone(day)
    return {
        "id": component.id,
        "rule": component.rule,
        "outcome": component.outcome,
        "impact": component.impact,
        "duty": fault.words.duty,
        "responsibility": component.responsibility,
        "weight": fault.weight,
        "engine": component.engine,
        "engineRule": component.engine_rule,
        "region": component.region,
        "wcag": list(component.wcag),
        "matterhorn": list(component.matterhorn),
        "message": component.message,
        "snippet": component.snippet,
        "pages": component.pages,
        "places": component.places,
        "template": fault.template,
        "supplier": _supplier(fault),
        "accepted": _acceptance(fault.accepted),
        "lapsed": _acceptance(fault.lapsed),
        "occurrences": [_occurrence(place, alone.get(place.id)) for place in component.occurrences],
    }


def _supplier(fault: Fault) -> dict[str, str] | None:
    if fault.supplier is None:
        return None
    return {"id": fault.supplier.id, "name": fault.supplier.name, "host": fault.component.foreign}


def _acceptance(said: Acceptance | None) -> dict[str, str] | None:
    if said is None:
        return None
    return {
        "id": said.id,
        "reason": said.reason,
        "note": said.note,
        "by": said.by,
        "made": said.made.isoformat(),
        "until": said.until.isoformat(),
    }


def _occurrence(place: Occurrence, accepted: Acceptance | None) -> dict[str, Any]:
    return {
        "id": place.id,
        "address": place.address,
        "target": place.target,
        "snippet": place.snippet,
        "message": place.message,
        "viewports": list(place.viewports),
        "page": place.page,
        "accepted": _acceptance(accepted),
    }


def _subject(row: SubjectRow, report: Report) -> dict[str, Any]:
    audience = report.audit.order.audience_of(row.address)
    return {
        "address": row.address,
        "state": row.state,
        "kind": row.kind,
        "depth": row.depth,
        "status": row.status,
        "mediaType": row.media_type,
        "title": row.title,
        "language": row.language,
        "textLanguage": row.text_language,
        "failed": row.failed,
        "cantTell": row.cant_tell,
        "audience": audience,
        "readability": _readability(row, report.goals[audience]),
        "advice": {one.rule: one.count for one in row.writing.remarks},
        "hardest": [{"text": one.text, "words": one.words, "lix": one.lix} for one in row.writing.hardest],
        "trouble": _trouble(row.trouble),
        "leftOut": row.left_out,
        "forward": row.forward,
        "size": row.size,
        "facts": dict(row.facts),
        "checked": row.checked.isoformat() if row.checked else None,
    }


def _readability(row: SubjectRow, goal: LixGoal) -> dict[str, Any] | None:
    counts, lix = row.readability, lix_of(row)
    if counts is None or lix is None:
        return None
    return {
        "words": counts.words,
        "sentences": counts.sentences,
        "longWords": counts.long_words,
        "lix": lix,
        "band": band_of(lix),
        "fit": fit_of(lix, goal),
    }


def _document(row: DocumentRow) -> dict[str, Any]:
    said = row.publication
    return {
        "address": row.address,
        "ready": said.ready if said else None,
        "verdict": said.sentence if said else "",
        "barriers": said.barriers if said else None,
        "questions": said.questions if said else None,
        "producer": row.producer,
        "created": row.created.isoformat() if row.created else None,
        "exemption": row.exemption,
        "sameTitle": row.like or None,
        "sources": [{"address": address, "text": text} for address, text in row.sources],
    }


def _wording(one: Wording) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "kind": one.kind,
        "phrase": one.phrase,
        "suggestion": one.suggestion,
        "count": one.count,
        "pages": one.pages,
    }


def _trouble(trouble: Trouble | None) -> dict[str, Any] | None:
    if trouble is None:
        return None
    return {"kind": trouble.kind, "sentence": trouble.sentence, "status": trouble.status}


def _broken(link: BrokenLink) -> dict[str, Any]:
    sources = [{"address": address, "text": text} for address, text in link.sources]
    return {"address": link.address, "trouble": _trouble(link.trouble), "sources": sources}


def _criterion(row: CriterionRow) -> dict[str, Any]:
    criterion = row.criterion
    return {
        "sc": criterion.sc,
        "level": criterion.level,
        "name": criterion.name.get("da") or criterion.name.get("en", ""),
        "clause": criterion.clause,
        "documentClause": criterion.document_clause,
        "duty": criterion.duty,
        "machine": row.reach,
        "rules": list(row.rules),
        "ask": criterion.ask.get("da", ""),
        "standing": row.standing,
        "components": row.components,
    }
