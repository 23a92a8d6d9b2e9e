"""Two nights held against each other: what is new, mended, still there, come back, or was not reached.

Nothing is told as mended that was not looked for: the page must have been read, and the rule tried on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tilgaengelig.judge.night import Arrivals, Doubts, Look
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.difference import (
    Change,
    Changed,
    Difference,
    Met,
    PageChange,
    PageChanged,
    Sighting,
    Snapshot,
)
from tilgaengelig.model.finding import Outcome

#: What stands in the places of a component: (address, content) of each.
Contents = Mapping[str, Collection[tuple[str, tuple[str, ...]]]]

_TOLD = (Outcome.FAILED, Outcome.CANT_TELL)
_CHANGES = list(Change)


def last_known(
    newest_first: Iterable[Snapshot], most: int = 10, *, tonight: Snapshot | None = None
) -> Snapshot:
    """What is known of the site from the newest audit, and of what it could not try, from those before.

    A night in which the site was down, or a check broke, must not make all of it new the night after. It asks for no
    more audits than it needs to hold `tonight` against them, and `most` at the most.
    """
    nights = iter(newest_first)
    known = next(nights)
    asked = [known]
    for _ in range(most - 1):
        if not _lacks(known, asked, tonight):
            break
        older = next(nights, None)
        if older is None:
            break
        known = _filled(known, asked, older)
        asked.append(older)
    return known


def _lacks(known: Snapshot, asked: Sequence[Snapshot], tonight: Snapshot | None) -> bool:
    """Whether an older night may know more: of what was not reached, and of what was not tried but is tonight."""
    if not known.whole or Met.NOT_REACHED in known.met.values():
        return True
    if tonight is None:
        return False
    at = Arrivals(tonight)
    if any(
        tonight.met.get(at(address)) is Met.READ and rules - tonight.untested.get(at(address), frozenset())
        for address, rules in known.untested.items()
    ):
        return True
    still = {
        at(address) for address, met in known.met.items() if met is Met.READ and address not in known.driven
    }
    if not still.isdisjoint(tonight.driven):
        return True
    looks = [Look(night) for night in asked]
    return any(
        _untold(looks, address, fault)
        for component, fault in tonight.sightings.items()
        if fault.outcome is Outcome.FAILED and component not in known.sightings
        for address in fault.pages
    )


def _untold(looks: Iterable[Look], address: str, fault: Sighting) -> bool:
    """Whether none of those nights could tell of the fault: one that could has the last word on it."""
    return all(look(address, fault) is Met.NOT_REACHED for look in looks)


def _filled(known: Snapshot, asked: Sequence[Snapshot], older: Snapshot) -> Snapshot:
    """With what the older night knew of what those asked before it left open, by address and by rule."""
    look, looks = Look(known), [Look(night, older) for night in asked]
    doubts, newer_doubts = Doubts(older), Doubts(known)
    # A whole night knows every address that there still is.
    addresses = known.met if known.whole else older.met
    open_ones = {address for address in addresses if look(address) is Met.NOT_REACHED}
    met = {**known.met, **{address: older.met[address] for address in open_ones if address in older.met}}
    sightings = dict(known.sightings)
    brought, beside = dict(known.older), dict(known.beside)
    for component, sighting in older.sightings.items():
        newer = sightings.get(component, replace(sighting, pages={}))
        pages = {
            address: count
            for address, count in sighting.pages.items()
            if address not in newer.pages and _untold(looks, address, sighting)
        }
        if not pages:
            continue
        brought[component] = (*brought.get(component, ()), older.audit)
        sightings[component] = replace(newer, pages={**pages, **newer.pages})
        for address in pages:
            if (count := doubts(address, sighting)) != newer_doubts(address, sighting):
                beside[component, address] = count
    forwards = {address: to for address, to in older.forwards.items() if address in open_ones}
    untested = {address: rules for address, rules in older.untested.items() if address in open_ones}
    for address, rules in known.untested.items():
        tried = older.met.get(address) is Met.READ
        if left := rules & older.untested.get(address, frozenset()) if tried else rules:
            untested[address] = left
    return replace(
        known,
        met=met,
        sightings=sightings,
        forwards={**forwards, **known.forwards},
        untested=untested,
        whole=known.whole or older.whole,
        driven=known.driven | older.driven,
        older=brought,
        beside=beside,
    )


def apart(before: Snapshot, after: Snapshot) -> tuple[frozenset[str], frozenset[str]]:
    """The components that only the one has, and that only the other has: they may be the same, moved."""
    return (
        frozenset(before.sightings.keys() - after.sightings.keys()),
        frozenset(after.sightings.keys() - before.sightings.keys()),
    )


def moved(before: Snapshot, after: Snapshot, stood: Contents, stands: Contents) -> dict[str, str]:
    """Components that are the same fault in another place of the page: of the one night, by those of the other.

    Same rule, and the same content on the same pages for at least half of the places of the smaller one.
    """
    at = Arrivals(after)
    by_place: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    for component, places in stood.items():
        for address, content in places:
            if content:
                by_place[*_kind(before.sightings[component]), at(address), content].add(component)
    shared: Counter[tuple[str, str]] = Counter()
    for component, places in stands.items():
        for address, content in set(places):
            for old in by_place.get((*_kind(after.sightings[component]), address, content), ()):
                shared[old, component] += 1
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for (old, new), count in sorted(shared.items(), key=lambda one: (-one[1], one[0])):
        least = min(len(set(stood[old])), len(set(stands[new])))
        if old not in taken and new not in pairs and 2 * count >= least:
            pairs[new] = old
            taken.add(old)
    return pairs


def doubted(before: Snapshot, after: Snapshot, stood: Contents, stands: Contents) -> set[tuple[str, str]]:
    """Faults of the one night, each with an address of the other at which there is doubt of the same content now."""
    doubts = {
        (*_rules(after.sightings[component]), address, content)
        for component, places in stands.items()
        if after.sightings[component].outcome is Outcome.CANT_TELL
        for address, content in places
        if content
    }
    at = Arrivals(after)
    return {
        (component, at(address))
        for component, places in stood.items()
        if before.sightings[component].outcome is Outcome.FAILED
        for address, content in places
        if (*_rules(before.sightings[component]), at(address), content) in doubts
    }


def _rules(sighting: Sighting) -> tuple[str, str]:
    return (sighting.rule, sighting.engine_rule)


def _kind(sighting: Sighting) -> tuple[str, str, Outcome]:
    # By what the machine saw: of the two a person may have answered for the older one alone.
    return (*_rules(sighting), Outcome.CANT_TELL if sighting.doubt else sighting.outcome)


def compare(
    before: Snapshot,
    after: Snapshot,
    *,
    earlier: Collection[str] = (),
    same: Mapping[str, str] | None = None,
    doubts: Collection[tuple[str, str]] = (),
) -> Difference:
    """What became of `before` in `after`.

    `earlier` are components that audits before `before` had; `same` are those that moved, by their new ids; `doubts`
    are faults that we are in doubt of now, each with the address.
    """
    pairs = dict(same or {})
    nights = _Nights(before, after, doubts)
    olds = {**{component: component for component in before.sightings}, **{o: n for n, o in pairs.items()}}
    changes = []
    for component, sighting in before.sightings.items():
        if sighting.outcome in _TOLD:
            now = after.sightings.get(olds[component])
            changes.append(nights.changed(sighting, now))
    for component, sighting in after.sightings.items():
        if sighting.outcome in _TOLD and component not in before.sightings and component not in pairs:
            change = Change.BACK if component in earlier else Change.NEW
            new = tuple(sorted(sighting.pages))
            changes.append(Changed(change, sighting, new=new, measured_alike=nights.alike()))
    changes.sort(key=_order)
    return Difference(before.audit, after.audit, tuple(changes), tuple(nights.pages(pairs)), nights.alike())


def _order(each: Changed) -> tuple[int, int, int, str]:
    sighting = each.sighting
    return (
        _CHANGES.index(each.change),
        sighting.impact.rank,
        -max(len(sighting.pages), len(each.mended)),
        sighting.component,
    )


class _Nights:
    """The two nights, with the addresses of the first translated to where they lead in the second."""

    def __init__(self, before: Snapshot, after: Snapshot, doubts: Collection[tuple[str, str]]) -> None:
        self._before, self._after, self._doubts = before, after, doubts
        self._at, self._look = Arrivals(after), Look(after, before)

    def _met(self, address: str, old: Sighting | None = None) -> Met:
        met = self._look(address, old)
        in_doubt = met is Met.READ and old is not None and (old.component, address) in self._doubts
        return Met.NOT_REACHED if in_doubt else met

    def changed(self, old: Sighting, new: Sighting | None) -> Changed:
        """What became of a component that was there."""
        here = dict(new.pages) if new else {}
        had = _counted((self._at(address), count) for address, count in old.pages.items())
        new_ones = sorted(here.keys() - had.keys())
        still = sorted(here.keys() & had.keys())
        lost: dict[Met, list[str]] = {met: [] for met in Met}
        for address in sorted(had.keys() - here.keys()):
            lost[self._met(address, old)].append(address)
        change = Change.STILL if here else Change.NOT_REACHED if lost[Met.NOT_REACHED] else Change.MENDED
        return Changed(
            change,
            new or old,
            new=tuple(new_ones),
            still=tuple(still),
            mended=tuple(lost[Met.READ]),
            gone=tuple(lost[Met.GONE]),
            not_reached=tuple(lost[Met.NOT_REACHED]),
            was=old.component if new and new.component != old.component else "",
            measured_alike=self.alike(*self._before.older.get(old.component, ())),
        )

    def alike(self, *besides: AuditRecord) -> bool:
        """Whether the second night looked for the same as the first, and as those besides."""
        tonight = self._after.audit.measured_by
        return all(each.measured_by == tonight for each in (self._before.audit, *besides))

    def pages(self, same: Mapping[str, str]) -> Iterator[PageChanged]:
        """Every address that was read in either night."""
        sources = {
            self._at(address): address
            for address, met in self._before.met.items()
            if met is Met.READ and self._at(address) != address
        }
        had, has = _faults(self._before, at=self._at), _faults(self._after, same=same)
        knew = {address for address, met in self._before.met.items() if met is Met.READ}
        read = {address for address, met in self._after.met.items() if met is Met.READ}
        for address in sorted((knew - set(sources.values())) | read):
            old, new = had.get(address, Counter()), has.get(address, Counter())
            left, came = old - new, new - old
            source = sources.get(address, "") if address not in knew else ""
            if address in read:
                kind = PageChange.STILL if address in knew else PageChange.MOVED if source else PageChange.NEW
                mended = sum(
                    places
                    for component, places in left.items()
                    if self._met(address, self._before.sightings[component]) is Met.READ
                )
                yield PageChanged(
                    address,
                    kind,
                    sum(came.values()),
                    mended,
                    (old & new).total(),
                    left.total() - mended,
                    source,
                )
            elif self._met(address) is Met.GONE:
                yield PageChanged(address, PageChange.GONE, mended=old.total())
            else:
                yield PageChanged(address, PageChange.NOT_REACHED, not_reached=old.total())


def _counted(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for address, count in pairs:
        found[address] += count
    return found


def _faults(
    night: Snapshot, *, at: Arrivals | None = None, same: Mapping[str, str] | None = None
) -> dict[str, Counter[str]]:
    """How many faults of each component, by its first id, stand on each page."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for component, sighting in night.sightings.items():
        if sighting.outcome is Outcome.FAILED:
            key = (same or {}).get(component, component)
            for address, count in sighting.pages.items():
                found[at(address) if at else address][key] += count
    return found
