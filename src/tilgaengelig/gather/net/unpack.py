"""Unpacks compressed bytes piece by piece within a limit, so that a small bomb cannot fill the memory.

httpx unpacks a whole piece at once, and a piece of brotli may hold a million times its size. We ask for gzip
and deflate only, and unpack those ourselves.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import Protocol

#: What we ask servers for, and all that we unpack.
ACCEPTED = "gzip, deflate"

#: Of these alone zipfile holds the size that a part says it has; bzip2 and LZMA give all of a first piece at once.
BOUNDED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
#: All that zipfile says of a file that is broken.
BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip

#: A body in more members than this is made to cost time: each costs as much as some kilobytes, and may hold nothing.
_MOST_MEMBERS = 10_000
#: zlib copies what stands after a member, so a member is given no more than this of the rest.
_SLICE = 16_384

_GZIP = {"gzip", "x-gzip"}
_NOTHING = {
    "",
    "identity",
    "none",
    "utf-8",
    "binary",
}  # the last three are heard from servers and mean nothing


class TooMuch(Exception):  # noqa: N818 - caught where the limit is known
    """More came out than was allowed; `kept` is what of the last piece is within the limit."""

    def __init__(self, kept: bytes) -> None:
        self.kept = kept


class Unpackable(Exception):  # noqa: N818
    """The bytes are not what the encoding says, or the encoding is not one that we asked for."""


class _Step(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...

    def is_whole(self) -> bool: ...


class Unpacker:
    """Turns the body as it came over the wire into the body itself; `limit` counts both sizes."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit = limit
        self._came = self._made = 0
        names = [name.strip().lower() for name in encoding.split(",")]
        wanted = [name for name in reversed(names) if name not in _NOTHING]
        if len(wanted) > 2:
            raise Unpackable(encoding)
        self._steps: list[_Step] = [_step(name) for name in wanted]

    def feed(self, data: bytes) -> bytes:
        """The next piece unpacked; raises TooMuch as soon as either size is over the limit."""
        self._came += len(data)
        for step in self._steps:
            data = step.feed(data, self._limit + 1 - self._made)
        self._made += len(data)
        over = max(self._came, self._made) - self._limit
        if over > 0:
            raise TooMuch(data[: max(len(data) - over, 0)])
        return data

    def is_whole(self) -> bool:
        """Whether every step came to its end: False for a body that was cut short."""
        return all(step.is_whole() for step in self._steps)


def gunzip(data: bytes, limit: int) -> bytes:
    """A gzip file unpacked; raises TooMuch or Unpackable."""
    unpacker = Unpacker("gzip", limit)
    body = unpacker.feed(data)
    if not unpacker.is_whole():
        raise Unpackable("gzip")
    return body


def _step(name: str) -> _Step:
    if name in _GZIP:
        return _Gzip()
    if name == "deflate":
        return _Deflate()
    raise Unpackable(name)


class _Gzip:
    """One gzip member after another; bytes that are no gzip at all pass as they are, as browsers let them."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._members = 1
        self._start = b""
        self._plain = self._began = False

    def feed(self, data: bytes, room: int) -> bytes:
        if not self._began:
            self._start += data
            if len(self._start) < 2:
                return b""
            data, self._began = self._start, True
            self._plain = not data.startswith(b"\x1f\x8b")
        return data if self._plain else self._unpacked(data, room)

    def _unpacked(self, data: bytes, room: int) -> bytes:
        made: list[bytes] = []
        at = 0
        while at < len(data) and room > 0:
            if self._member.eof:
                if data[at] != 0x1F:
                    break  # padding after the last member
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise Unpackable("gzip")
                self._member = zlib.decompressobj(wbits=31)
            part = data[at : at + _SLICE]
            piece = _inflated(self._member, part, room)
            made.append(piece)
            room -= len(piece)
            at += len(part) - len(self._member.unused_data or self._member.unconsumed_tail)
        return b"".join(made)

    def is_whole(self) -> bool:
        return self._plain or self._member.eof or not self._start


class _Deflate:
    """zlib's format by the standard, or the bare one that some servers send."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None
        self._start = b""

    def feed(self, data: bytes, room: int) -> bytes:
        if self._stream is None:
            self._start += data
            if len(self._start) < 2:
                return b""
            data = self._start
            has_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(wbits=15 if has_header else -15)
        return _inflated(self._stream, data, room)

    def is_whole(self) -> bool:
        return self._stream.eof if self._stream else not self._start


def _inflated(stream: zlib._Decompress, data: bytes, room: int) -> bytes:
    try:
        return stream.decompress(data, max(room, 1))
    except zlib.error as error:
        raise Unpackable(str(error)) from None
