"""Mail as a file (.eml): its HTML, its plain text, its inline pictures, and what stands in its head."""

from __future__ import annotations

import binascii
import email
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message
from email.policy import Compat32
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tilgaengelig.gather.net.sniff import decode
from tilgaengelig.model.errors import TooLarge, WrongUse
from tilgaengelig.model.letter import Draft, ParagraphKind

if TYPE_CHECKING:
    from tilgaengelig.gather.letters.markup import Blocks

MOST_PARTS = 500
MOST_DEPTH = 20
#: Characters of one header that says what a part is: a file's long name fits in, and the standard library takes time by
#: the square of it.
LONGEST_CONTENT_HEADER = 4_000
#: Characters of all headers of a part together: thousands of receivers fit in, and what each station on the way adds.
LONGEST_HEAD = 1_000_000

_NO_MAIL = "Filen er ikke en mail, som vi kan læse. Gem mailen igen som .eml, og prøv så."
_HEAVY = "Mailen har for mange dele. Fjern vedhæftede filer, og prøv igen."
_LONG_HEAD = "Mailens hoved er for langt. Kopiér teksten over i et tomt dokument, og prøv igen."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the mail brings with it."""

    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's parts; `html` or `plain` is None where it has no such part. `pictures` are by their Content-ID."""

    subject: str
    sender: str
    date: str
    html: str | None
    plain: str | None
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def read_mail(body: bytes) -> Mail:
    """The parts of a mail. Raises WrongUse for what is none, TooLarge beyond our limits."""
    message = _parsed(body)
    if not any(name in message for name in _HEADS):
        raise WrongUse(_NO_MAIL)
    texts: dict[str, list[str]] = {"text/html": [], "text/plain": []}
    chosen: dict[tuple[str, Message | None], Message | None] = {}
    pictures: dict[str, Picture] = {}
    for part, choice, way in _parts(message):
        kind = _told(part.get_content_type)
        if _told(part.get_content_disposition) == "attachment":
            continue
        if kind in texts:
            # A mail with a file in its middle has its text in two; one that bears a name is a file itself.
            is_file = bool(texts[kind]) and bool(_told(part.get_filename))
            if not is_file and chosen.setdefault((kind, choice), way) is way:
                texts[kind].append(_text(part))
        elif kind.startswith("image/"):
            name = _head(part, "Content-ID").strip("<> ") or _head(part, "Content-Location")
            if name:
                pictures[name] = Picture(kind, _payload(part))
    subject, sender, date = (_head(message, name) for name in ("Subject", "From", "Date"))
    html, plain = ("\n\n".join(each) if each else None for each in texts.values())
    return Mail(subject, sender, date, html, plain, pictures)


class _Unread(Compat32):
    """Headers as they are written. What parses each when it is asked for can take minutes over a single one."""

    def header_fetch_parse(self, name: str, value: Any) -> str:
        """The header's text, whose bytes are UTF-8 where they are not ASCII, as most who write them so mean it.

        What says what a part is comes without the space and the comments around it, as the standard library needs it.
        """
        text = str(value).encode("ascii", "surrogateescape").decode("utf-8", "replace")
        if name.lower() not in _SAYS_WHAT:
            return text
        kind, semicolon, details = text.partition(";")
        return _COMMENT.sub("", kind).strip() + semicolon + details


_SAYS_WHAT = ("content-type", "content-transfer-encoding", "content-disposition")
_COMMENT = re.compile(r"\([^()]*\)")


_UNREAD = _Unread()


class _Part(Message):
    """A part of a mail whose head may grow to our limits only."""

    def set_raw(self, name: str, value: Any) -> None:
        """Takes in a header as the parser comes to it. Raises TooLarge."""
        is_long = name.lower().startswith("content-") and len(value) > LONGEST_CONTENT_HEADER
        self._length = getattr(self, "_length", 0) + len(name) + len(value)
        if is_long or self._length > LONGEST_HEAD:
            raise TooLarge(_LONG_HEAD)
        super().set_raw(name, value)


def _parsed(body: bytes) -> Message:
    """The whole mail. The standard library parses parts within parts by recursion, so depth can use up its stack."""
    made = 0

    def part(policy: Compat32 = _UNREAD) -> _Part:
        nonlocal made
        made += 1
        if made > 2 * MOST_PARTS:  # beyond any mail that _parts lets pass, and long before memory is used up
            raise TooLarge(_HEAVY)
        return _Part(policy)

    try:
        return email.message_from_bytes(body, part, policy=_UNREAD)
    except RecursionError as error:
        raise TooLarge(_HEAVY) from error
    except _BROKEN as error:
        raise WrongUse(_NO_MAIL) from error


def draft_of(mail: Mail) -> Draft:
    """The mail as a letter: its subject as the heading, then its HTML, or else its plain text."""
    return Draft.of(_blocks(mail), (mail.sender, mail.date))


def _blocks(mail: Mail) -> Blocks:
    yield ParagraphKind.HEADING, mail.subject
    if mail.html is not None:
        # Not at every start: what reads HTML as letters hold it takes long to load.
        from tilgaengelig.gather.letters.markup import of_html

        yield from of_html(mail.html)
        return
    for paragraph in (mail.plain or "").replace("\r\n", "\n").split("\n\n"):
        # Lines that begin with ">" are somebody else's letter.
        own = [line for line in paragraph.split("\n") if not line.startswith(">")]
        yield ParagraphKind.PARAGRAPH, "\n".join(own).strip("\n")


#: All that the standard library says of a header that it cannot parse.
_BROKEN = (MessageError, ValueError, TypeError, LookupError, AttributeError, RecursionError)
_HEADS = ("From", "Subject", "Date", "Content-Type", "MIME-Version")


#: Of these a mail program shows one part, or one that uses the others; all others have their parts shown one by one.
_CHOICES = ("multipart/alternative", "multipart/related")


def _parts(message: Message) -> Iterator[tuple[Message, Message | None, Message | None]]:
    """The parts that hold something, each with the nearest choice that it stands in, and which way of that it is in.

    Those of a mail in the mail are left out. A loop, so depth costs no stack.
    """
    waiting: list[tuple[Message, Message | None, Message | None, int]] = [(message, None, None, 0)]
    count = 0
    while waiting:
        part, choice, way, depth = waiting.pop()
        count += 1
        if count > MOST_PARTS or depth > MOST_DEPTH:
            raise TooLarge(_HEAVY)
        if part.get_content_maintype() == "message":
            continue
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            within = [each for each in reversed(inner) if isinstance(each, Message)]
            if part.get_content_type() in _CHOICES:
                waiting += [(each, part, each, depth + 1) for each in within]
            else:
                waiting += [(each, choice, way, depth + 1) for each in within]
        else:
            yield part, choice, way


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    return decode(_payload(part), _told(part.get_content_charset) or None).text


def _head(message: Message, name: str) -> str:
    """A header in plain words, on one line."""
    return " ".join(_in_plain_words(" ".join(_told(lambda: message.get(name)).split())).split())


#: A word written in ASCII by RFC 2047: its charset (with its language), how it is encoded, and its code.
_ENCODED = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([qb])\?(.*?)\?=", re.IGNORECASE)


def _in_plain_words(written: str) -> str:
    """What a header's encoded words say, with what stands between them; a word that is broken stays as it is.

    More is read than the standard library does: words beside signs and letters beyond ASCII, and words cut short.
    """
    # Each beginning has an end now, so that none looks through all that follows.
    coded, end, rest = written.rpartition("?=")
    coded += end
    pieces: list[tuple[str, bytes]] = []
    at = 0
    for word in _ENCODED.finditer(coded):
        between = coded[at : word.start()]
        if between and not (at and between.isspace()):
            pieces.append(("utf-8", between.encode()))
        pieces.append((word[1].lower(), _decoded(word)))
        at = word.end()
    pieces.append(("utf-8", (coded[at:] + rest).encode()))
    # Joined before they are read: many programs part a letter's bytes between two words.
    runs = groupby(pieces, key=itemgetter(0))
    return "".join(decode(b"".join(body for _, body in run), charset).text for charset, run in runs)


def _decoded(word: re.Match[str]) -> bytes:
    code = word[3].encode()
    if word[2] in "qQ":
        return binascii.a2b_qp(code, header=True)
    code = code.rstrip(b"=")
    code = code[: len(code) - (len(code) % 4 == 1)]  # half a byte was cut off
    try:
        return binascii.a2b_base64(code + b"=" * (-len(code) % 4))
    except binascii.Error:
        return word[0].encode()


def _told(header: Callable[[], str | None]) -> str:
    """What a header says. Broken ones raise all sorts of errors in the standard library; they count as empty."""
    try:
        return header() or ""
    except _BROKEN:
        return ""
