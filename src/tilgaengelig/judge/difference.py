"""Two nights held against each other: what is new, mended, still there, come back, or was not reached.

Nothing is told as mended that was not looked for: the page must have been read, and the rule tried on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from tilgaengelig.judge.probes import probe_of
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
_MOST_HOPS = 10
_ACROSS = "site."


def last_known(newest_first: Iterable[Snapshot], most: int = 10) -> Snapshot:
    """What is known of the site from the newest audit, and of what it did not reach, from those before.

    A night in which the site was down must not make all of it new the night after. It asks for no more audits than
    it needs, and `most` at the most.
    """
    nights = iter(newest_first)
    known = next(nights)
    for _ in range(most - 1):
        if known.whole and Met.NOT_REACHED not in known.met.values():
            break
        older = next(nights, None)
        if older is None:
            break
        known = _filled(known, older)
    return known


def _filled(known: Snapshot, older: Snapshot) -> Snapshot:
    """What the newer night left open, as the older one knew it."""
    settled = {address for address, met in known.met.items() if met is not Met.NOT_REACHED}
    asked = known.met if known.whole else older.met  # a whole night knows every address that there still is
    open_ones = {address for address in asked if address not in settled}
    met = {**known.met, **{address: older.met[address] for address in open_ones if address in older.met}}
    sightings = dict(known.sightings)
    for component, sighting in older.sightings.items():
        pages = {address: count for address, count in sighting.pages.items() if address in open_ones}
        if not pages:
            continue
        newer = sightings.get(component)
        if newer is None:
            sightings[component] = replace(sighting, pages=pages)
        else:
            sightings[component] = replace(newer, pages={**pages, **newer.pages})
    forwards = {address: to for address, to in older.forwards.items() if address in open_ones}
    untested = {address: rules for address, rules in older.untested.items() if address in open_ones}
    return replace(
        known,
        met=met,
        sightings=sightings,
        forwards={**forwards, **known.forwards},
        untested={**untested, **known.untested},
        whole=known.whole or older.whole,
        driven=known.driven | (older.driven & open_ones),
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
    at = _Arrivals(after)
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
    for (old, new), count in sorted(shared.items(), key=lambda one: (-one[1], one[0])):
        least = min(len(set(stood[old])), len(set(stands[new])))
        if old not in pairs.values() and new not in pairs and 2 * count >= least:
            pairs[new] = old
    return pairs


def _kind(sighting: Sighting) -> tuple[str, str, Outcome]:
    # By what the machine saw: of the two a person may have answered for the older one alone.
    return (sighting.rule, sighting.engine_rule, Outcome.CANT_TELL if sighting.doubt else sighting.outcome)


def compare(
    before: Snapshot,
    after: Snapshot,
    *,
    earlier: Collection[str] = (),
    same: Mapping[str, str] | None = None,
) -> Difference:
    """What became of `before` in `after`.

    `earlier` are components that audits before `before` had; `same` are those that moved, by their new ids.
    """
    pairs = dict(same or {})
    nights = _Nights(before, after)
    olds = {**{component: component for component in before.sightings}, **{o: n for n, o in pairs.items()}}
    changes = []
    for component, sighting in before.sightings.items():
        if sighting.outcome in _TOLD:
            now = after.sightings.get(olds[component])
            changes.append(nights.changed(sighting, now))
    for component, sighting in after.sightings.items():
        if sighting.outcome in _TOLD and component not in before.sightings and component not in pairs:
            change = Change.BACK if component in earlier else Change.NEW
            changes.append(Changed(change, sighting, new=tuple(sorted(sighting.pages))))
    changes.sort(key=_order)
    old, new = before.audit, after.audit
    alike = (old.rulebook, dict(old.versions)) == (new.rulebook, dict(new.versions))
    return Difference(old, new, tuple(changes), tuple(nights.pages(pairs)), alike)


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

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        self._before, self._after = before, after
        self._at = _Arrivals(after)

    def changed(self, old: Sighting, new: Sighting | None) -> Changed:
        """What became of a component that was there."""
        here = dict(new.pages) if new else {}
        had = _counted((self._at(address), count) for address, count in old.pages.items())
        new_ones = sorted(here.keys() - had.keys())
        still = sorted(here.keys() & had.keys())
        lost: dict[Met, list[str]] = {met: [] for met in Met}
        for address in sorted(had.keys() - here.keys()):
            lost[self._met(address, old.rule, old.engine_rule)].append(address)
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
        )

    def _met(self, address: str, rule: str = "", engine_rule: str = "") -> Met:
        """How the second night met an address of the first, and whether it could try the rule there.

        A rule that looks across pages says nothing while pages lack, and a probe nothing of a page that was not driven.
        """
        night = self._after
        met = night.met.get(address)
        if met is None:
            return Met.GONE if night.whole else Met.NOT_REACHED
        tried = (
            rule not in night.untested.get(address, ())
            and (night.whole or not engine_rule.startswith(_ACROSS))
            and (address in night.driven or not probe_of(engine_rule))
        )
        return met if tried or met is not Met.READ else Met.NOT_REACHED

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
                    n for one, n in left.items() if self._met(address, one.rule, one.engine_rule) is Met.READ
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


class _Kept(NamedTuple):
    """A component as it is counted on a page."""

    component: str
    rule: str
    engine_rule: str


def _counted(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for address, count in pairs:
        found[address] += count
    return found


class _Arrivals:
    """Where each address of the night before leads now: itself, or where it sends on to, if that was read."""

    def __init__(self, after: Snapshot) -> None:
        self._after = after

    def __call__(self, address: str) -> str:
        end = address
        for _ in range(_MOST_HOPS):
            if end not in self._after.forwards:
                break
            end = self._after.forwards[end]
        return end if self._after.met.get(end) is Met.READ else address


def _faults(
    night: Snapshot, *, at: _Arrivals | None = None, same: Mapping[str, str] | None = None
) -> dict[str, Counter[_Kept]]:
    """How many faults of each component, by its first id, stand on each page."""
    found: defaultdict[str, Counter[_Kept]] = defaultdict(Counter)
    for component, sighting in night.sightings.items():
        if sighting.outcome is Outcome.FAILED:
            key = _Kept((same or {}).get(component, component), sighting.rule, sighting.engine_rule)
            for address, count in sighting.pages.items():
                found[at(address) if at else address][key] += count
    return found
