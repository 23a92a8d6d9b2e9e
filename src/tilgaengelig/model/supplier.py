"""Suppliers: whose frames, scripts and containers stand in other people's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tilgaengelig.model.host import domain_of


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
            or domain_of(host) == domain_of(page)
            or any(_below(host, carrier) for carrier in self.carriers)
        ):
            return ""
        return host

    def of(self, host: str) -> Supplier:
        """The supplier of a host; one that we do not know goes by its domain."""
        for supplier in self.known:
            if any(_below(host, own) for own in supplier.hosts):
                return supplier
        name = domain_of(host)
        return Supplier(name, name, "", (name,))

    @property
    def containers(self) -> Mapping[str, str]:
        """The first host of each supplier by the selectors of what it puts into pages."""
        return {selector: one.hosts[0] for one in self.known if one.hosts for selector in one.containers}


def _below(host: str, other: str) -> bool:
    name = host.lower().rstrip(".").rpartition(":")[0] or host.lower().rstrip(".")
    return name == other or name.endswith(f".{other}")
