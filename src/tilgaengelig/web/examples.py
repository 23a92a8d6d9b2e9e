"""Examples for the API's description; a test holds each against its schema."""

from __future__ import annotations

from typing import Any

AUDIT_ID = "20261102T081500-4f2a9c"
COMPONENT_ID = "6b1f0c9d2e7a4853b1c0"
FINDING_ID = "0a4c52be71d9f3860e15"
ACCEPTANCE_ID = "5be0c1d2f3a4"
RULE_ID = "billede-uden-alternativ-tekst"

_HERE = f"/api/v1/audits/{AUDIT_ID}"

ORDER: dict[str, Any] = {"address": "https://www.ministerium.dk", "maxPages": 500, "audience": "borgere"}

AUDIT: dict[str, Any] = {
    "id": AUDIT_ID,
    "start": "https://www.ministerium.dk/",
    "prefix": "/",
    "maxPages": 500,
    "depth": 10,
    "audience": "borgere",
    "thorough": False,
    "state": "running",
    "activity": "working",
    "mishap": None,
    "started": "2026-11-02T08:15:00Z",
    "finished": None,
    "rulebook": "b770a19ec1e9330a",
    "versions": {"tilgaengelig": "0.1.0"},
}
STARTED = {**AUDIT, "resumed": False}
STOPPING = {**AUDIT, "activity": "stopping"}
WHOLE = {
    **AUDIT,
    "state": "done",
    "activity": "none",
    "finished": "2026-11-02T08:21:40Z",
    "coverage": {
        "found": 214,
        "read": 207,
        "pages": 195,
        "documents": 12,
        "redirected": 4,
        "waiting": 0,
        "notRead": 3,
        "troubled": [{"kind": "not-found", "count": 2}],
        "leftOut": [{"reason": "depth", "count": 1}],
        "cookieBoxes": [{"answer": "refused", "count": 195}],
    },
}
AUDITS = {"items": [AUDIT], "next": None}
PROGRESS: dict[str, Any] = {
    "audit": AUDIT_ID,
    "state": "running",
    "activity": "working",
    "found": 180,
    "queued": 96,
    "read": 80,
    "troubled": 2,
    "redirected": 2,
    "leftOut": 0,
    "findings": 341,
    "current": "https://www.ministerium.dk/om-os",
    "rate": 1.9,
    "secondsLeft": 50.5,
}
_FAULT: dict[str, Any] = {
    "rule": RULE_ID,
    "outcome": "failed",
    "impact": "critical",
    "wcag": ["1.1.1"],
    "engine": "axe",
    "engineRule": "image-alt",
    "snippet": '<img src="/logo.svg">',
    "message": "Billedet har ingen alternativ tekst.",
    "responsibility": "udvikler",
    "region": "header",
    "matterhorn": [],
}
FINDINGS = {
    "items": [
        {
            **_FAULT,
            "id": FINDING_ID,
            "address": "https://www.ministerium.dk/",
            "target": "header > img",
            "component": COMPONENT_ID,
            "viewports": ["desktop", "phone"],
            "page": None,
        }
    ],
    "next": f"{_HERE}/findings?limit=1&after={FINDING_ID}",
}
ACCEPTING: dict[str, Any] = {
    "id": COMPONENT_ID,
    "reason": "planlagt",
    "note": "Ny forside til maj.",
    "by": "Anna Holm",
    "until": "2027-05-01",
}
ACCEPTANCE: dict[str, Any] = {
    **ACCEPTING,
    "id": ACCEPTANCE_ID,
    "site": "www.ministerium.dk",
    "component": COMPONENT_ID,
    "finding": "",
    "rule": RULE_ID,
    "made": "2026-11-02T09:00:00Z",
}
ACCEPTANCES = {"items": [ACCEPTANCE], "next": None}
COMPONENTS = {
    "items": [
        {
            **_FAULT,
            "id": COMPONENT_ID,
            "pages": 195,
            "places": 195,
            "foreign": "",
            "accepted": ACCEPTANCE,
            "picture": f"{_HERE}/components/{COMPONENT_ID}/picture",
            "findings": f"{_HERE}/findings?component={COMPONENT_ID}",
        }
    ],
    "next": None,
}
_TROUBLE = {
    "kind": "not-found",
    "sentence": "Siden findes ikke (svar 404); ret eller fjern de links, der peger på den.",
    "status": 404,
}
ADDRESSES = {
    "items": [
        {
            "address": "https://www.ministerium.dk/gammel-side",
            "state": "troubled",
            "kind": "",
            "depth": 2,
            "status": 404,
            "mediaType": "",
            "title": "",
            "language": "",
            "textLanguage": "",
            "failed": 0,
            "cantTell": 0,
            "forward": "",
            "size": 0,
            "leftOut": None,
            "trouble": _TROUBLE,
            "checked": None,
            "readability": None,
            "facts": {},
        }
    ],
    "next": None,
}
BROKEN = {
    "items": [
        {
            "address": "https://www.ministerium.dk/gammel-side",
            "trouble": _TROUBLE,
            "sources": [{"address": "https://www.ministerium.dk/", "text": "Læs mere"}],
        }
    ],
    "next": None,
}
LETTER_ORDER: dict[str, Any] = {
    "text": "Kære Anna\nVi har modtaget din ansøgning.",
    "audience": "borgere",
    "kind": "kvittering",
}
LETTER: dict[str, Any] = {
    "text": "Kære Anna\nVi har modtaget din ansøgning.",
    "audience": "borgere",
    "kind": "kvittering",
    "suggestedKind": None,
    "verdict": "Passer til borgere: LIX 32, målet er 35 eller lavere. Teksten er kort, så tallet er usikkert.",
    "difficulty": {"score": 32.1, "adviceWeight": 0.0},
    "readability": {
        "words": 7,
        "sentences": 2,
        "longWords": 2,
        "lix": 32.1,
        "rix": 1.0,
        "ovix": None,
        "wordsPerSentence": 3.5,
        "longShare": 0.286,
        "rareShare": 0.0,
        "minutes": 0.0,
        "prose": {"words": 5, "sentences": 1, "longWords": 2, "lix": 45.0},
        "bjornsson": {"periods": 1, "lix": 35.6},
    },
    "sentences": [
        {"start": 0, "end": 9, "words": 2, "lix": 2.0, "advice": []},
        {"start": 10, "end": 41, "words": 5, "lix": 45.0, "advice": []},
    ],
    "advice": [
        {
            "start": 10,
            "end": 41,
            "kind": "letter-part",
            "message": "Hvad sker der nu? Skriv det næste, I gør.",
            "suggestion": None,
        }
    ],
    "paragraphs": [{"number": 1, "kind": "paragraph", "start": 0, "end": 41}],
    "untested": [],
    "comparison": None,
}
_RULE: dict[str, Any] = {
    "id": RULE_ID,
    "title": "Billeder skal have en alternativ tekst",
    "impact": "critical",
    "responsibility": "redaktør",
    "duty": "lovkrav",
    "wcag": ["1.1.1"],
    "helps": ["uden syn", "nedsat syn"],
    "status": "stable",
}
RULES = {"items": [_RULE], "next": None}
RULE = {
    **_RULE,
    "why": "Den, der ikke kan se billedet, får ellers ikke at vide, hvad det viser.",
    "fix": "Skriv kort, hvad billedet viser.",
    "steps": ["Find billedet i redigeringen.", "Skriv teksten i feltet Alternativ tekst."],
    "criteria": [{"sc": "1.1.1", "level": "A", "name": "Ikke-tekstligt indhold", "clause": "9.1.1.1"}],
    "clauses": ["9.1.1.1"],
    "act": ["23a2a8"],
    "matterhorn": [],
    "passed": [
        {"why": "Teksten siger, hvad billedet viser.", "html": '<img alt="Kort">', "page": "", "text": ""}
    ],
    "failed": [{"why": "Der er ingen tekst.", "html": "<img>", "page": "", "text": ""}],
    "inapplicable": [],
}
HEALTH = {"status": "ok", "version": "0.1.0"}
READY: dict[str, Any] = {"ready": True, "checks": [{"name": "database", "ready": True, "sentence": None}]}
NOT_READY = {
    "ready": False,
    "checks": [
        {"name": "axe", "ready": False, "sentence": "axe-core mangler. Kør ”make setup” i projektets mappe."}
    ],
}
SITE_ORDER: dict[str, Any] = {
    "name": "ministeriet",
    "address": "https://www.ministerium.dk",
    "house": "Departementet",
    "schedule": "0 2 * * *",
    "window": "22:00-06:00",
    "limits": {"nye-kritiske": 0, "lix-borgere": 45},
}
SITE: dict[str, Any] = {
    **SITE_ORDER,
    "address": "https://www.ministerium.dk/",
    "prefix": "/",
    "jitter": 0,
    "keepDays": 90,
    "everyDays": 28,
    "maxPages": 500,
    "depth": 10,
    "audience": "borgere",
    "thorough": False,
    "added": "2026-11-02T08:00:00Z",
    "next": "2026-11-03T02:00:00+01:00",
}
SITES = {"items": [SITE], "next": None}
TOKEN_ID = "9f31c0aa72de"  # noqa: S105 - names a token, and opens nothing
ISSUING = {"name": "Anna Holm", "role": "redaktør", "until": None}
TOKEN: dict[str, Any] = {**ISSUING, "id": TOKEN_ID, "made": "2026-11-02T09:00:00Z"}
TOKENS = {"items": [TOKEN], "next": None}
ISSUED = {**TOKEN, "secret": "tilgaengelig_Vm0…"}
ACCOUNT_ID = "5b20c1de88f4"
ACCOUNTS = {
    "items": [
        {
            "id": ACCOUNT_ID,
            "name": "Anna Holm",
            "email": "anna.holm@ministerium.dk",
            "role": "redaktør",
            "made": "2026-09-01T08:00:00Z",
            "seen": "2026-11-02T09:00:00Z",
        }
    ],
    "next": None,
}
PERSON = {"name": "Anna Holm"}
FORGOTTEN = {"deeds": 12, "decisions": 3, "tasks": 2, "tokens": 1, "accounts": 0}
DEEDS = {
    "items": [
        {
            "id": 4711,
            "made": "2026-11-02T09:12:00Z",
            "by": "Anna Holm",
            "method": "POST",
            "path": "/kontroller/ny",
        }
    ],
    "next": None,
}
HISTORY = {
    "items": [
        {
            "audit": AUDIT_ID,
            "started": "2026-11-02T01:00:00Z",
            "pages": 412,
            "clean": 201,
            "faults": {"critical": 31, "serious": 204, "moderate": 66, "minor": 12},
            "lix": 41.3,
        }
    ],
    "next": None,
}
DIFFERENCE: dict[str, Any] = {
    "before": "20261101T010000-77ab01",
    "after": AUDIT_ID,
    "measuredAlike": True,
    "failed": {"new": 1, "back": 0, "still": 41, "mended": 3, "not-reached": 0},
    "pages": [
        {
            "address": "https://www.ministerium.dk/nyheder/ny-pulje",
            "change": "new",
            "new": 1,
            "mended": 0,
            "still": 0,
            "notReached": 0,
            "source": "",
        }
    ],
    "changes": [
        {
            "change": "new",
            "component": COMPONENT_ID,
            **{
                key: _FAULT[key]
                for key in ("rule", "outcome", "impact", "responsibility", "message", "snippet")
            },
            "moved": False,
            "new": ["https://www.ministerium.dk/nyheder/ny-pulje"],
            "mended": [],
            "gone": [],
            "notReached": [],
        }
    ],
}
TASK_ORDER: dict[str, Any] = {
    "id": COMPONENT_ID,
    "by": "Anna Holm",
    "assignee": "Bo Lund",
    "text": "Kan du rette den?",
}
TASK: dict[str, Any] = {
    "site": "www.ministerium.dk",
    "component": COMPONENT_ID,
    "rule": RULE_ID,
    "assignee": "Bo Lund",
    "state": "åben",
    "changed": "2026-11-02T09:00:00Z",
    "comments": [{"made": "2026-11-02T09:00:00Z", "by": "Anna Holm", "text": "Kan du rette den?"}],
}
TASKS = {"items": [TASK], "next": None}
