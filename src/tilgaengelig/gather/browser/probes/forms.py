"""What a form says when it is sent empty: only where its site permits it, and nothing leaves the browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tilgaengelig.gather.browser.probes.driven import Driven
from tilgaengelig.gather.browser.probes.spots import spot
from tilgaengelig.model.probes import Form, Forms, Message

#: A page checks its fields at once; its messages may come with a transition.
_WAIT = 0.6


def forms(page: Driven) -> Forms:
    """Presses the button of each form with every request stopped, whatever its method."""
    page.load("forms.js")
    with page.sealed():
        return Forms(tuple(_tried(page)))


def _tried(page: Driven) -> Iterator[Form]:
    for number in range(page.evaluate("tilgaengelig.forms()")):
        stopped = page.stopped
        if not page.evaluate(f"tilgaengelig.submit({number})"):
            continue
        page.pause(_WAIT)
        told: Mapping[str, Any] = page.evaluate(f"tilgaengelig.answered({number})")
        yield Form(
            spot=spot(told["spot"]),
            fields=told["fields"],
            # What a server would have answered cannot be known.
            sent=page.stopped > stopped,
            native=told["native"],
            moved=told["moved"],
            messages=tuple(_message(one) for one in told["messages"]),
            marked=tuple(spot(one) for one in told["marked"]),
        )


def _message(told: Mapping[str, Any]) -> Message:
    return Message(
        spot=spot(told["spot"]),
        text=told["text"],
        field=spot(told["field"]) if told["field"] else None,
        beside=told["beside"],
        tied=told["tied"],
        names=told["names"],
        live=told["live"],
    )
