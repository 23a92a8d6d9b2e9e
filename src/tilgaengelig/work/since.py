"""What became of a site since the audit before."""

from __future__ import annotations

from collections.abc import Iterator

from tilgaengelig.judge.difference import apart, compare, last_known, moved
from tilgaengelig.model.difference import Difference, Snapshot
from tilgaengelig.store.store import Store


def difference(store: Store, audit_id: str, against: str | None = None) -> Difference | None:
    """What is new and mended in an audit since the last one of its site, or since the audit `against`.

    None where there was none before. What that one did not reach is looked up in those before it.
    """
    nights = [record.id for record in store.before(against or audit_id)]
    if against is not None:
        nights.insert(0, against)
    if not nights:
        return None
    after = store.snapshot(audit_id)
    before = last_known(_nights(store, nights), tonight=after)
    gone, come = apart(before, after)
    pairs = moved(before, after, store.contents(before.audit.id, gone), store.contents(audit_id, come))
    known = store.known_before(before.audit.id, come - pairs.keys())
    return compare(before, after, earlier=known, same=pairs)


def _nights(store: Store, audits: list[str]) -> Iterator[Snapshot]:
    return (store.snapshot(audit) for audit in audits)
