"""What Prometheus asks for: the process' own counts, and what the store knows of audits at work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.responses import Response

from tilgaengelig.web.parts import Parts, PartsDep
from tilgaengelig.web.places import METRICS

router = APIRouter(include_in_schema=False)

#: The pace is the mean of so many seconds.
_WINDOW = 60.0


class _Work(Collector):
    """Audits, looked up when they are asked for: whoever does the work, it is in the store."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges of this moment."""
        counts = self._parts.desk.counts()
        since = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=_WINDOW)
        pulse = self._parts.workshop.store.pulse(since)
        yield _gauge("audits_running", "Audits that are begun and not ended", pulse.running)
        yield _gauge("audits_working", "Audits at work now", counts.working)
        yield _gauge("audits_waiting", "Audits that wait for their turn", counts.waiting)
        pace = pulse.read / _WINDOW
        yield _gauge("pages_per_second", "Pages and documents read a second, over the last minute", pace)
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
