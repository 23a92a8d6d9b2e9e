"""Letters read from the files that caseworkers have: what the reader sees, block by block, and nothing else."""

import asyncio
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_files import docx, odt, official_letter, zipped
from pdf_files import Node, tagged
from pdf_files import text as tag
from properties import patient
from test_pdf import Line, content

from tilgaengelig import resources
from tilgaengelig.gather.letters.reading import LARGEST_TEXT, read_letter
from tilgaengelig.model.errors import TilgaengeligError, TooLarge, WrongUse
from tilgaengelig.model.letter import Draft


def read(name: str, body: bytes) -> Draft:
    return asyncio.run(read_letter(name, body))


def blocks(draft: Draft) -> list[tuple[str, str]]:
    return [(each.kind.value, draft.text[each.start : each.end]) for each in draft.paragraphs]


# OpenDocument, HTML, Markdown, mail


def test_an_opendocument_file_is_read_as_its_reader_sees_it() -> None:
    body = odt(
        """<text:tracked-changes><text:changed-region><text:deletion><text:p>slettet</text:p></text:deletion>
        </text:changed-region></text:tracked-changes>
        <text:h text:outline-level="1">Du får tilskud</text:h>
        <text:p>Kære <text:placeholder text:placeholder-type="text">&lt;navn&gt;</text:placeholder>,<text:s text:c="2"/>
        du får<text:line-break/>tilskud<text:note><text:note-citation>1</text:note-citation><text:note-body>
        <text:p>Se loven.</text:p></text:note-body></text:note>.<office:annotation><text:p>Sikker?</text:p>
        </office:annotation><text:span text:style-name="T1">skjult</text:span></text:p>
        <text:list><text:list-item><text:p>Send regningen.</text:p></text:list-item></text:list>
        <table:table><table:table-row><table:table-cell><text:p>Beløb</text:p></table:table-cell></table:table-row>
        </table:table>""",
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>',
        "<style:footer><text:p>Telefon 33 00 00 00</text:p></style:footer>",
    )
    draft = read("brev.odt", body)
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Kære <navn>,   du får\ntilskud."),
        ("footnote", "Se loven."),
        ("item", "Send regningen."),
        ("cell", "Beløb"),
    ]
    assert draft.margins == "Telefon 33 00 00 00"


def test_what_an_opendocument_file_may_hide_is_read_where_it_is_shown() -> None:
    body = odt(
        """<text:p>Du<text:hidden-text text:is-hidden="true" text:string-value=" ikke"/><text:hidden-text
        text:string-value=" skal"/><text:hidden-text text:is-hidden="false"> betale</text:hidden-text>.</text:p>
        <text:p><text:hidden-paragraph text:is-hidden="true"/>Skjult.</text:p>
        <text:p><text:hidden-paragraph text:is-hidden="false"/>Vist.</text:p>
        <text:p><text:hidden-paragraph/>Også vist.</text:p>
        <text:section text:display="condition" text:is-hidden="true"><text:p>Skjult.</text:p></text:section>"""
    )
    assert blocks(read("brev.odt", body)) == [
        ("paragraph", "Du skal betale."),
        ("paragraph", "Vist."),
        ("paragraph", "Også vist."),
    ]


def test_the_text_in_a_shape_follows_the_paragraph_that_it_stands_in() -> None:
    shape = """<draw:g><draw:custom-shape><text:p>Svar inden 1. maj.</text:p><text:p>Ring til os.</text:p>
        </draw:custom-shape></draw:g>"""
    body = odt(f"<text:list><text:list-item><text:p>Kære {shape}borger</text:p></text:list-item></text:list>")
    assert blocks(read("brev.odt", body)) == [
        ("item", "Kære borger"),
        ("paragraph", "Svar inden 1. maj."),
        ("paragraph", "Ring til os."),
    ]


def test_html_is_read_without_its_code() -> None:
    draft = read(
        "brev.html",
        "<title>Titel</title><style>p{}</style><h1>Du får <b>tilskud</b></h1><!-- nej --><p>Skriv <code>ja</code>.<br>"
        "Se <a href='https://x.dk'>siden</a>.</p><ul><li>Ét<ul><li>To</li></ul>hale</li></ul><pre><code>x = 1</code>"
        "</pre><table><tr><th>Beløb<td>4 kr.</table><p hidden>nej</p><p style='display: none'>nej</p>løst<p>lukket "
        "<del>ikke</del> nu".encode(),
    )
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Skriv ja.\nSe siden."),
        ("item", "Ét"),
        ("item", "To"),
        ("item", "hale"),
        ("cell", "Beløb"),
        ("cell", "4 kr."),
        ("paragraph", "løst"),
        ("paragraph", "lukket nu"),
    ]


def test_markdown_is_read_without_its_marks() -> None:
    draft = read(
        "brev.md",
        "---\ntitle: x\n---\n# Du får tilskud\n\nKære **Anna**, se [siden](https://x.dk) og `svar`\nnu[^1].\n\n"
        "- Send {{regning}}\n  1. først\n\n| Beløb | Dato |\n|--|--|\n| 4 kr. | 1. maj |\n\n```py\nx = 1\n```\n\n"
        "<div>løst</div>\n\n[^1]: Se loven ~~nej~~.\n\nSend [indsæt dato]\n".encode(),
    )
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Kære Anna, se siden og svar nu."),
        ("item", "Send {{regning}}"),
        ("item", "først"),
        *(("cell", text) for text in ("Beløb", "Dato", "4 kr.", "1. maj")),
        ("paragraph", "løst"),
        ("footnote", "Se loven ."),
        ("paragraph", "Send [indsæt dato]"),
    ]


MAIL = """From: Ministeriet for =?utf-8?Q?Pr=C3=B8ver?= <post@prove.dk>
Subject: =?utf-8?Q?Du_f=C3=A5r_tilskud?=
Date: Tue, 3 Mar 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Du får tilskud som ren tekst.
--x
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p>Du f=E5r tilskud.</p><ul><li>Send regningen.</li></ul>
--x--
"""


def test_a_mail_is_read_as_its_reader_sees_it() -> None:
    draft = read("brev.eml", MAIL.encode())
    assert blocks(draft) == [
        ("heading", "Du får tilskud"),
        ("paragraph", "Du får tilskud."),
        ("item", "Send regningen."),
    ]
    assert "Prøver" in draft.margins


@pytest.mark.parametrize(
    "start", ["<?xml", '<?xml version="1.0"?>', '<?XML version="1.0"?>\n<!DOCTYPE html>']
)
def test_a_letter_in_xhtml_is_read_without_a_warning(start: str) -> None:
    letter = f"{start}<section><p>Du kan komme.</p></section>".encode()
    assert "Du kan komme." in read("brev.html", letter).text


def test_the_letter_that_a_mail_answers_is_no_part_of_it() -> None:
    mail = b"From: a@b.dk\nSubject: Svar\n\nDu kan komme.\n\n> Kan jeg komme?\n> Hilsen Bo\n"
    assert read("svar.eml", mail).text == "Svar\n\nDu kan komme."


def _multipart(kind: str, *parts: str) -> str:
    """Parts of a mail as one; their boundary is the kind, so that kinds may stand within each other."""
    between = "".join(f"--{kind}\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary={kind}\n\n{between}--{kind}--\n"


_PLAIN = "Content-Type: text/plain\n\n{}"
_HTML = "Content-Type: text/html\n\n<p>{}"
_FILE = "Content-Type: application/pdf\nContent-Disposition: inline; filename=a.pdf\n\nx"
_TEXT_FILE = 'Content-Type: text/plain; name="log.txt"\n\nLinje 1'


@pytest.mark.parametrize(
    "parts",
    [
        _multipart("mixed", _PLAIN.format("Du kan komme."), _FILE, _PLAIN.format("Ring til os."), _TEXT_FILE),
        _multipart(
            "alternative",
            _PLAIN.format("Ren tekst."),
            _multipart("mixed", _HTML.format("Du kan komme."), _FILE, _HTML.format("Ring til os.")),
            _HTML.format("Det samme."),
        ),
    ],
)
def test_a_mail_with_a_file_in_its_middle_is_read_to_its_end(parts: str) -> None:
    draft = read("svar.eml", f"From: a@b.dk\nSubject: Svar\n{parts}".encode())
    assert [text for _, text in blocks(draft)] == ["Svar", "Du kan komme.", "Ring til os."]


def test_plain_text_is_kept_word_for_word() -> None:
    text = "Kære Anna\r\n\r\nDu får tilskud.\r\nSend regningen.\r\n\r\n  Hilsen\r\n"
    draft = read("brev.txt", text.encode())
    assert draft.text == text
    assert [text for _, text in blocks(draft)] == [
        "Kære Anna\r",
        "Du får tilskud.\r\nSend regningen.\r",
        "Hilsen\r",
    ]


@pytest.mark.parametrize("name", ["brev.txt", "BREV.TXT", "brev"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_plain_letter_may_be_in_whatever_encoding(name: str, encoding: str) -> None:
    assert read(name, "Kære Åse\n\nDu får støtte.\n".encode(encoding)).text == "Kære Åse\n\nDu får støtte.\n"


def test_a_pdf_is_read_by_its_blocks() -> None:
    path = Path(resources.SAMPLE) / "site" / "publikationer" / "vejledning-tilskud.pdf"
    draft = read("", path.read_bytes())
    assert len(draft.paragraphs) > 5
    assert "tilskud" in draft.text.lower()


def test_what_a_pdf_shows_outside_its_tags_stands_in_the_margins() -> None:
    foot = Node("P", paint=b"EMC /Artifact BMC " + content([Line(72, 40, "Telefon 33 00 00 00")]))
    draft = read("brev.pdf", tagged([tag("P", 700, "Du kan komme den 1. maj."), foot]))
    assert (draft.text, draft.margins) == ("Du kan komme den 1. maj.", "Telefon 33 00 00 00")


# What strangers may send

_HEADER = (
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>'
    f"{'a' * 3_000_000}</w:t></w:r></w:p></w:hdr>"
)
_MULTIPART = b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\n"


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("a.docx", b"PK\x03\x04 og intet mere", "beskadiget"),
        ("a.docx", b"", "beskadiget"),
        ("a.odt", zipped({"mimetype": "x"}), "beskadiget"),
        ("a.docx", zipped({"word/document.xml": "<a"}), "beskadiget"),
        ("a.docx", zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "beskadiget"),
        ("a.docx", zipped({"word/document.xml": "<a>" * 3000 + "</a>" * 3000}), "beskadiget"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "låst med adgangskode"),
        ("a.eml", b"Dette er slet ikke en mail.", "ikke en mail"),
        ("a.exe", b"MZ", "Filer af typen .exe"),
        ("a.txt", b"a\0b", "ikke ren tekst"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(name: str, body: bytes, sentence: str) -> None:
    with pytest.raises(WrongUse, match=sentence):
        read(name, body)


@pytest.mark.parametrize(
    ("name", "part", "method"),
    [("a.docx", "word/document.xml", zipfile.ZIP_BZIP2), ("a.odt", "content.xml", zipfile.ZIP_LZMA)],
)
def test_a_file_packed_in_a_way_that_nobody_bounds_is_not_unpacked(name: str, part: str, method: int) -> None:
    with pytest.raises(WrongUse, match="beskadiget"):
        read(name, zipped({part: b" " * 30_000_000}, method))


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pdf", "a.rtf", "a.txt"])
def test_no_error_says_a_word_of_the_letter(name: str) -> None:
    with pytest.raises(TilgaengeligError) as raised:
        read(name, b"%PDF-1.7\nHEMMELIG \0")
    assert "HEMMELIG" not in str(raised.value) + repr(raised.value.__cause__)


def test_a_locked_opendocument_file_is_told() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    with pytest.raises(WrongUse, match="låst med adgangskode"):
        read("a.odt", zipped({"META-INF/manifest.xml": manifest, "content.xml": "x"}))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.docx", lambda: zipped({"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})),
        ("a.odt", lambda: zipped({f"{number}.xml": b" " * 15_000_000 for number in range(15)})),
        ("a.docx", lambda: zipped({f"{number}": b"" for number in range(6_000)})),
        ("a.odt", lambda: odt("<text:p>a" + '<text:s text:c="99"/>' * 60_000 + "b</text:p>")),
        (
            "a.docx",
            lambda: zipped({"word/document.xml": "<a/>"} | {f"word/header{n}.xml": _HEADER for n in (1, 2)}),
        ),
        ("a.md", lambda: b"a" * (LARGEST_TEXT + 1)),
        ("a.eml", lambda: _MULTIPART + b"--x\n\nhej\n" * 2_000),
    ],
)
def test_a_file_that_swells_is_refused(name: str, made: Callable[[], bytes]) -> None:
    with pytest.raises(TooLarge):
        read(name, made())


def test_a_mail_within_mails_ends() -> None:
    deep = b"".join(
        b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (at, at) for at in range(60)
    )
    with pytest.raises(TooLarge):
        read("a.eml", deep)


def test_a_mail_of_parts_within_parts_beyond_what_can_be_parsed_is_told_in_one_sentence() -> None:
    deep = "".join(f"Content-Type: multipart/mixed; boundary=x{at}\n\n--x{at}\n" for at in range(1_000))
    with pytest.raises(TooLarge, match="for mange dele"):
        read("a.eml", deep.encode())


@pytest.mark.parametrize(
    "head",
    [
        "From: <",
        "From: a@",
        'From: "',
        "From: " + "a.b." * 20_000,
        "From: a@[",
        "From: a@b.dk\nContent-Disposition: inline; name*",
        "From: a@b.dk\nContent-Type: text/plain; charset*",
    ],
)
def test_a_mail_with_a_broken_head_is_read_all_the_same(head: str) -> None:
    assert "Du kan komme." in read("a.eml", f"{head}\n\nDu kan komme.".encode()).text


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Transfer-Encoding: base64 ", "RHUga2FuIGtvbW1lLg=="),
        ("Content-Transfer-Encoding:\n base64", "RHUga2FuIGtvbW1lLg=="),
        ("Content-Transfer-Encoding: quoted-printable (by gateway)", "Du kan kom=\nme."),
        ('Content-Type: text/html (Word); charset="utf-8"', "<p>Du kan komme."),
        ('Content-Type: multipart/mixed; boundary="(x)"', "--(x)\n\nDu kan komme.\n--(x)--"),
    ],
)
def test_space_and_comments_say_nothing_of_what_a_part_is(head: str, body: str) -> None:
    draft = read("a.eml", f"From: a@b.dk\nSubject: Svar\n{head}\n\n{body}".encode())
    assert blocks(draft) == [("heading", "Svar"), ("paragraph", "Du kan komme.")]


def test_the_name_of_a_picture_may_be_broken() -> None:
    picture = b"--x\nContent-Type: image/png\nContent-ID: <=?utf-8?B?QUJDR?=>\n\nx\n--x--"
    assert "Du kan komme." in read("a.eml", _MULTIPART + b"--x\n\nDu kan komme.\n" + picture).text


@pytest.mark.parametrize(
    "head",
    [
        "From: a@b.dk\nContent-Type: text/plain" + '; a*0="b"' * 1_000,
        "Subject: hej\n" + f"X-Spor: {'a' * 990}\n" * 1_100,
        'From: a@b.dk\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-ID: <' + "a" * 5_000,
    ],
)
def test_a_mail_with_a_head_that_nobody_writes_is_refused_before_it_is_parsed(head: str) -> None:
    with pytest.raises(TooLarge, match="hoved er for langt"):
        read("a.eml", f"{head}\n\nDu kan komme.".encode())


def test_a_mail_to_many_and_of_many_stations_is_read() -> None:
    head = "From: a@b.dk\nTo: " + ",\n ".join(["Anna Andersen <anna@eksempel.dk>"] * 5_000)
    head += "\n" + f"Received: {'station ' * 100}\n" * 300
    assert "Du kan komme." in read("a.eml", f"{head}Subject: Møde\n\nDu kan komme.".encode()).text


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("Blåbær".encode(), "Blåbær"),
        (b"=?utf-8?Q?Bl=C3=A5?=\n =?utf-8?Q?b=C3=A6r?=", "Blåbær"),
        (b"=?iso-8859-1?Q?Bl=E5b=E6r?= til\n dig", "Blåbær til dig"),
        (b"=?ukendt?Q?Bl=E5?=", "Blå"),
        (b"=?utf-8*da?Q?Bl=C3=A5b=C3=A6r?=: svar (=?utf-8?q?h=C3=B8ring?=)", "Blåbær: svar (høring)"),
        ("Blåbær – =?iso-8859-1?q?h=F8ring?=".encode(), "Blåbær – høring"),
        (b"=?utf-8?Q?Bl=C3?= =?utf-8?Q?=A5b=C3=A6r?=", "Blåbær"),
        (b"=?utf-8?Q?Bl=C3=A5 b=C3=A6r??=", "Blå bær?"),
        (b"=?utf-8?B?QmzDpWLDpnI?=", "Blåbær"),
        (b"=?utf-8?B?QUJDR?=", "ABC"),
        (b"=?utf-8?B?QQ=B?= er brudt", "=?utf-8?B?QQ=B?= er brudt"),
    ],
)
def test_the_subject_of_a_mail_is_its_heading(subject: bytes, shown: str) -> None:
    draft = read("a.eml", b"From: a@b.dk\nSubject: " + subject + b"\n\nHej")
    assert blocks(draft) == [("heading", shown), ("paragraph", "Hej")]


@patient
@given(st.sampled_from([".docx", ".odt", ".eml", ".html", ".md", ".txt"]), st.binary(max_size=300))
def test_whatever_the_bytes_only_our_own_errors_are_raised(kind: str, body: bytes) -> None:
    try:
        draft = read(f"brev{kind}", body)
    except TilgaengeligError:
        return
    assert all(draft.text[each.start : each.end].strip() for each in draft.paragraphs)


@patient
@given(st.integers(0, 4000), st.integers(0, 255))
def test_a_word_file_with_one_wrong_byte_raises_only_our_own_errors(at: int, byte: int) -> None:
    body = bytearray(_SOUND)
    body[at % len(body)] = byte
    try:
        read("brev.docx", bytes(body))
    except TilgaengeligError:
        return


def _sound() -> bytes:
    whole = docx(official_letter)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return zipped({name: archive.read(name) for name in ("word/document.xml", "word/styles.xml")})


_SOUND = _sound()


@given(st.text(alphabet="a\n\r .æ", max_size=200))
def test_the_paragraphs_of_plain_text_hold_all_its_words(text: str) -> None:
    draft = Draft.plain(text)
    assert draft.text == text
    held = "".join(text[each.start : each.end] for each in draft.paragraphs)
    assert "".join(held.split()) == "".join(text.split())
