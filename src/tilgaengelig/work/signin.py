"""Logging in with an account of the house: to the provider and back, the role that it gives, what is kept of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import hmac
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from tilgaengelig.model.access import Account, Role
from tilgaengelig.model.errors import NotLetIn
from tilgaengelig.model.signin import Attempt, Person
from tilgaengelig.settings import OidcSettings
from tilgaengelig.store.store import Store

log = logging.getLogger(__name__)

#: So long may a person be at the provider: a password is looked up, a telephone found.
LONGEST = 15 * 60.0
#: Whoever began first gives way; each of them has yet to prove anything.
_MOST = 2000

LOST = "Det tog for lang tid, eller du begyndte i et andet vindue. Prøv igen."
REFUSED = "Du blev ikke logget ind. Enten afbrød du, eller også sagde tjenesten nej. Prøv igen."
NO_ROLE = (
    "Din konto har ikke adgang til tilgaengelig. Bed den, der passer programmet hos jer, om at give dig den."
)


class Provides(Protocol):
    """The house's OpenID provider."""

    async def begin(self) -> Attempt:
        """A person's way to it. Raises ProviderFails."""

    async def finish(self, attempt: Attempt, code: str, claims: frozenset[str]) -> Person:
        """Who came back. Raises NotLetIn."""


class SigningIn:
    """Those who are on their way. It is in this process alone, as sessions are."""

    def __init__(
        self,
        provider: Callable[[], AbstractContextManager[Provides]],
        store: Store,
        settings: OidcSettings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._provider = provider
        self._store = store
        self._settings = settings
        self._clock = clock
        self._away: OrderedDict[str, tuple[float, Attempt]] = OrderedDict()

    async def begin(self) -> tuple[str, str]:
        """A name for the attempt, told to her browser alone, and the address to send it to. Raises ProviderFails."""
        with self._provider() as provider:
            attempt = await provider.begin()
        name = secrets.token_urlsafe(32)
        self._away[name] = self._clock(), attempt
        while len(self._away) > _MOST:
            self._away.popitem(last=False)
        return name, attempt.address

    async def finish(self, name: str, came_back: Mapping[str, str], *, kept: dt.timedelta) -> Account:
        """The account of whoever came back to the attempt of that name, with what the provider gave her along.

        What nobody has used for as long as `kept` is gone. Raises NotLetIn. A name is good for one time.
        """
        began, attempt = self._away.pop(name, (float("-inf"), None))
        state = came_back.get("state", "")
        if attempt is None or self._clock() - began > LONGEST:
            raise NotLetIn(LOST)
        if not hmac.compare_digest(state.encode(), attempt.state.encode()):
            raise NotLetIn(LOST)
        if came_back.get("iss", self._settings.issuer) != self._settings.issuer:  # RFC 9207
            raise NotLetIn(LOST)
        if not came_back.get("code"):
            raise NotLetIn(REFUSED)
        wanted = frozenset({self._settings.role_claim.partition(".")[0], "name", "email"})
        with self._provider() as provider:
            person = await provider.finish(attempt, came_back["code"], wanted)
        role = role_of(person.claims, self._settings)
        if role is None:
            log.warning("a log-in was refused: %s gives no role", self._settings.role_claim)
            raise NotLetIn(NO_ROLE)
        return await asyncio.to_thread(self._store.arrived, person, role, kept=kept)


def role_of(claims: Mapping[str, Any], settings: OidcSettings) -> Role | None:
    """The highest role that what is claimed gives; the default one where it gives none."""
    found: Any = claims
    if settings.role_claim not in claims:  # a name may have dots in itself, as an address has
        for part in settings.role_claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    else:
        found = claims[settings.role_claim]
    given = [settings.roles[each] for each in _texts(found) if each in settings.roles]
    return max(given, key=list(Role).index, default=settings.default_role)


def _texts(value: object) -> Iterable[str]:
    """One or many; some providers write several in one text."""
    if isinstance(value, str):
        return [value, *value.replace(",", " ").split()]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
