"""What is kept of how texts are written, and what is told of it for the whole audit."""

from __future__ import annotations

from store_things import SITE, begun, read, visits

from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.audit import Order
from tilgaengelig.model.readability import Audience
from tilgaengelig.model.writing import HardSentence, Remark, Wording, Writing
from tilgaengelig.store import Store

OFFICIALESE, PASSIVE = AdviceKind.OFFICIALESE, AdviceKind.PASSIVE
HARD = HardSentence("Ansøgningen\0 skal indgives.", 21, 54.3)


def words(*counted: tuple[str, int]) -> Writing:
    """Remarks on these words."""
    return Writing(tuple(Remark("kancellisprog", OFFICIALESE, n, word, "hvis") for word, n in counted))


def test_the_words_of_most_texts_come_first_then_those_used_most(store: Store) -> None:
    audit = begun(store, *(f"{SITE}/{name}" for name in "abc"))
    a, b, c = visits(store, audit.id)
    store.keep(audit.id, read(a, writing=words(("såfremt", 1), ("idet", 9))), new=[])
    store.keep(audit.id, read(b, writing=words(("såfremt", 2), ("ihht.", 3))), new=[])
    store.keep(audit.id, read(c, writing=Writing((Remark("passiv", PASSIVE, 7),))), new=[])
    assert store.overview(audit.id).wording == (
        Wording("kancellisprog", OFFICIALESE, "såfremt", "hvis", 3, 2),
        Wording("kancellisprog", OFFICIALESE, "idet", "hvis", 9, 1),
        Wording("kancellisprog", OFFICIALESE, "ihht.", "hvis", 3, 1),
    )


def test_a_subject_has_its_remarks_by_rule_and_its_hardest_sentences(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    remarks = (Remark("passiv", PASSIVE, 2), *words(("såfremt", 1), ("idet", 4)).remarks)
    store.keep(audit.id, read(visit, writing=Writing(remarks, (HARD,))), new=[])
    (subject,) = store.overview(audit.id).subjects
    assert subject.writing == Writing(
        (Remark("kancellisprog", OFFICIALESE, 5), Remark("passiv", PASSIVE, 2)),
        (HardSentence("Ansøgningen\ufffd skal indgives.", 21, 54.3),),
    )


def test_a_visit_kept_once_more_has_what_was_said_last(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit, writing=Writing(words(("såfremt", 1)).remarks, (HARD,))), new=[])
    store.keep(audit.id, read(visit, writing=words(("idet", 2))), new=[])
    overview = store.overview(audit.id)
    assert [one.phrase for one in overview.wording] == ["idet"]
    assert overview.subjects[0].writing.hardest == ()


def test_words_of_another_audit_do_not_count(store: Store) -> None:
    for name in ("en", "to"):
        audit = begun(store, f"{SITE}/{name}")
        (visit,) = visits(store, audit.id)
        store.keep(audit.id, read(visit, writing=words((name, 1))), new=[])
    assert [one.phrase for one in store.overview(audit.id).wording] == ["to"]


def test_an_audit_that_is_deleted_takes_its_remarks_along(store: Store) -> None:
    audit = begun(store)
    (visit,) = visits(store, audit.id)
    store.keep(audit.id, read(visit, writing=words(("såfremt", 1))), new=[])
    store.delete_audit(audit.id)
    again = begun(store)
    assert store.overview(again.id).wording == ()


def test_the_sections_of_an_order_come_back_and_make_it_another_order(store: Store) -> None:
    order = Order(f"{SITE}/", sections=(("/presse/", Audience.PRESSE),))
    audit = begun(store, order=order)
    assert store.audit(audit.id).order == order
    assert store.unfinished(order) is not None
    assert store.unfinished(Order(f"{SITE}/")) is None
