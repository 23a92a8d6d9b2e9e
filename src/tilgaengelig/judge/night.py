"""What one night can tell of the faults of another."""

from __future__ import annotations

from tilgaengelig.judge.probes import probe_of
from tilgaengelig.model.addresses import other_names
from tilgaengelig.model.difference import Met, Sighting, Snapshot
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.site import ACROSS

_MOST_HOPS = 10


class Look:
    """How a night met an address, and whether a fault that stood there before would have been found again."""

    def __init__(self, night: Snapshot, before: Snapshot | None = None) -> None:
        self._night = night
        self._now, self._then = Doubts(night), Doubts(before)

    def __call__(self, address: str, fault: Sighting | None = None) -> Met:
        """READ only where all was tried that finds the fault.

        A rule that looks across pages says nothing while pages lack, nor where it broke, which is told of one of them.
        A probe says nothing of a page that was not driven. What failed, and is in doubt now, may be there all the same.
        """
        night = self._night
        met = night.met.get(address)
        if met is None:
            return Met.GONE if night.whole else Met.NOT_REACHED
        return met if met is not Met.READ or fault is None or self._tried(address, fault) else Met.NOT_REACHED

    def _tried(self, address: str, fault: Sighting) -> bool:
        night = self._night
        if fault.outcome is Outcome.FAILED and self._in_doubt(address, fault):
            return False
        if fault.engine_rule.startswith(ACROSS):
            return night.whole and not any(fault.rule in rules for rules in night.untested.values())
        return fault.rule not in night.untested.get(address, ()) and (
            address in night.driven or not probe_of(fault.engine_rule)
        )

    def _in_doubt(self, address: str, fault: Sighting) -> bool:
        """Whether there are more doubts of the same thing than before, when the fault stood beside them."""
        return self._now(address, fault) > self._then(address, fault)


class Doubts:
    """On how many places of an address a night had doubt of the same thing as a fault.

    Of a fault that was filled in from an older night: how many that night had.
    """

    def __init__(self, night: Snapshot | None) -> None:
        sightings = night.sightings.values() if night else ()
        doubts = (each for each in sightings if each.outcome is Outcome.CANT_TELL)
        self._pages = {_thing(each): each.pages for each in doubts if each.fingerprint}
        self._beside = night.beside if night else {}

    def __call__(self, address: str, fault: Sighting) -> int:
        own = self._pages.get(_thing(fault), {}).get(address, 0)
        return self._beside.get((fault.component, address), own)


def _thing(sighting: Sighting) -> tuple[str, str, str]:
    return (sighting.rule, sighting.engine_rule, sighting.fingerprint)


class Arrivals:
    """Where each address of an earlier night leads by now: itself, or where it sends on to, if that was read.

    A site that goes over to https, or to www, is the same site: its pages are looked for by those names too.
    """

    def __init__(self, night: Snapshot) -> None:
        self._night = night

    def __call__(self, address: str) -> str:
        met = self._night.met
        names = (address,) if address in met else (address, *other_names(address))
        return next((end for end in map(self._end, names) if met.get(end) is Met.READ), address)

    def _end(self, address: str) -> str:
        for _ in range(_MOST_HOPS):
            if address not in self._night.forwards:
                break
            address = self._night.forwards[address]
        return address
