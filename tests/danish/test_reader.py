"""Who a text speaks to, and how loud: through what is found in whole texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from our_book import BOOK
from tilgaengelig.danish import address, emphasis
from tilgaengelig.danish.negation import double_negations
from tilgaengelig.danish.paragraphs import lists_in_line, paragraphs
from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.references import disturbing, in_title
from tilgaengelig.judge.adviser import advise
from tilgaengelig.model.advice import AdviceKind


def test_man_in_a_speech_is_anybody_and_in_advice_it_is_the_reader() -> None:
    speech = "Jeg synes, at man skal passe på. Hvis man ikke gør det, går det galt."
    assert list(address.impersonal(Prose.of(speech))) == []
    assert len(list(address.impersonal(Prose.of("Man skal søge i tide. Her kan man læse mere.")))) == 2


def test_a_capital_that_a_colon_or_a_name_gives_is_no_polite_address() -> None:
    assert list(address.formal(Prose.of("Det gælder: De skal søge. I går talte De Radikale."))) == []
    (place,) = address.formal(Prose.of("Vi har skrevet til Dem."))
    assert place.plain == "dig"


def test_what_stands_for_deres_hangs_on_the_next_word() -> None:
    (place,) = address.formal(Prose.of("Vi har fået Deres brev."))
    assert place.plain is None  # dit brev, din sag, dine breve


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Det er ikke umuligt.", "muligt"),
        ("Det sker ikke sjældent.", "ofte"),
        ("Det må ikke ske uden pas, og vi gør det ikke uden samtykke.", "kun med"),
        ("Vi taler ikke uden din skriftlige tilladelse med skolen.", "kun med"),
        ("Det er ikke uden betydning for sagen.", None),
        ("Det er ikke uden grund, at vi spørger om samtykke.", None),
        ("Skemaet er ikke uden værdi, tilladelse eller ej.", None),
        ("Du får ikke hjælp, medmindre du søger.", None),
    ],
)
def test_a_double_negation_is_said_plainly_where_that_is_sure(text: str, plain: str | None) -> None:
    (found,) = double_negations(Prose.of(text))
    assert found.plain == plain


def test_what_corrects_something_negates_nothing_twice() -> None:
    assert list(double_negations(Prose.of("Send kun det vigtige, ikke unødvendige papirer."))) == []


def test_names_in_code_and_english_are_not_shouted() -> None:
    text = "Sæt ADMIN_NAVN og [INDSÆT NAVN HER]. Se END OF THE TERMS AND CONDITIONS. Vi bor i EU og NATO."
    assert list(emphasis.shouted(Prose.of(text))) == []


def test_an_act_is_left_its_own_references() -> None:
    sentence = "Du kan efter § 7, stk. 2, nr. 3, få hjælp til din husleje."
    act = f"§ 1. {sentence}\n\n§ 2. Loven gælder.\n\n§ 3. Stk. 2. Loven er ny."
    assert len(list(disturbing(Prose.of(sentence)))) == 1
    assert list(disturbing(Prose.of(act))) == []


def test_the_title_of_an_act_is_told_from_the_sentence_around_it() -> None:
    prose = Prose.of("Se lov om almene boliger m.v. Vi sender papirer m.v.")
    first, second = (at for at, low in enumerate(prose.lows) if low == "m.v")
    assert in_title(prose, first)
    assert not in_title(Prose.of("Vi sender papirer m.v."), 3)
    assert second > first


def test_headings_and_items_are_paragraphs_of_their_own() -> None:
    prose = Prose.of("Sådan søger du\n\nDu skal søge. Det er nemt.\n\n- pas\n- billet\n")
    found = [(one.words, one.heading) for one in paragraphs(prose)]
    assert found == [(3, True), (6, False), (1, False), (1, False)]


def test_a_list_within_a_sentence_is_found_whole() -> None:
    prose = Prose.of("Du skal sende 1) pas, 2) billet og 3) penge.")
    ((start, end),) = lists_in_line(prose)
    assert prose.text[start:end] == "1) pas, 2) billet og 3) penge."


@given(st.text(alphabet="ikke uden man De DU § 1), stk.2!\n–”[", max_size=120))
def test_any_text_is_read_and_every_place_lies_in_it(text: str) -> None:
    prose = Prose.of(text)
    words = [(one.first, one.last) for one in double_negations(prose)]
    words += [(one.first, one.last) for one in address.formal(prose)]
    words += [(one.first, one.last) for one in address.impersonal(prose)]
    words += [(one.first, one.last) for one in address.third_person(prose)]
    words += list(emphasis.shouted(prose))
    assert all(0 <= first < last <= len(prose.words) for first, last in words)
    places = [*emphasis.exclamations(prose), *lists_in_line(prose)]
    places += [(one.start, one.end) for one in disturbing(prose)]
    places += [(one.start, one.end) for one in paragraphs(prose)]
    assert all(0 <= start < end <= len(prose.text) for start, end in places)


@pytest.mark.parametrize(
    ("text", "does"),
    [("Ansøgeren skal sende papirerne.", "søger"), ("Klageren kan skrive til nævnet.", "klager")],
)
def test_the_reader_in_the_third_person_is_told_by_what_he_does(text: str, does: str) -> None:
    rule = BOOK.rules["læseren-i-tredje-person"]
    (one,) = advise(Prose.of(text), [rule], {AdviceKind.IMPERSONAL}).advice
    assert one.message.endswith(f"hvis det er læseren, der {does}.")
