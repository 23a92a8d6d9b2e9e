"""A message as it is read: a mail in text and HTML, and what webhooks, Teams and Slack take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from tilgaengelig.model.message import Channel, Item, Message
from tilgaengelig.report.words import clean, clean_all, environment, is_link, shorten

VERSION = 1
_CARD = "application/vnd.microsoft.card.adaptive"
#: What Slack takes at most of a heading and of a section.
_SLACK_HEAD, _SLACK_TEXT = 150, 3000
#: A longer address is not linked in a chat: Teams takes 28 KB in all, Slack some 13,000 characters.
_LONGEST = 500
_HOW = "Sådan retter du den"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's subject (one line) and its two bodies, which say the same."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Ways:
    """Where what a message tells of stands on our web pages; "" where it is not known how they are reached."""

    home: str
    audit: str

    @property
    def report(self) -> str:
        """The audit's page."""
        return f"{self.home.rstrip('/')}/kontroller/{self.audit}" if self.home and self.audit else ""

    def to(self, item: Item) -> str:
        """The page on one fault: what it is, and how it is mended."""
        return f"{self.report}/fejl/{item.component}" if self.report else ""


def letter(message: Message, home: str = "") -> Letter:
    """The message as a mail. `home` is where people reach our web pages, "" where that is not known."""
    env = environment()
    told = {"message": message, "ways": Ways(home, message.audit), "how": _HOW}
    text = env.get_template("besked/mail.txt.j2").render(told)
    html = env.get_template("besked/mail.html.j2").render(told)
    return Letter(_said("subject", message), text.strip() + "\n", html)


def payload(message: Message, channel: Channel, home: str = "") -> dict[str, Any]:
    """What is posted to a webhook, as plain values for JSON; `home` as in `letter`."""
    made = {Channel.TEAMS: _teams, Channel.SLACK: _slack}.get(channel, _plain)
    return dict(clean_all(made(message, Ways(home, message.audit))))


def _plain(message: Message, ways: Ways) -> dict[str, Any]:
    return {
        "schemaVersion": VERSION,
        "occasion": message.occasion,
        "site": message.site,
        "audit": message.audit,
        "subject": _said("subject", message),
        "text": _said("lead", message),
        "count": message.count,
        "spread": message.spread,
        "mended": message.mended,
        "measuredAlike": message.alike,
        "overruns": list(message.overruns),
        "mishap": message.mishap,
        "report": ways.report,
        "items": [
            {
                "title": item.title,
                "rule": item.rule,
                "component": item.component,
                "impact": item.impact,
                "responsibility": item.responsibility,
                "pages": item.pages,
                "address": item.address,
                "back": item.back,
                "spread": item.spread,
                "page": ways.to(item),
            }
            for item in message.items
        ],
    }


def _teams(message: Message, ways: Ways) -> dict[str, Any]:
    """A message with an adaptive card, as a Teams workflow takes it ("When a Teams webhook request is received")."""
    lines = [_said("lead", message), *message.overruns]
    body: list[dict[str, Any]] = [
        {
            "type": "TextBlock",
            "text": _said("subject", message),
            "weight": "bolder",
            "size": "large",
            "wrap": True,
        }
    ]
    body += [{"type": "TextBlock", "text": _marked(line), "wrap": True} for line in lines]
    for number, item in enumerate(message.items, 1):
        links = [f"[{name}]({address})" for name, address in _links(item, ways)]
        text = " ".join([f"{number}. **{_marked(item.title)}** {_said('about', item)}", *links])
        body.append({"type": "TextBlock", "text": text, "wrap": True})
    if rest := _said("rest", message):
        body.append({"type": "TextBlock", "text": rest, "wrap": True})
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
    }
    if ways.report:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Se hele rapporten", "url": ways.report}]
    return {"type": "message", "attachments": [{"contentType": _CARD, "contentUrl": None, "content": card}]}


def _slack(message: Message, ways: Ways) -> dict[str, Any]:
    """Blocks, with the subject as the text of the notification."""
    subject = _said("subject", message)
    texts = [_escaped("\n".join([_said("lead", message), *message.overruns]))]
    for number, item in enumerate(message.items, 1):
        links = [f"<{_escaped(address)}|{name}>" for name, address in _links(item, ways)]
        texts.append(" ".join([f"{number}. *{_escaped(item.title)}* {_said('about', item)}", *links]))
    if rest := _said("rest", message):
        texts.append(rest)
    if ways.report:
        texts.append(f"<{_escaped(ways.report)}|Se hele rapporten>")
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": shorten(subject, _SLACK_HEAD)}}
    ]
    blocks += [
        {
            "type": "section",
            # Verbatim: what looks like a name or a channel in a page's text is not called.
            "text": {"type": "mrkdwn", "text": shorten(text, _SLACK_TEXT), "verbatim": True},
        }
        for text in texts
    ]
    return {"text": _escaped(subject), "blocks": blocks}


@cache
def _words() -> dict[str, Any]:
    return environment().get_template("besked/ord.txt.j2").module.__dict__


def _said(name: str, about: Message | Item) -> str:
    """One of the sentences of `besked/ord`, as plain text on one line."""
    return " ".join(clean(str(_words()[name](about))).split())


def _links(item: Item, ways: Ways) -> list[tuple[str, str]]:
    """A fault's links for a chat, each with its name."""
    every = (("Se siden", item.address), (_HOW, ways.to(item)))
    return [(name, address) for name, address in every if _linkable(address)]


def _linkable(address: str) -> bool:
    return is_link(address) and len(address) <= _LONGEST and not set(address) & set("()<>| \t\n")


def _marked(text: str) -> str:
    """Text in which nothing is Markdown: neither a link nor emphasis."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]()<>#~" else letter for letter in text)


def _escaped(text: str) -> str:
    """Text as Slack wants it: with nothing that could be a link or a call of names."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*", "∗")
