"""What there is to tell of a difference, and to whom: only what is theirs, and nothing where nothing is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tilgaengelig.model.addresses import twins
from tilgaengelig.model.difference import Change, Changed, Difference
from tilgaengelig.model.message import MOST, Item, Message, Occasion, Recipient
from tilgaengelig.model.rule import Responsibility


def news(
    difference: Difference,
    recipient: Recipient,
    titles: Mapping[str, str],
    *,
    site: str,
    occasion: Occasion = Occasion.NIGHT,
    overruns: Sequence[str] = (),
) -> Message | None:
    """What the recipient is told of a night or a week; None where it brought nothing that is theirs.

    `titles` are the rules' own, `overruns` sentences on limits that were overrun: these are told to all.
    """
    if not _wants(recipient, site, occasion):
        return None
    theirs = sorted((each for each in difference.news if _concerns(each, recipient)), key=_order)
    mended = sum(_concerns(each, recipient) for each in difference.of(Change.MENDED))
    if not theirs and not overruns and not (occasion is Occasion.WEEK and mended):
        return None
    return Message(
        occasion=occasion,
        site=site,
        audit=difference.after.id,
        items=tuple(_item(each, titles) for each in theirs[:MOST]),
        count=len(theirs),
        spread=sum(each.change is Change.STILL for each in theirs),
        mended=mended,
        overruns=tuple(overruns),
        alike=difference.measured_alike,
    )


def failure(recipient: Recipient, *, site: str, mishap: str, audit: str = "") -> Message | None:
    """That an audit came to nothing; for developers, and for those who are told of everything."""
    who = recipient.who
    if (who and Responsibility.UDVIKLER not in who) or not _is_theirs(recipient, site):
        return None
    return Message(Occasion.FAILED, site, audit, mishap=mishap)


def _wants(recipient: Recipient, site: str, occasion: Occasion) -> bool:
    return recipient.weekly is (occasion is Occasion.WEEK) and _is_theirs(recipient, site)


def _is_theirs(recipient: Recipient, site: str) -> bool:
    return not recipient.sites or not recipient.sites.isdisjoint(twins(site))


def _concerns(each: Changed, recipient: Recipient) -> bool:
    sighting = each.sighting
    who = not recipient.who or sighting.responsibility in recipient.who
    return who and sighting.impact.at_least(recipient.at_least)


def _order(each: Changed) -> tuple[int, int, str]:
    return each.sighting.impact.rank, -len(each.new), each.sighting.component


def _item(each: Changed, titles: Mapping[str, str]) -> Item:
    sighting = each.sighting
    return Item(
        title=titles.get(sighting.rule, sighting.rule),
        rule=sighting.rule,
        component=sighting.component,
        impact=sighting.impact,
        responsibility=sighting.responsibility,
        pages=len(each.new),
        address=min(each.new, key=lambda address: (len(address), address), default=""),
        back=each.change is Change.BACK,
        spread=each.change is Change.STILL,
    )
