"""Logging in with an account of one's own house: the way to its OpenID provider, and who comes back from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attempt:
    """One person's way to the provider and back. But for `address` all of it is this attempt's secret.

    Her browser is sent to `address`. `state` comes back with her (RFC 6749, 10.12), `nonce` in the token that is about
    her (OpenID Connect Core 1.0, 3.1.2.1), and `verifier` shows that it is we who began (PKCE, RFC 7636).
    """

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider vouches for. `subject` is hers at that `issuer`, and never becomes another's.

    `claims` is all that it says of her, and is not kept.
    """

    issuer: str
    subject: str
    name: str
    email: str
    claims: Mapping[str, Any]
