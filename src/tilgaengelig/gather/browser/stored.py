"""What a browser keeps from page to page: the log-in that it was given, and nothing that pages stored in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tilgaengelig.model.addresses import origin_of

_KINDS = "local_storage,indexeddb,service_workers,cache_storage,file_systems"
_EVERYBODY = "*"


class Stored:
    """What lies in a browser that was given a log-in, as Playwright's storage state has it: cookies and local storage.

    `only` is the address of the page before, where nobody else's document can have stored anything since; else empty.
    """

    def __init__(self, state: Mapping[str, Any]) -> None:
        self.only = ""
        self.cookies = [_cookie(cookie) for cookie in state.get("cookies", ())]
        self._origins = state.get("origins", ())

    def clearing(self, address: str) -> list[tuple[str, Mapping[str, Any]]]:
        """The commands that clear away what a page at `address` might meet of others."""
        mine = origin_of(address)
        # To ask for everybody's local storage takes six times as long as for one origin's.
        whose = mine if self.only and origin_of(self.only) == mine else _EVERYBODY
        self.only = ""
        return [
            ("Network.clearBrowserCookies", {}),
            ("Storage.clearDataForOrigin", {"origin": whose, "storageTypes": _KINDS}),
            ("Runtime.evaluate", {"expression": "window.name = ''"}),
        ]

    def scripts(self) -> Iterator[str]:
        """What documents are born with, so that they find the local storage of the log-in."""
        for origin in self._origins:
            items = {item["name"]: item["value"] for item in origin.get("localStorage", ())}
            yield (
                f"if(location.origin==={json.dumps(origin['origin'])})"
                f"for(const [k,v] of Object.entries({json.dumps(items)}))localStorage.setItem(k,v);"
            )


def _cookie(cookie: Mapping[str, Any]) -> dict[str, Any]:
    known = ("name", "value", "domain", "path", "httpOnly", "secure", "sameSite")
    made = {name: cookie[name] for name in known if name in cookie}
    if isinstance(cookie.get("expires"), int | float) and cookie["expires"] > 0:
        made["expires"] = cookie["expires"]
    if made.get("sameSite") not in ("Strict", "Lax", "None"):
        made.pop("sameSite", None)
    return made
