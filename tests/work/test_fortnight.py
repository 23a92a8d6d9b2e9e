"""A fortnight on the sample ministry's site: faults come, go and come back, pages move, the template changes, the site
is down for a night. Each night tells just what happened since the one before, and sends just the messages expected.

The nights are kept by the real store, and held against each other by the real difference; only the browser is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.difference import Change, Difference, PageChange
from tilgaengelig.model.finding import Finding, Outcome, Place, Region
from tilgaengelig.model.message import Channel, Recipient
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.task import TaskState
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.report.message import letter
from tilgaengelig.store import NewAddress, Store
from tilgaengelig.work.messages import on_audit
from tilgaengelig.work.since import difference
from tilgaengelig.work.tasks import settle_tasks

SITE = "http://ministeriet.example"
FRONT = f"{SITE}/"
#: What stands in a night: the faults of each page, or why it could not be read, or where it sends on to.
Pages = dict[str, str | TroubleKind | tuple[str]]
DOWN, NOT_FOUND = TroubleKind.SERVER_ERROR, TroubleKind.NOT_FOUND

#: The faults, by a letter: where it stands in the template or the page, and what stands there.
FAULTS = {
    "L": ("body > header > a > img", '<img src="/billeder/logo.svg">', Responsibility.UDVIKLER),
    "l": (
        "div.nyt-design > img",
        '<img class="ny" id="x1" src="/billeder/logo.svg">',
        Responsibility.UDVIKLER,
    ),
    "k": ("main > p > img", '<img src="/billeder/kalender.svg">', Responsibility.REDAKTOER),
    "p": ("main > img", '<img src="/billeder/frivilligpris.png">', Responsibility.REDAKTOER),
    "o": ("main > figure > img", '<img src="/billeder/organisation.svg">', Responsibility.REDAKTOER),
}


def found(letter: str, ordinal: int) -> Finding:
    path, snippet, who = FAULTS[letter]
    return Finding(
        rule="billede-uden-alternativ-tekst",
        outcome=Outcome.FAILED,
        impact=Impact.CRITICAL,
        message="Billedet har ingen alternativ tekst.",
        engine="axe",
        engine_rule="image-alt",
        wcag=("1.1.1",),
        responsibility=who,
        place=Place(target=path, snippet=snippet, path=path, region=Region.MAIN),
        component=path,
        ordinal=ordinal,
    )


def audited(store: Store, pages: Pages) -> str:
    """A night, kept as an audit keeps it: from the front page, whose links are all pages, on."""
    audit = store.begin(Order(FRONT), rulebook="1f2e", versions={}, first=[FRONT]).id
    while waiting := store.next_visits(audit, limit=100):
        for visit in waiting:
            stands = pages[visit.address.removeprefix(SITE)]
            if isinstance(stands, tuple):
                forward = urljoin(FRONT, stands[0])
                attended = Attended(visit, VisitState.REDIRECTED, status=301, forward=forward)
                ours = forward.startswith(FRONT)
                store.keep(audit, attended, new=[NewAddress(forward, visit.depth, 1)] if ours else [])
            elif isinstance(stands, TroubleKind):
                store.keep(audit, Attended(visit, VisitState.TROUBLED, trouble=Trouble(stands)))
            else:
                findings = tuple(found(letter, stands[:n].count(letter)) for n, letter in enumerate(stands))
                read = Attended(visit, VisitState.READ, kind=SubjectKind.PAGE, status=200, findings=findings)
                onward = [NewAddress(f"{SITE}{path}", 1) for path in pages] if visit.address == FRONT else []
                store.keep(audit, read, new=onward)
    store.finish(audit, AuditState.DONE)
    settle_tasks(store, audit, ["billede-uden-alternativ-tekst"])
    return audit


BASE: Pages = {"/": "L", "/nyheder/": "Lp", "/presse/": "L", "/arrangementer/": "Lk"}
NEW_LOOK: Pages = {path: str(stands).replace("L", "l") for path, stands in BASE.items()}

#: Each night: what stands, and what is told of it (the changes by letter, and of the pages).
MOVED: Pages = {"/presse/": ("/medier/",)}
TAKEN_DOWN: Pages = {"/presse/": NOT_FOUND}
ALL_PAGES = ["/", "/arrangementer/", "/medier/", "/nyheder/"]
AT_LAST = ["/", "/arrangementer/", "/job/", "/nyheder/"]
ALL_OF_BASE = ["/", "/arrangementer/", "/nyheder/", "/presse/"]
#: Other ways for a site to be down, by what its front page answers then.
SHUT: dict[str, Pages] = {
    "robots.txt cannot be had": {"/": TroubleKind.ROBOTS},
    "the front page is empty": {"/": TroubleKind.EMPTY},
    "the front page is not found": {"/": NOT_FOUND},
    "the front page sends on to another host": {"/": ("https://vedligehold.example/",)},
}
EDITORS, DEVELOPERS = (
    Recipient(who.value, Channel.MAIL, f"{who.name.lower()}@ministeriet.example", frozenset({who}))
    for who in (Responsibility.REDAKTOER, Responsibility.UDVIKLER)
)
ONE_NEW, FAILED = "ministeriet.example: 1 ny fejl til jer", "ministeriet.example: kontrollen lykkedes ikke"
#: The messages by the night's name, whom they go to and under which subject; in all other nights there are none.
SENT = {
    "an editor puts in a picture": {"redaktør": ONE_NEW},
    "the picture comes back": {"redaktør": ONE_NEW},
    **{name: {"udvikler": FAILED} for name in SHUT},
    "the whole site is down": {"udvikler": FAILED},
    "and up again with one fault more": {"redaktør": "ministeriet.example: 1 fejl er ny eller har bredt sig"},
    "it is down once more": {"udvikler": FAILED},
}
NIGHTS: tuple[tuple[str, Pages, Mapping[str, str], Mapping[str, list[str]]], ...] = (
    ("nothing happened", BASE, {}, {}),
    *((name, pages, {"not-reached": "Lpk"}, {"not-reached": ALL_OF_BASE}) for name, pages in SHUT.items()),
    ("the site is there again", BASE, {}, {}),
    ("an editor puts in a picture", BASE | {"/presse/": "Lo"}, {"new": "o"}, {}),
    ("and it stands the night after", BASE | {"/presse/": "Lo"}, {}, {}),
    ("she mends it", BASE, {"mended": "o"}, {}),
    (
        "a page cannot be read",
        BASE | {"/arrangementer/": DOWN},
        {"not-reached": "k"},
        {"not-reached": ["/arrangementer/"]},
    ),
    ("it can again, and nothing is new", BASE, {}, {}),
    ("the picture comes back", BASE | {"/presse/": "Lo"}, {"back": "o"}, {}),
    ("a page is moved, and sends on", BASE | MOVED | {"/medier/": "Lo"}, {}, {"moved": ["/medier/"]}),
    ("the whole site is down", {"/": DOWN}, {"not-reached": "Lpko"}, {"not-reached": ALL_PAGES}),
    (
        "and up again with one fault more",
        BASE | MOVED | {"/medier/": "Loo", "/nyheder/": "Lpk"},
        {"spread": "k"},
        {},
    ),
    ("the template gets another look", NEW_LOOK | MOVED | {"/medier/": "loo", "/nyheder/": "lpk"}, {}, {}),
    (
        "a page is taken down with its fault",
        NEW_LOOK | TAKEN_DOWN | {"/medier/": NOT_FOUND, "/nyheder/": "lpk"},
        {"mended": "o"},
        {"gone": ["/medier/"]},
    ),
    (
        "a new page brings the template's fault with it",
        NEW_LOOK | TAKEN_DOWN | {"/nyheder/": "lpk", "/job/": "l"},
        {},
        {"new": ["/job/"]},
    ),
    (
        "all pictures are mended but the logo",
        dict.fromkeys(NEW_LOOK, "l") | TAKEN_DOWN | {"/job/": "l"},
        {"mended": "pk"},
        {},
    ),
    ("it is down once more", {"/": DOWN}, {"not-reached": "l"}, {"not-reached": AT_LAST}),
    ("and up again with the look of before", dict.fromkeys(AT_LAST, "L"), {}, {}),
)


@pytest.fixture(scope="module")
def fortnight(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Difference, dict[str, str]]]:
    """Of each night the difference, and the messages by whom they go to."""
    with Store(f"sqlite:///{tmp_path_factory.mktemp('fjorten') / 'nat.db'}") as store:
        store.migrate()
        assert on_audit(store, {}, [EDITORS, DEVELOPERS], audited(store, BASE)) == []
        told = []
        for _, pages, _, _ in NIGHTS:
            audit = audited(store, pages)
            night = difference(store, audit)
            assert night is not None
            sent = on_audit(store, {}, [EDITORS, DEVELOPERS], audit)
            told.append((night, {each.recipient.name: letter(each.message).subject for each in sent}))
        return told


def letters(night: Difference, change: str) -> set[str]:
    by_snippet = {snippet: letter for letter, (_, snippet, _) in FAULTS.items()}
    if change == "spread":
        told = [each for each in night.news if each.change is Change.STILL]
    else:
        told = list(night.of(Change(change)))
    return {by_snippet[each.sighting.snippet] for each in told}


@pytest.mark.parametrize("number", range(len(NIGHTS)), ids=[name for name, *_ in NIGHTS])
def test_each_night_tells_just_what_happened(
    fortnight: list[tuple[Difference, dict[str, str]]], number: int
) -> None:
    _, _, faults, pages = NIGHTS[number]
    night, _ = fortnight[number]
    told = {change: letters(night, change) for change in ("new", "back", "mended", "not-reached", "spread")}
    assert {change: some for change, some in told.items() if some} == {
        change: set(some) for change, some in faults.items()
    }
    moved = {
        str(change): [page.address.removeprefix(SITE) for page in night.pages_of(change)]
        for change in PageChange
        if change is not PageChange.STILL
    }
    assert {change: some for change, some in moved.items() if some} == dict(pages)


def test_each_night_sends_just_the_messages_expected(
    fortnight: list[tuple[Difference, dict[str, str]]],
) -> None:
    nights = zip(NIGHTS, fortnight, strict=True)
    assert {name: sent for (name, *_), (_, sent) in nights if sent} == SENT


def component(store: Store, audit: str, letter: str) -> str:
    return next(row.component for row in store.findings(audit) if row.snippet == FAULTS[letter][1])


def test_work_on_a_fault_is_settled_by_the_nights(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'nat.db'}") as store:
        store.migrate()
        first = audited(store, BASE)
        logo, picture = component(store, first, "L"), component(store, first, "p")
        store.work_on(logo, by="Anna", assignee="Bo", text="Ret den i skabelonen.")
        store.work_on(picture, by="Carl", state=TaskState.CLAIMED, text="Rettet.")

        def state(letter_id: str) -> tuple[str, str]:
            (task,) = (each for each in store.tasks_of(first) if each.component == letter_id)
            return str(task.state), task.comments[-1].text

        for pages in SHUT.values():
            audited(store, pages)
            assert state(picture) == ("meldt-rettet", "Rettet.")
        audited(store, BASE | {"/nyheder/": DOWN})
        assert state(picture) == ("meldt-rettet", "Rettet.")
        audited(store, BASE)
        assert state(picture) == ("åben", "Fejlen er meldt rettet, men vi fandt den stadig på 1 side.")
        audited(store, BASE | {"/nyheder/": "L"})
        assert state(picture) == ("rettet", "Vi har set efter. Fejlen er der ikke mere.")
        audited(store, BASE)
        assert state(picture) == ("åben", "Fejlen er kommet igen. Vi fandt den på 1 side.")
        last = audited(store, NEW_LOOK)
        (task,) = store.tasks(assignee="Bo")
        assert task.component == component(store, last, "l")
        assert [one.text for one in task.comments] == ["Ret den i skabelonen."]
