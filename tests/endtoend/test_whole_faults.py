"""What happens to a machine in the midst of an audit: the network is cut, and the clock is set back."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from program import Home, ended
from sites import Handler, Site, answer

from tilgaengelig.model.audit import AuditState, VisitState
from tilgaengelig.store import Store

#: A clock that is set back by a day as soon as a file is there, in whatever Python starts with it.
_CLOCK = """
import datetime, os, time
real, plain = time.time, datetime.datetime
def lost():
    return 86400.0 if os.path.exists(os.environ["SET_BACK"]) else 0.0
class Is(type):
    def __instancecheck__(cls, what):
        return isinstance(what, plain)
class Clock(plain, metaclass=Is):
    @classmethod
    def now(cls, tz=None):
        return plain.now(tz) - datetime.timedelta(seconds=lost())
time.time = lambda: real() - lost()
datetime.datetime = Clock
"""
_PAGES = ("/", "/a.html", "/b.html", "/c.html", "/d.html", "/e.html", "/f.html")


def _site() -> Site:
    links = "".join(f'<a href="{path}">Side {path}</a> ' for path in _PAGES)
    body = f'<main><h1>Side</h1><img src="x.png">{links}</main>'
    page = f'<!doctype html><html lang="da"><title>Side</title>{body}</html>'
    return Site({path: answer(page) for path in _PAGES})


@contextmanager
def _collector() -> Iterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """A collector of traces on loopback: its address, and what it is sent."""
    received: list[ExportTraceServiceRequest] = []

    def take(handler: Handler) -> None:
        sent = handler.rfile.read(int(handler.headers["Content-Length"]))
        unpacked = gzip.decompress(sent) if handler.headers.get("Content-Encoding") == "gzip" else sent
        received.append(ExportTraceServiceRequest.FromString(unpacked))
        answer(b"", Content_Type="application/x-protobuf")(handler)

    with Site({"/v1/traces": take}) as site:
        yield site.at("").rstrip("/"), received


def assert_traced(received: list[ExportTraceServiceRequest], audit: str) -> None:
    """One trace of the audit: its pages lie in it, and their steps in them."""
    spans = [
        one
        for request in received
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for one in scope.spans
    ]
    (whole,) = [one for one in spans if one.name == "audit"]
    assert {"tilgaengelig.audit": audit}.items() <= _about(whole).items()
    assert {one.trace_id for one in spans} == {whole.trace_id}
    pages = {one.span_id: one for one in spans if one.name == "page"}
    assert {one.parent_span_id for one in pages.values()} == {whole.span_id}
    steps = {name: [one for one in spans if one.name == name] for name in ("fetch", "browser", "judge")}
    for found in steps.values():
        # A page that was cut off was begun twice, within the same span.
        assert {one.parent_span_id for one in found} == set(pages)
    assert len([one for one in spans if one.name == "store"]) == len(pages) == len(_PAGES)


def _about(span: Span) -> dict[str, str]:
    return {each.key: each.value.string_value for each in span.attributes}


def _is_missed(home: Home) -> bool:
    """Whether it is noted that the site is out of reach: until then a page may take that for a fault of its own."""
    with Store(home.database) as store:
        return any(audit.out_since for audit in store.audits())


@pytest.mark.timeout(600)
def test_a_site_that_is_gone_for_a_while_and_a_clock_that_is_set_back_cost_no_page(tmp_path: Path) -> None:
    home = Home(tmp_path)
    clock, set_back = tmp_path / "clock", tmp_path / "set-back"
    clock.mkdir()
    (clock / "sitecustomize.py").write_text(_CLOCK, encoding="utf-8")
    home.environment["PYTHONPATH"] = f"{clock}:{home.environment.get('PYTHONPATH', '')}".rstrip(":")
    home.environment["SET_BACK"] = str(set_back)
    with _collector() as (collector, received), _site() as site:
        home.environment["TILGAENGELIG_TRACES"] = collector
        gate = site.hold("/c.html")
        with ended(home.start("scan", site.at(), "--output", "ud"), home) as process:
            home.waits(process, gate.reached.is_set, "a page to be asked for")
            gone = site.vanish()
            set_back.touch()
            home.waits(process, lambda: gone.called > 10 and _is_missed(home), "the site to be missed")
            site.release()
            site.return_from(gone)
            said = home.said(process)
    assert said.code == 0, said.err
    with Store(home.database) as store:
        (audit,) = store.audits()
        overview = store.overview(audit.id, occurrences=None)
    assert audit.state is AuditState.DONE
    assert audit.finished is not None
    assert audit.finished < audit.started
    assert {row.address: row.state for row in overview.subjects} == {
        site.at(path): VisitState.READ for path in _PAGES
    }
    assert_traced(received, audit.id)
    without = [one for one in overview.components if one.engine_rule == "image-alt"]
    assert sorted(each.address for one in without for each in one.occurrences) == sorted(map(site.at, _PAGES))
