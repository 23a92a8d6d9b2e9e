"""What only shows across the pages of a site: checks `(facts: SiteFacts, rule, *, …) -> Iterator[SiteFinding]`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tilgaengelig.judge.across import (
    freshness,
    navigation,
    overlap,
    press,
    statement,
    statement_place,
    titles,
    ways,
)
from tilgaengelig.model.site import SiteFinding

CHECKS: Mapping[str, Callable[..., Iterator[SiteFinding]]] = {
    "site.repeated_title": titles.repeated_title,
    "site.title_without_site": titles.title_without_site,
    "site.overlap": overlap.overlap,
    "site.order": navigation.order,
    "site.identification": navigation.identification,
    "site.icons": navigation.icons,
    "site.help_place": navigation.help_place,
    "site.statement_missing": statement_place.missing,
    "site.statement_elsewhere": statement_place.elsewhere,
    "site.statement_short": statement_place.short,
    "site.statement_link": statement_place.linked,
    "site.statement_link_name": statement_place.link_name,
    "site.statement_own_site": statement_place.own_site,
    "site.statement_single": statement_place.single,
    "site.statement_age": statement.age,
    "site.statement_part": statement.part,
    "site.statement_burden": statement.burden,
    "site.statement_concrete": statement.concrete,
    "site.statement_contradiction": statement.contradiction,
    "site.one_way": ways.one_way,
    "site.orphan": ways.orphan,
    "site.press": press.contact,
    "site.updated": freshness.updated,
    "site.over": freshness.over,
}
