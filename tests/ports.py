"""Ports of loopback."""

from __future__ import annotations

import socket

#: Bound and not listened at: else the next server of another test might be given the port.
_closed: list[socket.socket] = []


def closed_port() -> int:
    """A port at which nobody listens, as long as the tests run."""
    _closed.append(socket.socket())
    _closed[-1].bind(("127.0.0.1", 0))
    return int(_closed[-1].getsockname()[1])


def free_port() -> int:
    """A port that nobody has now, for a server that must be told one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
