"""Texts that stand nearly word for word in several places of a site."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from tilgaengelig.danish.dates import written
from tilgaengelig.danish.shingles import hashes, likeness, reach
from tilgaengelig.judge.own import finding, told_apart
from tilgaengelig.model.audit import SubjectKind
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.site import SiteFacts, SiteFinding, SitePage

#: What stands on this share of the pages, and on so many, is the template's and no text of their own.
_BOILERPLATE = 0.3
_BOILERPLATE_PAGES = 8
#: Two texts that are alike share one of their first hashes: at 0.8 all but one pair in 10^16.
_FIRST = 24
#: Of many that share a hash, each is compared with so many before it; that is enough to find its cluster.
_BEFORE = 4
_SHARDS = 16
_SHOWN = 5

Sketched = tuple[set[int], int]


def overlap(
    facts: SiteFacts, rule: Rule, *, alike: float = 0.8, same: float = 0.95, least: int = 60
) -> Iterator[SiteFinding]:
    """Pages and documents whose texts have at least `alike` of their shingles in common (Jaccard), each told.

    `least` is the number of shingles of its own that a text must have. From `same` on, two pages are one text at
    two addresses; below, or where one is a document, a person says whether both are wanted.
    """
    sketched = _own_texts([page.traits.sketch for page in facts.all], least)
    pairs = dict(_alike(sketched, alike))
    nearest = _nearest(pairs)
    for cluster in _clusters(pairs):
        pages = [facts.all[number] for number in cluster]
        apart = told_apart(rule, facts.local(min(page.address for page in pages)))
        for number, page in zip(cluster, pages, strict=True):
            others = [facts.all[other] for other in cluster if other != number]
            near = nearest[number]
            sure = near >= same and {SubjectKind.PAGE} == {one.kind for one in (page, *others)}
            outcome = Outcome.FAILED if sure else Outcome.CANT_TELL
            yield SiteFinding(page.visit, finding(rule, outcome, _said(page, others, near), component=apart))


def alike_texts(sketches: Sequence[bytes], *, alike: float, least: int) -> Iterator[tuple[list[int], float]]:
    """Clusters of texts that are alike, as numbers in `sketches`, each with its greatest likeness (0 to 1)."""
    pairs = dict(_alike(_own_texts(sketches, least), alike))
    nearest = _nearest(pairs)
    for cluster in _clusters(pairs):
        yield cluster, max(nearest[number] for number in cluster)


def _nearest(pairs: Mapping[tuple[int, int], float]) -> Mapping[int, float]:
    """How like each text is to the one that is most like it."""
    nearest: dict[int, float] = {}
    for pair, value in pairs.items():
        for number in pair:
            nearest[number] = max(value, nearest.get(number, 0.0))
    return nearest


def _own_texts(sketches: Sequence[bytes], least: int) -> Mapping[int, Sketched]:
    """The sketches by number, without what the template brings; those with too little left are left out."""
    numbers = [hashes(sketch) for sketch in sketches]
    shared = _boilerplate(numbers)
    found = {}
    for index, each in enumerate(numbers):
        own = {number for number in each if number not in shared}
        if len(own) >= least:
            found[index] = (own, reach(each))
    return found


def _boilerplate(sketches: Sequence[array[int]]) -> Collection[int]:
    most = max(_BOILERPLATE_PAGES, _BOILERPLATE * len(sketches))
    shared: set[int] = set()
    step = (1 << 32) // _SHARDS
    # One part of all hashes after another, so that a big site needs no more memory than a sixteenth of them.
    for start in range(0, 1 << 32, step):
        counts: Counter[int] = Counter()
        for each in sketches:
            counts.update(each[bisect_left(each, start) : bisect_right(each, start + step - 1)])
        shared.update(number for number, count in counts.items() if count > most)
    return shared


def _alike(sketched: Mapping[int, Sketched], alike: float) -> Iterator[tuple[tuple[int, int], float]]:
    seen: dict[int, list[int]] = defaultdict(list)
    compared: set[tuple[int, int]] = set()
    for index, (own, _) in sketched.items():
        for number in sorted(own)[:_FIRST]:
            for other in seen[number]:
                compared.add((other, index))
            if len(seen[number]) < _BEFORE:
                seen[number].append(index)
    for pair in sorted(compared):
        value = likeness(sketched[pair[0]], sketched[pair[1]])
        if value >= alike:
            yield pair, value


def _clusters(pairs: Collection[tuple[int, int]]) -> list[list[int]]:
    """Numbers that hang together by pairs, each cluster in order."""
    leads: dict[int, int] = {}

    def lead(number: int) -> int:
        while leads.setdefault(number, number) != number:
            leads[number] = leads[leads[number]]
            number = leads[number]
        return number

    for one, other in pairs:
        leads[max(lead(one), lead(other))] = min(lead(one), lead(other))
    clusters: dict[int, list[int]] = defaultdict(list)
    for number in sorted(leads):
        clusters[lead(number)].append(number)
    return list(clusters.values())


def _said(page: SitePage, others: Sequence[SitePage], near: float) -> str:
    where = " og ".join(", ".join(other.address for other in others[:_SHOWN]).rsplit(", ", 1))
    left = len(others) - _SHOWN
    more = f" og {left} {'sted' if left == 1 else 'steder'} til" if left > 0 else ""
    said = f"Teksten står næsten ord for ord også på {where}{more} ({near * 100:.0f} procent ens)."
    return said + _age(page, others)


def _age(page: SitePage, others: Sequence[SitePage]) -> str:
    days = [other.traits.updated for other in others if other.traits.updated]
    mine = page.traits.updated
    if not mine or len(days) < len(others) or all(day == mine for day in days):
        return ""
    if all(day <= mine for day in days):
        return f" Denne er den nyeste, opdateret {written(mine)}."
    newest = max(days)
    return f" Denne er ældre, opdateret {written(mine)}. Den nyeste er fra {written(newest)}."
