"""axe-core by axe-selenium-python, pointed at our own axe and taken frame by frame.

axe-selenium-python 2.1.6 hands its bundled axe to the top document by script, on each page anew, and runs it
there alone. Here axe already stands in an isolated world of every frame (session.py), so `inject` has
nothing left to do, and `run` walks the frames, whatever their origin: `runPartial` in each, `finishRun` once.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from axe_selenium_python import Axe

from tilgaengelig.gather.browser.brought import Brought
from tilgaengelig.gather.browser.failures import ScriptFailed
from tilgaengelig.gather.browser.session import Session

#: What these say may change with the window's size alone: they measure boxes, see what lies upon what, and guess by its
#: size whether a table is for data. What the others say follows from mark-up and from what is shown (look.js).
MEASURING = frozenset(
    {
        "aria-hidden-focus",
        "color-contrast",
        "color-contrast-enhanced",
        "label-content-name-mismatch",
        "link-in-text-block",
        "p-as-heading",
        "scrollable-region-focusable",
        "skip-link",
        "table-fake-caption",
        "target-size",
        "td-has-header",
        "td-headers-attr",
        "th-has-data-cells",
    }
)
MOST_FRAMES = 40
MOST_DEPTH = 6

Notes = dict[str, dict[str, Any]]


@dataclass(slots=True)
class AxeRun:
    """What axe found in all frames. `notes` maps a node's whole target (as JSON) to what place.js says of it."""

    version: str
    failed: list[Mapping[str, Any]]
    cant_tell: list[Mapping[str, Any]]
    passed: list[str]
    inapplicable: list[str]
    notes: Notes = field(default_factory=dict)

    def renewed(self, later: AxeRun, rules: Collection[str]) -> AxeRun:
        """This run with what a later one, of `rules` alone, says of those."""
        return AxeRun(
            later.version,
            [rule for rule in self.failed if rule["id"] not in rules] + later.failed,
            [rule for rule in self.cant_tell if rule["id"] not in rules] + later.cant_tell,
            [rule for rule in self.passed if rule not in rules] + later.passed,
            [rule for rule in self.inapplicable if rule not in rules] + later.inapplicable,
            self.notes | later.notes,
        )


@dataclass(slots=True)
class _Frame:
    """A frame to be walked: its node of the DevTools frame tree, its world, and the selectors that lead to it.

    `foreign` is the host that brought it; `region` is where in the page it stands, "" where that says nothing.
    """

    tree: Mapping[str, Any]
    world: int
    chain: list[Any]
    foreign: str = ""
    region: str = ""


class FrameAxe(Axe):  # type: ignore[misc]  # axe-selenium-python has no types
    """axe over every frame of the page that a session shows."""

    def __init__(self, session: Session, brought: Brought) -> None:
        super().__init__(session.driver, script_url=str(session.settings.axe))
        self.session = session
        self.brought = brought

    def inject(self) -> None:
        """Nothing: axe has stood in every frame since its birth."""

    def run(self, context: str = "null", options: Mapping[str, Any] | None = None) -> AxeRun:
        """Runs axe on the whole page, or on the element of the top document that the expression `context` gives.

        `options` are axe's own.
        """
        session, settings = self.session, json.dumps(options or {})
        notes: Notes = {}
        first = session.here(f"tilgaengelig.run({context}, {settings}, true)")
        # Most pages have no frames, and of those the tree is not asked for.
        tree = session.tree() if first["frames"] else {}
        top = _Frame(tree, session.world_here, [])
        others = list(self._others(top, first, settings, notes))
        answer = first["whole"] or session.evaluate(
            top.world, f"tilgaengelig.finish({json.dumps(others)}, {settings})"
        )
        return AxeRun(
            answer["version"],
            answer["failed"],
            answer["cantTell"],
            answer["passed"],
            answer["inapplicable"],
            notes,
        )

    def _walk(self, frame: _Frame, context: str, settings: str, notes: Notes) -> Iterator[Any]:
        """Runs axe in `frame`, then in those inside it; yields the partial results of the inner ones."""
        answer = self.session.evaluate(frame.world, f"tilgaengelig.run({context}, {settings})")
        yield from self._others(frame, answer, settings, notes)

    def _others(self, frame: _Frame, answer: Mapping[str, Any], settings: str, notes: Notes) -> Iterator[Any]:
        """Notes what a frame's run said of its own elements; yields the partial results of the frames in it."""
        own, inners = answer["notes"], answer["frames"]
        self._settle(
            frame, [*own.values(), *(inner["note"] for inner in inners if inner["note"])], answer["asked"]
        )
        for selector, note in own.items():
            notes[json.dumps([*frame.chain, *json.loads(selector)])] = note
        if not inners:
            return
        children = self._children(frame, inners)
        for index, inner in enumerate(inners):
            child = children.get(index)
            if child is None or len(frame.chain) >= MOST_DEPTH:
                yield None  # axe then says frame-tested: untested
                continue
            yield from self._inner(child, json.dumps(inner["frameContext"]), settings, notes)

    def _settle(self, frame: _Frame, notes: list[dict[str, Any]], asked: list[str]) -> None:
        """Who brought it: the frame's own bringer has brought all that is in it. Only the top document is asked of."""
        if frame.chain:
            asked = []
            for note in notes:
                note.update(
                    foreign=frame.foreign or note["foreign"], region=frame.region or note["region"], ask=None
                )
        self.brought.settle(notes, asked)

    def _inner(self, frame: _Frame, context: str, settings: str, notes: Notes) -> Iterator[Any]:
        try:
            inner = list(self._walk(frame, context, settings, notes))
            partial = self.session.evaluate(frame.world, "tilgaengelig.take()")
        except ScriptFailed:
            yield None
            return
        yield partial
        yield from inner

    def _children(self, frame: _Frame, inner: list[Mapping[str, Any]]) -> dict[int, _Frame]:
        """The child frames by their place in `inner`; those that the DevTools cannot reach are left out."""
        found: dict[int, _Frame] = {}
        wanted = json.dumps([context["frameSelector"] for context in inner])
        for tree in frame.tree.get("childFrames", ())[:MOST_FRAMES]:
            # A frame that the page took away in the meantime is not reached, and costs only itself.
            with contextlib.suppress(ScriptFailed):
                index = self._index(frame.world, tree["frame"]["id"], wanted)
                if index is not None and index >= 0:
                    found[index] = self._child(frame, tree, inner[index])
        return found

    def _child(self, frame: _Frame, tree: Mapping[str, Any], inner: Mapping[str, Any]) -> _Frame:
        world = self.session.world(tree["frame"]["id"])
        note = inner["note"] or {"foreign": frame.foreign, "region": frame.region}
        foreign = self.brought.by_frame(tree["frame"]["url"]) or note["foreign"]
        # What a frame in the footer shows is footer, also what its own document calls content.
        region = "" if note["region"] == "main" else note["region"]
        return _Frame(tree, world, [*frame.chain, *inner["target"]], foreign, region)

    def _index(self, world: int, frame: str, wanted: str) -> int | None:
        owner = self.session.cdp("DOM.getFrameOwner", frameId=frame)
        node = self.session.cdp(
            "DOM.resolveNode", backendNodeId=owner["backendNodeId"], executionContextId=world
        )
        answer = self.session.cdp(
            "Runtime.callFunctionOn",
            objectId=node["object"]["objectId"],
            functionDeclaration=f"function(){{return tilgaengelig.frameIndex(this, {wanted})}}",
            returnByValue=True,
        )
        value = answer["result"].get("value")
        return int(value) if value is not None else None
