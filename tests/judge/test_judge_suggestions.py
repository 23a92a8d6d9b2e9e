"""What is suggested for a word: only what can stand in the sentence as it is, and only where it can."""

from __future__ import annotations

import pytest

from our_book import BOOK
from tilgaengelig.danish.prose import Prose
from tilgaengelig.judge.adviser import advise
from tilgaengelig.model.advice import AdviceKind

WORDS = {AdviceKind.OFFICIALESE, AdviceKind.ABBREVIATION, AdviceKind.FOREIGN_TERM}


def suggested(text: str, *, of: str) -> str | None:
    """The text with the suggestion for the word `of` taken; None where there is none."""
    given = advise(Prose.of(text), BOOK.rules.values(), WORDS).advice
    (one,) = [each for each in given if of in text[each.start : each.end].lower()]
    return None if one.suggestion is None else text[: one.start] + one.suggestion + text[one.end :]


@pytest.mark.parametrize(
    ("text", "of", "better"),
    [
        ("Derfor imødekommer vi din ansøgning.", "imødekommer", None),
        ("Vi imødekommer din ansøgning.", "imødekommer", "Vi siger ja til din ansøgning."),
        ("Vi imødekommer ikke din ansøgning.", "imødekommer", None),
        ("Nu underretter kommunen dig.", "underretter", None),
        ("Når du svarer, underretter kommunen din læge.", "underretter", None),
        ("Kommunen underretter din læge.", "underretter", "Kommunen giver besked til din læge."),
        ("Undlader du at svare, lukker vi sagen.", "undlader", None),
        ("Hvis du undlader at svare, lukker vi.", "undlader", "Hvis du lader være med at svare, lukker vi."),
        ("Vi refunderer den.", "refunderer", None),
        ("Vi refunderer beløbet.", "refunderer", None),
        ("Beløbet er refunderet i går.", "refunderet", "Beløbet er betalt tilbage i går."),
        ("Din ansøgning er imødekommet.", "imødekommet", None),
        ("Vi har imødekommet dig.", "imødekommet", "Vi har sagt ja til dig."),
        ("Er der noget, vi ikke har imødekommet?", "imødekommet", "Er der noget, vi ikke har sagt ja til?"),
        ("Din læge er underrettet.", "underrettet", None),
        ("Huset besigtiges i dag.", "besigtiges", None),
        ("Et skema er bilagt.", "bilagt", "Et skema er lagt ved."),
        ("Skemaet medsendes i dag.", "medsendes", "Skemaet sendes med i dag."),
        ("Du skal konsulteres i sagen.", "konsulteres", None),
        ("Du konsulteres i sagen.", "konsulteres", "Du bliver spurgt i sagen."),
        ("Du skal underrettes om det.", "underrettes", None),
        ("Vi varetager din sag.", "varetager", "Vi står for din sag."),
        ("Kommunen varetager sagen.", "varetager", "Kommunen tager sig af sagen."),
        ("Returner skemaet til os.", "returner", None),
        ("Igangsæt arbejdet.", "igangsæt", None),
        (
            "Du skal underrette os, hvis du flytter.",
            "underrette",
            "Du skal give besked til os, hvis du flytter.",
        ),
        ("Du skal underrette, hvis du flytter.", "underrette", None),
        ("Du skal underrette om ændringer.", "underrette", "Du skal give besked om ændringer."),
        ("Vi skal imødekomme borgernes behov.", "imødekomme", None),
        ("Vi må opretholde afslaget.", "opretholde", "Vi må holde fast i afslaget."),
        ("Afslaget er opretholdt.", "opretholdt", None),
        ("Vi har sammenholdt dine tal.", "sammenholdt", "Vi har sammenlignet dine tal."),
        ("Vi sammenholdt dine tal.", "sammenholdt", "Vi sammenlignede dine tal."),
        ("Vi afholdt udgiften.", "afholdt", "Vi betalte udgiften."),
    ],
)
def test_a_verb_of_several_words_is_suggested_where_nothing_stands_between_them(
    text: str, of: str, better: str | None
) -> None:
    assert suggested(text, of=of) == better


@pytest.mark.parametrize(
    ("text", "of", "better"),
    [
        ("Tak for din skrivelse.", "skrivelse", "Tak for dit brev."),
        ("Denne problemstilling ses tit.", "problemstilling", "Dette problem ses tit."),
        ("Du må ikke føre motorkøretøj.", "motorkøretøj", None),
        ("Vi har en klar målsætning.", "målsætning", None),
        ("Vi har en anden målsætning.", "målsætning", None),
        ("Anskaffelsen af bilen er dyr.", "anskaffelsen", None),
        ("Anskaffelsen er dyr.", "anskaffelsen", None),
        ("Skrivelsen er modtaget.", "skrivelsen", "Brevet er modtaget."),
        ("Skrivelsen kan hentes.", "skrivelsen", "Brevet kan hentes."),
        ("Vi har fået din nye skrivelse.", "skrivelse", None),
        ("Vi har modtaget din skrivelse.", "skrivelse", "Vi har modtaget dit brev."),
        ("Du fik en respons i går.", "respons", "Du fik et svar i går."),
        ("Vi har en underskrevet skrivelse.", "skrivelse", None),
        ("Skrivelsen er fra maj.", "skrivelse", "Brevet er fra maj."),
        ("Vi har kommunens skrivelse.", "skrivelse", "Vi har kommunens brev."),
        ("Svar på skrivelse nummer 4.", "skrivelse", "Svar på brev nummer 4."),
        ("Dine indkomstforhold er ændret.", "indkomstforhold", "Din indkomst er ændret."),
        ("Du har en tidsfrist.", "tidsfrist", "Du har en frist."),
        ("Dine restancer er betalt.", "restancer", "Din gæld er betalt."),
        ("Vis os gyldig legitimation.", "legitimation", None),
        ("Du er en skyldner.", "skyldner", None),
        ("Der er et incitament.", "incitament", "Der er en grund."),
        ("Der er et review i maj.", "review", "Der er en gennemgang i maj."),
        ("Det er et kommissorium.", "kommissorium", "Det er en opgave."),
        ("Du kan tage en e-learning.", "e-learning", "Du kan tage et kursus på nettet."),
        ("Det påvirker din retsstilling.", "retsstilling", "Det påvirker dine rettigheder."),
        ("Dit funktionsniveau er godt.", "funktionsniveau", None),
        ("Du har skyldnere.", "skyldnere", "Du har dem, der skylder penge."),
    ],
)
def test_a_noun_of_another_gender_takes_the_word_before_it_along(
    text: str, of: str, better: str | None
) -> None:
    assert suggested(text, of=of) == better


@pytest.mark.parametrize(
    ("text", "of", "better"),
    [
        (
            "Det står i GDPR. Du kan klage.",
            "gdpr",
            "Det står i reglerne om beskyttelse af persondata. Du kan klage.",
        ),
        ("Det gælder unge mv. Kommunen svarer.", "mv.", "Det gælder unge og så videre. Kommunen svarer."),
        ("Det gælder unge mv. i Danmark.", "mv.", "Det gælder unge og så videre i Danmark."),
        ("Kom med tøj, mad m.v.", "m.v.", "Kom med tøj, mad og så videre."),
        ("Send os lønsedler mv.", "mv.", "Send os lønsedler og så videre."),
        ("Husk pas, kørekort m.m.", "m.m.", "Husk pas, kørekort og mere."),
        ("J.nr. 26/1180", "j.nr.", "Journalnummer 26/1180"),
        ("Vores j.nr. 26/1180", "j.nr.", "Vores journalnummer 26/1180"),
        ("Mvh.\nAnna Holm", "mvh.", "Med venlig hilsen\nAnna Holm"),
        ("Vejledning og hjælp m.v.", "m.v.", "Vejledning og hjælp og så videre"),
        ("Svar på klager m.v.\n\nDu får svar.", "m.v.", "Svar på klager og så videre\n\nDu får svar."),
        ("Pas m.m.", "m.m.", "Pas og mere"),
        ("Du får:\n\n- pas, kort m.m.\n- id", "m.m.", "Du får:\n\n- pas, kort og mere\n- id"),
        ("- Du skal have pas m.m.\n- Kom.", "m.m.", "- Du skal have pas og mere.\n- Kom."),
    ],
)
def test_a_sentence_keeps_its_full_stop_and_nothing_else_gets_one(text: str, of: str, better: str) -> None:
    assert suggested(text, of=of) == better


@pytest.mark.parametrize(
    ("text", "of", "better"),
    [
        ("Vi har imidlertid afgjort sagen.", "imidlertid", "Vi har dog afgjort sagen."),
        ("Vi meddeler, at du får hjælp.", "meddeler", "Vi fortæller, at du får hjælp."),
        ("Vi meddeler din læge, at du er syg.", "meddeler", "Vi fortæller din læge, at du er syg."),
        ("Kommunen meddeler dispensation.", "meddeler", None),
        ("Det beror på, hvor du bor.", "beror", "Det afhænger af, hvor du bor."),
        ("Det beror på en fejl.", "beror", None),
        ("Du skal forvisse dig om, at den er låst.", "forvisse", "Du skal sikre dig, at den er låst."),
        ("Du skal forvisse dig om det.", "forvisse", None),
        ("Det er en evidensbaseret metode.", "evidensbaseret", None),
        ("Metoden er evidensbaseret.", "evidensbaseret", "Metoden er bygget på forskning."),
        ("Imidlertid mangler din løn.", "imidlertid", "Dog mangler din løn."),
        ("Vi mødes med henblik på en plan.", "med henblik på", "Vi mødes til en plan."),
        ("Vi mødes med henblik på at tale.", "med henblik på", "Vi mødes for at tale."),
        ("Vi mødes med henblik på, at du kan svare.", "med henblik på", "Vi mødes for at du kan svare."),
        ("Udfyld nedenstående skema.", "nedenstående", None),
        ("Læs ovenstående.", "ovenstående", None),
        ("Det gælder for såvel dig som din ægtefælle.", "såvel", None),
        ("Det påhviler dig at svare.", "det påhviler", None),
        ("Hovedparten af beløbet er betalt.", "hovedparten", None),
        ("Erhvervelse af statsborgerskab koster penge.", "erhvervelse", None),
        ("Kørekort erhverves i maj.", "erhverves", None),
        ("Du har beviseligt fået brevet.", "beviseligt", None),
        ("Beløbet tilgår din konto.", "tilgår", None),
        ("Du skal afstå fra at ringe.", "afstå", "Du skal lade være med at ringe."),
        ("Du kan benytte dig af tilbuddet.", "benytte", "Du kan bruge tilbuddet."),
        ("Vi skal erindre om fristen.", "erindre", "Vi skal minde om fristen."),
        ("Børn med funktionsnedsættelse kan søge.", "funktionsnedsættelse", None),
        ("Konflikten kan eskalere.", "eskalere", None),
        ("Vi har brug for restitution.", "restitution", None),
        ("Det er en subsidiær ydelse.", "subsidiær", None),
        ("Kravet er hjemlet i loven.", "hjemlet", "Kravet står i loven."),
        ("Fuldbyrdelse af dommen sker nu.", "fuldbyrdelse", "Gennemførelse af dommen sker nu."),
        ("Vi bruger tracking af pakker.", "tracking", "Vi bruger sporing af pakker."),
        ("Rekruttering af lærere er svært.", "rekruttering", None),
        ("Rekruttering er svært.", "rekruttering", "At finde nye folk er svært."),
        ("Vi har en god mestring.", "mestring", None),
        ("Vi arbejder for din recovery.", "recovery", None),
        ("Hun fik en ambulant behandling.", "ambulant", None),
        ("Hun blev behandlet ambulant.", "ambulant", "Hun blev behandlet uden at blive indlagt."),
        ("Det er en begunstigende afgørelse.", "begunstigende", None),
        ("Skaden er irreversibel.", "irreversibel", None),
        ("Det er evident.", "evident", None),
        ("Det er betydeligt bedre.", "betydeligt", None),
        ("Du har fået tilsagn.", "tilsagn", None),
        ("Vi holder et kvartalsvist møde.", "kvartalsvist", None),
        ("Hurtigere svar muliggøres af reglerne.", "muliggøres", None),
        ("Vi mødes kvartalsvist.", "kvartalsvist", "Vi mødes hvert kvartal."),
        ("Der er en eksplicit regel.", "eksplicit", None),
        ("Det er påkrævet.", "påkrævet", None),
        ("Giv os et udtømmende svar.", "udtømmende", None),
        ("Skemaet bedes udfyldt.", "bedes", None),
        ("Du bedes udfylde skemaet.", "bedes", "Du skal udfylde skemaet."),
        ("De bedes melde sig.", "bedes", None),
        ("De bedes svare. Det er Deres sag.", "bedes", "Du skal svare. Det er Deres sag."),
        ("Vi har skrevet, at de bedes svare.", "bedes", None),
        ("Vi har skrevet, at De bedes svare.", "bedes", "Vi har skrevet, at du skal svare."),
        ("Den ovennævnte sag er slut.", "ovennævnte", None),
        ("Vi læste det efterfølgende brev.", "efterfølgende", None),
        ("Du skal således betale.", "således", "Du skal altså betale."),
        ("Loven ændres således:", "således", "Loven ændres sådan:"),
        ("Loven ændres således.", "således", "Loven ændres sådan."),
        ("Loven ændres således\n\nDu kan klage.", "således", "Loven ændres sådan\n\nDu kan klage."),
        ("Det er således, at du kan klage.", "således", "Det er sådan, at du kan klage."),
        ("Det er således at du kan klage.", "således", "Det er sådan at du kan klage."),
        ("Giv os nøglen, således at vi kan måle.", "således", "Giv os nøglen, så vi kan måle."),
        ("Vi har således, efter mødet, svaret.", "således", None),
        ("Send evt. klage til os.", "evt.", None),
        ("Du skal evt. møde.", "evt.", None),
        ("Sørg for rettidig betaling.", "rettidig", None),
        ("Vi fik brevet, hvorved du søger.", "hvorved", None),
        ("Reglen, hvorefter huset skal stå der.", "hvorefter", None),
        ("Du får hjælp, hvorimod du ikke får penge.", "hvorimod", "Du får hjælp, mens du ikke får penge."),
        ("Ring til undertegnede.", "undertegnede", "Ring til mig."),
        ("Lønnen må anses for at udgøre 200 kr.", "må anses", "Lønnen er 200 kr."),
        ("Afbud skal meddeles jobcentret.", "meddeles", None),
        ("Brevet tilgår Dem i morgen.", "tilgår", None),
        ("Brevet tilgår dig i morgen.", "tilgår", "Brevet sendes til dig i morgen."),
        ("De respektive kommuner svarer.", "respektive", None),
        ("Du skal særskilt søge.", "særskilt", None),
        ("Uagtet at du er syg, skal du svare.", "uagtet", "Selv om du er syg, skal du svare."),
        ("Vi kommer uden forudgående varsel.", "forudgående", "Vi kommer uden varsel."),
        ("Debitoren skal betale.", "debitor", "Den, der skylder penge, skal betale."),
        ("Det ansøgte er afslået.", "ansøgte", "Det, du søger om, er afslået."),
        ("Du får hjælp under forudsætning af betaling.", "under", None),
        ("Til trods for, at du er syg, kan du svare.", "trods", "Selv om du er syg, kan du svare."),
        ("Efter det oplyste bor du der.", "oplyste", None),
        ("Vi er for så vidt enige.", "vidt", None),
        ("Vi skal hermed bede dig svare.", "hermed", "Vi vil bede dig svare."),
        ("Herved meddeles, at du får hjælp.", "herved", None),
        ("Vi har fremsat krav om betaling.", "fremsat", "Vi har stillet krav om betaling."),
        ("Et provisorisk dokument.", "provisorisk", None),
        ("Svaret er påkrævet.", "påkrævet", None),
        ("Prisen er steget betydeligt mere.", "betydeligt", None),
        ("Den overvejende del af borgerne svarer.", "overvejende", "De fleste af borgerne svarer."),
        ("Dine sagsakter ligger her.", "sagsakter", None),
        ("Vi vil muliggøre et møde.", "muliggøre", None),
        ("Du skal betale rettidigt.", "rettidigt", "Du skal betale i tide."),
        ("Giv os telefonisk besked.", "telefonisk", None),
        ("Vi har utilstrækkelig viden.", "utilstrækkelig", None),
        ("Din egenbetaling er 200 kr.", "egenbetaling", None),
        ("Vi godtgør dine udgifter.", "godtgør", None),
        ("Vi har indhentet din journal.", "indhentet", "Vi har fået din journal."),
        ("Hvis du udebliver, stopper hjælpen.", "udebliver", "Hvis du bliver væk, stopper hjælpen."),
        ("Du er bosiddende i Danmark.", "bosiddende", "Du bor i Danmark."),
        ("Borgere bosiddende i Danmark kan søge.", "bosiddende", "Borgere som bor i Danmark kan søge."),
        ("Huset er beliggende i Odense.", "beliggende", "Huset ligger i Odense."),
        ("Vi forelægger sagen for nævnet.", "forelægger", None),
        ("Vi henstiller, at du svarer.", "henstiller", "Vi beder om, at du svarer."),
        ("Vi henstiller til, at du svarer.", "henstiller", "Vi opfordrer til, at du svarer."),
        ("Huset er for højt, idet der henvises til loven.", "der henvises", None),
        ("Der henvises til loven.", "der henvises", "Se loven."),
        ("6. Der henvises til loven.", "der henvises", "6. Se loven."),
        ("Det ansøgte byggeri er for højt.", "det ansøgte", None),
        ("Du kan ikke få det ansøgte.", "det ansøgte", "Du kan ikke få det, du søger om."),
        ("Skriv til undertegnede.", "undertegnede", "Skriv til mig."),
        ("Du kan kontakte undertegnede.", "undertegnede", "Du kan kontakte mig."),
        ("Undertegnede kan træffes på telefon.", "undertegnede", "Jeg kan træffes på telefon."),
        (
            "Kontakt undertegnede. Har du spørgsmål, så ring.",
            "undertegnede",
            "Kontakt mig. Har du spørgsmål, så ring.",
        ),
        ("Undertegnede, Bo Holm, har sagen.", "undertegnede", None),
        ("Vi gemmer dem i ti år, hvorefter de slettes.", "hvorefter", None),
        ("Vi fik seks bud, hvoraf fire er gode.", "hvoraf", None),
        ("Vi mødes, hvorimod I venter.", "hvorimod", "Vi mødes, mens I venter."),
        ("Loven gælder, uagtet at du er flyttet.", "uagtet", "Loven gælder, selv om du er flyttet."),
        ("Det skal ses i lyset af, at prisen steg.", "i lyset", "Det hænger sammen med, at prisen steg."),
        ("Vi mødes mhp. at lave en plan.", "mhp.", "Vi mødes for at lave en plan."),
        ("Vi ringer mhp. aftale om et møde.", "mhp.", None),
        ("Byg ikke, før tilladelse foreligger.", "foreligger", None),
        ("Hvis der foreligger en tilladelse, må du.", "foreligger", "Hvis der er en tilladelse, må du."),
        ("En pause er påkrævet.", "påkrævet", None),
        ("Det er fyldestgørende.", "fyldestgørende", None),
        ("Du får en helhedsorienteret plan.", "helhedsorienteret", None),
        ("Derfor bliver den hermed fremsendt.", "hermed", None),
        ("Vi bliver, hvorfor den hermed fremsendes.", "hermed fremsendes", None),
        ("Hermed fremsendes en kopi.", "hermed fremsendes", "Her er en kopi."),
        ("Vi svarer i det omfang, det er muligt.", "omfang", "Vi svarer, hvis det er muligt."),
        ("Vi svarer i det omfang det er muligt.", "omfang", "Vi svarer hvis det er muligt."),
        ("Loven gælder i tilfælde af, at du flytter.", "tilfælde", "Loven gælder, hvis du flytter."),
        ("Ring og i tilfælde af, at du er syg, skriv.", "tilfælde", "Ring og hvis du er syg, skriv."),
        ("I det omfang, du kan, skal du svare.", "omfang", "Hvis du kan, skal du svare."),
        ("Endvidere skal du svare.", "endvidere", "Desuden skal du svare."),
        ("Du skal endvidere svare.", "endvidere", "Du skal også svare."),
        ("Du skal møde, og ligeledes skal din bror.", "ligeledes", "Du skal møde, og desuden skal din bror."),
        ("Forinden skal du ringe.", "forinden", None),
        ("Du skal forinden have talt med os.", "forinden", None),
        ("Ring til os forinden.", "forinden", "Ring til os før."),
        ("Hertil kommer et gebyr.", "hertil", "Der er også et gebyr."),
        ("Hertil kommer, at du har svaret.", "hertil", None),
        ("Vi skal hermed oplyse, at du får det.", "hermed", "Vi vil oplyse, at du får det."),
        ("Efter det oplyste bor du alene.", "oplyste", None),
        ("Det er for så vidt rigtigt.", "for så vidt", None),
        ("Til trods for at du svarede, er sagen slut.", "trods", "Selv om du svarede, er sagen slut."),
        ("Vi har et fremadrettet fokus.", "fremadrettet", None),
        ("Prisen er betydeligt højere.", "betydeligt", None),
        ("Vi ser på de respektive kommuner.", "respektive", None),
        ("Brevet vises i sin helhed.", "helhed", None),
        ("Hjælp ham på en sådan måde, at han kan gå.", "måde", "Hjælp ham, så han kan gå."),
        ("Du får ambulant behandling.", "ambulant", None),
        ("Du bliver behandlet ambulant.", "ambulant", "Du bliver behandlet uden at blive indlagt."),
        ("Der sker modregning i maj.", "modregning", None),
        ("J.nr. 26/1180", "j.nr.", "Journalnummer 26/1180"),
        ("Mød ikke op uden forudgående aftale.", "forudgående", "Mød ikke op uden aftale."),
        ("Indtægten må anses for at udgøre 400 kr.", "anses", "Indtægten er 400 kr."),
        ("Den ansøgte placering er i skellet.", "ansøgte", None),
        ("Notatet tilgår dig i maj.", "tilgår", "Notatet sendes til dig i maj."),
        ("Udgiften er afholdt.", "afholdt", "Udgiften er betalt."),
        ("Mødet er afholdt.", "afholdt", "Mødet er holdt."),
        ("Vi søger borgere bosat i Odense.", "bosat", "Vi søger borgere som bor i Odense."),
    ],
)
def test_a_word_of_the_lists_is_answered_by_what_fits_its_sentences(
    text: str, of: str, better: str | None
) -> None:
    assert suggested(text, of=of) == better


@pytest.mark.parametrize(
    ("text", "of", "better"),
    [
        ("Ordningen er implementeret.", "implementeret", "Ordningen er indført."),
        ("Deadlinen er på fredag.", "deadlinen", "Fristen er på fredag."),
        ("Skemaet skal uploades.", "uploades", "Skemaet skal sendes."),
        ("Afgørelsen fuldbyrdes i maj.", "fuldbyrdes", "Afgørelsen gennemføres i maj."),
        ("Vi har et review.", "review", "Vi har en gennemgang."),
        ("Vi intensiverer indsatsen.", "intensiverer", "Vi øger indsatsen."),
        ("Vi skal notificere dig.", "notificere", "Vi skal give besked til dig."),
        ("Du er frontløber.", "frontløber", "Du er den, der går forrest."),
        ("Du får ambulant behandling.", "ambulant", None),
        ("Det er en begunstigende afgørelse.", "begunstigende", None),
        ("Vi vurderer dit funktionsniveau.", "funktionsniveau", None),
        ("Vi skal harmonisere reglerne.", "harmonisere", None),
    ],
)
def test_a_term_is_replaced_in_its_own_form_or_not_at_all(text: str, of: str, better: str | None) -> None:
    assert suggested(text, of=of) == better


def test_where_a_verb_must_follow_it_is_told() -> None:
    (one,) = advise(Prose.of("Vi ringer mhp. aftale om et møde."), BOOK.rules.values(), WORDS).advice
    assert one.message.endswith("Skriv ”for at” og et udsagnsord.")


def test_a_hint_is_told_though_it_is_not_put_in() -> None:
    (one,) = advise(Prose.of("Du får ambulant behandling."), BOOK.rules.values(), WORDS).advice
    assert one.message == "”ambulant” er et fagord. Skriv hellere ”uden at blive indlagt”."
    (one,) = advise(Prose.of("Renten er 5 pct. p.a. af lånet."), BOOK.rules.values(), WORDS).advice
    assert "”p.a.”" in one.message
    (one,) = advise(Prose.of("Giv os kvantitative svar."), BOOK.rules.values(), WORDS).advice
    assert one.message.endswith("Skriv hellere ”i tal”.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Vi har pligt til at svare.", ["har pligt til at"]),
        ("Du får tilskud til dækning af udgifter.", ["til dækning af"]),
        ("Det bemærkes, at fristen er kort.", ["Det bemærkes, at"]),
        ("Du bedes svare.", ["Du bedes"]),
        ("Den indhentes af os.", ["Den indhentes af os"]),
        ("Den blev indgivet i går.", ["indgivet"]),
        ("Den bliver i henhold til loven sendt.", ["bliver i henhold til loven sendt", "i henhold til"]),
        ("Såfremt du anvender den, sendes den.", ["Såfremt", "anvender", "sendes"]),
        ("Afgørelsen kan påklages.", ["påklages"]),
        ("Din ansøgning kan ikke imødekommes.", ["imødekommes"]),
        ("Sagen kan indbringes for nævnet.", ["indbringes for"]),
        ("Vi hjælper til implementering af planen.", ["til implementering af"]),
    ],
)
def test_the_same_words_are_told_of_once(text: str, told: list[str]) -> None:
    kinds = WORDS | {AdviceKind.VERBAL_NOUN, AdviceKind.PASSIVE}
    given = advise(Prose.of(text), BOOK.rules.values(), kinds).advice
    assert [text[one.start : one.end] for one in given] == told


def test_a_heavy_verb_is_told_as_such_and_not_asked_for_in_the_active() -> None:
    (one,) = advise(Prose.of("Afgørelsen kan påklages."), BOOK.rules.values(), set(AdviceKind)).advice
    assert "klage over" in one.message
    assert "påklage”" not in one.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Du kan ringe til PPR. Vi i PPR svarer. PPR har åbent.", 1),
        ("Han får borgerstyret personlig assistance (BPA). Det er BPA efter loven.", 0),
        ("Se ydelsen BPA (hjælp, du selv styrer). BPA er til voksne.", 0),
        ("Du får det, jf. § 3. Du kan klage, jf. § 7.", 2),
    ],
)
def test_what_an_abbreviation_means_is_asked_for_once_and_not_where_the_text_has_said_it(
    text: str, told: int
) -> None:
    assert len(advise(Prose.of(text), BOOK.rules.values(), {AdviceKind.ABBREVIATION}).advice) == told


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Vi har truffet afgørelse om, at du skal betale.", "Vi har besluttet, at du skal betale."),
        ("Vi har truffet afgørelse om at lukke.", "Vi har besluttet at lukke."),
        ("Vi har truffet afgørelse om din pension.", None),
        ("Han gav udtryk for, at det gik godt.", "Han sagde, at det gik godt."),
        ("Vi så på det ønske, som I har givet udtryk for.", None),
        ("Du har pligt til at svare.", "Du skal svare."),
        ("Vi bekræfter, at du ikke har pligt til at svare.", "Vi bekræfter, at du ikke behøver at svare."),
        ("En lov, der ikke har til formål at hjælpe dig.", None),
        ("Vi har kendskab til din sag.", "Vi kender din sag."),
        ("Vi har kendskab til, at du er syg.", "Vi ved, at du er syg."),
        ("Vi har kendskab til, hvor du bor.", "Vi ved, hvor du bor."),
        ("Vi træffer afgørelse i din sag.", "Vi afgør din sag."),
    ],
)
def test_a_verb_for_a_noun_keeps_the_comma_and_what_a_negation_means(text: str, better: str | None) -> None:
    (one,) = advise(Prose.of(text), BOOK.rules.values(), {AdviceKind.VERBAL_NOUN}).advice
    taken = None if one.suggestion is None else text[: one.start] + one.suggestion + text[one.end :]
    assert taken == better


def test_time_is_not_what_is_decided() -> None:
    for when in ("uge 48", "december", "2027", "fællesskab"):
        text = f"Vi forventer at træffe afgørelse i {when}."
        assert advise(Prose.of(text), BOOK.rules.values(), {AdviceKind.VERBAL_NOUN}).advice == ()


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("Vi foretager implementering af loven.", "Vi indfører loven."),
        ("Vi foretager indhentning af svar.", "Vi beder om svar."),
        ("Vi mødes til udarbejdelse af planen.", "Vi mødes til at lave planen."),
        ("Vi foretager vurdering af sagen.", "Vi vurderer sagen."),
    ],
)
def test_a_verb_made_of_a_noun_is_no_word_to_avoid(text: str, better: str) -> None:
    (one,) = advise(Prose.of(text), BOOK.rules.values(), {AdviceKind.VERBAL_NOUN}).advice
    assert one.suggestion is not None
    assert text[: one.start] + one.suggestion + text[one.end :] == better
    assert f"”{one.suggestion}”" in one.message
