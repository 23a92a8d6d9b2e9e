"""Single addresses, each judged alone and at full depth: no crawl, and nothing is stored."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tilgaengelig.judge.verdict import Verdict, conforms, judge
from tilgaengelig.model.errors import SetupLacks, Unread
from tilgaengelig.model.subject import DocumentFacts, MailFacts, PageFacts
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.work.documents import about_document, illustrated
from tilgaengelig.work.gathering import MOST_HOPS, Gathered, Tools, gather

log = logging.getLogger(__name__)

MAIL = "message/rfc822"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be checked: `address` as it was typed, and where it is fetched, or a local PDF's bytes.

    `mail` is there for a newsletter, which is fetched as the page that is made of it.
    """

    address: str
    fetched_at: str = ""
    body: bytes | None = None
    trouble: Trouble | None = None
    mail: MailFacts | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to; `conformant` is for PDFs (PDF/UA-1). An empty page has a verdict and its trouble.

    `note` is what is wrong with the address though it was read: a charset that is not the one declared.
    `document` has what is told of a PDF beside its findings, with the title and language that it states; these bear
    pictures where they were asked for.
    """

    address: str
    media_type: str = ""
    verdict: Verdict | None = None
    conformant: bool | None = None
    trouble: Trouble | None = None
    note: Trouble | None = None
    document: Mapping[str, str | int | float | bool] = field(default_factory=dict)

    @property
    def producer(self) -> str:
        """The program that made a PDF; "" for what says none."""
        return str(self.document.get("producer", ""))

    @property
    def lost(self) -> bool:
        """Whether a part of a PDF could not be read."""
        return bool(self.document.get("damaged"))


async def check(
    subjects: Sequence[Subject],
    tools: Tools,
    rulebook: Rulebook,
    limit: int,
    hands: int,
    *,
    pictures: bool = False,
) -> AsyncIterator[Checked]:
    """Checks the subjects, `hands` at a time, and gives them in the order in which they came.

    With `pictures` the findings in PDFs bear pictures of their places.
    """
    turn = asyncio.Semaphore(hands)

    async def one(subject: Subject) -> Checked:
        async with turn:
            return await _check(subject, tools, rulebook, limit, pictures=pictures)

    tasks = [asyncio.create_task(one(subject)) for subject in subjects]
    try:
        for task in tasks:
            yield await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _check(
    subject: Subject, tools: Tools, rulebook: Rulebook, limit: int, *, pictures: bool
) -> Checked:
    if subject.trouble:
        return Checked(subject.address, trouble=subject.trouble)
    try:
        return await _judged(subject, tools, rulebook, limit, pictures=pictures)
    except Unread as error:
        return Checked(subject.address, trouble=error.trouble)
    except SetupLacks:
        raise
    except Exception:
        # A slip of ours on one address must not cost the others theirs.
        log.exception("a check broke down")
        return Checked(subject.address, trouble=Trouble(TroubleKind.OUR_FAULT))


async def _judged(
    subject: Subject, tools: Tools, rulebook: Rulebook, limit: int, *, pictures: bool
) -> Checked:
    gathered = await _gathered(subject, tools)
    facts = gathered.facts
    if facts is None:
        raise AssertionError("a redirect was followed to its end")
    if subject.mail is not None and isinstance(facts, PageFacts):
        facts = replace(facts, mail=subject.mail)
    verdict = await asyncio.to_thread(judge, facts, rulebook.rules, limit)
    conformant: bool | None = None
    about: dict[str, str | int | float | bool] = {}
    if isinstance(facts, DocumentFacts):
        conformant = conforms(facts, verdict.findings)
        about = about_document(facts) | {"title": facts.title, "language": facts.language}
        if pictures:
            shown = await illustrated(verdict.findings, gathered.body, tools.documents)
            verdict = replace(verdict, findings=shown)
    # A page that shows nothing is told as such; what its code breaks is told all the same.
    trouble = Trouble(TroubleKind.EMPTY, status=gathered.status) if gathered.notes.get("empty") else None
    media_type = MAIL if subject.mail else gathered.media_type
    return Checked(subject.address, media_type, verdict, conformant, trouble, gathered.mislabelled, about)


async def _gathered(subject: Subject, tools: Tools) -> Gathered:
    if subject.body is not None:
        facts = await tools.documents.read(subject.body, subject.address)
        return Gathered(200, "application/pdf", len(subject.body), 0.0, facts=facts, body=subject.body)
    at = subject.fetched_at
    for _ in range(MOST_HOPS):
        gathered = await gather(at, tools, lambda _facts: (), lambda facts: tools.probes(facts.address))
        if not gathered.forward:
            return gathered
        at = gathered.forward
    raise Unread(TroubleKind.TOO_MANY_REDIRECTS, f"{MOST_HOPS} gange")
