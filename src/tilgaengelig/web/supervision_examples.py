"""Examples for what the API tells of the supervision: the statement, the sample, the exempted and the domains."""

from __future__ import annotations

from typing import Any

from tilgaengelig.web.examples import AUDIT_ID

EXEMPTION_ID = "7c1e9a04b2d8"
HOST = "job.ministerium.dk"

EXEMPTING: dict[str, Any] = {
    "site": "www.ministerium.dk",
    "pattern": "/arkiv/",
    "basis": "gammelt-dokument",
    "reason": "Referaterne er fra før 2018 og bruges ikke i sager mere.",
    "by": "Anna Holm",
    "decided": "2026-11-02",
    "review": "2027-11-02",
}
EXEMPTION: dict[str, Any] = {**EXEMPTING, "id": EXEMPTION_ID, "made": "2026-11-02T09:00:00Z"}
EXEMPTIONS = {"items": [EXEMPTION], "next": None}
STATEMENT_DRAFT: dict[str, Any] = {
    "audit": AUDIT_ID,
    "site": "www.ministerium.dk",
    "language": "da",
    "text": "1. ORGANISATION OG WEBSTED\nOrganisation: [SKRIV: navnet på jeres myndighed]\n",
    "fields": [
        {"title": "Organisation og websted", "text": "Organisation: [SKRIV: navnet på jeres myndighed]"}
    ],
    "criteria": [
        {
            "sc": "1.1.1",
            "said": ["Billeder skal have en alternativ tekst"],
            "pages": 195,
            "examples": ["https://www.ministerium.dk/"],
            "inDocuments": False,
        }
    ],
}
_ASSERTION: dict[str, Any] = {
    "@type": "Assertion",
    "mode": {"@id": "earl:manual", "type": "TestMode"},
    "subject": {"@id": "_:page_0", "type": ["TestSubject", "Webpage"]},
    "test": {"@id": "WCAG22:focus-visible", "type": ["TestCriterion", "TestRequirement"]},
    "result": {
        "@type": "TestResult",
        "outcome": {"@id": "earl:failed", "type": ["OutcomeValue", "Fail"]},
        "description": "Fokus kan ikke ses i menuen.",
    },
}
SAMPLE: dict[str, Any] = {
    "@type": "Evaluation",
    "@language": "en",
    "reportToolVersion": "3.0.3",
    "selectSample": {
        "structuredSample": [
            {
                "@id": "_:page_0",
                "type": ["TestSubject", "Webpage"],
                "title": "Forside (forside)",
                "description": "https://www.ministerium.dk/",
            }
        ],
        "randomSample": [],
    },
    "auditSample": [{**_ASSERTION, "mode": {"@id": "earl:automatic", "type": "TestMode"}}],
}
FINISHED: dict[str, Any] = {
    **SAMPLE,
    "auditSample": [_ASSERTION],
    "reportFindings": {
        "title": "Dybdegående kontrol",
        "evaluator": "Anna Holm",
        "date": "2026-11-20T10:00:00Z",
    },
}
EVALUATION: dict[str, Any] = {
    "title": "Dybdegående kontrol",
    "evaluator": "Anna Holm",
    "day": "2026-11-20",
    "pages": ["https://www.ministerium.dk/"],
    "judgements": [
        {
            "address": "https://www.ministerium.dk/",
            "sc": "2.4.7",
            "outcome": "failed",
            "description": "Fokus kan ikke ses i menuen.",
            "byMachine": False,
        }
    ],
}
DOMAIN_ORDER: dict[str, Any] = {"host": HOST, "owner": "Bo Lund", "note": "Bruges til jobopslag"}
DOMAIN: dict[str, Any] = {**DOMAIN_ORDER, "made": "2026-11-02T09:00:00Z"}
INVENTORY = {
    "items": [
        {
            "host": HOST,
            "certain": True,
            "via": ["link", "list"],
            "sources": ["ministerium.dk"],
            "owner": "Bo Lund",
            "audited": "2026-11-02",
            "statement": True,
            "updated": "2026-03-02",
        }
    ],
    "next": None,
}
