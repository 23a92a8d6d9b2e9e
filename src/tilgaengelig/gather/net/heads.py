"""The heads of HTTP/1 messages as our proxy reads and writes them, and how it says what went wrong."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from tilgaengelig.model.errors import Unread
from tilgaengelig.model.trouble import Trouble, TroubleKind

TROUBLE_HEADER = "X-Tilgaengelig-Trouble"

_HOP_BY_HOP = frozenset(
    {
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"upgrade",
        TROUBLE_HEADER.lower().encode(),  # a server must not speak in our name
    }
)
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_REQUEST = re.compile(rb"([A-Z]{1,20}) (\S+) HTTP/1\.[01]")
_RESPONSE = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?: (.*))?", re.DOTALL)
_ABSOLUTE = re.compile(rb"http://(?:[^/?#@]*@)?([^/?#@]+)(/[^?#]*)?(\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_AUTHORITY = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]+)(?::([0-9]{1,5}))?")
_TOLD = re.compile(r"tilgaengelig/([a-z-]+)/(\S*)")


class BadHead(Exception):  # noqa: N818 - it never leaves the proxy
    """What came is not the head of an HTTP/1 message."""


@dataclass(frozen=True, slots=True)
class Head:
    """A first line and its fields, in order and as they came."""

    first: bytes
    fields: tuple[tuple[bytes, bytes], ...]

    def values(self, name: bytes) -> list[bytes]:
        """All values of one field, its name in lower case."""
        return [value for key, value in self.fields if key.lower() == name]

    def onward(
        self,
        first: bytes,
        more: Sequence[tuple[bytes, bytes]],
        drop: Sequence[bytes] = (),
        *,
        stays: bool = False,
    ) -> bytes:
        """The head to pass on, without what is between two neighbours only; `stays` keeps the line for another."""
        listed = {part.strip().lower() for value in self.values(b"connection") for part in value.split(b",")}
        # What frames the body must never be dropped, whatever Connection claims.
        gone = (_HOP_BY_HOP | listed | set(drop)) - {b"content-length", b"transfer-encoding"}
        kept = [(key, value) for key, value in self.fields if key.lower() not in gone]
        lines = [
            first,
            *(
                b"%b: %b" % field
                for field in (*more, *kept, (b"Connection", b"keep-alive" if stays else b"close"))
            ),
        ]
        return b"\r\n".join(lines) + b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Target:
    """What a request to a proxy asks for; `path` is empty for a tunnel."""

    method: bytes
    host: str
    port: int
    authority: bytes
    path: bytes


async def read_head(reader: asyncio.StreamReader, most: int) -> Head:
    """One head of at most `most` bytes; raises BadHead, or IncompleteReadError where nothing came."""
    lines: list[bytes] = []
    size = 0
    while True:
        try:
            line = await reader.readline()
        except ValueError:
            raise BadHead("line too long") from None
        size += len(line)
        if size > most:
            raise BadHead("head too long")
        if not line.endswith(b"\n"):
            raise asyncio.IncompleteReadError(line, None)
        line = line.rstrip(b"\r\n")
        if line:
            lines.append(line)
        elif lines:
            return _head(lines)


def target_of(head: Head) -> Target:
    """What the head asks for: CONNECT host:port, or an absolute http:// address; else BadHead."""
    request = _REQUEST.fullmatch(head.first)
    if not request:
        raise BadHead("not a request")
    method, aim = request[1], request[2]
    if method == b"CONNECT":
        host, port = _authority(aim)
        if port is None:
            raise BadHead("no port")
        return Target(method, host, port, aim, b"")
    absolute = _ABSOLUTE.fullmatch(aim)
    if not absolute:
        raise BadHead("not an absolute address")
    if len(head.values(b"content-length")) + len(head.values(b"transfer-encoding")) > 1:
        raise BadHead("two lengths")
    host, port = _authority(absolute[1])
    return Target(method, host, port or 80, absolute[1], (absolute[2] or b"/") + (absolute[3] or b""))


def status_of(head: Head) -> int:
    """The status of a response; BadHead where it is none."""
    response = _RESPONSE.fullmatch(head.first)
    if not response:
        raise BadHead("not a response")
    return int(response[1])


def refusal(status: int, trouble: Trouble) -> bytes:
    """Our own answer in place of the server's: for a reader of headers, of reason phrases, and of pages."""
    detail = quote(trouble.detail, safe="")
    body = trouble.sentence.encode()
    head = (
        f"HTTP/1.1 {status} tilgaengelig/{trouble.kind.value}/{detail}\r\n"
        f"{TROUBLE_HEADER}: {trouble.kind.value}; {detail}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + body


def told_in_reason(text: str) -> Unread | None:
    """The trouble that a refused CONNECT told in its reason phrase."""
    found = _TOLD.search(text)
    return _unread(found[1], found[2]) if found else None


def told_in_header(value: str) -> Unread | None:
    """The trouble that our proxy told in its header."""
    kind, _, detail = value.partition(";")
    return _unread(kind.strip(), detail.strip())


def _unread(kind: str, detail: str) -> Unread | None:
    try:
        return Unread(TroubleKind(kind), unquote(detail))
    except ValueError:
        return None


def _head(lines: list[bytes]) -> Head:
    fields: list[tuple[bytes, bytes]] = []
    for line in lines[1:]:
        if line[:1] in b" \t" and fields:
            name, value = fields[-1]
            fields[-1] = (name, value + b" " + line.strip())
            continue
        name, colon, value = line.partition(b":")
        if not colon or not _NAME.fullmatch(name) or b"\0" in value or b"\r" in value:
            raise BadHead("bad field")
        fields.append((name, value.strip()))
    return Head(lines[0], tuple(fields))


def _authority(written: bytes) -> tuple[str, int | None]:
    found = _AUTHORITY.fullmatch(written)
    if not found:
        raise BadHead("bad authority")
    port = int(found[2]) if found[2] else None
    if port is not None and not 0 < port < 65536:
        raise BadHead("bad port")
    return found[1].decode("ascii").strip("[]"), port
