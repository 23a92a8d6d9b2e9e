"""The group's figures, taken from the audits that are kept."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from tilgaengelig.judge.group import group, twins
from tilgaengelig.model.addresses import within
from tilgaengelig.model.audit import AuditRecord
from tilgaengelig.model.denmark import DENMARK, day_of
from tilgaengelig.model.errors import WrongUse
from tilgaengelig.model.group import NO_HOUSE, Group, Measure
from tilgaengelig.model.rule import Impact
from tilgaengelig.report.texts import shown_lix
from tilgaengelig.rulebook.book import Rulebook
from tilgaengelig.store.store import Store

_QUARTER = re.compile(r"(20\d\d)-?[kq]?([1-4])", re.IGNORECASE)


def quarter_of(text: str | None, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of a quarter such as 2026-4; of the one that `today` is in, where none is named.

    Raises WrongUse.
    """
    year, number = today.year, (today.month + 2) // 3
    if text is not None:
        found = _QUARTER.fullmatch(text.strip())
        if found is None:
            raise WrongUse(f"”{text[:20]}” er ikke et kvartal; skriv fx 2026-4.")
        year, number = int(found[1]), int(found[2])
    begins = dt.date(year, 3 * number - 2, 1)
    after = dt.date(year + 1, 1, 1) if number == 4 else dt.date(year, 3 * number + 1, 1)
    return begins, after - dt.timedelta(days=1)


def the_group(
    store: Store,
    rulebook: Rulebook,
    houses: Mapping[str, str],
    begins: dt.date,
    ends: dt.date,
    *,
    with_twins: bool = True,
) -> Group:
    """The group from `begins` up to and with `ends`. `houses` has the house of each site, by its place.

    Of each site the last finished audit of every month that read anything counts, and the last such one before the
    period: a night in which the site was down says nothing of its faults. A section of a site that is a place of its
    own in `houses` counts for itself in every audit of the site, also in those of before it was one: so it brings its
    history along when it moves to another house.
    """
    chosen = _chosen(store, begins, ends)
    names = _Names(chosen)
    measures = [each for record in chosen for each in _measures(store, rulebook, record, houses, names)]
    newest = {record.order.place: record for record in chosen if _day(record) >= begins.replace(day=1)}
    read = newest if with_twins else {}
    pages = {place: store.site_facts(record.id).all for place, record in read.items()}
    measured = {each.site for each in measures if each.month >= begins.replace(day=1)}
    return group(
        measures,
        begins=begins,
        ends=ends,
        twins=twins(pages),
        unmeasured=set(map(names, houses)) - measured,
    )


def _chosen(store: Store, begins: dt.date, ends: dt.date) -> list[AuditRecord]:
    """The audits that count, oldest first."""
    first, end = begins.replace(day=1), ends + dt.timedelta(days=1)
    found = store.last_audits(before=_midnight(first), read=True)
    while first < end:
        following = (first + dt.timedelta(days=31)).replace(day=1)
        found += store.last_audits(since=_midnight(first), before=_midnight(min(following, end)), read=True)
        first = following
    return sorted(found, key=lambda record: record.started)


class _Names:
    """What a place is called: by its site's name as the newest of the audits has it, with or without www."""

    def __init__(self, oldest_first: Iterable[AuditRecord]) -> None:
        self._sites = {record.order.place.partition("/")[0]: record.order.site for record in oldest_first}

    def __call__(self, place: str) -> str:
        site, slash, path = place.partition("/")
        return f"{self._sites.get(site, site)}{slash}{path}".removesuffix("/")


def _measures(
    store: Store,
    rulebook: Rulebook,
    record: AuditRecord,
    houses: Mapping[str, str],
    names: Callable[[str], str],
) -> Iterator[Measure]:
    """Of an audit: the site, and each of its sections that is a place of its own."""
    whole = record.order.place
    # Places that were kept before a part of a site ended with a slash may lack it.
    sections = [place for place in houses if place != whole and place.startswith(within(whole))]
    part_of = _Parts(whole, sections)
    today = _day(record)
    pages: Counter[str] = Counter()
    faults: defaultdict[str, Counter[Impact]] = defaultdict(Counter)
    texts: Counter[str] = Counter()
    hard: Counter[str] = Counter()
    for address, counts in store.texts_read(record.id):
        place = part_of(address)
        pages[place] += 1
        if counts is not None and (lix := shown_lix(counts)):
            texts[place] += 1
            hard[place] += lix > rulebook.audiences[record.order.audience_of(address)].limit
    if sections:
        for address, some in store.faults_by_address(record.id, today).items():
            faults[part_of(address)] += some
    else:
        faults[whole] = store.faults(record.id, today)
    for place in filter(pages.__getitem__, (whole, *sections)):
        yield Measure(
            site=names(place),
            house=houses.get(place, NO_HOUSE),
            month=today.replace(day=1),
            audit=record.id,
            pages=pages[place],
            faults=faults[place],
            texts=texts[place],
            hard=hard[place],
        )


class _Parts:
    """Where an address of a site belongs: the longest section that it lies in, or the rest of the site."""

    def __init__(self, whole: str, sections: Iterable[str]) -> None:
        self._whole = whole
        self._host = whole.partition("/")[0]
        longest_first = sorted(sections, key=len, reverse=True)
        self._paths = [(section, within(section.removeprefix(self._host))) for section in longest_first]

    def __call__(self, address: str) -> str:
        path = urlsplit(address).path or "/"
        return next((place for place, begins in self._paths if f"{path}/".startswith(begins)), self._whole)


def _day(record: AuditRecord) -> dt.date:
    return day_of(record.started)


def _midnight(day: dt.date) -> dt.datetime:
    """When that day begins in Denmark."""
    return dt.datetime.combine(day, dt.time(), DENMARK)
