"""Checks of a page's elements, a file a theme: what an editor can do wrong that no engine looks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tilgaengelig.judge.elements import (
    autofill,
    contact,
    fields,
    grid,
    headings,
    images,
    links,
    lists,
    media,
    naming,
    page_title,
    sameness,
    senses,
    silent,
    tables,
    wording,
)
from tilgaengelig.model.finding import Finding
from tilgaengelig.model.rule import Rule

CHECKS: Mapping[str, Callable[..., Iterator[Finding]]] = {
    "page.link_without_purpose": links.without_purpose,
    "page.link_of_empty_words": links.empty_words,
    "page.link_of_bare_address": links.bare_address,
    "page.file_without_size": links.file_without_size,
    "page.new_window": links.new_window,
    "page.list_by_hand": wording.list_by_hand,
    "page.capitals": wording.capitals,
    "page.passage_language": wording.passage_language,
    "page.telephone_without_link": wording.telephone_without_link,
    "page.date_in_figures": wording.date_in_figures,
    "page.alt_is_file_name": images.alt_is_file_name,
    "page.alt_says_nothing": images.alt_says_nothing,
    "page.alt_says_image": images.alt_says_image,
    "page.alt_repeats": images.alt_repeats,
    "page.image_of_text": images.image_of_text,
    "page.figures_as_text": images.figures_as_text,
    "page.title_placeholder": page_title.placeholder,
    "page.title_off_topic": page_title.off_topic,
    "page.heading_placeholder": headings.placeholder,
    "page.heading_too_long": headings.too_long,
    "page.heading_repeated": headings.repeated,
    "page.long_text_without_heading": headings.long_text_without,
    "page.fake_heading": headings.fake,
    "page.emphasised_paragraph": headings.emphasised,
    "page.table_headers": tables.headers,
    "page.table_for_layout": tables.layout,
    "page.table_ragged": tables.ragged,
    "page.table_spaced": tables.spaced,
    "page.table_of_spaces": tables.made_of_spaces,
    "page.video_captions": media.video_captions,
    "page.sound_as_text": media.sound_as_text,
    "page.silent_film": media.silent_film,
    "page.unspoken_description": media.unspoken_description,
    "page.empty_lines": lists.empty_lines,
    "page.single_item": lists.single_item,
    "page.telephone": contact.telephone,
    "page.mail": contact.mail,
    "page.next_step": contact.next_step,
    "page.label_in_name": naming.label_in_name,
    "page.dialog_name": naming.dialog,
    "page.naming_prohibited": naming.prohibited,
    "page.own_field_without_autocomplete": autofill.own_field,
    "page.label_of_empty_words": fields.label_of_empty_words,
    "page.labels_alike": fields.labels_alike,
    "page.choices_without_question": fields.choices_without_question,
    "page.placeholder_contrast": fields.pale_placeholder,
    "page.edge_contrast": fields.pale_edge,
    "page.error_of_empty_words": fields.error_of_empty_words,
    "page.frames_alike": sameness.frames_alike,
    "page.links_alike": sameness.links_alike,
    "page.links_told_by_sight": sameness.told_by_sight,
    "page.silent_picture": silent.picture,
    "page.pointed_at": senses.pointed_at,
    "page.header_without_cells": grid.header_without_cells,
}

#: Those that look at more of a page than its elements, title, language and address.
_ON_TEXT = frozenset({"page.next_step"})


def on_elements_alone(rule: Rule) -> bool:
    """Whether what a rule finds is settled once the elements are known, whatever engines and text say later."""
    return rule.check in CHECKS and rule.check not in _ON_TEXT and "axe" not in rule.settings
