"""One page in one browser: shown, settled, run through axe in each viewport and QualWeb in one, noted as PageFacts."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tilgaengelig.gather.browser.arrival import failed, is_normally, open_page, same, settled, settling
from tilgaengelig.gather.browser.axe import MEASURING, MOST_FRAMES, AxeRun, FrameAxe
from tilgaengelig.gather.browser.banner import answered, box_seen, met, put_last
from tilgaengelig.gather.browser.brought import Brought, keep_makers
from tilgaengelig.gather.browser.failures import ScriptFailed
from tilgaengelig.gather.browser.hits import Hits, axe_hits, merge, qualweb_hits, tested
from tilgaengelig.gather.browser.outline import outline
from tilgaengelig.gather.browser.pictures import pictured, readable, take_pictures
from tilgaengelig.gather.browser.pixels import measured
from tilgaengelig.gather.browser.probes import probe
from tilgaengelig.gather.browser.qualweb import WINDOW, QualWebRun, qualweb
from tilgaengelig.gather.browser.reading import read
from tilgaengelig.gather.browser.session import DESKTOP, Session, Viewport
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.probes import Probed
from tilgaengelig.model.subject import Banner, Block, Element, Link, PageFacts
from tilgaengelig.model.trouble import TroubleKind

#: The part of a page's time that may have gone when its probes end.
_SHARE = 0.8
_NOTHING = PageFacts("", "", "", (), ())


@dataclass(frozen=True, slots=True)
class PageTask:
    """What is to be done with a page.

    `rules` are the axe rules that run, and `monitored` QualWeb's (none: it does not run). `wants_pictures` says of
    what was gathered so far which elements are worth a picture, by their targets, the most important first; it is
    asked while the page still stands. `main_text` finds the main text of a page that has no main element, from its
    rendered HTML. `wants_probes` says of what was gathered which probes are to drive the page, by their names.
    """

    viewports: Sequence[Viewport]
    rules: Collection[str]
    main_text: Callable[[str, str], tuple[Block, ...]]
    wants_pictures: Callable[[PageFacts], Iterable[str]] = lambda _facts: ()
    wants_probes: Callable[[PageFacts], Collection[str]] = lambda _facts: ()
    monitored: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as the browser showed it, before anything is judged: for telling walls and empty pages."""

    address: str
    status: int
    title: str
    text: str
    main: str
    passwords: int


def visit(session: Session, address: str, task: PageTask, admit: Callable[[Shown], None]) -> PageFacts:
    """Opens `address` and gathers its facts.

    `admit` may raise Unread on what was shown (a login, an error page). Raises Unread where the page cannot
    be read, and BrowserGone where the browser died of it.
    """
    clock = _Clock()
    try:
        session.forget(address)
        if session.viewport != DESKTOP:
            session.show(DESKTOP)  # the page before this may have ended in the midst of another
        keep_makers(session, True)
        open_page(session, address)
        clock.lap("load")
        return _gather(session, address, task, admit, clock)
    except ScriptFailed as error:
        raise failed(session, address, error) from error
    finally:
        session.pages += 1


def _gather(
    session: Session, address: str, task: PageTask, admit: Callable[[Shown], None], clock: _Clock
) -> PageFacts:
    several = len(task.viewports) > 1
    seen = settled(session, address, several=several)
    clock.lap("settle")
    _let_in(address, seen, admit)
    brought = Brought(session, seen["address"])
    brought.mark(seen["tops"])
    hits: Hits = {}
    pictures: dict[str, bytes] = {}
    banner = met(seen["banner"], session.settings.cookies)
    boxed: tuple[Element, ...] = ()
    if banner in (Banner.REFUSED, Banner.ACCEPTED):
        wanted = task.monitored if session.settings.qualweb else ()
        box = box_seen(session, brought, _options(task.rules), wanted)
        merge(hits, box.hits)
        take_pictures(session, task.wants_pictures(replace(_NOTHING, hits=box.hits)), pictures)
        keep_makers(session, True)
        banner, seen = answered(session, banner, partial(settled, session, address, several=several))
        _let_in(address, seen, admit)
        boxed = () if banner is Banner.LEFT else box.elements
        # Who brought what is known by places, and these are others now.
        brought = Brought(session, seen["address"])
        brought.mark(seen["tops"])
        clock.lap("banner")
    facts = PageFacts(
        address=seen["address"],
        title=seen["title"],
        language=seen["language"],
        wordless=not seen["text"],
        blocks=(),
        hits=(),
        links=tuple(Link(target, text) for target, text in seen["links"]),
        elements=_elements(session),
    )
    clock.lap("outline")
    facts = replace(facts, elements=read(facts.elements, partial(readable, session)))
    clock.lap("reading")
    facts = replace(facts, elements=put_last(facts.elements, boxed), banner=banner)
    run: AxeRun | None = None
    wide = bool(seen["wide"])
    for viewport in task.viewports:
        changed = True
        if viewport != session.viewport:
            changed, wide = _resized(session, brought, viewport, "tilgaengelig.compared")
            clock.lap("settle")
        run = _axe_in(session, task.rules, brought, run, changed)
        clock.lap("run")
        contrasts = measured(session, run.cant_tell, pixels=viewport == DESKTOP)
        clock.lap("pixels")
        merge(hits, axe_hits(run, viewport.name, contrasts))
        # The outline is of the page at desktop size: what has another size by now makes another picture.
        shown = facts.elements if viewport == DESKTOP else ()
        so_far = replace(facts, hits=tuple(hits.values()), elements=shown)
        take_pictures(session, task.wants_pictures(so_far), pictures)
        clock.lap("picture")
    monitored = _monitored(session, brought, task, hits, clock)
    blocks = tuple(Block(block["kind"], block["text"]) for block in seen["blocks"] or ())
    blocks = blocks or task.main_text(seen["html"] or "", seen["address"])
    clock.lap("text")
    session.gathered = replace(
        facts,
        blocks=blocks,
        hits=tuple(replace(hit, picture=pictures.get(hit.place.target)) for hit in hits.values()),
        elements=tuple(pictured(element, pictures) for element in facts.elements),
        engines={
            "axe": run.version if run else "",
            "browser": session.version,
            **_engine(session, monitored),
        },
        tested=tested(run, monitored, {hit.rule for hit in hits.values()}),
        uses=_uses(session, address),
        seconds=clock.seconds,
        restless=seen["restless"],
        wide=wide,
    )
    return _driven(session, task, clock, pictures, session.gathered)


def _axe_in(
    session: Session, rules: Collection[str], brought: Brought, before: AxeRun | None, changed: bool
) -> AxeRun:
    """What axe says of the page in the window as it is now; `before` is what it said in another.

    Where nothing but sizes `changed` with the window, only the rules that measure run again.
    """
    again = sorted(MEASURING.intersection(rules)) if before and not changed else rules
    run = FrameAxe(session, brought).run(options=_options(again)) if again or not before else before
    return run if before is None or changed else before.renewed(run, again)


def _elements(session: Session) -> tuple[Element, ...]:
    """The elements that our own rules look at, as the page shows them."""
    return outline(session.here("tilgaengelig.outline()"))


def _driven(
    session: Session, task: PageTask, clock: _Clock, pictures: dict[str, bytes], facts: PageFacts
) -> PageFacts:
    """The page's facts with what its probes saw. They come last, since a page that was driven is not what it was."""
    # The whole page is to be done in its time: what there is of it by now is not lost to a probe.
    limits = session.settings

    def left() -> float:
        return min(limits.probe_seconds, limits.page_seconds * _SHARE - clock.spent())

    wanted = task.wants_probes(facts) if left() > 0 else ()
    if not wanted:
        return facts
    session.stored.only = ""  # under our hands it may bring forth frames yet
    clock.lap("probe")  # whoever decides may have had to wait for other pages
    session.gathered = replace(facts, probed=Probed(asked=tuple(wanted)))

    def look(probed: Probed) -> Mapping[str, bytes]:
        clock.lap("probe")
        session.gathered = replace(facts, probed=probed)
        shots: dict[str, bytes] = {}
        driven = replace(facts, hits=(), elements=(), probed=probed)
        take_pictures(session, task.wants_pictures(driven), shots)
        clock.lap("picture")
        return pictures | shots

    probed = probe(session, wanted, left(), look)
    if not session.sick:
        session.tree()  # the page may have been opened anew
    clock.lap("probe")
    return replace(facts, probed=probed, seconds=clock.seconds)


def _monitored(
    session: Session, brought: Brought, task: PageTask, hits: Hits, clock: _Clock
) -> QualWebRun | None:
    """QualWeb's run over the page, after all else has been seen of it; its hits are added to the others'."""
    if not task.monitored or not session.settings.qualweb:
        return None
    if session.viewport != WINDOW:
        _resized(session, brought, WINDOW, "() => null")
        clock.lap("settle")
    run = qualweb(session, brought, task.monitored)
    if run is not None:
        merge(hits, qualweb_hits(run))
    clock.lap("qualweb")
    return run


def _engine(session: Session, run: QualWebRun | None) -> dict[str, str]:
    return {"qualweb": session.qualweb} if run else {}


def _uses(session: Session, address: str) -> tuple[str, ...] | None:
    """What the page and its frames are made of besides their own source; None where it cannot be told."""
    try:
        told = session.here("tilgaengelig.uses()")
        documents = [told["files"]]
        if not told["framed"] and told["files"] is not None:
            session.stored.only = address
        # Most pages have no frames, and of those the tree is not asked for.
        trees = list(session.tree().get("childFrames", ())) if told["framed"] else []
        for tree in trees:  # it grows while it is walked
            if len(trees) >= MOST_FRAMES:
                return None
            world = session.world(tree["frame"]["id"])
            documents.append(session.evaluate(world, "tilgaengelig.uses()")["files"])
            trees += tree.get("childFrames", ())
    except ScriptFailed:
        return None  # a frame that went away, or has no world
    if None in documents:
        return None
    return tuple(dict.fromkeys(file for files in documents for file in files))


def _resized(session: Session, brought: Brought, viewport: Viewport, then: str) -> Any:
    """Gives the window that size; what the script's function `then` answers once the page rests in it."""
    brought.keep(True)
    session.show(viewport)
    answer = session.here(f"{settling()}.then({then})")
    brought.keep(False)
    return answer


def _let_in(address: str, seen: Mapping[str, Any], admit: Callable[[Shown], None]) -> None:
    """The page that stands there must be the one asked for (script and refreshes may lead elsewhere), and admitted."""
    if str(seen["address"]).startswith("chrome-error:"):
        raise Unread(TroubleKind.CONNECTION_LOST)
    if not str(seen["address"]).startswith(("http://", "https://")):
        raise Unread(TroubleKind.DOWNLOAD if seen["address"] == "about:blank" else TroubleKind.BROWSER_CRASH)
    arrived = seen["navigated"].partition("#")[0]
    if not same(arrived, address) and not is_normally(arrived, address):
        raise Unread(TroubleKind.PAGE_LEFT, arrived[:2000])
    admit(Shown(**{name: seen[name] for name in ("address", "status", "title", "text", "main", "passwords")}))


def _options(rules: Collection[str]) -> dict[str, Any]:
    """axe's options: just the rulebook's rules, and no long wait for style sheets and media that don't come."""
    return {
        "runOnly": {"type": "rule", "values": sorted(rules)},
        "resultTypes": ["violations", "incomplete"],
        "preload": {"assets": ["cssom", "media"], "timeout": 2000},
    }


class _Clock:
    """Where the time of a page goes, by name, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def spent(self) -> float:
        """Seconds since the page was begun."""
        return sum(self.seconds.values())

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._last
        self._last = now
