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


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's subject (one line) and its two bodies, which say the same."""

    subject: str
    text: str
    html: str


def letter(message: Message) -> Letter:
    """The message as a mail."""
    env = environment()
    text = env.get_template("besked/mail.txt.j2").render(message=message)
    html = env.get_template("besked/mail.html.j2").render(message=message)
    return Letter(_said("subject", message), text.strip() + "\n", html)


def payload(message: Message, channel: Channel) -> dict[str, Any]:
    """What is posted to a webhook, as plain values for JSON."""
    made = {Channel.TEAMS: _teams, Channel.SLACK: _slack}.get(channel, _plain)(message)
    return dict(clean_all(made))


def _plain(message: Message) -> dict[str, Any]:
    return {
        "schemaVersion": VERSION,
        "occasion": message.occasion,
        "site": message.site,
        "audit": message.audit,
        "subject": _said("subject", message),
        "text": _said("lead", message),
        "count": message.count,
        "mended": message.mended,
        "measuredAlike": message.alike,
        "overruns": list(message.overruns),
        "mishap": message.mishap,
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
            }
            for item in message.items
        ],
    }


def _teams(message: Message) -> dict[str, Any]:
    """A message with an adaptive card, as a Teams workflow takes it."""
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
        link = f" [Se siden]({item.address})" if _linkable(item) else ""
        text = f"{number}. **{_marked(item.title)}** {_said('about', item)}{link}"
        body.append({"type": "TextBlock", "text": text, "wrap": True})
    if rest := _said("rest", message):
        body.append({"type": "TextBlock", "text": rest, "wrap": True})
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    return {"type": "message", "attachments": [{"contentType": _CARD, "contentUrl": None, "content": card}]}


def _slack(message: Message) -> dict[str, Any]:
    """Blocks, with the subject as the text of the notification."""
    subject = _said("subject", message)
    texts = [_escaped("\n".join([_said("lead", message), *message.overruns]))]
    for number, item in enumerate(message.items, 1):
        link = f" <{_escaped(item.address)}|Se siden>" if _linkable(item) else ""
        texts.append(f"{number}. *{_escaped(item.title)}* {_said('about', item)}{link}")
    if rest := _said("rest", message):
        texts.append(rest)
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": shorten(subject, _SLACK_HEAD)}}
    ]
    blocks += [
        {"type": "section", "text": {"type": "mrkdwn", "text": shorten(text, _SLACK_TEXT)}} for text in texts
    ]
    return {"text": _escaped(subject), "blocks": blocks}


@cache
def _words() -> dict[str, Any]:
    return environment().get_template("besked/ord.txt.j2").module.__dict__


def _said(name: str, about: Message | Item) -> str:
    """One of the sentences of `besked/ord`, as plain text on one line."""
    return " ".join(clean(str(_words()[name](about))).split())


def _linkable(item: Item) -> bool:
    return is_link(item.address) and not set(item.address) & set("()<>| \t\n")


def _marked(text: str) -> str:
    """Text in which nothing is Markdown: neither a link nor emphasis."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]()<>#~" else letter for letter in text)


def _escaped(text: str) -> str:
    """Text as Slack wants it: with nothing that could be a link or a call of names."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("*", "∗")
