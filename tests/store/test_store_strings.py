"""Whatever strings a site brings, both databases take them, and give them back as near as can be."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_things import SITE, begun, finding, read, visits

from tilgaengelig.model.audit import Attended, VisitState
from tilgaengelig.model.errors import UnknownThing, WrongUse
from tilgaengelig.model.finding import Place
from tilgaengelig.model.subject import Link
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.store import NewAddress, Store

_ODD = st.text(
    st.one_of(st.characters(), st.sampled_from("\0\ud800\udfff\ufeff\u202e'\"\\%:{}\n\r\t😀ø")), max_size=40
)


def _cleaned(value: str) -> str:
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in value)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example has its own audit
)
@given(odd=st.lists(_ODD, min_size=12, max_size=12), number=st.floats() | st.integers(-(2**53), 2**53))
def test_odd_strings_come_back_with_only_the_unstorable_replaced(
    store: Store, odd: list[str], number: float
) -> None:
    tail, title, message, snippet, target, text, fingerprint, rule, key, value, viewport, detail = odd
    audit = begun(store, f"{SITE}/{tail}")
    (visit,) = visits(store, audit.id)
    assert visit.address == _cleaned(f"{SITE}/{tail}")
    place = Place(target=target, snippet=snippet, viewports=(viewport,))
    attended = read(
        visit,
        finding(fingerprint, rule=rule, message=message, place=place),
        finding(fingerprint, 1, rule=rule),
        title=title,
        facts={key: value, "number": number},
        seconds={value: 0.5},
        links=(Link(f"{SITE}/{tail}/", text),),
    )
    for _ in range(2):
        store.keep(audit.id, attended, new=[NewAddress(f"{SITE}/{tail}/", 1)])
    (after,) = visits(store, audit.id)
    store.keep(audit.id, Attended(after, VisitState.TROUBLED, trouble=Trouble(TroubleKind.NOT_FOUND, detail)))
    overview = store.overview(audit.id)
    assert overview.subjects[0].title == _cleaned(title)
    assert overview.subjects[0].facts.get(_cleaned(key), _cleaned(value)) in (_cleaned(value), number)
    ((source, said),) = overview.broken[0].sources
    assert (source, said) == (visit.address, _cleaned(text))
    assert overview.broken[0].trouble.detail == _cleaned(detail)
    places = {(f.message, f.snippet, f.target) for f in store.findings(audit.id)}
    assert (_cleaned(message), _cleaned(snippet), _cleaned(target)) in places
    assert {f.rule for f in store.findings(audit.id, rule=rule)} == {_cleaned(rule)}
    assert store.finding_ids(audit.id) == {
        finding(_cleaned(fingerprint), n, rule=_cleaned(rule)).id(visit.address) for n in range(2)
    }


def test_what_is_asked_for_by_odd_words_is_not_there(store: Store) -> None:
    for ask in (store.website, store.withdraw, store.unexempt, store.revoke_token):
        with pytest.raises(UnknownThing):
            ask("a\0\ud800")
    assert not store.accepted(site="a\0")
    assert not store.exemptions(site="a\0")
    assert not store.tasks(site="a\0", assignee="b\0")
    with pytest.raises(UnknownThing):
        store.audits(limit=1, before="a\0")
    with pytest.raises(WrongUse, match="er ikke en adresse"):
        store.audit_of_site("http://[")
