"""`check`: single pages and PDFs, judged alone."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from tilgaengelig.cli.documents import Pages, document_lines
from tilgaengelig.cli.options import (
    AllowForms,
    AllowNetwork,
    AudienceOption,
    Rules,
    Storage,
    networks,
    settings,
    storage_state,
)
from tilgaengelig.cli.telling import say
from tilgaengelig.gather.letters.mail import read_mail
from tilgaengelig.gather.letters.newsletter import PAGE, POLICY, mail_facts, pages_of
from tilgaengelig.gather.letters.reading import LARGEST
from tilgaengelig.gather.local import FolderServer
from tilgaengelig.gather.net.spoken import size_said
from tilgaengelig.judge.verdict import Verdict
from tilgaengelig.model.addresses import normal
from tilgaengelig.model.errors import Unread, WrongUse
from tilgaengelig.model.finding import TOLD, Finding, Outcome
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.work.check import Checked, Subject, check
from tilgaengelig.work.shapes import readability_as_data
from tilgaengelig.workshop import Workshop
from tilgaengelig.workshop.gathering import ALL_VIEWPORTS

_WORDS = {Outcome.FAILED: "fejl", Outcome.CANT_TELL: "kræver øjne", Outcome.UNTESTED: "ikke testet"}
PASTED = "/indsat.html"
LARGEST_PASTE = 20_000_000
LARGEST_FILE = 50_000_000


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("check")(check_)


def check_(
    addresses: Annotated[
        list[str],
        typer.Argument(
            metavar="ADRESSE…",
            help="Webadresser eller filer (.html, .pdf, .eml); - er HTML fra standard ind.",
        ),
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Ét JSON-objekt på hver linje, og intet andet.")
    ] = False,
    audience: AudienceOption = Audience.BORGERE,
    allow_network: AllowNetwork = None,
    allow_forms: AllowForms = False,
    storage: Storage = None,
    rules: Rules = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="MAPPE",
            help="Læg en side om hver PDF her. Den kan sendes til den, der har lavet filen.",
        ),
    ] = None,
) -> None:
    """Kontrollér enkelte sider eller PDF-filer til bunds. Intet gemmes.

    Slutter med kode 0, når alt blev kontrolleret; 3, når noget ikke kunne læses; 2 ved forkert brug.
    """  # fmt: skip
    with Workshop(settings(rules=rules), alone=True) as workshop, ExitStack() as stack:
        servers = _Servers(stack)
        subjects = [_subject(address, servers) for address in addresses]
        code = asyncio.run(
            _check(
                workshop,
                subjects,
                audience,
                networks(allow_network),
                storage_state(storage),
                as_json=as_json,
                allow_forms=allow_forms,
                pages=Pages(output) if output else None,
            )
        )
    raise typer.Exit(code)


def _subject(address: str, servers: _Servers) -> Subject:
    """What was typed: an address, a file here, or `-` for pasted HTML."""
    if address == "-":
        page = sys.stdin.buffer.read(LARGEST_PASTE + 1)
        if len(page) > LARGEST_PASTE:
            return Subject(address, trouble=Trouble(TroubleKind.TOO_LARGE, size_said(LARGEST_PASTE)))
        server = servers.stack.enter_context(FolderServer(Path("/nonexistent"), pages={PASTED: page}))
        return Subject(address, server.address(PASTED[1:]))
    if "://" not in address and (
        address.lower().endswith((".html", ".htm", ".xhtml", ".pdf", ".eml")) or _is_here(address)
    ):
        return _file(address, servers)
    try:
        return Subject(address, normal(address))
    except Unread as error:
        return Subject(address, trouble=error.trouble)


def _is_here(address: str) -> bool:
    try:
        return Path(address).exists()
    except OSError:  # no name that a file could have
        return False


def _file(address: str, servers: _Servers) -> Subject:
    path = Path(address)
    try:
        with path.open("rb") as file:
            start = file.read(1024)
            if path.suffix.lower() == ".pdf" or start.lstrip().startswith(b"%PDF-"):
                body = start + file.read(LARGEST_FILE + 1)
                if len(body) > LARGEST_FILE:
                    return Subject(address, trouble=Trouble(TroubleKind.TOO_LARGE, size_said(LARGEST_FILE)))
                return Subject(address, body=body)
            if path.suffix.lower() == ".eml":
                return _mail(address, start + file.read(LARGEST), servers)
    except FileNotFoundError:
        return Subject(address, trouble=Trouble(TroubleKind.NO_SUCH_FILE, address))
    except OSError:
        return Subject(address, trouble=Trouble(TroubleKind.UNREADABLE_FILE, address))
    return Subject(address, servers.of(path.resolve().parent).address(path.resolve().name))


def _mail(address: str, body: bytes, servers: _Servers) -> Subject:
    """A newsletter, served as the page that a mail program makes of it."""
    if len(body) > LARGEST:
        return Subject(address, trouble=Trouble(TroubleKind.TOO_LARGE, size_said(LARGEST)))
    try:
        mail = read_mail(body)
    except WrongUse:
        return Subject(
            address, trouble=Trouble(TroubleKind.UNSUPPORTED_TYPE, "message/rfc822 (uden indhold)")
        )
    server = servers.stack.enter_context(
        FolderServer(Path("/nonexistent"), pages=pages_of(mail), policy=POLICY)
    )
    return Subject(address, server.address(PAGE[1:]), mail=mail_facts(mail))


class _Servers:
    """One server for each folder that local pages lie in, open as long as `stack` is."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self._by_folder: dict[Path, FolderServer] = {}

    def of(self, folder: Path) -> FolderServer:
        if folder not in self._by_folder:
            self._by_folder[folder] = self.stack.enter_context(FolderServer(folder))
        return self._by_folder[folder]


async def _check(
    workshop: Workshop,
    subjects: Sequence[Subject],
    audience: Audience,
    allow_network: list[str],
    storage: dict[str, Any],
    *,
    as_json: bool,
    allow_forms: bool,
    pages: Pages | None,
) -> int:
    opened = [subject.fetched_at for subject in subjects if subject.fetched_at]
    code = 0
    tools = workshop.tools(
        opened=opened,
        allow_network=allow_network,
        viewports=ALL_VIEWPORTS,
        storage_state=storage,
        alone=True,
        forms=opened if allow_forms else [],
    )
    async with tools as gathering:
        hands = 2 * gathering.browsers.size
        limit = workshop.limit(audience)
        wanted = pages is not None
        async for checked in check(subjects, gathering, workshop.rulebook, limit, hands, pictures=wanted):
            code = 3 if checked.trouble else code
            if pages and checked.conformant is not None:
                pages.write(checked, workshop.rulebook)
            for line in [json.dumps(as_data(checked))] if as_json else _lines(checked, workshop):
                say(line)
    return code


def as_data(checked: Checked) -> dict[str, Any]:
    """One subject as the contract of `check --json` has it: every key is always there."""
    verdict = checked.verdict
    findings = _shown(verdict) if verdict else []
    is_document = checked.conformant is not None
    data = {
        "address": checked.address,
        "mediaType": checked.media_type or None,
        "findings": [_finding(item, is_document=is_document) for item in findings],
        "readability": readability_as_data(verdict.readability) if verdict and verdict.readability else None,
        "error": checked.trouble.sentence if checked.trouble else None,
    }
    return data | ({"conformant": checked.conformant} if is_document else {})


def _shown(verdict: Verdict) -> list[Finding]:
    return [item for item in verdict.findings if item.outcome in TOLD]


def _finding(finding: Finding, *, is_document: bool) -> dict[str, Any]:
    data = {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "impact": finding.impact.value,
        "wcag": list(finding.wcag),
        "engine": finding.engine,
        "engineRule": finding.engine_rule,
        "target": finding.place.target,
        "snippet": finding.place.snippet,
        "message": finding.message,
        "responsibility": finding.responsibility.value,
    }
    return data | (
        {"matterhorn": list(finding.matterhorn), "page": finding.place.page} if is_document else {}
    )


def _lines(checked: Checked, workshop: Workshop) -> Iterator[str]:
    yield checked.address
    if checked.trouble:
        yield f"  {'Bemærk' if checked.verdict else 'Ikke kontrolleret'}: {checked.trouble.sentence}"
    if checked.note:
        yield f"  Bemærk: {checked.note.sentence}"
    verdict = checked.verdict
    if verdict is None:
        return
    findings = _shown(verdict)
    if checked.conformant is None:
        yield from _page_lines(findings, workshop)
    else:
        yield from document_lines(checked, findings, workshop.rulebook)
    if not findings:
        yield "  Ingen fejl fundet. Det betyder ikke, at alt er i orden: en maskine ser kun en del."
    if verdict.readability and verdict.readability.lix is not None:
        yield f"  Læsbarhed: LIX {verdict.readability.lix:.0f}"


def _page_lines(findings: Sequence[Finding], workshop: Workshop) -> Iterator[str]:
    rules = workshop.rulebook.rules
    beyond = Counter(finding.rule for finding in findings if rules[finding.rule].beyond)
    demanded = [finding for finding in findings if finding.rule not in beyond]
    for finding in sorted(demanded, key=lambda item: (item.outcome != Outcome.FAILED, item.impact.rank)):
        title = rules[finding.rule].title["da"]
        yield f"  {_WORDS[finding.outcome]}: {title} ({finding.responsibility.value})"
        yield f"    {finding.message}"
        if finding.place.target:
            yield f"    {finding.place.target}"
    for rule, count in beyond.items():
        where = "ét sted" if count == 1 else f"{count} steder"
        yield f"  Ud over loven (niveau AAA): {rules[rule].title['da']} ({where})"
