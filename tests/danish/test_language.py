"""The language of a text; Danish is never taken for another language."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from danish_gold import cases
from hypothesis import given
from hypothesis import strategies as st

from tilgaengelig.danish.language import (
    FEWEST_WORDS,
    LanguageGuess,
    danish_or_norwegian,
    detect,
    is_danish,
)

_OTHERS = {
    "no": "Vi har mottatt søknaden din om økonomisk stønad. Du må sende oss opplysninger om inntekten din før vi kan "
    "fatte vedtak. Hvis du ikke sender dem innen tre uker, blir søknaden avslått. Ta kontakt med oss hvis du har noe å "
    "spørre om.",
    "sv": "Vi har tagit emot din ansökan om ekonomiskt bistånd. Du måste skicka in uppgifter om din inkomst innan vi "
    "kan fatta beslut. Om du inte skickar in dem inom tre veckor avslås ansökan.",
    "en": "We have received your application for financial assistance. You must send us information about your income "
    "before we can make a decision. Please contact us if you have any questions about this letter.",
    "de": "Wir haben Ihren Antrag auf finanzielle Unterstützung erhalten. Bitte senden Sie uns Informationen über Ihr "
    "Einkommen, bevor wir eine Entscheidung treffen können.",
    "pl": "Otrzymaliśmy Państwa wniosek o pomoc finansową. Prosimy o przesłanie informacji o dochodach, zanim będziemy "
    "mogli podjąć decyzję w tej sprawie, oraz kontakt telefoniczny z urzędem.",
}


@pytest.mark.parametrize(("code", "text"), _OTHERS.items(), ids=_OTHERS)
def test_other_languages(code: str, text: str) -> None:
    guess = detect(text)
    assert guess.code == code
    assert guess.probability > 0.5
    assert is_danish(text) is False


def test_administrative_danish_is_never_called_anything_else() -> None:
    for case in cases():
        assert is_danish(case.text) is not False
        if detect(case.text).words >= FEWEST_WORDS:
            assert is_danish(case.text) is True, case.text


def test_greenlandic_is_known_though_the_model_does_not_know_it() -> None:
    text = (
        "Qinnuteqaat pillugu paasissutissat nutaanik pisinnaavutit. Kalaallit Nunaanni innuttaasut tamatuma malillugu "
        "saaffigisinnaavarput, imaluunniit kommunimi sullissivik aqqutigalugu. Taamaattumik ilinnut nassiunneqassaaq "
        "aamma oqarasuaat aqqutigalugu paasitinneqassaatit."
    )
    assert detect(text).code == "kl"
    assert is_danish(text) is False


def test_faroese_is_known() -> None:
    text = (
        "Vit hava fingið umsókn tína um stuðul. Tú mást senda okkum upplýsingar um inntøku tína, áðrenn vit kunnu taka "
        "eina avgerð. Um tú ikki sendir tær innan tríggjar vikur, verður umsóknin avvíst. Set teg í samband við okkum."
    )
    assert detect(text).code == "fo"


def test_danish_and_norwegian_are_told_apart_by_words_that_only_one_of_them_has() -> None:
    danish = "Vi har ikke noget imod, hvad nogle af jer skriver, efter at I er blevet givet et afslag igen i uge 4."
    assert danish_or_norwegian(danish) == "da"
    assert (
        danish_or_norwegian(_OTHERS["no"] + " Ta kontakt hvis noe mangler i vedtaket etter tre uker.") == "no"
    )
    assert danish_or_norwegian("Vi har hus og bil.") is None


@pytest.mark.parametrize("text", ["", "Kære borger", "123 456 " * 30, "Vi har mottatt søknaden din. Takk."])
def test_too_short_to_say(text: str) -> None:
    assert detect(text).code is None
    assert detect(text).probability == 0.0
    assert is_danish(text) is None


def test_danish_with_english_and_code_in_it_is_danish() -> None:
    assert is_danish(
        "Klik på Indstillinger og vælg sproget i menuen, så bliver siden vist på dansk. function loadPage() { return "
        "document.getElementById('main'); } Du kan også skrive config.lang = \"en\" i filen settings.json, hvis du "
        "hellere vil have engelsk. Tryk Save og Close, når du er færdig."
    )
    assert is_danish(
        "Log in to the Self Service Portal. Du kan bruge Digital Post, Microsoft Teams og Outlook Web App til at "
        "skrive til os, og du skal downloade Adobe Acrobat Reader for at læse filen."
    )


def test_norwegian_that_might_be_danish_is_left_open() -> None:
    text = "Jeg kan komme i dag eller i morgen, hvis du vil. Vi kan spise, og barna kan leke ute i hagen hele dagen."
    assert is_danish(text) is not False


@given(st.text())
def test_any_text_will_do(text: str) -> None:
    guess = detect(text)
    assert (guess.code is None) == (guess.words < FEWEST_WORDS)
    assert 0 <= guess.probability <= 1


def test_threads_share_one_model() -> None:
    with ThreadPoolExecutor(8) as pool:
        guesses: list[LanguageGuess] = list(pool.map(detect, [_OTHERS["sv"], _OTHERS["de"]] * 20))
    assert {guess.code for guess in guesses} == {"sv", "de"}
