"""What goes between us and the worker process: frames of bytes, and facts as JSON.

JSON and not pickle: a file that takes the worker over must not gain us too.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from typing import Any

from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import Block, DocumentFacts, Link
from tilgaengelig.model.trouble import TroubleKind

#: Before each frame stands its length in bytes.
LENGTH = struct.Struct(">Q")
#: The worker's answer is far below this; a longer one is no answer of ours.
LONGEST_ANSWER = 128 << 20


def packed_facts(facts: DocumentFacts) -> bytes:
    """Facts as the worker sends them."""
    return json.dumps({"facts": dataclasses.asdict(facts)}).encode()


def packed_trouble(unread: Unread) -> bytes:
    """The trouble of a document that could not be read, as the worker sends it."""
    return json.dumps({"trouble": unread.trouble.kind, "detail": unread.trouble.detail}).encode()


def unpacked(answer: bytes) -> DocumentFacts:
    """The facts in the worker's answer; raises the Unread that it tells of, or ValueError where it is no answer."""
    try:
        told: dict[str, Any] = json.loads(answer)
        if "trouble" in told:
            raise Unread(TroubleKind(told["trouble"]), str(told["detail"]))
        return _facts(told["facts"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("the worker sent no answer") from error


def _facts(told: dict[str, Any]) -> DocumentFacts:
    return DocumentFacts(
        **told
        | {
            "pages_without_text": tuple(told["pages_without_text"]),
            "blocks": tuple(Block(**block) for block in told["blocks"]),
            "links": tuple(Link(**link) for link in told["links"]),
        }
    )
