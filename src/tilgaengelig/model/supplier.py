"""Suppliers: whose frames, scripts and containers stand in other people's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


def domain(host: str) -> str:
    """The part of a host that one owner has: its last two labels, or three below `co.uk` and its likes.

    A port is left out; what has no name (an IP address, a name without a dot) is itself.
    """
    name = host.lower().rstrip(".")
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    name = name.partition(":")[0]
    labels = name.split(".")
    if len(labels) <= 2 or labels[-1].isdigit():
        return name
    second = len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "net", "gov", "ac", "edu")
    return ".".join(labels[-3:] if second else labels[-2:])


@dataclass(frozen=True, slots=True)
class Supplier:
    """Who brings `what` into pages: from `hosts` and all below them, or in `containers` (CSS selectors)."""

    id: str
    name: str
    what: str
    hosts: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Suppliers:
    """Those we know by name, and the hosts that only carry the files of others (libraries, rented storage)."""

    known: tuple[Supplier, ...] = ()
    carriers: tuple[str, ...] = ()

    def bringer(self, host: str, page: str) -> str:
        """Who brought it, as a host: `host` itself, or "" where that is the page's own or only a carrier."""
        if (
            not host
            or domain(host) == domain(page)
            or any(_below(host, carrier) for carrier in self.carriers)
        ):
            return ""
        return host

    def of(self, host: str) -> Supplier:
        """The supplier of a host; one that we do not know goes by its domain."""
        for supplier in self.known:
            if any(_below(host, own) for own in supplier.hosts):
                return supplier
        name = domain(host)
        return Supplier(name, name, "", (name,))

    @property
    def containers(self) -> Mapping[str, str]:
        """The first host of each supplier by the selectors of what it puts into pages."""
        return {selector: one.hosts[0] for one in self.known if one.hosts for selector in one.containers}


def _below(host: str, other: str) -> bool:
    name = host.lower().rstrip(".").rpartition(":")[0] or host.lower().rstrip(".")
    return name == other or name.endswith(f".{other}")
