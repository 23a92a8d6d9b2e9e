"""What a body is, and in which letters, whatever the server says."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import patient

from tilgaengelig.gather.net.sniff import decode, sniff


def packed(*names: str, first: bytes = b"x", method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name in names:
            archive.writestr(name, first)
    return file.getvalue()


def _torn(archive: bytes) -> bytes:
    """With other bytes in the first part, just after its name."""
    at = archive.index(b"mimetype") + len(b"mimetype")
    return archive[:at] + b"\xff" * 8 + archive[at + 8 :]


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
_XHTML_PAGE = b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">\n<html xmlns="http://www.w3.org/1999/xhtml">'


@pytest.mark.parametrize(
    ("declared", "body", "kind"),
    [
        ("text/html; charset=utf-8", b"<!DOCTYPE html><p>x", "text/html"),
        ("TEXT/HTML", b"bare ord", "text/html"),
        ("text/html", b"", "text/html"),
        ("text/html", b"\xef\xbb\xbf \n<!-- a -->\n<html>", "text/html"),
        ("text/html", _XHTML_PAGE, "text/html"),
        ("application/xhtml+xml", _XHTML_PAGE, "application/xhtml+xml"),
        ("application/xml", _XHTML_PAGE, "application/xhtml+xml"),
        ("", _XHTML_PAGE, "application/xhtml+xml"),
        ("", b"<html lang=da>", "text/html"),
        ("application/octet-stream", b"<!doctype HTML>", "text/html"),
        ("", b"<p>x</p>", "text/html"),
        ("application/json", b"<p>x</p>", "application/json"),
        ("text/html", b'<?xml version="1.0"?><urlset xmlns="x">', "application/xml"),
        ("text/html", b'<?xml version="1.0"?><data/>', "application/xml"),
        ("text/html", b'<?xml version="1.0"?><!-- x --><rss version="2.0">', "application/rss+xml"),
        ("text/xml", b'<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        ("application/mathml+xml", b'<?xml version="1.0"?><math/>', "application/mathml+xml"),
        ("text/html", b"%PDF-1.7\n", "application/pdf"),
        ("application/octet-stream", b"\n\n%PDF-1.4", "application/pdf"),
        ("text/html", b"<p>Om %PDF-1.4", "text/html"),
        ("application/pdf", b"<!DOCTYPE html><h1>Log ind", "text/html"),
        ("text/plain", b"<!DOCTYPE html>", "text/plain"),
        ("text/plain", b"\x00\x01\x02", "application/octet-stream"),
        ("text/html", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("image/png", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("", b"RIFF0000WEBP", "image/webp"),
        ("", b"0000ftypavif", "image/avif"),
        ("", b"BM er et m\xc3\xa6rke", "text/plain"),
        ("", b"BM\x00\x01\x02", "image/bmp"),
        ("text/html", b'<svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"),
        ("application/gzip", gzip.compress(b"x", mtime=0), "application/gzip"),
        ("", packed("[Content_Types].xml", "word/document.xml"), _DOCX),
        ("text/html", packed("a.txt"), "application/zip"),
        ("", packed("mimetype", first=_ODT.encode()), _ODT),
        ("", packed("mimetype", first=_ODT.encode(), method=zipfile.ZIP_DEFLATED), _ODT),
        # What cannot be unpacked within bounds is not unpacked to look.
        ("", packed("mimetype", first=_ODT.encode(), method=zipfile.ZIP_BZIP2), "application/zip"),
        ("", _torn(packed("mimetype", first=_ODT.encode(), method=zipfile.ZIP_DEFLATED)), "application/zip"),
        ("application/zip", b"PK\x03\x04 torn", "application/zip"),
        (_DOCX, b"PK\x03\x04 torn", _DOCX),
        ("", b"blot tekst", "text/plain"),
        ("text/html", b"\x00\x01\x02\x03", "application/octet-stream"),
        ("text/css", b"p { color: red }", "text/css"),
    ],
)
def test_the_bytes_say_what_it_is(declared: str, body: bytes, kind: str) -> None:
    assert sniff(declared, body) == kind


@patient
@given(st.text(max_size=30), st.binary(max_size=200))
def test_no_bytes_break_it(declared: str, body: bytes) -> None:
    assert isinstance(sniff(declared, body), str)
    assert isinstance(decode(body, declared).text, str)


_TEXT = "Rødgrød på dåse"
_META = "<meta charset=iso-8859-1>"


@pytest.mark.parametrize(
    ("body", "declared", "text", "charset", "honest"),
    [
        (_TEXT.encode(), "utf-8", _TEXT, "utf-8", True),
        (_TEXT.encode(), None, _TEXT, "utf-8", True),
        (_TEXT.encode(), "iso-8859-1", _TEXT, "utf-8", False),
        (_TEXT.encode("cp1252"), "utf-8", _TEXT, "windows-1252", False),
        (_TEXT.encode("cp1252"), None, _TEXT, "windows-1252", True),
        (_TEXT.encode("cp1252"), "ISO-8859-1", _TEXT, "windows-1252", True),
        (_TEXT.encode("iso8859-15"), "ISO_8859-15", _TEXT, "iso-8859-15", True),
        ((_META + _TEXT).encode("latin-1"), None, _META + _TEXT, "windows-1252", True),
        ((_META + _TEXT).encode(), "utf-8", _META + _TEXT, "utf-8", True),
        ((_META + _TEXT).encode(), None, _META + _TEXT, "utf-8", False),
        (b"\xef\xbb\xbf" + _TEXT.encode(), "iso-8859-1", _TEXT, "utf-8", True),
        (_TEXT.encode("utf-16"), None, _TEXT, "utf-16-le", True),
        (b"\x81 \xf8", None, "\x81 ø", "windows-1252", True),
        (_TEXT.encode(), "findes-ikke", _TEXT, "utf-8", True),
        (_TEXT.encode(), "unicode_escape", _TEXT, "utf-8", True),
        (b"kun ascii", "iso-8859-1", "kun ascii", "windows-1252", True),
        (b"<meta charset=utf-16><p>hej", None, "<meta charset=utf-16><p>hej", "utf-8", True),
        (b"", None, "", "utf-8", True),
        # A teaser that was cut in the middle of a letter.
        (b"b\xc3..." + _TEXT.encode(), "utf-8", "b\ufffd..." + _TEXT, "utf-8", True),
        (b"b\xc3..." + _TEXT.encode(), None, "b\ufffd..." + _TEXT, "utf-8", True),
        (b"b\xc3..." + "på dåse".encode(), "utf-8", "bÃ...pÃ¥ dÃ¥se", "windows-1252", False),
    ],
)
def test_the_letters_are_found(
    body: bytes, declared: str | None, text: str, charset: str, honest: bool
) -> None:
    decoded = decode(body, declared)
    assert (decoded.text, decoded.charset, decoded.honest) == (text, charset, honest)
