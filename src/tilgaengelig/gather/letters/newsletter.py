"""A mail as the page that a mail program makes of it, ready to be shown to the browser from our own origin."""

from __future__ import annotations

import html
import re
from urllib.parse import quote, unquote

from tilgaengelig.gather.letters.mail import Mail
from tilgaengelig.model.subject import MailFacts

PAGE = "/mail.html"
_ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/svg+xml": ".svg",
    "image/webp": ".webp",
}
_CID = re.compile(r"cid:([^\"'\s)>]{1,300})", re.IGNORECASE)
_TITLE = re.compile(r"<title[\s>]", re.IGNORECASE)
_MAIN = re.compile(r"<main[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<html\b[^>]{0,2000}>", re.IGNORECASE)
_DOCTYPE = re.compile(r"\s{0,100}<!doctype[^>]{0,2000}>", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^>]{0,4000}>", re.IGNORECASE)
_BODY_END = re.compile(r"</body\s{0,20}>", re.IGNORECASE)
#: What Outlook alone sees (`<!--[if mso]>`), and other comments; one that does not end hides all the rest.
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:-->|--!>|\Z))", re.DOTALL)
#: The header that every page of a mail is sent with; a meta element would bind neither a refresh nor a picture in SVG
#: that is shown as a document, and may land where nobody reads it. Nothing is fetched from elsewhere, for a picture out
#: there may be there to count who reads; and `sandbox` bars scripts and, with them, going elsewhere by a refresh.
POLICY = (
    "default-src 'self' data: 'unsafe-inline'; script-src 'none'; frame-src 'self'; object-src 'none'; "
    "form-action 'none'; base-uri 'none'; sandbox allow-same-origin"
)


def mail_facts(mail: Mail) -> MailFacts:
    """What is to be judged of the mail beside the page: how much its two parts say."""
    # Not at every start: what reads HTML as letters hold it takes long to load.
    from tilgaengelig.gather.letters.markup import of_html

    shown = sum(len(text.split()) for _, text in of_html(mail.html)) if mail.html is not None else 0
    return MailFacts(mail.html is not None, shown, len((mail.plain or "").split()))


def pages_of(mail: Mail) -> dict[str, bytes]:
    """The mail's page at PAGE, and its inline pictures, by path.

    A mail program shows the subject as the title, and the mail within its own frame: so the page gets that title, and
    a main element around it, where it has none itself. Nothing else of the mail is changed.
    """
    names = {
        name: f"/billede-{number}{_ENDINGS.get(picture.media_type, '.bin')}"
        for number, (name, picture) in enumerate(mail.pictures.items(), 1)
    }
    page = mail.html if mail.html is not None else _of_plain(mail)
    page = _CID.sub(lambda match: names.get(html.unescape(unquote(match[1])), quote(match[0])), page)
    pages = {PAGE: _framed(page, mail.subject).encode("utf-8", "replace")}
    return pages | {names[name]: picture.body for name, picture in mail.pictures.items()}


def _framed(page: str, subject: str) -> str:
    seen = _COMMENT.sub(_blank, page)  # as long as the page, so that places in it are places in the page
    head = "" if _TITLE.search(seen) else f"<title>{html.escape(subject)}</title>"
    if not _MAIN.search(seen):
        start = _BODY.search(seen)
        begin = start.end() if start else _after(seen)
        ends = [match.start() for match in _BODY_END.finditer(seen, begin)] if start else []
        end = ends[-1] if ends else len(page)
        page = f"{page[:begin]}<main>{page[begin:end]}</main>{page[end:]}"
    at = _after(seen)
    return page[:at] + head + page[at:]


def _blank(comment: re.Match[str]) -> str:
    return " " * len(comment[0])


def _after(seen: str) -> int:
    """Where the head may begin: after the html element's start, or else after the document type."""
    found = _HTML.search(seen) or _DOCTYPE.match(seen)
    return found.end() if found else 0


def _of_plain(mail: Mail) -> str:
    paragraphs = re.split(r"\n\s*\n", (mail.plain or "").replace("\r\n", "\n"))
    body = "".join(f"<p>{html.escape(text.strip())}</p>" for text in paragraphs if text.strip())
    return f"<!doctype html><html lang=da><body><h1>{html.escape(mail.subject)}</h1>{body}</body></html>"
