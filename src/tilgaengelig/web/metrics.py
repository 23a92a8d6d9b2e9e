"""What Prometheus asks for: the process' own counts, and what the store knows of audits at work."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.responses import Response

from tilgaengelig.web.parts import PACE, Parts, PartsDep
from tilgaengelig.web.places import METRICS

router = APIRouter(include_in_schema=False)


class _Work(Collector):
    """Audits, looked up when they are asked for: whoever does the work, it is in the store."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges of this moment."""
        counts = self._parts.desk.counts()
        pulse = self._parts.pulse()
        yield _gauge("audits_running", "Audits that are begun and not ended", pulse.running)
        yield _gauge("audits_working", "Audits at work now", counts.working)
        yield _gauge("audits_waiting", "Audits that wait for their turn", counts.waiting)
        pace = pulse.read / PACE.total_seconds()
        said = "Pages and documents opened and read a second, over the last minute; not those taken over unchanged"
        yield _gauge("pages_per_second", said, pace)
        said = "Pages and documents done in audits that run or just ended, read or taken over unchanged"
        yield _gauge("pages_done", said, pulse.done)
        troubles = GaugeMetricFamily(
            "tilgaengelig_addresses_unread",
            "Addresses that could not be read in audits that run or just ended, by kind of trouble",
            labels=["kind"],
        )
        for kind, count in sorted(pulse.troubles.items()):
            troubles.add_metric([kind], count)
        yield troubles


@router.get(METRICS)
def metrics(parts: PartsDep) -> Response:
    """All of it, in Prometheus' text format."""
    work = CollectorRegistry()
    work.register(_Work(parts))
    told = generate_latest(parts.meter.registry) + generate_latest(work)
    return Response(told, media_type=CONTENT_TYPE_LATEST)


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"tilgaengelig_{name}", said, value=value)
