"""What tells whether a page is the same as the last time, without opening it in a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a server gave for an address, and what else its page is made of.

    `body` is a digest in hex of what was sent. `uses` has the digests of the style sheets, scripts, frames and data
    that the page uses, by address; None where that cannot be told, and the page must be opened each time. `related` are
    addresses that the page's head names and no link of it leads to.
    """

    body: str
    etag: str = ""
    last_modified: str = ""
    uses: Mapping[str, str] | None = None
    related: tuple[str, ...] = ()

    @property
    def conditions(self) -> Mapping[str, str]:
        """How to ask whether it is another by now (RFC 9110, 13.1)."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}
