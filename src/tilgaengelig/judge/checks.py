"""The checks that a rule may name, by the name it gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tilgaengelig.judge import document, letter, mail, page, terms, text
from tilgaengelig.judge.across import freshness, navigation, overlap, press, statement, titles, ways
from tilgaengelig.judge.advice import layout, length, nouns, order, personal, tone, voice, words
from tilgaengelig.judge.elements import (
    contact,
    headings,
    images,
    links,
    lists,
    media,
    page_title,
    tables,
    wording,
)

#: Takes the subject and the rule; yields findings, of a site with the visits they are on, and advice on prose.
Check = Callable[..., Iterator[Any]]

CHECKS: Mapping[str, Check] = {
    "page.engine": page.engine,
    "page.untested_frame": page.untested_frame,
    "page.link_without_purpose": links.without_purpose,
    "page.link_of_empty_words": links.empty_words,
    "page.link_of_bare_address": links.bare_address,
    "page.file_without_size": links.file_without_size,
    "page.new_window": links.new_window,
    **document.CHECKS,
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
    "page.empty_lines": lists.empty_lines,
    "page.single_item": lists.single_item,
    "page.plain_text_part": mail.plain_text_part,
    "page.telephone": contact.telephone,
    "page.mail": contact.mail,
    "page.next_step": contact.next_step,
    "text.lix": text.lix,
    "text.language": text.language,
    "text.terms": terms.terms,
    "letter.kind": letter.kind,
    "letter.part": letter.part,
    "site.repeated_title": titles.repeated_title,
    "site.title_without_site": titles.title_without_site,
    "site.overlap": overlap.overlap,
    "site.order": navigation.order,
    "site.identification": navigation.identification,
    "site.icons": navigation.icons,
    "site.help_place": navigation.help_place,
    "site.statement_link": statement.linked,
    "site.statement_age": statement.age,
    "site.statement_part": statement.part,
    "site.statement_burden": statement.burden,
    "site.one_way": ways.one_way,
    "site.orphan": ways.orphan,
    "site.press": press.contact,
    "site.updated": freshness.updated,
    "site.over": freshness.over,
    "advice.long_sentence": length.long_sentence,
    "advice.passive": voice.passive,
    "advice.personal_data": personal.personal_data,
    "advice.officialese": words.officialese,
    "advice.abbreviation": words.abbreviation,
    "advice.foreign_term": words.foreign_term,
    "advice.verbal_noun": nouns.verbal_noun,
    "advice.noun_chain": nouns.noun_chain,
    "advice.heavy_opening": order.heavy_opening,
    "advice.embedded_clause": order.embedded_clause,
    "advice.vague_deadline": words.vague_deadline,
    "advice.formal_address": tone.formal_address,
    "advice.impersonal": tone.impersonal,
    "advice.third_person": tone.third_person,
    "advice.double_negation": tone.double_negation,
    "advice.capitals": tone.capitals,
    "advice.exclamations": tone.exclamations,
    "advice.long_paragraph": layout.long_paragraph,
    "advice.missing_heading": layout.missing_heading,
    "advice.list_in_line": layout.list_in_line,
    "advice.law_reference": layout.law_reference,
}


def subject_of(check: str) -> str:
    """What a check looks at: page, document, text, letter, the whole site, or advice's prose."""
    return check.partition(".")[0]
