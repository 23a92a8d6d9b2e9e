"""Hosts as their owners count them: with and without www, and the domain that they lie under."""

from __future__ import annotations

#: Labels before a country's under which others register their domains: co.uk, com.gl.
_SHARED = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})


def bare(host: str) -> str:
    """The host as it is counted: without www, in lower case."""
    return host.strip().lower().removeprefix("www.")


def domain_of(host: str) -> str:
    """The part of a host that one owner has: its last two labels, or three below `co.uk` and its likes.

    A port is left out; what has no name (an IP address, a name without a dot) is itself.
    """
    name = host.strip().lower().rstrip(".")
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    name = name.partition(":")[0]
    labels = name.split(".")
    if len(labels) <= 2 or labels[-1].isdigit():
        return name
    shared = len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3:] if shared else labels[-2:])
