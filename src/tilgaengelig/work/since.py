"""What became of a site since the audit before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection

from tilgaengelig.judge.difference import Contents, apart, compare, doubted, last_known, moved
from tilgaengelig.model.difference import Difference, Snapshot
from tilgaengelig.store.store import Store


def difference(
    store: Store, audit_id: str, against: str | None = None, *, read: Callable[[str], Snapshot] | None = None
) -> Difference | None:
    """What is new and mended in an audit since the last one of its site, or since the audit `against`.

    None where there was none before. What that one did not reach is looked up in those before it. Who has several
    differences made of the same audits can `read` each once.
    """
    nights = [record.id for record in store.before(against or audit_id)]
    if against is not None:
        nights.insert(0, against)
    if not nights:
        return None
    read = read or store.snapshot
    after = read(audit_id)
    before = last_known(map(read, nights), tonight=after)
    gone, come = apart(before, after)
    stood, stands = _stood(store, before, gone), store.contents(audit_id, come)
    pairs = moved(before, after, stood, stands)
    known = store.known_before(before.audit.id, come - pairs.keys())
    return compare(before, after, earlier=known, same=pairs, doubts=doubted(before, after, stood, stands))


def _stood(store: Store, night: Snapshot, components: Collection[str]) -> Contents:
    """What stood in the places of components, on each page as the newest audit has it that saw them there."""
    saw: defaultdict[str, list[str]] = defaultdict(list)
    audits = {night.audit.id: night.audit}
    for component in components:
        for audit in (night.audit, *night.older.get(component, ())):
            audits[audit.id] = audit
            saw[audit.id].append(component)
    stood: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for audit in sorted(audits.values(), key=lambda each: each.started, reverse=True):
        for component, places in store.contents(audit.id, saw[audit.id]).items():
            known = stood.setdefault(component, [])
            open_ones = night.sightings[component].pages.keys() - {address for address, _ in known}
            known += [place for place in places if place[0] in open_ones]
    return stood
