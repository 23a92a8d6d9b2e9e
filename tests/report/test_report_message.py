"""Messages are plain Danish, say the same in each form, and carry nothing harmful."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from report_samples import EVIL

from tilgaengelig.danish.readability import measure
from tilgaengelig.model.message import Channel, Item, Message, Occasion
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.report.message import letter, payload

SITE = "www.ministeriet.dk"


def item(number: int, title: str = "Billeder skal have en alternativ tekst", address: str = "") -> Item:
    place = address or f"https://{SITE}/nyheder/{number}"
    return Item(
        title,
        "regel",
        f"{number:016x}",
        Impact.CRITICAL,
        Responsibility.REDAKTOER,
        number,
        place,
        number == 2,
    )


MESSAGES = {
    "night": Message(Occasion.NIGHT, SITE, "5b1c0f9e", tuple(map(item, range(1, 11))), 13, mended=4),
    "week": Message(Occasion.WEEK, SITE, "5b1c0f9e", (item(1),), 1, alike=False),
    "spread": Message(Occasion.NIGHT, SITE, "5b1c0f9e", (replace(item(1), spread=True),), 1, 1),
    "mended": Message(Occasion.WEEK, SITE, "5b1c0f9e", mended=3),
    "overrun": Message(
        Occasion.NIGHT, SITE, "5b1c0f9e", overruns=("Der er 2 nye kritiske fejl. Grænsen er 0.",)
    ),
    "failed": Message(Occasion.FAILED, SITE, mishap="Serveren svarer ikke."),
}


def test_a_night_with_many_new_faults_says_how_many_and_names_ten() -> None:
    mail = letter(MESSAGES["night"])
    assert mail.subject == "www.ministeriet.dk: 13 nye fejl til jer"
    assert "Der er 13 nye fejl til jer på www.ministeriet.dk siden sidst. Her er de 10 værste." in mail.text
    assert "10. Billeder skal have en alternativ tekst\n" in mail.text
    assert "Kritisk. På 2 sider. Rettes af redaktør. Den var rettet før." in mail.text
    assert "4 fejl er rettet." in mail.text


@pytest.mark.parametrize(
    ("name", "subject", "lead"),
    [
        (
            "mended",
            "Ugens besked om {}: 3 fejl er rettet",
            "Der er ingen nye fejl til jer på {} siden sidst.",
        ),
        ("overrun", "{}: 1 grænse er overskredet", "1 grænse er overskredet på {}."),
        (
            "spread",
            "{}: 1 fejl er ny eller har bredt sig",
            "1 fejl til jer på {} er ny eller har bredt sig siden sidst.",
        ),
    ],
)
def test_a_message_says_nothing_of_faults_that_are_not_theirs(name: str, subject: str, lead: str) -> None:
    mail = letter(MESSAGES[name])
    assert (mail.subject, mail.text.splitlines()[0]) == (subject.format(SITE), lead.format(SITE))


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_both_bodies_of_a_mail_say_the_same(message: Message) -> None:
    for mail in (letter(message), letter(message, HOME)):
        page = BeautifulSoup(mail.html, "lxml")
        shown = " ".join(page.get_text(" ").split())
        for line in mail.text.splitlines():
            said = line.strip().partition(". ")[2] if line[:1].isdigit() else line.strip()
            if said and said != "--" and not said.startswith("Hele rapporten: tilgaengelig"):
                assert said in shown


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_a_mail_s_page_is_built_for_everybody(message: Message) -> None:
    page = BeautifulSoup(letter(message).html, "lxml")
    assert page.html is not None
    assert page.html["lang"] == "da"
    assert page.title is not None
    assert len(page.select("main h1")) == 1
    assert not page.select("table, img, script, link, style")
    assert all(link.get_text().startswith("https://") for link in page.select("a"))


def test_mails_are_easy_enough_to_read() -> None:
    lines = [line.strip() for message in MESSAGES.values() for line in letter(message).text.splitlines()]
    lix = measure([line for line in lines if line and "://" not in line and "audit show" not in line]).lix
    assert lix is not None
    assert lix < 40


@pytest.mark.parametrize("channel", [Channel.WEBHOOK, Channel.TEAMS, Channel.SLACK])
def test_what_is_posted_is_data_that_names_each_fault(channel: Channel) -> None:
    text = json.dumps(payload(MESSAGES["night"], channel), ensure_ascii=False)
    assert text.count("Billeder skal have en alternativ tekst") == 10
    assert "13 nye fejl" in text


HOME = "https://tilgaengelig.ministeriet.dk/"
REPORT = f"{HOME}kontroller/5b1c0f9e"


def test_where_our_pages_are_reached_every_form_leads_to_the_report_and_to_each_fault() -> None:
    mail = letter(MESSAGES["night"], HOME)
    assert f"Hele rapporten: {REPORT}\n" in mail.text
    assert "audit show" not in mail.text + mail.html
    fault = f"{REPORT}/fejl/{3:016x}"
    assert f"Sådan retter du den: {fault}\n" in mail.text
    led = {str(link["href"]) for link in BeautifulSoup(mail.html, "lxml").select("a")}
    assert {REPORT, fault} <= led
    plain = payload(MESSAGES["night"], Channel.WEBHOOK, HOME)
    assert (plain["report"], plain["items"][2]["page"]) == (REPORT, fault)
    (attached,) = payload(MESSAGES["night"], Channel.TEAMS, HOME)["attachments"]
    assert [each["url"] for each in attached["content"]["actions"]] == [REPORT]
    assert f"[Sådan retter du den]({fault})" in attached["content"]["body"][4]["text"]
    blocks = payload(MESSAGES["night"], Channel.SLACK, HOME)["blocks"]
    assert f"<{fault}|Sådan retter du den>" in blocks[4]["text"]["text"]
    assert blocks[-1]["text"]["text"] == f"<{REPORT}|Se hele rapporten>"


def test_where_it_is_not_known_how_our_pages_are_reached_nothing_leads_nowhere() -> None:
    for message in (MESSAGES["night"], MESSAGES["failed"]):
        assert payload(message, Channel.WEBHOOK)["report"] == ""
        assert "actions" not in payload(message, Channel.TEAMS)["attachments"][0]["content"]
    assert "Sådan retter du den" not in letter(MESSAGES["night"]).text
    assert payload(MESSAGES["failed"], Channel.WEBHOOK, HOME)["report"] == ""


@pytest.mark.parametrize("length", [60, 490, 5000])
def test_chats_take_a_message_of_any_length(length: int) -> None:
    """Teams takes 28 KB; Slack 50 blocks, 150 characters of a heading, 3,000 of a section, some 13,000 in all."""
    long = f"https://{SITE}/" + "a" * (length - 26)
    many = tuple(item(number, "Billeder skal have en tekst " * 4, long) for number in range(10))
    overruns = tuple(f"LIX på sider for borgere: {number}. Grænsen er 45." for number in range(11))
    message = Message(Occasion.NIGHT, SITE * 9, "5b1c0f9e", many, 9999, 9, 9, overruns, alike=False)
    assert len(json.dumps(payload(message, Channel.TEAMS, HOME), ensure_ascii=False).encode()) < 28_000
    blocks = payload(message, Channel.SLACK, HOME)["blocks"]
    texts = [block["text"]["text"] for block in blocks]
    assert len(blocks) <= 50
    assert len(texts[0]) <= 150
    assert all(1 <= len(text) <= 3000 for text in texts)
    assert sum(map(len, texts)) < 13_000
    assert all(text.count("<") == text.count(">") for text in texts), "no link is cut in two"


def test_nothing_from_outside_becomes_mark_up_or_a_header() -> None:
    bad = Message(
        Occasion.NIGHT,
        EVIL + "\nBcc: ond@ond.example",
        EVIL,
        (item(1, EVIL, "javascript:alert(1)"),),
        1,
        mishap=EVIL,
    )
    mail = letter(bad)
    assert "\n" not in mail.subject
    assert "<script" not in mail.html
    assert 'href="javascript' not in mail.html
    slack = json.dumps(payload(replace_text(bad), Channel.SLACK), ensure_ascii=False)
    assert "<!channel>" not in slack
    assert "<http" not in slack
    teams = json.dumps(payload(replace_text(bad), Channel.TEAMS), ensure_ascii=False)
    assert "](http" not in teams
    assert "\\u0000" not in json.dumps(payload(bad, Channel.WEBHOOK))


def replace_text(message: Message) -> Message:
    """The same, with what chats would take for links and calls."""
    bad = item(1, "<!channel> <http://ond.example|x> [x](http://ond.example)", "javascript:alert(1)")
    return Message(message.occasion, message.site, message.audit, (bad,), 1)
