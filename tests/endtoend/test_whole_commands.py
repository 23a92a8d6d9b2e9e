"""The commands beside scan and check: letters, sentences, rules, audits, doctor, and the help of them all."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from program import Home, Said

from tilgaengelig import resources
from tilgaengelig.model.audit import Attended, AuditState, Order, SubjectKind, VisitState
from tilgaengelig.model.finding import Finding, Outcome, Place
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.store import Store

PDF = resources.SAMPLE / "site" / "publikationer" / "vejledning-tilskud.pdf"
PLACE = "https://www.prove.dk"
FAULT = Finding(
    rule="billede-uden-alternativ-tekst",
    outcome=Outcome.FAILED,
    impact=Impact.CRITICAL,
    message="Billedet har ingen alternativ tekst.",
    engine="axe",
    engine_rule="image-alt",
    wcag=("1.1.1",),
    responsibility=Responsibility.REDAKTOER,
    place=Place(target="img", snippet="<img src=x>"),
    component="logo",
)
MARK = "Kvækerfrø"
LETTER = f"""Kære {MARK}

Vi har modtaget din ansøgning. I henhold til reglerne om tilskud skal ministeriet, efter at have indhentet
udtalelser fra de relevante høringsparter og kommunalbestyrelsen, foretage en samlet vurdering af, hvorvidt
betingelserne for udbetaling af det ansøgte beløb kan anses for opfyldte, førend der kan træffes afgørelse.

Ring til {MARK}, hvis du har spørgsmål.
"""
HELPS = [
    *("", "scan", "check", "letter", "sentences", "rules", "rules list", "rules show", "rules validate"),
    *(
        "audit",
        "audit list",
        "audit show",
        "audit tell",
        "audit digest",
        "group",
        "group report",
        "serve",
        "doctor",
        "database",
        "database upgrade",
    ),
    *("access", "access add", "access list", "access remove"),
    *(
        "statement",
        "statement draft",
        "sample",
        "inventory",
        "inventory list",
        "inventory add",
        "inventory import",
    ),
    *("exemption", "exemption add", "exemption list", "exemption remove", "exemption suggest"),
    *("audit run", "audit diff", "audit assign", "audit comment", "audit mended", "audit tasks"),
    *(
        "site",
        "site add",
        "site list",
        "site show",
        "site remove",
        "site move",
        "schedule",
        "database backup",
        "database restore",
    ),
]

RIGHT = [
    *("rules", "rules list", "rules validate", "rules show billede-uden-alternativ-tekst"),
    *("audit list", "doctor", "--version", "site list", "audit tasks"),
    *("rules list --lang en", "audit list --rules fil --lang en", "audit list --lang da"),
]
#: A database cannot be in a file.
LACKING = "doctor --database sqlite:///fil/audits.db"
SCAN, CHECK = "scan http://127.0.0.1:9/", "check side.html"
#: What is used wrongly, and what our one sentence on it names (a pattern).
WRONG = {
    "findes-ikke": "Kommandoen ”findes-ikke” kendes ikke",
    "scan": r"Skriv adressen på det websted, der skal kontrolleres, eller brug --sample\.$",
    f"{SCAN} --sample": "Skriv enten en adresse eller --sample, ikke begge dele",
    f"{SCAN} --prefix da/": "”da/” er ikke en sti; skriv den med en skråstreg først, fx /da/",
    f"{SCAN} --findes-ikke": "--findes-ikke kendes ikke",
    f"{SCAN} --max-pages": "--max-pages skal stå med en værdi",
    f"{SCAN} --max-pages hest": "--max-pages, skriv et tal på mindst 1",
    f"{SCAN} --max-pages 0": "--max-pages, skriv et tal på mindst 1",
    f"{SCAN} --fail-on slemt": "”slemt” kan ikke bruges til --fail-on, vælg mellem critical, serious, moderate",
    f"{SCAN} --fresh=1": "--fresh tager ingen værdi",
    f"{SCAN} --format papir": "Formatet ”papir” kendes ikke; vælg mellem html, json",
    f"{SCAN} --allow-network hest": "”hest” er ikke et netværk; skriv det som 10.0.0.0/8",
    f"{SCAN} --storage-state findes-ikke": "Filen findes-ikke er ikke en gemt session",
    "check": "ADRESSE… mangler",
    f"{CHECK} --allow-network hest": "”hest” er ikke et netværk; skriv det som 10.0.0.0/8",
    f"{CHECK} --rules findes-ikke": "Mappen findes-ikke findes ikke; --rules skal være en mappe",
    "letter": r"FIL\|- mangler",
    "letter a.txt b.txt": r"Der står for meget på linjen \(b\.txt\)",
    "letter findes-ikke.txt": r"Filen findes-ikke.txt kan ikke læses \(stedet findes ikke\)",
    "letter .": r"Filen \. kan ikke læses \(det er en mappe\)",
    "rules handbook --output fil": r"Der kan ikke skrives i fil \(der ligger en fil med det navn\)",
    "scan http://127.0.0.1:9/ --section kommuner": "”kommuner” kan ikke bruges; skriv fx /kommuner/=kommuner.",
    "scan http://127.0.0.1:9/ --section /fag/=konger": "Målgrupperne er borgere, kommuner, organisationer, presse.",
    "letter - --audience konger": "”konger” kan ikke bruges til --audience, vælg mellem borgere, kommuner",
    "rules show findes-ikke": "Der er ingen regel med navnet ”findes-ikke”",
    "rules validate --rules findes-ikke": "Mappen findes-ikke findes ikke; --rules skal være en mappe",
    "audit run findes-ikke": "Der er intet websted, der hedder ”findes-ikke”",
    "audit diff findes-ikke": "Der er ingen kontrolkørsel med id ”findes-ikke”",
    "audit mended 0123456789abcdef0123 --by Bo": "Der er ingen fejl med id ”0123456789abcdef0123”",
    "site show findes-ikke": "Der er intet websted, der hedder ”findes-ikke”",
    "site add ikke-en-adresse": "”ikke-en-adresse” er ikke en webadresse",
    "site add https://a.example --schedule nat": "”nat” er ikke en tidsplan",
    "site add https://a.example --window nat": "”nat” er ikke et tidsrum",
    "site add https://a.example --limit nye": "”nye” er ikke en grænse",
    "database restore findes-ikke": "Skriv --yes, hvis du er sikker",
    "database restore findes-ikke --yes": "Filen findes-ikke findes ikke",
    "audit show findes-ikke": "Der er ingen kontrolkørsel med id ”findes-ikke”",
    "audit list --database hest": "",
    "audit list --database mysql://x/y": "",
    "audit list --database sqlite:////proc/findes/ikke.db": r"kan ikke oprettes \(stedet findes ikke\)",
    "audit list --database sqlite:///papir": r"kan ikke bruges \(filen er ikke en database\)",
    "database backup /proc/kopi.db": r"Kopien kan ikke skrives til /proc/kopi.db \(stedet findes ikke\)",
}


def traces(home: Home, mark: str) -> list[Path]:
    """The files of this home in which the mark stands, in any of the encodings that we might write."""
    forms = [mark.encode("utf-8"), mark.encode("utf-16-le"), mark.encode("latin-1")]
    forms += [json.dumps(mark)[1:-1].encode(), mark.lower().encode()]
    files = [path for place in (home.folder, home.temporary) for path in place.rglob("*") if path.is_file()]
    return [path for path in files if any(form in path.read_bytes() for form in forms)]


# Letters

UNREAD = {
    "letter brev.exe": "Filer af typen .exe kan vi ikke læse",
    "letter brev.pdf": "PDF-filen er beskadiget",
    "letter - < tom.txt": "Brevet er tomt.",
}
KINDS = ("html", "pdf", "md")


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """What is said of the letter, from a file of each kind and as input."""
    home = Home(tmp_path_factory.mktemp("letters") / "home")
    for name in ("brev.txt", "brev.exe", "klar.md"):
        (home.here / name).write_text(LETTER, "utf-8")
    (home.here / "brev.pdf").write_bytes(b"%PDF-1.7\n" + LETTER.encode())
    (home.here / "tom.txt").write_text(" \n", "utf-8")
    page = f"<html lang=da><main><h1>Brev</h1><p>{LETTER}</p></main>"
    (home.here / "klar.html").write_text(page, encoding="utf-8")
    shutil.copy(PDF, home.here / "klar.pdf")
    return home.run_in_turn(
        *("letter - --json < brev.txt", "letter brev.txt --json"),
        *("sentences brev.txt", "sentences - < brev.txt", "sentences < brev.txt"),
        *("letter brev.txt", "letter brev.txt --audience kommuner"),
        *UNREAD,
        *(f"letter klar.{kind} --json" for kind in KINDS),
    )


def test_letter_json_has_the_contracts_keys_and_places_in_the_text_as_received(
    letters: dict[str, Said],
) -> None:
    said = letters["letter - --json < brev.txt"]
    (data,) = said.objects
    assert (said.code, said.err) == (0, "")
    assert {"readability", "audience", "sentences", "advice"} <= set(data)
    assert {"words", "sentences", "longWords", "lix", "rix", "ovix", "rareShare", "prose"} <= set(
        data["readability"]
    )
    assert (data["audience"], data["text"]) == ("borgere", LETTER)
    assert all(set(each) == {"start", "end", "words", "lix", "advice"} for each in data["sentences"])
    (advice,) = [each for each in data["advice"] if each["kind"] == "long-sentence"]
    assert set(advice) == {"start", "end", "kind", "message", "suggestion"}
    long = LETTER[advice["start"] : advice["end"]]
    assert (long[:8], long[-18:]) == ("I henhol", "træffes afgørelse.")
    (of_sentence,) = [each["advice"] for each in data["sentences"] if each["start"] == advice["start"]]
    assert advice in of_sentence
    assert len(data["sentences"]) == data["readability"]["sentences"]


def test_a_letter_counts_the_same_sentences_as_the_command_sentences_tells(letters: dict[str, Said]) -> None:
    told = letters["sentences brev.txt"]
    piped, bare = letters["sentences - < brev.txt"], letters["sentences < brev.txt"]
    (data,) = letters["letter brev.txt --json"].objects
    assert told.lines == piped.lines == bare.lines
    assert len(told.lines) == data["readability"]["sentences"]
    assert told.lines[1] == "Vi har modtaget din ansøgning."


def test_a_letter_for_another_audience_is_held_to_another_goal(letters: dict[str, Said]) -> None:
    citizens, municipalities = letters["letter brev.txt"], letters["letter brev.txt --audience kommuner"]
    assert (citizens.code, municipalities.code) == (0, 0)
    assert "LIX" in citizens.lines[0]
    assert citizens.lines[0] != municipalities.lines[0]


def test_a_letter_is_never_stored_nor_logged(tmp_path: Path) -> None:
    home, piped = Home(tmp_path / "home"), tmp_path / "outside.txt"
    shutil.copy(resources.SAMPLE / "brev.txt", home.here)
    piped.write_text(LETTER, "utf-8")
    assert traces(home, "Karla Eksempel") == [home.here / "brev.txt"], "the search finds what is there"
    # The first makes a database, so that there is somewhere to store.
    commands = ["doctor", "letter brev.txt", "letter brev.txt --json --audience presse"]
    commands += [f"letter - --json < {piped}", f"sentences - < {piped}"]
    said = home.run_in_turn(*commands)
    assert {each.code for each in said.values()} == {0}
    assert traces(home, "Karla Eksempel") == [home.here / "brev.txt"]
    for command in commands[-2:]:
        told = any(form in said[command].out for form in (MARK, json.dumps(MARK)[1:-1]))
        assert (told, MARK in said[command].err) == (True, False)
    assert traces(home, MARK) == []


def test_a_letter_that_cannot_be_read_is_told_without_a_word_of_it(
    letters: dict[str, Said], tmp_path: Path
) -> None:
    # As a process of its own: what it reads comes through a pipe.
    long = Home(tmp_path / "home").run(
        "letter", "-", stdin=(MARK + " ").encode() * 100, TILGAENGELIG_LETTER_CHARACTERS="100"
    )
    told = [(letters[command], sentence) for command, sentence in UNREAD.items()]
    for said, sentence in (*told, (long, "Brevet er længere end 100 tegn.")):
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith(f"Fejl: {sentence}"), said.err
        assert len(said.err.splitlines()) == 1
        assert MARK not in said.err


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_is_read_from_its_file_by_its_kind(letters: dict[str, Said], kind: str) -> None:
    said = letters[f"letter klar.{kind} --json"]
    (data,) = said.objects
    assert (said.code, data["readability"]["words"] > 40) == (0, True)
    assert all(0 <= each["start"] < each["end"] <= len(data["text"]) for each in data["sentences"])


# Rules


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """What all commands say that need neither browser nor input."""
    home = Home(tmp_path_factory.mktemp("commands") / "home")
    (home.here / "fil").write_text("", "utf-8")
    (home.here / "papir").write_text("Det er ikke en database. " * 100, "utf-8")
    return home.run_in_turn(*(f"{command} --help".strip() for command in HELPS), *RIGHT, *WRONG, LACKING)


def test_rules_are_listed_one_on_each_line(told: dict[str, Said]) -> None:
    said = told["rules list"]
    assert (said.code, said.err, told["rules"].out) == (0, "", said.out)
    assert len(said.lines) > 80
    assert said.lines == sorted(said.lines, key=lambda line: line.partition(":")[0])
    assert "billede-uden-alternativ-tekst: Billeder skal have en alternativ tekst [1.1.1]" in said.lines


def test_a_rule_is_shown_with_why_and_how(told: dict[str, Said]) -> None:
    said = told["rules show billede-uden-alternativ-tekst"]
    assert said.code == 0
    assert said.lines[0] == "Billeder skal have en alternativ tekst"
    assert "WCAG 1.1.1" in said.out
    assert "1. Åbn billedet i dit CMS" in said.out


def test_the_rulebook_is_validated(told: dict[str, Said]) -> None:
    said = told["rules validate"]
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(
        r"Regelbogen er i orden: \d+ regler \(udgave [0-9a-f]+\)\.\n"
        r"Slået fra eller udgået: \d+\. Ændret hos jer: 0\. Jeres egne: 0\.\n",
        said.out,
    )


BROKEN = {
    "mangler.yaml": "id: mangler\ntitle: {da: Den mangler det meste}\n",
    "farlig.yaml": None,  # a sound rule but for one value, on line 9
    "ulæselig.yaml": "id: [aldrig lukket\n",
}


SOUND = (resources.RULES / "web" / "billede-uden-alternativ-tekst.yaml").read_text("utf-8")
REFUSED = ("rules validate --rules brudt", "check side.html --rules brudt")
CHANGED = "rules show billede-uden-alternativ-tekst --rules egne"


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """What is said where a ministry has rules of its own, broken ones and sound."""
    home = Home(tmp_path_factory.mktemp("ruled") / "home")
    broken, own = (home.here / name / "web" for name in ("brudt", "egne"))
    for folder in (broken, own):
        folder.mkdir(parents=True)
    dangerous = SOUND.replace("id: billede-", "id: eget-billede-").replace(
        "impact: critical", "impact: farlig"
    )
    for name, text in BROKEN.items():
        (broken / name).write_text(dangerous if text is None else text, "utf-8")
    changed = SOUND.replace("Billeder skal have en alternativ tekst", "Husk teksten til billedet")
    (own / "billede-uden-alternativ-tekst.yaml").write_text(changed, "utf-8")
    return home.run_in_turn(*REFUSED, CHANGED)


@pytest.mark.parametrize("command", REFUSED)
def test_a_broken_rulebook_is_told_by_file_and_line_whatever_the_command(
    ruled: dict[str, Said], command: str
) -> None:
    line = SOUND.splitlines().index("impact: critical") + 1
    said = ruled[command]
    assert said.code == 2
    assert said.err.startswith("Fejl: Regelbogen har fejl:\n")
    told = [line for line in said.err.splitlines() if ".yaml:" in line]
    assert {Path(line.split(":")[0]).name for line in told} == set(BROKEN)
    assert all(re.match(r"[^:]+\.yaml:\d+: ", line) for line in told)
    assert [each for each in told if re.match(rf"[^:]*farlig\.yaml:{line}: impact", each)], told


def test_a_ministrys_own_rules_are_laid_over_ours(ruled: dict[str, Said]) -> None:
    said = ruled[CHANGED]
    assert (said.code, said.lines[0]) == (0, "Husk teksten til billedet (ændret hos jer)")


# Audits, the machine, help


def test_an_audit_is_shown_in_the_words_of_the_ministry(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    (home.here / "egne").mkdir()
    words = "title: {da: Husk teksten til billedet}\n"
    (home.here / "egne" / "billede-uden-alternativ-tekst.yaml").write_text(words, "utf-8")
    with Store(home.database) as store:
        store.migrate()
        audit = store.begin(Order(f"{PLACE}/"), rulebook="1f2e", versions={}, first=[f"{PLACE}/"]).id
        (visit,) = store.next_visits(audit, limit=1)
        store.keep(audit, Attended(visit, VisitState.READ, kind=SubjectKind.PAGE, findings=(FAULT,)), new=[])
        store.finish(audit, AuditState.DONE)
    ours, theirs = home.run_in_turn(f"audit show {audit}", f"audit show {audit} --rules egne").values()
    assert "Billeder skal have en alternativ tekst" in ours.out
    assert "Husk teksten til billedet" in theirs.out


def test_an_empty_store_says_how_to_begin(told: dict[str, Said]) -> None:
    said = told["audit list"]
    assert (said.code, said.err) == (0, "")
    assert said.lines == ["Der er ingen kontroller endnu. Begynd med tilgaengelig scan ADRESSE."]


def test_a_site_that_is_changed_keeps_what_nobody_typed(tmp_path: Path) -> None:
    given = "--house Hus --keep 400 --limit nye=0 --section /k/=kommuner --max-pages 9 --window 22:00-06:00 --thorough"
    changed = "--change --schedule '0 2 * * *' --limit '' --no-thorough"
    commands = [f"site add https://a.example {given}", f"site add https://a.example {changed}"]
    told = Home(tmp_path / "home").run_in_turn(*commands, "site show a.example --json")
    (site,) = told["site show a.example --json"].objects
    assert (site["house"], site["keepDays"], site["maxPages"]) == ("Hus", 400, 9)
    assert (site["sections"], site["window"]) == ([{"prefix": "/k/", "audience": "kommuner"}], "22:00-06:00")
    assert (site["schedule"], site["limits"], site["thorough"]) == ("0 2 * * *", {}, False)


def test_the_doctor_says_what_is_set_up(told: dict[str, Said]) -> None:
    said = told["doctor"]
    assert (said.code, said.err) == (0, "")
    parts = dict(line.split(": ", 1) for line in said.lines[1:])
    assert re.fullmatch(r"tilgaengelig \d+\.\d+\.\d+.*", said.lines[0])
    assert Path(parts["Chromium"]).exists()
    assert Path(parts["chromedriver"]).exists()
    assert re.match(r"\d+ regler, udgave ", parts["Regelbog og axe"])
    assert parts["Browser"].startswith("starter, ")
    assert re.fullmatch(r"i orden, 0 kontroller, sqlite:///.+\.db", parts["Database"])


def test_the_doctor_says_what_lacks(told: dict[str, Said]) -> None:
    said = told[LACKING]
    assert said.code == 2
    assert re.search(r"^Database: mangler\. .+\.$", said.out, re.MULTILINE)


@pytest.mark.parametrize("command", HELPS)
def test_every_command_teaches_in_danish(told: dict[str, Said], command: str) -> None:
    said = told[f"{command} --help".strip()]
    assert (said.code, said.err) == (0, "")
    assert f"Brug: tilgaengelig {command}".strip() in said.out
    assert "Vis denne hjælp." in said.out
    words = r"\b(Options|Arguments|Commands|Usage|Show|message|default|required|the|and|of|exit)\b"
    types = r"<(str|int|float|bool|path|int range)>"
    assert re.findall(f"{words}|{types}", said.out) == []


@pytest.mark.parametrize(
    "command", [one for one in HELPS if one and not any(other.startswith(f"{one} ") for other in HELPS)]
)
def test_every_command_takes_own_rules_and_a_language(told: dict[str, Said], command: str) -> None:
    assert {"--rules", "--lang"} <= set(told[f"{command} --help"].out.split())


def test_what_is_not_in_english_says_so_beside_the_answer(told: dict[str, Said]) -> None:
    assert (
        "billede-uden-alternativ-tekst: Images must have alternative text [1.1.1]"
        in told["rules list --lang en"].lines
    )
    assert told["rules list --lang en"].err == told["audit list --lang da"].err == ""
    said = told["audit list --rules fil --lang en"]
    assert (said.code, said.err) == (0, "Kun regelbogen findes på engelsk. Resten står på dansk.\n")
    assert said.out == told["audit list"].out


def test_the_program_says_its_version(told: dict[str, Said]) -> None:
    said = told["--version"]
    assert (said.code, said.err) == (0, "")
    assert re.fullmatch(r"tilgaengelig \d+\.\d+\.\d+\S*\n", said.out)


@pytest.mark.parametrize("command", WRONG)
def test_wrong_use_of_a_command_is_told_in_one_danish_sentence_and_exits_2(
    told: dict[str, Said], command: str
) -> None:
    said = told[command]
    assert (said.code, said.out) == (2, "")
    assert re.fullmatch(r"Fejl: .+\.\n", said.err), said.err
    assert re.search(WRONG[command], said.err), said.err
    assert re.findall(r"\b(Usage|Error|Invalid|Missing|Try|is not|should|valid|argument)\b", said.err) == []


def test_a_folder_is_not_said_to_be_missing(tmp_path: Path) -> None:
    said = Home(tmp_path / "home").run("check", "--json", ".")
    assert said.code == 3
    assert said.objects[0]["error"] == (
        "Filen . kan ikke læses; se efter, om det er en fil, og om du må læse den."
    )
