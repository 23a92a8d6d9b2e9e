"""The cookies of an audit: those of a browser's storage state (Playwright's format), and those that sites set.

They go to the client and nowhere else: no log, no report, no error text.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from contextlib import suppress
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from typing import Any

from tilgaengelig.model.errors import WrongUse

#: As many of a house as browsers keep of a domain.
_MOST = 180
#: Names and values of a house together: servers refuse a head of more than about 8 kB, and then every page.
_MOST_CHARACTERS = 6_000


class Jar(CookieJar):
    """Keeps so many cookies of a domain and its hosts that their servers still take them, and drops the oldest.

    What was put in by `keep` counts, and is never dropped. A cookie without a domain goes to its own host only.
    """

    def __init__(self) -> None:
        super().__init__(DefaultCookiePolicy(strict_ns_domain=DefaultCookiePolicy.DomainStrictNonDomain))
        self._kept: dict[tuple[str, str, str], int] = {}
        self._sizes: dict[str, dict[tuple[str, str, str], int]] = {}  # by house, the oldest first

    def keep(self, cookie: Cookie) -> None:
        """A cookie that stays, whatever sites set beside it."""
        self._kept[_place(cookie)] = _size(cookie)
        super().set_cookie(cookie)

    def set_cookie(self, cookie: Cookie) -> None:
        """A cookie that a site set."""
        place, house = _place(cookie), _house(cookie.domain)
        if place in self._kept:
            self.keep(cookie)
            return
        kept = sum(size for (domain, _, _), size in self._kept.items() if _house(domain) == house)
        if kept + _size(cookie) > _MOST_CHARACTERS:
            return
        super().set_cookie(cookie)
        sizes = self._sizes.setdefault(house, {})
        sizes.pop(place, None)
        sizes[place] = _size(cookie)
        while len(sizes) > _MOST or kept + sum(sizes.values()) > _MOST_CHARACTERS:
            oldest = next(iter(sizes))
            del sizes[oldest]
            with suppress(KeyError):  # the site took it back, or it ran out
                self.clear(*oldest)


def _place(cookie: Cookie) -> tuple[str, str, str]:
    return cookie.domain, cookie.path, cookie.name


def _size(cookie: Cookie) -> int:
    return len(cookie.name) + len(cookie.value or "")


def _house(domain: str) -> str:
    """What hosts share that are sent each other's cookies: ministeriet.dk of www.ministeriet.dk."""
    labels = domain.lstrip(".").split(".")
    return domain if labels[-1].isdecimal() else ".".join(labels[-2:])


def jar_of(storage_state: Mapping[str, Any]) -> Jar:
    """The cookies of a storage state; raises WrongUse where it is none."""
    jar = Jar()
    cookies = storage_state.get("cookies", [])
    if not isinstance(cookies, list) or not all(isinstance(cookie, Mapping) for cookie in cookies):
        raise WrongUse("Filen til --storage-state har ingen liste af cookies; gem den fra en browser igen.")
    for entry in cookies:
        if not all(isinstance(entry.get(key), str) for key in ("name", "value", "domain")):
            raise WrongUse("Filen til --storage-state har en cookie uden navn, værdi eller domæne.")
        jar.keep(_cookie(entry))
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
