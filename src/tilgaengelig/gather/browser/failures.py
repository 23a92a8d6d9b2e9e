"""What goes wrong with a page that is asked for something: our script in it fails, or the page went."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# How the DevTools say that a frame or its world is no more: the page moved on.
_GONE = (
    "context",
    "No frame",
    "No node",
    "Could not find node",
    "Frame with the given id",
    "navigated or closed",
)
# How they say that frames stand within frames so deep that they cannot tell of them.
_TOO_DEEP = "stack limit exceeded"
_PLACE = re.compile(r"^ +(at .{1,200}:\d+:\d+\)?)$", re.MULTILINE)
_MOST_PLACES = 5


class ScriptFailed(Exception):  # noqa: N818 - never leaves this room
    """A script of ours threw in the page, in JavaScript's own `words`.

    As text it is what may be kept of them: the kind of error, and where in our scripts, on one line. The rest may be
    the page's own, put there to be read as a line of our log.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        kind, _, trace = self.words.partition("\n")
        said = " ".join([kind.partition(":")[0][:80], *_PLACE.findall(trace)[:_MOST_PLACES]])
        return "".join(filter(str.isprintable, said))


class DocumentGone(ScriptFailed):
    """The page went elsewhere, or took a part of itself away, while it was asked."""


def is_gone(message: str) -> bool:
    """Whether the DevTools say with it that what was asked of is no more."""
    return any(sign in message for sign in _GONE)


def is_beyond(message: str) -> bool:
    """Whether they say with it that they cannot answer that of this page at all."""
    return _TOO_DEEP in message


def thrown(details: Mapping[str, Any]) -> ScriptFailed:
    """What a script threw, by what the DevTools tell of it (`exceptionDetails`)."""
    return ScriptFailed(details.get("exception", {}).get("description") or details.get("text", ""))
