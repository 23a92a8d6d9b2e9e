"""How the group's houses and sites do: rates per hundred, a ranking, a trend by month, and texts that stand twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from tilgaengelig.judge.across.overlap import alike_texts
from tilgaengelig.model.addresses import without_www
from tilgaengelig.model.group import Group, Measure, Rate, Standing, Twin
from tilgaengelig.model.rule import Impact
from tilgaengelig.model.site import SitePage

_WORST = (Impact.CRITICAL, Impact.SERIOUS)
#: Texts that are this much alike are told; the measure is Jaccard's, of shingles.
_ALIKE = 0.8
_LEAST = 60


def group(
    measures: Iterable[Measure],
    *,
    begins: dt.date,
    ends: dt.date,
    twins: Sequence[Twin] = (),
    unmeasured: Collection[str] = (),
) -> Group:
    """The group from `begins` up to and with `ends`. A site counts for the house that it has now, all the way back.

    Measures of before the period are what it is held against: of each site the last of them, or else its first.
    """
    rows = sorted(measures, key=lambda each: (each.month, each.site))
    current = [each for each in rows if each.month <= ends]
    within = {each.site for each in current if each.month >= begins.replace(day=1)}
    kept = [each for each in current if each.site in within]
    house_of = {each.site: each.house for each in kept}
    by_house = {house: [each for each in kept if each.house == house] for house in set(house_of.values())}
    by_site = {site: [each for each in kept if each.site == site] for site in house_of}
    return Group(
        begins=begins,
        ends=ends,
        whole=_standing("", kept, begins),
        houses=_ranked(by_house, begins),
        sites=_ranked(by_site, begins),
        house_of=house_of,
        twins=tuple(twins),
        unmeasured=tuple(sorted(unmeasured)),
    )


def twins(sites: Mapping[str, Sequence[SitePage]]) -> list[Twin]:
    """Texts that stand on more than one host, those in most places first. Sites may overlap: an address counts once."""
    pages = list({page.address: page for pages in sites.values() for page in pages}.values())
    found = []
    for numbers, near in alike_texts([page.traits.sketch for page in pages], alike=_ALIKE, least=_LEAST):
        members = [pages[number] for number in numbers]
        if len({without_www(urlsplit(page.address).netloc) for page in members}) > 1:
            found.append(Twin(tuple(page.address for page in sorted(members, key=_age)), near))
    return sorted(found, key=lambda twin: (-len(twin.addresses), twin.addresses))


def _age(page: SitePage) -> tuple[int, int, str]:
    """Newest first, then the one that most pages link to."""
    updated = page.traits.updated
    return -(updated.toordinal() if updated else 0), -page.sources, page.address


def _ranked(parts: Mapping[str, list[Measure]], begins: dt.date) -> tuple[Standing, ...]:
    made = [_standing(name, rows, begins) for name, rows in parts.items()]
    return tuple(sorted(made, key=lambda each: (-(each.now.faults or 0.0), each.name)))


def _standing(name: str, rows: Sequence[Measure], begins: dt.date) -> Standing:
    sites: defaultdict[str, list[Measure]] = defaultdict(list)
    for each in rows:
        sites[each.site].append(each)
    months = sorted({each.month for each in rows if each.month >= begins.replace(day=1)})
    # Held against the same sites only: a site that is new to the group is neither better nor worse.
    known = [(first, each[-1]) for each in sites.values() if (first := _first(each, begins)) is not None]
    before = _rate(first for first, _ in known) if known else None
    return Standing(
        name=name,
        now=_rate(each[-1] for each in sites.values()),
        before=before,
        change=_less(_rate(last for _, last in known), before),
        months={month: _rate(_as_of(sites.values(), month)) for month in months},
    )


def _first(rows: Sequence[Measure], begins: dt.date) -> Measure | None:
    """Its last measure before the period, or else its first; None where it has only one."""
    before = [each for each in rows if each.month < begins.replace(day=1)]
    if before:
        return before[-1]
    return rows[0] if len(rows) > 1 else None


def _as_of(sites: Iterable[Sequence[Measure]], month: dt.date) -> list[Measure]:
    """Each site's last measure up to that month: one that was not audited in it stands as it stood."""
    found = (next((each for each in reversed(rows) if each.month <= month), None) for rows in sites)
    return [each for each in found if each is not None]


def _less(now: Rate, before: Rate | None) -> float | None:
    if before is None or now.faults is None or before.faults is None:
        return None
    return now.faults - before.faults


def _rate(rows: Iterable[Measure]) -> Rate:
    every = list(rows)
    pages, texts = sum(each.pages for each in every), sum(each.texts for each in every)
    worst = sum(each.faults.get(impact, 0) for each in every for impact in _WORST)
    return Rate(
        pages=pages,
        faults=_hundred(sum(each.count for each in every), pages),
        worst=_hundred(worst, pages),
        hard=_hundred(sum(each.hard for each in every), texts),
    )


def _hundred(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
