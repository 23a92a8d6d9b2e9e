"""A site that sends from its bare name to its www twin: both are one site, and as slow as the slower of them wants.

The real parts in this process, on a real site of documents: no page of it needs a browser.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from sites import Handler, Site, answer, redirect

from ports import closed_port
from tilgaengelig import resources
from tilgaengelig.gather.net.politeness import Politeness
from tilgaengelig.model.audit import AuditState
from tilgaengelig.settings import Settings
from tilgaengelig.work.audit import make_order
from tilgaengelig.workshop import Workshop

DOCUMENT = answer(
    (resources.SAMPLE / "site/publikationer/vejledning-tilskud.pdf").read_bytes(),
    Content_Type="application/pdf",
)
DELAY = 20


def test_a_crawl_delay_of_the_twin_is_heeded(tmp_path: Path) -> None:
    settings = Settings(
        database=f"sqlite:///{tmp_path / 'a.db'}",
        browsers=1,
        webdriver=f"http://127.0.0.1:{closed_port()}",
        allow_network=["127.0.0.0/8"],
        was="",
    )
    with Workshop(settings) as workshop, Site() as site:
        bare, twin = f"mad.localhost:{site.port}", f"www.mad.localhost:{site.port}"

        def robots(handler: Handler) -> None:
            delay = f"Crawl-delay: {DELAY}\n" if handler.headers["Host"] == twin else ""
            answer(f"User-agent: *\n{delay}", Content_Type="text/plain")(handler)

        def document(handler: Handler) -> None:
            (DOCUMENT if handler.headers["Host"] == twin else redirect(f"http://{twin}{handler.path}"))(
                handler
            )

        site.routes = {
            "/robots.txt": robots,
            "/sitemap.xml": answer("".join(f"http://{bare}/{name}.pdf\n" for name in "ab")),
            "/a.pdf": document,
            "/b.pdf": document,
        }
        start = f"http://{bare}/a.pdf"
        audit = workshop.store.begin(make_order(start), rulebook="1", versions={}, first=[start]).id
        waited: list[float] = []

        async def sleep(seconds: float) -> None:
            waited.append(seconds)

        async def go() -> AuditState:
            async with workshop.tools() as tools:
                slow = replace(tools, politeness=Politeness(1, sleep=sleep))
                return await workshop.run(workshop.store.audit(audit), slow, None)()

        assert asyncio.run(go()) is AuditState.DONE
        assert workshop.store.progress(audit).read == 2
        assert max(waited, default=0) > DELAY / 2
