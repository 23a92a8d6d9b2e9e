"""Rules, hits and facts for the tests of judge, each with what a test does not care about filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from our_book import BOOK
from tilgaengelig.judge.verdict import Verdict, judge
from tilgaengelig.model.document import Tag
from tilgaengelig.model.finding import Finding, Outcome, Place, Region
from tilgaengelig.model.rule import Rule
from tilgaengelig.model.subject import Block, DocumentFacts, Facts, Hit, PageFacts
from tilgaengelig.rulebook.book import Rulebook

ADDRESS = "https://www.ministerium.example/side"

DANISH = """Du kan søge om støtte til din husleje. Du skal bo til leje og have en lav indkomst. Du søger på nettet med
MitID, og det tager et kvarter. Hav din lejekontrakt klar. Vi ser på din indkomst og på, hvor mange I er i hjemmet.
Vi ser også på, hvor stor boligen er. Mangler vi noget, skriver vi til dig. Du får svar inden fire uger. Får du
støtte, kommer pengene den første hverdag i måneden. Flytter du, skal du huske at sige det til os. Tjener du mere end
før, skal du også sige det. Er du i tvivl om noget, så ring til os på hverdage fra 9 til 15. Du kan også komme forbi,
hvis du har lyst til at tale med en af os. Så hjælper vi dig med at søge."""
HEAVY = """Ansøgning om boligstøtte indgives via den digitale selvbetjeningsløsning under anvendelse af MitID.
Behandlingen sker på grundlag af husstandens samlede indkomstforhold, formueforhold og sammensætning, idet der
samtidig lægges vægt på boligens størrelse og den dokumenterede huslejeudgift. Ansøgeren gøres opmærksom på, at
sagsbehandlingstiden efter omstændighederne kan overstige fire uger, såfremt der skal indhentes supplerende
oplysninger fra andre myndigheder. Ændringer i de forhold, der ligger til grund for bevillingen, herunder ændringer i
indkomst, husstandens sammensætning og bopælsforhold, skal uden ugrundet ophold meddeles til Udbetaling Danmark.
Manglende overholdelse af oplysningspligten kan medføre tilbagebetalingskrav vedrørende uberettiget modtagne ydelser.
Klage over afgørelsen kan indbringes for Ankestyrelsen inden fire uger efter modtagelsen."""
ENGLISH = """You can apply for help with your rent. You must live in a rented home and have a low income. You apply
online with MitID, and it takes a quarter of an hour. Have your lease at hand. We look at your income and at how many
you are in your home. We also look at the size of the home. If we lack something, we will write to you. You will have
an answer within four weeks. If you move, you must remember to tell us. If you earn more than before, you must tell us
that as well. If you are in doubt about anything, call us on weekdays between nine and three o'clock."""
NORWEGIAN = """Du kan søke om støtte til husleien din. Du må bo til leie og ha lav inntekt. Du søker på nettet med
BankID, og det tar et kvarter. Ha leiekontrakten klar. Vi ser på inntekten din og på hvor mange dere er i hjemmet. Vi
ser også på hvor stor boligen er. Mangler vi noe, skriver vi til deg. Du får svar innen fire uker. Får du støtte,
kommer pengene den første hverdagen i måneden. Flytter du, må du huske å si fra til oss. Tjener du mer enn før, må du
også si fra. Er du i tvil om noe, så ring til oss på hverdager fra 9 til 15. Du kan også komme innom hvis du har lyst
til å snakke med en av oss. Hva du enn velger, så hjelper vi deg med å søke."""


def rulebook() -> Rulebook:
    """Our own."""
    return BOOK


def rule(rule_id: str = "billede-uden-alternativ-tekst", **changes: Any) -> Rule:
    """One of our rules, with changes."""
    return replace(rulebook().rule(rule_id), **changes)


def hit(
    name: str = "image-alt", *, region: Region = Region.MAIN, path: str = "body>main>img", **more: Any
) -> Hit:
    """What axe said of an element."""
    place = Place(target="img", snippet="<img>", path=path, region=region, viewports=("desktop",))
    given: dict[str, Any] = {"outcome": Outcome.FAILED, "impact": None, "message": "Der mangler ord", **more}
    return Hit(engine="axe", rule=name, place=place, **given)


def page_facts(*hits: Hit, text: str = "", language: str = "da") -> PageFacts:
    """A page with these hits and this text."""
    return PageFacts(ADDRESS, "En side", language, blocks(text), hits)


def document_facts(**changes: Any) -> DocumentFacts:
    """A PDF that has no fault, with changes."""
    good = DocumentFacts(
        address="https://www.ministerium.example/vejledning.pdf",
        pages=4,
        tagged=True,
        title="Vejledning om støtte",
        shows_title=True,
        language="da-DK",
        assistive_access=True,
        pages_without_text=(),
        blocks=blocks(DANISH),
        pdfua=1,
        tags=(Tag("H1", "H1", page=1, text="Vejledning om støtte", content=1),),
    )
    return replace(good, **changes)


def blocks(text: str) -> tuple[Block, ...]:
    """A text as the paragraphs that it has."""
    return tuple(Block("paragraph", part) for part in text.split("\n\n") if part)


def judged(facts: Facts, *rules: Rule, limit: int = 40) -> Verdict:
    """The verdict by these rules, or by all of ours."""
    return judge(facts, {one.id: one for one in rules} or rulebook().rules, limit)


def said(facts: Facts, *rules: Rule, limit: int = 40) -> list[tuple[str, Outcome]]:
    """Rule and outcome of each finding."""
    return [(found.rule, found.outcome) for found in judged(facts, *rules, limit=limit).findings]


def only(facts: Facts, *rules: Rule) -> Finding:
    """The one finding that there is."""
    (found,) = judged(facts, *rules).findings
    return found
