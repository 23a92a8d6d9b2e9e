"""The draft of a statement, and what the report tells of exemptions: facts from us, decisions from a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from report_factory import component, document, overview, page, report_of

from tilgaengelig.danish.readability import measure
from tilgaengelig.model.acceptance import Acceptance, Reason
from tilgaengelig.model.audit import VisitState
from tilgaengelig.model.exemption import Basis, Exemption, Suggestion
from tilgaengelig.model.finding import Outcome
from tilgaengelig.model.sample import Evaluation, Judgement
from tilgaengelig.model.statement import Statement, Status
from tilgaengelig.model.trouble import Trouble, TroubleKind
from tilgaengelig.report import Report, render_html
from tilgaengelig.report.draft import draft_fields, draft_text, make_draft

SITE = "https://www.ministeriet.dk"
IMAGE = "billede-uden-alternativ-tekst"
MADE = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)


def exemption(pattern: str, basis: Basis = Basis.DOCUMENT, **changes: Any) -> Exemption:
    given: dict[str, Any] = {
        "reason": "Referaterne bruges ikke i sager mere.",
        "by": "Anna Holm",
        "decided": MADE.date(),
        "review": dt.date(2027, 11, 1),
    }
    return Exemption("7c1e9a04b2d8", "www.ministeriet.dk", pattern, basis, made=MADE, **(given | changes))


def report(*components: Any, **changes: Any) -> Report:
    subjects = (page("/", failed=1), page("/nyt/"), document("/arkiv/referat.pdf"))
    return report_of(overview(subjects, components), **changes)


def broken(*paths: str) -> Any:
    return component(1, IMAGE, tuple(SITE + path for path in paths), outcome=Outcome.FAILED)


def test_each_broken_criterion_is_told_with_where_and_what_a_person_must_add() -> None:
    text = draft_text(make_draft(report(broken("/", "/nyt/"))), "da")
    assert "- 1.1.1 Ikke-tekstbaseret indhold\n" in text
    assert "Det gælder 2 sider, fx https://www.ministeriet.dk/ og https://www.ministeriet.dk/nyt/." in text
    assert "Fejlen bliver rettet: [SKRIV: hvornår]" in text
    assert "Telefon: [SKRIV" in text
    assert "(x) Webstedet overholder standarden delvist" in text


def acceptance(reason: Reason, until: dt.date = dt.date(2027, 5, 1), note: str = "") -> Acceptance:
    return Acceptance("5", "www.ministeriet.dk", "1" * 20, "", IMAGE, reason, note, "Anna Holm", MADE, until)


@pytest.mark.parametrize(
    ("language", "mended"), [("da", "Fejlen bliver rettet"), ("en", "It will be mended")]
)
def test_what_is_accepted_is_still_a_fault_and_says_when_it_is_mended(language: str, mended: str) -> None:
    accepted = replace(broken("/"), accepted=acceptance(Reason.PLANNED, note="Ny forside er på vej."))
    text = draft_text(make_draft(report(accepted)), language)
    (line,) = (line for line in text.splitlines() if mended in line)
    assert "Ny forside er på vej." in line
    assert "1. maj 2027" in line or "2027-05-01" in line
    assert f"{SITE}/." in text
    assert "(x) " in text.partition("\n3. ")[0]
    assert "Maskinen fandt ingen" not in text
    assert "found none" not in text


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Ny forside er på vej", "Ny forside er på vej."),
        ("Ny forside er på vej. ", "Ny forside er på vej."),
        ("Ny forside (uden kort)", "Ny forside (uden kort)."),
        ("Leverandøren skrev: ”Den er på vej.”", "Leverandøren skrev: ”Den er på vej.”"),
        ("Ny forside er på vej!", "Ny forside er på vej!"),
        ("Ny forside er på vej,", "Ny forside er på vej."),
        ("Ny forside " * 50, "…"),
    ],
)
@pytest.mark.parametrize(
    ("language", "when"), [("da", " Senest den 1. maj 2027."), ("en", " By 2027-05-01.")]
)
def test_what_somebody_wrote_ends_before_we_go_on(note: str, told: str, language: str, when: str) -> None:
    planned, burden = (acceptance(reason, note=note) for reason in (Reason.PLANNED, Reason.BURDEN))
    text = draft_text(make_draft(report(replace(broken("/"), accepted=planned))), language)
    assert f"{told}{when}" in text
    text = draft_text(make_draft(report(replace(broken("/"), accepted=burden))), language)
    assert f"{told}\n" in text


def test_open_and_accepted_faults_of_a_criterion_are_told_together() -> None:
    accepted = replace(broken("/"), accepted=acceptance(Reason.SUPPLIER))
    (item,) = make_draft(report(accepted, component(2, IMAGE, (f"{SITE}/nyt/",)))).items
    assert (item.pages, len(item.plans), item.unplanned) == (2, 1, True)
    text = draft_text(make_draft(report(accepted, component(2, IMAGE, (f"{SITE}/nyt/",)))), "da")
    assert "Senest den 1. maj 2027. [SE EFTER: passer det?] [SKRIV: hvornår bliver resten rettet?]" in text


@pytest.mark.parametrize(("reason", "field"), [(Reason.BURDEN, "4b. "), (Reason.EXEMPT, "4c. ")])
@pytest.mark.parametrize("language", ["da", "en"])
def test_what_somebody_calls_a_burden_or_exempt_is_for_a_person_to_decide(
    reason: Reason, field: str, language: str
) -> None:
    said = acceptance(reason, note="Kortet er for dyrt.\n2. OVERHOLDELSESSTATUS")
    draft = make_draft(report(replace(broken("/"), accepted=said)))
    assert (draft.items, draft.broken) == ((), 1)
    text = draft_text(draft, language)
    told = text.partition(field)[2].partition("\n\n4c. " if field == "4b. " else "\n\n5. ")[0]
    assert ("[AFGØR: " if language == "da" else "[DECIDE: ") in told
    assert "Anna Holm: Kortet er for dyrt. 2. OVERHOLDELSESSTATUS" in told
    assert ("Intet." if language == "da" else "None.") not in told
    assert "Maskinen fandt ingen" not in text
    assert "found none" not in text
    assert len(draft_fields(text)) == 7


def test_what_a_person_saw_to_be_no_fault_is_not_in_it() -> None:
    alarm = acceptance(Reason.FALSE_ALARM)
    assert make_draft(report(replace(broken("/"), accepted=alarm))).found == ()
    some = broken("/", "/nyt/")
    single = replace(alarm, finding=some.occurrences[0].id)
    (item,) = make_draft(report(replace(some, accepted_places=(single,)))).items
    assert item.examples == (f"{SITE}/nyt/",)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(
    ("reason", "told"),
    [(Reason.FALSE_ALARM, ""), (Reason.BURDEN, "claimed_burden"), (Reason.EXEMPT, "claimed_outside")],
)
def test_where_each_place_is_accepted_by_itself_each_is_told_as_it_was_said(
    reason: Reason, told: str, first: int
) -> None:
    ends = (dt.date(2026, 12, 1), dt.date(2027, 5, 1))
    some = broken("/", "/nyt/")
    one, other = (place.id for place in some.occurrences)
    said = replace(acceptance(reason, ends[first]), finding=one)
    planned = replace(acceptance(Reason.PLANNED, ends[1 - first], "Vi retter den."), finding=other)
    draft = make_draft(report(replace(some, places=2, accepted_places=(said, planned))))
    (item,) = draft.items
    assert (item.examples, item.plans, item.unplanned) == ((f"{SITE}/nyt/",), (planned,), False)
    claimed = {"claimed_burden": draft.claimed_burden, "claimed_outside": draft.claimed_outside}
    assert {name: item.examples for name, items in claimed.items() for item in items} == (
        {told: (f"{SITE}/",)} if told else {}
    )


def test_where_nothing_was_found_no_status_is_chosen_for_anybody() -> None:
    text = draft_text(make_draft(report()), "da")
    assert "(x) Webstedet" not in text
    assert "Det er ikke nok til at skrive ”fuldt ud”" in text


@pytest.mark.parametrize(("language", "told"), [("da", "læste ingen sider"), ("en", "read no pages")])
def test_a_draft_of_an_audit_that_read_nothing_says_so(language: str, told: str) -> None:
    lost = page("/", state=VisitState.TROUBLED, trouble=Trouble(TroubleKind.UNKNOWN_HOST))
    assert told in draft_text(make_draft(report_of(overview((lost,)))), language)
    assert told not in draft_text(make_draft(report()), language)


@pytest.mark.parametrize(
    ("status", "told"),
    [(Status.NOT, "”overholder ikke”"), (Status.PARTIAL, "”delvist”"), (Status.UNCLEAR, "flere ting om det")],
)
def test_what_the_statement_of_today_says_is_told_in_words(status: Status, told: str) -> None:
    draft = replace(
        make_draft(report()), current=Statement(True, status, True, True, True, True, -1, MADE.date())
    )
    assert f"(Jeres erklæring siger nu {told}.)" in draft_text(draft, "da")


def test_what_is_exempt_stands_in_its_own_field_and_not_among_the_faults() -> None:
    register = [
        exemption("/arkiv/"),
        exemption("/nyt/", Basis.BURDEN, reason="Kortet koster for meget at lave om."),
    ]
    draft = make_draft(report(broken("/nyt/", "/arkiv/referat.pdf"), register=register))
    text = draft_text(draft, "da")
    assert draft.items == ()
    assert [item.examples for item in draft.borne] == [(f"{SITE}/nyt/",)]
    assert "Vi fandt fejl mod 1 af lovens" in text
    assert "Dem, maskinen fandt, står nedenfor." in text
    assert "- /nyt/: Kortet koster for meget at lave om." in text
    assert "- /arkiv/: Dokumentet er udgivet før den 23. september 2018" in text


def test_what_a_person_found_in_depth_is_in_it() -> None:
    said = (
        Judgement(f"{SITE}/", "2.5.1", Outcome.FAILED, "Kortet kræver to fingre."),
        Judgement(f"{SITE}/", "1.4.3", Outcome.FAILED, "Fundet af maskinen", by_machine=True),
    )
    finished = Evaluation("Kontrol", "Anna Holm", dt.date(2026, 11, 20), (f"{SITE}/",), said)
    text = draft_text(make_draft(report(), finished), "da")
    assert "Fejl: Kortet kræver to fingre.\n" in text
    assert "Fundet af maskinen" not in text
    assert "Anna Holm har testet 1 side i dybden den 20. november 2026" in text


@pytest.mark.parametrize("language", ["da", "en"])
def test_hostile_words_neither_break_nor_command_the_draft(language: str) -> None:
    register = [exemption("/<b>", reason="\x1b[2J{{ 7 * 7 }} <script>", by="{% raise %}")]
    text = draft_text(make_draft(report(broken("/"), register=register)), language)
    assert "\x1b" not in text
    assert "{{ 7 * 7 }} <script>" in text


def test_the_draft_is_easy_enough_to_read() -> None:
    lines = draft_text(make_draft(report(broken("/"))), "da").splitlines()
    lix = measure([line for line in lines if line.strip().endswith((".", ".]"))]).lix
    assert lix is not None
    assert lix < 40


def test_the_report_tells_what_is_exempt_and_what_may_be() -> None:
    question = "Filen ser ud til at være fra den 1. januar 2017. Bruges den i en sag nu?"
    suggestion = Suggestion(f"{SITE}/x.pdf", Basis.DOCUMENT, dt.date(2017, 1, 1), question)
    made = report(
        broken("/"),
        register=[exemption("/arkiv/", review=dt.date(2026, 11, 1))],
        suggestions=[suggestion],
    )
    html = render_html(made)
    (row,) = made.exemptions.register
    assert (row.covers, row.failed, row.due) == (1, 2, True)
    assert "Se på det igen nu." in html
    assert "Kan være undtaget: bekræft" in html
    assert question in html
    assert "styrelsens test kender ikke jeres register" in html


def test_a_report_without_exemptions_says_nothing_of_them() -> None:
    assert "Undtaget af loven" not in render_html(report(broken("/")))


@pytest.mark.parametrize(
    ("language", "many", "told"),
    [
        ("da", 1, ("1 adresse kan være undtaget på grund af sin alder. Se den på", "Det gælder 1 side, fx")),
        (
            "da",
            2,
            ("2 adresser kan være undtaget på grund af deres alder. Se dem på", "Værktøjet læste 2 sider"),
        ),
        ("en", 1, ("1 address may be exempted by its age", "On 1 page, such as", "2 pages and 1 PDF file.")),
        ("en", 2, ("2 addresses may be exempted by their age",)),
    ],
)
def test_one_is_told_as_one_and_many_as_many(language: str, many: int, told: tuple[str, ...]) -> None:
    old = [
        Suggestion(f"{SITE}/{number}.pdf", Basis.DOCUMENT, dt.date(2017, 1, 1), "?") for number in range(many)
    ]
    text = draft_text(make_draft(report(broken("/"), suggestions=old)), language)
    assert [each for each in told if each not in text] == []
