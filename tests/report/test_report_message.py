"""Messages are plain Danish, say the same in each form, and carry nothing harmful."""

from __future__ import annotations

import json

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
    "night": Message(Occasion.NIGHT, SITE, "5b1c0f9e", tuple(map(item, range(1, 11))), 13, 4),
    "week": Message(Occasion.WEEK, SITE, "5b1c0f9e", (item(1),), 1, 0, alike=False),
    "mended": Message(Occasion.WEEK, SITE, "5b1c0f9e", mended=3),
    "overrun": Message(
        Occasion.NIGHT, SITE, "5b1c0f9e", overruns=("Der er 2 nye kritiske fejl. Grænsen er 0.",)
    ),
    "failed": Message(Occasion.FAILED, SITE, mishap="Serveren svarer ikke."),
}


def test_a_night_with_many_new_faults_says_how_many_and_names_ten() -> None:
    mail = letter(MESSAGES["night"])
    assert mail.subject == "www.ministeriet.dk: 13 nye fejl"
    assert "Der er 13 nye fejl på www.ministeriet.dk siden sidst. Her er de 10 værste." in mail.text
    assert "10. Billeder skal have en alternativ tekst\n" in mail.text
    assert "Kritisk. På 2 sider. Rettes af redaktør. Den var rettet før." in mail.text
    assert "4 fejl er rettet." in mail.text


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_both_bodies_of_a_mail_say_the_same(message: Message) -> None:
    mail = letter(message)
    page = BeautifulSoup(mail.html, "lxml")
    shown = " ".join(page.get_text(" ").split())
    for line in mail.text.splitlines():
        said = line.strip().partition(". ")[2] if line[:1].isdigit() else line.strip()
        if said and said != "--" and not said.startswith("Hele rapporten"):
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
