"""Which hosts belong to a group: those on its list, those under its domains, and perhaps those that it sends on to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tilgaengelig.model.host import bare, domain_of
from tilgaengelig.model.inventory import Audited, Domain, Holding, Via

#: What leads from a site to another of the same owner, and not to just anything.
_LEADS = frozenset({Via.REDIRECT, Via.SITEMAP})


def inventory(listed: Sequence[Domain], audited: Sequence[Audited]) -> list[Holding]:
    """The group's hosts, those without statement, audit and owner first.

    www.x and x are one. A host is the group's where it is on the list, was audited, or lies under the domain of one
    that is. One that the group only sends on to, or has in a sitemap, may be: a person must tell.
    """
    domains = {bare(one.host): one for one in listed}
    audits = {bare(one.host): one for one in audited}
    own = {domain_of(host) for host in (*domains, *audits)}
    via: dict[str, set[Via]] = defaultdict(set)
    sources: dict[str, set[str]] = defaultdict(set)
    for one in audited:
        for met in one.neighbours:
            via[bare(met.host)].add(met.via)
            sources[bare(met.host)].add(bare(one.host))
    for host in domains:
        via[host].add(Via.LIST)
    hosts = {*domains, *audits, *(host for host in via if domain_of(host) in own or via[host] & _LEADS)}
    rows = [
        _holding(host, domain_of(host) in own, via[host], sources[host], domains.get(host), audits.get(host))
        for host in hosts
    ]
    return sorted(rows, key=_most_lacking)


def _holding(
    host: str,
    certain: bool,
    via: Iterable[Via],
    sources: Iterable[str],
    domain: Domain | None,
    audit: Audited | None,
) -> Holding:
    days = [one.day for one in audit.statements if one.day is not None] if audit else []
    statement = None
    if audit is not None and (audit.statements or audit.looked):
        statement = bool(audit.statements)
    return Holding(
        host=host,
        certain=certain,
        via=tuple(sorted(set(via))),
        sources=tuple(sorted(sources)),
        owner=(domain.owner if domain else "") or (audit.house if audit else ""),
        audited=audit.day if audit else None,
        statement=statement,
        updated=max(days, default=None),
    )


def _most_lacking(one: Holding) -> tuple[bool, int, str]:
    lacks = (one.statement is not True) + (one.audited is None) + (not one.owner)
    return (not one.certain, -lacks, one.host)
