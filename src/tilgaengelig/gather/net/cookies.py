"""Cookies from a browser's storage state (Playwright's format), for sites that ask for a login.

They go to the client and nowhere else: no log, no report, no error text.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from http.cookiejar import Cookie, CookieJar
from typing import Any

from tilgaengelig.model.errors import WrongUse


def jar_of(storage_state: Mapping[str, Any]) -> CookieJar:
    """The cookies of a storage state; raises WrongUse where it is none."""
    jar = CookieJar()
    cookies = storage_state.get("cookies", [])
    if not isinstance(cookies, list) or not all(isinstance(cookie, Mapping) for cookie in cookies):
        raise WrongUse("Filen til --storage-state har ingen liste af cookies; gem den fra en browser igen.")
    for entry in cookies:
        if not all(isinstance(entry.get(key), str) for key in ("name", "value", "domain")):
            raise WrongUse("Filen til --storage-state har en cookie uden navn, værdi eller domæne.")
        jar.set_cookie(_cookie(entry))
    return jar


def _cookie(entry: Mapping[str, Any]) -> Cookie:
    domain, expires = str(entry["domain"]).lower(), entry.get("expires", -1)
    lasts = isinstance(expires, int | float) and expires > 0
    return Cookie(
        version=0,
        name=str(entry["name"]),
        value=str(entry["value"]),
        port=None,
        port_specified=False,
        domain=_as_the_jar_has_it(domain),
        domain_specified=domain.startswith("."),
        domain_initial_dot=domain.startswith("."),
        path=str(entry.get("path") or "/"),
        path_specified=True,
        secure=bool(entry.get("secure")),
        expires=int(expires) if lasts else None,
        discard=not lasts,
        comment=None,
        comment_url=None,
        rest={},
    )


def _as_the_jar_has_it(domain: str) -> str:
    """Python's jar knows a name without a dot as name.local."""
    try:
        ipaddress.ip_address(domain)
    except ValueError:
        return domain if "." in domain else f"{domain}.local"
    return domain
