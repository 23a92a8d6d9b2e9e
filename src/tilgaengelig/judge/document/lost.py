"""What is said where a part of a PDF could not be read: a rule that asks for it is untested there, never passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import wraps
from typing import Any

from tilgaengelig.judge.document.telling import numbers
from tilgaengelig.judge.document.tree import Check
from tilgaengelig.judge.own import finding
from tilgaengelig.model.document import Loss, Part
from tilgaengelig.model.finding import Finding, Outcome
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import DocumentFacts

_TAGS = (Part.TAGS,)
#: What is told because something is not there: a table of the file's objects that was rebuilt may have missed it.
_ABSENT = (Part.FILE, Part.TAGS)
_ON_PAGES = (Part.TAGS, Part.CONTENT)
_SHOWN = (Part.TAGS, Part.CONTENT, Part.TEXT)
#: A font that is not there may have been lost with the table.
_FONTS = (Part.FILE, Part.CONTENT, Part.FONTS)
_NOTES = (Part.TAGS, Part.ANNOTATIONS)

#: The parts that each check asks for. A check that is not here asks for what is read or the whole file is not.
NEEDS: Mapping[str, tuple[Part, ...]] = {
    "document.tagged": _ABSENT,
    "document.title": (Part.FILE, Part.METADATA),
    "document.title_is_filename": (Part.METADATA,),
    "document.language": (*_ABSENT, Part.CONTENT),
    "document.silent_language": (*_ON_PAGES, Part.ANNOTATIONS, Part.BOOKMARKS, Part.METADATA),
    "document.malformed_in_parts": _ON_PAGES,
    "document.text_layer": (Part.CONTENT, Part.TEXT),
    "document.rubbish_text": (Part.TEXT,),
    "document.identification": (Part.FILE, Part.METADATA),
    "document.bookmarks": (Part.FILE, Part.BOOKMARKS),
    "document.loose_content": (*_ABSENT, Part.CONTENT),
    "document.loose_lines": (*_ABSENT, Part.CONTENT),
    "document.mixed": _ON_PAGES,
    "document.reused": (Part.CONTENT,),
    "document.roles": _ABSENT,
    "document.roles_to_themselves": _ABSENT,
    "document.nesting": _ABSENT,
    "document.lists": _ABSENT,
    "document.heading_levels": _ABSENT,
    "document.heading_kinds": _TAGS,
    "document.notes": _TAGS,
    "document.alternative": _TAGS,
    "document.link_tags": (*_ABSENT, Part.ANNOTATIONS),
    "document.link_contents": _NOTES,
    "document.field_tags": (*_ABSENT, Part.ANNOTATIONS),
    "document.field_labels": (Part.ANNOTATIONS,),
    "document.comments": _NOTES,
    "document.media": (Part.ANNOTATIONS,),
    "document.tab_order": (Part.ANNOTATIONS, Part.EXTRAS),
    "document.layers": (Part.EXTRAS,),
    "document.attachments": (Part.EXTRAS,),
    "document.dynamic_form": (Part.EXTRAS,),
    "document.suspects": (Part.EXTRAS,),
    "document.table_build": _ABSENT,
    "document.table_headers": _ABSENT,
    "document.unreadable": _FONTS,
    "document.font_flaws": _FONTS,
    "document.empty_alternative": _TAGS,
    "document.no_headings": _ABSENT,
    "document.empty_heading": _SHOWN,
    "document.feigned_headings": _SHOWN,
    "document.hand_made_list": _SHOWN,
    "document.link_words": _SHOWN,
    "document.no_header_cells": _SHOWN,
    "document.machine_label": (Part.ANNOTATIONS,),
    "document.running_heads": _SHOWN,
    "document.could_be_page": (Part.TEXT, Part.ANNOTATIONS),
    "document.contrast": (Part.LOOKS, Part.TEXT),
    "document.reading_order": _SHOWN,
    "document.tabbed_table": _SHOWN,
}
_WHOLE = {
    Part.FILE: "Filen er beskadiget, og noget af den kan mangle",
    Part.TAGS: "Filens koder (tags) kan ikke læses",
    Part.CONTENT: "Siderne kan ikke læses",
    Part.TEXT: "Teksten på siderne kan ikke læses",
    Part.FONTS: "Filens skrifter kan ikke læses",
    Part.ANNOTATIONS: "Filens links og felter kan ikke læses",
    Part.BOOKMARKS: "Filens bogmærker kan ikke læses",
    Part.METADATA: "Filens oplysninger om sig selv (metadata) kan ikke læses",
    Part.EXTRAS: "Filens lag og vedhæftede filer kan ikke læses",
    Part.LOOKS: "Siderne kan ikke vises",
}
_ON_PAGE = {
    Part.FONTS: "En skrift på side {} kan ikke læses",
    Part.ANNOTATIONS: "Links eller felter på side {} kan ikke læses",
    Part.LOOKS: "Vi når ikke at se på alle farverne på side {}",
}


def heeding(name: str, check: Check) -> Check:
    """The check, and what it could not see.

    Where a part is lost as a whole, what the check says of the rest is not to be trusted: absence may be the loss.
    Where it is lost on some pages, what is found on the others stands.
    """
    needs = NEEDS.get(name, ())

    @wraps(check)
    def heeded(facts: DocumentFacts, rule: Rule, **settings: Any) -> Iterator[Finding]:
        lost = [loss for loss in facts.lost if loss.part in needs]
        whole = [loss for loss in lost if loss.page is None]
        if not whole:
            yield from check(facts, rule, **settings)
        tags_lost = any(loss.part in _ABSENT for loss in whole)
        if lost and (facts.tagged or tags_lost or Part.TAGS not in needs):
            yield _untested(rule, whole or lost)

    return heeded


def _untested(rule: Rule, lost: list[Loss]) -> Finding:
    message = f"{told(lost)}, så reglen er ikke prøvet{' dér' if lost[0].page else ''}."
    return finding(rule, Outcome.UNTESTED, message, page=lost[0].page, component=f"lost:{rule.id}")


def told(lost: list[Loss]) -> str:
    """What is lost, as the head of a sentence: the first part, with all of its pages."""
    first = lost[0]
    if first.page is None:
        return _WHOLE[first.part]
    pages = sorted({loss.page for loss in lost if loss.part is first.part and loss.page is not None})
    onward = any(loss.onward for loss in lost if loss.part is first.part)
    where = numbers(pages) + (" og frem" if onward else "")
    return _ON_PAGE.get(first.part, "Side {} kan ikke læses helt").format(where)
