"""What takes how long, as OpenTelemetry's traces, for whoever has a collector: an audit, its pages, and their steps.

Nothing of it is loaded, and nothing leaves us, before `set_up` is called with the address of a collector. Addresses of
pages go there, as they go to the log; no text of a page or a letter does.
"""

from __future__ import annotations

import socket
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tilgaengelig import __version__
from tilgaengelig.model.errors import SetupLacks

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_tracers: list[Tracer] = []
_SECONDS = 5.0


def set_up(collector: str) -> None:
    """From now on spans go to the OTLP/HTTP collector at that address; nothing more the second time.

    Raises SetupLacks where what it takes is not installed.
    """
    if _tracers:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SetupLacks(
            "TILGAENGELIG_TRACES er sat, men OpenTelemetry mangler. Installér det med "
            "pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http, eller lad indstillingen være tom."
        ) from error
    provider = TracerProvider(
        resource=Resource.create({"service.name": "tilgaengelig", "service.version": __version__})
    )
    provider.add_span_processor(
        BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{collector.rstrip('/')}/v1/traces"))
    )
    # What waits to be sent goes out when the process ends: the provider sees to that.
    _tracers.append(provider.get_tracer("tilgaengelig", __version__))


def reach(collector: str) -> None:
    """Raises SetupLacks where spans could not be sent there: something is not installed, or nobody listens."""
    set_up(collector)
    try:
        parts = urlsplit(collector)
        usual = 443 if parts.scheme == "https" else 80
        socket.create_connection((parts.hostname or "", parts.port or usual), _SECONDS).close()
    except (OSError, ValueError) as error:
        raise SetupLacks(f"Ingen tager imod spor på {collector} ({type(error).__name__}).") from error


def span(name: str, **about: str | int) -> AbstractContextManager[object]:
    """A span while it is open, within the one that is open around it in this task; `about` are its attributes."""
    if not _tracers:
        return nullcontext()
    return _tracers[0].start_as_current_span(
        name, attributes={f"tilgaengelig.{key}": value for key, value in about.items()}
    )
