"""What a body really is and which letters it is written in, where the server does not know or lies."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from tilgaengelig.gather.net import unpack

HTML = "text/html"
XHTML = "application/xhtml+xml"
PDF = "application/pdf"
XML = "application/xml"
UNKNOWN = "application/octet-stream"
#: What a browser shows as a page.
PAGES = frozenset({HTML, XHTML})

_LOOK = 4096
_SILENT = {
    "",
    UNKNOWN,
    "unknown/unknown",
    "application/unknown",
    "*/*",
    "application/x-unknown",
    "binary/octet-stream",
}
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"OggS", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
)
_OFFICE = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_HTML_TAG = re.compile(
    rb"<(!doctype\s+html|html|head|title|meta|link|script|style|body|main|header|nav|div|h[1-6]|p|a|br|table|ul|img"
    rb"|form|iframe|font|center|span|section|article|base|frameset)[\s>/]",
    re.IGNORECASE,
)
_LEADING = re.compile(
    rb"(?:\s+|<!--.*?-->|<\?xml[^>]*\?>|<\?(?!xml[\s])[^>]*\?>|<!DOCTYPE\s+(?!html)[^\[>]*>)*", re.I | re.S
)
#: With so many right letters beyond ASCII to each broken one it is UTF-8 all the same: programs cut teasers by bytes.
#: Of a Danish text in another charset hardly any letter is right UTF-8.
_RIGHT_TO_BROKEN = 4
#: Python has codecs that are no charsets of the web (punycode, unicode_escape), and some take for ever.
_WRITTEN = re.compile(r"utf-|cp\d|iso8859|iso2022_jp|mac|koi8|gb18030|big5|euc_|shift_jis")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_ROOTS = {
    b"rss": "application/rss+xml",
    b"rdf": "application/rss+xml",
    b"feed": "application/atom+xml",
    b"svg": "image/svg+xml",
    b"html": XHTML,
}


def sniff(declared: str, body: bytes) -> str:
    """The media type of a body, in lower case and without parameters.

    Like a browser, plain text is believed to be plain text even when it shows mark-up; unlike one, XML that
    is served as HTML is told to be XML unless its root is html.
    """
    said = declared.partition(";")[0].strip().lower()
    start = body.removeprefix(codecs.BOM_UTF8)[:_LOOK]
    binary = _binary(start, body)
    if binary:
        # What the server says of an Office file is finer than what its first bytes say.
        return (
            said
            if binary in {"application/zip", "application/x-ole-storage"} and "office" in said
            else binary
        )
    if said == "text/plain":
        return UNKNOWN if _is_binary(start) else said
    markup = _markup(start, said)
    if markup:
        return markup
    if said in PAGES and _is_binary(start):
        return UNKNOWN
    if said not in _SILENT:
        return said
    return UNKNOWN if _is_binary(start) else "text/plain"


def _binary(start: bytes, body: bytes) -> str:
    if b"%PDF-" in start[:1024] and not _HTML_TAG.search(start[: start.index(b"%PDF-")]):
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return _zip(body)
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image/webp"
    if start[4:8] == b"ftyp":
        return "image/avif" if start[8:12] in {b"avif", b"avis"} else "video/mp4"
    for magic, kind in _MAGIC:
        # Two letters may begin any text: BM is a picture only where the rest is none.
        if start.startswith(magic) and (len(magic) > 2 or _is_binary(start)):
            return kind
    return ""


def _zip(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
            first = archive.infolist()[:1]
            if (
                first
                and first[0].filename == "mimetype"
                and first[0].file_size < 200
                and first[0].compress_type in unpack.BOUNDED
            ):
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except unpack.BROKEN_ZIP:
        return "application/zip"
    return next(
        (kind for folder, kind in _OFFICE if any(n.startswith(folder) for n in names)), "application/zip"
    )


def _markup(start: bytes, said: str) -> str:
    leading = _LEADING.match(start)
    rest = start[leading.end() :] if leading else start
    root = _ROOT.match(rest)
    if rest[:9].lower() == b"<!doctype" or (root and root[1].lower() == b"html"):
        is_xhtml = said == XHTML or (said not in PAGES and b"<?xml" in start[:100])
        return XHTML if is_xhtml else HTML
    if b"<?xml" in start[:100] or (root and root[1].lower() in _ROOTS):
        kind = _ROOTS.get(root[1].lower(), XML) if root else XML
        # An XML type that says more than application/xml is believed.
        return said if kind == XML and said.endswith("+xml") and said != XHTML else kind
    if _HTML_TAG.match(rest) and (said in _SILENT or said in PAGES):
        return said if said in PAGES else HTML
    return ""


def _is_binary(start: bytes) -> bool:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return any(byte < 9 or 14 <= byte < 27 or 28 <= byte < 32 for byte in start[:1024])


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body as text. `honest` is False where the charset that was declared is not the one it is written in.

    `declared` is what was said (header or meta), for the sentence that tells of the lie.
    """

    text: str
    charset: str
    honest: bool
    declared: str = ""


def decode(body: bytes, declared_charset: str | None) -> Decoded:
    """Text by byte order mark, header, meta element, and then by trying UTF-8 and windows-1252.

    Bytes that are right UTF-8 with letters beyond ASCII are UTF-8, whatever was said: no Danish text in
    another charset looks so by chance. A few broken bytes among them are shown as browsers show them.
    """
    charset, mark = read_bom(body)
    if charset and mark:
        return Decoded(body.removeprefix(mark).decode(charset, "replace"), _web_name(charset), honest=True)
    said = _charset(declared_charset) or _charset(html_body_declared_encoding(body[:_LOOK])) or ""
    if said.startswith(("utf-16", "utf-32")) and body.startswith(b"<") and body[1:2] != b"\0":
        said = ""  # no such bytes begin with "<": the meta element could not have been read
    is_utf8 = _is_utf8(body)
    if is_utf8 and (not body.isascii() or not said):
        return Decoded(body.decode("utf-8"), "utf-8", honest=said in {"", "utf-8"}, declared=_web_name(said))
    if said and said != "utf-8":
        try:
            return Decoded(body.decode(said), _web_name(said), honest=True, declared=_web_name(said))
        except (UnicodeError, LookupError):
            pass
    if is_utf8:
        return Decoded(body.decode("utf-8"), "utf-8", honest=True, declared=_web_name(said))
    if said in {"", "utf-8"} and (mended := _with_signs_for_broken_bytes(body)):
        return Decoded(mended, "utf-8", honest=True, declared=_web_name(said))
    return Decoded(_western(body), "windows-1252", honest=said in {"", "cp1252"}, declared=_web_name(said))


def _charset(label: str | None) -> str | None:
    if not label:
        return None
    found = resolve_encoding(label.strip().strip("\"'"))
    return found if found and _WRITTEN.match(found) else None


def _web_name(codec: str) -> str:
    """Python's name of a codec as the web writes it."""
    return re.sub(r"^cp(125\d)", r"windows-\1", codec).replace("iso8859-", "iso-8859-")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _with_signs_for_broken_bytes(body: bytes) -> str:
    """UTF-8 with a sign for each of its few broken bytes; nothing where they are not few."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if right >= _RIGHT_TO_BROKEN * broken else ""


def _western(body: bytes) -> str:
    """windows-1252 as browsers read it: its five empty places are control characters."""
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(
            chr(byte) if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes([byte]).decode("cp1252")
            for byte in body
        )
