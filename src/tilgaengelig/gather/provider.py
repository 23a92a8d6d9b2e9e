"""The house's OpenID provider: where a person is sent to log in, and who it says that came back.

The authorization code flow of OpenID Connect Core 1.0 (3.1), with PKCE (RFC 7636). Authlib and joserfc know the
protocol, and are imported here alone; what goes over the net goes through the address guard's proxy, as all else does.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from tilgaengelig.gather.net.faults import tls_context, unread_of
from tilgaengelig.model.errors import NotLetIn, ProviderFails
from tilgaengelig.model.signin import Attempt, Person

log = logging.getLogger(__name__)

_SECONDS = 10.0
_LONGEST = 1_000_000
#: A clock of theirs may be so many seconds wrong.
_LEEWAY = 60
#: Signatures that only the provider can make. ”none” and those by a shared secret are no proof, whatever it offers.
_SIGNED = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
_USUAL = "RS256"
#: What a refused code is answered with (RFC 6749, 5.2).
_REFUSALS = frozenset({400, 401})
_FORM = "application/x-www-form-urlencoded"

SILENT = "Tjenesten, du logger ind hos, svarer ikke. Prøv igen om lidt."
ODD = (
    "Tjenesten, du logger ind hos, svarer ikke, som den skal. Sig det til den, der passer programmet hos jer."
)
UNPROVEN = "Svaret fra tjenesten, du logger ind hos, kunne ikke godkendes. Prøv igen."


@dataclass(frozen=True, slots=True)
class Client:
    """How the provider knows us. `back` is where it sends people back to, as it is written down there too."""

    issuer: str
    id: str
    secret: str
    scopes: tuple[str, ...]
    back: str


class Provider:
    """The provider at its one address. `proxy` is the guard's, `agent` who we say that we are."""

    def __init__(self, client: Client, proxy: str, agent: str) -> None:
        self._client = client
        self._proxy = proxy
        self._agent = agent

    async def begin(self) -> Attempt:
        """A new attempt. Raises ProviderFails."""
        about = await self._about()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        asking = OAuth2Client(
            None,
            client_id=self._client.id,
            redirect_uri=self._client.back,
            scope=" ".join(dict.fromkeys(["openid", *self._client.scopes])),
            code_challenge_method="S256",
        )
        address, _ = asking.create_authorization_url(
            self._place(about, "authorization_endpoint"), state=state, code_verifier=verifier, nonce=nonce
        )
        return Attempt(address, state, nonce, verifier)

    async def finish(self, attempt: Attempt, code: str, claims: frozenset[str] = frozenset()) -> Person:
        """Who came back with that code. What lacks of `claims` in the token is asked for beside it.

        Raises NotLetIn for a code or a token that proves nothing, ProviderFails for a provider that fails.
        """
        about = await self._about()
        tokens = await self._tokens(about, attempt, code)
        keys = await self._json("GET", self._place(about, "jwks_uri"))
        said = self._proven(about, tokens, keys, attempt.nonce)
        if not claims <= said.keys() and "userinfo_endpoint" in about and tokens.get("access_token"):
            said = await self._more(about, str(tokens["access_token"]), said["sub"]) | said
        return Person(
            self._client.issuer,
            str(said["sub"]),
            _words(said.get("name")) or _words(said.get("preferred_username")) or _words(said.get("email")),
            _words(said.get("email")),
            said,
        )

    async def _about(self) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0)."""
        where = self._client.issuer.rstrip("/") + "/.well-known/openid-configuration"
        about = await self._json("GET", where)
        if about.get("issuer") != self._client.issuer:
            raise _fails(ODD, "its issuer is %s, not the one that is set", about.get("issuer"))
        return about

    def _place(self, about: Mapping[str, Any], name: str) -> str:
        """One of the provider's own addresses; as safe to speak to as the provider itself."""
        address = about.get(name)
        if not isinstance(address, str) or urlsplit(address).scheme not in {
            "https",
            urlsplit(self._client.issuer).scheme,
        }:
            raise _fails(ODD, "it has no %s that can be used", name)
        return address

    async def _tokens(self, about: Mapping[str, Any], attempt: Attempt, code: str) -> dict[str, Any]:
        address = self._place(about, "token_endpoint")
        body = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=self._client.back,
            code_verifier=attempt.verifier,
        )
        method = _method(about, self._client.secret)
        named = (self._client.id, self._client.secret)
        if method == "client_secret_basic":  # RFC 6749, 2.3.1
            named = (quote_plus(self._client.id), quote_plus(self._client.secret))
        headers: dict[str, str]
        _, headers, body = ClientAuth(*named, method).prepare("POST", address, {"Content-Type": _FORM}, body)
        return await self._json("POST", address, headers=headers, content=body)

    def _proven(
        self, about: Mapping[str, Any], tokens: Mapping[str, Any], keys: Any, nonce: str
    ) -> dict[str, Any]:
        """What the token says, once its signature, who it is from and for, its time and its nonce are seen to hold."""
        offered = about.get("id_token_signing_alg_values_supported") or [_USUAL]
        registry = JWSRegistry(algorithms=sorted(_SIGNED & set(map(str, offered))), strict_check_header=False)
        wanted = {
            "iss": {"essential": True, "value": self._client.issuer},
            "aud": {"essential": True, "value": self._client.id},
            "sub": {"essential": True},
        }
        given = {"nonce": nonce, "client_id": self._client.id, "access_token": tokens.get("access_token")}
        try:
            token = jwt.decode(tokens["id_token"], KeySet.import_key_set(keys), registry=registry)
            said = CodeIDToken(token.claims, token.header, wanted, given)
            said.validate(leeway=_LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            # Whatever a stranger wrote into a token may come out as any of these; none of them is a proof.
            log.warning("a log-in was refused: the token is none (%s)", _kind(error))
            raise NotLetIn(UNPROVEN) from None
        return dict(said)

    async def _more(self, about: Mapping[str, Any], access_token: str, subject: str) -> dict[str, Any]:
        """What the provider says besides of the same person (OpenID Connect Core 1.0, 5.3.2)."""
        told = await self._json(
            "GET",
            self._place(about, "userinfo_endpoint"),
            headers={"Authorization": f"Bearer {access_token}"},
        )
        if told.get("sub") != subject:
            log.warning("a log-in was refused: the provider's userinfo is about somebody else")
            raise NotLetIn(UNPROVEN)
        return told

    async def _json(self, method: str, address: str, **sent: Any) -> dict[str, Any]:
        headers = {"Accept": "application/json", "User-Agent": self._agent, **sent.pop("headers", {})}
        try:
            async with (
                httpx.AsyncClient(
                    proxy=self._proxy, verify=tls_context(), timeout=_SECONDS, trust_env=False
                ) as client,
                client.stream(method, address, headers=headers, **sent) as answer,
            ):
                body = await _read(answer)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            parts = urlsplit(address)
            raise _fails(SILENT, "%s: %s", parts.path, unread_of(error, parts.netloc)) from None
        if method == "POST" and answer.status_code in _REFUSALS:
            # The code is used, too old or another's; or it does not know us. Its own word says which.
            log.warning("a log-in was refused: the provider answers %s, %s", answer.status_code, _word(body))
            raise NotLetIn(UNPROVEN)
        if not answer.is_success:
            raise _fails(SILENT, "%s answers %s", urlsplit(address).path, answer.status_code)
        try:
            told = json.loads(body)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise _fails(ODD, "%s is no JSON object", urlsplit(address).path)
        return told


async def _read(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > _LONGEST:
            raise _fails(ODD, "%s is too long", answer.url.path)
    return bytes(body)


def _fails(sentence: str, why: str, *what: object) -> ProviderFails:
    """The log has what a person cannot do anything about."""
    log.warning(f"the log-in provider fails: {why}", *what)
    return ProviderFails(sentence)


def _method(about: Mapping[str, Any], secret: str) -> str:
    """How we show that we are we, of those ways that the provider takes; ”basic” where it does not say."""
    offered = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if not secret:
        return "none"
    return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"


def _words(value: object) -> str:
    return " ".join(value.split())[:200] if isinstance(value, str) else ""


def _kind(error: Exception) -> str:
    """What was wrong, without a word of what was sent."""
    return f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()


def _word(body: bytes) -> str:
    try:
        word = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return "without a word"
    return word if isinstance(word, str) and word.isidentifier() and len(word) < 40 else "a word of its own"
