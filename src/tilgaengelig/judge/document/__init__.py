"""Checks of a PDF, decided on the facts of the file alone. A rule names them by what stands here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tilgaengelig.judge.document import about, content, doubts, fonts, layer, looks, parts, structure, tables
from tilgaengelig.judge.document.lost import heeding
from tilgaengelig.model.finding import Finding

_CHECKS: Mapping[str, Callable[..., Iterator[Finding]]] = {
    "document.tagged": about.tagged,
    "document.title": about.title,
    "document.title_is_filename": about.title_is_filename,
    "document.language": about.language,
    "document.silent_language": about.silent_language,
    "document.malformed_language": about.malformed_language,
    "document.malformed_in_parts": about.malformed_in_parts,
    "document.text_layer": about.text_layer,
    "document.rubbish_text": layer.rubbish_text,
    "document.assistive_access": about.assistive_access,
    "document.identification": about.identification,
    "document.bookmarks": about.bookmarks,
    "document.could_be_page": about.could_be_page,
    "document.contrast": looks.contrast,
    "document.reading_order": looks.reading_order,
    "document.tabbed_table": looks.tabbed_table,
    "document.loose_content": content.loose_content,
    "document.loose_lines": content.loose_lines,
    "document.mixed": content.mixed,
    "document.reused": content.reused,
    "document.suspects": structure.suspects,
    "document.roles": structure.roles,
    "document.roles_to_themselves": structure.roles_to_themselves,
    "document.nesting": structure.nesting,
    "document.lists": structure.lists,
    "document.heading_levels": structure.heading_levels,
    "document.heading_kinds": structure.heading_kinds,
    "document.notes": structure.notes,
    "document.alternative": parts.alternative,
    "document.link_tags": parts.link_tags,
    "document.link_contents": parts.link_contents,
    "document.field_tags": parts.field_tags,
    "document.field_labels": parts.field_labels,
    "document.comments": parts.comments,
    "document.media": parts.media,
    "document.tab_order": parts.tab_order,
    "document.layers": parts.layers,
    "document.attachments": parts.attachments,
    "document.dynamic_form": parts.dynamic_form,
    "document.table_build": tables.build,
    "document.table_headers": tables.headers,
    "document.unreadable": fonts.unreadable,
    "document.font_flaws": fonts.flaws,
    "document.empty_alternative": doubts.empty_alternative,
    "document.no_headings": doubts.no_headings,
    "document.empty_heading": doubts.empty_heading,
    "document.feigned_headings": doubts.feigned_headings,
    "document.hand_made_list": doubts.hand_made_list,
    "document.link_words": doubts.link_words,
    "document.no_header_cells": doubts.no_header_cells,
    "document.machine_label": doubts.machine_label,
    "document.running_heads": doubts.running_heads,
}
CHECKS = {name: heeding(name, check) for name, check in _CHECKS.items()}
