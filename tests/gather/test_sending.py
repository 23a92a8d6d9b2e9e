"""Mails handed to a real SMTP server, and posts taken by a real HTTP server behind the guard, on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from loopback import raw_server, read_request

from tilgaengelig.gather.net.guard import AddressGuard
from tilgaengelig.gather.net.proxy import GuardProxy
from tilgaengelig.gather.sending.hooks import Poster, signature
from tilgaengelig.gather.sending.mail import MailServer, Security, make_mail, send_mail
from tilgaengelig.model.errors import Unsent, WrongUse

SECRET = "en-hemmelighed"
FROM, TO = "tilgaengelig@ministerium.example", "web@ministerium.example"


class Box:
    """A mailbox: keeps what it gets, and refuses one address."""

    def __init__(self) -> None:
        self.got: list[Envelope] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _: Any) -> str:  # noqa: N802
        if address.startswith("nej@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.got.append(envelope)
        return "250 OK"


@contextmanager
def smtp(box: Box, **more: Any) -> Iterator[MailServer]:
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(lambda: SMTP(box, loop=loop, **more), "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield MailServer("127.0.0.1", server.sockets[0].getsockname()[1], Security.NONE, FROM)
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_ended())
        loop.close()


async def _ended() -> None:
    """Those still connected are let go, so that no socket is left behind."""
    hands = asyncio.all_tasks() - {asyncio.current_task()}
    for task in hands:
        task.cancel()
    await asyncio.gather(*hands, return_exceptions=True)
    await asyncio.sleep(0.05)


def _bytes(envelope: Envelope) -> bytes:
    assert isinstance(envelope.content, bytes)
    return envelope.content


def mail(to: str = TO) -> EmailMessage:
    return make_mail(FROM, to, "Tre nye fejl på åbning", "Tekst med æøå.\n", "<p>Tekst med æøå.</p>")


def test_a_mail_arrives_with_text_and_html_and_no_answer_is_asked_for() -> None:
    box = Box()
    with smtp(box) as server:
        send_mail(server, mail())
    (envelope,) = box.got
    assert envelope.rcpt_tos == [TO]
    read = message_from_bytes(_bytes(envelope), policy=default)
    assert read["Subject"] == "Tre nye fejl på åbning"
    assert (read["Auto-Submitted"], read["Content-Language"]) == ("auto-generated", "da")
    assert read["Message-ID"].endswith("@ministerium.example>")
    parts = {part.get_content_type(): part.get_content().strip() for part in read.iter_parts()}
    assert parts == {"text/plain": "Tekst med æøå.", "text/html": "<p>Tekst med æøå.</p>"}


def test_a_refused_recipient_is_told() -> None:
    with smtp(Box()) as server, pytest.raises(Unsent, match="ville ikke sende til nej@ministerium"):
        send_mail(server, mail("nej@ministerium.example"))


def test_a_wrong_password_is_told_and_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False, message=f"535 no {SECRET}")

    with smtp(Box(), authenticator=refuse, auth_require_tls=False) as open_:
        server = MailServer(open_.host, open_.port, Security.NONE, FROM, "bruger", SECRET)
        with caplog.at_level(logging.DEBUG), pytest.raises(Unsent) as told:
            send_mail(server, mail())
    assert "godkendte ikke" in str(told.value)
    ours = [each.getMessage() for each in caplog.records if each.name.startswith("tilgaengelig")]
    assert SECRET not in " ".join([str(told.value), repr(server), *ours])
    assert told.value.__cause__ is None


def test_the_password_is_what_lets_us_in() -> None:
    box, came = Box(), []

    def only_ours(_server: Any, _session: Any, _envelope: Any, _how: str, given: LoginPassword) -> AuthResult:
        came.append(given)
        return AuthResult(success=given.password == SECRET.encode())

    with smtp(box, authenticator=only_ours, auth_require_tls=False) as open_:
        send_mail(MailServer(open_.host, open_.port, Security.NONE, FROM, "bruger", SECRET), mail())
    assert len(box.got) == len(came) == 1


def test_nothing_is_sent_in_the_open_where_starttls_is_asked_for() -> None:
    box = Box()
    with smtp(box) as open_, pytest.raises(Unsent, match="STARTTLS"):
        send_mail(MailServer(open_.host, open_.port, Security.STARTTLS, FROM), mail())
    assert box.got == []


@pytest.mark.parametrize(
    "to", ["", "web", "web@", "to@a.example, to@b.example", "a@b.example\nBcc: c@d.example"]
)
def test_an_address_that_is_none_is_told(to: str) -> None:
    with pytest.raises(WrongUse, match="er ikke en mailadresse"):
        mail(to)


# Webhooks


class Hook(BaseHTTPRequestHandler):
    """Answers with the next of `answers`, and keeps what it got."""

    answers: list[int]
    got: list[tuple[dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.answers.pop(0))
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def hook(*answers: int) -> Iterator[tuple[str, int, list[tuple[dict[str, str], bytes]]]]:
    got: list[tuple[dict[str, str], bytes]] = []
    handler = type("OneHook", (Hook,), {"answers": list(answers), "got": got})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/krog?noegle={SECRET}", server.server_port, got
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def post(address: str, port: int | None, secret: str = "") -> None:
    guard = AddressGuard(opened=[("127.0.0.1", port)] if port else [])
    with GuardProxy(guard) as proxy:
        poster = Poster(proxy.url, "tilgaengelig", pauses=(0.0, 0.0))
        asyncio.run(poster.post("Kanalen", address, {"tekst": "æøå"}, secret))


def test_a_post_is_signed_with_its_time() -> None:
    with hook(200) as (address, port, got):
        post(address, port, SECRET)
    ((headers, body),) = got
    assert json.loads(body) == {"tekst": "æøå"}
    stamp = headers["x-tilgaengelig-timestamp"]
    ours = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert (
        headers["x-tilgaengelig-signature"]
        == f"sha256={ours}"
        == f"sha256={signature(SECRET, int(stamp), body)}"
    )


def test_a_receiver_that_is_busy_is_asked_again() -> None:
    with hook(503, 429, 200) as (address, port, got):
        post(address, port)
    assert len(got) == 3
    assert "x-tilgaengelig-signature" not in got[0][0]


@pytest.mark.parametrize(("answers", "tries"), [((404,), 1), ((302,), 1), ((500, 500, 500), 3)])
def test_a_post_that_was_not_taken_is_told_without_its_address(answers: tuple[int, ...], tries: int) -> None:
    with hook(*answers) as (address, port, got), pytest.raises(Unsent) as told:
        post(address, port)
    assert len(got) == tries
    assert str(told.value) == f"Beskeden til Kanalen kom ikke frem (svar {answers[-1]})."


def test_a_closed_network_is_out_of_reach_for_posts() -> None:
    with hook(200) as (address, _, got), pytest.raises(Unsent):
        post(address, None)
    assert got == []


def test_what_a_receiver_says_beside_its_status_is_not_read() -> None:
    sent = [0]

    def endless(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while sent[0] < 200_000_000:
            connection.sendall(b"x" * 1_000_000)
            sent[0] += 1_000_000

    with raw_server(endless) as port:
        post(f"http://127.0.0.1:{port}/", port)
    assert sent[0] < 100_000_000


def test_a_receiver_that_never_comes_to_the_end_of_its_answer_is_given_up() -> None:
    gone = threading.Event()

    def dripping(connection: socket.socket) -> None:
        read_request(connection)
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            for _ in range(100):
                connection.sendall(b"x: y\r\n")
                gone.wait(0.05)
            connection.sendall(b"\r\n")
        except OSError:
            gone.set()

    with raw_server(dripping) as port:
        poster = Poster(f"http://127.0.0.1:{port}", "tilgaengelig", pauses=(), seconds=0.5)
        with pytest.raises(Unsent, match="kom ikke frem"):
            asyncio.run(poster.post("Kanalen", "http://kanal.example/", {}))
    assert gone.is_set()
