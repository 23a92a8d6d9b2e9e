"""A small OpenID provider on loopback, with real keys and signatures, that can be told to do wrong."""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT, SECRET = "tilgaengelig", "hemmeligt & langt"
ANNA = {"sub": "a-1", "name": "Anna Holm", "email": "anna@ministerium.dk", "roles": ["redaktør"]}


class House:
    """The provider. What is told of whoever logs in stands in `claims`; the rest bends what it does."""

    def __init__(self) -> None:
        self._key = ECKey.generate_key("P-256", auto_kid=True)
        self.claims: dict[str, Any] = {}
        #: More of the person, which is only told to who asks with the access token.
        self.besides: dict[str, Any] = {}
        #: Over what the token would say by itself.
        self.token: dict[str, Any] = {}
        self.about: dict[str, Any] = {}
        #: Who signs; the key that is published stays.
        self.signer = self._key
        self.sign: Callable[[dict[str, Any]], str] = self._signed
        self.status = 200
        self.asked: dict[str, str] = {}
        self._codes: dict[str, dict[str, str]] = {}
        house = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                house.answer(self, "")

            def do_POST(self) -> None:
                house.answer(self, self.rfile.read(int(self.headers["Content-Length"])).decode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}/hus"
        self.start_anew()

    def start_anew(self) -> None:
        """As it does when nothing is amiss."""
        self.claims, self.besides, self.token, self.about = dict(ANNA), {}, {}, {}
        self.signer, self.sign, self.status = self._key, self._signed, 200

    def __enter__(self) -> House:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: http.server.BaseHTTPRequestHandler, body: str) -> None:
        parts = urlsplit(request.path)
        name = parts.path.removeprefix("/hus/")
        if self.status != 200:
            return _send(request, self.status, {})
        if name == "authorize":
            return self._authorize(request, dict(parse_qsl(parts.query)))
        if name == "token":
            return _send(request, *self._tokens(dict(parse_qsl(body)), request.headers["Authorization"]))
        return _send(
            request,
            200,
            {
                ".well-known/openid-configuration": self._about(),
                "keys": KeySet([self._key]).as_dict(private=False),
                "userinfo": {"sub": ANNA["sub"]} | self.besides,
            }[name],
        )

    def _about(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        } | self.about

    def _authorize(self, request: http.server.BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        self.asked = asked
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        request.send_response(302)
        request.send_header(
            "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
        )
        request.end_headers()

    def _tokens(self, sent: dict[str, str], named: str) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(sent["code"], None)
        who = base64.b64decode(named.removeprefix("Basic ")).decode().split(":")
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=")
        if [unquote_plus(each) for each in who] != [CLIENT, SECRET]:
            return 401, {"error": "invalid_client"}
        if asked is None or asked["code_challenge"] != proof.decode():
            return 400, {"error": "invalid_grant"}
        if asked["redirect_uri"] != sent["redirect_uri"] or asked["code_challenge_method"] != "S256":
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        token = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        return 200, {
            "access_token": "til Anna",
            "token_type": "Bearer",
            "id_token": self.sign(token | self.claims | self.token),
        }

    def _signed(self, token: dict[str, Any]) -> str:
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, token, self.signer, algorithms=["ES256"])


def _send(request: http.server.BaseHTTPRequestHandler, status: int, told: Any) -> None:
    body = json.dumps(told).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def come_back(client: httpx.Client, **bent: str) -> httpx.Response:
    """From the button to the provider and back again, as a browser goes; `bent` is what comes back otherwise."""
    left = client.get("/log-ind/konto")
    assert left.status_code == 303, left.text
    sent = httpx.get(left.headers["location"], trust_env=False)
    back = urlsplit(sent.headers["location"])
    query = {name: values[0] for name, values in parse_qs(back.query).items()} | bent
    return client.get(f"{back.path}?{urlencode({name: value for name, value in query.items() if value})}")
